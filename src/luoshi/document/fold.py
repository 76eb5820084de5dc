"""One-to-one folding of characters, so that every offset holds."""

import re

_SPACES = ("\u3000", "\xa0", "\t", "\u2002", "\u2003", "\u2009", "\u202f")
_LINE_BREAKS = ("\u2028", "\u2029", "\x0b", "\x0c", "\x85")
_WIDE = str.maketrans({0xFF10 + i: 0x30 + i for i in range(10)})
_WIDE.update({0xFF21 + i: 0x41 + i for i in range(26)})
_WIDE.update({0xFF41 + i: 0x61 + i for i in range(26)})
_WIDE.update({ord("．"): ord("."), ord("﹒"): ord("."), ord("％"): ord("%")})
_IS_WIDE = re.compile("[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff0e\ufe52\uff05]")
_PUNCTUATION = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}
# A mark with ASCII on both sides belongs to a number, a clock time, an address or foreign words.
_FOREIGN = re.compile(r"[,;:?!](?<=[!-~].)(?=[!-~\n]|\Z| [!-~])")
_HAN = re.compile("[\u4e00-\u9fff]")
_STRAIGHT_QUOTES = re.compile(r'[^\n]*"[^\n]*')


def fold(text: str) -> str:
    """Return ``text`` with Chinese punctuation full-width, digits and letters half-width, one kind of blank.

    >>> fold("会议强调:要在3,000户(含)以上，１０月底前完成!")
    '会议强调：要在3,000户（含）以上，10月底前完成！'
    """
    text = _fold_blanks(text)
    if _IS_WIDE.search(text):
        for char in set(_IS_WIDE.findall(text)):
            text = text.replace(char, chr(_WIDE[ord(char)]))
    if _HAN.search(text):
        text = _fold_quotes(_fold_punctuation(text))
    return text


def _fold_blanks(text: str) -> str:
    for blank in _SPACES:
        if blank in text:
            text = text.replace(blank, " ")
    for line_break in _LINE_BREAKS:
        if line_break in text:
            text = text.replace(line_break, "\n")
    if "\r" in text:
        text = text.replace("\r\n", " \n").replace("\r", "\n")
    return text


def _fold_punctuation(text: str) -> str:
    present = [mark for mark in _PUNCTUATION if mark in text]
    if present:
        foreign = [m.start() for m in _FOREIGN.finditer(text)]
        received = text
        for mark in present:
            text = text.replace(mark, _PUNCTUATION[mark])
        if foreign:
            text = _put_back(text, received, foreign)
    if "(" in text or ")" in text:
        text = text.replace("(", "（").replace(")", "）")
    return text


def _put_back(text: str, received: str, places: list[int]) -> str:
    pieces: list[str] = []
    at = 0
    for place in places:
        pieces += (text[at:place], received[place])
        at = place + 1
    pieces.append(text[at:])
    return "".join(pieces)


def _fold_quotes(text: str) -> str:
    """Turn straight quotes into a pair of Chinese ones where a line holds an even number of them."""
    if '"' not in text:
        return text
    return _STRAIGHT_QUOTES.sub(_pair_quotes, text)


def _pair_quotes(line: re.Match[str]) -> str:
    words = line[0].split('"')
    if len(words) % 2 == 0 or not _HAN.search(line[0]):
        return line[0]
    return "".join(word + mark for word, mark in zip(words, "“”" * (len(words) // 2) + " ", strict=True))[:-1]
