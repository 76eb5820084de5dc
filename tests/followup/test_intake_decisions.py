"""What a person makes of proposals: accepted, edited, merged, split, rejected, restored, taken back."""

import json
from dataclasses import replace
from datetime import date

import pytest
from django.db import DatabaseError, transaction

from luoshi.followup.ground.refusals import (
    ChangedMeanwhileError,
    NotAllowedError,
    NotFoundError,
    RefusedError,
)
from luoshi.followup.intake.decide import accept, accept_all_firm, edit, reject, restore
from luoshi.followup.intake.drafts import NamedUnit, from_json
from luoshi.followup.intake.regroup import merge, split
from luoshi.followup.intake.take_in import Received, take_in
from luoshi.followup.intake.undo import last_touched, undo
from luoshi.followup.task.assign import sign_for
from luoshi.store.models import Correction, Event, Proposal, Task, Version
from tests.cast import Cast, at

TEXT = """关于做好养老服务工作的通知

一、工作任务
（一）县民政局要在2026年6月30日前建成12个养老服务站点，印发服务标准。
（二）县财政局要在2026年4月15日前拨付补助资金300万元。
（三）县民政局每季度向县政府报送一次工作进展情况。
（四）加强养老服务宣传引导工作。
"""
NOW = at("03-02")


@pytest.fixture
def version(cast: Cast) -> Version:
    return take_in(cast.office, cast.office_unit.pk, Received("通知.txt", text=TEXT), now=NOW)


@pytest.fixture
def stations(version: Version) -> Proposal:
    return version.proposals.get(body__contains="养老服务站点")


@pytest.fixture
def money(version: Version) -> Proposal:
    return version.proposals.get(body__contains="补助资金")


def fresh(proposal: Proposal) -> Proposal:
    return Proposal.objects.get(pk=proposal.pk)


class TestAccept:
    def test_makes_a_task_and_gives_it_to_its_unit(self, cast: Cast, stations: Proposal) -> None:
        task = accept(cast.office, stations.pk, now=NOW)

        assert ("县民政局", True, "assigned") == (task.seat.name, task.has_lead, task.step)
        assert date(2026, 6, 30) == task.due_on
        assert TEXT[task.start : task.end] == task.quote
        assert ("accepted", task) == (fresh(stations).status, fresh(stations).task)
        assert Event.objects.filter(kind="proposal-accepted", person=cast.office.person).exists()

    def test_of_a_recurring_one_plans_its_occurrences(self, cast: Cast, version: Version) -> None:
        task = accept(cast.office, version.proposals.get(body__contains="报送一次").pk, now=NOW)

        assert "recurring" == task.kind
        assert task.occurrences.count() >= 4

    def test_twice_is_told(self, cast: Cast, stations: Proposal) -> None:
        accept(cast.office, stations.pk, now=NOW)

        with pytest.raises(RefusedError, match="proposal-accepted"):
            accept(cast.office, stations.pk, now=NOW)
        assert 1 == Task.objects.count()

    @pytest.mark.parametrize("who", ["stranger", "civil", "reader", "village"])
    def test_who_does_not_see_the_document_finds_nothing(
        self, cast: Cast, stations: Proposal, who: str
    ) -> None:
        viewer = getattr(cast, who)
        for act in (
            lambda: accept(viewer, stations.pk, now=NOW),
            lambda: reject(viewer, stations.pk, now=NOW),
            lambda: edit(viewer, stations.pk, from_json(stations.body), now=NOW),
            lambda: merge(viewer, [stations.pk, stations.pk + 1], now=NOW),
            lambda: split(viewer, stations.pk, stations.start + 9, now=NOW),
            lambda: undo(viewer, stations.pk, now=NOW),
            lambda: restore(viewer, stations.pk, now=NOW),
        ):
            with pytest.raises(NotFoundError):
                act()

    @pytest.mark.parametrize("who", ["inspector", "boss"])
    def test_who_only_sees_it_may_not(self, cast: Cast, stations: Proposal, who: str) -> None:
        with pytest.raises(NotAllowedError):
            accept(getattr(cast, who), stations.pk, now=NOW)


class TestAllFirm:
    def test_accepts_the_firm_ones_and_leaves_the_weak(
        self, cast: Cast, version: Version, money: Proposal
    ) -> None:
        Proposal.objects.filter(pk=money.pk).update(is_firm=False)
        made = accept_all_firm(cast.office, version.pk, now=NOW)

        assert [2, "open"] == [len(made), fresh(money).status]

    def test_some_at_a_time(self, cast: Cast, version: Version) -> None:
        assert 2 == len(accept_all_firm(cast.office, version.pk, now=NOW, most=2))
        assert 2 == Task.objects.count()

    @pytest.mark.parametrize(
        ("who", "error"), [("stranger", NotFoundError), ("civil", NotFoundError), ("boss", NotAllowedError)]
    )
    def test_of_others_is_not_for_them(
        self, cast: Cast, version: Version, who: str, error: type[Exception]
    ) -> None:
        with pytest.raises(error):
            accept_all_firm(getattr(cast, who), version.pk, now=NOW)

    def test_leaves_what_is_a_task_already(self, cast: Cast, version: Version) -> None:
        accept_all_firm(cast.office, version.pk, now=NOW)
        copy = take_in(
            cast.office, cast.office_unit.pk, Received("补.txt", text=TEXT + "\n特此通知。"), now=at("03-03")
        )

        assert [] == accept_all_firm(cast.office, copy.pk, now=at("03-03"))


