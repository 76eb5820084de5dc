"""The pages of one installation, measured in a process of its own (CPU of requests made in-process).

Command: ``python -m bench.pages_run 10k|1m``, with the settings in the environment; see ``bench.pages``.
"""

import importlib
import json
import re
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from bench import installation, served
from bench.installation import NOW, PEOPLE, SIZES, TODAY
from bench.row import Row, against, cpu_seconds

_RUNS = 15
_IMPORTED = 6_000
_LIMITS = {
    "list": (15, 30),
    "filter_sort": (20, 40),
    "group": (30, 250),
    "task": (14, 20),
    "month": (60, 120),
}
_PEERS = {
    "list": "Roundup 38 ms",
    "filter_sort": "Trac 103 ms",
    "group": "Trac 122 ms",
    "task": "Roundup 14 ms",
}
_PAGES = {
    "list": ("/tasks",),
    "filter_sort": (
        "/tasks?said=under-way&sort=due",
        "/tasks?step=done&supported=none",
        "/tasks?when=overdue&light=red",
        "/tasks?scheme=7&when=soon",
        "/tasks?q=河道&state=all",
    ),
    "group": ("/tasks?group=unit", "/tasks?group=scheme", "/tasks?group=step"),
    "task": (),  # two tasks of each person, with a history
    "month": ("/tasks/calendar?month=2026-06",),
    "front": ("/",),
}


def main() -> int:
    """Make or find the installation, measure, print a row a line."""
    size = sys.argv[1]
    django.setup()
    made_in = _ready(size)
    if made_in:
        print(json.dumps(made_in), flush=True)
    for row in _rows(size):
        print(json.dumps(row, ensure_ascii=False), flush=True)
    return 0


def _ready(size: str) -> Row | None:
    """Fill the database unless this maker did before; return how long it took."""
    mark = Path(settings.HOME) / f"made-{connection.vendor}"
    is_made = mark.exists() and mark.read_text() == installation.stamp()
    if is_made and (connection.vendor == "sqlite" or "store_unit" in connection.introspection.table_names()):
        return None
    start = time.process_time()
    call_command("migrate", verbosity=0)
    if connection.vendor == "sqlite" and mark.exists():
        raise SystemExit(f"{settings.HOME} holds an installation of an older maker: please remove it")
    made = installation.make(SIZES[size])
    mark.write_text(installation.stamp())
    return {
        "name": f"make_{size}_cpu_s",
        "value": round(time.process_time() - start, 1),
        "unit": "s",
        "how": f"{made.n_units} units, {made.n_tasks} tasks written straight into the tables",
    }


def _rows(size: str) -> Iterator[Row]:
    vars(timezone)["now"] = lambda: NOW  # a day that stands still
    people = importlib.import_module("django.contrib.auth").get_user_model().objects.order_by("pk")
    clients = []
    for person in people:
        client = Client()
        client.force_login(person)
        clients.append(client)
    yield from _pages(size, clients)
    yield _import(size)
    cookies = [client.cookies["sessionid"].value for client in clients]
    yield from served.rows(size, cookies)


def _pages(size: str, clients: list[Client]) -> Iterator[Row]:
    column = 0 if size == "10k" else 1
    with transaction.atomic():
        eventful = [_eventful_tasks(client) for client in clients]
        for name, addresses in _PAGES.items():
            found = []
            for who, (client, tasks) in enumerate(zip(clients, eventful, strict=True)):
                for address in addresses or tasks:
                    n_rows = _seen(client, address)
                    found.append((*_ms(partial(client.get, address)), PEOPLE[who], address, n_rows))
            worst, wall, of_database, who_worst, address, n_rows = max(found)
            how = (
                f"CPU in-process, worst of {len(found)} ({len(clients)} people): {address} of {who_worst}, "
                f"{n_rows} tasks shown, wall {wall} ms, least of {_RUNS}, {TODAY}"
            )
            if connection.vendor == "postgresql":
                _, slow, most, who_slow, slowest, _ = max(found, key=lambda one: one[2])
                how += (
                    f"; and PostgreSQL's process {of_database} ms; at most {most} ms (wall {slow} ms): "
                    f"{slowest} of {who_slow}"
                )
            row: Row = {"name": f"{name}_{size}_cpu_ms", "value": worst, "unit": "ms", "how": how}
            if name in _LIMITS:
                row = against(row, f"limit; {_PEERS.get(name, 'Redmine 1250 ms')}", _LIMITS[name][column])
            yield row
        transaction.set_rollback(True)


def _seen(client: Client, address: str) -> int:
    """See that a page is there, and return how many tasks it shows.

    Raises:
        SystemExit: it is not: what nobody sees must not count as fast.
    """
    answer = client.get(address)
    if answer.status_code != 200:
        raise SystemExit(f"{address}: {answer.status_code}")
    return len(set(re.findall(rb"/tasks/(\d{4}-\d+)", answer.content)))


def _eventful_tasks(client: Client) -> tuple[str, ...]:
    """Give two tasks a person sees a history, and return their addresses."""
    shown = client.get("/tasks").content.decode()
    codes = list(dict.fromkeys(re.findall(r"/tasks/(\d{4}-\d+)", shown)))[:2]
    for code in codes:
        importlib.import_module("bench.eventful").give_history(code)
    return tuple(f"/tasks/{code}" for code in codes)


def _ms(work: Callable[[], object]) -> tuple[float, float, float]:
    """Return the CPU time and the wall time of a request, in milliseconds, and what PostgreSQL spent on it.

    The first two are the least of all runs; the last is their mean.
    """
    work()
    wall, of_database = float("inf"), _database_cpu()

    def timed() -> None:
        nonlocal wall
        start = time.perf_counter()
        work()
        wall = min(wall, time.perf_counter() - start)

    cpu = cpu_seconds(timed, runs=_RUNS)
    of_database = (_database_cpu() - of_database) / _RUNS
    return round(cpu * 1000, 2), round(wall * 1000, 1), round(of_database * 1000, 1)


def _import(size: str) -> Row:
    """Take tasks in by the bulk path, with caches, events and the search index; then take them back."""
    bulk = importlib.import_module("luoshi.followup.task.bulk")
    rows = [
        bulk.Row(
            f"完成{n}个站点建设并上报", 1 + n % 11, ((2 + n % 90, "lead"), (3 + n % 90, "support")), TODAY
        )
        for n in range(_IMPORTED)
    ]
    with transaction.atomic():
        start, began, of_database = time.process_time(), time.perf_counter(), _database_cpu()
        bulk.take_in(None, rows, now=NOW)
        spent, wall = time.process_time() - start, time.perf_counter() - began
        of_database = _database_cpu() - of_database
        transaction.set_rollback(True)
    how = (
        f"{_IMPORTED} tasks with two units each into {size}, CPU {spent:.2f} s (and {of_database:.2f} s of "
        f"PostgreSQL's process), wall {wall:.2f} s, without the commit"
    )
    row: Row = {
        "name": "import_tasks_per_s",
        "value": round(_IMPORTED / spent),
        "unit": "tasks/s",
        "how": how,
    }
    return against(row, "Trac 2083; goal", 2000)


def _database_cpu() -> float:
    """Return the CPU seconds of the PostgreSQL process that serves this connection; 0 on SQLite."""
    if connection.vendor != "postgresql":
        return 0.0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return served.cpu_of(cursor.fetchone()[0])


if __name__ == "__main__":
    sys.exit(main())
