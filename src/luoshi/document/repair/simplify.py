"""Traditional characters to simplified ones, one for one."""

from functools import lru_cache

import opencc

from luoshi.document.alphabet import alphabet
from luoshi.values.pattern import lazy

_TRADITIONAL = frozenset(  # common characters that only traditional text uses
    "國會黨領導幹們開關實來為這個對經濟點應當責發動業學產務縣區鄉鎮號議項檢監組織見說給還進過態識與總體義際論題類種問頭場強書達"
    "資費質車轉農門間陽隊團園圖報壓夠協單參變東兩嚴樂習買爭虧雲親億僅從儀價眾優傳傷備後時樣維護築設計劃創傾規範緊繫統穩運營環節"
)
_ENOUGH = 3  # of them; a name or a quoted inscription has fewer
_SHORT = 150  # different characters up to which a text is too short to hold several of them
_PIECE = 1 << 16  # characters converted at a time, so that a long text needs no second copy of itself
_KEEPS = lazy("(?<![显顯卓昭专專名原拙编編土论論合译譯巨遗遺执])著(?![名作称稱者述录錄书書有])")


@lru_cache(maxsize=1)
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def simplify(text: str, chars: frozenset[str] | None = None) -> str:
    """Return ``text`` in simplified characters, as long as it was.

    Args:
        text: in characters of either kind.
        chars: the characters of ``text``, if the caller knows them.

    >>> simplify("圍繞著國家發展,成績顯著")
    '围绕着国家发展,成绩显著'
    """
    chars = alphabet(text) if chars is None else chars
    if len(_TRADITIONAL & chars) < (_ENOUGH if len(chars) > _SHORT else 1):
        return text
    starts = range(0, len(text), _PIECE)
    return "".join(_same_length(_KEEPS.sub("着", text[at : at + _PIECE])) for at in starts)


@lru_cache(maxsize=4096)
def simplify_char(char: str) -> str:
    """Return the simplified form of one character; itself when it has none.

    >>> simplify_char("體"), simplify_char("体")
    ('体', '体')
    """
    simple: str = _converter().convert(char)
    return simple


def _same_length(text: str) -> str:
    convert = _converter().convert
    simple: str = convert(text)
    if len(simple) == len(text):
        return simple
    return "".join(new if len(new := convert(char)) == 1 else char for char in text)
