"""What correcting the proposed rows costs, against typing them: ``python -m evals.correcting [DOC …]``.

A model, not a clock: every proposed row is held against the annotated row of ../shared/gold, every wrong or
missing field is set right by the keys and clicks the form of the review page takes, and the keystroke-level
model gives the seconds. Typing is a row of a spreadsheet, its words once typed by pinyin and once copied from
the document with the mouse. What both have to do alike (reading the document) is in neither. Amounts stand in
the words of a row, so they cost neither. A row the reader missed is counted as typed.

The ten documents are those with the most firm rows. They are what the reader is developed against; documents
nobody has seen are read less well. That is what "all wrong" is for, the worst there can be: every proposed
row has the right words, and every field of it must be set anew. "Dearer" counts the rows that cost more
corrected than typed or copied.
"""

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

from evals.keystrokes import NOTHING, Cost, keys_of
from evals.reading import reading_of
from evals.shared import shared
from luoshi.reading.contract import as_contract

_TEN = 10
_ROLES = ("lead", "support")
_MATCH = 0.5  # share of characters two spans have in common, as the scorer wants it
_NEAR = 2  # characters: a boundary that far off is nothing anybody corrects
_LETTERS = 4  # initials of a unit's name that are typed before Enter, at most
_DATE = 9  # keys of a day: 2026-6-30

# On the review page; the row is the current one, for j/k and every decision move on by themselves.
ACCEPT = Cost(keys=1, looks=1)  # read it, a
SET_ASIDE = Cost(keys=1, looks=1)  # x
MERGE = Cost(keys=1, looks=1)  # m
SPLIT = Cost(keys=1, points=1, looks=1)  # click at the place, s
OPEN_AND_ACCEPT = Cost(keys=1 + 2, looks=1)  # e … Ctrl+Enter
INTO_FIELD = Cost(keys=2, points=1, looks=1)  # click, Ctrl+A
# In a spreadsheet beside the document.
NEXT_CELL = Cost(keys=1)
COPY_WORDS = Cost(
    keys=2 + 2 + 2, points=2 + 1, looks=1
)  # mark with the mouse, Ctrl+C, other window, cell, Ctrl+V, back


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a task table: where its words stand, who, by when, how often.

    Attributes:
        words: as a person would type them (of a damaged text: as mended).
        limits: (norm, words) of each limit; norms that mean the same count as one.
        cadences: (norm, words) of each period.
    """

    start: int
    end: int
    words: str
    units: dict[str, tuple[str, ...]]
    limits: tuple[tuple[str, str], ...]
    cadences: tuple[tuple[str, str], ...]


@dataclass
class Tally:
    """What a document's rows cost."""

    name: str
    n: int = 0
    right: int = 0
    corrected: int = 0
    split: int = 0
    missed: int = 0
    aside: int = 0
    correcting: Cost = NOTHING
    typing: Cost = NOTHING
    copying: Cost = NOTHING
    all_wrong: Cost = NOTHING
    dearer: int = 0
    fields: dict[str, int] = field(default_factory=dict)


def _scorer() -> ModuleType:
    """Return the shared scorer, for its own idea of what is the same."""
    spec = spec_from_file_location("score_reading", shared("gold", "score_reading.py"))
    if spec is None or spec.loader is None:
        raise ImportError("score_reading.py")
    made = module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def gold_lines(path: Path, text: str, mended: Callable[[int, int], str]) -> tuple[list[Line], list[Line]]:
    """Return the firm rows of an annotation, and the weak ones, which nobody has to accept."""
    spans = json.loads(path.read_text(encoding="utf-8"))["spans"]
    found: dict[str, list[Line]] = {"firm": [], "weak": []}
    for span in spans:
        if span["type"] != "COMMITMENT":
            continue
        parts = [s for s in spans if s["attrs"].get("of") == span["attrs"]["id"]]

        def of(kind: str, norm: str, parts: list[dict[str, Any]] = parts) -> tuple[tuple[str, str], ...]:
            return tuple((s["attrs"][norm], text[s["start"] : s["end"]]) for s in parts if s["type"] == kind)

        units = {
            role: tuple(
                text[s["start"] : s["end"]]
                for s in parts
                if s["type"] == "ACTOR" and s["attrs"].get("role", "lead") == role
            )
            for role in _ROLES
        }
        line = Line(
            span["start"],
            span["end"],
            mended(span["start"], span["end"]),
            units,
            of("DEADLINE", "norm"),
            of("RECURRENCE", "rrule"),
        )
        found[span["attrs"]["strength"]].append(line)
    return found["firm"], found["weak"]


