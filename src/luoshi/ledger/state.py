"""Where a task stands: three statuses that never merge, and the two numbers done and closed."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class Said(StrEnum):
    """What the units say."""

    NOTHING = "nothing"  # nothing reported
    UNDER_WAY = "under-way"
    DONE = "done"  # 完成


class Supported(StrEnum):
    """What the evidence supports."""

    NONE = "none"  # no evidence
    UNCHECKED = "unchecked"  # handed in, nobody else has looked
    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"


class Clock(StrEnum):
    """What the clock says."""

    NO_DATE = "no-date"
    RUNNING = "running"  # the limit has not passed
    OVERDUE = "overdue"
    MET = "met"  # evidence that holds was received by the last day
    MET_LATE = "met-late"


class Step(StrEnum):
    """How far the task has come in its procedure."""

    OPEN = "open"  # 待交办
    ASSIGNED = "assigned"  # 待签收
    SIGNED_FOR = "signed-for"  # 推进中
    RETURNED = "returned"  # 已退回
    DONE = "done"  # 已完成，待验收
    CLOSED = "closed"  # 已销号
    CANCELLED = "cancelled"  # 已中止
    EXCUSED = "excused"  # 免办, of one occurrence only


@dataclass(frozen=True, slots=True)
class TaskState:
    """A task, or one occurrence of it, as of a date.

    Attributes:
        task: its id.
        occurrence: the scheduled day; None for the task as a whole.
        words: the promise.
        step, said, supported, clock: see there.
        first_due_on: the first promise; never changes.
        due_on: the limit as it binds now.
        counted_from: the day of the event ``due_on`` was counted from; None when somebody named the day.
        days_left: until ``due_on``; negative when it has passed; None without a date or after it was met.
        percent: what the units say is done.
        units: ``(unit, role)`` pairs, in order of assignment.
        evidence: ids handed in, in order.
        met_on: the day the last piece of the evidence that supports it was received.
        extension_to: an extension asked for and not yet decided.
        n_extensions, n_reopened: how often.
        reported_at: the last word from the units.
        wrong: entries that broke a rule and were not counted, as ``(entry index, rule)``.
    """

    task: str
    occurrence: date | None
    words: str
    step: Step
    said: Said
    supported: Supported
    clock: Clock
    first_due_on: date | None = None
    due_on: date | None = None
    counted_from: date | None = None
    days_left: int | None = None
    percent: int | None = None
    units: tuple[tuple[str, str], ...] = ()
    evidence: tuple[str, ...] = ()
    met_on: date | None = None
    extension_to: date | None = None
    n_extensions: int = 0
    n_reopened: int = 0
    reported_at: datetime | None = None
    wrong: tuple[tuple[int, str], ...] = field(default=())

    @property
    def disagrees(self) -> bool:
        """Whether the units say done and the evidence does not bear it out (说成了、没佐证)."""
        return self.said is Said.DONE and self.supported in {Supported.NONE, Supported.CONTRADICTED}