class TestPeople:
    @pytest.fixture
    def watched(self, stations: Proposal) -> Proposal:
        stations.is_people = True
        stations.save()
        return stations

    def test_are_never_a_task(self, cast: Cast, watched: Proposal, version: Version) -> None:
        with pytest.raises(RefusedError, match="about-people"):
            accept(cast.office, watched.pk, now=NOW)
        accept_all_firm(cast.office, version.pk, now=NOW)
        assert "open" == fresh(watched).status

    def test_nor_by_way_of_merging_or_splitting(self, cast: Cast, watched: Proposal, money: Proposal) -> None:
        with pytest.raises(RefusedError, match="about-people"):
            merge(cast.office, [watched.pk, money.pk], now=NOW)
        for half in split(cast.office, watched.pk, watched.start + 10, now=NOW):
            with pytest.raises(RefusedError, match="about-people"):
                accept(cast.office, half.pk, now=NOW)

    def test_nor_by_hand_in_the_database(self, watched: Proposal, task: Task) -> None:
        with pytest.raises(DatabaseError), transaction.atomic():
            Proposal.objects.filter(pk=watched.pk).update(status="accepted", task=task)


class TestEdit:
    def test_changes_the_row_and_keeps_each_correction(self, cast: Cast, stations: Proposal) -> None:
        draft = from_json(stations.body)
        changed = replace(draft, words="建成12个站点", due_on="2026-07-31")
        edit(cast.office, stations.pk, changed, now=NOW)

        assert changed == from_json(fresh(stations).body)
        kept = {c.field: (json.loads(c.before), json.loads(c.after)) for c in Correction.objects.all()}
        assert {
            "words": (draft.words, "建成12个站点"),
            "due_on": ("2026-06-30", "2026-07-31"),
        } == kept
        assert date(2026, 7, 31) == accept(cast.office, stations.pk, now=NOW).due_on

    def test_answers_the_question_who(self, cast: Cast, stations: Proposal) -> None:
        draft = replace(from_json(stations.body), units=(), missing=("owner", "amount"))
        edit(cast.office, stations.pk, draft, now=NOW)
        named = replace(draft, units=(NamedUnit("县民政局", "lead", (cast.civil_unit.pk,)),))

        assert ("amount",) == from_json(edit(cast.office, stations.pk, named, now=NOW).body).missing

    def test_needs_words(self, cast: Cast, stations: Proposal) -> None:
        with pytest.raises(RefusedError, match="words-missing"):
            edit(cast.office, stations.pk, replace(from_json(stations.body), words=" "), now=NOW)

    def test_of_two_people_the_second_is_told_what_changed(self, cast: Cast, stations: Proposal) -> None:
        seen, draft = stations.edition, from_json(stations.body)
        edit(cast.office, stations.pk, replace(draft, due_on="2026-07-31"), now=NOW, edition=seen)

        with pytest.raises(ChangedMeanwhileError) as told:
            edit(cast.office, stations.pk, replace(draft, words="别的"), now=NOW, edition=seen)
        assert (("due_on", '"2026-06-30"', '"2026-07-31"'),) == told.value.changes
        assert "何文" == told.value.args_by_name["by"]
        with pytest.raises(ChangedMeanwhileError):
            accept(cast.office, stations.pk, now=NOW, edition=seen)
        assert "2026-07-31" == from_json(fresh(stations).body).due_on


