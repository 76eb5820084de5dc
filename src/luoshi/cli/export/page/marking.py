"""The source side of the page: the document as received, with what was read in it marked."""

import re
import unicodedata
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import Final, NamedTuple

from luoshi.cli.export.page.bilingual import Bilingual, numbers
from luoshi.document.source_text import Repair
from luoshi.reading.reading import Reading
from luoshi.values.span import Span

_BREAK: Final = re.compile(r"[^\S\n]*\n\s*")


class Mark(NamedTuple):
    """Something marked in the text as received; ``ids`` are the rows it belongs to."""

    start: int
    end: int
    kind: str
    ids: tuple[str, ...] = ()


class _Token(NamedTuple):
    start: int
    end: int
    unit: Mark | None
    part: Mark | None
    hidden: Mark | None
    repair: Repair | None


@dataclass(frozen=True, slots=True)
class Layer:
    """Marks that do not overlap, in order."""

    marks: Sequence[Mark]
    starts: Sequence[int]

    @classmethod
    def of(cls, marks: Iterable[Mark]) -> "Layer":
        """Return the marks without overlap: where two meet, the earlier given keeps its place."""
        kept: list[Mark] = []
        for mark in marks:
            for start, end in _free(mark, kept):
                at = bisect_right(kept, start, key=lambda m: m.start)
                kept.insert(at, mark._replace(start=start, end=end))
        return cls(kept, [m.start for m in kept])

    def at(self, place: int) -> Mark | None:
        """Return the mark that holds ``place``."""
        i = bisect_right(self.starts, place) - 1
        return self.marks[i] if i >= 0 and place < self.marks[i].end else None


def _free(mark: Mark, kept: Sequence[Mark]) -> Iterator[tuple[int, int]]:
    """Yield the stretches of ``mark`` that no kept mark holds."""
    at = mark.start
    i = max(0, bisect_right(kept, at, key=lambda m: m.start) - 1)
    taken: list[tuple[int, int]] = []
    while i < len(kept) and kept[i].start < mark.end:
        taken.append((kept[i].start, kept[i].end))
        i += 1
    for start, end in taken:
        if at < start:
            yield at, start
        at = max(at, end)
    if at < mark.end:
        yield at, mark.end


@dataclass(frozen=True, slots=True)
class Marked:
    """A document ready to be shown: its layers, all in the text as received."""

    raw: str
    units: Layer
    parts: Layer
    hidden: Layer
    repairs: dict[int, Repair]
    edges: Sequence[int]
    firsts: dict[str, int]

    @classmethod
    def of(cls, reading: Reading) -> "Marked":
        """Lay out a reading's marks."""
        source = reading.source
        units = Layer.of(_units(reading))
        parts = Layer.of(_parts(reading))
        hidden = Layer.of(Mark(*_raw(reading, r.span), r.kind) for r in source.redactions)
        edges = {e for layer in (units, parts, hidden) for m in layer.marks for e in (m.start, m.end)}
        edges |= {e for r in source.repairs for e in r.span}
        firsts: dict[str, int] = {}
        for mark in units.marks:
            for name in mark.ids:
                firsts.setdefault(name, mark.start)
        repairs = {r.span.start: r for r in source.repairs if r.span.end > r.span.start}
        return cls(source.raw, units, parts, hidden, repairs, sorted(edges), firsts)

    def html(self, span: Span, say: Bilingual) -> str:
        """Return a stretch of the text as received as HTML."""
        out: list[str] = []
        for unit, tokens in groupby(self._tokens(span), key=lambda t: t.unit):
            inner = "".join(self._part(part, list(own), say) for part, own in _by_part(tokens))
            out.append(inner if unit is None else self._unit(unit, inner, span, say))
        return "".join(out)

    def _tokens(self, span: Span) -> Iterator[_Token]:
        at = span.start
        i = bisect_right(self.edges, at)
        while at < span.end:
            repair = self.repairs.get(at)
            if repair is not None and repair.span.end <= span.end:
                stop = repair.span.end
            else:
                repair = None
                stop = min(self.edges[i], span.end) if i < len(self.edges) else span.end
            yield _Token(at, stop, self.units.at(at), self.parts.at(at), self.hidden.at(at), repair)
            at = stop
            while i < len(self.edges) and self.edges[i] <= at:
                i += 1

    def _unit(self, unit: Mark, inner: str, span: Span, say: Bilingual) -> str:
        name = unit.ids[0]
        first = max(unit.start, span.start) == self.firsts[name]
        anchor = f' id="s-{name}"' if first else ""
        number = _number(name, say) if first else ""
        return f'<a class="u {unit.kind}" href="#r-{name}" data-r="{name}"{anchor}{number}>{inner}</a>'

    def _part(self, part: Mark | None, tokens: Sequence[_Token], say: Bilingual) -> str:
        inner = "".join(self._token(t, say) for t in tokens)
        if part is None:
            return inner
        rows = f' data-p="{" ".join(part.ids)}"' if part.ids else ""
        return f'<span class="p {part.kind}"{rows}>{inner}</span>'

    def _token(self, token: _Token, say: Bilingual) -> str:
        received = self._words(token.start, token.end)
        if token.repair is not None:
            return _fix(token.repair, received, say)
        if token.hidden is not None:
            kind = token.hidden.kind
            note = say.own("page", "redacted", kind=say.own.known("name", kind))
            other = say.other("page", "redacted", kind=say.other.known("name", kind))
            return f'<span class="hid" title="{escape(note)}" data-t="{escape(other)}">{received}</span>'
        return received

    def _words(self, start: int, end: int) -> str:
        """Return received words as HTML; a line broken inside Chinese text leaves no gap."""
        words = self.raw[start:end]
        if "\n" not in words:
            return escape(words, quote=False)
        out, at = [], 0
        for found in _BREAK.finditer(words):
            out.append(words[at : found.start()])
            before, after = start + found.start() - 1, start + found.end()
            wide = _is_wide(self.raw[max(before, 0) : before + 1]) or _is_wide(self.raw[after : after + 1])
            out.append("" if wide else " ")
            at = found.end()
        return escape("".join([*out, words[at:]]), quote=False)


