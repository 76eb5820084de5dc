"""Do the numbers of a document's divisions follow each other?"""

from collections.abc import Sequence

from luoshi.reading.marks import OutlineItem
from luoshi.reading.structure.outline.numbering import Mark, MarkKind
from luoshi.values.problem import Problem, Severity


def check_sequence(items: Sequence[OutlineItem], marks: Sequence[Mark]) -> tuple[Problem, ...]:
    """Report numbers that were skipped or stand twice; a text may begin with any number."""
    problems: list[Problem] = []
    last: dict[tuple[int, MarkKind], Mark] = {}
    last_of_kind: dict[MarkKind, int] = {}
    for item, mark in zip(items, marks, strict=True):
        if mark.number == 0:
            continue
        key = (item.parent, mark.kind)
        before = last[key].number if key in last else None
        runs_on = last_of_kind.get(mark.kind)
        if before is None and mark.number > 1 and runs_on is not None:
            before = runs_on if mark.number > runs_on else 0
        last[key] = mark
        last_of_kind[mark.kind] = mark.number
        if before is None or mark.number in (before + 1, 1):
            continue
        code = "outline-gap" if mark.number > before else "outline-repeat"
        problems.append(
            Problem(
                code,
                Severity.WARNING,
                item.span,
                {"marker": item.marker, "before": before, "number": mark.number},
            )
        )
    return tuple(problems)
