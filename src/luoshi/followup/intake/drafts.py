"""What a proposal holds: the reader's row in a form a clerk can change."""

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from luoshi.calendar.days import WorkCalendar
from luoshi.calendar.due import due_from_event
from luoshi.followup.ground.mended import Mended

_DEFINITE = 10  # characters of an ISO date
ADDED = "person@1"  # rule of a row that a person added because the reader missed it
_BEFORE = 30  # characters before a limit in which its event is named


@dataclass(frozen=True, slots=True)
class NamedUnit:
    """A unit as the document names it, and the units of the register it stands for.

    Attributes:
        words: as in the document; empty when a person added it.
        role: ``lead``, ``support``, ``supervise`` or ``assess``.
        units: ids in the register: none when nobody has said who is meant, several for 各乡镇.
        inherited: carried down from a heading, bracket or earlier sentence.
        is_learnt: the register does not know the words; a clerk said before whom they mean.
    """

    words: str
    role: str
    units: tuple[int, ...] = ()
    inherited: bool = False
    is_learnt: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """A row as proposed, and as changed since.

    Attributes:
        words: what is to be done, in the document's words.
        start, end: their place in the text as received.
        kind: ``once``, ``recurring``, ``standing``, ``conditional`` or ``gate``.
        units: who, in order.
        due_on: the last day, ISO, when the words give one.
        due_words: the words of the limit.
        waits_for: a length after an event (``P15D``), or ``P0D`` for an event without a date.
        limit_days: ``calendar`` or ``working``.
        counted_from: the day of issue, ISO, from which ``due_on`` was counted by ``waits_for``; empty else.
        rrule, rrule_words: how often, as a rule and in the document's words.
        quantities: as in the contract.
        missing: what a clerk must still ask.
        is_continuous: a person said that it has no limit.
        vague: time words without a period.
        scheme: id of the line of work; 0 for none.
        confidence: of the reader, 0 to 1.
        rule: the reader's rule and version.
    """

    words: str
    start: int
    end: int
    kind: str = "once"
    units: tuple[NamedUnit, ...] = ()
    due_on: str = ""
    due_words: str = ""
    waits_for: str = ""
    limit_days: str = "calendar"
    counted_from: str = ""
    rrule: str = ""
    rrule_words: str = ""
    quantities: tuple[Mapping[str, Any], ...] = ()
    missing: tuple[str, ...] = ()
    vague: tuple[str, ...] = ()
    is_continuous: bool = False
    scheme: int = 0
    confidence: float = 1.0
    rule: str = ""

    @property
    def due(self) -> date | None:
        """The last day."""
        return date.fromisoformat(self.due_on) if self.due_on else None


def to_json(draft: Draft) -> str:
    """Return a draft as it is stored."""
    return json.dumps(asdict(draft), ensure_ascii=False, sort_keys=True)


def from_json(text: str) -> Draft:
    """Return the draft that was stored."""
    body = json.loads(text)
    body["units"] = tuple(NamedUnit(**{**unit, "units": tuple(unit["units"])}) for unit in body["units"])
    for key in ("quantities", "missing", "vague"):
        body[key] = tuple(body[key])
    return Draft(**body)


def first(values: object) -> str:
    """Return the one value, or the first of several, of a contract field; empty for none."""
    if isinstance(values, list):
        return str(values[0]) if values else ""
    return str(values) if values else ""


def draft_of(commitment: Mapping[str, Any], source: Mended) -> Draft:
    """Return the draft of one commitment of the contract ``luoshi.reading/1``.

    Args:
        commitment: one of the contract's ``commitments``.
        source: the text as received with its repairs.
    """
    norm = first(commitment.get("deadline"))
    is_day = len(norm) == _DEFINITE and "?" not in norm and not norm.startswith(("P", "-P"))
    limits: Sequence[Mapping[str, Any]] = commitment.get("deadlines") or []
    how_often = _most_exact(commitment.get("recurrences") or ())
    return Draft(
        words=source.words(commitment["start"], commitment["end"]),
        start=commitment["start"],
        end=commitment["end"],
        kind=commitment["kind"],
        units=tuple(
            NamedUnit(
                source.words(actor["start"], actor["end"]) or actor["text"],
                actor["role"],
                (),
                bool(actor["inherited"]),
            )
            for actor in commitment["actors"]
            if actor["role"] != "internal"
        ),
        due_on=norm if is_day else "",
        due_words=source.words(limits[0]["start"], limits[0]["end"]) if limits else "",
        waits_for="" if is_day or "?" in norm else norm,
        limit_days="working" if limits and limits[0].get("working_days") else "calendar",
        rrule=how_often["rrule"] if how_often else first(commitment.get("rrule")),
        rrule_words=source.words(how_often["start"], how_often["end"]) if how_often else "",
        quantities=tuple(commitment.get("quantities") or ()),
        missing=tuple(commitment.get("missing") or ()),
        vague=tuple(source.words(start, end) for start, end in commitment.get("vague_spans") or ()),
        confidence=float(commitment.get("confidence", 1.0)),
        rule=commitment.get("rule") or "",
    )


