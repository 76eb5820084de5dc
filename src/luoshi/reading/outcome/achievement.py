"""What is reported as done: a counted figure or a named deed."""

from bisect import bisect_left
from typing import Final

from luoshi.reading.marks import Achievement, QuantityMark, State
from luoshi.reading.outcome.concession import find_concession
from luoshi.reading.outcome.facts import has_deed, has_figure, is_praise, sums_up, tells_no_deed
from luoshi.reading.reading import Reading
from luoshi.values.pattern import lazy
from luoshi.values.span import Span

_SHORT: Final = 14
_DIGIT: Final = lazy(r"\d")  # of a congress (十八届四次会议) none are written


def read_achievements(reading: Reading) -> Reading:
    """Collect the clauses that report something done with a figure or a deed an outsider could look for."""
    text = reading.source.text
    starts = [q.span.start for q in reading.quantities]
    found: list[Achievement] = []
    demanded = {c.clause for c in reading.commitments}
    for i, clause in enumerate(reading.clauses):
        if clause.state is not State.ACHIEVEMENT or i in demanded:
            continue
        amounts = within(reading.quantities, starts, clause.span)
        words = clause.span.of(text)
        if clause.heading and not (_goes_on(reading, i) and has_deed(words)):
            continue
        if (
            is_praise(words)
            or (sums_up(words) and not _DIGIT.search(words))
            or tells_no_deed(words)
            or not (has_figure(words, len(amounts)) or (has_deed(words) and not sums_up(words)))
        ):
            continue
        if conceded := find_concession(text, clause.span):  # ……，但个别村进度滞后: what is wrong is no deed
            amounts = tuple(m for m in amounts if m.span.end <= conceded.start)
            if not (has_figure(words, len(amounts)) or has_deed(words)):
                continue
        end = conceded.start if conceded else clause.span.end
        found.append(Achievement(Span(clause.span.start, end), amounts))
    return reading.having(achievements=tuple(found))


def _goes_on(reading: Reading, i: int) -> bool:
    """Tell whether a short sentence like a heading stands amid a paragraph of what was done."""
    clause, before = reading.clauses[i], reading.clauses[i - 1] if i else None
    return (
        before is not None
        and before.block == clause.block
        and before.state is State.ACHIEVEMENT
        and not (before.heading or clause.marker)
        and clause.span.end - clause.span.start <= _SHORT
    )


def within(marks: tuple[QuantityMark, ...], starts: list[int], span: Span) -> tuple[QuantityMark, ...]:
    """Return the marks that stand in ``span``; ``starts`` are theirs."""
    lo = bisect_left(starts, span.start)
    hi = bisect_left(starts, span.end)
    return tuple(m for m in marks[lo:hi] if m.span.end <= span.end)
