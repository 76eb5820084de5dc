"""Clauses that tell, wherever they stand: what was counted in a time gone by, and what is plainly wrong."""

from datetime import date
from typing import Final

from luoshi.reading.structure.clause.pieces import Piece
from luoshi.values.pattern import lazy

# 去年读书节期间，……; 1—6月，……; 2024年，…… of a text of 2025
_GONE_BY: Final = lazy(
    r"(?:在[^，。；]{2,30}下，){0,3}(?:据(?:上年)?统计，|其中，|此前，|前期，?)?(?:去年|上年度?|上学期|上半年|上一?季度|上个?月|上个?周|本周以来|前[一二三]季度|截至|截止到?|近年来|今年以来"
    r"|入[夏冬春秋汛]以来|共(?=(?:梳理|排查|发现|检查|收到|受理|查处|完成|组织|开展|举办|征集|评选|收缴|办理)[^，。；]{0,16}\d)|前期|(?:1|一)[—~～－-]{1,2}(?:1[0-2]|[2-9])月|今年(?:1|一)[—~～至－-]{1,2}(?:1[0-2]|[2-9])月|[^，。；\d]{0,8}[年月]来|(?P<y>20\d\d)年(?!年?[底末内初中]|[^，。；]{0,8}前))"
)
_COUNTED: Final = lazy(
    r"同比|环比|[较比](?:上|去|年初|前一|同期)|为(?:年初|年度|月|全年|序时)?(?:预算|计划|任务)的|超(?:计划|预算|序时)|共[^，。；同]{0,12}\d|累计"
    r"|已(?:经)?[^，。；]{1,14}\d|(?:完成|实现|建成|新建|评出|编印|下降|增长|普查|抽查|抽检|接收|处置|开课|投放|达到|收回|降至|升至|改造|兑付|出动|新打|出库|检查|更换|维修|修订|排查|召开|组织|举办|开展|培训|招聘|签订|查处|签约|净增|新设|拆除|整治|整改|化解|走访|慰问|发放|办理|受理|调解|收回|发生|余额)[^，。；]{0,16}\d"
)
_FURTHER: Final = lazy(
    r"[^。；]*(?:同比|环比|[较比](?:上[年月]|去年|年初|前一)|超计划|为月?计划的|合格率|降至|升至|占比)[^。；]*\d"
    r"|(?:兑付|建成|出院|新建|完成|实现|出动|改造|发放|新增|累计|抽检|打通|修订|签约|竣工|投产|净增|查处|整改)[^，。；]{0,24}\d[^。；]*"
    r"|[^，。；]{2,12}?(?:检查|排查|抽查|走访|出动|受理|调解)[^，。；]{0,10}\d+[^，。；\d]{0,2}(?:家次|人次|户次|条|起|件|处|份)(?:，[^。；]*)?$"
)
_AHEAD: Final = lazy(
    "要(?<![主需重]要)(?![求点素件])|应当?(?![急用对届])|须|必须|将(?![近军])|力争|争取|计划(?!的|外|任务)|拟(?!定)|确保|不(?:少|低|高|多)于|不超过|控制在|月前|日前|底前|末前|内前|年内|目标|以[上内](?:$|，)|，[交由]"
)
_TELLING: Final = r"(?:仍(?:较|有|然)?[^，。；]{0,6}|时有发生|(?:还|依然)?比较突出|较为突出|突出|普遍)$"
# each begins with one character that is said: such a pattern skips where none of them stands
_WRONG: Final = lazy(
    "偏[多低少高慢弱大](?!于)|居高不下|屡禁不[止绝]|悬空|断断续续|时断时续|打了?折扣|流于形式|走过场|反复出现|没有闭环|仍未|尚未|至今(?:未|没有|仍)"
    "|先斩后奏|报喜不报忧|失真|松散|慢于(?:时间|序时)|低于(?:时间|序时)|不同程度存在"
    f"|现象{_TELLING}|问题{_TELLING}|矛盾{_TELLING}"
    "|教训[^，。；]{0,4}深刻|有[^，。；]{0,4}缺口|存在[^，。；]{0,4}缺口|仍[^，。；]{0,4}缺口|缺口(?:较大|达|\\d)|形成新的闲置|长期拖欠|拖欠[^，。；]{0,8}时间较长|无人(?:过问|管护|运维|值守)|陈旧|压降不到位|平均滞后|进度滞后|走形式|事后补|补[填抄录]|两张皮|拖了[一二两三四五六七八九十几半\\d]|没有(?:根本|明显|彻底|编号|得到解决|兑付)|曾出现|跟不上|不过关|不扎实"
    "|仅有\\d|只有\\d|办法[^，。；]{0,3}还?不多|机会[^，。；]{0,3}还?不多|没有叫应"
)
_TO_MEND: Final = lazy(
    "解决|整治|针对|防止|避免|杜绝|坚决|严禁|不得|对|凡|如|若|因|克服|着力|切实|加大|聚焦|围绕|严肃|严查|整改|治理|排查|查处|逾期"
)
_TO_THOSE: Final = lazy("，(?:对|凡)[^，。；]{0,20}$")  # 每月督查，对进度滞后的单位下达督办函


def tells_fact(text: str, piece: Piece, ref: date | None, *, goes_on: bool) -> bool:
    """Tell whether a clause counts what was done in a time gone by: 去年，全区43所学校参与，评出班级120个.

    Args:
        text: the text.
        piece: the clause.
        ref: the day the text speaks on; a year not before its year is no time gone by.
        goes_on: the clause before, of the same paragraph, tells such a fact.
    """
    start, end = piece.start, piece.end
    if _AHEAD.search(text, start, end):
        return False
    gone = _GONE_BY.match(text, start, end)
    if gone is None:
        return goes_on and _FURTHER.match(text, start, end) is not None
    if gone["y"] and ref is not None and int(gone["y"]) >= ref.year:
        return False
    return _COUNTED.search(text, start, end) is not None


def is_wrong(text: str, piece: Piece) -> bool:
    """Tell whether a clause says what is wrong, and asks nothing: 个别合同没有编号, 进度慢于时间进度."""
    start, end = piece.start, piece.end
    wrong = _WRONG.search(text, start, end)
    if wrong is None or _TO_MEND.match(text, start, end):
        return False
    if _TO_THOSE.search(text, start, wrong.start()) and text.find("的", wrong.end(), wrong.end() + 2) >= 0:
        return False
    return _AHEAD.search(text, start, end) is None and text.find("的，", start, end) < 0


def names_wrong(words: str) -> bool:
    """Tell whether words that name what is plainly wrong stand in ``words``."""
    return _WRONG.search(words) is not None
