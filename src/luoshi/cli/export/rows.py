"""The rows an office would make of a reading."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from luoshi.cli.export.phrases import questions, said_limit, said_rule
from luoshi.cli.words import Words
from luoshi.reading.marks import Commitment, Role
from luoshi.reading.reading import Reading
from luoshi.values.quantity import Bound
from luoshi.values.span import Span

_SIGNS: Final = {Bound.AT_LEAST: "≥", Bound.AT_MOST: "≤", Bound.ABOUT: "≈"}
_BARE: Final = re.compile(r"[\d.,]+\s*[^\d以余多内左右上下]*")
_NUMBER_ONLY: Final = re.compile(r"[\d.,]+")
_BLANKS: Final = re.compile(r"\s*\n\s*|\s{2,}")


@dataclass(frozen=True, slots=True)
class Who:
    """A unit in its role, in the words of the text as read; ``place`` counts there too."""

    words: str
    role: Role
    inherited: bool
    resolved: bool
    place: Span


@dataclass(frozen=True, slots=True)
class When:
    """A deadline or recurrence: said in words, as the text has it, and where (in the text as read)."""

    said: str
    words: str
    norm: str
    inherited: bool
    place: Span


@dataclass(frozen=True, slots=True)
class Row:
    """One commitment as a line of the task table (任务分解表).

    Attributes:
        number: from 1, in document order.
        it: the commitment.
        section: headings over it, outermost first, joined by " / "; not one that opens the task's own line.
        task: its words in the text as read, on one line.
        who, due, often: units, deadlines, recurrences.
        amounts: words of its quantities.
        asks: questions a clerk must still ask.
        place: in the text as received.
    """

    number: int
    it: Commitment
    section: str
    task: str
    who: tuple[Who, ...]
    due: tuple[When, ...]
    often: tuple[When, ...]
    amounts: tuple[str, ...]
    asks: tuple[str, ...]
    place: Span

    def units(self, *roles: Role) -> str:
        """Return the units in ``roles``, joined as offices do."""
        return "、".join(dict.fromkeys(w.words for w in self.who if w.role in roles))

    @property
    def inherited(self) -> tuple[str, ...]:
        """What was carried down: some of ``owner``, ``deadline``, ``recurrence``."""
        parts = (("owner", self.who), ("deadline", self.due), ("recurrence", self.often))
        return tuple(name for name, marks in parts if any(m.inherited for m in marks))


def rows_of(reading: Reading, say: Words) -> list[Row]:
    """Return one row a commitment, in document order."""
    titles = _titles(reading)
    return [_row(n, it, reading, titles, say) for n, it in enumerate(reading.commitments, 1)]


def in_one_line(words: str) -> str:
    """Return ``words`` without line breaks and doubled blanks."""
    return _BLANKS.sub("", words).strip()


def received_place(reading: Reading, span: tuple[int, int]) -> Span:
    """Return where a span of the text as read stands in the text as received."""
    start, end = span
    return reading.source.way_back.to_raw(start, end) if start < end else Span(0, 0)


def _row(number: int, it: Commitment, reading: Reading, titles: dict[int, str], say: Words) -> Row:
    text = reading.source.text
    item = reading.clauses[it.clause].item if 0 <= it.clause < len(reading.clauses) else -1
    return Row(
        number=number,
        it=it,
        section=titles.get(_above(reading, item, it), ""),
        task=in_one_line(it.span.of(text)),
        who=tuple(
            Who(in_one_line(a.span.of(text)), a.role, a.inherited, a.resolved, a.span) for a in it.actors
        ),
        due=tuple(
            When(
                said_limit(x.mark, x.mark.span.of(text), say),
                in_one_line(x.mark.span.of(text)),
                x.mark.norm,
                x.inherited,
                x.mark.span,
            )
            for x in it.limits
        ),
        often=tuple(
            When(
                said_rule(x.mark.rrule, say),
                in_one_line(x.mark.span.of(text)),
                x.mark.rrule,
                x.inherited,
                x.mark.span,
            )
            for x in it.cadences
        ),
        amounts=_amounts(it, text),
        asks=questions(it, reading, say),
        place=received_place(reading, it.span),
    )


def _above(reading: Reading, item: int, it: Commitment) -> int:
    """Return the division a task stands under: the one above when its own heading opens the same line."""
    if item < 0:
        return item
    own = reading.outline[item]
    same_line = "\n" not in reading.source.text[own.span.start : it.span.start]
    return own.parent if same_line else item


def _amounts(it: Commitment, text: str) -> tuple[str, ...]:
    """Return each quantity in the text's words, with bound and thing counted where they stand outside."""
    out = []
    for q in it.quantities:
        words = in_one_line(q.span.of(text))
        if _NUMBER_ONLY.fullmatch(words):
            words += q.quantity.unit  # the head of a table's column says it
        sign = _SIGNS.get(q.quantity.bound, "") if words[:1].isdigit() and _BARE.fullmatch(words) else ""
        out.append(f"{sign}{words}" if not q.about or q.about in words else f"{q.about} {sign}{words}")
    return tuple(dict.fromkeys(out))


def _titles(reading: Reading) -> dict[int, str]:
    """Return for each outline item the path of headings down to it."""
    out: dict[int, str] = {}
    for i, item in enumerate(reading.outline):
        own = in_one_line(item.title)
        above = out.get(item.parent, "")
        out[i] = f"{above} / {own}" if above and own else own or above
    return out


def said_whens(whens: Iterable[When]) -> str:
    """Return deadlines or recurrences, each once."""
    return "；".join(dict.fromkeys(w.said for w in whens))


def title_of(reading: Reading) -> str:
    """Return the document's title, else what its file calls it, else the file name."""
    return in_one_line(reading.head.title or reading.source.title or reading.source.name)
