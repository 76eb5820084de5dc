"""2 March: of a damaged speech and a plan, what is owed is accepted; the rest is put right or set aside."""

import re

from playwright.sync_api import Locator, Page

from tests.flow.chapters.read_up import SPEECH
from tests.flow.county import KEEPER
from tests.flow.hand import Hand
from tests.flow.world import World

PLAN = "d05"
WRONG_LEAD = "报县司法局严格把关"  # it is said who looks, and read as who does
MERGED = re.compile("机制化.要丰富学习形式")


def row_on(page: Page, words: str | re.Pattern[str]) -> Locator:
    return page.locator("#proposals [data-row]").filter(has_text=words).first


def row(hand: Hand, words: str | re.Pattern[str]) -> Locator:
    return row_on(hand.page, words)


def go_to(hand: Hand, words: str) -> None:
    """Click the row, as a clerk who reads does."""
    hand.clicks(row(hand, words).locator(".words"))


def mark(page: Page, words: str) -> None:
    """Mark a row, for a picture."""
    row_on(page, words).locator(".words").click()


def correct(page: Page) -> None:
    """Correct a row and leave it there, for a picture."""
    mark(page, WRONG_LEAD)
    page.keyboard.press("e")
    form = row_on(page, WRONG_LEAD).locator("form.edit")
    lead = form.locator("input[name=lead]")
    lead.fill("xsfj")
    form.locator(".offers li").first.wait_for()
    lead.press("Enter")
    form.locator("input[name=due]").fill("6月底前")


def code_of(hand: Hand, words: str | re.Pattern[str]) -> str:
    became = row(hand, words).locator(".became a")
    became.wait_for()
    return became.inner_text()


def a_speech(world: World) -> None:
    hand = world.sits_down(KEEPER, f"/documents?q={SPEECH}")
    with world.tally.step("立项：各镇乡、各部门各一项 Accept for each of them"):
        hand.clicks(hand.page.get_by_role("link", name=SPEECH))
        go_to(hand, "每季度要至少召开一次")
        hand.picture("04-speech-and-rows", again=lambda page: mark(page, "每季度要至少召开一次"))
        assert "（各镇乡，各立一项）" in row(hand, "每季度要至少召开一次").inner_text()
        hand.presses("a")
        world.codes["meetings"] = code_of(hand, "每季度要至少召开一次")

    with world.tally.step("改后立项 Correct, then accept"):
        go_to(hand, WRONG_LEAD)
        hand.presses("e")
        form = row(hand, WRONG_LEAD).locator("form.edit")
        hand.picks_unit(form.locator("input[name=lead]"), "xsfj", "县司法局")
        hand.types(form.locator("input[name=due]"), "6月底前")
        hand.picture("05-correct-a-row", again=correct)
        hand.presses("Control+Enter")
        world.codes["lists"] = code_of(hand, WRONG_LEAD)

    with world.tally.step("合并两条、一键定牵头 Merge, answer by one key, accept"):
        go_to(hand, "法制教育纳入单位的整体工作规划")
        hand.presses("m")
        row(hand, MERGED).wait_for()
        hand.presses("1", "a")
        world.codes["study"] = code_of(hand, MERGED)

    with world.tally.step("拆分一条 Split"):
        go_to(hand, "部门、镇乡要建立领导班子定期学法制度")
        hand.presses("s", "2")
        row(hand, "强化行政执法人员培训").wait_for()
        assert not row(hand, "强化行政执法人员培训").filter(has_text="领导班子定期学法制度").count()

    with world.tally.step("搁置、撤销、再搁置 Set aside, take back, set aside"):
        go_to(hand, "把权力关进制度的笼子里")
        hand.presses("x")
        hand.page.locator(".rejected").filter(has_text="把权力关进制度的笼子里").wait_for()
        hand.presses("u")
        hand.page.locator("[data-status=open]").filter(has_text="把权力关进制度的笼子里").wait_for()
        go_to(hand, "把权力关进制度的笼子里")
        hand.presses("x")
        hand.page.locator(".rejected").filter(has_text="把权力关进制度的笼子里").wait_for()


def a_plan(world: World) -> None:
    """The units of a province are named: the clerk says who in the county is meant."""
    hand = world.sits_down(KEEPER, f"/documents?q={PLAN}")
    for name, words, letters, unit in (
        ("care", "县乡村三级养老服务网络", "xmzj", "县民政局"),
        ("jobs", "城镇新增就业18万人以上", "rsj", "县人力资源和社会保障局"),
        ("school", "5000个普通高中招生计划", "jyj", "县教育局"),
    ):
        with world.tally.step(f"省里的单位换成{unit} Say who is meant, accept"):
            if hand.page.locator("#proposals").count() == 0:
                hand.clicks(hand.page.get_by_role("link", name=PLAN))
            go_to(hand, words)
            hand.presses("e")
            hand.picks_unit(row(hand, words).locator("form.edit input[name=lead]"), letters, unit)
            hand.presses("Control+Enter")
            world.codes[name] = code_of(hand, words)
