"""Numbers as these documents write them: 1,250 · 12.6万 · 两百零八 · 八十余 · 三分之二 · 二〇二二."""

from decimal import Decimal
from functools import lru_cache

from luoshi.values.pattern import lazy

_CHINESE_UNIT = "十百千万亿"

_VALUES = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "Ｏ": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
_FOLD = str.maketrans("０１２３４５６７８９．％廿卅", "0123456789.%二三")
_TOKEN = lazy(r"([0-9]+(?:\.[0-9]+)?)|([〇○零Ｏ一二两三四五六七八九])|([十百千万亿])")
_VAGUE_END = lazy(r"[余多来几]$|[余多来几](?=[十百千万亿])")
_PLAIN = lazy(r"[0-9]+(?:\.[0-9]+)?")


@lru_cache(maxsize=4096)
def read_number(words: str) -> Decimal | None:
    """Return the number that ``words`` spell, or None when they spell none (or hide it: ``x``).

    >>> read_number("一千零六十"), read_number("12.6万"), read_number("二〇二二")
    (Decimal('1060'), Decimal('126000.0'), Decimal('2022'))
    """
    if _PLAIN.fullmatch(words):
        return Decimal(words)
    folded = words.replace("廿", "二十").replace("卅", "三十").translate(_FOLD)
    folded = folded.replace(",", "").replace("，", "").replace(" ", "")
    if _PLAIN.fullmatch(folded):
        return Decimal(folded)
    if folded.startswith("百分之"):
        return read_number(folded[3:])
    if "分之" in folded:
        below, _, above = folded.partition("分之")
        return _fraction(read_number(above), read_number(below))
    if "点" in folded:
        return _with_point(folded)
    return _sum(_VAGUE_END.sub("", folded))


def _fraction(above: Decimal | None, below: Decimal | None) -> Decimal | None:
    if above is None or not below:
        return None
    return above / below


def _with_point(words: str) -> Decimal | None:
    whole, _, rest = words.partition("点")
    digits = rest.rstrip(_CHINESE_UNIT)
    if not digits or any(c not in _VALUES for c in digits):
        return None
    start = _sum(whole)
    if start is None:
        return None
    value = Decimal(f"{start}.{''.join(str(_VALUES[c]) for c in digits)}")
    for unit in rest[len(digits) :]:
        value *= _UNITS[unit]
    return value


def _sum(words: str) -> Decimal | None:
    if words == "半":
        return Decimal("0.5")
    total, section, current, last_unit, at = Decimal(0), Decimal(0), None, 1, 0
    for token in _TOKEN.finditer(words):
        if token.start() != at:
            return None
        at = token.end()
        plain, digit, unit = token.groups()
        if unit is None:
            step = Decimal(plain) if plain else Decimal(_VALUES[digit])
            if digit and step == 0 and last_unit > 1:
                last_unit = 1  # 两百零八: the zero says that the ones follow
            current = step if current is None or plain else current * 10 + step
            continue
        size = _UNITS[unit]
        last_unit = size
        if size < 10**4:
            section += (1 if current is None else current) * size
        else:
            section = (section + (current or 0)) or Decimal(1 if not total else 0)
            total = (total + section) * size if size == 10**8 or not total else total + section * size
            section = Decimal(0)
        current = None
    if at != len(words) or not words:
        return None
    if current is not None and last_unit >= 100 and len(words) > 1 and words[-1] in _VALUES:
        current *= last_unit // 10  # 一百二 is 120, 两万三 is 23000
    return total + section + (current or 0)
