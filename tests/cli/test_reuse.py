"""``luoshi reuse``: what it prints and writes, and what it says of bad input."""

import json
import re
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from luoshi.cli.main import main
from luoshi.cli.reuse_page.loading import essays
from tests.reuse.cast import words

SHARED = words(1, 200)
TEXTS = (words(2, 150) + SHARED, SHARED.replace("，", ",") + words(3, 100), words(4, 300))


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    path = tmp_path / "docs.jsonl"
    rows = [
        {"id": f"d{i}", "date": f"2025-0{i + 1}-01", "unit": f"第{i}局", "text": text}
        for i, text in enumerate(TEXTS)
    ]
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), encoding="utf-8")
    return path


def test_the_summary_names_share_and_source(lines: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert 0 == main(["reuse", str(lines), "--lang", "zh"])
    out = capsys.readouterr().out

    assert "3 个文件，1 对有相似段落，1 处" in out
    assert re.search(r"  6[5-7]%  d1 ← d0\n", out)
    assert "请人判断" in out


def test_json_gives_offsets_in_the_words_received(lines: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert 0 == main(["reuse", str(lines), "--format", "json"])
    found = json.loads(capsys.readouterr().out)
    passage = found["passages"][0]

    assert TEXTS[0][passage["a0"] : passage["a1"]].replace("，", ",") in SHARED.replace("，", ",")
    assert passage["b1"] - passage["b0"] >= 195
    assert (0, True) == (found["documents"][1]["source"], found["documents"][1]["dated"])


def test_files_of_the_output(lines: Path, tmp_path: Path) -> None:
    assert 0 == main(["reuse", str(lines), "--output", str(tmp_path / "out"), "--lang", "en"])
    out = tmp_path / "out"
    page = (out / "index.html").read_text(encoding="utf-8")

    assert "0\t1\t" == (out / "pairs.tsv").read_text(encoding="utf-8")[:4]
    assert 1 == len((out / "spans.jsonl").read_text(encoding="utf-8").splitlines())
    assert ["0", "1", "2"] == [r[0] for r in (out / "share.tsv").read_text(encoding="utf-8").splitlines()]
    assert not re.search(r'(?:src|href)="(?!#|data:)', page)
    assert "@DATA@" not in page


def test_the_page_of_many_documents_lists_those_that_share(
    lines: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("luoshi.cli.reuse_page.page.LISTED", 1)
    more = tmp_path / "more.jsonl"
    rows = [{"id": f"e{i}", "text": words(100 + i, 80) if i else ""} for i in range(9)]
    more.write_text("".join(json.dumps(r) + "\n" for r in rows) + lines.read_text(encoding="utf-8"))
    assert 0 == main(["reuse", str(more), "--output", str(tmp_path / "out"), "--lang", "en"])
    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    data = json.loads(page.split('id="data">')[1].split("</script>")[0])

    assert (["d0", "d1"], 12) == ([d["id"] for d in data["documents"]], data["n_documents"])
    assert [[0, 1]] == [[p[0], p[3]] for p in data["passages"]]
    assert [0, 1] == [h["doc"] for h in data["families"][0]["holders"]]
    assert (-1, 0) == tuple(d["source"] for d in data["documents"])


def test_texts_without_words_are_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "empty.jsonl"
    path.write_text("".join(json.dumps({"id": str(i), "text": " \n" * i}) + "\n" for i in range(500)))
    assert 0 == main(["reuse", str(path), "--lang", "en"])

    assert "500 of them have no words" in capsys.readouterr().out


def test_much_text_without_an_output_folder_leaves_nothing_behind(
    lines: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("luoshi.cli.reuse.fits_in_memory", lambda _: False)
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    assert 0 == main(["reuse", str(lines), "--lang", "zh"])

    assert "1 对有相似段落" in capsys.readouterr().out
    assert not list((tmp_path / "here").iterdir())

    assert 2 == main(["reuse", str(lines), "--lang", "zh", "--scheduler", "tcp://127.0.0.1:1"])
    assert "--output" in capsys.readouterr().err


def test_what_a_text_says_cannot_leave_the_data(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    evil = "</script><script>alert(1)</script>@SCRIPT@" + SHARED
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(evil, encoding="utf-8")
    main(["reuse", str(tmp_path / "a.txt"), str(tmp_path / "b.txt"), "--format", "html"])

    assert "<script>alert" not in capsys.readouterr().out


def test_bad_lines_are_named_and_the_rest_is_compared(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "docs.jsonl"
    good = [json.dumps({"id": "same", "text": text}) for text in TEXTS]
    rows = [good[0], "not json", '{"id": 3}', "[]", "", good[1], "\x00\x01", '{"text": ""}']
    path.write_text("\n".join(rows), encoding="utf-8")

    assert 1 == main(["reuse", str(path), "--lang", "zh"])
    told = capsys.readouterr()
    assert "1 对" in told.out
    for number in (2, 3, 4, 7):
        assert f"docs.jsonl:{number}: " in told.err
    assert "same: 编号重复，改称“same (2)”" in told.err


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        ([], 2, "请给出文件"),
        (["nowhere.txt"], 2, "没有可比较的文件"),
        (["{file}", "--jobs", "no"], 2, "no"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(
    arguments: list[str], status: int, told: str, lines: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = [a.format(file=lines) for a in arguments]

    assert status == main(["reuse", *given, "--lang", "zh"])
    err = capsys.readouterr().err
    assert told in err
    assert "Traceback" not in err


def test_the_index_is_filled_asked_and_emptied(
    lines: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    index = ["--index", str(tmp_path / "index"), "--lang", "zh"]
    new = tmp_path / "new.txt"
    new.write_text(words(9, 50) + SHARED, encoding="utf-8")

    assert 0 == main(["reuse", str(lines), *index])
    assert "索引现有 3 个文件" in capsys.readouterr().err
    assert 0 == main(["reuse", *index, "--against", str(new)])
    assert re.search(
        r"80%  d0  1 处\n.*80%  d1  1 处|80%  d1  1 处\n.*80%  d0  1 处", capsys.readouterr().out
    )
    assert 1 == main(["reuse", *index, "--remove", "d0", "--remove", "x"])
    assert "索引中没有编号 x" in capsys.readouterr().err
    assert 0 == main(["reuse", *index, "--against", str(new), "--format", "json"])
    assert ["d1"] == [s["id"] for s in json.loads(capsys.readouterr().out)["sources"]]


def test_two_processes_write_the_same(lines: Path, tmp_path: Path) -> None:
    main(["reuse", str(lines), "--output", str(tmp_path / "one")])
    main(["reuse", str(lines), "--output", str(tmp_path / "two"), "--jobs", "2"])

    for name in ("pairs.tsv", "spans.jsonl", "share.tsv"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def limit() -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4_096, 4_096))


def test_a_full_disk_is_told_and_leaves_no_half_file(lines: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    command = [sys.executable, "-m", "luoshi.cli", "reuse", str(lines), "--output", str(out), "--lang", "zh"]
    done = subprocess.run(command, capture_output=True, text=True, preexec_fn=limit, check=False)

    assert 1 == done.returncode
    assert "无法写入" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (out / "index.html").exists()
    assert [] == [p for p in out.iterdir() if p.name.startswith(".")]


def test_help_does_not_load_the_engine() -> None:
    code = "import sys; from luoshi.cli.main import main\ntry: main(['reuse', '--help'])\n"
    code += "except SystemExit: pass\n"
    code += "sys.exit('numpy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert 0 == done.returncode
    assert "--against" in done.stdout


def test_a_collection_is_cut_into_its_essays() -> None:
    text = "范文。\n讲话篇一\n甲。\n讲话篇二\n乙。"

    assert [("a", "范文。\n"), ("a#篇一", "讲话篇一\n甲。\n"), ("a#篇二", "讲话篇二\n乙。")] == list(
        essays("a", text)
    )
    assert [("a", "本篇一共三段。\n")] == list(essays("a", "本篇一共三段。\n"))


def test_sample_003_shows_its_spliced_essays(shared: Path, tmp_path: Path) -> None:
    (sample,) = (shared / "samples").glob("003*.txt")
    assert 0 == main(["reuse", str(sample), "--output", str(tmp_path)])
    part = {}
    for line in (tmp_path / "share.tsv").read_text(encoding="utf-8").splitlines():
        row = line.split("\t")
        part[row[-1].rpartition("#")[2]] = float(row[1])

    assert 19 == len(part)
    assert {"篇十五", "篇十六"} <= {name for name, x in part.items() if x > 0.9}
    assert all(part[name] > 0.5 for name in ("篇十三", "篇十七", "篇十八"))
    assert all(part[name] == 0 for name in ("篇一", "篇二", "篇三"))
