"""One small document with everything in it, read by hand: the exports are tested without the engine."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from luoshi.cli.words import Words, words_in
from luoshi.document.receive import receive_text
from luoshi.document.source_text import Confidence, Redaction, Repair
from luoshi.reading.marks import (
    Achievement,
    ActorMark,
    Cadence,
    Clause,
    Commitment,
    Covered,
    DeadlineMark,
    Framework,
    Head,
    Limit,
    OutlineItem,
    QuantityMark,
    RecurrenceMark,
    Role,
    Shortcoming,
    State,
)
from luoshi.reading.reading import Reading
from luoshi.values.problem import Problem, Severity
from luoshi.values.quantity import Bound, Quantity
from luoshi.values.span import Span

TEXT = """青禾县防汛工作方案
一、已做工作
组建抢险队6支，修复水闸x处。
二、存在问题
部分山塘年久失修。
三、下一步任务
县水利局牵头，县财政局配合，2026年6月30日前完成不少于6口山塘加固。
各乡镇每月12日、28日报送进展，定期回头看。
有关部门要在险情消除后15日内恢复交通。
=SUM(A1:A9)要列入清单。
安排专人监测网上言论。
"""


def at(words: str, occurrence: int = 0) -> Span:
    """Return where ``words`` stand in the text, the first time or a later one."""
    start = -1
    for _ in range(occurrence + 1):
        start = TEXT.index(words, start + 1)
    return Span(start, start + len(words))


def _clause(words: str, sentence: int, item: int = 2) -> Clause:
    return Clause(at(words), at(words), block=sentence, item=item, sentence=sentence, state=State.PLAN)


TASKS = (
    "县水利局牵头，县财政局配合，2026年6月30日前完成不少于6口山塘加固",
    "各乡镇每月12日、28日报送进展，定期回头看",
    "有关部门要在险情消除后15日内恢复交通",
    "=SUM(A1:A9)要列入清单",
    "安排专人监测网上言论",
)


def _commitments() -> tuple[Commitment, ...]:
    due = DeadlineMark(at("2026年6月30日前"), "2026-06-30")
    after = DeadlineMark(at("15日内"), "P15D", "event", "event")
    monthly = RecurrenceMark(at("每月12日、28日"), "FREQ=MONTHLY;BYMONTHDAY=12,28")
    six = QuantityMark(at("不少于6口"), Quantity(Decimal(6), "口", Bound.AT_LEAST))
    hidden = QuantityMark(at("x处"), Quantity(None, "处"))
    first, second, third, fourth, fifth = (at(words) for words in TASKS)
    return (
        Commitment(
            "c1",
            first,
            0,
            "firm",
            "once",
            "3.1",
            at("完成不少于6口山塘加固"),
            at("牵头"),
            actors=(ActorMark(at("县水利局"), Role.LEAD), ActorMark(at("县财政局"), Role.SUPPORT)),
            limits=(Limit(due),),
            quantities=(six,),
            rule="duty@1",
        ),
        Commitment(
            "c2",
            second,
            1,
            "firm",
            "recurring",
            "3.2",
            at("报送进展"),
            at("报送"),
            actors=(
                ActorMark(at("各乡镇"), Role.LEAD),
                ActorMark(at("县水利局"), Role.SUPERVISE, inherited=True),
            ),
            cadences=(Cadence(monthly),),
            vague=(at("定期"),),
            rule="duty@1",
        ),
        Commitment(
            "c3",
            third,
            2,
            "weak",
            "once",
            "3.3",
            at("恢复交通"),
            at("要"),
            actors=(ActorMark(at("有关部门"), Role.LEAD, resolved=False),),
            limits=(Limit(after), Limit(due, inherited=True)),
            quantities=(hidden,),
            missing=("owner",),
            rule="duty@1",
            confidence=0.5,
        ),
        Commitment(
            "c4", fourth, 3, "firm", "once", "3.4", at("列入清单"), at("要列"), missing=("owner", "deadline")
        ),
        Commitment("c5", fifth, 4, "firm", "standing", "3.5", at("监测"), at("监测"), scope="people"),
    )


@pytest.fixture
def built() -> Reading:
    """A reading with one of everything, its spans worked out by hand."""
    source = replace(
        receive_text(TEXT, name="方案.txt"),
        repairs=(Repair(at("水闸"), "水闸", "shifted-gbk", Confidence.INFERRED),),
        redactions=(Redaction(at("x处"), "number"),),
    )
    headings = [
        OutlineItem(at(words), 1, words[:2], words[2:], len(TEXT), -1, str(n))
        for n, words in enumerate(("一、已做工作", "二、存在问题", "三、下一步任务"), 1)
    ]
    return Reading(
        source,
        ref_date=date(2026, 1, 5),
        head=Head(
            title="青禾县防汛工作方案", date="2026-01-05", spans={"title": (at("青禾县防汛工作方案"),)}
        ),
        outline=tuple(headings),
        clauses=tuple(_clause(words, n) for n, words in enumerate(TASKS)),
        commitments=_commitments(),
        achievements=(
            Achievement(
                at("组建抢险队6支，修复水闸x处"), (QuantityMark(at("6支"), Quantity(Decimal(6), "支")),)
            ),
        ),
        shortcomings=(Shortcoming(at("部分山塘年久失修"), remedies=("c1",)),),
        frameworks=(
            Framework(at("三、下一步任务"), "四点意见", 4, (at("县水利局"), at("各乡镇"), at("有关部门"))),
        ),
        coverage=(Covered(Span(0, 9), "heading"), Covered(at(TASKS[0]), "commitment")),
        problems=(Problem("undecodable-bytes", Severity.WARNING, at("水闸"), {"count": 2}),),
    )


@pytest.fixture
def zh() -> Words:
    """The Chinese words."""
    return words_in("zh")


@pytest.fixture
def en() -> Words:
    """The English words."""
    return words_in("en")
