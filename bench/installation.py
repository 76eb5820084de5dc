"""A large installation, made the same every time: units, tasks in every state, stakes, histories."""

import hashlib
import itertools
import json
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction

from luoshi.store import migrations

TODAY = date(2026, 6, 10)
NOW = datetime(2026, 6, 10, 1, tzinfo=UTC)
PEOPLE = (
    "an inspector of the whole county",
    "a clerk of a department",
    "a clerk three levels down",
    "a clerk at the bottom",
    "somebody with five posts",
)
_DEEP = 8
_LARGE = 100_000  # tasks: then indexes come after the rows, and PostgreSQL looks up no row pointed at
_SPAN_DAYS = 540  # limits lie within nine months of today
_VERBS = ("完成", "建成", "整治", "排查", "推进", "落实", "检查", "编制", "公开", "维修")
_THINGS = (
    "养老服务站点",
    "农村道路",
    "安全隐患",
    "老旧小区",
    "中小学食堂",
    "政务公开事项",
    "河道",
    "高标准农田",
)
_NOW_TEXT = "2026-03-02 01:00:00+00:00"


@dataclass(frozen=True, slots=True)
class Size:
    """How large: children a unit has on each level, and how many tasks."""

    name: str
    fan_out: tuple[int, ...]
    n_tasks: int


SIZES = {
    "10k": Size("10k", (10, 10, 10), 10_000),
    "1m": Size("1m", (10, 10, 10, 10, 9), 1_000_000),
}


@dataclass(frozen=True, slots=True)
class Made:
    """What was made: ids of the units by path, to sign in and look at."""

    n_units: int
    n_tasks: int


def make(size: Size) -> Made:
    """Fill an empty, migrated database."""
    dice = random.Random(size.name)  # noqa: S311 - repeatable, not secret
    units = list(_units(size.fan_out))
    with transaction.atomic():
        _people(units)
        indexes = _drop_indexes() if size.n_tasks > _LARGE else []
        tallies: Counter[tuple[int, str, str]] = Counter()
        start = 0
        while start < size.n_tasks:
            n = min(50_000, size.n_tasks - start)
            rows = [_task(pk, units, dice) for pk in range(start + 1, start + n + 1)]
            _insert("store_task", _TASK, [task for task, _, _ in rows])
            _insert("store_stake", _STAKE, [stake for _, stakes, _ in rows for stake in stakes])
            _insert("store_event", _EVENT, [event for _, _, events in rows for event in events])
            for task, _, _ in rows:
                _count(task, tallies)
            start += n
        places = ((*place, n) for place, n in tallies.items())
        _insert("store_tally", ("unit_id", "step", "due_month", "n_tasks"), places)
        _queue()
        _again(indexes)
        _counters()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return Made(len(units), size.n_tasks)


def _units(fan_out: Sequence[int]) -> Iterator[tuple[int, tuple[int, ...], str]]:
    """Yield ``(id, path from the top, kind)``, a level after the other."""
    ids = itertools.count(1)
    level: list[tuple[int, ...]] = [(next(ids),)]
    yield 1, level[0], "县"
    for depth, n in enumerate(fan_out):
        below = []
        for path in level:
            for _ in range(n):
                below.append((*path, next(ids)))
                yield below[-1][-1], below[-1], ("部门", "乡镇", "村", "组", "点", "户")[depth]
        level = below


_PLACE = tuple(f"l{n}" for n in range(1, _DEEP + 1))
_TASK = (
    "id", "code", "words", "quote", "owner_id", "seat_id", "has_lead", "kind", "rrule", "due_words",
    "waits_for", "limit_days", "quantities", "made_on", "first_due_on", "due_on", "met_on",
    "step", "said", "supported",
    "percent", "is_open", "edition", "changed_at", "scheme_id", *_PLACE,
)  # fmt: skip
_STAKE = ("task_id", "unit_id", "role", "signed_at", "return_reason", "due_on", "is_open", *_PLACE)
_EVENT = ("at", "kind", "task_id", "subject", "person_id", "unit_id", "body")
_UNIT = ("id", "parent_id", "name", "short", "kind", "initials", "depth", "rank", *_PLACE)


def _padded(path: tuple[int, ...]) -> tuple[int | None, ...]:
    return (*path, *(None,) * (_DEEP - len(path)))


def _people(units: list[tuple[int, tuple[int, ...], str]]) -> None:
    """Write units, schemes and the people of ``PEOPLE`` with their posts."""
    rows = (
        (
            pk,
            path[-2] if len(path) > 1 else None,
            f"{kind}{pk}",
            "",
            kind,
            f"{kind[0]}{pk}",
            len(path),
            pk,
            *_padded(path),
        )
        for pk, path, kind in units
    )
    _insert("store_unit", _UNIT, rows)
    rules = ("xian", "ouhai", "yinchuan", "works")
    _insert("store_scheme", ("id", "name", "rules"), [(n, f"专项{n}", rules[n % 4]) for n in range(1, 21)])
    password = make_password(None)
    people = [
        (n, f"user{n}", name, "", password, "zh-hans", True, False, _NOW_TEXT)
        for n, name in enumerate(PEOPLE, 1)
    ]
    columns = ("id", "username", "name", "email", "password", "lang", "is_active", "is_keeper", "made_at")
    _insert("store_person", columns, people)
    third = [pk for pk, path, _ in units if len(path) == 3]
    held = [  # (person, unit, role)
        (1, 1, "inspector"),
        (2, 2, "clerk"),
        (3, third[0], "clerk"),
        (4, units[-1][0], "clerk"),
        (5, third[11], "clerk"),
        (5, 4, "viewer"),
        (5, 5, "viewer"),
        (5, third[55], "inspector"),
        (5, units[-7][0], "lead"),
    ]
    posts = [(n, unit, f"岗{n}", role) for n, (_, unit, role) in enumerate(held, 1)]
    _insert("store_post", ("id", "unit_id", "title", "role"), posts)
    holdings = [(n, n, person, "2026-01-01") for n, (person, *_) in enumerate(held, 1)]
    _insert("store_holding", ("id", "post_id", "person_id", "from_on"), holdings)


