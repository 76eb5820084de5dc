"""Which commitment answers which problem: by the row or the label it stands under, else by shared words."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from luoshi.document.source_text import BlockKind
from luoshi.reading.marks import Shortcoming
from luoshi.reading.reading import Reading
from luoshi.values.pattern import lazy

_STOP = lazy("[的了和与及在要将还不够有待加强工作进一步完善建设问题存到位，。；、“”（）：\\d]+")
_ENOUGH = 0.3
_BY_ORDER = 0.12
_REACH = 40  # commitments after a problem that may answer it
# 整改措施：, 改进目标：: what stands behind it is the answer to what was found before it
_LABEL = lazy(r"(?:^|(?<=[。；\n\s]))[^，。；：:\s]{0,6}(?:措施|目标|举措|对策|打算|整改要求)[:：]")


def pair(reading: Reading, problems: Sequence[Shortcoming]) -> list[Shortcoming]:
    """Return the problems, each with the ids of the commitments after it that answer it.

    Where the text itself sets them side by side, in a row of a table or under a label, that decides. Else a
    problem and its remedy share the noun they are about; when a text lists as many remedies as problems the
    n-th answers the n-th, if they share anything at all.
    """
    if not problems:
        return []
    text = reading.source.text
    answers = _set_beside(reading, problems)
    after = [c for c in reading.commitments if c.span.start >= problems[0].span.end]
    starts = [c.span.start for c in after]
    pairs: dict[int, frozenset[str]] = {}
    same_count = len(after) == len(problems)
    out: list[Shortcoming] = []
    for i, problem in enumerate(problems):
        if answers[i]:
            out.append(replace(problem, remedies=tuple(answers[i])))
            continue
        mine = _pairs_of(problem.span.of(text))
        hits: list[str] = []
        first = bisect_left(starts, problem.span.end)
        for k in range(first, min(first + _REACH, len(after))):
            if k not in pairs:
                pairs[k] = _pairs_of(after[k].span.of(text))
            if not mine or not pairs[k]:
                continue
            share = len(mine & pairs[k]) / min(len(mine), len(pairs[k]))
            if share >= (_BY_ORDER if same_count and k == i else _ENOUGH):
                hits.append(after[k].id)
        out.append(replace(problem, remedies=tuple(hits)))
    return out


def _set_beside(reading: Reading, problems: Sequence[Shortcoming]) -> list[list[str]]:
    """Return, for each problem, the commitments in its row, or under the label behind it in its division."""
    labels = [m.start() for m in _LABEL.finditer(reading.source.text)]
    starts = [p.span.start for p in problems]
    clauses = [c.span.start for c in reading.clauses]
    places = [_place(reading, clauses, p.span.start) for p in problems]
    out: list[list[str]] = [[] for _ in problems]
    for it in reading.commitments:
        block, item = _place(reading, clauses, it.span.start)
        last = bisect_left(starts, it.span.start) - 1
        if last < 0:
            continue
        row = reading.source.blocks[block].kind is BlockKind.ROW
        label = bisect_right(labels, it.span.start) - 1
        if not row and (label < 0 or labels[label] < starts[last]):
            continue  # no label between the last problem and what is to be done
        for k in range(last, -1, -1):
            beside = places[k][0] == block if row else _within(reading, item, places[k][1])
            answered = k < last and not row and _label_between(labels, starts[k], starts[k + 1])
            if not beside or answered:
                break
            out[k].append(it.id)
    return out


def _label_between(labels: Sequence[int], start: int, stop: int) -> bool:
    return bisect_left(labels, start) < bisect_left(labels, stop)


def _place(reading: Reading, clauses: Sequence[int], start: int) -> tuple[int, int]:
    """Return block and division of what begins at ``start``."""
    clause = reading.clauses[max(bisect_right(clauses, start) - 1, 0)]
    return clause.block, clause.item


def _within(reading: Reading, item: int, whole: int) -> bool:
    """Tell whether a division is ``whole`` or lies in it."""
    while item >= 0 and item != whole:
        item = reading.outline[item].parent
    return item == whole


def _pairs_of(words: str) -> frozenset[str]:
    found: set[str] = set()
    for run in _STOP.split(words):
        found.update(run[i : i + 2] for i in range(len(run) - 1))
    return frozenset(found)
