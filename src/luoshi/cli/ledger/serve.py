"""``luoshi serve`` and ``luoshi worker``."""

import argparse
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import ExitStack
from datetime import date
from functools import partial
from importlib import import_module

from luoshi.cli.arguments import Wrong, n_jobs
from luoshi.cli.ledger.installation import start
from luoshi.cli.ledger.processes import alone, end_with_parent, working_beside
from luoshi.cli.ledger.telling import clearly, told
from luoshi.cli.words import Words

_LAST_PORT = 65_535


@clearly
def serve(args: argparse.Namespace, say: Words) -> int:
    """Serve the pages until Ctrl-C."""
    port = _port(args.port, say)
    processes = n_jobs(args.processes, say)
    _look_whether_free(args.host, port, say)
    start(say, may_change_tables=True)
    from django.conf import settings  # noqa: PLC0415 - needs Django started
    from django.db import connection, connections  # noqa: PLC0415

    is_sqlite = connection.vendor == "sqlite"
    if is_sqlite and processes > 1:
        raise Wrong(say("ledger", "one_process"))
    with ExitStack() as held:
        if is_sqlite and not held.enter_context(alone(settings.HOME)):
            return told(say("ledger", "served_already", home=settings.HOME))
        if args.sample:
            _make_sample(say)
        _tell_address(f"http://{args.host}:{port}", say)
        connections.close_all()
        if is_sqlite or args.work:
            held.enter_context(working_beside())
        _serve_pages(args.host, port, processes, is_sample=args.sample)
    sys.stdout.write(say("ledger", "stopped") + "\n")
    return 0


def _tell_address(address: str, say: Words) -> None:
    from django.conf import settings  # noqa: PLC0415 - needs Django started

    from luoshi.followup.registry.first_run import token_for_first_run  # noqa: PLC0415

    sys.stdout.write(say("ledger", "serving", address=address, home=settings.HOME) + "\n")
    if token := token_for_first_run(settings.HOME):
        sys.stdout.write(say("ledger", "first_run", address=address, token=token) + "\n")
    sys.stdout.flush()


def _serve_pages(host: str, port: int, processes: int, *, is_sample: bool) -> None:
    from granian import Granian  # noqa: PLC0415 - only this verb needs it
    from granian.constants import Interfaces  # noqa: PLC0415

    server = Granian(
        "luoshi.project.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=processes,
        blocking_threads=4,
        respawn_failed_workers=True,
        log_enabled=False,
        websockets=False,
    )
    server.serve(target_loader=partial(_application, is_sample), wrap_loader=False)


def _application(is_sample: bool) -> Callable[..., object]:  # noqa: FBT001 - bound right above
    """Return what answers requests, in a process that ends with this one.

    Ctrl-C reaches every process of a terminal. The parent tells this one to end; told twice, it may wait for
    itself for ever.
    """
    end_with_parent()
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    application: Callable[..., object] = import_module("luoshi.project.wsgi").application
    from django.conf import settings  # noqa: PLC0415 - needs Django started

    settings.SAMPLE = is_sample
    return application


def _make_sample(say: Words) -> None:
    from luoshi.followup.sample.institution import make_if_empty  # noqa: PLC0415 - needs Django started

    sys.stdout.write(say("ledger", "making_sample"))
    sys.stdout.flush()

    def month_reached(month: date) -> None:
        sys.stdout.write(f" {month:%Y-%m}")
        sys.stdout.flush()

    made = make_if_empty(month_reached)
    sys.stdout.write("\n")
    sys.stdout.write(say("ledger", "logins", password=made.password) + "\n")
    for login in made.logins:
        told = {"username": login.username, "name": login.name, "post": login.post}
        sys.stdout.write(say("ledger", "login", **told) + "\n")


@clearly
def worker(args: argparse.Namespace, say: Words) -> int:
    """Do the background work until told to stop."""
    if args.beside:
        end_with_parent()
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
