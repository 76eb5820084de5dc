"""The processes of one installation: one server on SQLite, its worker beside it, none left behind."""

import ctypes
import fcntl
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PR_SET_PDEATHSIG = 1
_PATIENCE = 20  # seconds for the job at hand


@contextmanager
def alone(home: Path) -> Iterator[bool]:
    """Tell whether nobody else serves this data folder, and keep others out as long as we live."""
    with (home / "serve-lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def end_with_parent() -> None:
    """Let Linux end this process when its parent is killed; an orphan would go on holding the port."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() == 1:  # it was gone before we asked
            os._exit(1)


@contextmanager
def working_beside() -> Iterator[None]:
    """Do the background work in a process of its own while the block runs.

    Not in a thread: the server forks, and SQLite may not be carried over a fork while a connection is open.
    """
    command = [sys.executable, "-m", "luoshi.cli", "worker", "--beside"]
    beside = subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603 - our own command
    try:
        yield
    finally:
        beside.terminate()
        try:
            beside.wait(timeout=_PATIENCE)
        except subprocess.TimeoutExpired:
            beside.kill()
