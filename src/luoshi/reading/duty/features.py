"""What the model sees of a candidate besides its n-grams: cues, hooks 1-4, section, form."""

import re
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from luoshi.reading.duty.candidates import Candidate
from luoshi.reading.duty.cues import CUES, count_cues
from luoshi.reading.duty.units import is_condition
from luoshi.reading.marks import Role, State

_STATES: Final = tuple(State)
_STATE_COLUMN: Final = {state: i for i, state in enumerate(_STATES)}
_AHEAD: Final = frozenset({State.PLAN, State.RULE})
_DUTY_FIRST: Final = re.compile(r"(?:要|应|须|必须|不得|请|将|力争|确保|严禁)")
_FORMS: Final = (
    "named", "unnamed", "by", "inherited", "assigned", "in_row", "supported",
    "limit_own", "limit_given", "cadence", "quantity", "conditional", "duty_first", "duty_after_subject",
    "marker", "in_item", "article", "short", "long", "length", "continues",
    "plan_amount", "plan_limit", "done_amount", "aim_amount", "plan_duty",
    "rate_plain", "rate_assigned", "rate_duty", "rate_article",
)  # fmt: skip
FEATURES: Final = (
    *(f"has:{c}" for c in CUES),
    *(f"n:{c}" for c in CUES),
    *(f"state:{s}" for s in _STATES),
    *_FORMS,
)
"""Names of the columns, in order."""


def spans_of(units: Sequence[Candidate]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return where the candidates start and stop."""
    starts = np.fromiter((c.unit.span.start for c in units), dtype=np.intp, count=len(units))
    stops = np.fromiter((c.unit.span.end for c in units), dtype=np.intp, count=len(units))
    return starts, stops


def features_of(text: str, units: Sequence[Candidate]) -> NDArray[np.float32]:
    """Return the feature matrix, shape (candidates, ``len(FEATURES)``)."""
    starts, stops = spans_of(units)
    cues = count_cues(text, starts, stops).astype(np.float32)
    lengths = np.maximum(stops - starts, 1).astype(np.float32)[:, None]
    forms = np.array([_form(text, c) for c in units], dtype=np.float32).reshape(len(units), -1)
    states = np.zeros((len(units), len(_STATES)), dtype=np.float32)
    states[np.arange(len(units)), [_STATE_COLUMN[c.clause.state] for c in units]] = 1
    return np.hstack([np.minimum(cues, 1), 6 * cues / np.sqrt(lengths) / 3, states, forms, _rates(forms)])


def _rates(forms: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return, the same for every candidate, how task-like the whole document is."""
    if not len(forms):
        return np.zeros((0, 4), dtype=np.float32)
    given = forms[:, _FORMS.index("assigned")].mean()
    duty = forms[:, [_FORMS.index("duty_first"), _FORMS.index("duty_after_subject")]].max(axis=1).mean()
    article = forms[:, _FORMS.index("article")].mean()
    row = np.array([1 - min(1.0, given + duty), given, duty, article], dtype=np.float32)
    return np.tile(row, (len(forms), 1))


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
    )
