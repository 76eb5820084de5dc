"""The whole ledger out and in: JSON lines that an outsider can verify and another office can take in."""

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.management.color import no_style
from django.db import DataError, IntegrityError, connection, models

from luoshi.followup.finding.index import rebuild
from luoshi.followup.ground.refusals import RefusedError
from luoshi.followup.ground.writing import writing
from luoshi.followup.proof.seal import leave_the_queue, log_lines, unsealed_events
from luoshi.followup.proof.verify import verify
from luoshi.ledger.merkle import Peak, leaf_hash, push
from luoshi.ledger.verify_ledger import leaf_data
from luoshi.store.models import Event, SealedEvent, Task, TreeHead

_LEFT_OUT = frozenset({"store.job", "store.event", "store.unsealed", "store.sealedevent", "store.treehead"})
_NOT_MIXED = ("unit", "person", "task", "event")
_AT_ONCE = 1000


class NotEmptyError(RefusedError):
    """The installation already holds units, people or tasks: nothing is mixed in."""

    def __init__(self) -> None:
        super().__init__("not-empty")


class BrokenExportError(RefusedError):
    """A line of an export that cannot be taken in; nothing was."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__("broken-export", line=line, why=why)


def tables() -> list[type[models.Model]]:
    """Return every table of the ledger, each after the ones it points to."""
    waiting = list(apps.get_app_config("store").get_models(include_auto_created=True))
    done: list[type[models.Model]] = []
    while waiting:
        ready = [m for m in waiting if _points_to(m) <= {*done, m}]
        if not ready:  # two tables point at each other: whichever comes first is filled in two steps
            ready = waiting[:1]
        done += ready
        waiting = [m for m in waiting if m not in ready]
    return done


def _points_to(model: type[models.Model]) -> set[type[models.Model]]:
    return {f.related_model for f in model._meta.concrete_fields if isinstance(f, models.ForeignKey)}


def _plain(value: object) -> object:
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def export_lines(using: str = "default") -> Iterator[str]:
    """Yield the ledger: the log (keys, events, heads), events not sealed, every table, number of lines."""
    n_lines = 0
    for row in _rows(using):
        yield json.dumps(row, ensure_ascii=False)
        n_lines += 1
    yield json.dumps({"end": n_lines})


def _rows(using: str) -> Iterator[dict[str, Any]]:
    yield from log_lines(using)
    yield from ({"unsealed": event} for event in unsealed_events(using))
    for model in tables():
        label = model._meta.label_lower
        if label in _LEFT_OUT:
            continue
        names = [f.attname for f in model._meta.concrete_fields]
        found = model._default_manager.using(using).order_by("pk").values_list(*names)
        for values in found.iterator(chunk_size=5000):
            yield {"table": label, "row": dict(zip(names, map(_plain, values), strict=True))}


@dataclass(frozen=True, slots=True)
class LinesOf:
    """The lines of a file, to be gone through more than once; never all of them in memory."""

    path: Path

    def __iter__(self) -> Iterator[str]:
        """Yield the lines from the first on."""
        with self.path.open(encoding="utf-8", errors="replace") as file:
            yield from file


def import_lines(lines: Iterable[str]) -> dict[str, int]:
    """Take an export into an empty installation, all or nothing; return how many rows of each table.

    Args:
        lines: gone through twice, for the tables and then for the log; a list or ``LinesOf``, no iterator.

    Raises:
        NotEmptyError: there is something in the installation.
        BrokenExportError: a line cannot be read, a row does not fit, or the log does not verify.
    """
    refuse_unless_empty()
    found = {m._meta.label_lower: m for m in tables()}
    try:
        with writing():
            refuse_unless_empty()
            counted = _fill_tables(lines, found)
            counted["store.event"] = _fill_log(lines)
            _after(list(found.values()))
            if wrong := verify().wrong:
                raise BrokenExportError(0, wrong[0])
    except (DataError, IntegrityError, LookupError, TypeError, ValueError, ValidationError) as error:
        raise BrokenExportError(0, str(error)) from error
    rebuild()  # the search index is no part of an export
    return {label: n for label, n in counted.items() if n}


def _fill_tables(lines: Iterable[str], found: Mapping[str, type[models.Model]]) -> Counter[str]:
    """Write the rows of every table, some at a time; return how many of each."""
    counted, waiting = Counter[str](), defaultdict[str, list[dict[str, Any]]](list)
    for label, row in _table_rows(lines, found.keys()):
        counted[label] += 1
        waiting[label].append(row)
        if len(waiting[label]) == _AT_ONCE:
            _fill(found[label], waiting.pop(label))
    for label, rows in waiting.items():
        _fill(found[label], rows)
    return counted


def _table_rows(lines: Iterable[str], known: Collection[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each row with its table, having seen that every line can be read and that the end is there."""
    end, number = None, 0
    for number, line in enumerate(lines, 1):
        try:
            row = json.loads(line)
            label, values = row.get("table"), row.get("row")
            end = row.get("end", end)
        except (ValueError, AttributeError) as error:
            raise BrokenExportError(number, str(error)) from error
        if label is not None:
            if label not in known or not isinstance(values, dict):
                raise BrokenExportError(number, str(label))
            yield label, values
    if end is None or end != number - 1:
        raise BrokenExportError(number, "its end is missing")


