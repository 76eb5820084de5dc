"""Clauses cut where actor, deadline or mood changes; who each part names."""

import re
import tomllib
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

from luoshi.reading.duty.subjects import PartyMap, Subject, opens_with_predicate, subject_at, subjects_by
from luoshi.reading.marks import Clause, DeadlineMark, Role
from luoshi.reading.reading import Reading
from luoshi.values.span import Span

_WORDS: Final[dict[str, str]] = tomllib.loads(
    files("luoshi.reading.duty").joinpath("grammar.toml").read_text(encoding="utf-8")
)
_COMMA: Final = re.compile(r"[，,]")
_QUOTED: Final = re.compile(r"（[^（）\n]{0,300}）|“[^”\n]{0,200}”|《[^》\n]{0,120}》")
_CONDITION_ENDS: Final = tuple(_WORDS["condition_ends"].split())
_NO_CONDITION: Final = tuple(_WORDS["no_condition_ends"].split())
_CONDITION_START: Final = re.compile(r"(?:对于?|凡是?|如|若|遇|一旦|经查|因|除|未经|不经)")
_MODAL: Final = re.compile(_WORDS["modal_anywhere"])
_MAY: Final = re.compile(_WORDS["may"])
_BEFORE_LIMIT: Final = re.compile(r"(?:并?[于在到至自从]|截至|截止)?$")
_DROPPED: Final = re.compile(r"(?:特别是|尤其是|特别|并请|并且|并|同时|其中)，?(?=[\u4e00-\u9fff])(?!行|有)")
_LEADING_BRACKET: Final = re.compile(r"（[^（）]{2,200}）[，]?")
_TRAILING: Final = re.compile(r"(?:（(?:[^（）]|（[^（）]*）){11,400}）|[，,]?(?:得|计|记|加|扣)\d+(?:\.\d+)?分)[。；]?$")
_NOTICE: Final = re.compile(r"(?:现将|现就|为|将《)")
_TOPIC: Final = re.compile(_WORDS["topic_opens"])
_IF: Final = re.compile(r"(?:如|若)(?:有|遇|需|果|确)")
_SHORT_PART: Final = 12


@dataclass(frozen=True, slots=True)
class Unit:
    """One act, or several of one actor: what may become a commitment.

    Attributes:
        span: its words.
        clause: index of the clause it was cut from.
        subjects: who it names, in order.
        parts: its comma parts.
        first: it opens its clause.
        may: it only allows (可).
    """

    span: Span
    clause: int
    subjects: tuple[Subject, ...]
    parts: tuple[Span, ...]
    first: bool
    may: bool


@dataclass(frozen=True, slots=True)
class Times:
    """The deadlines, recurrences and open commas of a text, by the places where they begin."""

    limits: Sequence[DeadlineMark]
    limit_starts: Sequence[int]
    cadence_starts: Sequence[int]
    commas: Sequence[int]

    @classmethod
    def of(cls, reading: Reading) -> "Times":
        """Return those of a reading."""
        limits = reading.deadlines
        return cls(
            limits,
            [m.span.start for m in limits],
            [m.span.start for m in reading.recurrences],
            _open_commas(reading.source.text),
        )


def _open_commas(text: str) -> list[int]:
    """Return the places of commas outside brackets, quotes and titles."""
    out = []
    quoted = _QUOTED.finditer(text)
    inside = next(quoted, None)
    for comma in _COMMA.finditer(text):
        place = comma.start()
        while inside is not None and inside.end() <= place:
            inside = next(quoted, None)
        if inside is None or place < inside.start():
            out.append(place)
    return out


def cut_clause(names: PartyMap, index: int, clause: Clause, times: Times) -> list[Unit]:
    """Return the units of a clause: more than one where actor, deadline or mood changes at a comma."""
    text = names.text
    limits, limit_starts = times.limits, times.limit_starts
    parts = _parts(text, clause.span, times.commas)
    units: list[Unit] = []
    begun = 0
    own: list[Subject] = []
    may = False
    for k, part in enumerate(parts):
        opens = subject_at(names, part.start, part.end)
        behind = [s for s in subjects_by(names, *part) if opens is None or _adds(text, s, opens)]
        allows = _allows(text, part)
        if k > begun and (
            (allows and not may and _says_more(text, parts[begun:k]))
            or (may and not allows and _takes_over(text, part, opens))
            or _actor_changes(text, parts[begun : k + 1], own, opens, behind)
            or _limit_changes(text, parts[begun].start, part, limits, limit_starts)
            or _new_period(text, parts[begun:k], part, times.cadence_starts)
        ):
            cut = k - 1 if k - 1 > begun and _is_limit(parts[k - 1], limits, limit_starts) else k
            units.append(_unit(text, index, parts[begun:cut], own, first=not units, may=may))
            begun, own, may = cut, [], False
        own += ([opens] if opens else []) + behind
        may = may or allows
    units.append(_unit(text, index, parts[begun:], own, first=not units, may=may))
    return units


