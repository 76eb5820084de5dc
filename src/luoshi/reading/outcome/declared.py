"""Lists that hold fewer members than they declare: 四点意见 with three found."""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import islice, takewhile

from luoshi.reading.marks import Clause
from luoshi.reading.reading import Reading
from luoshi.reading.structure.outline.numbering import read_numeral
from luoshi.reading.structure.words import load
from luoshi.values.pattern import any_of, lazy
from luoshi.values.problem import Problem, Severity
from luoshi.values.span import Span

_DECLARED = lazy(
    rf"(?P<n>[一二两三四五六七八九十]{{1,2}}|\d{{1,2}})个?{any_of(load('frameworks')['announced'])}(?P<tail>[^，。；：“”]{{0,16}})$"
)
_MARKER = lazy("(?P<n>[一二三四五六七八九十]{1,2})[是要]")
_FEWEST = 2
_LOOK = 400


def check_declared(reading: Reading) -> tuple[Problem, ...]:
    """Compare each declared number with the members of the list that follows it."""
    text = reading.source.text
    problems: list[Problem] = []
    clauses = reading.clauses
    for i, clause in enumerate(clauses):
        if clause.marker[-1:] in ("是", "要"):
            continue
        after = clauses[i + 1] if i + 1 < len(clauses) else None
        announces = clause.heading or text[clause.whole.end - 1] in "：:"
        if not announces and (after is None or not (after.marker or after.item != clause.item)):
            continue
        m = _DECLARED.search(text, max(clause.span.start, clause.span.end - 30), clause.span.end)
        if m is None:
            continue
        declared = 2 if m["n"] == "两" else read_numeral(m["n"])
        numbers = _numbers(clauses, i) or _divisions(reading, clause)
        if declared < _FEWEST or not numbers or len(numbers) == declared:
            continue
        missing = [k for k in range(1, declared + 1) if k not in numbers]
        if len(numbers) > declared or not missing:
            continue
        problems.append(
            Problem(
                "declared-count",
                Severity.WARNING,
                Span(*m.span()),
                {
                    "declared": declared,
                    "found": len(numbers),
                    "words": m[0],
                    "missing": "、".join(str(k) for k in missing),
                },
            )
        )
    return tuple(problems)


def _numbers(clauses: Sequence[Clause], i: int) -> list[int]:
    """Return the numbers of the 一是…二是… list that starts right after clause ``i``, in its own division."""
    numbers: list[int] = []
    for clause in clauses[i + 1 : i + _LOOK]:
        if clause.item != clauses[i].item:
            break
        m = _MARKER.match(clause.marker)
        if m is None:
            if not numbers and clause.block > clauses[i].block + 1:
                break
            continue
        number = read_numeral(m["n"])
        if numbers and number <= numbers[-1]:
            break
        numbers.append(number)
    return numbers


def _divisions(reading: Reading, clause: Clause) -> list[int]:
    """Return the numbers of the run of divisions that begins next."""
    outline = reading.outline
    first = bisect_left(outline, clause.span.end, key=lambda item: item.span.start)
    if first == len(outline) or outline[first].span.start - clause.whole.end > _LOOK:
        return []
    parent, level = outline[first].parent, outline[first].level
    until = outline[parent].body_end if parent >= 0 else len(reading.source.text)
    run = [
        item
        for item in takewhile(lambda item: item.span.start < until, islice(outline, first, None))
        if item.parent == parent and item.level == level
    ]
    return [int(n) for n in (item.label.rsplit(".", 1)[-1] for item in run) if n.isdigit()]
