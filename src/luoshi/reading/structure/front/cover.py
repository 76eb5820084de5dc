"""A cover without a title: addressee, “现印发给你们”, a day, and below the title of what it passes down."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from luoshi.document.source_text import Block, BlockKind
from luoshi.reading.structure.front.days import find_day
from luoshi.reading.structure.front.signature import Dated
from luoshi.values.pattern import lazy
from luoshi.values.span import Span

_TO: Final = lazy(r"[^。；\n]{2,80}(?=[：:]$)")
_PASSES_DOWN: Final = lazy(r"《(?P<name>[^》]{4,80})》[^。\n]{0,60}?(?:印发|转发|下发|发)给?(?:你们|你单位)")
_FAR: Final = 6
_FEWEST: Final = 3


class Cover(NamedTuple):
    """What the cover says."""

    title: Span | None = None
    addressee: Span | None = None
    dated: Dated | None = None


def find_cover(text: str, blocks: Sequence[Block]) -> Cover:
    """Return what a cover says that opens the text with its addressee; nothing where there is none."""
    lines = [b.span for b in blocks[: _FAR * 2] if b.kind is BlockKind.PARAGRAPH]
    if len(lines) < _FEWEST or (to := _TO.match(text, *lines[0])) is None:
        return Cover()
    passed = _PASSES_DOWN.search(text, *lines[1])
    if passed is None:
        return Cover()
    dated: Dated | None = None
    for line in lines[2:_FAR]:
        words = line.of(text).strip("《》 \u3000")
        if words == passed["name"]:
            return Cover(line, Span(*to.span()), dated)
        day = find_day(text, *line)
        if day and words == text[day[1] : day[2]]:
            dated = (day[0], Span(day[1], day[2]))
    return Cover()
