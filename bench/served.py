"""What only a real server shows: its start, its memory with several people at once, a paste, a large file."""

import http.client
import importlib
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from bench.row import Row, against

_PASTED = ("rules.txt", "self-report.txt")  # together 6.9 KB
_ROUNDS = 40  # requests of each page that CPU is averaged over
_WALK = (
    "/",
    "/tasks",
    "/tasks?group=unit",
    "/tasks?when=overdue&light=red",
    "/tasks/calendar?month=2026-06",
    "/units",
)
_TICKS = os.sysconf("SC_CLK_TCK")


def rows(size: str, cookies: list[str]) -> Iterator[Row]:
    """Yield the rows of a server at work on the installation of the environment."""
    port = _free_port()
    with _server(port) as (parent, started):
        worker = _worker_of(parent)
        if size == "10k":
            yield from _start(started, parent, worker)
            yield from _paste(port, cookies[1], worker)
        yield _list(size, port, cookies[0], worker)
        yield _memory(size, port, cookies, worker)
        yield from _xlsx(size, port, cookies[0], worker)


@contextmanager
def _server(port: int) -> Iterator[tuple[int, float]]:
    """Start ``bench.server``; yield its process id and the seconds until its first page."""
    began = time.monotonic()
    with subprocess.Popen([sys.executable, "-m", "bench.server", str(port)]) as process:
        try:
            while True:
                try:
                    _ask(port, "/login", "")
                    break
                except OSError:
                    if process.poll() is not None:
                        raise SystemExit("the server did not start") from None
                    time.sleep(0.01)
            yield process.pid, time.monotonic() - began
        finally:
            process.send_signal(signal.SIGTERM)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _ask(port: int, path: str, cookie: str, form: dict[str, str] | None = None) -> tuple[int, bytes, str]:
    """Return status, body and where the answer leads to."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=900)
    headers = {"Cookie": f"sessionid={cookie}; csrftoken={'x' * 32}", "Host": "testserver"}
    if form is None:
        connection.request("GET", path, headers=headers)
    else:
        body = urllib.parse.urlencode(form | {"csrfmiddlewaretoken": "x" * 32})
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request("POST", path, body, headers)
    answer = connection.getresponse()
    try:
        return answer.status, answer.read(), answer.getheader("Location") or ""
    finally:
        connection.close()


def _worker_of(parent: int) -> int:
    """Return the process that answers: of those the server forked, the one that did most."""
    pids = [int(folder.name) for folder in Path("/proc").glob("[0-9]*")]
    below = [pid for pid in pids if _stat(pid)[1:2] == [str(parent)]]
    return max(below, key=cpu_of)


def _stat(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def cpu_of(pid: int) -> float:
    """Return the CPU seconds of a process so far."""
    fields = _stat(pid)
    return (int(fields[11]) + int(fields[12])) / _TICKS if fields else 0.0


def _memory_mb(pid: int) -> tuple[float, float]:
    """Return the memory a process holds for itself, in MB: now, and with its share of what is mapped.

    The second leaves out the database file, which SQLite maps and the system may drop at any time.
    """
    own = share = 0
    is_database = False
    for line in Path(f"/proc/{pid}/smaps").read_text().splitlines():
        if re.match(r"[0-9a-f]+-[0-9a-f]+ ", line):
            is_database = ".sqlite3" in line
        elif line.startswith("Pss:") and not is_database:
            share += int(line.split()[1])
        elif line.startswith("Anonymous:") and not is_database:
            own += int(line.split()[1])
    return own / 1024, share / 1024


def _start(started: float, parent: int, worker: int) -> Iterator[Row]:
    spent = cpu_of(parent) + cpu_of(worker)
    how = f"CPU of server and its worker to the first page; wall {started:.2f} s on this machine as it was"
    row: Row = {"name": "cold_start_s", "value": round(spent, 2), "unit": "s", "how": how}
    yield against(row, "limit", 2.5)


def _paste(port: int, cookie: str, worker: int) -> Iterator[Row]:
    """Paste a document until its proposals are on the screen, reading included: just started, then again."""
    folder = Path(str(importlib.import_module("luoshi").__file__)).parent / "samples"
    text = "\n".join((folder / name).read_text(encoding="utf-8") for name in _PASTED)
    for name in ("paste_first_s", "paste_to_proposals_s"):
        cpu, wall = [], []
        for n in range(1 if name == "paste_first_s" else 5):
            before, began = cpu_of(worker), time.perf_counter()
            status, _, where = _ask(
                port, "/documents", cookie, {"text": f"{text}\n第{time.time_ns()}-{n}次粘贴。"}
            )
            if status != 302:
                raise SystemExit(f"paste: {status}")
            _, page, _ = _ask(port, where, cookie)
            cpu.append(cpu_of(worker) - before)
            wall.append(time.perf_counter() - began)
        n_rows = page.count(b"data-row")
        how = (
            f"CPU of POST and the page after it on a server, {len(text.encode())} bytes, {n_rows} rows; "
            f"wall {min(wall):.2f} s"
        )
        value = sum(cpu) / len(cpu)
        yield against({"name": name, "value": round(value, 3), "unit": "s", "how": how}, "limit", 0.5)


def _list(size: str, port: int, cookie: str, worker: int) -> Row:
    """Ask a server for the list over HTTP: what the in-process figure leaves out."""
    _ask(port, "/tasks", cookie)
    before = cpu_of(worker)
    for _ in range(_ROUNDS):
        _ask(port, "/tasks", cookie)
    value = (cpu_of(worker) - before) / _ROUNDS * 1000
    how = f"mean CPU of the server's worker over HTTP, {_ROUNDS} requests"
    row: Row = {"name": f"list_served_{size}_cpu_ms", "value": round(value, 2), "unit": "ms", "how": how}
    return against(row, "limit", 15 if size == "10k" else 30)


def _memory(size: str, port: int, cookies: list[str], worker: int) -> Row:
    """Let all people walk through the pages at once, several times."""
    asked = [(path, cookie) for _ in range(3) for path in _WALK for cookie in cookies]
    with ThreadPoolExecutor(8) as crowd:
        statuses = list(crowd.map(lambda one: _ask(port, *one)[0], asked))
    if set(statuses) != {200}:
        raise SystemExit(f"walk: {set(statuses)}")
    own, share = _memory_mb(worker)
    how = (
        f"PSS of the worker of {size} without the mapped database, after {len(asked)} requests of eight at a "
        f"time, its own {own:.0f}"
    )
    return against({"name": "worker_mb", "value": round(share, 1), "unit": "MB", "how": how}, "limit", 150)


def _xlsx(size: str, port: int, cookie: str, worker: int) -> Iterator[Row]:
    """Fetch all tasks as .xlsx, a piece at a time, and watch the worker's memory."""
    before, own_before = cpu_of(worker), _memory_mb(worker)[0]
    Path(f"/proc/{worker}/clear_refs").write_text("5")  # the peak counts from here
    n_bytes, first, peak = 0, 0.0, own_before
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=900)
    began = time.perf_counter()
    connection.request(
        "GET", "/tasks/xlsx?state=all", headers={"Cookie": f"sessionid={cookie}", "Host": "testserver"}
    )
    answer = connection.getresponse()
    with tempfile.TemporaryFile() as file:
        while piece := answer.read(1_000_000):
            first = first or time.perf_counter() - began
            peak = max(peak, _memory_mb(worker)[0])
            n_bytes += file.write(piece)
        spent, wall = cpu_of(worker) - before, time.perf_counter() - began
        with zipfile.ZipFile(file) as book:
            n_rows = book.read("xl/worksheets/sheet1.xml").count(b"<row ")
    how = f"{n_rows} rows in nine columns, {n_bytes} bytes; first piece after {first:.2f} s of {wall:.1f} s"
    row: Row = {"name": f"xlsx_{size}_cpu_ms", "value": round(spent * 1000, 1), "unit": "ms", "how": how}
    yield against(row, "limit; Redmine CSV 3930", 2000) if size == "10k" else row
    how = f"own memory of the worker at most, it was {own_before:.0f} MB before"
    yield {"name": f"xlsx_{size}_grows_mb", "value": round(peak - own_before, 1), "unit": "MB", "how": how}