def read_lines(contract: dict[str, Any], mended: Callable[[int, int], str]) -> list[Line]:
    """Return what the reader proposes as rows of the same kind; what is about people is never proposed."""
    return [
        Line(
            one["start"],
            one["end"],
            mended(one["start"], one["end"]),
            {role: tuple(a["text"] for a in one["actors"] if a["role"] == role) for role in _ROLES},
            tuple((norm, "") for norm in _listed(one["deadline"])),
            tuple((norm, "") for norm in _listed(one["rrule"])),
        )
        for one in contract["commitments"]
        if one["scope"] != "people"
    ]


def _listed(value: object) -> list[str]:
    return [] if not value else [value] if isinstance(value, str) else [str(one) for one in value]  # type: ignore[attr-defined]


def typing(line: Line) -> Cost:
    """Return what the row costs in a spreadsheet, typed."""
    return Cost(keys=keys_of(line.words), looks=1) + _other_cells(line)


def copying(line: Line) -> Cost:
    """Return what it costs when its words are copied from the document."""
    return COPY_WORDS + _other_cells(line)


def _other_cells(line: Line) -> Cost:
    cells = ["、".join(line.units[role]) for role in _ROLES]
    keys = [keys_of(cell) for cell in cells]
    keys.append(_limit_keys(line))
    keys.append(keys_of(line.cadences[0][1]) if line.cadences else 0)
    return Cost(keys=sum(keys), looks=sum(1 for n in keys if n)) + Cost(keys=NEXT_CELL.keys * (len(keys) + 1))


def _limit_keys(line: Line) -> int:
    if not line.limits:
        return 0
    norm, words = line.limits[0]
    return min(keys_of(words), _DATE) if not norm.startswith("P") else keys_of(words)


def correcting(wanted: Line, proposed: Line, same: ModuleType, fields: dict[str, int]) -> Cost:
    """Return what it costs to make the proposed row the wanted one; the fields touched are counted."""
    cost = NOTHING

    def touch(name: str, more: Cost) -> None:
        nonlocal cost
        fields[name] = fields.get(name, 0) + 1
        cost += more

    if (words := _words_cost(wanted, proposed)) is not NOTHING:
        touch("words", words)
    for role in _ROLES:
        if not _same_units(wanted.units[role], proposed.units[role], same):
            keys = sum(min(_LETTERS, len(name)) + 1 for name in wanted.units[role])
            keys += max(0, len(wanted.units[role]) - 1) or (not wanted.units[role])  # 、 between, or Delete
            touch(role, INTO_FIELD + Cost(keys=keys))
    if not _same_norms(wanted.limits, proposed.limits, same.ndate):
        touch("due", INTO_FIELD + Cost(keys=_limit_keys(wanted) or 1))
    if not _same_norms(wanted.cadences, proposed.cadences, same.nrule):
        touch("often", INTO_FIELD + Cost(keys=keys_of(wanted.cadences[0][1]) if wanted.cadences else 1))
    return ACCEPT if cost is NOTHING else OPEN_AND_ACCEPT + cost


def _words_cost(wanted: Line, proposed: Line) -> Cost:
    """Return what it costs to set the words right: type what is missing, mark and delete what is too much."""
    cost = NOTHING
    for missing in (proposed.start - wanted.start, wanted.end - proposed.end):
        if missing > _NEAR:
            at_front = missing == proposed.start - wanted.start
            words = wanted.words[:missing] if at_front else wanted.words[-missing:]
            cost += Cost(keys=keys_of(words), points=1, looks=1)
        elif -missing > _NEAR:
            cost += Cost(keys=1, points=2, looks=1)
    return cost


def _same_units(wanted: Sequence[str], proposed: Sequence[str], same: ModuleType) -> bool:
    def names(units: Sequence[str]) -> list[str]:
        return [same.na(unit) for unit in units]

    def alike(one: str, other: str) -> bool:
        inside = one in other or other in one
        return one == other or (inside and 2 * min(len(one), len(other)) >= max(len(one), len(other)))

    _, too_many, missing, _ = same.setpairs(names(wanted), names(proposed), alike)
    return not too_many and not missing


def _same_norms(
    wanted: Sequence[tuple[str, str]], proposed: Sequence[tuple[str, str]], normal: Callable[[str], str]
) -> bool:
    one, other = ({normal(norm) for norm, _ in side} for side in (wanted, proposed))
    return bool(one & other) or not (one or other)


