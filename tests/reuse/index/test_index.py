"""The index grows, forgets and answers, and survives a kill and a full disk."""

import multiprocessing
import os
import resource
import signal
import sys
from pathlib import Path

import pytest

from luoshi.reuse.index.index import FAN, Index
from luoshi.reuse.index.manifest import BrokenIndexError
from luoshi.reuse.index.segment import Entry
from tests.reuse.cast import words

SHARED = words(1, 160)


def entry(name: str, text: str) -> Entry:
    return Entry(name, "2025-03-01", "甲局", len(text))


def filled(folder: Path, n: int = 6) -> Index:
    index = Index(folder)
    for i in range(n):
        text = words(100 + i, 200) + (SHARED if i == 2 else "") + words(200 + i, 100)
        index.add([entry(f"d{i}", text)], [text])
    return index


def sources(index: Index, text: str) -> list[str]:
    return [m.entry.id for m in index.query(text)[0]]


def test_a_new_document_finds_its_source_to_the_letter(tmp_path: Path) -> None:
    new = words(9, 80) + SHARED + words(10, 90)
    matches, quotations = filled(tmp_path).query(new)

    assert ["d2"] == [m.entry.id for m in matches]
    assert abs(matches[0].a0 - 200) <= 2
    assert abs(matches[0].b0 - 80) <= 2
    assert abs(matches[0].b1 - 240) <= 2
    assert [] == quotations


def test_what_is_removed_is_found_no_more(tmp_path: Path) -> None:
    index = filled(tmp_path)

    assert ["d2"] == index.remove(["d2", "unknown"])
    assert [] == sources(index, SHARED)
    assert 5 == len(Index(tmp_path))


def test_a_known_id_is_replaced(tmp_path: Path) -> None:
    index = filled(tmp_path)
    index.add([entry("d2", "另一份文件。" * 9)], ["另一份文件。" * 9])

    assert 6 == len(index)
    assert [] == sources(index, SHARED)


def test_merging_changes_no_answer(tmp_path: Path) -> None:
    index = filled(tmp_path, FAN)
    before = index.query(SHARED)
    index.remove(["d0"])
    index.merge_in_background().join()
    index.reload()

    assert 1 == len(index.manifest.segments)
    assert before == index.query(SHARED)
    assert FAN - 1 == len(index)


def test_a_short_text_finds_its_equal(tmp_path: Path) -> None:
    index = filled(tmp_path)
    index.add([entry("s", "收悉，请阅办。")], ["收悉，请阅办。"])

    assert ["s"] == sources(index, "收悉,请阅办。")
    assert [] == sources(index, "已转。")


def add_and_die(folder: str, name: str) -> None:
    """Be killed by the kernel at the moment the file called ``name`` is put in place."""
    real = Path.rename if name != "manifest.json" else Path.replace

    def die(path: Path, target: Path) -> Path:
        if Path(target).name.startswith(name):
            os.kill(os.getpid(), signal.SIGKILL)
        return real(path, target)

    Path.rename = Path.replace = die  # type: ignore[method-assign]
    Index(Path(folder)).add([entry("new", SHARED)], [SHARED])


@pytest.mark.parametrize("name", ["segment-", "manifest.json"])
def test_killed_while_adding_it_is_as_it_was(tmp_path: Path, name: str) -> None:
    before = sources(filled(tmp_path), SHARED)
    process = multiprocessing.get_context("spawn").Process(target=add_and_die, args=(str(tmp_path), name))
    process.start()
    process.join()
    index = Index(tmp_path)

    assert -signal.SIGKILL == process.exitcode
    assert before == sources(index, SHARED)
    index.add([entry("later", SHARED)], [SHARED])  # and it goes on
    assert 7 == len(index)
    named = {*index.manifest.segments, index.manifest.weights, "manifest.json", "lock"}
    assert named == {path.name for path in tmp_path.iterdir()}


def add_on_a_full_disk(folder: str) -> None:
    """Leave with 7 when the disk is full."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
    text = words(77, 30_000)
    try:
        Index(Path(folder)).add([entry("new", text)], [text])
    except OSError:
        sys.exit(7)


def test_a_full_disk_leaves_the_index_whole(tmp_path: Path) -> None:
    filled(tmp_path)
    process = multiprocessing.get_context("spawn").Process(target=add_on_a_full_disk, args=(str(tmp_path),))
    process.start()
    process.join()

    assert 7 == process.exitcode
    assert ["d2"] == sources(Index(tmp_path), SHARED)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"version": 99}'])
def test_what_is_no_index_is_told(tmp_path: Path, content: str) -> None:
    (tmp_path / "manifest.json").write_text(content, encoding="utf-8")

    with pytest.raises(BrokenIndexError):
        Index(tmp_path)
