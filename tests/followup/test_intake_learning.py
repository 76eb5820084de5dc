"""What a clerk corrected once is known at the next document of the same unit."""

from dataclasses import replace
from datetime import timedelta

import pytest

from luoshi.followup.ground.refusals import NotFoundError
from luoshi.followup.intake.annotations import annotated
from luoshi.followup.intake.decide import accept_all_firm, edit
from luoshi.followup.intake.drafts import Draft, NamedUnit, from_json
from luoshi.followup.intake.learning import forget, is_short_for, lessons_for
from luoshi.followup.intake.phrases import answered
from luoshi.followup.intake.take_in import Received, take_in
from luoshi.followup.intake.undo import last_touched, undo, undo_last
from luoshi.store.models import Event, Lesson, Proposal, Task, Unit
from luoshi.store.queries.lessons import lessons_of
from tests.cast import Cast, at

FIRST = """关于养老服务的通知
民政养老办要在2026年6月30日前建成12个养老服务站点。
老龄协调小组要在2026年5月15日前公布服务电话。
县财政局要定期通报补助资金使用情况。
"""
SECOND = """关于托育服务的通知
民政养老办要在2026年9月30日前办好3个托育中心。
老龄协调小组要在2026年8月15日前印发收费办法。
县财政局要定期公布托育补贴名单。
"""


@pytest.fixture
def civil(cast: Cast) -> Unit:
    Unit.objects.filter(pk=cast.civil_unit.pk).update(name="县民政局养老服务办公室")
    return Unit.objects.get(pk=cast.civil_unit.pk)


def rows(cast: Cast, text: str, day: str) -> list[Proposal]:
    version = take_in(cast.office, cast.office_unit.pk, Received("通知.txt", text=text), now=at(day))
    return list(version.proposals.order_by("start"))


def given(row: Proposal, words: str, unit: Unit) -> Draft:
    """Return a row's draft with the one unit named in it replaced by a unit of the register."""
    draft = from_json(row.body)
    kept = tuple(u for u in draft.units if u.words != words)
    return replace(draft, units=(*kept, NamedUnit(unit.name, "lead", (unit.pk,))))


