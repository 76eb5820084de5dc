"""Texts too long to hold: the same contract, written window by window."""

import io
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from luoshi.cli.export.large import LargeJson
from luoshi.cli.jobs import job
from luoshi.cli.jobs.pool import in_processes
from luoshi.cli.jobs.rendering import Options
from luoshi.cli.main import main
from luoshi.document import windows
from luoshi.document.receive import receive_text
from luoshi.document.source_text import Extract
from luoshi.reading.contract import as_contract
from luoshi.reading.stages import read
from luoshi.reading.windows import read_windows

TASK = "{n}.县教育局要在2026年{m}月底前完成第{n}批校舍的排查和整改，并报送县政府督查室。\n"
TEXT = "关于校舍排查的通知\n各乡镇：\n" + "".join(TASK.format(n=n, m=n % 12 + 1) for n in range(1, 80))


def large(text: str, size: int) -> dict[str, object]:
    extract = Extract(text, "text/plain", "utf-8")
    with LargeJson(extract, text.encode(), "长文.txt", "\n", with_text=True) as whole:
        for window in windows.windows(text, name="长文.txt", size=size):
            whole.add(window, read(window.kept))
        with whole.finished() as file:
            return dict(json.load(file))


def spans(found: object) -> Iterator[tuple[int, int]]:
    if isinstance(found, dict):
        if isinstance(found.get("start"), int):
            yield found["start"], found["end"]
        for below in found.values():
            yield from spans(below)
    elif isinstance(found, list):
        for below in found:
            yield from spans(below)


def test_one_window_says_what_the_whole_says() -> None:
    text = TEXT + "存在问题：经费不足20xx元。\n"
    wanted = as_contract(read(receive_text(text, name="长文.txt")), with_text=True)
    found = large(text, len(text))
    wanted["source"]["encoding"] = "utf-8"
    assert list(found) == list(wanted)
    assert found == json.loads(json.dumps(wanted))


def test_several_windows_count_in_the_whole() -> None:
    found = large(TEXT, 500)
    tasks = found["commitments"]
    assert isinstance(tasks, list)
    assert [task["id"] for task in tasks] == [f"c{n}" for n in range(1, len(tasks) + 1)]
    assert len(tasks) == 79
    for n, task in enumerate(tasks, 1):
        assert f"第{n}批校舍" in TEXT[task["start"] : task["end"]]
        assert [TEXT[a["start"] : a["end"]] for a in task["actors"]] == [a["text"] for a in task["actors"]]
    assert all(0 <= a <= b <= len(TEXT) for a, b in spans(found))
    assert found["text"] == TEXT


def test_what_stands_twice_is_told_once_and_covered() -> None:
    found = large(TEXT + TEXT, 700)
    assert isinstance(found["commitments"], list)
    assert len(found["commitments"]) == 79
    tiles = found["coverage"]
    assert isinstance(tiles, list)
    starts = [tile["start"] for tile in tiles]
    assert starts == sorted(starts)
    assert sum(t["end"] - t["start"] for t in tiles if t["is"] == "duplicate") > 0.9 * len(TEXT)


def test_the_day_of_the_first_window_holds_for_all() -> None:
    text = "关于校舍排查的通知\n各乡镇：\n" + "请于6月底前报送。\n" * 3 + "县教育局\n2026年3月2日\n" + TEXT
    days = {reading.ref_date for _, reading in read_windows(text, name="长文.txt")}
    assert [day and day.isoformat() for day in days] == ["2026-03-02"]


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take every text for a long one."""
    monkeypatch.setattr(job, "LARGE", 100)
    monkeypatch.setattr(job, "_MOST", 200)


@pytest.mark.usefixtures("short")
class TestCommand:
    def test_a_line_on_standard_output(
        self, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
    ) -> None:
        (tmp_path / "长文.txt").write_text(TEXT, encoding="utf-8")
        assert main(["read", str(tmp_path / "长文.txt"), "-f", "jsonl"]) == 0
        (line,) = capsysbinary.readouterr().out.splitlines()
        assert len(json.loads(line)["commitments"]) == 79

    @pytest.mark.parametrize("form", ["json", "jsonl"])
    def test_a_file(self, tmp_path: Path, form: str) -> None:
        (tmp_path / "长文.txt").write_text(TEXT, encoding="utf-8")
        out = tmp_path / f"out/x.{form}"
        assert main(["read", str(tmp_path / "长文.txt"), "-f", form, "-o", str(out)]) == 0
        assert json.loads(out.read_bytes())["source"]["n_chars"] == len(TEXT)

    def test_other_formats_say_which_would_do(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (tmp_path / "长文.txt").write_text(TEXT, encoding="utf-8")
        assert main(["read", str(tmp_path / "长文.txt"), "--lang", "zh"]) == 1
        assert "请用 --format jsonl，或拆分后再读" in capsys.readouterr().err

    def test_no_room_for_temporary_files_is_told(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        def full(*_: object) -> io.BytesIO:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("luoshi.cli.export.large.tempfile.TemporaryFile", full)
        (tmp_path / "长文.txt").write_text(TEXT, encoding="utf-8")
        assert main(["read", str(tmp_path / "长文.txt"), "-f", "jsonl", "--lang", "en"]) == 1
        assert "name another folder in TMPDIR" in capsys.readouterr().err


def test_a_worker_hands_a_long_result_over_as_bytes() -> None:

    text = (TEXT + "\n") * 250
    (outcome,) = in_processes(
        [job.Job(0, "长文.txt", text.encode())], Options("jsonl", "zh", date(2026, 1, 5)), 1
    )
    assert isinstance(outcome.data, bytes)
    assert len(json.loads(outcome.data)["commitments"]) == 79
