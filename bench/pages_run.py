"""The pages of one installation, measured in a process of its own (CPU of requests made in-process).

Command: ``python -m bench.pages_run 10k|1m``, with the settings in the environment; see ``bench.pages``.
"""

import importlib
import json
import resource
import subprocess
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

import luoshi
from bench import installation
from bench.installation import NOW, SIZES, TODAY
from bench.row import Row, against, cpu_seconds

_RUNS = 15
_IMPORTED = 6_000
_PASTED = ("rules.txt", "self-report.txt")  # together 6.9 KB
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
    ),
    "group": ("/tasks?group=unit",),
    "task": ("/tasks/2026-0000102", "/tasks/2026-0000777"),
    "month": ("/tasks/calendar?month=2026-06",),
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
    if mark.exists() and mark.read_text() == installation.stamp() and connection.vendor == "sqlite":
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
    for person in people[:3]:  # the whole county, a department's tree, a third of the levels down
        client = Client()
        client.force_login(person)
        clients.append(client)
    column = 0 if size == "10k" else 1
    for name, addresses in _PAGES.items():
        worst = max(_cpu_ms(partial(c.get, a)) for c in clients[:2] for a in addresses if _is_seen(c, a))
        how = f"CPU in-process, worst of {len(addresses)} addresses for two people, least of {_RUNS}, {TODAY}"
        row: Row = {"name": f"{name}_{size}_cpu_ms", "value": worst, "unit": "ms", "how": how}
        yield against(row, f"limit; {_PEERS.get(name, 'Redmine 1250 ms')}", _LIMITS[name][column])
    if size == "10k":
        yield from _files(clients[0])
        yield from _paste(clients[1])
        yield _cold_start()
    yield _import(size)
    row = {
        "name": "worker_mb",
        "value": round(_own_mb(), 1),
        "unit": "MB",
        "how": f"own memory (RssAnon) after all of {size}; not the mapped database file",
    }
    yield against(row, "limit", 150)


def _is_seen(client: Client, address: str) -> bool:
    return client.get(address).status_code == 200


def _cpu_ms(work: Callable[[], object]) -> float:
    """Return the least CPU time of a request, in milliseconds (user and system of this process)."""
    work()
    return round(cpu_seconds(work, runs=_RUNS) * 1000, 2)


def _files(client: Client) -> Iterator[Row]:
    start = time.process_time()
    answer = client.get("/tasks/xlsx?state=all")
    n_bytes = sum(len(part) for part in answer)
    spent = round((time.process_time() - start) * 1000, 1)
    how = f"all 10,000 tasks in nine columns, {n_bytes} bytes"
    yield against(
        {"name": "xlsx_10k_cpu_ms", "value": spent, "unit": "ms", "how": how}, "limit; Redmine CSV 3930", 2000
    )


def _paste(client: Client) -> Iterator[Row]:
    """Paste a document until its proposals are on the screen, reading included."""
    folder = Path(luoshi.__file__).parent / "samples"
    text = (
        "\n".join((folder / name).read_text(encoding="utf-8") for name in _PASTED)
        + f"\n第{time.time_ns()}次粘贴。"
    )
    client.get("/documents")
    start = time.process_time()
    answer = client.post("/documents", {"text": text}, follow=True)
    spent = time.process_time() - start
    n_rows = answer.content.count(b"data-row")
    how = f"CPU of POST and the page after it, {len(text.encode())} bytes, first reading, {n_rows} rows"
    row: Row = {"name": "paste_to_proposals_s", "value": round(spent, 3), "unit": "s", "how": how}
    yield against(row, "limit", 0.5)


def _cold_start() -> Row:
    """Start another process up to its first page."""
    code = (
        "import luoshi.project.wsgi; from django.test import Client; "
        "print(Client().get('/login').status_code)"
    )
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    row: Row = {
        "name": "cold_start_s",
        "value": round(spent, 3),
        "unit": "s",
        "how": "CPU of a new process to its first page",
    }
    return against(row, "limit", 2.5)


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
        start = time.process_time()
        bulk.take_in(None, rows, now=NOW)
        spent = time.process_time() - start
        transaction.set_rollback(True)
    how = f"{_IMPORTED} tasks with two units each into {size}, CPU, without the commit"
    row: Row = {
        "name": "import_tasks_per_s",
        "value": round(_IMPORTED / spent),
        "unit": "tasks/s",
        "how": how,
    }
    return against(row, "Trac 2083; goal", 2000)


def _own_mb() -> float:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("RssAnon"):
            return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main())
