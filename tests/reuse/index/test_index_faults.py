"""What may happen to an index in life: killed again and again, written by two, damaged, misplaced."""

import multiprocessing
import os
import signal
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Thread
from zlib import crc32

import pytest

from luoshi.cli.main import main
from luoshi.reuse.index.index import FAN, Index
from luoshi.reuse.index.manifest import BrokenIndexError
from luoshi.reuse.index.segment import Entry
from tests.reuse.cast import words

SPAWN = multiprocessing.get_context("spawn")


def text(name: str) -> str:
    return words(crc32(name.encode()), 300)


def add(index: Index, name: str) -> None:
    index.add([Entry(name, "2025-03-01", "甲局", 300)], [text(name)])


def sources(index: Index, name: str) -> list[str]:
    return [m.entry.id for m in index.query(text(name))[0]]


def add_and_tell(folder: str, begin: int, pipe: Connection) -> None:
    """Add documents one by one, merge in between, and tell each that stands."""
    index = Index(Path(folder))
    for i in range(begin, begin + 60):
        add(index, f"d{i}")
        pipe.send(i)
        index.merge_in_background()


def test_what_was_told_as_added_outlives_every_kill(tmp_path: Path) -> None:
    stood: list[int] = []
    for turn in range(6):  # killed after a few documents, wherever it then is
        here, there = SPAWN.Pipe(duplex=False)
        process = SPAWN.Process(target=add_and_tell, args=(str(tmp_path), 100 * turn, there))
        process.start()
        stood += [here.recv() for _ in range(2 + 3 * turn)]
        os.kill(process.pid or 0, signal.SIGKILL)
        process.join()
        index = Index(tmp_path)

        assert {f"d{i}" for i in stood} <= index.ids().keys()
        assert [f"d{stood[0]}"] == sources(index, f"d{stood[0]}")
        assert [f"d{stood[-1]}"] == sources(index, f"d{stood[-1]}")
    add(index, "last")
    assert ["last"] == sources(index, "last")


def add_ten(folder: str, begin: int) -> None:
    index = Index(Path(folder))
    for i in range(begin, begin + 10):
        add(index, f"d{i}")
    index.merge_in_background().join()


def test_two_processes_write_one_index(tmp_path: Path) -> None:
    writers = [SPAWN.Process(target=add_ten, args=(str(tmp_path), begin)) for begin in (0, 10)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    index = Index(tmp_path)

    assert [0, 0] == [writer.exitcode for writer in writers]
    assert {f"d{i}" for i in range(20)} == index.ids().keys()
    assert all([f"d{i}"] == sources(index, f"d{i}") for i in range(20))


def test_a_reader_goes_on_while_segments_are_merged_away(tmp_path: Path) -> None:
    index = Index(tmp_path)
    for i in range(FAN * 2):
        add(index, f"d{i}")
    reader = Index(tmp_path)
    found: list[list[str]] = []
    thread = Thread(target=lambda: found.extend(sources(reader, "d3") for _ in range(30)))
    thread.start()
    while index.merge():
        pass
    thread.join()

    assert [["d3"]] * 30 == found
    reader.reload()
    assert ["d3"] == sources(reader, "d3")


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    index = Index(tmp_path / "index")
    for i in range(3):
        add(index, f"d{i}")
    return tmp_path / "index"


def damages(folder: Path) -> Iterator[Path]:
    yield from sorted(p for p in folder.rglob("*") if p.is_file() and p.name not in {"lock", "reached.npy"})


def test_damage_is_told_and_never_a_stack(filled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = filled.parent / "asked.txt"
    asked.write_text(text("d1"), encoding="utf-8")
    for path in damages(filled):
        kept = path.read_bytes()
        for damaged in (b"", kept[: len(kept) // 2], None):
            if damaged is None:
                path.unlink()
            else:
                path.write_bytes(damaged)
            status = main(["reuse", "--index", str(filled), "--against", str(asked), "--lang", "zh"])
            told = capsys.readouterr()
            path.write_bytes(kept)
            if path.name == "manifest.json" and damaged is None:
                continue  # without a manifest it is an empty index
            assert 2 == status, path
            assert "索引无法读取" in told.err
            assert "Traceback" not in told.err
    assert 0 == main(["reuse", "--index", str(filled), "--against", str(asked)])


def test_a_file_is_no_index(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("something else", encoding="utf-8")
    asked = tmp_path / "asked.txt"
    asked.write_text(text("d1"), encoding="utf-8")

    for arguments in (["--against", str(asked)], [str(asked)]):
        assert main(["reuse", *arguments, "--index", str(tmp_path / "file"), "--lang", "zh"]) > 0
        assert "Traceback" not in capsys.readouterr().err
    assert "something else" == (tmp_path / "file").read_text(encoding="utf-8")


def test_a_manifest_of_another_program_is_refused(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text('{"version": 2}', encoding="utf-8")

    with pytest.raises(BrokenIndexError):
        Index(tmp_path)
