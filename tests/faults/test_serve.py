"""``luoshi serve``: up at once, gone when told, and what it acknowledged outlives kill -9."""

import http.cookiejar
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.faults.conftest import ROOT, Place
from tests.faults.story import PASSWORD
from tests.ports import free_port

PATIENCE = 30  # seconds, on a machine that does much else


@dataclass
class Served:
    """A server at work."""

    address: str
    process: subprocess.Popen[str]
    log: Path
    cpu_to_first_page: float

    def end(self, number: signal.Signals) -> int:
        if number == signal.SIGKILL:
            os.killpg(self.process.pid, number)
        else:
            self.process.send_signal(number)
        return self.process.wait(timeout=PATIENCE)


def _cpu_of_group(group: int) -> float:
    """Return the CPU time used by a process group so far, in seconds."""
    ticks = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) == group:
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


@contextmanager
def served(place: Place, port: int, *words: str) -> Iterator[Served]:
    log = place.home / "serve.log"
    command = [sys.executable, "-m", "luoshi.cli", "serve", "--port", str(port), *words]
    with log.open("a") as out:
        process = subprocess.Popen(command, env=place.environment(), cwd=ROOT, stdout=out, stderr=out,
                                   start_new_session=True, text=True)  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    until = time.monotonic() + PATIENCE
    try:
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=PATIENCE).close()
                Browser(address).get("/login")
                break
            except OSError:
                assert process.poll() is None, log.read_text()
                assert time.monotonic() < until, "no first page"
                time.sleep(0.05)
        yield Served(address, process, log, _cpu_of_group(process.pid))
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


class Browser:
    """Signs in and sends forms, with cookies and the mark every form needs."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))

    def get(self, path: str) -> str:
        with self.opener.open(self.address + path, timeout=PATIENCE) as answer:
            return answer.read().decode()

    def post(self, path: str, **form: str) -> int:
        mark = next(cookie.value for cookie in self.jar if cookie.name == "csrftoken")
        data = urllib.parse.urlencode({"csrfmiddlewaretoken": mark, **form}).encode()
        with self.opener.open(self.address + path, data, timeout=PATIENCE) as answer:
            return int(answer.status)

    def sign_in(self) -> None:
        self.get("/login")
        self.post("/login", username="civil", password=PASSWORD)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_starts_at_once_and_ends_when_told(told: Place, number: signal.Signals) -> None:
    with served(told, free_port()) as server:
        assert server.cpu_to_first_page <= 5  # of three processes; 2.5 seconds on two cores
        assert 0 == server.end(number)
        said = server.log.read_text()

    assert [] == [word for word in ("Traceback", "Warning", "ERROR") if word in said]
    assert said.endswith("Stopped.\n")


def test_ctrl_c_of_a_terminal_reaches_every_process_and_all_end(told: Place) -> None:
    """The workers hear of it from the terminal and from the parent; it must not be once too often."""
    for _ in range(4):
        with served(told, free_port()) as server:
            os.killpg(server.process.pid, signal.SIGINT)
            assert 0 == server.process.wait(timeout=PATIENCE)


def test_one_server_an_installation(told: Place) -> None:
    port = free_port()
    with served(told, port):
        second = told.luoshi("serve", "--port", str(free_port()))
        taken = told.luoshi("serve", "--port", str(port))

    assert (1, 2) == (second.returncode, taken.returncode)
    assert "Another luoshi serve" in second.stderr
    assert "is taken" in taken.stderr


def test_sqlite_is_served_by_one_process(told: Place) -> None:
    done = told.luoshi("serve", "--processes", "2", "--port", str(free_port()))

    assert (2, True) == (done.returncode, "On SQLite one process" in done.stderr)


def test_what_was_answered_outlives_the_server(told: Place) -> None:
    port, acked = free_port(), []
    for kill in range(2):
        with served(told, port) as server:
            browser = Browser(server.address)
            browser.sign_in()
            code = re.search(r"/tasks/(\d{4}-\d{4})", browser.get("/tasks"))[1]
            for n in range(3):
                words = f"kill {kill} word {n}"
                assert 200 == browser.post(f"/tasks/{code}/report", words=words)
                acked.append(words)
            server.end(signal.SIGKILL)

    assert sorted(acked) == sorted(told.story("count")["reports"])
    assert 0 == told.luoshi("verify").returncode
    assert 0 == told.luoshi("check").returncode


def test_nobody_is_left_behind(told: Place) -> None:
    """When only the parent is killed, the others go too: an orphan would hold the port."""
    port = free_port()
    with served(told, port) as server:
        os.kill(server.process.pid, signal.SIGKILL)
        server.process.wait()
        until = time.monotonic() + PATIENCE
        while _cpu_of_group(server.process.pid):
            assert time.monotonic() < until, "somebody is left"
            time.sleep(0.05)
    with served(told, port) as again:
        assert 0 == again.end(signal.SIGTERM)
