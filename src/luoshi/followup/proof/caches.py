"""Do the cached columns still say what the entries fold to?"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter

from luoshi.followup.ground.record import ENDED, entries_from, today_of
from luoshi.followup.proof.snapshot import snapshot
from luoshi.ledger.entries import KINDS, Entry
from luoshi.ledger.fold import fold_task
from luoshi.ledger.state import TaskState
from luoshi.store.models import Event, Occurrence, Stake, Tally, Task
from luoshi.store.models.levels import level_fields

_COLUMNS = ("step", "said", "supported", "percent", "met_on", "due_on", "counted_from", "is_open")
_OF_OCCURRENCE = ("step", "said", "supported", "met_on", "due_on", "is_open")
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Difference:
    """A cached value that is not what follows.

    Attributes:
        of: a task's code, its occurrence ``code/day``, its stake ``code:unit``, or ``unit:id`` of a tally.
        column: which value.
        kept, follows: as kept, and as it follows from the entries.
    """

    of: str
    column: str
    kept: object
    follows: object


def compare_caches(*, now: datetime) -> list[Difference]:
    """Fold every task again and return every cached value that differs."""
    today = today_of(now)
    tallies: Counter[tuple[int, str, str]] = Counter()
    found: list[Difference] = []
    with snapshot():
        pks = list(Task.objects.order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(pks), _AT_ONCE):
            found.extend(_of_some(pks[start : start + _AT_ONCE], today, tallies))
        found.extend(_of_tallies(tallies))
    return found


def _of_some(pks: Sequence[int], today: date, tallies: Counter[tuple[int, str, str]]) -> Iterator[Difference]:
    histories = _histories(pks)
    times: dict[int, list[Occurrence]] = {pk: [] for pk in pks}
    for one in Occurrence.objects.filter(task__in=pks).order_by("due_on"):
        times[one.task_id].append(one)
    for task in Task.objects.filter(pk__in=pks).order_by("pk"):
        yield from _of_task(task, histories.get(task.pk, []), times[task.pk], today)
        month = f"{task.due_on:%Y-%m}" if task.due_on else ""
        tallies.update((unit, task.step, month) for level in level_fields() if (unit := getattr(task, level)))
    yield from _of_stakes(pks)


def _histories(pks: Sequence[int]) -> Mapping[int, list[Entry]]:
    rows = Event.objects.filter(task__in=pks, kind__in=list(KINDS)).order_by("task", "pk")
    grouped = groupby(rows.values_list("task", "body"), key=itemgetter(0))
    return {pk: entries_from(body for _, body in of_task) for pk, of_task in grouped if pk is not None}


def _of_task(
    task: Task, history: Sequence[Entry], times: Sequence[Occurrence], today: date
) -> Iterator[Difference]:
    if not history:
        yield Difference(task.code, "history", "–", "made")
        return
    as_of = max(today, *(today_of(entry.at) for entry in history))
    state = fold_task(history, as_of=as_of)
    if state.wrong:
        yield Difference(task.code, "entry", state.wrong[0][1], "–")
    follows = _following(state)
    if task.rrule:
        yield from _of_times(task, history, times, as_of)
        waiting = next((one for one in times if one.is_open and one.met_on is None), None)
        follows["due_on"] = waiting.due_on if waiting else None
        if waiting:  # its marks are the task's
            follows |= {"said": waiting.said, "supported": waiting.supported}
    yield from _differences(task.code, task, follows, _COLUMNS)


def _following(state: TaskState) -> dict[str, object]:
    return {
        "step": state.step,
        "said": state.said,
        "supported": state.supported,
        "percent": state.percent,
        "met_on": state.met_on,
        "due_on": state.due_on,
        "counted_from": state.counted_from,
        "is_open": state.step not in ENDED,
    }


def _of_times(
    task: Task, history: Sequence[Entry], times: Sequence[Occurrence], as_of: date
) -> Iterator[Difference]:
    """Look at the occurrences that somebody spoke of; the others are as planned."""
    spoken_of = {entry.occurrence for entry in history if entry.occurrence}
    for one in times:
        if one.scheduled_on in spoken_of and task.is_open:
            state = fold_task(history, as_of=as_of, occurrence=one.scheduled_on)
            of = f"{task.code}/{one.scheduled_on}"
            for index, rule in state.wrong:
                if history[index].occurrence:
                    yield Difference(of, "entry", rule, "–")
            yield from _differences(of, one, _following(state), _OF_OCCURRENCE)


def _of_stakes(pks: Sequence[int]) -> Iterator[Difference]:
    rows = Stake.objects.filter(task__in=pks).values_list(
        "task__code", "unit", "due_on", "is_open", "task__due_on", "task__is_open"
    )
    for code, unit, due_on, is_open, due_of_task, task_is_open in rows:
        if due_on != due_of_task:
            yield Difference(f"{code}:{unit}", "due_on", due_on, due_of_task)
        if is_open != task_is_open:
            yield Difference(f"{code}:{unit}", "is_open", is_open, task_is_open)


def _of_tallies(follows: Counter[tuple[int, str, str]]) -> Iterator[Difference]:
    kept = {(unit, step, month): n for unit, step, month, n in _tally_rows() if n}
    for place in sorted(kept.keys() | follows.keys()):
        if kept.get(place, 0) != follows[place]:
            unit, step, month = place
            yield Difference(f"unit:{unit}", f"tally {step} {month}", kept.get(place, 0), follows[place])


def _tally_rows() -> Iterator[tuple[int, str, str, int]]:
    yield from Tally.objects.values_list("unit", "step", "due_month", "n_tasks")


def _differences(
    of: str, kept: object, follows: Mapping[str, object], columns: Sequence[str]
) -> Iterator[Difference]:
    for column in columns:
        if getattr(kept, column) != follows[column]:
            yield Difference(of, column, getattr(kept, column), follows[column])
