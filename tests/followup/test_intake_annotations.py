"""Decisions leave as annotations in the form of the gold documents."""

import json
from argparse import Namespace
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from luoshi.cli.ledger.annotations import annotations
from luoshi.cli.words import words_in
from luoshi.followup.ground.refusals import NotFoundError, RefusedError
from luoshi.followup.intake.annotations import annotated, judged_versions
from luoshi.followup.intake.decide import accept, edit, reject
from luoshi.followup.intake.drafts import NamedUnit, from_json
from luoshi.followup.intake.regroup import add, split
from luoshi.followup.intake.take_in import Received, take_in
from luoshi.followup.intake.undo import undo_last
from luoshi.store.models import Proposal, Version
from tests.cast import Cast, at

TEXT = """关于做好养老服务工作的通知

一、工作任务
（一）县民政局要在2026年6月30日前建成12个养老服务站点，印发服务标准。
（二）县财政局要在2026年4月15日前拨付补助资金300万元。
（三）县民政局每季度向县政府报送一次工作进展情况。
"""
NOW = at("03-02")


@pytest.fixture
def version(cast: Cast) -> Version:
    return take_in(cast.office, cast.office_unit.pk, Received("通知.txt", text=TEXT), now=NOW)


def row(version: Version, words: str) -> Proposal:
    return next(p for p in version.proposals.all() if words in p.body)


def spans(version: Version, kind: str) -> list[tuple[str, dict]]:
    found = [s for s in annotated(version.pk)["spans"] if s["type"] == kind]
    return [(TEXT[s["start"] : s["end"]], s["attrs"]) for s in found]


def test_an_accepted_row_is_a_commitment_with_its_parts(cast: Cast, version: Version) -> None:
    accept(cast.office, row(version, "300万元").pk, now=NOW)

    ((words, attrs),) = spans(version, "COMMITMENT")
    assert "县财政局要在2026年4月15日前拨付补助资金300万元" == words
    assert ("C1", "firm", "once") == (attrs["id"], attrs["strength"], attrs["kind"])
    assert [("县财政局", {"of": "C1", "role": "lead"})] == spans(version, "ACTOR")
    ((limit, norm),) = spans(version, "DEADLINE")
    assert ("2026年4月15日前", "2026-04-15") == (limit, norm["norm"])
    ((amount, figures),) = spans(version, "QUANTITY")
    assert ("300万元", 3_000_000, "元") == (amount, figures["value"], figures["unit"])


def test_a_corrected_row_says_what_the_person_said(cast: Cast, version: Version) -> None:
    money = row(version, "300万元")
    draft = from_json(money.body)
    units = (NamedUnit("县民政局", "support", (cast.civil_unit.pk,)),)
    edit(cast.office, money.pk, replace(draft, due_on="2026-05-31", units=units, kind="standing"), now=NOW)

    ((_, attrs),) = spans(version, "COMMITMENT")
    assert "standing" == attrs["kind"]
    assert [("县民政局", {"of": "C1", "role": "support"})] == spans(version, "ACTOR")
    assert "2026-05-31" == spans(version, "DEADLINE")[0][1]["norm"]


def test_a_recurring_row_keeps_its_rule(cast: Cast, version: Version) -> None:
    accept(cast.office, row(version, "每季度").pk, now=NOW)

    assert [("每季度", {"of": "C1", "rrule": "FREQ=MONTHLY;INTERVAL=3"})] == spans(version, "RECURRENCE")


def test_a_row_set_aside_is_told_apart_from_one_nobody_judged(cast: Cast, version: Version) -> None:
    reject(cast.office, row(version, "300万元").pk, now=NOW)

    found = annotated(version.pk)
    assert [] == spans(version, "COMMITMENT")
    assert ["县财政局要在2026年4月15日前拨付补助资金300万元"] == [
        TEXT[r["start"] : r["end"]] for r in found["rejected"]
    ]
    assert 2 == len(found["unjudged"])


def test_a_split_row_is_two_commitments(cast: Cast, version: Version) -> None:
    split(cast.office, row(version, "印发").pk, TEXT.index("印发"), now=NOW)

    assert ["县民政局要在2026年6月30日前建成12个养老服务站点，", "印发服务标准"] == [
        words for words, _ in spans(version, "COMMITMENT")
    ]


