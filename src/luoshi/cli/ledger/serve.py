"""``luoshi serve`` and ``luoshi worker``."""

import argparse
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from luoshi.cli.arguments import Wrong, n_jobs
from luoshi.cli.ledger.installation import start
from luoshi.cli.words import Words

_LAST_PORT = 65_535


def serve(args: argparse.Namespace, say: Words) -> int:
    """Serve the pages until Ctrl-C."""
    port = _port(args.port, say)
    processes = n_jobs(args.processes, say)
    _look_whether_free(args.host, port, say)
    start(say, may_change_tables=True)
    from django.conf import settings  # noqa: PLC0415 - needs Django started
    from django.db import connection, connections  # noqa: PLC0415
    from granian import Granian  # noqa: PLC0415
    from granian.constants import Interfaces  # noqa: PLC0415

    from luoshi.followup.registry.first_run import token_for_first_run  # noqa: PLC0415

    if args.sample:
        _make_sample(say)
    address = f"http://{args.host}:{port}"
    sys.stdout.write(say("ledger", "serving", address=address, home=settings.HOME) + "\n")
    if token := token_for_first_run(settings.HOME):
        sys.stdout.write(say("ledger", "first_run", address=address, token=token) + "\n")
    sys.stdout.flush()
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    connections.close_all()
    stop = _work_beside() if connection.vendor == "sqlite" else None
    server = Granian(
        "luoshi.project.wsgi:application",
        address=args.host,
        port=port,
        interface=Interfaces.WSGI,
        workers=processes,
        blocking_threads=4,
        log_enabled=False,
        websockets=False,
    )
    try:
        server.serve()
    finally:
        if stop:
            stop()
    sys.stdout.write(say("ledger", "stopped") + "\n")
    return 0


def _make_sample(say: Words) -> None:
    from luoshi.followup.sample.institution import make_if_empty  # noqa: PLC0415 - needs Django started

    sys.stdout.write(say("ledger", "making_sample") + "\n")
    sys.stdout.flush()
    made = make_if_empty()
    sys.stdout.write(say("ledger", "logins", password=made.password) + "\n")
    for login in made.logins:
        told = {"username": login.username, "name": login.name, "post": login.post}
        sys.stdout.write(say("ledger", "login", **told) + "\n")


def _work_beside() -> Callable[[], None]:
    """Do the background work in a process of its own; return what stops it.

    Not in a thread: the server forks, and SQLite may not be carried over a fork while a connection is open.
    """
    beside = subprocess.Popen([sys.executable, "-m", "luoshi.cli", "worker"], stdout=subprocess.DEVNULL)  # noqa: S603

    def stop() -> None:
        beside.terminate()
        try:
            beside.wait(timeout=20)
        except subprocess.TimeoutExpired:
            beside.kill()

    return stop


def worker(args: argparse.Namespace, say: Words) -> int:  # noqa: ARG001 - the shape of every verb
    """Do the background work until told to stop."""
    start(say, may_change_tables=False)
    from luoshi.followup.work.worker import Worker  # noqa: PLC0415 - needs Django started

    one = Worker()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: one.stop())
    sys.stdout.write(say("ledger", "working") + "\n")
    sys.stdout.flush()
    one.work()
    sys.stdout.write(say("ledger", "stopped") + "\n")
    return 0


def _port(value: str, say: Words) -> int:
    if not value.isdecimal() or not 0 < int(value) <= _LAST_PORT:
        raise Wrong(say("ledger", "bad_port", value=value))
    return int(value)


def _look_whether_free(host: str, port: int, say: Words) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            raise Wrong(say("ledger", "port_taken", host=host, port=port)) from None
