"""What the model sees of a candidate besides its n-grams: cues, hooks 1-4, section, form."""

from collections.abc import Sequence
from itertools import chain
from typing import Final

import numpy as np
from numpy.typing import NDArray

from luoshi.reading.duty.candidate.candidate import Candidate
from luoshi.reading.duty.cues import CUES, count_cues
from luoshi.reading.duty.cutting.parts import is_condition
from luoshi.reading.duty.grammar import is_predicate
from luoshi.reading.marks import Role, State
from luoshi.values.pattern import lazy

_STATES: Final = tuple(State)
_STATE_COLUMN: Final = {state: i for i, state in enumerate(_STATES)}
_AHEAD: Final = frozenset({State.PLAN, State.RULE})
_DUTY_FIRST: Final = lazy(r"(?:要|应|须|必须|不得|请|将|力争|确保|严禁)")
_ASKS: Final = lazy(
    r"应(?<![供相反效响适对感]应)当?(?![急用尽诉对])|须|必须|要(?<![重主必需紧首简概摘]要)(?![求点素件])|不得|严禁|将|力争|确保|负责|请(?![求示])"
)
# what tells how things stand: 已建成, 共有, 占比, 至今, 从督查情况看
_TOLD: Final = lazy(
    r"已(?:经)?[\u4e00-\u9fff]|共有|现有|约有|仅有|占[^，。；]{0,8}%|%的|至今|总体|看似|具有|以来|情况看|预计|同比|累计|上(?:学?年|半年度)"
    r"|去年|近年|未完成|未(?:取得|经|及时|能)|不足|缓慢|薄弱|混乱|滞后|迫切|良好|健全[，。]|显著|明显|暴露|存在|是[^，。；]{2,24}的|较[高低大小多少强弱差好]|很[高低大小多少强弱差好]|十[高低大小多少强弱差好]|分[高低大小多少强弱差好]|了(?!解)"
)
_FORMS: Final = (
    "named", "unnamed", "by", "inherited", "assigned", "in_row", "supported",
    "limit_own", "limit_given", "cadence", "quantity", "conditional", "duty_first", "duty_after_subject",
    "marker", "in_item", "article", "short", "long", "length", "continues",
    "plan_amount", "plan_limit", "done_amount", "aim_amount", "plan_duty",
    "opens_act", "plan_noun", "told", "plan_told", "asks", "plan_act",
    "near_act", "near_told", "near_asks", "plan_near_told", "plan_near_asks",
    "rate_plain", "rate_assigned", "rate_duty", "rate_article",
)  # fmt: skip
FEATURES: Final = (
    *(f"has:{c}" for c in CUES),
    *(f"n:{c}" for c in CUES),
    *(f"state:{s}" for s in _STATES),
    *_FORMS,
)
"""Names of the columns, in order."""
_FIRST_FORM: Final = len(FEATURES) - len(_FORMS)
_SHARED: Final = [_FORMS.index(name) for name in ("opens_act", "told", "asks")]
_ASSIGNED, _DUTY_OPENS, _DUTY_FOLLOWS, _ARTICLE = (
    _FORMS.index(name) for name in ("assigned", "duty_first", "duty_after_subject", "article")
)


