"""The child: reads files one after another and answers each, under limits it cannot lift."""

import os
import resource
import struct
import sys
from typing import BinaryIO

from luoshi.document.formats import extract
from luoshi.document.formats.sniff import Kind, kind_of
from luoshi.document.formats.unreadable import Unreadable, unreadable
from luoshi.document.sandbox.wire import packed
from luoshi.values.problem import Problem, Severity

HEADER = struct.Struct("<II")
"""What comes in: length of the name and of the data, both in bytes."""
FRAME = struct.Struct("<BQ")
"""What goes out: one of the signs below and the length of what follows."""
READY, BEAT, ANSWER = 1, 2, 3

MIB = 1 << 20
_MEMORY = {Kind.IMAGE: 2048, Kind.PDF: 2048}  # OCR maps models and arenas; LibreOffice lifts its own
_MEMORY_OTHERWISE = 1024
_CPU_SECONDS = 60


def main() -> None:
    """Answer until the pipe is closed."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not look like an answer
    source = sys.stdin.buffer
    _send(answers, READY)
    while header := source.read(HEADER.size):
        n_name, n_data = HEADER.unpack(header)
        name = source.read(n_name).decode("utf-8", "replace")
        data = source.read(n_data)
        _send(answers, ANSWER, _answer(data, name, answers))


def memory_of(kind: Kind) -> int:
    """Return the MiB that reading a file of this kind may map, beside four times its own size."""
    return _MEMORY.get(kind, _MEMORY_OTHERWISE)


def _answer(data: bytes, name: str, answers: BinaryIO) -> bytes:
    def beat() -> None:
        _allow_cpu()
        _send(answers, BEAT)

    try:
        _limit_memory(data, name)
        _allow_cpu()
        return packed(extract(data, name, beat))
    except Unreadable as error:
        return packed(error.problem)
    except MemoryError:
        return packed(unreadable("too-much-memory", limit=memory_of(kind_of(data, name))).problem)
    except Exception as error:  # noqa: BLE001  # a hostile file may raise anything; the house must go on
        kind = type(error).__name__
        return packed(Problem("parser-crashed", Severity.ERROR, args={"error": kind}))


def _limit_memory(data: bytes, name: str) -> None:
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    wanted = memory_of(kind_of(data, name)) * MIB + 4 * len(data)
    soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _allow_cpu() -> None:
    """Give the next file, or the next page of this one, its share of processor time from now on."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    now = int(used.ru_utime + used.ru_stime)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (now + _CPU_SECONDS, hard))


def _send(answers: BinaryIO, sign: int, message: bytes = b"") -> None:
    answers.write(FRAME.pack(sign, len(message)))
    answers.write(message)
    answers.flush()


if __name__ == "__main__":
    main()
