"""Where a sentence on what was done turns to what is wrong: 建成12公里，但个别村进度滞后."""

from luoshi.reading.structure.words import load
from luoshi.values.pattern import any_of, lazy
from luoshi.values.span import Span

LACK = lazy(
    any_of(load("states")["lack"]["words"]) + "|不[够足强高全清]|未|没有|还存在|仍存在|依然存在|仍然存在|缺"
    r"|仅(?=[^，。；]{0,12}\d)|照搬照抄|无证|瘫痪|推诿|观望|超量|违规|违章|雷同|逾期|闲置|挪用|截留|虚报|[漏迟瞒]报|脱节|堵塞|占用|直排"
    "|乱[接搭拉停堆]|形同虚设|走过场|打折扣|滞后|低于|高于[^，。；]{0,10}(?:标准|标杆|平均)|超(?:概算|预算|标准|期)|反复"
)
"""Words that find fault."""

BUT = lazy("，(?:但是?|然而|不过)(?:也|仍|还)?，?")
_TURNS = lazy("，(?:但是?|然而|不过)(?=[^。；]{4,})")
_NO_FAULT = lazy("[^，。；]{0,4}(?:仍|也|还|都|始终|依然)?(?:坚持|保持|努力|克服|顶住|取得|实现|完成)")


def find_concession(text: str, span: Span) -> Span | None:
    """Return the comma at which ``span`` turns to what is wrong, and all behind it; None if it does not."""
    turn = _TURNS.search(text, *span)
    if turn is None or _NO_FAULT.match(text, turn.end(), span.end):
        return None
    return Span(turn.start(), span.end) if LACK.search(text, turn.end(), span.end) else None
