"""One-to-one folding of characters, so that every offset holds."""

from luoshi.document.alphabet import alphabet
from luoshi.values.pattern import lazy

_BLANKS = dict.fromkeys("\u3000\xa0\t\u2002\u2003\u2009\u202f", " ")
_LINE_BREAKS = dict.fromkeys("\u2028\u2029\x0b\x0c\x85", "\n")
_WIDE = {chr(0xFEE0 + code): chr(code) for code in b"0123456789.%"}
_WIDE |= {chr(0xFEE0 + code): chr(code) for code in range(ord("A"), ord("Z") + 1)}
_WIDE |= {chr(0xFEE0 + code): chr(code) for code in range(ord("a"), ord("z") + 1)}
_SINGLES = _BLANKS | _LINE_BREAKS | _WIDE | {"﹒": "."}
_PUNCTUATION = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}
# A mark with ASCII on both sides belongs to a number, a clock time, an address or foreign words.
_FOREIGN = {mark: lazy(rf"[{mark}](?<=[!-~].)(?=[!-~\n]|\Z| [!-~])") for mark in _PUNCTUATION}
_CLOCK = lazy("(?<=[0-9])：(?=[0-5][0-9](?![0-9]))")
_HALF_FOLDED = lazy('(“[^“”"\n]{1,80})"')
_HAN = lazy("[\u4e00-\u9fff]")


def fold(text: str, chars: frozenset[str] | None = None) -> str:
    """Return ``text`` with Chinese punctuation full-width, digits and letters half-width, one kind of blank.

    Args:
        text: as long as what is returned.
        chars: the characters of ``text``, if the caller knows them.

    >>> fold("会议强调:要在3,000户(含)以上，１０月底前完成!")
    '会议强调：要在3,000户（含）以上，10月底前完成！'
    """
    chars = alphabet(text) if chars is None else chars
    if "\r" in chars:
        text = text.replace("\r\n", " \n").replace("\r", "\n")
    for char in chars & _SINGLES.keys():
        text = text.replace(char, _SINGLES[char])
    if not _HAN.search(text):
        return text
    text = _fold_punctuation(text, sorted(chars & _PUNCTUATION.keys()))
    if "：" in chars:
        text = _CLOCK.sub(":", text)
    if "(" in chars or ")" in chars:
        text = text.replace("(", "（").replace(")", "）")
    return _fold_quotes(text) if '"' in chars else text


def _fold_punctuation(text: str, marks: list[str]) -> str:
    received = text
    foreign: list[int] = []
    for mark in marks:
        foreign += [m.start() for m in _FOREIGN[mark].finditer(received)]
    for mark in marks:
        text = text.replace(mark, _PUNCTUATION[mark])
    return _put_back(text, received, sorted(foreign)) if foreign else text


def _put_back(text: str, received: str, places: list[int]) -> str:
    pieces: list[str] = []
    at = 0
    for place in places:
        pieces += (text[at:place], received[place])
        at = place + 1
    pieces.append(text[at:])
    return "".join(pieces)


def _fold_quotes(text: str) -> str:
    """Turn straight quotes into Chinese ones: one that closes an open “, else pairs in even lines."""
    if "“" in text:
        text = _HALF_FOLDED.sub("\\1”", text)
    return "\n".join(_pair_quotes(line) if '"' in line else line for line in text.split("\n"))


def _pair_quotes(line: str) -> str:
    words = line.split('"')
    if len(words) % 2 == 0 or not _HAN.search(line):
        return line
    marks = "“”" * (len(words) // 2)
    return words[0] + "".join(mark + word for mark, word in zip(marks, words[1:], strict=True))
