"""The numbers that Word draws itself: 一、（一） 1. (1) ① out of numbering.xml."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml.etree import _Element

from luoshi.values.pattern import lazy

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_VAL = W + "val"
_ILVL = W + "ilvl"
_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
_ROMAN_SMALL = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_PLACE = lazy(r"%([1-9])")
_FULL_DIGITS = str.maketrans("0123456789", "０１２３４５６７８９")
_N_LEVELS = 9


def chinese(n: int, digits: str = _DIGITS, units: str = "十百千", one_ten: str = "十") -> str:
    """Return a number below ten thousand as counted in Chinese.

    >>> [chinese(n) for n in (3, 10, 12, 20, 105, 110)]
    ['三', '十', '十二', '二十', '一百〇五', '一百一十']
    """
    if n <= 0 or n > 9999:
        return str(n)
    out = ""
    for place in (3, 2, 1, 0):
        digit = n // 10**place % 10
        if digit:
            out += digits[digit] + (units[place - 1] if place else "")
        elif out and n % 10**place and not out.endswith(digits[0]):
            out += digits[0]
    return one_ten + out[2:] if 10 <= n < 20 else out


def _letters(n: int) -> str:
    return chr(ord("a") + (n - 1) % 26) * ((n - 1) // 26 + 1) if n > 0 else "0"


def _roman(n: int) -> str:
    out = ""
    for value, letters in _ROMAN + _ROMAN_SMALL:
        out += letters * (n // value)
        n %= value
    return out


def _circled(n: int) -> str:
    for first, last, start in ((1, 20, 0x2460), (21, 35, 0x3251), (36, 50, 0x32B1)):
        if first <= n <= last:
            return chr(start + n - first)
    return f"({n})"


def _by_digit(n: int) -> str:
    return "".join(_DIGITS[int(d)] for d in str(n))


def _ideograph(n: int) -> str:
    return f"({chinese(n)})"


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda n: f"{n:02}",
    "decimalFullWidth": lambda n: str(n).translate(_FULL_DIGITS),
    "decimalFullWidth2": lambda n: str(n).translate(_FULL_DIGITS),
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "japaneseCounting": chinese,
    "taiwaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "ideographDigital": _by_digit,
    "japaneseDigitalTenThousand": _by_digit,
    "taiwaneseDigital": _by_digit,
    "chineseLegalSimplified": lambda n: chinese(n, _LEGAL, "拾佰仟", "壹拾"),
    "ideographLegalTraditional": lambda n: chinese(n, "零壹貳參肆伍陸柒捌玖", "拾佰仟", "壹拾"),
    "ideographTraditional": lambda n: _STEMS[(n - 1) % 10],
    "ideographZodiac": lambda n: _BRANCHES[(n - 1) % 12],
    "ideographEnclosedCircle": _ideograph,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedFullstop": lambda n: chr(0x2488 + n - 1) if 1 <= n <= 20 else f"{n}.",
    "decimalEnclosedParen": lambda n: f"({n})",
    "upperLetter": lambda n: _letters(n).upper(),
    "lowerLetter": _letters,
    "upperRoman": lambda n: _roman(n).upper(),
    "lowerRoman": _roman,
    "none": lambda _: "",
}


@dataclass(slots=True)
class _Level:
    start: int = 1
    format: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False
    style: str | None = None


@dataclass(slots=True)
class _List:
    """One w:num: its levels, and the counters it shares with every list of the same definition."""

    levels: dict[int, _Level]
    counters: dict[int, int]
    overrides: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The lists of a document and where each stands by now."""

    def __init__(self, root: _Element | None) -> None:
        self._lists: dict[str, _List] = {}
        self._of_style: dict[str, tuple[str, int]] = {}
        if root is None:
            return
        definitions = {a.get(W + "abstractNumId", ""): _levels(a) for a in root.iter(W + "abstractNum")}
        counters: dict[str, dict[int, int]] = {}
        for num in root.iter(W + "num"):
            definition = child_val(num, "abstractNumId") or ""
            levels = dict(definitions.get(definition, {}))
            made = _List(levels, counters.setdefault(definition, {}))
            for override in num.iter(W + "lvlOverride"):
                self._override(made, override)
            num_id = num.get(W + "numId", "")
            self._lists[num_id] = made
            for ilvl, level in levels.items():
                if level.style:
                    self._of_style.setdefault(level.style, (num_id, ilvl))

    @staticmethod
    def _override(made: _List, override: _Element) -> None:
        ilvl = _int(override.get(_ILVL))
        own = override.find(W + "lvl")
        if own is not None:
            made.levels[ilvl] = _level(own)
        start = child_val(override, "startOverride")
        if start is not None:
            made.overrides[ilvl] = _int(start)

    def level_of_style(self, style: str) -> tuple[str, int] | None:
        """Return the list and level that a definition links to a paragraph style."""
        return self._of_style.get(style)

    def next(self, num_id: str, ilvl: int) -> str:
        """Count one paragraph of a list on, and return what Word draws before it."""
        made = self._lists.get(num_id)
        if made is None or ilvl not in made.levels:
            return ""
        counters = made.counters
        if ilvl in made.overrides:
            counters[ilvl] = made.overrides.pop(ilvl)
        else:
            counters[ilvl] = counters.get(ilvl, made.levels[ilvl].start - 1) + 1
        for above in range(ilvl):
            if above in made.levels:
                counters.setdefault(above, made.levels[above].start)
        for below in range(ilvl + 1, _N_LEVELS):
            restart = made.levels[below].restart if below in made.levels else None
            if restart is None or (restart and ilvl < restart):
                counters.pop(below, None)
        return self._drawn(made, ilvl)

    @staticmethod
    def _drawn(made: _List, ilvl: int) -> str:
        level = made.levels[ilvl]
        if level.format == "bullet":
            return ""

        def number(match: re.Match[str]) -> str:
            at = int(match.group(1)) - 1
            if at not in made.levels:
                return ""
            shape = "decimal" if level.legal else made.levels[at].format
            return _FORMATS.get(shape, str)(made.counters.get(at, made.levels[at].start))

        return _PLACE.sub(number, level.text)


def child_val(element: _Element, name: str) -> str | None:
    """Return w:val of a child element; None without one."""
    child = element.find(W + name)
    return None if child is None else child.get(_VAL)


def _int(value: str | None, default: int = 0) -> int:
    try:
        return int(value or "")
    except ValueError:
        return default


def _levels(abstract: _Element) -> dict[int, _Level]:
    return {_int(lvl.get(_ILVL)): _level(lvl) for lvl in abstract.iterchildren(W + "lvl")}


def _level(lvl: _Element) -> _Level:
    restart = child_val(lvl, "lvlRestart")
    legal = lvl.find(W + "isLgl")
    return _Level(
        start=_int(child_val(lvl, "start"), 1),
        format=child_val(lvl, "numFmt") or "decimal",
        text=child_val(lvl, "lvlText") or "",
        restart=None if restart is None else _int(restart),
        legal=legal is not None and legal.get(_VAL) not in {"0", "false"},
        style=child_val(lvl, "pStyle"),
    )