def refuse_unless_empty() -> None:
    """Let an import or a restore go on.

    Raises:
        NotEmptyError: there is something in the installation.
    """
    if any(apps.get_model(f"store.{name}")._default_manager.exists() for name in _NOT_MIXED):
        raise NotEmptyError


def _fill(model: type[models.Model], rows: list[dict[str, Any]]) -> None:
    """Write rows of one table; what they point to may still be to come in this transaction."""
    fields = {f.attname: f for f in model._meta.concrete_fields}
    made = [model(**{name: fields[name].to_python(value) for name, value in row.items()}) for row in rows]
    model._default_manager.bulk_create(made, batch_size=_AT_ONCE)


def _fill_log(lines: Iterable[str]) -> int:
    """Write events, their seals and the heads, some at a time; return how many events."""
    peaks: list[Peak] = []
    waiting: list[dict[str, Any]] = []
    key, n_events = "", 0
    for line in lines:
        row = json.loads(line)
        if "ledger" in row:
            key = row["key"]
        elif "head" in row:
            _fill_head(row["head"], key, peaks)
        elif "n" in row or "unsealed" in row:
            if "n" in row:
                row["leaf"] = leaf_hash(leaf_data(row["event"]))
                push(peaks, row["leaf"])
            waiting.append(row)
            n_events += 1
            if len(waiting) == _AT_ONCE:
                _fill_events(waiting)
                waiting = []
    _fill_events(waiting)
    return n_events


def _fill_events(rows: list[dict[str, Any]]) -> None:
    events = [(row["event"] if "n" in row else row["unsealed"]) for row in rows]
    codes = {event["task"] for event in events if event["task"]}
    tasks = dict(Task.objects.filter(code__in=codes).values_list("code", "pk"))
    Event.objects.bulk_create(
        Event(
            pk=event["id"],
            at=datetime.fromisoformat(event["at"]),
            kind=event["kind"],
            task_id=tasks[event["task"]] if event["task"] else None,
            subject=event["subject"],
            person_id=event["person"],
            unit_id=event["unit"],
            body=event["body"],
        )
        for event in events
    )
    sealed = [
        SealedEvent(number=row["n"], event_id=row["event"]["id"], leaf=row["leaf"].hex())
        for row in rows
        if "n" in row
    ]
    SealedEvent.objects.bulk_create(sealed)
    if sealed:
        leave_the_queue(since=sealed[0].number)


def _fill_head(head: dict[str, Any], key: str, peaks: Sequence[Peak]) -> None:
    TreeHead.objects.create(
        size=head["size"],
        root=head["root"],
        peaks=json.dumps([(n, top.hex()) for n, top in peaks]),
        at=datetime.fromisoformat(head["at"]),
        signature=head["signature"],
        key=key,
    )


def _after(filled: list[type[models.Model]]) -> None:
    """Let PostgreSQL count on from the highest ids."""
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), filled):
            cursor.execute(sql)
