"""The sample county has everything somebody who tries the product wants to see."""

from datetime import date

import pytest

from luoshi.followup.proof.verify import verify
from luoshi.followup.sample.institution import PASSWORD, make_if_empty
from luoshi.followup.sample.writing_out import month_end, table, texts
from luoshi.store.models import Document, Notification, Person, Task, Unit

TODAY = date(2026, 11, 24)


def test_thirty_documents_of_three_kinds() -> None:
    found = list(texts(TODAY))

    assert 30 == len(found)
    assert {"plan": 10, "meeting": 10, "self-report": 10} == {
        kind: sum(text.kind == kind for text in found) for kind in ("plan", "meeting", "self-report")
    }
    assert all(text.on < TODAY for text in found)
    assert not any("{" in text.words for text in found)


@pytest.mark.parametrize(
    ("days", "written_on", "words"),
    [
        (-150, date(2026, 1, 5), "6月底前"),
        (60, date(2026, 1, 5), "2027年1月底前"),
        (0, date(2025, 12, 9), "2026年11月底前"),
    ],
)
def test_limits_are_written_as_an_office_would(days: int, written_on: date, words: str) -> None:
    assert words == month_end(TODAY, days, written_on)


def test_the_county_is_alive(db, settings, tmp_path) -> None:
    settings.HOME = tmp_path
    settings.ORIGINALS = tmp_path / "originals"
    made = make_if_empty()

    named = table("units")
    assert 1 + len(named["departments"]) + 12 + 36 == Unit.objects.count()
    assert 30 == Document.objects.count()
    assert {"open", "assigned", "signed-for", "done", "closed"} <= set(
        Task.objects.values_list("step", flat=True)
    )
    assert {"none", "unchecked", "supported"} <= set(Task.objects.values_list("supported", flat=True))
    assert Task.objects.filter(parent__isnull=False).exists()
    assert Task.objects.filter(is_open=True, due_on__lt=date.today()).exists()  # noqa: DTZ011 - any zone will do
    assert Notification.objects.exists()
    assert () == verify().wrong
    assert 8 == len(made.logins)
    assert all(
        Person.objects.get(username=login.username).check_password(PASSWORD) for login in made.logins[:1]
    )
    n_tasks = Task.objects.count()
    make_if_empty()
    assert n_tasks == Task.objects.count()
