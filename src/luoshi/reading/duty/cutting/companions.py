"""Who acts besides the subject of a clause: 会同……, 甲牵头、乙配合, 与丙一起."""

from luoshi.reading.duty.cutting.names import PartyMap, cut_stems, listed, past_apposition
from luoshi.reading.duty.grammar import GRAMMAR
from luoshi.reading.marks import Role
from luoshi.values.pattern import any_of, lazy
from luoshi.values.span import Span

HELPS = lazy(
    rf"(?!共同(?:组织|实施|负责|承担|举办|主办|起草|制定|完成|开展|管理|领导|研究|审[核定议]|签[订署]|出资|建设|推进|落实|做好|印发|发布|出台|协商|确定))(?:共同|积极|密切|做好|予以|给予)?{any_of(GRAMMAR['helpers'].split())}"
)
WITH = lazy(
    r"(?:牵头(?:协调|会同|联合)|会同|会商|联合|协同|商(?!业|务|会|贸|场|品|标|户|店|城|洽|量|定|家|机))"
)
AS_ONE = lazy(r"(?:共同|联合|一起|一道|联手)")
_WITH_THEM = lazy(r"(?:[要应须将拟]|应当|可)?与")  # 省局将与甲厅、乙厅等单位一起
_FORMS = lazy("(?:[要应须将拟]|负责|牵头|共同)*(?:组成|成立|组建|设立|建立|开展)")  # 甲、乙组成联合验收组
_HEADS_WITH = lazy(r"牵头[，,、](?:会同|联合|协同)")
_STOP = lazy("[，,。；;\n]")
_CARRIES_OUT = lazy("(?:具体|负责)*(?:实施|落实|承办|承担|督促)")  # 甲牵头、乙具体实施
_HEADS = lazy(r"牵头[、，]|负责、")
# 会同税务、人社，……: fields of work for those who work in them
_FIELDS = lazy("[\u4e00-\u9fff]{2,4}(?:、[\u4e00-\u9fff]{2,4})+(?=，)")
_GUIDES = lazy("(?:予以|给予|做好)?指导")


def noted_role(text: str, span: Span, role: Role) -> Role:
    """Return the role a bracket behind a name gives it, else ``role``: 医务科（牵头）、护理部配合."""
    if text.startswith(("（牵头", "（主办", "（主责"), span.end):
        return Role.LEAD
    return Role.SUPPORT if text.startswith(("（配合", "（协办"), span.end) else role


def beside_them(names: PartyMap, end: int, stop: int, *, helps: bool) -> list[tuple[Span, bool, Role]]:
    """Return who acts besides: whom the subject helps (配合乙队), who helps it (甲牵头、乙配合)."""
    out: list[tuple[Span, bool, Role]] = []
    if helps and (helping := HELPS.match(names.text, end, stop)):
        out += [(s, g, Role.LEAD) for s, g in listed(names, helping.end(), stop)]
    return out


def companions(names: PartyMap, end: int, stop: int) -> list[tuple[Span, bool, Role]]:
    """Return the parties that help the subject ending at ``end`` (会同……, 牵头、乙配合)."""
    if heads := _HEADS.match(names.text, end):
        helpers = listed(names, heads.end(), next_stop(names.text, heads.end()))
        if helpers and _CARRIES_OUT.match(names.text, helpers[-1][0].end):
            return [(s, g, Role.SUPPORT) for s, g in helpers]
        after = past_apposition(names.text, helpers[-1][0].end, len(names.text)) if helpers else -1
        after += names.text.startswith("等", after)
        if helpers and (
            HELPS.match(names.text, after)
            or _GUIDES.match(names.text, after)
            or names.text.startswith("组成", after)
        ):
            return [(s, g, Role.SUPPORT) for s, g in helpers]
    if headed := _HEADS_WITH.match(names.text, end):
        beside = listed(names, headed.end(), next_stop(names.text, headed.end()))
        return [(s, g, Role.SUPPORT) for s, g in beside]
    if joined := _WITH_THEM.match(names.text, end, stop):
        others = listed(names, joined.end(), stop)
        if others and AS_ONE.match(names.text, past_apposition(names.text, others[-1][0].end, stop), stop):
            return [(s, g, Role.SUPPORT) for s, g in others]
    together = WITH.search(names.text, end, min(stop, end + 8))
    if not together or _FORMS.match(names.text, end, together.start()):
        return []
    beside = listed(names, together.end(), stop)
    if not beside and (fields := _FIELDS.match(names.text, together.end(), stop + 1)):
        beside = cut_stems(fields.group(), fields.start())
    return [(s, g, Role.SUPPORT) for s, g in beside]


def next_stop(text: str, at: int) -> int:
    """Return where the comma part that begins at ``at`` ends."""
    found = _STOP.search(text, at)
    return found.start() if found else len(text)
