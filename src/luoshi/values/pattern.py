"""Regular expressions that are compiled when first used."""

import re
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
