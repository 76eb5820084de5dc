"""The whole ledger out and in: JSON lines that an outsider can verify and another office can take in."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.management.color import no_style
from django.db import DataError, IntegrityError, connection, models

from luoshi.followup.finding.index import rebuild
from luoshi.followup.ground.refusals import RefusedError
from luoshi.followup.ground.writing import writing
from luoshi.followup.proof.seal import log_lines, unsealed_events
from luoshi.followup.proof.verify import verify
from luoshi.ledger.merkle import leaf_hash, push
from luoshi.ledger.verify_ledger import leaf_data

_LEFT_OUT = frozenset({"store.job", "store.event", "store.sealedevent", "store.treehead"})
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


def import_lines(lines: Iterable[str]) -> dict[str, int]:
    """Take an export into an empty installation, all or nothing; return how many rows of each table.

    Raises:
        NotEmptyError: there is something in the installation.
        BrokenExportError: a line cannot be read, a row does not fit, or the log does not verify.
    """
    found = {m._meta.label_lower: m for m in tables()}
    refuse_unless_empty()
    rows, seals = _read(lines, list(found))
    try:
        with writing():
            refuse_unless_empty()
            for label, model in found.items():
                _fill(model, rows[label])
            _fill_log(seals, {row["code"]: row["id"] for row in rows["store.task"]})
            _after(list(found.values()))
            if wrong := verify().wrong:
                raise BrokenExportError(0, wrong[0])
    except (DataError, IntegrityError, LookupError, TypeError, ValueError, ValidationError) as error:
        raise BrokenExportError(0, str(error)) from error
    rebuild()  # the search index is no part of an export
    n_events = sum("event" in row or "unsealed" in row for row in seals)
    return {label: len(these) for label, these in rows.items() if these} | {"store.event": n_events}


def _read(lines: Iterable[str], labels: Sequence[str]) -> tuple[dict[str, list[dict[str, Any]]], list[Any]]:
    """Return the rows of each table, and the log."""
    rows: dict[str, list[dict[str, Any]]] = {label: [] for label in labels}
    seals: list[Any] = []
    end, number = None, 0
    for number, line in enumerate(lines, 1):
        try:
            row = json.loads(line)
            if "table" in row:
                rows[row["table"]].append(row["row"])
            elif "end" in row:
                end = row["end"]
            else:
                seals.append(row)
        except (ValueError, KeyError, TypeError) as error:
            raise BrokenExportError(number, str(error)) from error
    if end is None or end != number - 1:
        raise BrokenExportError(number, "its end is missing")
    return rows, seals


def refuse_unless_empty() -> None:
    """Let an import or a restore go on.

    Raises:
        NotEmptyError: there is something in the installation.
    """
    if any(apps.get_model(f"store.{name}")._default_manager.exists() for name in _NOT_MIXED):
        raise NotEmptyError


def _fill(model: type[models.Model], rows: list[dict[str, Any]]) -> None:
    """Write rows of one table; a table that points to itself gets its parents first."""
    fields = {f.attname: f for f in model._meta.concrete_fields}
    made = [model(**{name: fields[name].to_python(value) for name, value in row.items()}) for row in rows]
    model._default_manager.bulk_create(made, batch_size=_AT_ONCE)


def _fill_log(seals: list[dict[str, Any]], tasks: dict[str, int]) -> None:
    events, sealed, heads = apps.get_model("store.event"), [], []
    made = []
    peaks: list[tuple[int, bytes]] = []
    from_leaf = apps.get_model("store.sealedevent")
    key = ""
    for row in seals:
        if "ledger" in row:
            key = row["key"]
            continue
        if "head" in row:
            heads.append(({**row["head"], "key": key}, list(peaks)))
            continue
        event = row["event"] if "n" in row else row["unsealed"]
        made.append(
            events(
                pk=event["id"],
                at=datetime.fromisoformat(event["at"]),
                kind=event["kind"],
                task_id=tasks[event["task"]] if event["task"] else None,
                subject=event["subject"],
                person_id=event["person"],
                unit_id=event["unit"],
                body=event["body"],
            )
        )
        if "n" in row:
            leaf = leaf_hash(leaf_data(event))
            push(peaks, leaf)
            sealed.append(from_leaf(number=row["n"], event_id=event["id"], leaf=leaf.hex()))
    events._default_manager.bulk_create(made, batch_size=_AT_ONCE)
    from_leaf._default_manager.bulk_create(sealed, batch_size=_AT_ONCE)
    head_table = apps.get_model("store.treehead")
    for head, under in heads:
        head_table._default_manager.create(
            size=head["size"],
            root=head["root"],
            peaks=json.dumps([(n, top.hex()) for n, top in under]),
            at=datetime.fromisoformat(head["at"]),
            signature=head["signature"],
            key=head["key"],
        )


def _after(filled: list[type[models.Model]]) -> None:
    """Let PostgreSQL count on from the highest ids."""
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), filled):
            cursor.execute(sql)
