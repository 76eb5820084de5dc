"""What leaves the reader counts in the text as received, and the scorer of the gold takes it as it is."""

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from luoshi.document.source_text import Confidence, Redaction, Repair, Repeat, SourceText
from luoshi.document.way_back import Edit, WayBack, apply_edits
from luoshi.reading.contract import as_contract
from luoshi.reading.marks import (
    Achievement,
    ActorMark,
    Cadence,
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
    Speaker,
)
from luoshi.reading.reading import Reading
from luoshi.values.problem import Problem, Severity
from luoshi.values.quantity import Bound, Quantity
from luoshi.values.span import Span

DAMAGED = "县態(tài)教育局要在6月底前完成x所学校排查。"
#          0123456789...                 the text as read lacks the six characters "(tài)" has


def source_of(raw: str, read: str, way_back: WayBack, **more: object) -> SourceText:
    text_id = sha256(raw.encode()).hexdigest()
    return SourceText(
        "a.txt",
        "text/plain",
        "utf-8",
        text_id,
        text_id,
        raw,
        read,
        way_back,
        (),
        **more,  # type: ignore[arg-type]
    )


def damaged() -> SourceText:
    read, way_back = apply_edits(DAMAGED, [Edit(2, 7, "")])
    return source_of(
        DAMAGED,
        read,
        way_back,
        repairs=(Repair(Span(2, 7), "", "injected-reading", Confidence.EXACT),),
        redactions=(Redaction(Span(read.index("x"), read.index("x") + 1), "number"),),
    )


def commitment(span: Span, **more: object) -> Commitment:
    return Commitment("c1", span, 0, "firm", "once", "1", span, Span(span.start, span.start), **more)  # type: ignore[arg-type]


class TestPlaces:
    def test_an_actor_carries_the_words_received_not_the_words_read(self) -> None:
        source = damaged()
        assert source.text == "县態教育局要在6月底前完成x所学校排查。"
        actor = ActorMark(Span(0, 5), Role.LEAD)
        out = as_contract(Reading(source, commitments=(commitment(Span(0, 19), actors=(actor,)),)))
        task = out["commitments"][0]
        assert task["actors"] == [
            {
                "text": "县態(tài)教育局",
                "role": "lead",
                "start": 0,
                "end": 10,
                "inherited": False,
                "resolved": True,
            }
        ]
        assert (task["start"], task["end"]) == (0, 24)
        assert out["redactions"] == [{"start": 18, "end": 19, "kind": "number"}]
        assert out["repairs"][0] == {
            "start": 2, "end": 7, "received": "(tài)", "read": "", "method": "injected-reading",
            "confidence": "exact",
        }  # fmt: skip

    def test_a_problem_of_the_intake_counts_in_the_received_text_already(self) -> None:
        source = damaged()
        noted = Problem("undecodable-bytes", Severity.NOTE, Span(2, 7), {"count": 1})
        source = source_of(source.raw, source.text, source.way_back, problems=(noted,))
        found = Problem("gap", Severity.WARNING, Span(2, 5))
        out = as_contract(Reading(source, problems=(found,)))["problems_found"]
        assert [(p["start"], p["end"]) for p in out] == [(2, 7), (7, 10)]

    def test_a_title_over_two_lines_is_one(self) -> None:
        raw = "青禾县关于\n防汛工作的通知"
        source = source_of(raw, raw, WayBack.same(len(raw)))
        head = Head(title="青禾县关于防汛工作的通知", spans={"title": (Span(0, len(raw)),)})
        assert as_contract(Reading(source, head=head))["head"]["title"] == "青禾县关于防汛工作的通知"


