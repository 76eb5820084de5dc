"""Trailing brackets of units and limits: which clauses each belongs to."""

from collections.abc import Sequence

from luoshi.reading.structure.clause.pieces import Draft
from luoshi.values.span import Span


def hand_back_tails(drafts: Sequence[Draft], headings: Sequence[bool]) -> list[Span]:
    """Return the tail of each draft: its own, or the one that closes its paragraph or item.

    ``A；B（牵头单位：甲）。`` gives 甲 to both; ``A（甲）；B（乙）。`` gives each its own. A bracket on a
    line of its own belongs to all of its item before it.
    """
    tails = [d.piece.tail for d in drafts]
    for i, draft in enumerate(drafts):
        piece = draft.piece
        if piece.tail.end == piece.tail.start or headings[i]:
            continue
        alone = piece.end <= piece.start
        k = i - 1
        while k >= 0 and drafts[k].item == draft.item and tails[k].end == tails[k].start:
            if not alone and drafts[k].block != draft.block:
                break
            tails[k] = piece.tail
            k -= 1
    return tails
