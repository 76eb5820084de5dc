"""Two-byte codes of GBK: what each character is written with, and which characters a document may hold."""

from collections import defaultdict
from functools import lru_cache

import opencc

from luoshi.document.repair.language import language

Pair = tuple[int, int]
Around = tuple[str, str, list[tuple[str, str]]]
"""A character, as the model writes it, and those that may follow, with the same."""
_LEADS = range(0x81, 0xFF)
_TRAILS = [byte for byte in range(0x40, 0xFF) if byte != 0x7F]
# Marks that the converter replaced byte by byte, and their codes; ASCII is what the page shows today.
MARKS: dict[str, Pair] = {
    mark: (code[0], code[1])
    for mark, code in (
        (mark, full.encode("gbk"))
        for mark, full in zip("，；：？！（）,;:?!()、。", "，；：？！（），；：？！（）、。", strict=True)
    )
}
_EURO = 0x80
_N_LIKELY = 1200  # characters considered where nothing but the model tells


def code_of(char: str) -> Pair | None:
    """Return the two bytes of ``char``, None when it has not exactly two."""
    try:
        code = char.encode("gbk")
    except UnicodeEncodeError:
        return None
    return (code[0], code[1]) if len(code) == 2 else None


def char_of(lead: int, trail: int) -> str | None:
    """Return the character written ``lead trail``, None when there is none."""
    try:
        char = bytes((lead, trail)).decode("gbk")
    except UnicodeDecodeError:
        return None
    return char if len(char) == 1 else None


def wide_code_of(char: str) -> Pair | None:
    """Return the code of the full-width form of an ASCII letter or digit, which the page shows half-width."""
    return (0xA3, ord(char) + 0x80) if char.isascii() and char.isalnum() else None


def single_byte(char: str) -> int | None:
    """Return the byte of ``char`` when it can be the second half of a character but not the first."""
    if char == "€":
        return _EURO
    byte = ord(char)
    return byte if 0x40 <= byte <= 0x7E else None


@lru_cache(maxsize=1)
def vanished() -> frozenset[Pair]:
    """Return the codes that stand for nothing: a converter drops them without a trace."""
    return frozenset((a, b) for a in _LEADS for b in _TRAILS if char_of(a, b) is None)


class Stock:
    """The characters a damaged place may have held: those the model knows, in either form."""

    def __init__(self) -> None:
        known = language().chars
        self._convert = opencc.OpenCC("t2s").convert
        self._simple: dict[str, str] = {}
        self.by_lead: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
        self.by_trail: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
        codes: dict[str, Pair] = {}
        for char in sorted(known | set(opencc.OpenCC("s2t").convert("".join(sorted(known))))):
            code = code_of(char)
            if code and self.simple(char) in known:
                codes[char] = code
                self.by_lead[code[0]].append((code[1], char))
                self.by_trail[code[1]].append((code[0], char))
        often = sorted(codes, key=lambda char: -language().count(self.simple(char)))[:_N_LIKELY]
        self._likely = [(codes[char][0], char) for char in often]
        self._around: dict[Pair, list[Around]] = {}

    def around_vanished(self, lead: int, trail: int) -> "list[Around]":
        """Return characters ``lead``-x, each with the y-``trail`` for which code x y stands for nothing.

        A ``trail`` of -1 lets any byte end the second.
        """
        known = self._around.get((lead, trail))
        if known is None:
            gone = vanished()
            seconds = self.by_trail[trail] if trail >= 0 else self._likely
            known = self._around[lead, trail] = [
                (first, self.simple(first), after)
                for inner, first in self.by_lead[lead]
                if inner >= 0xA1
                and (after := [(it, self.simple(it)) for start, it in seconds if (inner, start) in gone])
            ]
        return known

    def simple(self, char: str) -> str:
        """Return ``char`` as the language model writes it."""
        known = self._simple.get(char)
        if known is None:
            known = self._simple[char] = _AS_READ.get(char) or self._convert(char)
        return known


@lru_cache(maxsize=1)
def stock() -> Stock:
    """Return the one stock; made at the first damage found."""
    return Stock()


_AS_READ = dict(zip(",;:?!()", "，；：？！（）", strict=True))
