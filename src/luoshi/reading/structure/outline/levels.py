"""Levels of divisions: counted from 1 in the order in which mark kinds nest in this text."""

from collections.abc import Sequence

from luoshi.reading.structure.outline.numbering import MarkKind

_ROWS = {MarkKind.ROW_GROUP: 0.2, MarkKind.ROW_NUMERAL: 0.3, MarkKind.ROW_DIGIT: 0.4, MarkKind.ROW_TITLE: 0.4}


def levels_of(marks: Sequence[tuple[MarkKind, int]], stacked: Sequence[bool] = ()) -> list[int]:
    """Return the level of each division, given kind and number of its mark in document order.

    ``stacked`` says of a heading without number that another one follows at once, so that it stands above it.
    A kind has one level in a text, the deepest place at which it is seen, but under a heading without number.

    An excerpt from the middle begins under divisions that it does not hold: （三） before any 三、 stands
    under a 二、.

    >>> K = MarkKind
    >>> levels_of([(K.NUMERAL, 1), (K.DIGIT, 1), (K.NUMERAL, 2), (K.BRACKETED_NUMERAL, 1), (K.DIGIT, 1)])
    [1, 3, 1, 2, 3]
    >>> levels_of([(K.BRACKETED_NUMERAL, 3), (K.NUMERAL, 3)])
    [2, 1]
    """
    above = _divisions_above(marks)
    return _levels([*above, *marks], [False] * len(above) + list(stacked or [False] * len(marks)))[
        len(above) :
    ]


def _divisions_above(marks: Sequence[tuple[MarkKind, int]]) -> list[tuple[MarkKind, int]]:
    """Return the divisions in whose midst the text begins: kinds that are above the first and go on later."""
    if not marks or marks[0][0] is MarkKind.TITLE:  # what has no number may stand above all that has
        return []
    highest: MarkKind = marks[0][0]
    above: list[tuple[MarkKind, int]] = []
    for kind, number in marks:
        if kind < highest and kind <= MarkKind.BRACKETED_DIGIT:
            highest = kind
            if number > 1:
                above.insert(0, (kind, number - 1))
    return above


def _levels(marks: Sequence[tuple[MarkKind, int]], stacked: Sequence[bool]) -> list[int]:
    ranks = _ranks(marks, stacked)
    title = _title_rank(marks, stacked)
    deepest: dict[float, int] = {}
    depths: list[int] = []
    under_title: list[bool] = []
    stack: list[float] = []
    for rank in ranks:
        while stack and stack[-1] >= rank:
            stack.pop()
        special = any(title - 0.2 <= r <= title for r in stack)
        stack.append(rank)
        depths.append(len(stack))
        under_title.append(special)
        if not special:
            deepest[rank] = max(deepest.get(rank, 0), len(stack))
    return [
        depth if special else deepest[rank]
        for rank, depth, special in zip(ranks, depths, under_title, strict=True)
    ]


def _ranks(marks: Sequence[tuple[MarkKind, int]], stacked: Sequence[bool]) -> list[float]:
    """Return sorting ranks: those of the kinds, but rows of a table under the division that holds it."""
    title = _title_rank(marks, stacked)
    ranks: list[float] = []
    before = -1.0
    in_table = False
    for i, (kind, _) in enumerate(marks):
        if kind is MarkKind.TITLE:
            over_title = i + 1 < len(marks) and marks[i + 1][0] is MarkKind.TITLE and stacked[i]
            ranks.append(title - 0.2 if over_title else title)
            in_table = False
        elif kind is MarkKind.BOX:
            ranks.append(before + 0.1)
        elif kind in _ROWS:
            in_table = True
            ranks.append(before + _ROWS[kind])
        elif kind is MarkKind.PERIOD:
            ranks.append(before + 0.5)
        elif in_table and kind >= MarkKind.DIGIT:
            ranks.append(before + 0.5 + kind / 100)
        else:
            before = float(kind)
            in_table = False
            ranks.append(before)
    return ranks


def _runs_on(marks: Sequence[tuple[MarkKind, int]], stacked: Sequence[bool]) -> MarkKind | None:
    """Return the kind whose numbers run on under most of the headings without one, if one does."""
    last: dict[MarkKind, int] = {}
    on: dict[MarkKind, int] = {}
    single = 0
    for i, (kind, number) in enumerate(marks):
        if kind is not MarkKind.TITLE:
            last[kind] = number
            continue
        follows = marks[i + 1] if i + 1 < len(marks) else (MarkKind.TITLE, 0)
        single += follows[0] is not MarkKind.TITLE
        if stacked[i] and last.get(follows[0], 0) < follows[1] and follows[1] > 1:
            on[follows[0]] = on.get(follows[0], 0) + 1
    best = max(on, key=lambda k: on[k], default=None)
    return best if best is not None and 2 * on[best] > single else None


def _title_rank(marks: Sequence[tuple[MarkKind, int]], stacked: Sequence[bool]) -> float:
    """Place headings without number: above the kind they hold the first of, else under the one before.

    Where the numbers run on over most headings (2. … heading, 3. …) with nothing between a heading and the
    number behind it, the headings stand above them.
    """
    if kind := _runs_on(marks, stacked):
        return kind - 0.5
    above: dict[MarkKind, int] = {}
    under: dict[MarkKind, int] = {}
    previous: MarkKind | None = None
    seen: set[MarkKind] = set()
    for i, (kind, _) in enumerate(marks):
        if kind is not MarkKind.TITLE:
            seen.add(kind)
            if kind is not MarkKind.BOX:
                previous = kind
            continue
        follows = marks[i + 1] if i + 1 < len(marks) else None
        if (
            follows
            and (follows[1] == 1 or follows[0] not in seen)  # of an excerpt （四） may be the first
            and follows[0] not in (MarkKind.TITLE, MarkKind.BOX)
            and follows[0] != previous
        ):
            above[follows[0]] = above.get(follows[0], 0) + 1
        elif previous is not None:
            under[previous] = under.get(previous, 0) + 1
    if sum(above.values()) >= sum(under.values()):
        return min(above, default=MarkKind.TITLE) - 0.5 if above else float(MarkKind.TITLE)
    return max(under, key=lambda k: under[k]) + 0.5