class TestNormalForms:
    def one(self, **more: object) -> dict[str, object]:
        source = damaged()
        out: dict[str, object] = as_contract(Reading(source, commitments=(commitment(Span(0, 19), **more),)))[
            "commitments"
        ][0]
        return out

    def test_no_deadline_is_null_one_a_string_two_a_list(self) -> None:
        june, length = DeadlineMark(Span(7, 11), "2026-06-30"), DeadlineMark(Span(7, 11), "P15D", "event")
        assert self.one()["deadline"] is None
        assert self.one(limits=(Limit(june), Limit(june)))["deadline"] == "2026-06-30"
        assert self.one(limits=(Limit(june), Limit(length)))["deadline"] == ["2026-06-30", "P15D"]

    def test_a_rule_likewise(self) -> None:
        monthly = RecurrenceMark(Span(7, 11), "FREQ=MONTHLY")
        assert self.one()["rrule"] is None
        assert self.one(cadences=(Cadence(monthly),))["rrule"] == "FREQ=MONTHLY"

    def test_numbers_are_whole_when_they_are(self) -> None:
        def value(quantity: Quantity) -> object:
            marks = (QuantityMark(Span(13, 14), quantity),)
            quantities = self.one(quantities=marks)["quantities"]
            assert isinstance(quantities, list)
            return quantities[0]["value"]

        assert value(Quantity(Decimal("12000.0"), "元")) == 12000
        assert isinstance(value(Quantity(Decimal("12000.0"), "元")), int)
        assert value(Quantity(Decimal("12.5"), "%")) == 12.5
        assert value(Quantity((Decimal(3), Decimal(5)), "所", Bound.RANGE)) == [3, 5]

    def test_a_masked_number_is_no_number_and_never_zero(self) -> None:
        marks = (QuantityMark(Span(13, 15), Quantity(None, "所")),)
        assert self.one(quantities=marks)["quantities"] == [
            {"value": [], "unit": "所", "op": "=", "start": 18, "end": 20, "masked": True, "about": ""}
        ]

    def test_texts_come_only_when_asked_for(self) -> None:
        reading = Reading(damaged())
        assert "text" not in as_contract(reading)
        out = as_contract(reading, with_text=True)
        assert (out["text"], out["read_text"]) == (DAMAGED, damaged().text)
        assert out["source"]["text_sha256"] == sha256(out["text"].encode()).hexdigest()


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    raw = draw(st.text("县乡要报送一份(tài) ，。\n", min_size=1, max_size=60))
    cuts = sorted(draw(st.sets(st.integers(0, len(raw)), max_size=6)))
    edits = [
        Edit(a, b, draw(st.sampled_from(["", "态", "教育"])))
        for a, b in zip(cuts[::2], cuts[1::2], strict=False)
    ]
    read, way_back = apply_edits(raw, edits)
    n = len(read)
    if not n:
        return Reading(source_of(raw, read, way_back))

    def span() -> Span:
        start = draw(st.integers(0, n - 1))
        return Span(start, draw(st.integers(start + 1, n)))

    whole = span()
    quantity = QuantityMark(span(), Quantity(Decimal(3), "份"))
    task = commitment(
        whole,
        actors=(ActorMark(span(), Role.LEAD, inherited=True),),
        limits=(Limit(DeadlineMark(span(), "P15D", "event")),),
        cadences=(Cadence(RecurrenceMark(span(), "FREQ=DAILY")),),
        vague=(span(),),
        quantities=(quantity,),
        speaker=0,
    )
    source = source_of(
        raw, read, way_back, redactions=(Redaction(span(), "name"),), repeats=(Repeat(span(), span()),)
    )
    return Reading(
        source,
        ref_date=date(2026, 3, 1),
        head=Head(title="x", issuer=("甲",), spans={"title": (span(),), "issuer": (span(),)}),
        outline=(OutlineItem(span(), 1, "一、", "题", n, -1, "1"),),
        speakers=(Speaker(span(), n),),
        commitments=(task,),
        achievements=(Achievement(span(), (quantity,)),),
        shortcomings=(Shortcoming(span(), ("c1",)),),
        frameworks=(Framework(span(), "三大行动", 3, (span(), span())),),
        coverage=(Covered(span(), "commitment"),),
        problems=(Problem("gap", Severity.NOTE, span()),),
    )


def places(value: object) -> Iterator[tuple[int, int]]:
    """Yield every pair of places anywhere in a contract."""
    if isinstance(value, dict):
        if value.get("start") is not None and "end" in value:
            yield value["start"], value["end"]
        for key, inner in value.items():
            if key in {"action", "trigger", "of"}:
                yield tuple(inner)
            elif key in {"items", "vague_spans"}:
                yield from (tuple(pair) for pair in inner)
            elif key == "head_spans":
                yield from (tuple(pair) for pairs in inner.values() for pair in pairs)
            else:
                yield from places(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from places(inner)


@given(readings())
def test_every_place_lies_in_the_received_text_and_every_quote_is_what_stands_there(reading: Reading) -> None:
    out = json.loads(json.dumps(as_contract(reading, with_text=True)))
    raw = out.pop("text")
    found = list(places(out))
    assert all(0 <= start <= end <= len(raw) for start, end in found)
    for task in out["commitments"]:
        for quoted in (*task["actors"], task["speaker"]):
            assert quoted["text"] == raw[quoted["start"] : quoted["end"]]
        assert task["vague"] == [raw[s:e] for s, e in task["vague_spans"]]


def test_the_scorer_takes_the_output_as_it_is(shared: Path, tmp_path: Path) -> None:
    gold = json.loads((shared / "gold/dev/d01.json").read_text(encoding="utf-8"))
    raw = (shared / gold["text"]["file"]).read_bytes().decode()
    spans = [Span(s["start"], s["end"]) for s in gold["spans"] if s["type"] == "COMMITMENT"]
    masked = QuantityMark(spans[0], Quantity(None, "所"))
    tasks = tuple(commitment(span, quantities=(masked,)) for span in spans)
    title = next(Span(s["start"], s["end"]) for s in gold["spans"] if s["type"] == "TITLE")
    reading = Reading(
        source_of(raw, raw, WayBack.same(len(raw))),
        head=Head(title=title.of(raw), spans={"title": (title,)}),
        commitments=tasks,
    )
    (tmp_path / "d01.json").write_text(json.dumps(as_contract(reading), ensure_ascii=False), encoding="utf-8")
    command = [
        sys.executable,
        str(shared / "gold/score_reading.py"),
        str(tmp_path),
        "--gold",
        str(shared / "gold/dev"),
    ]
    report = tmp_path / "report.json"
    done = subprocess.run([*command, "--json", str(report)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert report.stat().st_size > 100
