"""What a document hides: x次, 某某, 20xx年. Typed, never zero, never guessed."""

import re

from luoshi.document.alphabet import alphabet
from luoshi.document.source_text import Redaction
from luoshi.values.pattern import lazy
from luoshi.values.span import Span

_FOREIGN = lazy("(?<=[A-Za-z.])[xX]|[xX](?=[A-Za-wyz])|某(?=[些种个项方一人])")
_MARKS = frozenset("xX×*＊○□＿_某")
_AROUND = 24  # characters that tell what a mask stands for
_MASK = r"[xX×*＊○□＿_]"
_UNIT = (
    "个|名|人|次|期|场|项|条|件|份|篇|家|户|处|座|所|间|台|套|支|批|轮|天|日|周|年|月|岁|元|万|亿|千|百|余|多|亩|公里|米|吨"
    "|斤|%|％|‰|度|点|类|种|级|届|户次|人次|场次|组|幅|块|本|册|栋|辆|头|只|株|棵|平方|立方|公顷|小时|分钟|分(?!管)"
)
_DATE = lazy(
    rf"(?:(?:19|20){_MASK}{{2}}|(?:19|20)\d{_MASK}|{_MASK}{{1,4}}|\d{{4}})年(?:(?:{_MASK}{{1,2}}|\d{{1,2}})月(?:{_MASK}{{1,2}}日|\d{{1,2}}日)?"
    rf"|月日|月(?!份|度|底|初|均|报))?"
    rf"|(?:{_MASK}{{1,2}}月(?:{_MASK}{{1,2}}|\d{{1,2}})日|{_MASK}{{1,2}}月份?|\d{{1,2}}月{_MASK}{{1,2}}日)"
    rf"|(?<![\d一二三四五六七八九十每当本上下元今次明岁个逐按x×X]) ?月日(?=[，。、；,;）前起止召至]|$)"
)
_NUMBER = lazy(rf"(?<![A-Za-z]){_MASK}{{1,4}}(?=余?(?:{_UNIT}))|(?<=[共约近达第]){_MASK}{{1,4}}(?![A-Za-z])")
_NAME = lazy(
    rf"(?<![A-Za-z\d])(?!_[^_]){_MASK}{{1,4}}(?=(?:省|市|县|区|州|盟|旗|乡|镇|村|街道|社区|局|厅|委|部|办|院|校|公司|集团|中心|学院|大学|书记|同志|主任|局长|县长|市长|镇长|乡长|部长|先生|女士))"
    r"|某某{1,3}|(?<![一-龥])某(?=[省市县区乡镇村局公])"
)
_OTHER = lazy(
    r"[xX]{2,}(?![A-Za-z])|(?<![\d.])×+|×+(?![\d.×])|\*{2,}|_{3,}|○{2,}|□{2,}|(?<=[一-龥“《])[xX](?=[一-龥”》])"
)
_KINDS = (("date", _DATE), ("number", _NUMBER), ("name", _NAME), ("other", _OTHER))


def find_redactions(text: str, chars: frozenset[str] | None = None) -> tuple[Redaction, ...]:
    """Return what ``text`` (of characters ``chars``) hides, in order.

    >>> [(r.kind, r.span.of("20xx年，xx县召开x次")) for r in find_redactions("20xx年，xx县召开x次")]
    [('date', '20xx年'), ('name', 'xx'), ('number', 'x')]
    """
    chars = alphabet(text) if chars is None else chars
    if chars.isdisjoint(_MARKS) and "月日" not in text and "年月" not in text:
        return ()
    windows = _windows(text, chars)
    found: list[tuple[int, int, int, str]] = []
    for rank, (kind, pattern) in enumerate(_KINDS):
        found += [
            (m.start(), rank, m.end(), kind)
            for start, end in windows
            for m in pattern.finditer(text, start, end)
            if kind != "date" or _hides(m[0])
        ]
    redactions: list[Redaction] = []
    at = 0
    for start, _, end, kind in sorted(found):
        if start >= at:
            redactions.append(Redaction(Span(start, end), kind))
            at = end
    return tuple(redactions)


def _windows(text: str, chars: frozenset[str]) -> list[tuple[int, int]]:
    """Return the stretches around anything that may be a mask, merged where they meet."""
    marks = "".join(sorted(chars & _MARKS))
    hits = [m.start() for m in re.finditer(f"[{marks}]" if marks else "$^", text)]
    hits += [m.start() for gap in ("月日", "年月") if gap in text for m in re.finditer(gap, text)]
    windows: list[tuple[int, int]] = []
    for hit in sorted(hits):
        if _FOREIGN.match(text, hit):
            continue
        start, end = max(0, hit - _AROUND), hit + _AROUND
        if windows and start <= windows[-1][1]:
            windows[-1] = (windows[-1][0], end)
        else:
            windows.append((start, end))
    return windows


def _hides(words: str) -> bool:
    """Tell whether a date lacks a part, instead of being whole."""
    return any(c in "xX×*＊○□＿_" for c in words) or "月日" in words or "年月" in words
