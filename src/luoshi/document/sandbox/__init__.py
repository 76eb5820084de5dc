"""Untrusted files are parsed in a child process: no network, no home, bounded memory, time and output."""

import contextlib
import os
import selectors
import subprocess
import tempfile
import time
from types import TracebackType
from typing import IO, Self

from luoshi.document.formats import SIZE_LIMIT, Kind, extract
from luoshi.document.formats.sniff import kind_of
from luoshi.document.formats.unreadable import Unreadable, unreadable
from luoshi.document.sandbox import jail
from luoshi.document.sandbox.wire import Garbled, unpacked
from luoshi.document.sandbox.worker import ANSWER, BEAT, FRAME, HEADER, MIB, READY, memory_of
from luoshi.document.source_text import Extract

__all__ = ["Sandbox", "Unreadable"]

_OUTPUT_LIMIT = 256 * MIB
_SECONDS = 120.0  # without an answer or a sign of progress
_START_SECONDS = 20.0
_SIGXCPU, _SIGKILL = 24, 9
_STDERR_TAIL = 4096
_OUT_OF_MEMORY = (b"memory allocation of", b"MemoryError", b"bad_alloc", b"Cannot allocate", b"out of memory")


class Sandbox:
    """A child that extracts one file after another; started when first needed, again when it dies.

    Use it as a context; not to be shared between threads.
    """

    def __init__(self, *, seconds: float = _SECONDS, namespaces: bool = True) -> None:
        """Prepare without starting anything.

        Args:
            seconds: the longest wait for an answer or a sign of progress.
            namespaces: whether to use bubblewrap where it works; resource limits hold in any case.
        """
        self._seconds = seconds
        self._namespaces = namespaces
        self._child: subprocess.Popen[bytes] | None = None
        self._errors: IO[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the child, if any."""
        child, self._child = self._child, None
        if child is not None:
            child.kill()
            child.wait()
            for pipe in (child.stdin, child.stdout):
                if pipe is not None:
                    with contextlib.suppress(OSError):
                        pipe.close()
        if self._errors is not None:
            self._errors.close()
            self._errors = None

    def extract(self, data: bytes, name: str) -> Extract:
        """Return the text of a file; plain text is decoded here, everything else in the child.

        Raises:
            Unreadable: with the one problem to show.
        """
        if len(data) > SIZE_LIMIT:
            raise unreadable("too-large", limit=SIZE_LIMIT >> 20)
        kind = kind_of(data, name)
        if kind in {Kind.TXT, Kind.ZIP}:
            return extract(data, name)
        self._start()
        try:
            self._ask(data, name)
            answer = unpacked(self._answer())
        except (Garbled, _Died) as error:
            problem = self._cause(kind) if isinstance(error, _Died) else unreadable("parser-crashed")
            self.close()
            raise problem from error
        except BaseException:
            self.close()
            raise
        if not isinstance(answer, Extract):
            raise Unreadable(answer)
        return answer

    def _start(self) -> None:
        if self._child is not None and self._child.poll() is None:
            return
        self.close()
        jailed = jail.jailed_command() if self._namespaces else None
        for command in filter(None, (jailed, jail.plain_command())):
            self._errors = tempfile.TemporaryFile()  # noqa: SIM115  # lives as long as the child
            self._child = subprocess.Popen(  # noqa: S603  # our own command
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._errors,
                env=jail.environment(),
                preexec_fn=jail.limit_resources,  # noqa: PLW1509  # callers are processes, not threads
                bufsize=0,
            )
            try:
                if self._frame(time.monotonic() + _START_SECONDS)[0] == READY:
                    return
            except _Died:
                self._namespaces = False  # user namespaces are switched off here: do not try again
            self.close()
        raise unreadable("no-parser")

    def _ask(self, data: bytes, name: str) -> None:
        pipe = self._pipe("stdin")
        told = name.encode("utf-8", "replace")
        try:
            for piece in (HEADER.pack(len(told), len(data)) + told, data):
                view = memoryview(piece)
                while view:
                    view = view[pipe.write(view) :]
        except OSError as error:
            raise _Died from error

    def _answer(self) -> bytes:
        while True:
            sign, message = self._frame(time.monotonic() + self._seconds)
            if sign == ANSWER:
                return message
            if sign != BEAT:
                raise Garbled(f"sign {sign}")

    def _frame(self, until: float) -> tuple[int, bytes]:
        sign, length = FRAME.unpack(self._read(FRAME.size, until))
        if length > _OUTPUT_LIMIT:
            raise unreadable("too-much-text", limit=_OUTPUT_LIMIT // MIB)
        return sign, self._read(length, until)

    def _read(self, n_bytes: int, until: float) -> bytes:
        pipe = self._pipe("stdout")
        pieces: list[bytes] = []
        with selectors.DefaultSelector() as selector:
            selector.register(pipe, selectors.EVENT_READ)
            while n_bytes:
                if not selector.select(max(0.0, until - time.monotonic())):
                    raise unreadable("too-slow", seconds=int(self._seconds))
                piece = os.read(pipe.fileno(), min(n_bytes, MIB))
                if not piece:
                    raise _Died
                pieces.append(piece)
                n_bytes -= len(piece)
        return b"".join(pieces)

    def _pipe(self, which: str) -> IO[bytes]:
        pipe: IO[bytes] | None = getattr(self._child, which, None)
        if pipe is None:
            raise _Died
        return pipe

    def _cause(self, kind: Kind) -> Unreadable:
        """Return why the child died: by its exit status and its last words."""
        child, errors = self._child, self._errors
        status = child.wait() if child is not None else 0
        signal = -status if status < 0 else status - 128  # bubblewrap hands a signal on as 128 + n
        last = b""
        if errors is not None:
            errors.seek(max(0, errors.seek(0, os.SEEK_END) - _STDERR_TAIL))
            last = errors.read()
        if signal == _SIGXCPU:
            return unreadable("too-slow", seconds=int(self._seconds))
        if signal == _SIGKILL or any(words in last for words in _OUT_OF_MEMORY):
            return unreadable("too-much-memory", limit=memory_of(kind))
        return unreadable("parser-crashed")


class _Died(Exception):  # noqa: N818  # says what happened to the child
    """The child is gone."""
