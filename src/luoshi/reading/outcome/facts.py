"""Does a clause hold a fact: a figure or a deed?"""

from luoshi.reading.structure.words import any_of, load
from luoshi.values.pattern import lazy

_WORDS = load("states")
_DEED = lazy(
    any_of(_WORDS["deeds"]["words"]) + "|《[^》]{2,60}》|开展[^，。；]{4,60}活动|实现[^，。；]{2,24}“"
)
_PRAISE = lazy(any_of(_WORDS["praise"]["words"]))
_FIGURE = lazy(r"(?<![\d“”])\d[\d.,]*(?!\d)(?:[万亿千百]|余|多)*(?![年月日号、.）)\d]|世纪|周年|届|小时全)")


def has_figure(words: str, n_amounts: int) -> bool:
    """Tell whether the clause counts something (dates and years apart)."""
    return n_amounts > 0 or bool(_FIGURE.search(words))


def has_deed(words: str) -> bool:
    """Tell whether the clause names something issued, built, opened, won."""
    return bool(_DEED.search(words))


def is_praise(words: str) -> bool:
    """Tell whether the clause is thanks or praise."""
    return bool(_PRAISE.search(words))
