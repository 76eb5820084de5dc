"""A cast and a task to work on."""

import pytest

from luoshi.followup.ground.writing import writing
from luoshi.followup.task.accept import NewTask, make_task
from luoshi.followup.task.assign import assign
from luoshi.store.models import Task
from tests.cast import Cast, at, make_cast


@pytest.fixture
def cast(db, settings, tmp_path) -> Cast:
    settings.HOME = tmp_path
    settings.ORIGINALS = tmp_path / "originals"
    return make_cast()


@pytest.fixture
def task(cast: Cast) -> Task:
    """Made by the office on 2 March, due 30 June; civil affairs leads, finance supports."""
    new = NewTask(words="建成12个养老服务站点", due_on=at("06-30").date(), due_words="6月底前")
    with writing():
        made = make_task(cast.office, cast.office_unit, new, now=at("03-02"))
    units = [(cast.civil_unit.pk, "lead"), (cast.finance_unit.pk, "support")]
    return assign(cast.office, made.code, units, now=at("03-02"))
