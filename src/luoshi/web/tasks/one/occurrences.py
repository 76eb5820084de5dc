"""The occurrences of a recurring task, summed up: kept, late, unchecked, missed, excused, to come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from luoshi.store.queries.tasks.page import Once

_A_RUN = 3  # blank ones in a row that are told as one
_OFFERED = 60  # that a report may be about
_SHOWN = 60  # marks in the strip
_NAMED = 5  # missed ones in the table that is always open
_AHEAD = 2  # still to come that may be reported on already


@dataclass(frozen=True, slots=True)
class Turn:
    """One occurrence and how it went.

    Attributes:
        once: the occurrence.
        how: ``kept``, ``late``, ``unchecked``, ``missed``, ``excused`` or ``ahead``.
    """

    once: Once
    how: str


@dataclass(frozen=True, slots=True)
class Run:
    """One line: a turn, or a row of blank ones one after the other, which is one thing to see.

    Attributes:
        first, last: of them.
        n: how many.
    """

    first: Turn
    last: Turn
    n: int = 1


@dataclass(frozen=True, slots=True)
class Turns:
    """All of them.

    Attributes:
        n_excused: how many need not be done, past or to come; in none of the other numbers.
        n_due, n_kept, n_late, n_unchecked, n_missed: how many have fallen due, and how they went.
        next_due: the limit of the next one; None when there is none.
        strip: the latest, in order, to be drawn as marks.
        open_ones: the latest missed and the next to come, the latest first.
        every: all that have fallen due and the next few, the latest first.
        waiting: not met yet, the nearest in time first.
    """

    n_due: int
    n_kept: int
    n_late: int
    n_unchecked: int
    n_missed: int
    n_excused: int
    next_due: date | None
    strip: tuple[Run, ...]
    open_ones: tuple[Run, ...]
    every: tuple[Run, ...]
    waiting: tuple[Once, ...]


def turns_of(found: Sequence[Once], today: date) -> Turns:
    """Return occurrences summed up as of a day."""
    turns = [Turn(one, _how(one, today)) for one in sorted(found, key=lambda one: one.scheduled_on)]
    due = [turn for turn in turns if turn.how not in {"ahead", "excused"}]
    ahead = [turn for turn in turns if turn.how == "ahead"]
    missed = [run for run in runs_of(due) if run.first.how == "missed"][::-1]
    n = {how: sum(turn.how == how for turn in due) for how in ("kept", "late", "unchecked", "missed")}
    unmet = [turn for turn in due if turn.once.met_on is None]
    near = ahead[:_AHEAD]
    shown = runs_of([turn for turn in turns if turn.how != "ahead" or turn in near])
    waiting = sorted([*unmet, *near], key=lambda turn: abs((turn.once.due_on - today).days))
    return Turns(
        len(due),
        n["kept"],
        n["late"],
        n["unchecked"],
        n["missed"],
        sum(turn.how == "excused" for turn in turns),
        ahead[0].once.due_on if ahead else None,
        shown[-_SHOWN:],
        (*(Run(turn, turn) for turn in ahead[:1]), *missed[:_NAMED]),
        shown[::-1],
        tuple(turn.once for turn in waiting[:_OFFERED]),
    )


def runs_of(turns: Sequence[Turn]) -> tuple[Run, ...]:
    """Return turns as lines; three or more blank ones in a row are one."""
    found: list[Run] = []
    for is_blank, some in groupby(turns, key=lambda turn: turn.how == "missed" and turn.once.is_blank):
        row = list(some)
        if is_blank and len(row) >= _A_RUN:
            found.append(Run(row[0], row[-1], len(row)))
        else:
            found += [Run(turn, turn) for turn in row]
    return tuple(found)


def _how(one: Once, today: date) -> str:
    if one.step == "excused":
        return "excused"
    if one.met_on is not None:
        return "kept" if one.met_on <= one.due_on else "late"
    if one.due_on >= today:
        return "ahead"
    return "unchecked" if one.supported == "unchecked" else "missed"
