"""Fixtures that every test may ask for."""

import pytest

from tests.people import Cast, make_cast


@pytest.fixture
def cast(db: None) -> Cast:
    """Two spaces and everybody in them."""
    return make_cast()