def of_document(name: str, same: ModuleType) -> Tally:
    """Return what the rows of one document cost, corrected, typed and copied."""
    gold = shared("gold", "dev")
    text, reading = reading_of(shared("gold", "text", f"{name}.txt"), gold)
    contract = as_contract(reading)

    def mended(start: int, end: int) -> str:
        to_read = reading.source.way_back.to_read
        return reading.source.text[to_read(start) : to_read(end)]

    firm, weak = gold_lines(gold / f"{name}.json", text, mended)
    proposed = read_lines(contract, mended)
    tally = Tally(name)
    pairs: dict[int, int] = same.match(firm, proposed, _alike, _MATCH)
    used = set(pairs.values())
    for i, wanted in enumerate(firm):
        tally.n += 1
        typed = typing(wanted)
        tally.typing += typed
        copied = copying(wanted)
        tally.copying += copied
        tally.all_wrong += correcting(wanted, _with_nothing_right(wanted), same, {})
        cost = _cost_of(wanted, proposed[pairs[i]] if i in pairs else None, proposed, same, tally)
        tally.correcting += cost
        tally.dearer += cost.seconds > min(typed.seconds, copied.seconds)
    for j, one in enumerate(proposed):
        if j not in used and not _mostly_in(one, weak):
            tally.aside += 1
            tally.correcting += MERGE if _mostly_in(one, firm) else SET_ASIDE
    return tally


def _with_nothing_right(wanted: Line) -> Line:
    """Return the row with another unit, limit and period wherever it has one."""
    other = (("?", ""),)
    units: dict[str, tuple[str, ...]] = {
        role: ("?",) if names else () for role, names in wanted.units.items()
    }
    return replace(
        wanted,
        units=units,
        limits=wanted.limits and other,
        cadences=wanted.cadences and (("FREQ=DAILY", ""),),
    )


def _cost_of(
    wanted: Line, found: Line | None, proposed: Sequence[Line], same: ModuleType, tally: Tally
) -> Cost:
    """Return what a wanted row costs on the review page, and count how it was come by."""
    if found is None:
        around = next((one for one in proposed if _mostly_in(wanted, [one])), None)
        if around is None:
            tally.missed += 1
            return typing(wanted)
        tally.split += 1
        part = Line(wanted.start, wanted.end, wanted.words, around.units, around.limits, around.cadences)
        return SPLIT + correcting(wanted, part, same, tally.fields)
    cost = correcting(wanted, found, same, tally.fields)
    if cost is ACCEPT:
        tally.right += 1
    else:
        tally.corrected += 1
    return cost


def _alike(one: Line, other: Line) -> float:
    common = min(one.end, other.end) - max(one.start, other.start)
    return max(0, common) / (max(one.end, other.end) - min(one.start, other.start))


def _mostly_in(one: Line, others: Sequence[Line]) -> bool:
    inside = sum(max(0, min(one.end, o.end) - max(one.start, o.start)) for o in others)
    return 2 * inside >= one.end - one.start


def _shown(tallies: Sequence[Tally]) -> Iterator[str]:
    heads = ["document", "rows", "right", "corrected", "split", "missed", "set aside"]
    heads += ["correcting s", "all wrong s", "copying s", "typing s", "dearer"]
    yield "| " + " | ".join(heads) + " |"
    yield "|---" + "|---:" * (len(heads) - 1) + "|"
    for one in tallies:
        numbers = [one.n, one.right, one.corrected, one.split, one.missed, one.aside]
        seconds = [f"{cost.seconds:.0f}" for cost in (one.correcting, one.all_wrong, one.copying, one.typing)]
        cells = [one.name, *map(str, numbers), *seconds, str(one.dearer)]
        yield "| " + " | ".join(cells) + " |"


def _sum(name: str, tallies: Sequence[Tally]) -> Tally:
    made = Tally(name)
    for one in tallies:
        for key in ("n", "right", "corrected", "split", "missed", "aside", "dearer"):
            setattr(made, key, getattr(made, key) + getattr(one, key))
        made.correcting += one.correcting
        made.typing += one.typing
        made.all_wrong += one.all_wrong
        made.copying += one.copying
        for key, n in one.fields.items():
            made.fields[key] = made.fields.get(key, 0) + n
    return made


def main(names: Sequence[str]) -> int:
    """Print the table: the documents named, or the ten with the most rows and the others together."""
    same = _scorer()
    every = [of_document(name, same) for name in names or _documents()]
    every.sort(key=lambda one: (-one.n, one.name))
    shown, rest = (every, []) if names else (every[:_TEN], every[_TEN:])
    lines = [*sorted(shown, key=lambda one: one.name), _sum(f"these {len(shown)}", shown)]
    if rest:
        lines.append(_sum(f"the other {len(rest)}", rest))
    print("\n".join(_shown(lines)))
    whole = _sum("", every)
    print("fields set right:", ", ".join(f"{key} {n}" for key, n in sorted(whole.fields.items())))
    return 0


def _documents() -> list[str]:
    return sorted(path.stem for path in shared("gold", "dev").glob("*.json"))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
