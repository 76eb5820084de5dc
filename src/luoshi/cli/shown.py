"""Words from outside on their way to a terminal: nothing in them may move its cursor or hide its words."""

from luoshi.values.pattern import lazy

_UNSHOWN = lazy(
    "[\x00-\x1f\x7f-\x9f"  # control characters
    "\u200e\u200f\u202a-\u202e\u2066-\u2069"  # marks that turn the direction of writing
    "\u2028\u2029\ud800-\udfff]"  # other line breaks, halves of characters
)
_BYTES = range(0xDC80, 0xDD00)
"""Where Python keeps the bytes of a file name that are no UTF-8 (PEP 383)."""


def shown(words: str) -> str:
    r"""Return ``words`` on one line, what cannot be shown written out.

    >>> print(shown("na\nme\x1b[31m.txt"))
    na\nme\x1b[31m.txt
    """
    return _UNSHOWN.sub(lambda m: _written(m[0]), words)


def _written(char: str) -> str:
    if ord(char) in _BYTES:
        return f"\\x{ord(char) - 0xDC00:02x}"
    return char.encode("unicode_escape").decode()
