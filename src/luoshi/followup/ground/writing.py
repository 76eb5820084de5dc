"""One writer at a time, in the order in which they came."""

import fcntl
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction


class _Queue:
    """A lock that is handed over in order of arrival: SQLite's own waiting starves whoever waits longest."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._is_taken = False

    def take(self) -> None:
        with self._guard:
            if not self._is_taken:
                self._is_taken = True
                return
            mine = threading.Event()
            self._waiting.append(mine)
        mine.wait()

    def give(self) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._is_taken = False


_queue = _Queue()


@contextmanager
def writing() -> Iterator[None]:
    """Run one change in one transaction; on SQLite one at a time over all threads and processes."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        with transaction.atomic():
            yield
        return
    _queue.take()
    try:
        with _file_lock(), transaction.atomic():
            yield
    finally:
        _queue.give()


@contextmanager
def _file_lock() -> Iterator[None]:
    """Hold the lock that other processes on the same database wait for; the system frees it if we die."""
    path = Path(settings.HOME) / "write-lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
