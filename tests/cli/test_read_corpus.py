"""``luoshi read`` over partitions of rows."""

import json
from pathlib import Path

import pytest

from luoshi.cli.main import main
from luoshi.corpus import executors

TEXT = "各镇乡每季度要至少召开一次调度会，并于6月底前报送清单。"


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    path = tmp_path / "docs.jsonl"
    rows = [json.dumps({"id": f"d{i}", "text": TEXT}, ensure_ascii=False) for i in range(3)]
    path.write_text("\n".join([*rows, "no json"]), encoding="utf-8")
    return path


def test_rows_become_readings(lines: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"

    assert 1 == main(["read", str(lines), "-f", "jsonl", "-o", str(out), "--lang", "zh"])
    told = capsys.readouterr().err
    assert f"{lines}:4：这一行不是带 text 的 JSON 对象" in told
    assert "1 个分区已读入" in told
    found = [json.loads(x) for x in (out / "readings-00000.jsonl").read_text("utf-8").splitlines()]
    assert ["d0", "d1", "d2"] == [row["id"] for row in found if "reading" in row]
    assert all(row["reading"]["commitments"] for row in found[:3])


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["{lines}"], "--format jsonl --output"),
        (["{lines}", "-f", "jsonl", "-o", "{lines}"], "--format jsonl --output"),
        (["{lines}", "-f", "jsonl", "-o", "{out}", "--scheduler", "tcp://127.0.0.1:9"], "调度器没有应答"),
        (["{lines}", "-f", "jsonl", "-o", "{out}", "--scheduler", "no address"], "调度器没有应答"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(
    arguments: list[str],
    told: str,
    *,
    lines: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(executors, "TIMEOUT", 0.2)
    given = [a.format(lines=lines, out=tmp_path / "out") for a in arguments]

    assert 2 == main(["read", *given, "--lang", "zh"])
    err = capsys.readouterr().err
    assert told in err
    assert "Traceback" not in err


def test_the_results_of_other_files_are_refused(
    lines: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["read", str(lines), "-f", "jsonl", "-o", str(tmp_path / "out"), "--lang", "en"]
    main(arguments)
    lines.write_text(json.dumps({"id": "other", "text": TEXT}) + "\n" * 9, encoding="utf-8")
    capsys.readouterr()

    assert 2 == main(arguments)
    assert "holds the results of other files" in capsys.readouterr().err
