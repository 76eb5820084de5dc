"""What a reading marks in a text. Every span here counts in the text as read (``SourceText.text``)."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from luoshi.values.quantity import Quantity
from luoshi.values.span import Span

_NOWHERE = Span(0, 0)


class State(StrEnum):
    """What a stretch of a document is doing, as its section and its own words tell."""

    PLAN = "plan"  # what is to be done
    RULE = "rule"  # standing rules, articles
    ACHIEVEMENT = "achievement"  # what was done
    PROBLEM = "problem"  # what is wrong
    AIM = "aim"  # 指导思想、基本原则、总体要求
    BACKGROUND = "background"
    QUOTATION = "quotation"  # a leader's or a higher document's words
    HEAD = "head"  # title, addressee, signature, meeting data


@dataclass(frozen=True, slots=True)
class Head:
    """The document's own head; a list field may be empty, a text field None.

    Attributes:
        title, docno, meeting_name, meeting_place: words as they stand in the text as read.
        date, meeting_date: ISO dates; ``2023-01`` where the text names no day.
        issuer, addressee, participant: words, in order.
        spans: for each field name that is set, where its words stand.
    """

    title: str | None = None
    docno: str | None = None
    issuer: tuple[str, ...] = ()
    date: str | None = None
    addressee: tuple[str, ...] = ()
    meeting_name: str | None = None
    meeting_date: str | None = None
    meeting_place: str | None = None
    participant: tuple[str, ...] = ()
    spans: dict[str, tuple[Span, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OutlineItem:
    """A numbered or titled division.

    Attributes:
        span: number mark and heading up to (not with) the first 。：； or line end.
        level: 1 the highest, in the order in which mark kinds nest in this text.
        marker: ``一、``, ``（二）``, ``3.``, ``第四条``, ``★`` …
        title: the heading without its mark.
        body_end: where the division ends (the next item of the same or a higher level, or the end).
        parent: index of the item it stands in; -1 at the top.
        label: dotted path of numbers, as ``2.1`` — the contract's ``item``.
        in_cell: it is numbered within a cell of a table: a part of what the row asks, no division.
    """

    span: Span
    level: int
    marker: str
    title: str
    body_end: int
    parent: int
    label: str
    in_cell: bool = False


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks from ``span`` on, until ``until``."""

    span: Span
    until: int


class Clause(NamedTuple):
    """One unit that could be a commitment: a sentence, or its part between ； or 一是/二是.

    A tuple, not a dataclass: a document has thousands of them.

    Attributes:
        span: without item number, run-in heading, 一是, trailing bracket of units, final punctuation.
        whole: with all of these.
        block: index into ``SourceText.blocks``.
        item: index into ``Reading.outline`` of the innermost division; -1 before the first.
        sentence: number of its sentence in the document, so that parts of one sentence know each other.
        state: what this stretch is doing.
        speaker: index into ``Reading.speakers``; -1 nobody in particular.
        marker: ``一是``, ``二要``, ``1.`` … when it opens with one, else empty.
        tail: the trailing bracket of units, deadline or score, or an empty span.
        heading: it is a heading of what follows, or only announces a list: no demand by itself.
    """

    span: Span
    whole: Span
    block: int
    item: int
    sentence: int
    state: State
    speaker: int = -1
    marker: str = ""
    tail: Span = _NOWHERE
    heading: bool = False


@dataclass(frozen=True, slots=True)
class DeadlineMark:
    """Words of a time limit (时限).

    Attributes:
        span: where.
        norm: ``2022-06-30``; a length after an event ``P15D``; an event without a date ``P0D``;
            ``????-06-30`` when part of the date is masked.
        anchor: ``document``, ``meeting``, ``event`` or None (an absolute date).
        precision: hour, day, week, ten-days, month, quarter, half-year, year or event.
        working_days: the length counts working days (工作日).
    """

    span: Span
    norm: str
    anchor: str | None = None
    precision: str = "day"
    working_days: bool = False


@dataclass(frozen=True, slots=True)
class RecurrenceMark:
    """Words that say how often (RFC 5545 rule)."""

    span: Span
    rrule: str


@dataclass(frozen=True, slots=True)
class QuantityMark:
    """A counted amount and where it stands; ``about`` is the thing counted, as far as the words tell."""

    span: Span
    quantity: Quantity
    about: str = ""


class Role(StrEnum):
    """What a unit has to do with a task."""

    LEAD = "lead"  # 牵头
    SUPPORT = "support"  # 配合
    SUPERVISE = "supervise"  # 督导
    ASSESS = "assess"  # 考核
    INTERNAL = "internal"  # a department inside the unit


@dataclass(frozen=True, slots=True)
class PartyMark:
    """A unit or post named in the text.

    Attributes:
        span: with a leading 各/所有/有关.
        generic: 各部门、有关单位、各级政府: somebody, but nobody in particular.
        post: an office holder (党委书记), not a unit.
    """

    span: Span
    generic: bool = False
    post: bool = False


@dataclass(frozen=True, slots=True)
class ActorMark:
    """A party in its role in one commitment.

    Attributes:
        span: where its words stand, inside or outside the commitment.
        role: what it has to do.
        inherited: carried down from a heading, bracket, cell or earlier sentence.
        resolved: picks out definite bodies; False for 有关部门, which never becomes an owner silently.
    """

    span: Span
    role: Role
    inherited: bool = False
    resolved: bool = True


@dataclass(frozen=True, slots=True)
class Limit:
    """A deadline as it binds one commitment."""

    mark: DeadlineMark
    inherited: bool = False


@dataclass(frozen=True, slots=True)
class Cadence:
    """A recurrence as it binds one commitment."""

    mark: RecurrenceMark
    inherited: bool = False


@dataclass(frozen=True, slots=True)
class Commitment:
    """A statement that somebody is to do something from now on (要求/部署/承诺).

    Fields as in the contract ``luoshi.reading/1``; ``clause`` is the index of the clause it was read from.
    """

    id: str
    span: Span
    clause: int
    strength: str  # firm | weak
    kind: str  # once | recurring | standing | conditional | gate
    item: str
    action: Span
    trigger: Span
    actors: tuple[ActorMark, ...] = ()
    limits: tuple[Limit, ...] = ()
    cadences: tuple[Cadence, ...] = ()
    vague: tuple[Span, ...] = ()
    quantities: tuple[QuantityMark, ...] = ()
    scope: str = "institution"  # institution | people
    missing: tuple[str, ...] = ()
    speaker: int = -1
    rule: str = ""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Achievement:
    """Reported as done, concrete."""

    span: Span
    quantities: tuple[QuantityMark, ...] = ()


@dataclass(frozen=True, slots=True)
class Shortcoming:
    """A problem found or admitted (存在的问题), with the commitments that answer it."""

    span: Span
    remedies: tuple[str, ...] = ()
    owner_named: bool = False


@dataclass(frozen=True, slots=True)
class Framework:
    """A numeric framework (1335工程): what its name declares and what the text spells out."""

    span: Span
    name: str
    declared: int
    items: tuple[Span, ...] = ()


class Covered(NamedTuple):
    """What a stretch of the document was read as; the stretches cover all of it but white space."""

    span: Span
    as_what: str  # a value of the contract: commitment, achievement, problem, heading, … unread
