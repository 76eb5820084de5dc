"""``luoshi read`` from the arguments to the files."""

import io
import json
import os
import signal
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path

import pytest

from luoshi.cli.jobs.job import CRASHED, Job, Reader, here
from luoshi.cli.jobs.pool import in_processes
from luoshi.cli.jobs.rendering import Options
from luoshi.cli.main import main

TEXT = "县教育局要在2026年6月底前完成校舍排查。\n各乡镇每季度报送一次进展情况。\n"


@pytest.fixture(autouse=True)
def chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LUOSHI_LANG", "zh")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two files of one name, one of them below, and a third."""
    (tmp_path / "in/sub").mkdir(parents=True)
    for name in ("a.txt", "b.txt", "sub/a.txt"):
        (tmp_path / "in" / name).write_text(TEXT + name, encoding="utf-8")
    return tmp_path / "in"


class TestOne:
    def test_text_is_the_default(self, folder: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
        assert main(["read", str(folder / "a.txt")]) == 0
        out, err = capsysbinary.readouterr()
        assert "任务分解" in out.decode()
        assert b"\x1b" not in out
        assert err == b""

    def test_json(self, folder: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
        assert main(["read", str(folder / "a.txt"), "--format", "json", "--as-of", "2026-01-05"]) == 0
        out = json.loads(capsysbinary.readouterr().out)
        assert (out["schema"], out["ref_date"]) == ("luoshi.reading/1", "2026-01-05")

    @pytest.mark.parametrize("form", ["html", "xlsx", "csv", "ics", "json", "jsonl", "text"])
    def test_every_format_to_a_file(self, folder: Path, tmp_path: Path, form: str) -> None:
        written = tmp_path / f"out/result.{form}"
        assert main(["read", str(folder / "a.txt"), "-f", form, "-o", str(written)]) == 0
        assert written.stat().st_size > 100
        assert [p.name for p in written.parent.iterdir()] == [written.name]  # nothing left aside

    def test_standard_input(
        self, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
    ) -> None:
        class Stdin:
            buffer = io.BytesIO(TEXT.encode())

        monkeypatch.setattr(sys, "stdin", Stdin())
        assert main(["read", "-", "-f", "jsonl"]) == 0
        assert json.loads(capsysbinary.readouterr().out)["source"]["name"] == "-"


class TestSeveral:
    def test_lines_on_standard_output_in_order(
        self, folder: Path, capsysbinary: pytest.CaptureFixture[bytes]
    ) -> None:
        assert main(["read", str(folder), "-f", "jsonl"]) == 0
        names = [json.loads(x)["source"]["name"] for x in capsysbinary.readouterr().out.splitlines()]
        assert names == ["a.txt", "b.txt", "a.txt"]

    def test_a_folder_of_files_and_a_clash_is_said(
        self, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        out = tmp_path / "out"
        assert main(["read", str(folder), "-f", "json", "-o", str(out)]) == 0
        assert sorted(p.name for p in out.glob("*.json")) == ["a-2.json", "a.json", "b.json"]
        assert "a-2.json" in capsys.readouterr().err
        assert json.loads((out / "a.json").read_bytes())["source"]["name"] == "a.txt"

    def test_one_file_of_lines(self, folder: Path, tmp_path: Path) -> None:
        out = tmp_path / "all.jsonl"
        assert main(["read", str(folder), "-f", "jsonl", "-o", str(out)]) == 0
        assert len(out.read_bytes().splitlines()) == 3

    def test_a_second_run_keeps_what_stands_and_redoes_what_changed(
        self, folder: Path, tmp_path: Path
    ) -> None:
        out = tmp_path / "out"
        command = ["read", str(folder), "-f", "json", "-o", str(out)]
        main(command)
        for name in ("a.json", "b.json"):
            (out / name).write_text("kept", encoding="utf-8")
        (folder / "b.txt").write_text(TEXT * 2, encoding="utf-8")
        assert main(command) == 0
        assert (out / "a.json").read_text(encoding="utf-8") == "kept"
        assert (out / "b.json").read_text(encoding="utf-8").startswith("{")

    @pytest.mark.parametrize("more", [["--again"], ["--as-of", "2026-01-05"], ["--with-text"]])
    def test_other_settings_or_again_redo_everything(
        self, folder: Path, tmp_path: Path, more: list[str]
    ) -> None:
        out = tmp_path / "out"
        command = ["read", str(folder), "-f", "json", "-o", str(out)]
        main(command)
        (out / "a.json").write_text("kept", encoding="utf-8")
        assert main(command + more) == 0
        assert (out / "a.json").read_text(encoding="utf-8").startswith("{")

    def test_processes_give_the_same_in_the_same_order(
        self, folder: Path, capsysbinary: pytest.CaptureFixture[bytes]
    ) -> None:
        main(["read", str(folder), "-f", "jsonl"])
        alone = capsysbinary.readouterr().out
        assert main(["read", str(folder), "-f", "jsonl", "-j", "2"]) == 0
        assert capsysbinary.readouterr().out == alone

    def test_an_archive(self, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
        with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
            archive.writestr("一.txt", TEXT)
            archive.writestr("二.txt", TEXT)
        assert main(["read", str(tmp_path / "x.zip"), "-f", "jsonl"]) == 0
        assert len(capsysbinary.readouterr().out.splitlines()) == 2


class TestTrouble:
    def test_what_cannot_be_read_is_named_and_the_rest_printed(
        self, folder: Path, capsysbinary: pytest.CaptureFixture[bytes]
    ) -> None:
        (folder / "empty.txt").write_bytes(b"")
        assert main(["read", str(folder), "gone.txt", "-f", "jsonl"]) == 1
        out, err = capsysbinary.readouterr()
        assert len(out.splitlines()) == 3
        first, second = err.decode().splitlines()
        assert first == f"{folder / 'empty.txt'}：文件是空的。请向对方重新索取。"
        assert second == "gone.txt：找不到这个文件或文件夹。请核对路径。"

    @pytest.mark.parametrize(
        ("more", "words"),
        [
            (["--as-of", "2026-13-01"], "2026-13-01"),
            (["--jobs", "0"], "进程数 0"),
            (["--jobs", "x"], "进程数 x"),
            (["--second-reader", "http://127.0.0.1/v1"], "--second-model"),
            (["--second-reader", "nonsense", "--second-model", "m"], "nonsense"),
            (["--second-reader", "file:///etc/passwd", "--second-model", "m"], "file:///etc/passwd"),
        ],
    )
    def test_wrong_arguments(
        self, folder: Path, more: list[str], words: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["read", str(folder / "a.txt"), *more]) == 2
        assert words in capsys.readouterr().err

    def test_several_pages_need_a_folder(self, folder: Path) -> None:
        assert main(["read", str(folder), "-f", "html"]) == 2
        assert main(["read", str(folder), "-f", "html", "-o", str(folder / "a.txt")]) == 2
        assert (folder / "a.txt").read_text(encoding="utf-8").startswith("县教育局")

    def test_no_input_is_ever_written_over(self, folder: Path, tmp_path: Path) -> None:
        before = {p: p.read_bytes() for p in folder.rglob("*.txt")}
        assert main(["read", str(folder / "a.txt"), "-o", str(folder / "a.txt")]) == 2
        assert main(["read", str(folder), "-f", "text", "-o", str(folder)]) == 0
        assert {p: p.read_bytes() for p in before} == before
        assert (folder / "a-2.txt").exists()
        assert main(["read", str(tmp_path / "gone.txt"), "-o", str(folder / "b.txt")]) == 1
        assert {p: p.read_bytes() for p in before} == before

    @pytest.mark.parametrize("argv", [["read"], ["read", "x", "--format", "pdf"], ["write"]])
    def test_argparse_leaves_with_two(self, argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(SystemExit) as left:
            main(argv)
        assert left.value.code == 2
        assert "参数有误" in capsys.readouterr().err

    def test_no_verb_shows_the_help(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main([]) == 2
        assert "luoshi read" in capsys.readouterr().err

    @pytest.mark.parametrize(("lang", "words"), [("zh", "退出码"), ("en", "Exit status")])
    def test_help_in_both_languages(self, lang: str, words: str, capsys: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(SystemExit) as left:
            main(["read", "--lang", lang, "--help"])
        assert left.value.code == 0
        assert words in capsys.readouterr().out

    def test_a_folder_that_cannot_be_written(
        self, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (tmp_path / "file").write_text("", encoding="utf-8")
        assert main(["read", str(folder / "a.txt"), "-o", str(tmp_path / "file/below.txt")]) == 1
        assert "写不了" in capsys.readouterr().err

    def test_who_stops_listening_is_not_shouted_at(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
    ) -> None:
        class Gone(io.RawIOBase):
            def writable(self) -> bool:
                return True

            def write(self, _: object) -> int:
                raise BrokenPipeError

        class Stdout:
            buffer = Gone()
            place = os.dup(1)

            def isatty(self) -> bool:
                return False

            def fileno(self) -> int:
                return self.place

        monkeypatch.setattr(sys, "stdout", Stdout())
        assert main(["read", str(folder / "a.txt")]) == 0
        os.close(Stdout.place)
        assert capfd.readouterr().err == ""


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_ends_it_with_one_line(tmp_path: Path, jobs: str) -> None:
    for n in range(600):
        (tmp_path / f"{n:03}.txt").write_text(TEXT * 40, encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "luoshi.cli",
        "read",
        str(tmp_path),
        "-f",
        "jsonl",
        "-j",
        jobs,
        "--lang",
        "zh",
    ]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    ) as running:
        assert running.stdout is not None
        running.stdout.readline()  # it is well under way
        os.killpg(running.pid, signal.SIGINT)
        _, said = running.communicate(timeout=60)
    assert (running.returncode, said.decode()) == (130, "已中断，写好的文件都完整。\n")


class Deadly:
    """Bytes that end the process which unpacks them."""

    def __reduce__(self) -> tuple[object, tuple[int]]:
        return os._exit, (1,)


OPTIONS = Options("jsonl", "zh", date(2026, 11, 24))


class TestWork:
    def test_a_document_that_kills_its_worker_costs_only_itself(self) -> None:
        jobs = [Job(n, f"{n}.txt", TEXT.encode()) for n in range(4)]
        jobs[1] = Job(1, "1.txt", Deadly())  # type: ignore[arg-type]  # the point of the test
        outcomes = list(in_processes(jobs, OPTIONS, 2))
        assert [o.number for o in outcomes] == [0, 1, 2, 3]
        assert [o.data is not None for o in outcomes] == [True, False, True, True]
        assert outcomes[1].problem is not None
        assert outcomes[1].problem.code == CRASHED

    def test_a_fault_of_ours_in_one_document_costs_only_itself(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def faulty(extract: object, name: str, *_: object) -> None:
            raise ValueError(name)

        monkeypatch.setattr("luoshi.cli.jobs.job.read_extract", faulty)
        (outcome,) = here([Job(0, "x.txt", TEXT.encode())], OPTIONS)
        assert outcome.problem is not None
        assert outcome.problem.args["error"] == "ValueError x.txt"

    def test_a_second_reader_who_is_not_there_is_said_and_the_reading_stands(self) -> None:
        options = Options("jsonl", "zh", date(2026, 11, 24), second=("http://127.0.0.1:9/v1", "m"))
        outcome = Reader(options).perform(Job(0, "x.txt", TEXT.encode()))
        assert outcome.data is not None
        assert [key for key, _ in outcome.notes] == ["second_failed"]
