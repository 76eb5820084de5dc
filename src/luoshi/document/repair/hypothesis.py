"""One way to read a damaged run, as far as it has been read."""

from typing import NamedTuple

_BEAM = 40
REACH = 20.0  # nats behind the best at which a hypothesis is given up


class Change(NamedTuple):
    """What was changed; through ``before`` all changes, last first."""

    before: "Change | None"
    start: int
    end: int
    words: str
    guesses: int


class Hypothesis(NamedTuple):
    """A reading of a run up to some place, and how likely it is."""

    score: float
    context: str  # last two characters as the model writes them
    carry: int  # first byte of a character whose second is still to come; -1 aligned
    last: str  # last character, in its own form
    opened: int  # where the open run began
    words: str  # of the open run
    guesses: int  # bytes of the open run that the model chose
    closed: int  # where the last run ended
    trail: Change | None


def in_order(trail: Change | None, by: int) -> tuple[Change, ...]:
    """Return the changes first to last, moved by ``by`` characters."""
    changes: list[Change] = []
    while trail:
        changes.append(trail._replace(before=None, start=trail.start + by, end=trail.end + by))
        trail = trail.before
    return tuple(reversed(changes))


def pruned(beam: list[Hypothesis]) -> list[Hypothesis]:
    """Return the hypotheses worth following, best first."""
    best: dict[tuple[str, int, int], Hypothesis] = {}
    for h in beam:
        key = (h.context, h.carry, h.closed)
        if key not in best or best[key].score < h.score:
            best[key] = h
    kept = sorted(best.values(), key=lambda h: -h.score)[:_BEAM]
    within = [h for h in kept if h.score >= kept[0].score - REACH]
    # A shifted reading may yet come to nothing, so one that leaves the text as it is stays.
    aligned = max((h for h in best.values() if h.carry < 0), key=lambda h: h.score, default=None)
    return within if aligned is None or aligned in within else [*within, aligned]
