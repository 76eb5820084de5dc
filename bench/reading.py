"""Speed of the reader: plain text to reading, start of a small file, memory on a large one."""

import multiprocessing
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.row import Row, against, cpu_seconds
from evals.shared import shared
from luoshi.document.receive import receive_text
from luoshi.reading.stages import read

_TWO = 2
_LARGE_MB = 20
_SHORT = 12


def _texts() -> list[str]:
    """Return every gold text and sample but 003 (mostly repeats), each a document of its own."""
    paths = sorted(shared("gold", "text").glob("*.txt"))
    paths += [p for p in sorted(shared("samples").glob("*.txt")) if not p.name.startswith("003")]
    return [p.read_text(encoding="utf-8") for p in paths]


def _read_all(texts: list[str]) -> None:
    for text in texts:
        read(receive_text(text))


def _read_many(rounds: int) -> float:
    """Read all texts ``rounds`` times in this process and return its CPU seconds."""
    texts = _texts()
    _read_all(texts)
    start = time.process_time()
    for _ in range(rounds):
        _read_all(texts)
    return time.process_time() - start


def _speedup() -> float:
    """Return how much more two processes read a wall second than one."""
    rounds = 6
    context = multiprocessing.get_context("spawn")
    walls = []
    for n in (1, _TWO):
        with context.Pool(n) as pool:
            pool.map(_read_many, [1] * n, chunksize=1)  # imports and warm caches stay outside
            start = time.perf_counter()
            pool.map(_read_many, [rounds] * n, chunksize=1)
            walls.append(time.perf_counter() - start)
    return _TWO * walls[0] / walls[1]


def _large_text(texts: list[str]) -> str:
    """Return 20 MB in which every paragraph is another: what stands twice would be read once."""
    chance = random.Random(2)  # noqa: S311  # the same text every time
    out: list[str] = []
    n_bytes = 0
    while n_bytes < _LARGE_MB * 1e6:
        for line in "\n".join(texts).split("\n"):
            place = chance.randrange(4, max(len(line), 5))
            n_marks = 2 if len(line) > _SHORT else 0
            mark = "".join(chr(chance.randrange(0x4E00, 0x9FA0)) for _ in range(n_marks))
            out.append(line[:place] + mark + line[place:])
            n_bytes += len(out[-1].encode()) + 1
    return "\n".join(out)


def _cpu_of(command: list[str], **environment: str) -> tuple[float, float]:
    """Run a command; return its CPU seconds and peak resident memory in MB."""
    known = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=known | environment)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def rows() -> Iterator[Row]:
    """Yield the rows of the contract that need only text."""
    texts = _texts()
    megabytes = sum(len(t.encode()) for t in texts) / 1e6
    _read_all(texts)
    speed = megabytes / cpu_seconds(lambda: _read_all(texts), runs=5)
    how = f"{len(texts)} documents, {megabytes:.2f} MB of UTF-8, one process, best of five"
    yield against({"name": "text_mb_per_cpu_s", "value": speed, "unit": "MB/s", "how": how}, "limit", 8.0)
    row: Row = {
        "name": "two_process_speedup",
        "value": _speedup(),
        "unit": "x",
        "how": "wall, same work each",
    }
    yield against(row, "limit", 1.8)
    luoshi = [sys.executable, "-m", "luoshi.cli", "read"]
    small = shared("gold", "text", "d02.txt")
    with tempfile.TemporaryDirectory() as compiled:  # as an installed package is
        starts = [_cpu_of([*luoshi, str(small)], PYTHONPYCACHEPREFIX=compiled)[0] for _ in range(6)]
    cpu = min(starts[1:])
    row = {
        "name": "small_file_start_s",
        "value": cpu,
        "unit": "CPU s",
        "how": "luoshi read of a 6 KB file, whole process",
    }
    yield against(row, "limit", 0.5)
    with tempfile.TemporaryDirectory() as folder:
        large = Path(folder) / "large.txt"
        large.write_text(_large_text(texts), encoding="utf-8")
        _, peak = _cpu_of([*luoshi, "--format", "jsonl", str(large)])
    row = {
        "name": "peak_mb_20mb_text",
        "value": peak,
        "unit": "MB",
        "how": "resident, luoshi read --format jsonl; no paragraph stands twice in the text",
    }
    yield against(row, "limit", 150.0)