def drafts_of(
    reading: Mapping[str, Any], source: Mended, text: str, issued_on: date | None, calendar: WorkCalendar
) -> list[Draft]:
    """Return a draft of every commitment of a reading; limits from the issue of the document are counted.

    Args:
        reading: the contract.
        source: the text it was made of.
        text: the same, as received.
        issued_on: the day the document bears; None when it bears none.
        calendar: says which days are worked.
    """
    return [_counted(draft_of(one, source), one, text, issued_on, calendar) for one in reading["commitments"]]


def _counted(
    draft: Draft, commitment: Mapping[str, Any], text: str, issued_on: date | None, calendar: WorkCalendar
) -> Draft:
    """Return a draft whose limit runs from the issue of its own document with the day it comes to.

    Args:
        draft: as proposed.
        commitment: of the contract, it was made of.
        text: as received.
        issued_on: the day the document bears; None when it bears none: then the limit waits as any other.
        calendar: says which days are worked.
    """
    limits = commitment.get("deadlines") or []
    if issued_on is None or not limits or not draft.waits_for or draft.due_on:
        return draft
    start = limits[0]["start"]
    before = "".join(text[max(0, start - _BEFORE) : start].split())
    due = due_from_event(issued_on, draft.waits_for, draft.limit_days, calendar)
    if due is None or not _own_issue().search(before):
        return draft
    return replace(draft, due_on=due.due_on.isoformat(), counted_from=issued_on.isoformat())


@cache
def _own_issue() -> re.Pattern[str]:
    """Return the pattern of words that name the issue of the document itself, up to the limit behind them.

    A document with words before its kind (项目批复文件下发后) or a title (《…》公布后) is another one.
    """
    table = tomllib.loads(
        files("luoshi.followup.intake").joinpath("issue_words.toml").read_text(encoding="utf-8")
    )
    word = {name: "|".join(map(re.escape, found)) for name, found in table.items()}
    begin = rf"(?:^|(?<=[，,。；;：:、（(])|(?<={'|'.join(table['begin'])})|(?:{word['from']}))"
    own = f"(?:{word['this']})?(?:{word['document']})?(?:{word['issue']})(?:{word['after']})"
    return re.compile(f"{begin}{own}[的，,]?$")


def _most_exact(recurrences: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """Return the recurrence that says most: 每季度末月25日 rather than 每季度."""
    return max(recurrences, key=lambda r: len(r["rrule"]), default=None)


def settled(draft: Draft) -> Draft:
    """Return a draft without the questions that it answers by now."""
    answered = set()
    if any(unit.role == "lead" and unit.units for unit in draft.units):
        answered.add("owner")
    if draft.due_on or draft.waits_for or draft.rrule or draft.is_continuous:
        answered |= {"deadline", "period"}
    vague = () if draft.rrule else draft.vague
    return replace(draft, missing=tuple(m for m in draft.missing if m not in answered), vague=vague)


def merged(drafts: Sequence[Draft], source: Mended) -> Draft:
    """Return one draft out of several of one text: words from first to last, everything else united.

    Words that a person changed are kept, one after the other.
    """
    start, end = min(d.start for d in drafts), max(d.end for d in drafts)
    is_read = all(d.words == source.words(d.start, d.end) for d in drafts)
    units = dict.fromkeys(unit for d in drafts for unit in d.units)
    head = drafts[0]
    limit = next((d for d in drafts if d.due_on), head)
    return replace(
        head,
        words=source.words(start, end) if is_read else "；".join(d.words for d in drafts),
        start=start,
        end=end,
        units=tuple(units),
        due_on=limit.due_on,
        due_words=limit.due_words or next((d.due_words for d in drafts if d.due_words), ""),
        waits_for=limit.waits_for,
        limit_days=limit.limit_days,
        counted_from=limit.counted_from,
        rrule=next((d.rrule for d in drafts if d.rrule), ""),
        rrule_words=next((d.rrule_words for d in drafts if d.rrule), ""),
        quantities=tuple(q for d in drafts for q in d.quantities),
        missing=tuple(m for m in head.missing if all(m in d.missing for d in drafts)),
    )


def parted(draft: Draft, at: int, source: Mended) -> tuple[Draft, Draft]:
    """Return two drafts out of one, cut at a place in the text; both keep units and limit.

    Raises:
        ValueError: ``at`` does not lie inside.
    """
    if not draft.start < at < draft.end:
        raise ValueError(f"{at} does not lie inside {draft.start}-{draft.end}")
    halves = ((draft.start, at), (at, draft.end))
    return tuple(  # type: ignore[return-value]  # two halves make two drafts
        replace(
            draft,
            words=source.words(start, end).strip("，,；;、。 "),
            start=start,
            end=end,
            quantities=tuple(q for q in draft.quantities if start <= q["start"] < end),
        )
        for start, end in halves
    )
