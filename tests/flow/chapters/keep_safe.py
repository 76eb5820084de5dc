"""6 April: the ledger goes out as table and calendar, is backed up, restored elsewhere, and proves itself."""

import subprocess
import sys
from pathlib import Path

from icalendar import Calendar
from python_calamine import CalamineWorkbook

from tests.flow.county import KEEPER
from tests.flow.installation import Installation
from tests.flow.world import World


def files_go_out(world: World) -> None:
    world.at.be("2026-04-06 09:00")
    hand = world.sits_down(KEEPER, "/tasks")
    hand.picture("16-the-ledger")
    hand.goes("/tasks/calendar?month=2026-03")
    hand.picture("17-the-month")
    hand.goes("/tasks")
    with world.tally.step("导出 Excel 和日历 Excel and calendar"):
        table = hand.downloads("Excel", world.folder)
        calendar = hand.downloads("日历", world.folder)
    whole, days, again = (world.folder / name for name in ("台账.xlsx", "日历.ics", "再来.xlsx"))
    for file in (whole, days):
        world.at.luoshi("export", file)
    world.at.python(f"import luoshi; luoshi.write_ledger({str(again)!r})")
    for one in (table, whole, again):
        assert {world.codes["lists"], world.codes["shiqiao"]} <= codes_in(one)
    assert world.codes["care"] in codes_in(whole) - codes_in(table)  # closed: in the whole, not on the page
    for file in (calendar, days):
        events = Calendar.from_ical(file.read_bytes()).walk("VEVENT")
        lists = [one for one in events if world.codes["lists"] in str(one["uid"])]
        assert ["2026-07-31"] == [one.decoded("dtstart").isoformat() for one in lists]


def codes_in(table: Path) -> set[str]:
    rows = CalamineWorkbook.from_path(str(table)).get_sheet_by_index(0).to_python()
    return {str(cell) for row in rows for cell in row}


def elsewhere(world: World, database: str) -> Installation:
    """Back up, restore into an empty installation, and let both prove their logs."""
    archive = world.folder / "青禾县.luoshi"
    told = world.at.luoshi("backup", archive)
    assert "日志核对无误" in world.at.luoshi("verify")
    assert "全部相符" in world.at.luoshi("check")
    other = Installation(world.at.home.parent / "elsewhere", database)
    other.be("2026-04-06 10:00")
    restored = other.luoshi("restore", archive)
    assert told.partition("日志根")[2] == restored.partition("日志根")[2]
    assert "日志核对无误" in other.luoshi("verify")
    _outsider(world)
    return other


def _outsider(world: World) -> None:
    """Somebody with the export and 150 lines of Python, and nothing of ours, checks it; a change shows."""
    script, lines = world.folder / "verify_ledger.py", world.folder / "ledger.jsonl"
    world.at.luoshi("verify", "--script", script)
    world.at.luoshi("export", lines)
    assert 0 == _checked(script, lines)
    changed = world.folder / "changed.jsonl"
    changed.write_bytes(
        lines.read_bytes().replace("红线清单需逐级会审".encode(), "红线清单已逐级会审".encode())
    )
    assert 0 != _checked(script, changed)


def _checked(script: Path, lines: Path) -> int:
    run = subprocess.run([sys.executable, "-I", str(script), str(lines)], capture_output=True, check=False)
    return run.returncode


def the_same_ledger(world: World, other: Installation) -> None:
    """The people sign in elsewhere with the passwords they have, and find what they left."""
    here = world.sits_down(KEEPER, "/tasks").page.locator("tr[data-row]").all_inner_texts()
    world.close()
    world.at.stop()
    try:
        other.serve()
        world.at = other
        there = world.sits_down(KEEPER, "/tasks").page.locator("tr[data-row]").all_inner_texts()
        assert here == there
    finally:
        world.close()
        other.stop()
