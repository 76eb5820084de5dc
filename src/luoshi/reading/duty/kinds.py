"""What follows from the rest of a commitment: kind, trigger, action, what a clerk must still ask."""

import tomllib
from importlib.resources import files
from typing import Final

from luoshi.reading.duty.candidate.candidate import Candidate
from luoshi.reading.duty.cutting.subjects import verb_at_or_after
from luoshi.reading.marks import Role
from luoshi.values.pattern import lazy
from luoshi.values.span import Span

_WORDS: Final[dict[str, str]] = tomllib.loads(
    files("luoshi.reading.duty").joinpath("kinds.toml").read_text(encoding="utf-8")
)
_GATE: Final = lazy(_WORDS["gate"])
_CONDITIONAL: Final = lazy(_WORDS["conditional"])
_TRIGGER: Final = lazy(_WORDS["trigger"])


def kind_of(text: str, it: Candidate) -> str:
    """Return once, recurring, standing, conditional or gate."""
    span = it.unit.span
    if it.cadences:
        return "recurring"
    if _GATE.search(span.of(text)):
        return "gate"
    if _CONDITIONAL.search(span.of(text)):
        return "conditional"
    if it.limits:
        return "once"
    return "standing"


def trigger_and_action(text: str, it: Candidate) -> tuple[Span, Span]:
    """Return the modal or duty word (else the main verb) and the stretch from the first verb to the end."""
    span = it.unit.span
    start = max(
        (s.span.end for s in it.unit.subjects if s.span.start < span.end and s.at_start), default=span.start
    )
    start = start if span.start <= start < span.end else span.start
    trigger = _TRIGGER.search(text, start, span.end) or _TRIGGER.search(text, *span)
    verb = verb_at_or_after(text, trigger.end() if trigger else start, span.end)
    if verb is None:
        verb = Span(start, min(start + 2, span.end))
    return (Span(*trigger.span()) if trigger else verb), Span(verb.start, span.end)


def missing_of(it: Candidate, *, vague: bool) -> tuple[str, ...]:
    """Return what a clerk must still ask before this can be followed up."""
    out = []
    if not any(a.resolved and a.role in (Role.LEAD, Role.SUPPORT) for a in it.actors):
        out.append("owner")
    if not it.limits and not it.cadences:
        out.append("period" if vague else "deadline")
    if any(q.quantity.masked for q in it.quantities):
        out.append("amount")
    return tuple(out)
