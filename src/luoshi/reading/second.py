"""An optional second reader: a language model that may only add what it can quote.

It is handed in as a function from a prompt to an answer; where it runs is the caller's business. What it says
counts only when its words stand in the text exactly; norms of dates are always reckoned by our own reader.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from importlib import resources
from string import Template
from typing import Any, Final

from luoshi.reading.marks import ActorMark, Commitment, Limit, Role
from luoshi.reading.reading import Reading
from luoshi.reading.scope import directs_people
from luoshi.values.span import Span

Ask = Callable[[str], str]

_SECTION: Final = 3000
"""Characters of one question: small local models lose the thread beyond."""
_SHORTEST: Final = 6
_SAME: Final = 0.5
_STRENGTHS: Final = ("firm", "weak")


class NoAnswer(Exception):  # noqa: N818  # it says what happened
    """Raised by an ``Ask`` that gets nothing it can use."""


@dataclass(frozen=True, slots=True)
class Second:
    """A reading with what a second reader brought.

    Attributes:
        reading: the reading, added to.
        added: commitments it added.
        corrected: commitments it gave a missing owner or deadline.
        dropped: what it said that does not stand in the text.
    """

    reading: Reading
    added: int
    corrected: int
    dropped: int


def second_reading(reading: Reading, ask: Ask, *, model: str) -> Second:
    """Let a second reader go over the text, section by section.

    Args:
        reading: the reading to add to; nothing in it is taken out.
        ask: takes a prompt, returns the answer.
        model: its name, kept as provenance ``second@model``.

    Raises:
        NoAnswer: from ``ask``.
    """
    found = {c.id: c for c in reading.commitments}
    added = corrected = dropped = 0
    for section in _sections(reading):
        for said in _answers(ask(prompt_for(reading, section))):
            quote = None if said is None else _locate(reading, said.get("quote"), section)
            if said is None or quote is None:
                dropped += 1
                continue
            near = _nearest(quote, found.values())
            if near is None:
                it = _new(reading, quote, said, f"second-{added + 1}", model)
                added += 1
            else:
                it = near
            better, lost = _filled(reading, it, said, section, model)
            dropped += lost
            corrected += near is not None and better is not near
            found[it.id] = better
    commitments = tuple(sorted(found.values(), key=lambda c: c.span))
    return Second(reading.having(commitments=commitments), added, corrected, dropped)


def prompt_for(reading: Reading, section: Span) -> str:
    """Return what a second reader is asked about one section."""
    text = reading.source.text
    known = [c for c in reading.commitments if section.holds(c.span)]
    listed = "\n".join(f"- {c.span.of(text)}" for c in known) or "-"
    template = (resources.files("luoshi.reading") / "second_prompt.txt").read_text(encoding="utf-8")
    return Template(template).substitute(section=section.of(text), known=listed)


def _sections(reading: Reading) -> Iterator[Span]:
    """Yield stretches of whole lines, each as long as one question may be."""
    text = reading.source.text
    start = 0
    while start < len(text):
        stop = len(text) if len(text) - start <= _SECTION else text.rfind("\n", start, start + _SECTION) + 1
        stop = stop if stop > start else min(len(text), start + _SECTION)
        if text[start:stop].strip():
            yield Span(start, stop)
        start = stop


def _answers(answer: str) -> Iterator[dict[str, Any] | None]:
    """Yield what an answer lists; None for each thing in it that is no answer."""
    first, last = answer.find("{"), answer.rfind("}")
    try:
        listed = json.loads(answer[first : last + 1])["tasks"]
    except (ValueError, KeyError, TypeError):
        yield None
        return
    if not isinstance(listed, list):
        yield None
        return
    for said in listed:
        yield said if isinstance(said, dict) else None


def _locate(reading: Reading, quote: object, section: Span) -> Span | None:
    """Return where the quoted words stand in the section; None when they do not, or are too few to tell."""
    if not isinstance(quote, str):
        return None
    words = quote.strip().rstrip("。；;")
    at = reading.source.text.find(words, section.start, section.end) if len(words) >= _SHORTEST else -1
    return Span(at, at + len(words)) if at >= 0 else None


def _nearest(span: Span, known: Any) -> Commitment | None:  # noqa: ANN401  # a view of a dict that grows
    best = max(known, key=lambda c: _overlap(span, c.span), default=None)
    return best if best is not None and _overlap(span, best.span) >= _SAME else None


def _overlap(a: Span, b: Span) -> float:
    both = min(a.end, b.end) - max(a.start, b.start)
    return both / (max(a.end, b.end) - min(a.start, b.start)) if both > 0 else 0.0


def _new(reading: Reading, span: Span, said: dict[str, Any], name: str, model: str) -> Commitment:
    clause = next((i for i, c in enumerate(reading.clauses) if c.whole.meets(span)), -1)
    item = reading.clauses[clause].item if clause >= 0 else -1
    strength = said.get("strength")
    return Commitment(
        id=name,
        span=span,
        clause=clause,
        strength=strength if strength in _STRENGTHS else "weak",
        kind="standing",
        item=reading.outline[item].label if item >= 0 else "",
        action=span,
        trigger=Span(span.start, span.start),
        scope="people" if directs_people(span.of(reading.source.text)) else "institution",
        missing=("owner", "deadline"),
        rule=f"second@{model}",
        confidence=0.5,
    )


def _filled(
    reading: Reading, it: Commitment, said: dict[str, Any], section: Span, model: str
) -> tuple[Commitment, int]:
    """Return the commitment with the owner and deadline it lacked, and how many quotes stand nowhere."""
    lost = 0
    owner, when = said.get("owner"), said.get("deadline")
    if isinstance(owner, str) and owner.strip() and not any(a.role is Role.LEAD for a in it.actors):
        at = _close(reading.source.text, owner.strip(), it.span, section)
        lost += at is None
        if at is not None:
            actor = ActorMark(at, Role.LEAD, inherited=not it.span.holds(at))
            it = replace(it, actors=(*it.actors, actor), missing=_without(it, "owner"))
            it = replace(it, rule=_traced(it.rule, model))
    if isinstance(when, str) and when.strip() and not it.limits:
        at = _close(reading.source.text, when.strip(), it.span, section)
        mark = None if at is None else next((d for d in reading.deadlines if d.span.meets(at)), None)
        lost += mark is None
        if mark is not None:
            limit = Limit(mark, inherited=not it.span.holds(mark.span))
            it = replace(it, limits=(limit,), missing=_without(it, "deadline"))
            it = replace(it, rule=_traced(it.rule, model))
    return it, lost


def _close(text: str, words: str, span: Span, section: Span) -> Span | None:
    """Return where ``words`` stand: in the commitment if there, else last before it, else after it."""
    at = text.find(words, span.start, span.end)
    if at < 0:
        at = text.rfind(words, section.start, span.start)
    if at < 0:
        at = text.find(words, span.end, section.end)
    return Span(at, at + len(words)) if at >= 0 else None


def _without(it: Commitment, what: str) -> tuple[str, ...]:
    return tuple(m for m in it.missing if m != what)


def _traced(rule: str, model: str) -> str:
    mine = f"second@{model}"
    return rule if mine in rule else f"{rule}+{mine}"
