"""Units that leave their subject out, because earlier words have said it."""

from typing import Final

from luoshi.reading.duty.cutting.names import opens_with_predicate
from luoshi.reading.duty.cutting.parts import MODAL, is_condition
from luoshi.reading.duty.cutting.subjects import past_time
from luoshi.reading.duty.cutting.units import Unit
from luoshi.values.pattern import lazy

_CONDITION_START: Final = lazy(r"(?:对于?|凡是?|如|若|遇|一旦|经查|因|除|未经|不经)")
_RUN_CONDITION: Final = lazy(
    r"\d{1,3}(?:小时|天)(?=[受处办响值])|[^，。、由]{2,24}?的(?=依法|不予|予以|给予|责令|一律|应当|按照|从重|视情|及时|立即|限期)"
)
_BY_PLAN_END: Final = lazy('到?[“"]?二?十[一二三四五]?五[”"]?(?:规划)?(?:期?末|期间|时期)，?')
_FOR_ALL: Final = lazy("凡[^，。；]*的[^，。；的]{1,8}，(?:一律)?(?:不得|不准|应|须|必须)")


def opens_bare(text: str, unit: Unit) -> bool:
    """Tell whether the unit begins with its predicate or a condition."""
    start, part = unit.span.start, unit.parts[0]
    first = text[start]
    if first == "凡" and _FOR_ALL.match(text, *unit.span):
        return False  # 凡未取得健康证的人员，一律不得上岗
    if first in "到“二十" and (by_then := _BY_PLAN_END.match(text, start, unit.span.end)):
        return opens_with_predicate(text, by_then.end())
    if opens_with_predicate(text, start) or _CONDITION_START.match(text, start):
        return True
    behind = past_time(text, start, unit.span.end)
    if behind > start and opens_with_predicate(text, behind):
        return True
    return is_condition(text, part) or _RUN_CONDITION.match(text, *part) is not None


def elides_subject(text: str, unit: Unit) -> bool:
    """Tell whether the unit begins with its predicate or a condition, so that its subject was said before."""
    part = unit.parts[0]
    if opens_bare(text, unit):
        return True
    if MODAL.search(text, part.start, part.end):
        return False
    return any(MODAL.match(text, p.start, p.end) for p in unit.parts[1:])
