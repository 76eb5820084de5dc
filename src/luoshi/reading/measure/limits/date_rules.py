"""What a time limit may look like: one pattern a form, and one pass that finds where any of them begins."""

import re
from typing import Final

from luoshi.reading.measure.lexicon import ANY_DAY, ANY_MONTH, BEFORE, MASK
from luoshi.values.pattern import lazy

_LEAD: Final = r"(?P<pre>即日起(?:至|到)|截止到|截止至|截至|截止|到|至)?"
_YEAR: Final = (
    rf"(?:(?P<y>(?:19|20)[0-9]{{2}}|20{MASK}|{MASK}|二[〇○零Ｏ][〇○零一二三四五六七八九]{{2}})年"
    r"|(?P<ry>今|明|后|本|次|当|翌|来|全)年)(?!度?(?:级|代))"
)
_TO_MONTH: Final = rf"(?=[-—―–～~－]{{1,2}}{ANY_MONTH}月)"  # 4—6月
_MONTH: Final = rf"(?:(?P<m>{ANY_MONTH}|{MASK})(?:月份?|{_TO_MONTH})|(?P<rm>本|当|下个?)月)"
_TO_DAY: Final = rf"(?=\s?(?:至|到|-|—|―|～|~|－|–)\s?{ANY_DAY}[日号])"
_IN_MONTH: Final = (
    rf"(?:(?P<d>{ANY_DAY}|{MASK})(?:[日号]|{_TO_DAY})"
    r"|(?P<mp>[上中下]?[上中下]旬|[底末初中])(?![央国部小学期等]))"
)
_IN_YEAR: Final = (
    r"第?(?P<q>[一二三四1-4])季度(?P<qe>[末底初])?|(?P<h>[上下])半年"
    r"|年?(?P<ye>[底末初中终])(?![央国部小学期等心])(?!(?<=终)(?:考|总|结|决|奖|评|内|绩|盘))"
)
_RANGE: Final = (
    r"(?:\s?(?:至|到|-{1,2}|—{1,2}|―{1,2}|～|~|－|–)\s?(?:(?P<y2>20[0-9]{2})年)?"
    rf"(?:(?P<m2>{ANY_MONTH})月(?:(?P<d2>{ANY_DAY})[日号]|(?P<mp2>[上中下]?[上中下]旬|底))?|(?P<d3>{ANY_DAY})[日号]))?"
)
_CLOSE: Final = (
    r"(?P<note>[（(](?:含|不含|星期.|周.|含当日|含当天)[)）])?"
    r"(?P<time>\s?(?:(?:[01]?[0-9]|2[0-4])(?:[：:][0-5][0-9]时?|[时点](?:整|半|[0-5]?[0-9]分)?)|下班|上午|中午|下午|晚上|晚(?=[0-9])){1,2}(?![—~～:：0-9-]))?"
    rf"(?P<lim>{BEFORE}|止|为止|之内|以内|内(?![部外容蒙设涵需河]|在[的因联要动]))?"
)
_LENGTH_UNIT: Final = r"(?:个?(?:工作日|自然日|日历日)|日|天|个?(?:星期|月|小时)|个季度|周|分钟|年)"

