"""The whole ledger as a file, for the operator: by the command, from Python, and as the pages give it."""

import io
from pathlib import Path

import pytest
from icalendar import Calendar
from python_calamine import CalamineWorkbook

import luoshi
from luoshi.cli.main import main
from luoshi.followup.ground.whole_file import whole_file
from luoshi.followup.task.close import cancel
from luoshi.web.tasks.forms import COLUMNS
from tests.cast import Cast, at


def rows(file: bytes) -> list[list[str]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(file)).get_sheet_by_index(0).to_python()


def test_the_table_is_what_the_page_gives_to_somebody_who_sees_all(
    client_of, make, cast: Cast, tmp_path: Path, capsys
) -> None:
    make("建成12个养老服务站点", due="06-30")
    ended = make("修订防汛预案", due="05-31")
    cancel(cast.office, ended.code, "并入另一项", now=at("05-01"))
    asked = "&".join(f"col={name}" for name in COLUMNS)
    page = b"".join(client_of("boss").get(f"/tasks/xlsx?state=all&{asked}"))

    assert 0 == main(["export", str(tmp_path / "台账.xlsx"), "--lang", "zh"])
    luoshi.write_ledger(tmp_path / "again", kind="xlsx")
    files = [(tmp_path / name).read_bytes() for name in ("台账.xlsx", "again")]

    assert "台账.xlsx" in capsys.readouterr().out
    assert rows(files[0])[2:] == rows(page)[2:]  # below the head, which says what was asked for
    assert rows(files[0]) == rows(files[1])
    assert ended.code in {row[0] for row in rows(files[0])}


def test_the_calendar_has_the_days_of_what_is_open(make, cast: Cast, clock, tmp_path: Path) -> None:
    kept = make("建成12个养老服务站点", due="06-30")
    ended = make("修订防汛预案", due="05-31")
    cancel(cast.office, ended.code, "并入另一项", now=at("05-01"))

    assert 0 == main(["export", str(tmp_path / "days.ics"), "--lang", "en"])
    (event,) = Calendar.from_ical((tmp_path / "days.ics").read_bytes()).walk("VEVENT")

    assert "2026-06-30" == event.decoded("dtstart").isoformat()
    assert f"http://127.0.0.1:8470/tasks/{kept.code}" == str(event["url"])


def test_csv_speaks_the_language_asked_for(make, clock, tmp_path: Path) -> None:
    make("建成12个养老服务站点", due="06-30")
    for lang, head in (("en", "Number"), ("zh", "编号")):
        luoshi.write_ledger(tmp_path / "ledger.csv", lang=lang)

        assert (tmp_path / "ledger.csv").read_text(encoding="utf-8-sig").startswith(f"{head},")


def test_a_table_goes_to_a_file_and_of_a_known_kind(cast: Cast, tmp_path: Path, capsys) -> None:
    assert 2 == main(["export", "-", "--format", "xlsx", "--lang", "en"])
    assert "not to standard output" in capsys.readouterr().err
    with pytest.raises(ValueError, match="none of xlsx, csv, ics"):
        luoshi.write_ledger(tmp_path / "ledger.pdf")


def test_what_stops_the_writing_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "ledger.xlsx"
    target.write_bytes(b"old")

    def stopped() -> None:
        with whole_file(target) as file:
            file.write(b"half")
            raise KeyError

    with pytest.raises(KeyError):
        stopped()
    assert [(target, b"old")] == [(path, path.read_bytes()) for path in tmp_path.iterdir()]
