"""Regular expressions that are compiled when first used, and how they say "any of these words"."""

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import AnyStr, cast

_METHODS = ("search", "match", "fullmatch", "finditer", "findall", "sub", "split", "pattern")


class _Lazy:
    """Stands for a compiled pattern; from the first use on its methods are that pattern's own."""

    def __init__(self, source: str | bytes, flags: int) -> None:
        self._source, self._flags = source, flags

    def __getattr__(self, name: str) -> object:
        if name not in _METHODS:
            raise AttributeError(name)
        compiled = re.compile(self._source, self._flags)
        for method in _METHODS:
            self.__dict__[method] = getattr(compiled, method)
        return self.__dict__[name]


def lazy(source: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return ``source`` as a pattern that costs nothing until it is asked.

    The reader has hundreds of them, and a short document meets few; compiling all took a fifth of a second of
    every start. Only the methods are there: no ``isinstance`` of ``re.Pattern``.

    >>> lazy("每(.)度").search("各镇乡每季度")[1]
    '季'
    """
    return cast("re.Pattern[AnyStr]", _Lazy(source, flags))


def any_of(words: Iterable[str]) -> str:
    """Return a pattern, a group of its own, for any of ``words``, the longest first.

    They are written as a tree of their characters: of words side by side, each of a thousand would be tried.

    >>> any_of(["督查", "督办", "督查室"])
    '(?:督(?:办|查(?:室|)))'
    """
    return f"(?:{'|'.join(_branches(set(words)))})"


def _branches(words: set[str]) -> list[str]:
    """Return one pattern for each first character of ``words``, and an empty one last where one is empty."""
    rests: dict[str, set[str]] = defaultdict(set)
    for word in words - {""}:
        rests[word[0]].add(word[1:])
    out = []
    for first, rest in sorted(rests.items()):
        tails = _branches(rest)
        out.append(re.escape(first) + (tails[0] if len(tails) == 1 else f"(?:{'|'.join(tails)})"))
    return [*out, ""] if "" in words else out
