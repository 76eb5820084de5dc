"""Blanks that a word processor or a page's extraction put into dates: 9 月 25 日 12:00 前."""

from luoshi.document.way_back import Edit
from luoshi.values.pattern import lazy

_BLANKS = lazy("[ \u00a0]{1,2}")
_IN_DATE = lazy(
    r"(?<=\d)[ \u00a0]{1,2}(?=[年月日号前]|时(?![候间]))"
    r"|(?<=年)[ \u00a0]{1,2}(?=\d{1,2}[ \u00a0]{0,2}月)|(?<=月)[ \u00a0]{1,2}(?=\d{1,2}[ \u00a0]{0,2}[日号])"
    r"|(?<=[于至到在自从为])[ \u00a0]{1,2}(?=\d{1,4}[ \u00a0]{0,2}[年月日号])"
    r"|(?<=[日号])[ \u00a0]{1,2}(?=\d{1,2}[:：时点])|(?<=[月日号])[ \u00a0]{1,2}(?=[前内起至到止])"
)


def find_blanks(text: str) -> list[Edit]:
    """Return the edits that take blanks out of dates; what stands in columns keeps its own.

    >>> [(edit.start, edit.end) for edit in find_blanks("于 9 月 25 日 12:00 前报送 3 份")]
    [(1, 2), (3, 4), (5, 6), (8, 9), (10, 11), (16, 17)]
    """
    hits = (_IN_DATE.match(text, blank.start()) for blank in _BLANKS.finditer(text))
    return [Edit(*hit.span(), "") for hit in hits if hit]
