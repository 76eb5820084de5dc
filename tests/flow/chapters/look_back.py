"""5 April: where the pressure fades, and what was copied from where."""

import json

from tests.flow.chapters.read_up import DAMAGED, SPEECH
from tests.flow.county import KEEPER
from tests.flow.world import World


def where_it_fades(world: World) -> None:
    hand = world.sits_down(KEEPER, "/tasks")
    with world.tally.step("看层层传导 See where the pressure fades"):
        hand.goes(f"/tasks/{world.codes['meetings']}/cascade")
    hand.picture("14-where-the-pressure-fades")
    assert "压力在第 2 级变弱" in hand.reads()
    levels = hand.page.locator("table.levels tbody tr").all_inner_texts()
    given = [line.split("\t")[1] for line in levels]
    assert ["1", "11", "2"] == given  # the whole, each unit of the county, the villages of one township


def what_was_copied(world: World) -> None:
    """The speech stands word for word in the damaged page; the command says so, and the review page too."""
    shared = world.shared
    report = world.folder / "reuse"
    with world.tally.step("查套用（命令行） Find what was copied (command)"):
        world.at.luoshi(
            "reuse", shared / "samples", shared / "gold" / "text", "--format", "html", "--output", report
        )
    page = next(report.rglob("*.html")).read_text(encoding="utf-8")
    assert SPEECH in page
    assert DAMAGED in page
    hand = world.sits_down(KEEPER, f"/documents?q={SPEECH}")
    with world.tally.step("查套用（网页） Find what was copied (page)"):
        hand.clicks(hand.page.get_by_role("link", name=SPEECH))
        hand.clicks(hand.page.get_by_role("link", name="相似文本"))
    assert DAMAGED in hand.reads()
    hand.picture("15-what-was-copied")
    told = world.at.luoshi("reuse", shared / "samples", shared / "gold" / "text", "--format", "json")
    found = json.loads(told[told.index("{") :])
    assert found
