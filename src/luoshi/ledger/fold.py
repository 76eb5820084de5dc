"""Entries to state, as of a date. The only place where the rules of the ledger stand."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from luoshi.ledger import entries as e
from luoshi.ledger.state import Clock, Said, Step, Supported, TaskState


class NotMadeError(ValueError):
    """Entries about a task that was never made."""


@dataclass(slots=True)
class _Tally:
    """What the entries of one task add up to, while they are being read."""

    made: e.Made
    due_on: date | None
    counted_from: date | None = None
    units: dict[tuple[str, str], None] = field(default_factory=dict)
    signed: set[str] = field(default_factory=set)
    doers: set[str] = field(default_factory=set)
    returned_by: set[str] = field(default_factory=set)
    said: Said = Said.NOTHING
    percent: int | None = None
    reported_at: datetime | None = None
    evidence: dict[str, tuple[str, date]] = field(default_factory=dict)
    checks: dict[str, bool] = field(default_factory=dict)
    extension_to: date | None = None
    extension_asked: bool = False
    n_extensions: int = 0
    n_reopened: int = 0
    n_parts: int = 0
    is_closed: bool = False
    is_cancelled: bool = False
    is_excused: bool = False
    wrong: list[tuple[int, str]] = field(default_factory=list)


def fold_task(task: Iterable[e.Entry], *, as_of: date, occurrence: date | None = None) -> TaskState:
    """Return the state of one task, or of one occurrence of a recurring one.

    Args:
        task: its entries in the order they were recorded; later days than ``as_of`` are left out.
        as_of: the day whose state is asked for.
        occurrence: the scheduled day of the occurrence; entries about other occurrences are left out.

    Raises:
        NotMadeError: the first entry does not make the task.
    """
    tally: _Tally | None = None
    for index, entry in enumerate(task):
        if entry.at.date() > as_of:
            break
        if tally is None:
            if not isinstance(entry, e.Made):
                raise NotMadeError(entry.task)
            due_on = occurrence if occurrence is not None else entry.due_on
            tally = _Tally(entry, due_on, entry.counted_from)
        elif entry.occurrence is None or entry.occurrence == occurrence:
            _count(tally, entry, index)
    if tally is None:
        raise NotMadeError("no entries")
    return _state(tally, as_of, occurrence)


def _count(tally: _Tally, entry: e.Entry, index: int) -> None:
    """Add one entry; one that breaks a rule is noted and changes nothing."""
    broken = _broken_rule(tally, entry)
    if broken:
        tally.wrong.append((index, broken))
        return
    match entry:
        case e.Assigned():
            tally.units[entry.unit, entry.role] = None
            tally.returned_by.discard(entry.unit)
        case e.Unassigned():
            tally.units.pop((entry.unit, entry.role), None)
        case e.SignedFor():
            tally.signed.add(entry.by_unit)
        case e.Returned():
            tally.returned_by.add(entry.by_unit)
            tally.signed.discard(entry.by_unit)
        case e.Reported():
            tally.doers.add(entry.by_unit)
            tally.said = Said.DONE if entry.is_done else Said.UNDER_WAY
            tally.percent = entry.percent if entry.percent is not None else tally.percent
            tally.reported_at = entry.at
        case e.Evidenced():
            tally.doers.add(entry.by_unit)
            tally.evidence[entry.evidence] = (entry.by_unit, entry.at.date())
        case e.Checked():
            tally.checks[entry.evidence] = entry.supports
        case _:
            _count_decision(tally, entry)


def _count_decision(tally: _Tally, entry: e.Entry) -> None:
    match entry:
        case e.ExtensionAsked():
            tally.extension_to, tally.extension_asked = entry.to, True
        case e.ExtensionDecided():
            if entry.granted:
                tally.due_on, tally.counted_from = entry.to or tally.extension_to, None
                tally.n_extensions += 1
            tally.extension_to, tally.extension_asked = None, False
        case e.DueChanged():
            tally.due_on, tally.counted_from = entry.due_on, entry.counted_from
        case e.BrokenDown():
            tally.n_parts += 1
        case e.Closed():
            tally.is_closed = True
        case e.Reopened():
            tally.is_closed = False
            tally.n_reopened += 1
            tally.checks.clear()
            tally.said = Said.UNDER_WAY
        case e.Cancelled():
            tally.is_cancelled = True
        case e.Excused():
            tally.is_excused = True
        case e.ExcuseWithdrawn():
            tally.is_excused = False


def _broken_rule(tally: _Tally, entry: e.Entry) -> str:
    """Return the code of the rule an entry breaks, or nothing."""
    match entry:
        case e.Made():
            return "made-twice"
        case _ if tally.is_cancelled:
            return "after-cancelled"
        case e.Reopened():
            return "" if tally.is_closed else "reopened-while-open"
        case _ if tally.is_closed:
            return "after-closed"
    return _broken_of_once(tally, entry) or _broken_while_open(tally, entry)


def _broken_of_once(tally: _Tally, entry: e.Entry) -> str:
    """Return which rule about one occurrence that need not be done an entry breaks."""
    broken = ""
    match entry:
        case e.ExcuseWithdrawn():
            broken = "" if tally.is_excused else "not-excused"
        case _ if tally.is_excused and entry.occurrence is not None:
            broken = "after-excused"
        case e.Excused() if entry.occurrence is None:
            broken = "which-occurrence"
        case e.Excused() if _supported(tally) is Supported.SUPPORTED:
            broken = "excused-when-met"
    return broken


def _broken_while_open(tally: _Tally, entry: e.Entry) -> str:
    broken = ""
    match entry:
        case e.Closed():
            broken = _why_not_closed(tally, entry)
        case e.Checked() if entry.evidence not in tally.evidence:
            broken = "checked-nothing"
        case e.Checked() if tally.evidence[entry.evidence][0] == entry.by_unit:
            broken = "checked-by-doer"
        case e.ExtensionAsked() if tally.due_on is None or entry.at.date() > tally.due_on:
            broken = "extension-asked-late"
        case e.ExtensionDecided() if not tally.extension_asked:
            broken = "no-extension-asked"
    return broken


def _why_not_closed(tally: _Tally, entry: e.Closed) -> str:
    """Return why it may not be struck off: nobody closes his own work, and only on evidence that holds.

    A whole that nobody leads has none of its own: its parts have (and whoever closes it looks at them).
    """
    if entry.by_unit in tally.doers:
        return "closed-by-doer"
    if tally.n_parts and not any(role == "lead" for _, role in tally.units):
        return ""
    return "" if _supported(tally) is Supported.SUPPORTED else "closed-without-evidence"


def _supported(tally: _Tally) -> Supported:
    """Return what the evidence supports; one piece that was found wrong outweighs the rest."""
    if not tally.evidence:
        return Supported.NONE
    looked_at = [tally.checks[one] for one in tally.evidence if one in tally.checks]
    if not looked_at:
        return Supported.UNCHECKED
    return Supported.SUPPORTED if all(looked_at) else Supported.CONTRADICTED


def _state(tally: _Tally, as_of: date, occurrence: date | None) -> TaskState:
    supported = _supported(tally)
    met_on = None
    if supported is Supported.SUPPORTED:
        met_on = max(received for one, (_, received) in tally.evidence.items() if one in tally.checks)
    due_on = tally.due_on
    days_left = (due_on - as_of).days if due_on and not met_on else None
    return TaskState(
        task=tally.made.task,
        occurrence=occurrence,
        words=tally.made.words,
        step=_step(tally),
        said=tally.said,
        supported=supported,
        clock=_clock(due_on, met_on, as_of),
        first_due_on=occurrence or tally.made.due_on,
        due_on=due_on,
        counted_from=tally.counted_from,
        days_left=days_left,
        percent=tally.percent,
        units=tuple(tally.units),
        evidence=tuple(tally.evidence),
        met_on=met_on,
        extension_to=tally.extension_to,
        n_extensions=tally.n_extensions,
        n_reopened=tally.n_reopened,
        reported_at=tally.reported_at,
        wrong=tuple(tally.wrong),
    )


def _clock(due_on: date | None, met_on: date | None, as_of: date) -> Clock:
    if due_on is None:
        return Clock.NO_DATE
    if met_on:
        return Clock.MET if met_on <= due_on else Clock.MET_LATE
    return Clock.OVERDUE if as_of > due_on else Clock.RUNNING


def _step(tally: _Tally) -> Step:
    leads = {unit for unit, role in tally.units if role == "lead"}
    if tally.is_cancelled:
        return Step.CANCELLED
    if tally.is_closed or tally.is_excused:
        return Step.CLOSED if tally.is_closed else Step.EXCUSED
    if tally.said is Said.DONE:
        return Step.DONE
    if leads and leads <= tally.returned_by:
        return Step.RETURNED
    if tally.signed or tally.doers:
        return Step.SIGNED_FOR
    return Step.ASSIGNED if tally.units or tally.n_parts else Step.OPEN