MISSED = """关于做好养老服务工作的通知

一、工作任务
（一）县民政局要在2026年6月30日前建成12个养老服务站点，印发服务标准。
（二）养老院长由县民政局在2026年8月底前逐一面谈，服务站点名单同时公开。
各支部每季度研判一次党员思想状况。
"""


def added(cast: Cast, words: str) -> Proposal:
    found = take_in(cast.office, cast.office_unit.pk, Received("通知.txt", text=MISSED), now=NOW)
    start = MISSED.index(words)
    found.proposals.filter(start__lt=start + len(words), end__gt=start, is_people=False).delete()
    return add(cast.office, found.pk, (start - 1, start + len(words)), now=NOW)


def test_a_row_the_reader_missed_is_marked_by_a_person(cast: Cast) -> None:
    words = "养老院长由县民政局在2026年8月底前逐一面谈"
    mine = added(cast, words)
    draft = from_json(mine.body)

    assert (words, words) == (draft.words, MISSED[mine.start : mine.end])
    assert "2026-08-31" == draft.due_on
    assert [(cast.civil_unit.pk,)] == [unit.units for unit in draft.units if unit.role == "lead"]
    annotation = annotated(mine.version_id)
    assert (mine.start, mine.end) in [
        (s["start"], s["end"]) for s in annotation["spans"] if s["type"] == "COMMITMENT"
    ]
    assert mine.version.text in [text for _, text in judged_versions()]
    task = accept(cast.office, mine.pk, now=NOW)
    assert (words, date(2026, 8, 31)) == (task.quote, task.due_on)


def test_a_row_that_was_added_goes_again(cast: Cast) -> None:
    mine = added(cast, "服务站点名单同时公开")

    assert [] == undo_last(cast.office, mine.version_id, now=NOW, most=1)
    assert not Proposal.objects.filter(pk=mine.pk).exists()


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ("\n", "row-nothing-marked"),
        ("各支部每季度研判一次党员思想状况", "about-people"),  # decision 0001: no way around it
        ("县民政局要在2026年6月30日前建成12个养老服务站点，印发服务标准", "row-there-already"),
    ],
)
def test_what_cannot_be_added_is_told(cast: Cast, words: str, refusal: str) -> None:
    found = take_in(cast.office, cast.office_unit.pk, Received("通知.txt", text=MISSED), now=NOW)
    start = MISSED.index(words)
    with pytest.raises(RefusedError, match=refusal):
        add(cast.office, found.pk, (start, start + len(words)), now=NOW)
    with pytest.raises(NotFoundError):
        add(cast.town, found.pk, (start, start + 20), now=NOW)


def test_the_form_is_that_of_the_gold(cast: Cast, version: Version, shared: Path) -> None:
    accept(cast.office, row(version, "300万元").pk, now=NOW)
    gold = json.loads((shared / "gold/dev/d01.json").read_text(encoding="utf-8"))
    ours = annotated(version.pk)

    assert gold.keys() - {"subject", "genre", "annotation_pass"} <= ours.keys()
    assert gold["text"].keys() == ours["text"].keys()
    kinds = {span["type"]: span["attrs"].keys() for span in gold["spans"]}
    for span in ours["spans"]:
        assert gold["spans"][0].keys() == span.keys()
        assert kinds.get(span["type"], span["attrs"].keys()) <= span["attrs"].keys()


def test_the_command_writes_what_was_judged(cast: Cast, version: Version, tmp_path: Path, capsys) -> None:
    assert [] == list(judged_versions())
    accept(cast.office, row(version, "300万元").pk, now=NOW)

    assert 0 == annotations(Namespace(path=str(tmp_path / "out")), words_in("zh"))
    (file,) = (tmp_path / "out").glob("*.json")
    found = json.loads(file.read_text(encoding="utf-8"))
    assert TEXT == (tmp_path / "out" / found["text"]["file"]).read_bytes().decode()
    assert "1 份文件" in capsys.readouterr().out