def _by_part(tokens: Iterable[_Token]) -> Iterator[tuple[Mark | None, Iterator[_Token]]]:
    return groupby(tokens, key=lambda t: t.part)


def _number(name: str, say: Bilingual) -> str:
    own, other = numbers(name, say)
    return f' data-n="{own}"' + (f' data-m="{other}"' if other != own else "")


def _is_wide(char: str) -> bool:
    return bool(char) and unicodedata.east_asian_width(char) in "WF"


def _fix(repair: Repair, received: str, say: Bilingual) -> str:
    if not repair.read:
        return f"<del>{received}</del>"
    note = say.titled("page", f"repair_{repair.confidence}")
    read = escape(repair.read, quote=False)
    return f'<span class="fix {repair.confidence}"{note}><del>{received}</del><ins>{read}</ins></span>'


def _raw(reading: Reading, span: tuple[int, int]) -> Span:
    start, end = span
    return reading.source.way_back.to_raw(start, end) if start < end else Span(0, 0)


def _units(reading: Reading) -> Iterator[Mark]:
    for n, it in enumerate(reading.commitments, 1):
        kind = "people" if it.scope == "people" else it.strength
        yield Mark(*_raw(reading, it.span), kind, (f"c{n}",))
    for n, a in enumerate(reading.achievements, 1):
        yield Mark(*_raw(reading, a.span), "achievement", (f"a{n}",))
    for n, p in enumerate(reading.shortcomings, 1):
        yield Mark(*_raw(reading, p.span), "problem", (f"p{n}",))


def _parts(reading: Reading) -> Iterator[Mark]:
    """Yield units, times and amounts, each place once with all the rows that use it; then headings."""
    kinds: dict[Span, str] = {}
    rows: defaultdict[Span, list[str]] = defaultdict(list)
    for n, it in enumerate(reading.commitments, 1):
        found = [(a.span, "who", a.inherited) for a in it.actors]
        found += [(x.mark.span, "when", x.inherited) for x in it.limits]
        found += [(x.mark.span, "when", x.inherited) for x in it.cadences]
        found += [(q.span, "amount", False) for q in it.quantities]
        found += [(v, "vague", False) for v in it.vague]
        for span, kind, inherited in found:
            kinds.setdefault(span, kind)
            if inherited and not it.span.holds(span):
                kinds[span] = f"{kind} inh"
            rows[span].append(f"c{n}")
    for span in sorted(kinds, key=lambda s: s.end - s.start):
        yield Mark(*_raw(reading, span), kinds[span], tuple(dict.fromkeys(rows[span])))
    for o in reading.outline:
        yield Mark(*_raw(reading, o.span), "heading")
