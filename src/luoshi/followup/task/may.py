"""What a viewer may do with a task now, and why not the rest; every act still asks for itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from luoshi.followup.ground.permissions import Viewer

ACTS = (
    "sign_for", "give_back", "report", "hand_in", "check", "ask", "decide", "assign", "break_down",
    "change_due", "edit_words", "set_scheme", "close", "reopen", "cancel", "excuse",
)  # fmt: skip
_BY_OWNER = {"decide", "change_due", "edit_words", "set_scheme", "cancel", "excuse"}
_BY_DOER = {"sign_for", "give_back", "report", "hand_in"}


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a task stands, as far as it decides who may do what.

    Attributes:
        stakes: ``(unit, role, is signed)``.
        step, supported, due_on: as cached.
        has_request: more time was asked for and nobody has decided.
        n_unchecked: pieces of evidence nobody has looked at and the viewer may.
        doers: units that reported or handed in evidence.
        parts: whether each part it was broken down into is open.
        recurs: it has occurrences; only of these one can be excused.
    """

    stakes: Sequence[tuple[int, str, bool]]
    step: str
    supported: str
    due_on: date | None
    has_request: bool
    n_unchecked: int
    doers: frozenset[int]
    parts: Sequence[bool] = ()
    recurs: bool = False


def may(viewer: Viewer, task: Standing, today: date) -> Mapping[str, str]:
    """Return for each act the code of the refusal it would meet, empty when it may be done."""
    roles: dict[str, set[int]] = {}
    for unit, role, _ in task.stakes:
        roles.setdefault(role, set()).add(unit)
    mine = {role for role, units in roles.items() if units & viewer.units}
    inspects = bool(checking_as(viewer, task.stakes))
    found = {}
    for act in ACTS:
        if act == "excuse" and not task.recurs:
            continue
        found[act] = _not_yours(act, mine, inspects=inspects) or _not_now(act, viewer, task, today)
    return found


def checking_as(viewer: Viewer, stakes: Sequence[tuple[int, str, bool]]) -> frozenset[int]:
    """Return the units in whose name the viewer may check evidence, each but its own: ``inspecting_as``."""
    watching = {unit for unit, role, _ in stakes if role in {"owner", "supervise", "assess"}}
    doing = {unit for unit, role, _ in stakes if role in {"lead", "support"}}
    return (viewer.inspecting | (viewer.units & watching)) - doing


def _not_yours(act: str, mine: set[str], *, inspects: bool) -> str:
    """Return why an act is not this viewer's."""
    if act in _BY_OWNER:
        return "" if "owner" in mine else "needs-owner"
    if act in _BY_DOER:
        return "" if mine & {"lead", "support"} else "needs-doer"
    if act == "check":
        return "" if inspects else "needs-inspector"
    if act in {"close", "reopen"}:
        return "" if inspects or "owner" in mine else "needs-inspector"
    allowed = {"ask": {"lead"}, "assign": {"owner", "lead"}, "break_down": {"owner", "lead", "support"}}
    return "" if mine & allowed[act] else "needs-lead" if act == "ask" else "needs-doer"


def _not_now(act: str, viewer: Viewer, task: Standing, today: date) -> str:
    """Return why an act is not to be done now."""
    ended = {"closed": "after-closed", "cancelled": "after-cancelled"}.get(task.step, "")
    if act == "reopen":
        return {"closed": "", "cancelled": "after-cancelled"}.get(task.step, "reopened-while-open")
    if ended and act != "set_scheme":
        return ended
    late = task.due_on is None or today > task.due_on
    reasons = {
        "sign_for": "" if _unsigned(viewer, task) else "signed-already",
        "check": "" if task.n_unchecked else "nothing-to-check",
        "ask": "extension-open" if task.has_request else "extension-asked-late" if late else "",
        "decide": "" if task.has_request else "no-extension-asked",
        "close": _not_closed(viewer, task),
    }
    return reasons.get(act, "")


def _unsigned(viewer: Viewer, task: Standing) -> bool:
    doing = [(unit, signed) for unit, role, signed in task.stakes if role in {"lead", "support"}]
    return any(unit in viewer.units and not signed for unit, signed in doing)


def _not_closed(viewer: Viewer, task: Standing) -> str:
    if task.parts and not any(role == "lead" for _, role, _ in task.stakes):
        return "parts-open" if any(task.parts) else ""
    if task.supported != "supported":
        return "closed-without-evidence"
    watching = {unit for unit, role, _ in task.stakes if role in {"owner", "supervise", "assess"}}
    candidates = viewer.inspecting | (viewer.units & watching)
    return "closed-by-doer" if candidates and candidates <= task.doers else ""
