"""A reading as the contract ``luoshi.reading/1``: plain values, every place in the text as received."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain
from typing import Any, Final

from luoshi import __version__
from luoshi.document.source_text import SourceText
from luoshi.reading.marks import ActorMark, Commitment, Head, QuantityMark
from luoshi.reading.reading import Reading
from luoshi.values.pattern import lazy
from luoshi.values.problem import Problem
from luoshi.values.span import Span

SCHEMA: Final = "luoshi.reading/1"

Json = dict[str, Any]

_DATE_FIELDS: Final = ("date", "meeting_date")
_ONE_FIELDS: Final = ("title", "docno", "meeting_name", "meeting_place")
_MANY_FIELDS: Final = ("issuer", "addressee", "participant")
_BREAK: Final = lazy(r"\s*[\r\n]+\s*")


def as_contract(reading: Reading, *, with_text: bool = False, at: int = 0) -> Json:
    """Return the reading as ``luoshi.reading/1`` has it, ready for ``json.dumps``.

    Args:
        reading: what was read.
        with_text: put in the received text under ``text`` and the text as read under ``read_text``.
        at: where the text begins in the longer one in which places are to count.
    """
    source, places = reading.source, _Places(reading.source, at)
    out: Json = {
        "schema": SCHEMA,
        "engine": __version__,
        "source": _source(source),
        "ref_date": reading.ref_date.isoformat() if reading.ref_date else None,
        "head": _head(reading.head, places),
        "head_spans": {name: places.pairs(spans) for name, spans in reading.head.spans.items() if spans},
        "outline": [
            places.of(o.span) | {"level": o.level, "marker": o.marker, "title": o.title, "item": o.label}
            for o in reading.outline
            if not o.in_cell
        ],
        "commitments": [_commitment(c, reading, places) for c in reading.commitments],
        "achievements": [
            places.of(a.span) | {"quantities": [_quantity(q, places) for q in a.quantities]}
            for a in reading.achievements
        ],
        "problems": [
            places.of(p.span) | {"remedies": list(p.remedies), "owner_named": p.owner_named}
            for p in reading.shortcomings
        ],
        "frameworks": [
            places.of(f.span)
            | {"name": f.name, "declared": f.declared, "found": len(f.items), "items": places.pairs(f.items)}
            for f in reading.frameworks
        ],
        "duplicates": [places.of(r.span) | {"of": places.pair(r.of)} for r in source.repeats],
        "repairs": _repairs(source, at),
        "redactions": redactions_of(source, at),
        "coverage": [places.of(c.span) | {"is": c.as_what} for c in reading.coverage],
        "problems_found": _problems_found(reading, places),
    }
    if with_text:
        out |= {"text": source.raw, "read_text": source.text}
    return out


@dataclass(frozen=True, slots=True)
class _Places:
    """Carries places of the text as read over to the text as received, itself ``at`` in a longer one."""

    source: SourceText
    at: int = 0

    def raw(self, span: tuple[int, int]) -> Span:
        start, end = span
        way = self.source.way_back
        if start < end:
            return way.to_raw(start, end)
        if way.is_same:
            return Span(start, start)
        n_read = len(self.source.text)
        at = way.to_raw(start, start + 1).start if start < n_read else len(self.source.raw)
        return Span(at, at)

    def of(self, span: tuple[int, int]) -> Json:
        start, end = self.raw(span)
        return {"start": self.at + start, "end": self.at + end}

    def words(self, span: tuple[int, int]) -> str:
        return self.raw(span).of(self.source.raw)

    def pair(self, span: tuple[int, int]) -> list[int]:
        start, end = self.raw(span)
        return [self.at + start, self.at + end]

    def pairs(self, spans: Iterable[tuple[int, int]]) -> list[list[int]]:
        return [self.pair(s) for s in spans]


def redactions_of(source: SourceText, at: int = 0) -> list[Json]:
    """Return what a source hides; ``at`` as in ``as_contract``."""
    places = _Places(source, at)
    return [places.of(r.span) | {"kind": r.kind} for r in source.redactions]


def _source(source: SourceText) -> Json:
    return {
        "name": source.name,
        "media_type": source.media_type,
        "encoding": source.encoding,
        "bytes_sha256": source.bytes_sha256,
        "text_sha256": source.text_sha256,
        "n_chars": len(source.raw),
    }


def _head(head: Head, places: _Places) -> Json:
    out: Json = {name: _one(head, name, places) for name in _ONE_FIELDS}
    out |= {name: getattr(head, name) for name in _DATE_FIELDS}
    out |= {name: _many(head, name, places) for name in _MANY_FIELDS}
    return out


def _one(head: Head, name: str, places: _Places) -> str | None:
    """Return the received words of a head field; a title over several lines becomes one."""
    spans = head.spans.get(name, ())
    if getattr(head, name) is None or not spans:
        value: str | None = getattr(head, name)
        return value
    return "".join(_BREAK.sub("", places.words(s)) for s in spans)


def _many(head: Head, name: str, places: _Places) -> list[str]:
    values: Sequence[str] = getattr(head, name)
    spans = head.spans.get(name, ())
    if len(spans) != len(values):
        return list(values)
    return [_BREAK.sub("", places.words(s)) for s in spans]


def _commitment(it: Commitment, reading: Reading, places: _Places) -> Json:
    speaker = reading.speakers[it.speaker].span if it.speaker >= 0 else None
    return (
        {"id": it.id}
        | places.of(it.span)
        | {
            "strength": it.strength,
            "kind": it.kind,
            "item": it.item,
            "actors": [_actor(a, places) for a in it.actors],
            "action": places.pair(it.action),
            "trigger": places.pair(it.trigger),
            "deadline": _single([x.mark.norm for x in it.limits]),
            "deadlines": [
                places.of(x.mark.span)
                | {
                    "norm": x.mark.norm,
                    "anchor": x.mark.anchor,
                    "precision": x.mark.precision,
                    "inherited": x.inherited,
                }
                | ({"working_days": True} if x.mark.working_days else {})
                for x in it.limits
            ],
            "rrule": _single([x.mark.rrule for x in it.cadences]),
            "recurrences": [
                places.of(x.mark.span) | {"rrule": x.mark.rrule, "inherited": x.inherited}
                for x in it.cadences
            ],
            "vague": [places.words(v) for v in it.vague],
            "vague_spans": places.pairs(it.vague),
            "quantities": [_quantity(q, places) for q in it.quantities],
            "scope": it.scope,
            "missing": list(it.missing),
            "speaker": None if speaker is None else {"text": places.words(speaker)} | places.of(speaker),
            "rule": it.rule,
            "confidence": it.confidence,
        }
    )


def _actor(actor: ActorMark, places: _Places) -> Json:
    return (
        {"text": places.words(actor.span), "role": str(actor.role)}
        | places.of(actor.span)
        | {"inherited": actor.inherited, "resolved": actor.resolved}
    )


def _quantity(mark: QuantityMark, places: _Places) -> Json:
    q = mark.quantity
    value: object
    match q.value:
        case None:
            value = []  # unknown: no number at all. The scorer reads it; null would stop it.
        case (low, high):
            value = [_number(low), _number(high)]
        case single:
            value = _number(single)
    return (
        {"value": value, "unit": q.unit, "op": str(q.bound)}
        | places.of(mark.span)
        | {"masked": q.masked, "about": mark.about}
    )


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _single(norms: Iterable[str]) -> str | list[str] | None:
    """Return None for none, the one when all agree, else a list without doubles."""
    found = list(dict.fromkeys(norms))
    if len(found) < 2:
        return found[0] if found else None
    return found


def _repairs(source: SourceText, at: int) -> list[Json]:
    return [
        {
            "start": at + r.span.start,
            "end": at + r.span.end,
            "received": r.span.of(source.raw),
            "read": r.read,
            "method": r.method,
            "confidence": str(r.confidence),
        }
        for r in source.repairs
    ]


def _problems_found(reading: Reading, places: _Places) -> list[Json]:
    """Return what intake and the stages noted; what intake noted already counts in the received text."""
    received = ((p, p.span) for p in reading.source.problems)
    read = ((p, None if p.span is None else places.raw(p.span)) for p in reading.problems)
    return [problem_of(p, span, places.at) for p, span in chain(received, read)]


def problem_of(problem: Problem, span: Span | None, at: int = 0) -> Json:
    """Return a problem with its place in the received text; ``at`` as in ``as_contract``."""
    return {
        "code": problem.code,
        "severity": str(problem.severity),
        "start": None if span is None else at + span.start,
        "end": None if span is None else at + span.end,
        "args": dict(problem.args),
    }
