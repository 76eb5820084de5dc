"""A cast at the pages: one signed-in client a member, a day that stands still, a live server."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.utils import timezone

from luoshi.followup.ground.writing import writing
from luoshi.followup.task.accept import NewTask, make_task
from luoshi.followup.task.assign import assign
from luoshi.store.models import Person, Task
from tests.cast import Cast, at, make_cast, make_homes

MEMBERS = ("stranger", "village", "town", "finance", "civil", "reader", "office", "inspector", "boss")


@pytest.fixture
def cast(db, settings, tmp_path) -> Cast:
    """Everybody, in a data folder of this test's own."""
    settings.HOME = tmp_path
    settings.ORIGINALS = tmp_path / "originals"
    return make_cast()


@pytest.fixture
def clock(monkeypatch) -> Callable[[datetime], None]:
    """Set the moment of every request; 10 June 2026 unless the test says otherwise."""

    def stop(moment: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: moment)

    stop(at("06-10"))
    return stop


@pytest.fixture
def client_of(cast: Cast, clock) -> Callable[[str], Client]:
    """Return a client signed in as a member of the cast, by field name."""

    def signed_in(who: str) -> Client:
        client = Client(headers={"accept-language": "zh-hans"})
        client.force_login(Person.objects.get(pk=getattr(cast, who).person))
        return client

    return signed_in


@pytest.fixture
def task(cast: Cast) -> Task:
    """Made by the office on 2 March, due 30 June; civil affairs leads, finance supports."""
    return make_homes(cast)


@pytest.fixture
def make(cast: Cast) -> Callable[..., Task]:
    """Return a maker of tasks owned by the office, led by civil affairs: ``make("x", due="06-30")``."""

    def made(words: str, *, due: str = "", leads: bool = True, now: str = "03-02", **more: object) -> Task:
        new = NewTask(words=words, due_on=at(due).date() if due else None, **more)
        with writing():
            task = make_task(cast.office, cast.office_unit, new, now=at(now))
        return assign(cast.office, task.code, [(cast.civil_unit.pk, "lead")], now=at(now)) if leads else task

    return made


@pytest.fixture
def words_of() -> Callable[[object], str]:
    """Return the text of an answer."""
    return lambda answer: answer.content.decode()
