"""The ledger as a calendar file, and what the front page and bulk acts tell afterwards."""

from datetime import UTC, date, datetime

import pytest

from luoshi.followup.ground.writing import writing
from luoshi.followup.task.accept import NewTask, make_task
from luoshi.followup.task.assign import assign
from luoshi.store.models import Task
from luoshi.web.tasks.sheets.ics import Entry, calendar
from tests.cast import Cast, at


def unfolded(text: str) -> list[str]:
    return text.replace("\r\n ", "").split("\r\n")


def events(answer) -> list[dict[str, str]]:
    """Return the events of a calendar file, a mapping of property to value each."""
    found: list[dict[str, str]] = []
    for line in unfolded(b"".join(answer.streaming_content).decode()):
        if line == "BEGIN:VEVENT":
            found.append({})
        elif found and ":" in line:
            name, _, value = line.partition(":")
            found[-1].setdefault(name, value)
    return found


def test_each_line_is_folded_within_75_octets_and_escaped() -> None:
    one = Entry(
        "a@b", date(2026, 12, 31), "建成站点；" * 20 + "a,b;c\\d", "一\n二", "https://example.org/tasks/1"
    )
    lines = list(calendar("台账", [one], now=datetime(2026, 6, 10, tzinfo=UTC)))

    assert all(line.endswith("\r\n") and len(line.encode()) <= 75 + 2 for line in lines)
    text = unfolded("".join(lines))
    assert "SUMMARY:" + "建成站点；" * 20 + "a\\,b\\;c\\\\d" in text
    assert "DESCRIPTION:一\\n二" in text
    assert "DTEND;VALUE=DATE:20270101" in text


def test_the_calendar_holds_what_the_list_shows(client_of, make) -> None:
    make("建成12个养老服务站点", due="06-13")
    make("年底前办结", due="12-31")
    make("没有时限的")
    answer = client_of("office").get("/tasks/ics?when=soon")

    assert answer["Content-Type"].startswith("text/calendar")
    assert [("建成12个养老服务站点", "20260613")] == [
        (one["SUMMARY"], one["DTSTART;VALUE=DATE"]) for one in events(answer)
    ]
    every = events(client_of("office").get("/tasks/ics"))
    assert ["20260613", "20261231"] == [one["DTSTART;VALUE=DATE"] for one in every]
    assert "县民政局" in every[0]["DESCRIPTION"]
    assert [] == events(client_of("town").get("/tasks/ics"))


def test_a_recurring_task_has_an_entry_an_occurrence_under_a_name_that_stays(client_of, cast: Cast) -> None:
    new = NewTask(words="每季度召开一次调度会", rrule="FREQ=MONTHLY;INTERVAL=3", kind="recurring")
    with writing():
        task = make_task(cast.office, cast.office_unit, new, now=at("03-02"))
    assign(cast.office, task.code, [(cast.civil_unit.pk, "lead")], now=at("03-02"))
    first = events(client_of("office").get("/tasks/ics"))
    again = events(client_of("office").get("/tasks/ics"))

    assert ["20260331", "20260630", "20260930", "20261231", "20270331"] == [
        one["DTSTART;VALUE=DATE"] for one in first
    ]
    assert [one["UID"] for one in first] == [one["UID"] for one in again]
    assert 5 == len({one["UID"] for one in first})


def test_a_daily_duty_fills_a_month_of_a_calendar_and_no_year(client_of, cast: Cast) -> None:
    with writing():
        make_task(cast.office, cast.office_unit, NewTask("每天巡查", rrule="FREQ=DAILY"), now=at("03-02"))
    days = [one["DTSTART;VALUE=DATE"] for one in events(client_of("office").get("/tasks/ics"))]

    assert (32, "20260610", "20260711") == (len(days), days[0], days[-1])


def test_tasks_are_signed_for_on_the_front_page(client_of, words_of, make) -> None:
    made = [make(words, due="06-30") for words in ("修通村道", "建成站点", "印发办法")]
    client = client_of("civil")
    assert "签收这 3 项" in words_of(client.get("/"))
    client.post("/sign", {"task": made[0].code})
    assert "已签收 1 项。" in words_of(client.get("/"))
    client.post("/sign", {"task": [task.code for task in made]})

    told = words_of(client.get("/"))
    assert "已签收 2 项。" in told
    assert made[0].code in told.partition("已签收 2 项。")[2][:60]  # the first was signed for already
    assert {"signed-for"} == set(Task.objects.values_list("step", flat=True))
    assert "已签收" not in words_of(client.get("/"))  # told once


def test_a_bulk_act_tells_how_many_it_did(client_of, words_of, make) -> None:
    codes = [make(words, due="06-30").code for words in ("修通村道", "建成站点")]
    client = client_of("office")
    answer = client.post("/tasks/bulk/do", {"act": "comment", "task": codes, "words": "请加快"}, follow=True)

    assert "已办 2 项。" in words_of(answer)
    assert "已办" not in words_of(client.get("/tasks"))


@pytest.mark.parametrize(
    ("kind", "asks"),
    [("unevidenced", "supported=none&amp;due_until=2026-06-17"), ("gap", "gap=1"), ("soon", "when=soon")],
)
def test_a_count_on_the_front_page_leads_to_the_same_tasks(client_of, words_of, make, kind, asks) -> None:
    for due in ("05-31", "06-12", "06-17", "06-18", "12-31"):
        make(f"到 {due}", due=due)
    page = words_of(client_of("civil").get("/"))

    counted = page.partition(f'href="/tasks?{asks}">')[2].partition("<")[0]
    listed = words_of(client_of("civil").get(f"/tasks?{asks.replace('&amp;', '&')}")).count("<tr data-row")
    assert int(counted) == listed
