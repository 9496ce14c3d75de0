"""Fixtures that every test may ask for, and the promise that nothing is skipped where nothing may be."""

import os

import pytest

from tests.people import Cast, make_cast


@pytest.fixture
def cast(db: None) -> Cast:
    """Two spaces and everybody in them."""
    return make_cast()


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """With TALKOO_TEST_ALL=1 a skipped test is a failed run."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    if skipped and os.environ.get("TALKOO_TEST_ALL") and not hasattr(session.config, "workerinput"):
        reporter.write_line(f"{len(skipped)} skipped, and nothing may be skipped here.", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
