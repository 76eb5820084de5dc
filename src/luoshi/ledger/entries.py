"""The facts a ledger is made of: append-only, in the past tense."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, ClassVar, get_type_hints

SCHEMA = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One fact about one task (台账条目).

    Attributes:
        task: id of the task it is about.
        at: when it was recorded; aware.
        by_unit: the unit in whose name; empty for the system itself.
        occurrence: of a recurring task, the scheduled day it is about; None for the task as a whole.
    """

    kind: ClassVar[str] = ""
    task: str
    at: datetime
    by_unit: str = ""
    occurrence: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Made(Entry):
    """A promise was accepted into the ledger (立项).

    Attributes:
        words: what is to be done, in the promise's own words.
        due_on: last day; None when the words name none.
        rrule: of a recurring task.
        parent: the task it was broken down from.
        counted_from: the day of the event ``due_on`` was counted from; None when the words name the day.
    """

    kind: ClassVar[str] = "made"
    words: str
    due_on: date | None = None
    rrule: str = ""
    parent: str = ""
    counted_from: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned(Entry):
    """A unit was given a role (交办). ``role``: lead, support, supervise or assess."""

    kind: ClassVar[str] = "assigned"
    unit: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unassigned(Entry):
    """A unit no longer has a role."""

    kind: ClassVar[str] = "unassigned"
    unit: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedFor(Entry):
    """The unit ``by_unit`` took the task (签收)."""

    kind: ClassVar[str] = "signed-for"


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned(Entry):
    """The unit ``by_unit`` gave the task back (退回)."""

    kind: ClassVar[str] = "returned"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokenDown(Entry):
    """The task was broken down for the next level (分解)."""

    kind: ClassVar[str] = "broken-down"
    into: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported(Entry):
    """A unit said how far it is (反馈): a claim, never more.

    Attributes:
        words: what it says.
        percent: how much it says is done, 0 to 100; None when it does not say.
        is_done: it says it is done (完成).
    """

    kind: ClassVar[str] = "reported"
    words: str = ""
    percent: int | None = None
    is_done: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidenced(Entry):
    """Evidence was handed in (佐证材料).

    Attributes:
        evidence: its id.
        happened_on: the day of what it shows; ``at`` is the day it was received and cannot be chosen.
    """

    kind: ClassVar[str] = "evidenced"
    evidence: str
    happened_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked(Entry):
    """Somebody other than the doer looked at evidence (核查)."""

    kind: ClassVar[str] = "checked"
    evidence: str
    supports: bool
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionAsked(Entry):
    """A unit asked for more time (延期申请); only before the limit has passed."""

    kind: ClassVar[str] = "extension-asked"
    to: date
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionDecided(Entry):
    """The request for more time was granted or refused."""

    kind: ClassVar[str] = "extension-decided"
    granted: bool
    to: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DueChanged(Entry):
    """The due date was set or corrected by the committing office; the first promise stays in history.

    Attributes:
        due_on: the new last day.
        reason: why.
        counted_from: the day of the event it was counted from; None when somebody named the day.
    """

    kind: ClassVar[str] = "due-changed"
    due_on: date | None
    reason: str
    counted_from: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed(Entry):
    """The task was struck off after verification (销号), never by the unit that did the work."""

    kind: ClassVar[str] = "closed"
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopened(Entry):
    """A closed task was opened again (回头看)."""

    kind: ClassVar[str] = "reopened"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancelled(Entry):
    """The task was called off (中止)."""

    kind: ClassVar[str] = "cancelled"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Excused(Entry):
    """One occurrence of a recurring task need not be done (免办)."""

    kind: ClassVar[str] = "excused"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExcuseWithdrawn(Entry):
    """An occurrence that was excused is owed after all (恢复)."""

    kind: ClassVar[str] = "excuse-withdrawn"
    reason: str = ""


KINDS: Mapping[str, type[Entry]] = {
    cls.kind: cls
    for cls in (
        Made, Assigned, Unassigned, SignedFor, Returned, BrokenDown, Reported, Evidenced, Checked,
        ExtensionAsked, ExtensionDecided, DueChanged, Closed, Reopened, Cancelled,
        Excused, ExcuseWithdrawn,
    )
}  # fmt: skip


class EntryError(ValueError):
    """Stored words that are no entry of a schema this version knows."""


def to_json(entry: Entry) -> str:
    """Return an entry as canonical JSON: sorted keys, no blanks, dates in ISO form.

    >>> from datetime import UTC
    >>> made = SignedFor(task="t1", at=datetime(2026, 3, 1, tzinfo=UTC), by_unit="u1")
    >>> from_json(to_json(made)) == made
    True
    """
    body: dict[str, Any] = {"kind": entry.kind, "schema": SCHEMA}
    for field in fields(entry):
        value = getattr(entry, field.name)
        body[field.name] = value.isoformat() if isinstance(value, date) else value
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def from_json(text: str) -> Entry:
    """Return the entry that ``text`` holds.

    Raises:
        EntryError: unknown kind or schema, or a field is missing.
    """
    try:
        body = json.loads(text)
        if body.pop("schema") != SCHEMA:
            raise EntryError("written by a newer version")
        return _filled(KINDS[body.pop("kind")], body)
    except (KeyError, TypeError, ValueError) as error:
        raise EntryError(f"no entry: {error}: {text[:80]}") from error


def _filled(cls: type[Entry], body: dict[str, Any]) -> Entry:
    hints = get_type_hints(cls)
    for name, value in body.items():
        if isinstance(value, str) and hints[name] is datetime:
            body[name] = datetime.fromisoformat(value)
        elif isinstance(value, str) and hints[name] in {date, date | None}:
            body[name] = date.fromisoformat(value)
    return cls(**body)
