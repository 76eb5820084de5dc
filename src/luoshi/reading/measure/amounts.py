"""What an amount may look like: the pattern, and what its number, unit and bound are."""

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Final

from luoshi.reading.measure.numerals import read_number
from luoshi.values.pattern import any_of, lazy
from luoshi.values.quantity import Bound

UNITS: Final[dict[str, list[str]]] = tomllib.loads(
    Path(__file__).with_name("units.toml").read_text(encoding="utf-8")
)


_COUNTED: Final = any_of(UNITS["classifiers"] + UNITS["measures"])
_ANY: Final = any_of(UNITS["classifiers"] + UNITS["measures"] + UNITS["per"])
_TIME: Final = any_of(UNITS["time"])
_TIMES: Final = r"(?:万亿|千亿|百亿|十亿|亿|千万|百万|十万|万|千(?![克米瓦伏卡])|百(?!分))?+"
_ARABIC: Final = r"[0-9]++(?:[,，][0-9]{3}(?![0-9]))*+(?:\.[0-9]++)?+"
_FULL: Final = r"[０-９]+(?:．[０-９]+)?"
_MORE: Final = r"[余多来几]"
_TO: Final = r"\s?[-—～~－–至到、]{1,2}\s?"
# 成 counts tenths, but not in 成立; 位 counts people, but not in 五位一体.
_UNIT_END: Final = (
    r"(?<![A-Za-z](?=[A-Za-z]))(?<!成(?=[立员果功为效长本就品都交分熟形年人绩套型了]))(?<!位(?=[一于置]))(?<!分(?=[钟之别公工类]))(?<!度(?=[假]))"
    r"(?<!点(?=[钟半整前]))(?<!次(?=性|全会|全体))(?<!二次(?=[审供污开利加分创]))(?<!节(?=[前约能点日假]))(?<!里(?=[的面]))(?<!道(?=[路]))(?<!面(?=[向对]))(?<!部(?=[门分委]))"
    r"(?<!本(?=[级身地]))(?<!类(?=似))(?<!点(?=[0-9一二三四五六七八九]))(?<!首(?=[次]))(?<!人(?=[民大会制]))(?<!条(?=线))(?<!轮(?=[车椅驱摩]))(?<!把(?=手))(?<!副(?=[市县省主校局处部书会区镇乡院]))"
)
_TAIL: Final = r"(?P<{0}>及以上|以上|及以下|以下|以内|之内|左右|上下|以外|(?<=[名人户家个])(?:多|余))?"

