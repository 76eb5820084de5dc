"""``luoshi read`` where the surroundings are against it: names, disks, signals, workers left alone."""

import errno
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from luoshi.cli.main import main
from luoshi.cli.results.files import Names, NotWritten
from luoshi.cli.results.sinks import Lines
from luoshi.cli.shown import shown
from luoshi.cli.words import words_in

TEXT = "县教育局要在2026年6月底前完成校舍排查。\n各乡镇每季度报送一次进展情况。\n"


@pytest.fixture(autouse=True)
def chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LUOSHI_LANG", "zh")


class TestNames:
    def test_what_would_move_the_cursor_is_written_out(self) -> None:
        assert shown("a\nb\x1b[2J\u202ecod.txt") == "a\\nb\\x1b[2J\\u202ecod.txt"
        assert shown("通知　（一）.txt") == "通知　（一）.txt"

    def test_a_name_of_two_lines_is_complained_of_on_one(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["read", "gone\nfile\x1b[31m.txt"]) == 1
        assert capsys.readouterr().err == "gone\\nfile\\x1b[31m.txt：找不到这个文件或文件夹。请核对路径。\n"

    def test_a_name_that_is_no_utf_8_is_read_and_remembered(self, tmp_path: Path) -> None:
        place = tmp_path / os.fsdecode(b"\xb9\xab.txt")
        try:
            place.write_text(TEXT, encoding="utf-8")
        except OSError:
            pytest.skip("this file system takes only UTF-8 names")
        command = ["read", str(tmp_path), "-f", "json", "-o", str(tmp_path / "out")]
        assert main(command) == 0
        (written,) = (tmp_path / "out").glob("*.json")
        assert json.loads(written.read_bytes())["source"]["name"] == "\\xb9\\xab.txt"
        written.write_text("kept", encoding="utf-8")
        assert main(command) == 0
        assert written.read_text(encoding="utf-8") == "kept"

    @pytest.mark.parametrize("stem", ["长" * 84, "a" * 251])
    def test_the_longest_name_still_gets_a_result(self, stem: str) -> None:
        name, _ = Names("jsonl").next(f"{stem}.txt")
        assert len(os.fsencode(name)) <= 255

    def test_words_of_a_document_cannot_steer_a_terminal(
        self, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
    ) -> None:
        (tmp_path / "a.txt").write_text(TEXT.replace("校舍", "校\x1b[8m舍") * 3, encoding="utf-8")
        assert main(["read", str(tmp_path / "a.txt")]) == 0
        assert b"\x1b" not in capsysbinary.readouterr().out


class TestOwnResults:
    def test_are_no_inputs_of_the_next_run(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
        for _ in range(3):
            assert main(["read", str(tmp_path), "-o", str(tmp_path)]) == 0
        assert sorted(p.name for p in tmp_path.glob("*.txt")) == ["a-2.txt", "a.txt"]

    def test_nor_is_the_file_of_lines(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
        for _ in range(2):
            assert main(["read", str(tmp_path), "-f", "jsonl", "-o", str(tmp_path / "all.jsonl")]) == 0
        assert len((tmp_path / "all.jsonl").read_bytes().splitlines()) == 1


class TestFullDisk:
    @pytest.fixture(autouse=True)
    def full(self, tmp_path: Path) -> None:
        if not Path("/dev/full").exists():
            pytest.skip("there is no /dev/full on this machine")
        (tmp_path / "in").mkdir()
        (tmp_path / "in/a.txt").write_text(TEXT, encoding="utf-8")

    def test_lines_leave_nothing_half_written(self, tmp_path: Path) -> None:
        out = tmp_path / "all.jsonl"
        out.write_text("older", encoding="utf-8")
        lines = Lines(out)
        lines.take("a.txt", b"{}\n")
        assert lines.aside is not None
        lines.aside.unlink()
        lines.aside.symlink_to("/dev/full")  # from now on every write is one too many
        with pytest.raises(NotWritten) as told:
            lines.take("b.txt", b"{}\n" * 10_000)
        lines.drop()
        assert (
            told.value.line(words_in("zh")) == f"写不了 {out}：磁盘已满。请腾出空间，或用 --output 换个地方"
        )
        assert [p.name for p in tmp_path.iterdir() if p.name != "in"] == ["all.jsonl"]
        assert out.read_text(encoding="utf-8") == "older"

    def test_standard_output_is_named(self, tmp_path: Path) -> None:
        command = [
            sys.executable,
            "-m",
            "luoshi.cli",
            "read",
            str(tmp_path / "in"),
            "-f",
            "jsonl",
            "--lang",
            "en",
        ]
        with Path("/dev/full").open("wb") as sink:
            done = subprocess.run(command, stdout=sink, stderr=subprocess.PIPE, check=False)
        assert done.returncode == 1
        assert done.stderr.decode() == (
            "cannot write standard output: the disk is full. Make room, or write elsewhere with --output\n"
        )

    def test_a_reason_without_words_is_told_as_the_system_tells_it(self) -> None:
        told = NotWritten("x", OSError(errno.EIO, "Input/output error"))
        assert told.line(words_in("zh")) == "写不了 x：Input/output error"


def _is_there(pid: int) -> bool:
    """Tell whether a process still runs; one that only waits to be collected does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="asks Linux who is whose child")
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_however_it_ends_no_worker_stays(tmp_path: Path, how: signal.Signals) -> None:
    for n in range(400):
        (tmp_path / f"{n:03}.txt").write_text(TEXT * 40, encoding="utf-8")
    out = tmp_path / "all.jsonl"
    command = [sys.executable, "-m", "luoshi.cli", "read", str(tmp_path), "-f", "jsonl", "-j", "2"]
    with subprocess.Popen([*command, "-o", str(out), "--lang", "zh"], stderr=subprocess.PIPE) as running:
        until = time.monotonic() + 60
        while not list(tmp_path.glob(".luoshi-*")) and time.monotonic() < until:
            time.sleep(0.05)  # until it is well under way
        children = Path(f"/proc/{running.pid}/task/{running.pid}/children")
        workers = [int(pid) for pid in children.read_text(encoding="utf-8").split()]
        running.send_signal(how)
        _, said = running.communicate(timeout=60)
    assert len(workers) >= 2
    until = time.monotonic() + 20
    while any(map(_is_there, workers)) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(map(_is_there, workers))
    assert not out.exists()
    if how is not signal.SIGKILL:
        assert (running.returncode, said.decode()) == (128 + how, "已中断，写好的文件都完整。\n")
        assert not list(tmp_path.glob(".luoshi-*"))


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["read"], "参数有误：缺少 PATH"),
        (["read", "x", "-f", "pdf"], "参数有误：-f/--format 不能是 'pdf'，可用的有："),
        (["read", "x", "--jobs"], "参数有误：-j/--jobs 后面要写上值"),
        (["read", "x", "--sideways"], "参数有误：不认识 --sideways"),
        (["read", "x", "--again=1"], "参数有误：--again 不带值，却写了 '1'"),
        (["read", "x", "--second", "y"], "参数有误：--second 不明确，可能是："),
    ],
)
def test_a_wrong_argument_is_told_in_chinese(
    argv: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(argv)
    usage, *_, last = capsys.readouterr().err.splitlines()
    assert usage.startswith("用法：luoshi")
    assert last.startswith(said)