def spans_of(units: Sequence[Candidate]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return where the candidates start and stop."""
    starts = np.fromiter((c.unit.span.start for c in units), dtype=np.intp, count=len(units))
    stops = np.fromiter((c.unit.span.end for c in units), dtype=np.intp, count=len(units))
    return starts, stops


def features_of(text: str, units: Sequence[Candidate]) -> NDArray[np.float32]:
    """Return the feature matrix, shape (candidates, ``len(FEATURES)``)."""
    n = len(units)
    out = np.zeros((n, len(FEATURES)), dtype=np.float32)
    if not n:
        return out
    starts, stops = spans_of(units)
    cues = count_cues(text, starts, stops).astype(np.float32)
    lengths = np.maximum(stops - starts, 1).astype(np.float32)[:, None]
    k = len(CUES)
    np.minimum(cues, 1, out=out[:, :k])
    np.divide(6 * cues / np.sqrt(lengths), 3, out=out[:, k : 2 * k])
    out[np.arange(n), [2 * k + _STATE_COLUMN[c.clause.state] for c in units]] = 1
    forms = [_form(text, c) for c in units]
    width = len(forms[0])
    flat = np.fromiter(chain.from_iterable(forms), dtype=np.float32, count=n * width)
    own = out[:, _FIRST_FORM : _FIRST_FORM + width] = flat.reshape(n, width)
    near = _near(own[:, _SHARED], np.fromiter((c.clause.block for c in units), dtype=np.intp, count=n))
    ahead = np.fromiter((c.clause.state in _AHEAD for c in units), dtype=np.float32, count=n)
    at = _FIRST_FORM + width
    out[:, at : at + 3] = near
    out[:, at + 3] = ahead * near[:, 1]
    out[:, at + 4] = ahead * near[:, 2]
    out[:, at + 5 :] = _rates(forms)
    return out


def _near(own: NDArray[np.float32], blocks: NDArray[np.intp]) -> NDArray[np.float32]:
    """Return the share of the others of each unit's paragraph that act, tell and ask; shape (n, 3)."""
    _, group, count = np.unique(blocks, return_inverse=True, return_counts=True)
    sums = np.zeros((len(count), own.shape[1]), dtype=np.float32)
    np.add.at(sums, group, own)
    others = np.maximum(count[group] - 1, 1).astype(np.float32)[:, None]
    return (sums[group] - own) / others


def _rates(forms: Sequence[tuple[float, ...]]) -> tuple[float, ...]:
    """Return how task-like the whole document is."""
    n = len(forms)
    given = np.float32(sum(form[_ASSIGNED] for form in forms) / n)
    duty = np.float32(sum(1 for form in forms if form[_DUTY_OPENS] or form[_DUTY_FOLLOWS]) / n)
    article = sum(form[_ARTICLE] for form in forms) / n
    return float(1 - min(np.float32(1), given + duty)), float(given), float(duty), article


def _form(text: str, it: Candidate) -> tuple[float, ...]:
    span, clause = it.unit.span, it.clause
    length = span.end - span.start
    named = unnamed = inherited = supported = False
    for actor in it.actors:
        if actor.inherited:
            inherited = True
        elif actor.resolved:
            named = True
        else:
            unnamed = True
        supported = supported or (actor.role is Role.SUPPORT and not actor.inherited)
    by = modal = False
    for subject in it.unit.subjects:
        by = by or not subject.at_start
        modal = modal or subject.modal
    own_limit = bool(it.limits) and not it.limits[0].inherited
    ahead = clause.state in _AHEAD
    duty_first = _DUTY_FIRST.match(text, span.start) is not None
    opens_act = is_predicate(text, span.start)
    asks = _ASKS.search(text, *span) is not None
    told = _TOLD.search(text, *span) is not None
    return (
        named,
        unnamed and not named,
        by,
        inherited and not it.assigned,
        it.assigned,
        it.in_row,
        supported,
        own_limit,
        bool(it.limits) and not own_limit,
        bool(it.cadences),
        min(len(it.quantities), 3),
        len(it.unit.parts) > 1 and is_condition(text, it.unit.parts[0]),
        duty_first,
        modal,
        bool(clause.marker),
        clause.item >= 0,
        clause.marker.endswith("条"),
        length < 16,
        length > 120,
        min(length, 200) / 100,
        not it.unit.first,
        ahead and bool(it.quantities),
        ahead and own_limit,
        clause.state is State.ACHIEVEMENT and bool(it.quantities),
        clause.state is State.AIM and bool(it.quantities),
        ahead and duty_first,
        opens_act,
        ahead and not (opens_act or it.unit.subjects or own_limit or asks),
        told,
        ahead and told and not asks,
        asks,
        ahead and opens_act and not told,
    )