_STARTS: Final = "0-9０-９一二两三四五六七八九十百千万亿xX×＊*数半上清翻"
_BOUND_WORDS: Final = {
    word: bound
    for key, bound in (("at_least", Bound.AT_LEAST), ("at_most", Bound.AT_MOST), ("about", Bound.ABOUT))
    for word in UNITS[key]
}
_BOUND_ENDS: Final = frozenset(word[-1] for word in (*_BOUND_WORDS, *UNITS["bound_joints"]))
_CN: Final = "一二两三四五六七八九十百千万亿零〇"
# Each form looks at its first character before all else, so that the pass can leave it there; the empty group
# at its end names it.
_FORMS: Final = (
    # 不少于15小时, 至少五个工作日: how long something is to last
    (
        rf"(?:(?<=[少于])|(?<=[少于] ))(?P<l>{_ARABIC}|[{_CN}]{{1,4}}+) ?"
        r"(?P<lu>个?(?:小时|工作日|学时|月|半天)|分钟|天|日|周|年)(?![度级代内前份])(?P<lasting>)"
    ),
    # 3000多万元, 8-10个, 50%以上, 2-3 个
    (
        rf"(?=[0-9０-９])(?<![0-9０-９A-Za-z.．第〕\]号前])(?<![0-9][时点：:])(?P<a>{_ARABIC}|{_FULL})(?P<am>{_MORE})?+(?:个(?=亿))?+(?P<at>{_TIMES})"
        rf"(?P<an>{_MORE})?(?:(?P<au1>[%％])?{_TO}(?P<b>{_ARABIC})(?P<bt>{_TIMES})(?P<bn>{_MORE})?)?"
        rf"\s?(?P<au>{_ANY}|大[\u4e00-\u9fff]{{2}}){_UNIT_END}{_TAIL.format('ab')}(?P<arabic>)"
    ),
    # 一百二十三件, 二十多家, 四五个, 八成以上
    (
        rf"(?=[{_CN}])(?<![{_CN}第0-9几首前])"
        # a lone 一 is an article unless a bound stands beside it
        rf"(?:(?<=[{''.join(sorted(_BOUND_ENDS))}])|(?=一..?以上)|(?!一(?![{_CN}至到、])))"
        rf"(?P<c>[{_CN}]{{1,9}}+)(?:(?P<cm>{_MORE})(?P<ct>[百千万亿]{{0,2}}))?"
        rf"(?:[至到、](?P<e>[{_CN}]{{1,9}}+))?(?P<cu>{_ANY}){_UNIT_END}{_TAIL.format('cb')}(?P<chinese>)"
    ),
    # 百分之八十五, 三分之二
    (
        r"(?=[一二两三四五六七八九十百千0-9])(?P<f>[一二两三四五六七八九十百千0-9]{1,3}分之"
        rf"[一二两三四五六七八九十百零点0-9.]{{1,8}}){_TAIL.format('fb')}(?P<fraction>)"
    ),
    # x余场次
    (
        rf"(?=[xX×＊*])(?<![0-9A-Za-z×＊*])(?P<x>[xX×＊*]{{1,4}})(?P<xm>{_MORE})?{_TIMES}(?P<xn>{_MORE})?(?P<xu>{_ANY})"
        rf"{_UNIT_END}{_TAIL.format('xb')}(?P<masked>)"
    ),
    # 数十名, 上千户
    (
        r"(?=[数上])(?P<s>数(?:十万|百万|十|百|千|万|亿)|上(?:百万|千万|百|千|万|亿))"
        rf"{_MORE}?(?P<su>{_COUNTED})(?P<several>)"
    ),
    r"(?P<half>半数)(?P<hb>以上|以下|左右)?(?P<halves>)",
    r"(?P<zero>清零)(?<!动态清零)(?P<zeros>)",
    r"(?P<fold>翻[一两二三]番)(?P<folds>)",
    # 由0.8降至0.55, 审批由20天减到5天
    rf"(?<=[至到为])(?P<t>{_ARABIC})(?P<tu>{_TIME}|岁)?(?![0-9.年月日号％%/:：])(?P<tb>以上|以下|以内|左右)?(?P<target>)",
    # 佣金收入3500万，
    rf"(?=[0-9])(?<![0-9A-Za-z.．第])(?P<w>{_ARABIC})(?:个(?=亿))?+(?P<wt>[百千]?[万亿])(?=[，。；、）)\n]|目标|$)(?P<bare>)",
    # 压缩至3周以内
    (
        rf"(?<=[至到在过])(?:(?P<pl>{_ARABIC}){_TO})?(?P<p>{_ARABIC}|[{_CN}]{{1,4}})(?P<pu>{_TIME})(?![度级代])"
        r"(?P<pb>以上|以下|以内|之内|左右|内)?(?P<process>)"
    ),
)
GATE: Final = lazy(f"[{_STARTS}](?<=(?=(?:" + "|".join(_FORMS) + f"))[{_STARTS}])")
SLOGAN_AFTER: Final = lazy(any_of(UNITS["abstract"]))

# A bound word, then at most a verb or a joining word between it and the number (至少开一次, 分别达到).
LEFT_BOUND: Final = lazy(
    f"(?P<word>{any_of(tuple(_BOUND_WORDS))}){any_of(UNITS['bound_joints'])}?(?P<about>约|近)?$"
)
_ONE: Final = Decimal(1)
_RIGHT: Final = {
    "以上": Bound.AT_LEAST,
    "及以上": Bound.AT_LEAST,
    "以下": Bound.AT_MOST,
    "及以下": Bound.AT_MOST,
    "以内": Bound.AT_MOST,
    "之内": Bound.AT_MOST,
    "内": Bound.AT_MOST,
    "左右": Bound.ABOUT,
    "上下": Bound.ABOUT,
    "多": Bound.ABOUT,
    "余": Bound.ABOUT,
}


def has_left_bound(text: str, start: int) -> bool:
    """Tell whether the word before an amount may set a bound."""
    return start > 0 and text[start - 1] in _BOUND_ENDS


def left_bound(text: str, start: int) -> tuple[Bound | None, int]:
    """Return the bound that the words before an amount set, and where the amount with its 近 or 约 begins."""
    if not has_left_bound(text, start):
        return None, start
    match = LEFT_BOUND.search(text, max(0, start - 12), start)
    if match is None:
        return None, start
    if match["about"]:
        return Bound.ABOUT, match.start("about")
    bound = _BOUND_WORDS[match["word"]]
    adjoins = bound is Bound.ABOUT and match.end("word") == start
    return bound, match.start("word") if adjoins else start


def right_bound(word: str | None) -> Bound | None:
    """Return the bound that 以上, 以内, 左右 … after an amount sets."""
    return _RIGHT.get(word) if word else None


def read_value(words: str, times: str | None = None) -> Decimal | None:
    """Return the number of its written parts (3000, 万), or None."""
    value = read_number(words + times if times else words)
    if value is None or value == value.to_integral_value():
        return value if value is None else value.quantize(_ONE)
    return value
