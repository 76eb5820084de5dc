"""Which commitment answers which problem: by shared words, then by order."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from luoshi.reading.marks import Commitment, Shortcoming
from luoshi.values.pattern import lazy

_STOP = lazy("[的了和与及在要将还不够有待加强工作进一步完善建设问题存到位，。；、“”（）：\\d]+")
_ENOUGH = 0.3
_BY_ORDER = 0.12
_REACH = 40  # commitments after a problem that may answer it


def pair(text: str, problems: Sequence[Shortcoming], commitments: Sequence[Commitment]) -> list[Shortcoming]:
    """Return the problems, each with the ids of the commitments after it that answer it.

    A problem and its remedy share the noun they are about; when a text lists as many remedies as problems
    the n-th answers the n-th, if they share anything at all.
    """
    if not problems:
        return []
    after = [c for c in commitments if c.span.start >= problems[0].span.end]
    starts = [c.span.start for c in after]
    pairs: dict[int, frozenset[str]] = {}
    same_count = len(after) == len(problems)
    out: list[Shortcoming] = []
    for i, problem in enumerate(problems):
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


def _pairs_of(words: str) -> frozenset[str]:
    found: set[str] = set()
    for run in _STOP.split(words):
        found.update(run[i : i + 2] for i in range(len(run) - 1))
    return frozenset(found)
