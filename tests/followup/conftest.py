"""A cast and a task to work on."""

import pytest

from luoshi.store.models import Task
from tests.cast import Cast, make_cast, make_homes


@pytest.fixture
def cast(db, settings, tmp_path) -> Cast:
    settings.HOME = tmp_path
    settings.ORIGINALS = tmp_path / "originals"
    return make_cast()


@pytest.fixture
def task(cast: Cast) -> Task:
    """Made by the office on 2 March, due 30 June; civil affairs leads, finance supports."""
    return make_homes(cast)
