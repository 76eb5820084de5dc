"""The word lists of this folder, loaded once, and the pieces of pattern they and the numerals make."""

import tomllib
from pathlib import Path
from typing import Final


def _load(name: str) -> dict[str, list[str]]:
    return tomllib.loads(Path(__file__).with_name(name).read_text(encoding="utf-8"))


WORDS: Final = _load("words.toml")


ANY_MONTH: Final = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九]|元(?=月))"
ANY_DAY: Final = (
    r"(?:3[01]|[12][0-9]|0?[1-9]"
    r"|三十一?|二十[一二三四五六七八九]?|廿[一二三四五六七八九]?|十[一二三四五六七八九]?|[一二三四五六七八九])"
)
MASK: Final = r"[xX×＊*某]{1,4}"
BEFORE: Final = (
    r"(?:以前|之前|前(?![往来去后期述夕沿赴线置]|提(?![交出供醒请报])|列(?![入出])|进(?!行)|行(?=[,，。])|移(?![交送])"
    r"|所未有|不久))"
)
AND: Final = r"[、和及与,，]"
WEEKDAY: Final = {
    "一": "MO",
    "二": "TU",
    "三": "WE",
    "四": "TH",
    "五": "FR",
    "六": "SA",
    "日": "SU",
    "天": "SU",
}
