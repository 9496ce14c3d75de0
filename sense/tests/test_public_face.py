"""What is public, by name; and every example in the documentation runs."""

import doctest
import importlib
import inspect
import pkgutil

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


FUNCTIONS = [name for name in talkoo_sense.__all__ if inspect.isfunction(getattr(talkoo_sense, name))]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_public_function_says_what_comes_in_and_out_with_an_example(name):
    thing = getattr(talkoo_sense, name)
    assert thing.__doc__
    for heading in ("Parameters\n", "Returns\n", "Examples\n"):
        assert heading in thing.__doc__


@pytest.mark.parametrize("name", MODULES)
def test_examples_run(name):
    if ".partitioned" in name:
        pytest.importorskip("dask.bag", reason="these examples need the extra dask")
        pytest.importorskip("pyarrow", reason="these examples need the extra dask")
    found = doctest.testmod(importlib.import_module(name))

    assert found.failed == 0