def _task(
    pk: int, units: list[tuple[int, tuple[int, ...], str]], dice: random.Random
) -> tuple[Any, Any, Any]:
    """Return a task, its stakes and its events as rows."""
    owner, owner_path, _ = units[dice.randrange(min(len(units), 111))]
    lead, lead_path, _ = units[dice.randrange(len(units))]
    support, support_path, _ = units[dice.randrange(len(units))]
    due = (
        None if dice.random() < 0.1 else TODAY + timedelta(days=dice.randrange(_SPAN_DAYS) - _SPAN_DAYS // 2)
    )
    step = dice.choices(
        ("open", "assigned", "signed-for", "returned", "done", "closed"), (3, 12, 40, 3, 12, 30)
    )[0]
    said = "done" if step in {"done", "closed"} else "under-way" if step == "signed-for" else "nothing"
    supported, met = "none", None
    if step == "closed" or (step == "done" and dice.random() < 0.3):
        supported, met = "supported", (due or TODAY) - timedelta(days=dice.randrange(20) - 5)
    elif step == "done":
        supported = dice.choice(("none", "none", "unchecked", "contradicted"))
    has_lead = step != "open"
    seat, path = (lead, lead_path) if has_lead else (owner, owner_path)
    is_open = step != "closed"
    first, second = (
        f"{dice.choice(_VERBS)}{dice.randrange(2, 300)}个{dice.choice(_THINGS)}" for _ in range(2)
    )
    words = f"{first}，{second}并逐级上报"
    code = f"2026-{pk:07d}"
    task = (
        pk, code, words, words, owner, seat, has_lead, "once", "", "", "", "calendar", "[]",
        date(2026, 3, 2), due, due, met, step, said, supported,
        dice.randrange(101) if said == "under-way" else None, is_open, 3, _NOW_TEXT,
        dice.randrange(1, 21) if dice.random() < 0.6 else None, *_padded(path),
    )  # fmt: skip
    stakes = [(pk, owner, "owner", None, "", due, is_open, *_padded(owner_path))]
    events = [
        _event(
            code,
            "made",
            pk,
            owner,
            {"words": words, "due_on": str(due) if due else None, "rrule": "", "parent": ""},
        )
    ]
    if has_lead:
        stakes.append((pk, lead, "lead", _NOW_TEXT, "", due, is_open, *_padded(lead_path)))
        events.append(_event(code, "assigned", pk, owner, {"unit": str(lead), "role": "lead"}))
        if support != lead and pk % 2:
            stakes.append((pk, support, "support", None, "", due, is_open, *_padded(support_path)))
    return task, stakes, events


def _event(code: str, kind: str, task: int, unit: int, more: dict[str, Any]) -> tuple[Any, ...]:
    at = "2026-03-02T01:00:00+00:00"
    body = {
        "kind": kind,
        "schema": 1,
        "task": code,
        "at": at,
        "by_unit": str(unit),
        "occurrence": None,
        **more,
    }
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return (_NOW_TEXT, kind, task, "", None, unit, text)


def _count(task: tuple[Any, ...], tallies: Counter[tuple[int, str, str]]) -> None:
    due, step = task[15], task[17]
    month = f"{due:%Y-%m}" if due else ""
    for unit in task[-_DEEP:]:
        if unit:
            tallies[unit, step, month] += 1


def _insert(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    names = ", ".join(f'"{name}"' for name in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        marks = ", ".join(["?"] * len(columns))
        plain = ([v.isoformat() if isinstance(v, date) else v for v in row] for row in rows)
        connection.connection.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", plain)  # noqa: S608


def _drop_indexes() -> list[str]:
    """Take away the indexes of the large tables while they are filled, and return how to make them again."""
    if connection.vendor == "postgresql":
        sql = (
            "SELECT indexname, indexdef FROM pg_indexes "
            "WHERE tablename IN ('store_task', 'store_stake', 'store_event') AND indexdef NOT LIKE '%UNIQUE%'"
        )
    else:
        sql = (
            "SELECT name, sql FROM sqlite_master WHERE type='index' AND sql NOT LIKE '%UNIQUE%' "
            "AND tbl_name IN ('store_task', 'store_stake', 'store_event')"
        )
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(sql)
        found = cursor.fetchall()
        for name, _ in found:
            cursor.execute(f'DROP INDEX "{name}"')
    return [definition for _, definition in found]


def _queue() -> None:
    """Let events wait for their seal where the trigger that does it was off."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO store_unsealed (event_id) SELECT id FROM store_event e "
            "WHERE NOT EXISTS (SELECT 1 FROM store_unsealed WHERE event_id = e.id)"
        )


def _again(indexes: list[str]) -> None:
    with connection.cursor() as cursor:
        for definition in indexes:
            cursor.execute(definition)


def _counters() -> None:
    """Let PostgreSQL's sequences go on after the ids that were given."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for table in ("unit", "scheme", "person", "post", "holding", "task"):
            last = f"(SELECT max(id) FROM store_{table})"  # noqa: S608
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('store_{table}', 'id'), {last})")


def stamp() -> str:
    """Return a mark of this maker and the tables: a cached installation of another one is not used."""
    tables = sorted(path.name for path in Path(str(migrations.__file__)).parent.glob("[0-9]*.py"))
    return hashlib.sha256(Path(__file__).read_bytes() + "".join(tables).encode()).hexdigest()[:12]