def is_condition(text: str, part: Span) -> bool:
    """Tell whether a comma part only says when or to whom the rest applies (……的，)."""
    start, end = part
    if text.endswith(_CONDITION_ENDS, start, end):
        return not text.endswith(_NO_CONDITION, start, end)
    if text.find("如", start, end) < 0 and text.find("若", start, end) < 0:
        return False
    return _IF.search(text, start, end) is not None and _MODAL.search(text, start, end) is None


def elides_subject(text: str, unit: Unit) -> bool:
    """Tell whether the unit begins with its predicate or a condition, so that its subject was said before."""
    part = unit.parts[0]
    if opens_with_predicate(text, unit.span.start) or _CONDITION_START.match(text, unit.span.start):
        return True
    if is_condition(text, part):
        return True
    if _MODAL.search(text, part.start, part.end):
        return False
    return any(_MODAL.match(text, p.start, p.end) for p in unit.parts[1:])


def _parts(text: str, span: Span, commas: Sequence[int]) -> list[Span]:
    at = span.start
    if text.startswith("（", at) and (leading := _LEADING_BRACKET.match(text, at, span.end)):
        at = leading.end() if leading.end() < span.end else at
    end = span.end
    if text.endswith(("）", "分", "）。"), at, end) and (trailing := _TRAILING.search(text, at, end)):
        end = trailing.start() if trailing.start() > at + 4 else end
    out = []
    for place in commas[bisect_left(commas, at) : bisect_left(commas, end)]:
        if place > at:
            out.append(Span(at, place))
        at = place + 1
    if end > at:
        out.append(Span(at, end))
    return out or [span]


def _unit(text: str, clause: int, parts: Sequence[Span], own: Sequence[Subject], *, first: bool, may: bool) -> Unit:
    start = parts[0].start
    dropped = _DROPPED.match(text, start, parts[0].end) if text[start] in "特尤并同其" else None
    if dropped and dropped.end() < parts[0].end:
        start = dropped.end()
    span = Span(start, parts[-1].end)
    parts = (Span(start, parts[0].end), *parts[1:])
    return Unit(span, clause, _those_who_act(text, parts, own), tuple(parts), first, may)


def _those_who_act(text: str, parts: Sequence[Span], own: Sequence[Subject]) -> tuple[Subject, ...]:
    """Drop subjects of conditions and topics when a later stretch names who acts."""
    if len(own) < 2:  # noqa: PLR2004 - one subject has no rival
        return tuple(own)
    if asked := [s for s in own if text.startswith("请", s.span.start - 1) or text.startswith("请", s.span.start)]:
        return tuple(asked)
    conditions = [p for p in parts[:-1] if is_condition(text, p)]
    acting = [s for s in own if not any(p.start <= s.span.start < p.end for p in conditions)] or list(own)
    behind = [s for s in acting if not s.at_start]
    duty = [s for s in acting if s.at_start and s.modal]
    if duty:
        acting = [s for s in acting if s.modal or s.span.start > duty[0].span.start or _in_duty(text, parts, s)]
    if behind:
        acting = [s for s in acting if not s.at_start or s.modal or s.span.start > behind[0].span.start]
    return tuple(acting)


def _in_duty(text: str, parts: Sequence[Span], subject: Subject) -> bool:
    """Tell whether the part a subject opens says duty itself, so that it is no mere topic."""
    return any(p.start <= subject.span.start < p.end and _MODAL.search(text, *p) for p in parts)


def _adds(text: str, behind: Subject, opens: Subject) -> bool:
    """Tell whether a subject behind 由 names somebody besides the one that opens the part."""
    return behind.span.start > opens.span.start and not text.startswith("设在", behind.span.start)


