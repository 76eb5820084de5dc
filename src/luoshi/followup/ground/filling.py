"""Fills the places of words that stand in a table."""

from collections.abc import Mapping


class _Number(int):
    """A number that words can agree with: ``{n:task|tasks}`` gives the first for one, else the second."""

    def __format__(self, spec: str) -> str:
        one, bar, more = spec.partition("|")
        return (one if self == 1 else more) if bar else super().__format__(spec)


def filled(words: str, args: Mapping[str, object]) -> str:
    """Return words with their places filled.

    >>> filled("{n} {n:day|days} left", {"n": 1})
    '1 day left'
    """
    return words.format(**{k: _Number(v) if type(v) is int else v for k, v in args.items()})