RULES: Final[dict[str, re.Pattern[str]]] = {
    # 2022年6月底前, 明年上半年, 到2025年, 后年年底
    "year": lazy(f"{_LEAD}{_YEAR}(?P<du>度)?的?(?:{_MONTH}{_IN_MONTH}?|{_IN_YEAR})?{_RANGE}{_CLOSE}"),
    # 6月15日至20日, 本月底, 下月15日前
    "month": lazy(f"{_LEAD}{_MONTH}{_IN_MONTH}?{_RANGE}{_CLOSE}"),
    # 三季度末, 下半年, 年底前, 年内, 月底前, 本季度内
    "part": lazy(
        f"{_LEAD}(?:(?P<rq>本季度)[末底]?|{_IN_YEAR}|(?P<yi>年)(?=[之以]?内)|(?P<ml>月[底末]))(?<![当本]){_CLOSE}"
    ),
    # 本周五前, 明日18时前, 当天办结
    "near": lazy(
        r"(?:(?P<rw>本|这|下下|下)(?:周|星期|礼拜)(?P<wd>[一二三四五六日天末内])"
        rf"|(?P<rd>今日|今天|明日|明天|后天|当天|当日|次日|翌日)){_CLOSE}"
    ),
    # 48小时内, 5个工作日内, 半个月内, 限期一个月, 用两年时间, 公示期满后7个自然日
    "length": lazy(
        r"(?P<use>限期|用)?(?P<n>[0-9]{1,3}|[一二两三四五六七八九十]{1,4}|半)(?P<half>个半(?=月|小时|年))?"
        rf"(?P<u>{_LENGTH_UNIT})(?P<more>半)?(?:[（(][^（()）]{{1,6}}[)）])?"
        r"(?P<lim>之内|以内|内(?![部外容蒙设涵需河]|在[的因联要动])|的?时间内?)?"
    ),
    # 请于25日前
    "day": lazy(f"(?P<pre>至|到)?(?P<d>{ANY_DAY})[日号]{_CLOSE}"),
    # “十四五”末, 十五五期间
    "plan": lazy(
        r"(?P<pre>到|至)?[“\"「]?(?P<plan>(?:二?十)[一二三四五六七八九]?五)[”\"」]?(?:规划)?(?P<pe>期?末|期间|时期)"
        f"(?P<lim>{BEFORE})?"
    ),
    # 13:15前
    "clock": lazy(rf"(?P<hour>(?:[01]?[0-9]|2[0-4])(?:[：:][0-5][0-9]|时))(?P<lim>{BEFORE})"),
    "season": lazy("今冬明春"),
}
LEAD: Final = lazy(r"(?:即日起(?:至|到)|截止到|截止至|截至|截止|到|至|限期|用|[“\"「])$")

_STARTS: Final = "0-9xX×＊*某元全一二两三四五六七八九十半今明后本次当翌来上下年月这"
_NUMBER: Final = r"[0-9一二两三四五六七八九十半][0-9一二两三四五六七八九十]{0,3}+"
# What may begin here -> the rules to try, in order.
_OPENINGS: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    (
        (
            rf"(?<![0-9])(?!(?:19|20)[0-9]{{2}}年){_NUMBER}(?:个半?)?+(?:工作日|自然日|日历日|星期|小时|(?<=个)季度|分钟|(?<=个)月|(?<=半)月|[日天周年])半?"
            r"(?:[（(][^（()）]{1,6}[)）])?(?=[之以]?内|的?时间)"
        ),
        ("length",),
    ),
    (rf"(?<=最迟不超过){_NUMBER}个?(?:小时|工作日|天|日|周|(?<=个)月)", ("length",)),
    (rf"(?<=[期后起]){_NUMBER}个?(?:工作日|自然日|月|周|日|天)(?!以)", ("length",)),
    (r"[0-9xX×＊*某二今明后本次当翌来全](?:[0-9xX×＊*某〇○零Ｏ一二三四五六七八九]{3})?年", ("year",)),
    (r"元月", ("month",)),
    (r"[0-9一二三四五六七八九十xX×＊*某本当下][0-9一二三四五六七八九十xX×＊*某个]{0,3}月(?!饼)", ("month",)),
    (r"[上下]半年|[一二三四1-4]季度|本季度|年[底末初中终内之以]|月[底末]", ("part",)),
    (r"(?:今|明|后|当|次|翌)[日天]|(?:本|这|下下|下)(?:周|星期|礼拜)", ("near",)),
    (
        r"[0-9一二三四五六七八九十]{1,3}[日号](?=[（(之以前]|下班|[0-9]{1,2}[时:：点]|[上下]午|晚[0-9上])",
        ("day",),
    ),
    (r"二?十[一二三四五六七八九]?五[”\"」]?(?:规划)?期?[末间时期]", ("plan",)),
    (r"[0-9]{1,2}(?:[:：][0-9]{2}|时)(?=[之以]?前)", ("clock",)),
    (r"今冬明春", ("season",)),
)
GATE: Final = lazy(
    rf"[{_STARTS}](?<=(?=" + "|".join(f"(?:{pattern})()" for pattern, _ in _OPENINGS) + rf")[{_STARTS}])"
)
TO_TRY: Final = tuple(tuple((name, RULES[name]) for name in names) for _, names in _OPENINGS)