def _says_more(text: str, parts: Sequence[Span]) -> bool:
    """Tell whether the parts before one that only allows are more than its topic or condition."""
    if is_condition(text, parts[-1]):
        return False
    return not _TOPIC.match(text, *parts[0]) or any(_MODAL.search(text, *p) for p in parts)


def _allows(text: str, part: Span) -> bool:
    """Tell whether a comma part only allows (可), with no duty word before."""
    if text.find("可", *part) < 0:
        return False
    found = _MAY.match(text, *part)
    return found is not None and _MODAL.search(text, part.start, found.end()) is None


def _takes_over(text: str, part: Span, opens: Subject | None) -> bool:
    """Tell whether a part behind one that only allows makes a demand of its own."""
    return opens is not None or _MODAL.search(text, part.start, part.end) is not None


def _actor_changes(
    text: str, parts: Sequence[Span], own: Sequence[Subject], opens: Subject | None, behind: Sequence[Subject]
) -> bool:
    """Tell whether the last of ``parts`` begins a unit of its own because somebody else acts in it."""
    part, before = parts[-1], parts[:-1]
    if is_condition(text, before[-1]):
        return False
    leads = {text[s.start : s.end] for o in own for s, _, role in o.parties if role is Role.LEAD}
    if opens is None:
        return _handed_over(text, part, before, own, leads, behind)
    if not _new(text, leads, opens):
        return False
    if text.startswith("请", part.start):
        return _NOTICE.match(text, before[0].start) is not None
    if part.end - part.start <= _SHORT_PART and not opens.modal:
        return False
    if leads:
        return any(o.modal or o.at_start for o in own)
    return opens.modal and any(_MODAL.search(text, p.start, p.end) for p in before)


def _handed_over(
    text: str,
    part: Span,
    before: Sequence[Span],
    own: Sequence[Subject],
    leads: set[str],
    behind: Sequence[Subject],
) -> bool:
    """Tell whether 由 or 请 in ``part`` hands over to somebody else."""
    if text.startswith("请", part.start) and _NOTICE.match(text, before[0].start):
        return True
    if not behind or not _new(text, leads, behind[0]):
        return False
    place = behind[0].span.start
    if text.startswith("请", place) or not leads:
        return False
    if all(o.at_start and not o.modal for o in own) and not any(_MODAL.search(text, *p) for p in before):
        return False
    between = text[part.start : place]
    if between in ("", "并", "再", "则", "并且", "分别"):
        return opens_with_predicate(text, before[-1].start) or _MODAL.search(text, *before[-1]) is not None
    return not opens_with_predicate(text, part.start)


def _new_period(text: str, before: Sequence[Span], part: Span, cadence_starts: Sequence[int]) -> bool:
    """Tell whether ``part`` is a further 要 with a period of its own."""
    if not text.startswith(("要", "并要", "还要"), part.start):
        return False
    i = bisect_left(cadence_starts, part.start)
    return (
        i < len(cadence_starts)
        and cadence_starts[i] < part.end
        and any(_MODAL.search(text, *p) for p in before)
    )


def _is_limit(part: Span, limits: Sequence[DeadlineMark], limit_starts: Sequence[int]) -> bool:
    """Tell whether a comma part is nothing but a time limit, which belongs to what follows."""
    i = bisect_left(limit_starts, part.start)
    return i < len(limits) and limits[i].span.start <= part.start + 1 and limits[i].span.end >= part.end - 1


def _new(text: str, leads: set[str], subject: Subject) -> bool:
    return any(role is Role.LEAD and text[s.start : s.end] not in leads for s, _, role in subject.parties)


def _limit_changes(
    text: str, start: int, part: Span, limits: Sequence[DeadlineMark], limit_starts: Sequence[int]
) -> bool:
    i = bisect_left(limit_starts, part.start)
    if i >= len(limits) or limits[i].span.start >= part.end or limits[i].span.start > part.start + 2:
        return False
    if not _BEFORE_LIMIT.fullmatch(text, part.start, limits[i].span.start):
        return False
    earlier = [m for m in limits[bisect_left(limit_starts, start) : i] if m.span.end <= part.start]
    return bool(earlier) and all(m.norm != limits[i].norm for m in earlier)