class TestMergeAndSplit:
    def test_two_become_one_with_the_words_between(
        self, cast: Cast, stations: Proposal, money: Proposal
    ) -> None:
        one = merge(cast.office, [money.pk, stations.pk], now=NOW)

        draft = from_json(one.body)
        assert (stations.start, money.end) == (draft.start, draft.end)
        assert {cast.civil_unit.pk, cast.finance_unit.pk} == {pk for u in draft.units for pk in u.units}
        assert {"replaced"} == {fresh(stations).status, fresh(money).status}
        task = accept(cast.office, one.pk, now=NOW)
        assert "300万元" in task.quote

    def test_one_alone_cannot_be_merged(self, cast: Cast, stations: Proposal) -> None:
        with pytest.raises(RefusedError, match="merge-needs-two"):
            merge(cast.office, [stations.pk, stations.pk], now=NOW)

    def test_one_becomes_two_at_the_comma(self, cast: Cast, stations: Proposal) -> None:
        cut = TEXT.index("，印发") + 1
        first, second = split(cast.office, stations.pk, cut, now=NOW)

        assert "县民政局要在2026年6月30日前建成12个养老服务站点" == from_json(first.body).words
        assert "印发服务标准" == from_json(second.body).words
        assert from_json(first.body).units == from_json(second.body).units
        assert ["12"] == [str(q["value"]) for q in from_json(first.body).quantities]

    @pytest.mark.parametrize("where", ["start", "end"])
    def test_not_at_its_edges(self, cast: Cast, stations: Proposal, where: str) -> None:
        with pytest.raises(RefusedError, match="split-outside"):
            split(cast.office, stations.pk, getattr(stations, where), now=NOW)

    def test_twice_is_told(self, cast: Cast, stations: Proposal) -> None:
        split(cast.office, stations.pk, stations.start + 12, now=NOW)

        with pytest.raises(RefusedError, match="proposal-replaced"):
            split(cast.office, stations.pk, stations.start + 12, now=NOW)


class TestUndo:
    def test_a_rejected_one_comes_back(self, cast: Cast, stations: Proposal) -> None:
        reject(cast.office, stations.pk, now=NOW)
        assert "rejected" == fresh(stations).status
        assert "open" == restore(cast.office, stations.pk, now=NOW).status

        reject(cast.office, stations.pk, now=NOW)
        assert [stations] == undo(cast.office, stations.pk, now=NOW)

    def test_an_accepted_one_calls_its_task_off(self, cast: Cast, stations: Proposal) -> None:
        task = accept(cast.office, stations.pk, now=NOW)
        undo(cast.office, stations.pk, now=NOW)

        assert ("open", None) == (fresh(stations).status, fresh(stations).task)
        assert "cancelled" == Task.objects.get(pk=task.pk).step
        assert task.code != accept(cast.office, stations.pk, now=NOW).code

    def test_not_when_a_unit_has_signed(self, cast: Cast, stations: Proposal) -> None:
        task = accept(cast.office, stations.pk, now=NOW)
        sign_for(cast.civil, task.code, now=NOW)

        with pytest.raises(RefusedError, match="undo-worked-on"):
            undo(cast.office, stations.pk, now=NOW)
        assert "accepted" == fresh(stations).status

    def test_an_edit_gives_the_words_back(self, cast: Cast, stations: Proposal) -> None:
        edit(cast.office, stations.pk, replace(from_json(stations.body), words="甲", scheme=0), now=NOW)
        edit(cast.office, stations.pk, replace(from_json(stations.body), words="乙"), now=at("03-03"))

        undo(cast.office, stations.pk, now=at("03-04"))
        assert "甲" == from_json(fresh(stations).body).words
        undo(cast.office, stations.pk, now=at("03-04"))
        assert from_json(stations.body) == from_json(fresh(stations).body)
        with pytest.raises(RefusedError, match="undo-nothing"):
            undo(cast.office, stations.pk, now=at("03-04"))
        assert not Correction.objects.exists()

    def test_a_merge_gives_the_rows_back(self, cast: Cast, stations: Proposal, money: Proposal) -> None:
        one = merge(cast.office, [stations.pk, money.pk], now=NOW)

        assert [stations, money] == undo(cast.office, one.pk, now=NOW)
        assert not Proposal.objects.filter(pk=one.pk).exists()

    def test_a_split_too_from_either_side(self, cast: Cast, stations: Proposal) -> None:
        _, second = split(cast.office, stations.pk, stations.start + 12, now=NOW)
        assert [stations] == undo(cast.office, second.pk, now=NOW)

        split(cast.office, stations.pk, stations.start + 12, now=NOW)
        assert [stations] == undo(cast.office, stations.pk, now=NOW)

    def test_not_when_a_half_was_accepted(self, cast: Cast, stations: Proposal) -> None:
        first, _ = split(cast.office, stations.pk, TEXT.index("，印发") + 1, now=NOW)
        accept(cast.office, first.pk, now=NOW)

        with pytest.raises(RefusedError, match="undo-decided-since"):
            undo(cast.office, stations.pk, now=NOW)

    def test_the_last_touched_one_is_known(
        self, cast: Cast, version: Version, stations: Proposal, money: Proposal
    ) -> None:
        assert last_touched(cast.office, version.pk) is None
        accept(cast.office, stations.pk, now=at("03-02"))
        reject(cast.office, money.pk, now=at("03-03"))
        assert (money.pk,) == last_touched(cast.office, version.pk).rows
        undo(cast.office, money.pk, now=at("03-04"))
        assert (stations.pk,) == last_touched(cast.office, version.pk).rows
        assert last_touched(cast.civil, version.pk) is None
