"""Fixtures that every test may ask for, and the promise that nothing is skipped where nothing may be."""

import os
from collections.abc import Iterator

import pytest
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from tests.people import Cast, make_cast


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """What the running house of the journeys still has open does not keep PostgreSQL from dropping the database."""
    yield
    with django_db_blocker.unblock():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )


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