class TestNames:
    def test_a_short_name_stands_for_the_unit_it_was_said_to_be(self, cast: Cast, civil: Unit) -> None:
        row = rows(cast, FIRST, "03-02")[0]
        assert ((),) == tuple(u.units for u in from_json(row.body).units)
        edit(cast.office, row.pk, given(row, "民政养老办", civil), now=at("03-02"))

        (unit,) = from_json(rows(cast, SECOND, "03-09")[0].body).units
        assert ("民政养老办", (civil.pk,), True) == (unit.words, unit.units, unit.is_learnt)

    def test_a_name_that_says_nothing_of_the_unit_is_offered_only(self, cast: Cast, civil: Unit) -> None:
        row = rows(cast, FIRST, "03-02")[1]
        edit(cast.office, row.pk, given(row, "老龄协调小组", civil), now=at("03-02"))

        draft = from_json(rows(cast, SECOND, "03-09")[1].body)
        assert ((),) == tuple(u.units for u in draft.units)
        lessons = lessons_for(cast.office_unit.pk, [draft])
        assert {"老龄协调小组": (civil.pk,)} == lessons.names
        value = f"units-{civil.pk}"
        said = answered(draft, "who-0", value, owner=cast.office_unit, as_of=at("03-09").date())
        assert ((civil.pk,),) == tuple(u.units for u in said.units)

    def test_other_units_learn_nothing_of_it(self, cast: Cast, civil: Unit) -> None:
        row = rows(cast, FIRST, "03-02")[0]
        edit(cast.office, row.pk, given(row, "民政养老办", civil), now=at("03-02"))

        assert {} == lessons_for(cast.town_unit.pk, [from_json(row.body)]).names

    def test_what_was_learnt_is_looked_through_and_forgotten(self, cast: Cast, civil: Unit) -> None:
        """Corrected twice: forgetting the later one does not bring the earlier one back."""
        for day, unit in (("03-02", cast.finance_unit), ("03-03", civil)):
            row = rows(cast, FIRST.replace("12个", f"{day[-1]}个"), day)[0]
            edit(cast.office, row.pk, given(row, "民政养老办", unit), now=at(day))
        (lesson,) = lessons_of(cast.office.units)
        assert ("民政养老办", (civil.name,)) == (lesson.words, lesson.means)
        assert () == lessons_of(cast.town.units)

        with pytest.raises(NotFoundError):
            forget(cast.town, lesson.pk, now=at("03-04"))
        forget(cast.office, lesson.pk, now=at("03-04"))
        assert () == lessons_of(cast.office.units)
        (unit,) = from_json(rows(cast, SECOND, "03-09")[0].body).units
        assert () == unit.units
        assert 1 == Event.objects.filter(kind="lesson-forgotten").count()

    def test_what_is_taken_back_is_forgotten(self, cast: Cast, civil: Unit) -> None:
        row = rows(cast, FIRST, "03-02")[0]
        edit(cast.office, row.pk, given(row, "民政养老办", civil), now=at("03-02"))
        undo(cast.office, row.pk, now=at("03-02"))

        assert not Lesson.objects.exists()

    def test_a_closed_unit_is_not_offered(self, cast: Cast, civil: Unit) -> None:
        row = rows(cast, FIRST, "03-02")[0]
        edit(cast.office, row.pk, given(row, "民政养老办", civil), now=at("03-02"))
        Unit.objects.filter(pk=civil.pk).update(closed_on=at("03-03").date())

        assert {} == lessons_for(cast.office_unit.pk, [from_json(row.body)]).names

    def test_the_annotation_points_at_the_words_of_the_document(self, cast: Cast, civil: Unit) -> None:
        row = rows(cast, FIRST, "03-02")[0]
        edit(cast.office, row.pk, given(row, "民政养老办", civil), now=at("03-02"))

        actors = [s for s in annotated(row.version_id)["spans"] if s["type"] == "ACTOR"]
        assert ["民政养老办"] == [FIRST[s["start"] : s["end"]] for s in actors]

    @pytest.mark.parametrize(
        ("words", "name", "is_short"),
        [
            ("县纪委", "县纪委监委", True),
            ("民政办", "县民政局办公室", True),
            ("县人民政府办公室", "县政府办公室", True),  # the longer may be the document's
            ("我们", "县民政局", False),  # means somebody else in the next speech
            ("局", "县民政局", False),  # one character says too little
            ("财政局", "县民政局", False),
        ],
    )
    def test_what_is_short_for_what(self, words: str, name: str, *, is_short: bool) -> None:
        assert is_short == is_short_for(words, name)


class TestPeriods:
    def test_a_time_word_is_offered_as_it_was_meant(self, cast: Cast) -> None:
        row = rows(cast, FIRST, "03-02")[2]
        draft = from_json(row.body)
        assert ("定期",) == draft.vague
        as_of = at("03-02").date()
        said = answered(draft, "period", "每季度", owner=cast.office_unit, as_of=as_of)
        edit(cast.office, row.pk, said, now=at("03-02"))

        later = from_json(rows(cast, SECOND, "03-09")[2].body)
        assert {"定期": "每季度"} == lessons_for(cast.office_unit.pk, [later]).periods


class TestOneGo:
    def test_rows_accepted_in_one_go_are_taken_back_as_one(self, cast: Cast) -> None:
        version = rows(cast, FIRST, "03-02")[0].version_id
        Proposal.objects.update(is_firm=True)
        first = accept_all_firm(cast.office, version, now=at("03-02"), most=2)
        later = at("03-02") + timedelta(minutes=1)
        rest = accept_all_firm(cast.office, version, now=later, most=2, begun=at("03-02"))

        assert 3 == len(first) + len(rest) == len(last_touched(cast.office, version).rows)
        undo_last(cast.office, version, now=later, most=2)
        assert 1 == len(last_touched(cast.office, version).rows)
        undo_last(cast.office, version, now=later, most=2)
        assert {"open"} == set(Proposal.objects.values_list("status", flat=True))
        assert {"cancelled"} == set(Task.objects.values_list("step", flat=True))

    def test_nobody_joins_a_go_that_was_not_theirs(self, cast: Cast) -> None:
        version = rows(cast, FIRST, "03-02")[0].version_id
        Proposal.objects.update(is_firm=True)
        accept_all_firm(cast.office, version, now=at("03-03"), begun=at("03-02"))

        assert {at("03-03")} == set(Proposal.objects.values_list("decided_at", flat=True))
