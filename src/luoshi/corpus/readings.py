"""Reading a whole corpus: files and partitions are dealt out as tasks, each leaves one file of readings."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import Any

from luoshi.corpus.executors import Executor
from luoshi.corpus.partitions import AnotherCorpusError
from luoshi.corpus.rows import Row, n_groups, rows_of_group, rows_of_slice, slices
from luoshi.corpus.run import Progress
from luoshi.document.intake import Input, inputs
from luoshi.document.receive import receive_text
from luoshi.document.sandbox import Sandbox, Unreadable
from luoshi.reading.contract import as_contract
from luoshi.reading.faults import OURS, crashed
from luoshi.reading.open import read_file
from luoshi.reading.stages import read
from luoshi.reuse.files import write_text
from luoshi.values.problem import Problem, Severity

FILES, BYTES = 64, 16 << 20  # files and bytes of files one task takes
NO_TEXT = "no-text-in-row"

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ReadingPlan:
    """How the reading of a corpus was dealt out.

    Attributes:
        n: Tasks.
        with_text: Whether the texts go into the readings.
    """

    n: int
    with_text: bool


def plan_reading(folder: Path, paths: Iterable[str], *, with_text: bool = False) -> ReadingPlan:
    """Deal the files behind the paths out as tasks; a plan already there must be of the same files.

    Raises:
        AnotherCorpusError: It is not.
        OSError: The folder cannot be written, or a partition not read.
        ParquetMissingError: A .parquet is among them and the extra is not installed.
        ParquetBrokenError: A .parquet is none.
    """
    parts = list(_parts(paths))
    lines = "".join(json.dumps(part, ensure_ascii=True) + "\n" for part in parts)
    digest = sha256(lines.encode()).hexdigest()
    about = {"n": len(parts), "with_text": with_text, "digest": digest}
    path = folder / "plan" / "plan.json"
    if path.exists():
        if json.loads(path.read_text(encoding="utf-8")) != about:
            raise AnotherCorpusError(str(folder))
    else:
        write_text(folder / "plan" / "parts.jsonl", lines)
        write_text(path, json.dumps(about))
    return ReadingPlan(len(parts), with_text)


def _parts(paths: Iterable[str]) -> Iterator[Json]:
    """Yield what each task takes: some files, a slice of lines, or a row group."""
    files: list[str] = []
    size = 0
    for each in _files(paths):
        if each.path.endswith(".parquet") and each.problem is None:
            yield from ({"parquet": each.path, "group": group} for group in range(n_groups(each.path)))
        elif each.path.endswith(".jsonl") and each.problem is None:
            yield from ({"lines": each.path, "slice": list(place)} for place in slices(each.path))
        else:
            files.append(each.path)
            size += each.size
            if len(files) >= FILES or size >= BYTES:
                yield {"files": files}
                files, size = [], 0
    if files:
        yield {"files": files}


def _files(paths: Iterable[str]) -> Iterator[Input]:
    """Yield each file once, archives as one file: a task opens them again."""
    seen: set[str] = set()
    for each in inputs(paths):
        inside = next((str(p) for p in Path(each.path).parents if p.is_file()), None)
        name = inside or each.path
        if name not in seen:
            seen.add(name)
            yield Input(Path(name).name, name, each.size, None if inside else each.problem)


def read_part(folder: str, number: int) -> str:
    """Read what one task takes; a line of JSON a document, with its reading or the problem."""
    root = Path(folder)
    out = readings_path(root, number)
    if out.exists():
        return str(out)
    about = json.loads((root / "plan" / "plan.json").read_text(encoding="utf-8"))
    with (root / "plan" / "parts.jsonl").open(encoding="utf-8") as file:
        part = next(json.loads(line) for i, line in enumerate(file) if i == number)
    with Sandbox() as sandbox:
        found = [
            json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n"
            for row in _read(part, sandbox, with_text=about["with_text"])
        ]
    write_text(out, "".join(found))
    return str(out)


def readings_path(folder: Path, number: int) -> Path:
    """Where a task leaves its readings."""
    return folder / f"readings-{number:05d}.jsonl"


def _read(part: Json, sandbox: Sandbox, *, with_text: bool) -> Iterator[Json]:
    if "files" in part:
        for each in chain.from_iterable(inputs([path]) for path in part["files"]):
            yield _file_read(each, sandbox, with_text=with_text)
        return
    if "parquet" in part:
        rows = rows_of_group(part["parquet"], part["group"])
    else:
        rows = rows_of_slice(part["lines"], *part["slice"])
    for row in rows:
        yield _row_read(row, with_text=with_text)


def _file_read(each: Input, sandbox: Sandbox, *, with_text: bool) -> Json:
    try:
        reading = read_file(each.load(), each.name, sandbox=sandbox)
    except Unreadable as error:
        return _problem(each.path, error.problem)
    except OURS as error:
        return _problem(each.path, crashed(type(error).__name__, str(error)))
    return {"id": each.path, "reading": as_contract(reading, with_text=with_text)}


def _row_read(row: Row, *, with_text: bool) -> Json:
    document = row.document()
    if document is None:
        return _problem(row.place, Problem(NO_TEXT, Severity.ERROR))
    try:
        reading = read(receive_text(document.text, name=document.id))
    except Unreadable as error:
        return _problem(document.id, error.problem)
    except OURS as error:
        return _problem(document.id, crashed(type(error).__name__, str(error)))
    return {"id": document.id, "reading": as_contract(reading, with_text=with_text)}


def _problem(name: str, problem: Problem) -> Json:
    return {
        "id": name,
        "problem": {"code": problem.code, "severity": problem.severity.value, "args": dict(problem.args)},
    }


def read_corpus(folder: Path, plan: ReadingPlan, executor: Executor, progress: Progress) -> None:
    """Run what is missing of the reading in a folder made by `plan_reading`."""
    finished = 0

    def done() -> None:
        nonlocal finished
        finished += 1
        progress("read", finished, plan.n)

    executor.stage(read_part, str(folder), range(plan.n), done)


def problems_found(folder: Path, plan: ReadingPlan) -> Iterator[tuple[str, Problem]]:
    """Yield the name of every document that was not read, and why."""
    for number in range(plan.n):
        with readings_path(folder, number).open(encoding="utf-8") as file:
            for line in file:
                if '"problem":' in line[:4096] and "problem" in (row := json.loads(line)):
                    found = row["problem"]
                    yield row["id"], Problem(found["code"], Severity(found["severity"]), args=found["args"])
