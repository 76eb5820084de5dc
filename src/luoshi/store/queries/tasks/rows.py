"""Tasks as rows of a list: columns and the light computed from them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from luoshi.ledger.lights import Lit, lit, rule_sets
from luoshi.ledger.state import Clock, Said, Step, Supported, TaskState
from luoshi.store.models import Stake
from luoshi.store.queries.sql import Sql, day, fetched
from luoshi.store.queries.tasks.lit import PLAIN_RULES

_ROWS = (
    "SELECT t.id, t.code, t.words, t.kind, t.step, t.said, t.supported, t.percent, t.made_on, "
    "t.first_due_on, t.due_on, t.met_on, t.has_lead, t.seat_id, u.name, o.name, c.name, c.rules, "
    "t.rrule, CASE WHEN t.rrule = '' THEN 0 ELSE (SELECT COUNT(*) FROM store_occurrence k "
    "WHERE k.task_id = t.id AND k.is_open AND k.met_on IS NULL AND k.said = 'nothing' "
    "AND k.supported = 'none' AND k.due_on < %s) END{more} "
    "FROM store_task t JOIN store_unit u ON u.id = t.seat_id JOIN store_unit o ON o.id = t.owner_id "
    "LEFT JOIN store_scheme c ON c.id = t.scheme_id{join} WHERE t.id IN ({ids})"
)
DAILY = "FREQ=DAILY"  # how the rule of what falls due every day begins
_DOCUMENT = (
    ", d.title",
    " LEFT JOIN store_version v ON v.id = t.version_id LEFT JOIN store_document d ON d.id = v.document_id",
)


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task in a list.

    Attributes:
        days: until the limit, negative when late; None without one or when it was met.
        light, why: as computed today.
        lead: name of the lead unit; empty while nobody leads.
        support: names of the supporting units, when asked for.
        document: title of the document it came from, when asked for.
        n_blank: of a recurring task, past occurrences nobody said or showed anything about.
        is_daily: it falls due every day.
    """

    pk: int
    code: str
    words: str
    kind: str
    step: str
    said: str
    supported: str
    clock: str
    light: str
    why: str
    days: int | None
    percent: int | None
    made_on: date
    first_due_on: date | None
    due_on: date | None
    met_on: date | None
    lead: str
    seat: int
    owner: str
    scheme: str
    support: str = ""
    document: str = ""
    n_blank: int = 0
    is_daily: bool = False


def light_of(
    columns: tuple[str, str, str, int | None, date | None, date | None],
    rules: str,
    made_on: date,
    today: date,
) -> tuple[str, Lit, int | None]:
    """Return clock, light and days left from cached columns.

    Args:
        columns: step, said, supported, percent, due_on, met_on.
        rules: name of a light rule set.
        made_on: the day the task was made.
        today: lights are as of this day.
    """
    step, said, supported, percent, due_on, met_on = columns
    if due_on is None:
        clock = Clock.NO_DATE
    elif met_on:
        clock = Clock.MET if met_on <= due_on else Clock.MET_LATE
    else:
        clock = Clock.OVERDUE if today > due_on else Clock.RUNNING
    days = (due_on - today).days if due_on and not met_on else None
    state = TaskState(
        "", None, "", Step(step), Said(said), Supported(supported), clock,
        due_on=due_on, days_left=days, percent=percent, met_on=met_on,
    )  # fmt: skip
    return clock.value, lit(state, rule_sets()[rules], as_of=today, since=made_on), days


def rows_of(
    ids: Sequence[int], *, today: date, with_support: bool = False, with_document: bool = False
) -> tuple[TaskRow, ...]:
    """Return tasks as rows, in the order of ``ids``; one query, one more for each extra."""
    if not ids:
        return ()
    more, join = _DOCUMENT if with_document else ("", "")
    statement = Sql(_ROWS.format(more=more, join=join, ids=", ".join(map(str, map(int, ids)))), (today,))
    found = {values[0]: values for values in fetched(statement)}
    supports = _supports(ids) if with_support else {}
    return tuple(
        _row(found[pk], today, supports.get(pk, ""), with_document=with_document) for pk in ids if pk in found
    )


def _row(values: tuple[Any, ...], today: date, support: str, *, with_document: bool) -> TaskRow:
    (pk, code, words, kind, step, said, supported, percent, made_on, first_due_on, due_on, met_on, has_lead,
     seat, seat_name, owner, scheme, rules, rrule, n_blank) = values[:20]  # fmt: skip
    made, first_due_on, due_on, met_on = day(made_on), day(first_due_on), day(due_on), day(met_on)
    clock, shines, days = light_of(
        (step, said, supported, percent, due_on, met_on), rules or PLAIN_RULES, made or today, today
    )
    return TaskRow(
        pk, code, words, kind, step, said, supported, clock, shines.light.value, shines.why, days, percent,
        made or today, first_due_on, due_on, met_on, seat_name if has_lead else "", seat, owner, scheme or "",
        support, (values[20] or "") if with_document else "", n_blank, rrule.startswith(DAILY),
    )  # fmt: skip


def _supports(ids: Iterable[int]) -> dict[int, str]:
    found: dict[int, list[str]] = {}
    named = Stake.objects.filter(task__in=list(ids), role="support").order_by("task_id", "pk")
    for task, name in named.values_list("task_id", "unit__name"):
        found.setdefault(task, []).append(name)
    return {task: "、".join(names) for task, names in found.items()}
