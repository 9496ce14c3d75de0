"""What is public, by name; and every example in the documentation runs."""

import dataclasses
import doctest
import importlib
import inspect
import pkgutil
import re
from pathlib import Path

import pytest

import talkoo_sense

MODULES = sorted(module.name for module in pkgutil.walk_packages(talkoo_sense.__path__, "talkoo_sense."))


def test_the_public_names():
    assert set(talkoo_sense.__all__) == {
        *("AGREE", "DISAGREE", "PASS", "VoteMatrix"),
        *("map_opinions", "OpinionMap", "Prediction", "Verdict"),
        *("polis_map", "PolisMap"),
        *("read_statements", "StatementReport", "Share", "Shared", "Dividing", "StandsFor"),
        *("wilson_interval", "least_difference"),
        *("area", "Area", "line_density", "LineDensity"),
        *("publish_running", "publish_closed", "PublishedTable", "may_release", "Known"),
        *("Form", "Why", "K", "FIRST"),
        *("band", "Band", "publish_bands"),
        *("need", "equal_exposure", "polis_priority", "slope_between", "draw_order", "fatigue"),
        *("read_polis", "PolisExport", "BrokenExport"),
    }
    assert all(hasattr(talkoo_sense, name) for name in talkoo_sense.__all__)


PUBLIC = {name: getattr(talkoo_sense, name) for name in talkoo_sense.__all__}
FUNCTIONS = [name for name, thing in PUBLIC.items() if inspect.isfunction(thing)]
CLASSES = [name for name, thing in PUBLIC.items() if inspect.isclass(thing)]


def own_methods(thing: type) -> list[str]:
    """Name what a class itself lets one call."""
    return [
        name
        for name, member in vars(thing).items()
        if not name.startswith("_") and (inspect.isfunction(member) or isinstance(member, classmethod))
    ]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_public_function_says_what_comes_in_and_out_with_an_example(name):
    text = inspect.getdoc(PUBLIC[name])

    assert text
    for heading in ("Parameters\n---", "Returns\n---", "Examples\n---", ">>> "):
        assert heading in text
    for parameter in inspect.signature(PUBLIC[name]).parameters:
        assert re.search(rf"^(?:\w+, )*{parameter}(?:, \w+)* : .|^{parameter}(?:, \w+)*$", text, re.MULTILINE)


@pytest.mark.parametrize("name", CLASSES)
def test_every_public_class_says_what_it_holds_with_an_example(name):
    text = inspect.getdoc(PUBLIC[name])

    assert text
    assert "Examples\n---" in text
    if dataclasses.is_dataclass(PUBLIC[name]):
        assert "Attributes\n---" in text
        for field in dataclasses.fields(PUBLIC[name]):
            assert re.search(rf"^(?:\w+, )*{field.name}(?:, \w+)* : .", text, re.MULTILINE), field.name
    for method in own_methods(PUBLIC[name]):
        said = inspect.getdoc(getattr(PUBLIC[name], method)) or ""
        assert "Returns\n---" in said, method
        assert "Examples\n---" in said, method


def test_the_package_tells_that_it_is_typed():
    assert (Path(talkoo_sense.__file__).parent / "py.typed").is_file()


@pytest.mark.parametrize("name", MODULES)
def test_examples_run(name):
    if ".partitioned" in name:
        pytest.importorskip("dask.bag", reason="these examples need the extra dask")
        pytest.importorskip("pyarrow", reason="these examples need the extra dask")
    found = doctest.testmod(importlib.import_module(name))

    assert found.failed == 0
