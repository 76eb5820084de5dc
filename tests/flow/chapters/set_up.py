"""2 March: an empty installation becomes a county."""

from pathlib import Path

from playwright.sync_api import Page

from tests.flow.county import COUNTY, FIRST_ROW, KEEPER, KEEPER_NAME, PASSWORD, ROWS, SLIPS, write_list
from tests.flow.world import World


def first_setup(world: World, token: str) -> None:
    with world.tally.step("首次设置 First setup"):
        hand = world.hand(KEEPER)
        hand.goes(f"/setup?token={token}")  # the address the terminal printed
        hand.picture("01-first-setup")
        hand.types("input[name=unit]", COUNTY)
        hand.types("input[name=name]", KEEPER_NAME)
        hand.types("input[name=username]", KEEPER)
        hand.types("input[name=password]", PASSWORD)
        hand.types("input[name=again]", PASSWORD)
        hand.presses("Enter")
        hand.page.wait_for_url("**/units/list?told=setup")
    world.passwords[KEEPER] = PASSWORD


def look_at(page: Page, path: Path) -> None:
    page.locator("input[type=file]").first.set_input_files(path)
    page.locator("#main form button").first.click()
    page.locator("table.mistakes").wait_for()


def units_from_a_list(world: World) -> None:
    wrong, right = (world.folder / name for name in ("名单-初稿.xlsx", "名单.xlsx"))
    write_list(wrong, with_slips=True)
    write_list(right)
    hand = world.hand(KEEPER)
    with world.tally.step("名单核对 Look at the list"):
        hand.gives_files("input[type=file]", wrong)
        hand.button("核对名单")
        told = hand.reads("table.mistakes")
        hand.picture("02-mistakes-by-row", again=lambda page: look_at(page, wrong))
    for row, _ in SLIPS:
        assert f"\n{row + FIRST_ROW}\t" in told
    dry = world.at.luoshi("units", wrong, "--dry-run", status=1)
    assert "第 14 行：没有“柳何镇”这个单位。最像的是：柳河镇。" in dry

    with world.tally.step("名单导入 Make it"):
        hand.gives_files("input[type=file]", right)
        hand.button("核对名单")
        hand.button(f"导入 {len(ROWS)} 个单位")
        hand.page.locator("table.logins").wait_for()
    for line in hand.page.locator("table.logins tbody tr").all():
        cells = line.locator("td").all_inner_texts()
        world.passwords[cells[3]] = cells[4]
    assert len(ROWS) == len(world.passwords)  # everybody in the list, the keeper with the password he chose
    assert "将新设 0 个单位" in world.at.luoshi("units", right, "--dry-run")
