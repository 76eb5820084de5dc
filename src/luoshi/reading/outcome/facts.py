"""Does a clause hold a fact: a figure or a deed?"""

from luoshi.reading.structure.words import load
from luoshi.values.pattern import any_of, lazy

_WORDS = load("states")
_DEED = lazy(
    any_of(_WORDS["deeds"]["words"])
    + "|已(?:经)?[^，。；]{0,6}(?:通过|完成|生产|投产|投入|开工|竣工|建成|交付|启用|签约|落地|上线|拆除|验收)"
    + "|已(?:办结|销号)"
    "|拿到[^，。；]{2,16}(?:证|批复|许可)|完成(?:升级|换届|改造|验收|移交|搬迁|交接|审批|招标)"
    "|成功(?:注册|上市|发射|申办|落户|入选)|超额完成|全线贯通|上调[^，。；]{2,12}标准|全部移交|率先(?:完成|建成)"
    "|全部(?:清退|归还|收回|办结|销号)|被(?:诫勉|免职|立案|处分)"
    + "|《[^》]{2,60}》|开展[^，。；]{4,60}活动|实现[^，。；]{2,24}“"
)
_NO_DEED = lazy(
    r"现(?:将|印发)[^，。]{2,60}(?:如下|通报|报告|汇报|通知|印发|转发|下发|你们|你单位)"
    r"|^《[^》]{2,60}》(?:还|并)?(?:提出|部署|明确|规定|要求|指出|强调|共|分为|包括)"
    r"|制[定订]本[^，。；]{2,6}$|可(?:继续|按[^，。；]{1,8})?(?:享受|免征|减征)"
    r"|^[^，。；]{0,14}(?:现有|现设|下设|下辖|内设|辖区?有?(?=\d))"
    r"|^[^，。；]{2,16}(?:时期|五年|一年)是[^，。；]|^(?:据)?预计|，(?:必将|有望)"
)
_OF_THE_MEETING = lazy(
    r"(?:同志们[，,！!])?(?:刚才|刚刚，|今天的?(?:会议|大会|活动)|(?:这|此|本)次(?:会议|大会|座谈|培训|活动)(?!以来)|会上，|会前，)"
)
# accidents and deaths that are counted, and nothing done about them
_HARM = lazy(r"(?:发生|造成)[^，。；]{0,30}(?:事故|伤亡|死亡)|事故[^，。；]{0,6}\d+起|死亡(?:人数)?\d")
_LESS = lazy("下降|减少|降低|压降|未发生|没有发生|零|杜绝|无|处置|救|避免|防止|排查|查处|化解|办结|侦破")
_PRAISE = lazy(any_of(_WORDS["praise"]["words"]))
# what sums up without a fact of its own: ……，圆满完成了全年目标任务; ……，取得了明显成效
_SUMS_UP = lazy(
    "(?:圆满|顺利|较好|全面)(?:地)?完成了?[^，。；“《]{0,30}(?:目标任务|各项任务|工作任务|目标)(?:，实现[^，。；]{0,10}圆满收官)?$"
    "|^已(?:经)?(?:全部)?(?:完成|整改|办结|销号|落实)(?:整改|到位)?$"
    "|做了(?:大量|许多|很多)[^，。；]{0,8}工作$"
    "|取得了?(?:较好|明显|显著|积极|阶段性|长足|良好|一定)?的?(?:成效|成绩|成果|进展|效果)$"
)
_FIGURE = lazy(r"(?<![\d“”])\d[\d.,]*(?!\d)(?:[万亿千百]|余|多)*(?![年月日号、.）)\d]|世纪|周年|届|小时全)")


def has_figure(words: str, n_amounts: int) -> bool:
    """Tell whether the clause counts something (dates and years apart)."""
    return n_amounts > 0 or bool(_FIGURE.search(words))


def has_deed(words: str) -> bool:
    """Tell whether the clause names something issued, built, opened, won."""
    return bool(_DEED.search(words))


def tells_no_deed(words: str) -> bool:
    """Tell whether the clause announces, says what a document says or how things stand.

    How things stand: 现有党员22人, 发生事故32起. What the meeting itself did is no deed either.
    """
    harm = _HARM.search(words) is not None and _LESS.search(words) is None
    return harm or bool(_NO_DEED.search(words) or _OF_THE_MEETING.match(words))


def is_praise(words: str) -> bool:
    """Tell whether the clause is thanks or praise."""
    return bool(_PRAISE.search(words))


def sums_up(words: str) -> bool:
    """Tell whether the clause only says that all went well."""
    return bool(_SUMS_UP.search(words))
