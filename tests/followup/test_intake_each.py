"""A row for 各乡镇 makes a part for each of them; the whole is led by nobody and closed after its parts."""

from datetime import date

import pytest

from luoshi.followup.ground.refusals import RefusedError
from luoshi.followup.intake.decide import accept
from luoshi.followup.intake.take_in import Received, take_in
from luoshi.followup.intake.undo import undo
from luoshi.followup.proof.caches import compare_caches
from luoshi.followup.task.assign import sign_for
from luoshi.followup.task.cascade import levels
from luoshi.followup.task.close import cancel, close
from luoshi.followup.task.evidence import Offered, Verdict, check, hand_in
from luoshi.followup.task.progress import Word, report
from luoshi.store.models import Proposal, Task, Unit
from tests.cast import Cast, at
from tests.cast import unit as make_unit

TEXT = """关于防汛工作的通知
各乡镇每季度要至少召开一次防汛调度会。
县民政局、各乡镇要在2026年6月30日前完成排查。
"""


@pytest.fixture
def towns(cast: Cast) -> list[Unit]:
    return [cast.town_unit, *(make_unit(name, cast.county, "乡镇") for name in ("石桥镇", "白杨乡"))]


@pytest.fixture
def rows(cast: Cast, towns: list[Unit]) -> list[Proposal]:
    version = take_in(cast.office, cast.office_unit.pk, Received("通知.txt", text=TEXT), now=at("03-02"))
    return list(version.proposals.order_by("start"))


def test_each_township_gets_a_task_of_its_own(cast: Cast, towns, rows) -> None:
    whole = accept(cast.office, rows[0].pk, now=at("03-02"))
    parts = list(whole.children.order_by("pk"))

    assert [town.pk for town in towns] == [part.seat_id for part in parts]
    assert {date(2026, 3, 31)} == {part.occurrences.order_by("due_on").first().due_on for part in parts}
    assert ("", None, False) == (whole.rrule, whole.due_on, whole.stakes.filter(role="lead").exists())
    assert Task.objects.get(pk=whole.pk).has_lead  # nobody has to ask who leads it
    found = levels(cast.office, whole.code)
    assert [(0, 1, 1), (1, 3, 0)] == [(level.depth, level.n_given, level.n_acted) for level in found]
    assert "assigned" == Task.objects.get(pk=whole.pk).step
    assert compare_caches(now=at("03-02")) == []


def test_what_a_unit_says_of_one_quarter_is_said_of_its_part(cast: Cast, towns, rows) -> None:
    mine = accept(cast.office, rows[0].pk, now=at("03-02")).children.order_by("pk").first()
    when = mine.occurrences.order_by("due_on").first().scheduled_on
    report(cast.town, mine.code, Word("已召开", is_done=True, occurrence=when), now=at("03-10"))

    assert "done" == Task.objects.get(pk=mine.pk).said
    assert compare_caches(now=at("04-06")) == []


def test_a_unit_named_beside_the_group_leads_the_whole(cast: Cast, towns, rows) -> None:
    whole = accept(cast.office, rows[1].pk, now=at("03-02"))

    assert cast.civil_unit == whole.seat
    assert {at("06-30").date()} == {whole.due_on, *whole.children.values_list("due_on", flat=True)}
    assert len(towns) == whole.children.count()


def test_the_whole_is_closed_when_its_parts_are(cast: Cast, towns, rows) -> None:
    whole = accept(cast.office, rows[0].pk, now=at("03-02"))
    mine, *others = whole.children.order_by("pk")
    with pytest.raises(RefusedError, match="closed-before-parts"):
        close(cast.office, whole.code, "", now=at("03-03"))
    when = mine.occurrences.order_by("due_on").first().scheduled_on
    sign_for(cast.town, mine.code, now=at("03-03"))
    given = Offered("纪要", link="https://example.org/a", occurrence=when)
    piece = hand_in(cast.town, mine.code, given, now=at("03-04"))
    check(cast.inspector, piece.pk, Verdict(holds=True), now=at("03-05"))
    for part in (mine, *others):
        cancel(cast.office, part.code, "机构合并", now=at("03-06"))

    assert "closed" == close(cast.office, whole.code, "", now=at("03-07")).step
    assert compare_caches(now=at("03-07")) == []


def test_taking_the_row_back_calls_the_parts_off(cast: Cast, towns, rows) -> None:
    whole = accept(cast.office, rows[0].pk, now=at("03-02"))
    undo(cast.office, rows[0].pk, now=at("03-02"))

    assert {"cancelled"} == set(Task.objects.values_list("step", flat=True))
    again = accept(cast.office, rows[0].pk, now=at("03-02"))
    sign_for(cast.town, again.children.order_by("pk").first().code, now=at("03-03"))
    with pytest.raises(RefusedError, match="undo-worked-on"):
        undo(cast.office, rows[0].pk, now=at("03-03"))
    assert whole.code != again.code
    assert not again.children.filter(step="cancelled").exists()
