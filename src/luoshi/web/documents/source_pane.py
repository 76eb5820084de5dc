"""The original on the left: the text as received, character for character, with its marks."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Any

from markupsafe import Markup, escape

_CELL = " | "
_COVERED = frozenset({"quotation", "chrome", "duplicate"})


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked stretch.

    Attributes:
        kind: its class.
        row: id of the row it belongs to; 0 for none.
        note: what a person may want to know about it.
        read: of a repair, the words read in its place.
    """

    start: int
    end: int
    kind: str
    row: int = 0
    note: str = ""
    read: str = ""


@dataclass(slots=True)
class Pane:
    """A text with its marks in three layers, each place holding at most one mark of a layer.

    Attributes:
        units: rows, achievements, problems: the later painted wins.
        parts: who, when, how much; headings and quotations below them.
        notes: repairs and redactions.
        at: the place asked for.
    """

    text: str
    units: list[Mark | None]
    parts: list[Mark | None]
    notes: list[Mark | None]
    edges: list[int]
    at: tuple[int, int]

    @classmethod
    def of(
        cls,
        text: str,
        units: Sequence[Mark],
        parts: Sequence[Mark],
        notes: Sequence[Mark],
        at: tuple[int, int] = (0, 0),
    ) -> "Pane":
        """Return a pane; of marks that meet, the later in its layer is on top."""
        edges = {0, len(text), *at}
        edges |= {e for layer in (units, parts, notes) for m in layer for e in (m.start, m.end)}
        return cls(
            text,
            _painted(len(text), units),
            _painted(len(text), parts),
            _painted(len(text), notes),
            sorted(e for e in edges if 0 <= e <= len(text)),
            at,
        )

    def html(self) -> Markup:
        """Return the text as paragraphs, and lines with cells as tables."""
        out: list[str] = []
        shown: set[int] = set()
        for is_table, lines in groupby(_lines(self.text), key=lambda line: _CELL in self.text[slice(*line)]):
            if is_table:
                rows = "".join(f"<tr>{self._cells(line, shown)}</tr>" for line in lines)
                out.append(f'<table class="original">{rows}</table>')
                continue
            for start, end in lines:
                if start < end:
                    part = self.parts[start]
                    head = ' class="headline"' if part and part.kind == "m-title" else ""
                    out.append(f'<p data-s="{start}"{head}>{self._inline(start, end, shown)}</p>')
        return Markup("".join(out))  # noqa: S704 - every word of the text went through escape

    def _cells(self, line: tuple[int, int], shown: set[int]) -> str:
        out = []
        at = line[0]
        for words in self.text[slice(*line)].split(_CELL):
            end = at + len(words)
            out.append(f'<td data-s="{at}">{self._inline(at, end, shown)}</td>')
            at = end + len(_CELL)
        return "".join(out)

    def _inline(self, start: int, end: int, shown: set[int]) -> str:
        out = []
        for unit, pieces in groupby(self._pieces(start, end), key=lambda piece: self.units[piece[0]]):
            inner = "".join(self._piece(*piece) for piece in pieces)
            if unit is None or not inner.strip():
                out.append(inner)
            elif not unit.row:
                out.append(f'<span class="u {unit.kind}">{inner}</span>')
            else:
                name = "" if unit.row in shown else f' id="s{unit.row}"'
                shown.add(unit.row)
                out.append(
                    f'<a class="u {unit.kind}" href="#r{unit.row}" data-r="{unit.row}"{name}>{inner}</a>'
                )
        return "".join(out)

    def _pieces(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        places = [start, *_between(self.edges, start, end), end]
        return ((a, b) for a, b in pairwise(places) if a < b)

    def _piece(self, start: int, end: int) -> str:
        inner = str(escape(self.text[start:end]))
        note, part = self.notes[start], self.parts[start]
        if note is not None:
            read = f' data-read="{escape(note.read)}"' if note.read and start == note.start else ""
            about = f' title="{escape(note.note)}"' if note.note else ""
            inner = f'<span class="{note.kind}"{read}{about}>{inner}</span>'
        if part is not None and not (part.kind == "m-heading" and self.units[start]):
            about = f' title="{escape(part.note)}"' if part.note else ""
            inner = f'<span class="{part.kind}"{about}>{inner}</span>'
        if self.at[0] <= start < self.at[1]:
            first = ' id="at"' if start == self.at[0] else ""
            inner = f"<mark{first}>{inner}</mark>"
        return inner


def _painted(size: int, marks: Iterable[Mark]) -> list[Mark | None]:
    found: list[Mark | None] = [None] * size
    for mark in marks:
        found[mark.start : mark.end] = [mark] * (min(mark.end, size) - mark.start)
    return found


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each line begins and ends, its break and blanks at the edges left out."""
    at = 0
    for line in text.split("\n"):
        bare = line.strip()
        start = at + (line.index(bare) if bare else 0)
        yield start, start + len(bare)
        at += len(line) + 1


def _between(edges: Sequence[int], start: int, end: int) -> Sequence[int]:
    """Return the edges strictly inside a stretch."""
    return edges[bisect_right(edges, start) : bisect_left(edges, end)]


def parts_of(reading: Mapping[str, Any], words: Mapping[str, str]) -> list[Mark]:
    """Return the marks below the rows: what was quoted, headings, units, limits, amounts.

    Args:
        reading: the contract.
        words: notes by class, in the language of the page.
    """
    found = [
        Mark(c["start"], c["end"], f"m-{c['is']}", note=words[c["is"]])
        for c in reading["coverage"]
        if c["is"] in _COVERED
    ]
    found += [Mark(o["start"], o["end"], "m-heading") for o in reading["outline"]]
    found += [Mark(start, end, "m-title") for start, end in reading["head_spans"].get("title", ())]
    for commitment in reading["commitments"]:
        within = (commitment["start"], commitment["end"])
        found += _marks(commitment["quantities"], "m-amount", within, words)
        found += _marks(commitment["actors"], "m-who", within, words)
        found += _marks(commitment["deadlines"], "m-when", within, words)
        found += _marks(commitment["recurrences"], "m-when", within, words)
        found += [
            Mark(start, end, "m-vague", note=words["vague"]) for start, end in commitment["vague_spans"]
        ]
    return found


def _marks(
    items: Iterable[Mapping[str, Any]], kind: str, within: tuple[int, int], words: Mapping[str, str]
) -> list[Mark]:
    return [
        Mark(i["start"], i["end"], f"{kind} carried", note=words["carried"])
        if i.get("inherited") and not within[0] <= i["start"] < within[1]
        else Mark(i["start"], i["end"], kind)
        for i in items
    ]


def notes_of(reading: Mapping[str, Any], words: Mapping[str, str]) -> list[Mark]:
    """Return the marks of what was repaired in the text and what the text hides."""
    found = [
        Mark(r["start"], r["end"], f"fix {r['confidence']}", note=_read_as(r["read"], words), read=r["read"])
        for r in reading["repairs"]
        if r["start"] < r["end"]
    ]
    return found + [Mark(r["start"], r["end"], "hidden", note=words["hidden"]) for r in reading["redactions"]]


def _read_as(read: str, words: Mapping[str, str]) -> str:
    """Return the note of a repair; thousands of readings that were left out need no note each."""
    return words["fix"].format(read=read) if read else ""


def outcomes_of(reading: Mapping[str, Any]) -> list[Mark]:
    """Return the marks of what was done and what is wrong."""
    done = [Mark(a["start"], a["end"], "achievement") for a in reading["achievements"]]
    return done + [Mark(p["start"], p["end"], "problem") for p in reading["problems"]]


def sentence_at(text: str, place: int) -> tuple[int, int]:
    """Return the sentence that holds a place; empty outside the text."""
    if not 0 <= place < len(text):
        return 0, 0
    ends = "。；！？\n"
    start = max((text.rfind(c, 0, place) for c in ends), default=-1) + 1
    stops = [at for c in ends if (at := text.find(c, place)) >= 0]
    return max(start, 0), min(stops, default=len(text) - 1) + 1
