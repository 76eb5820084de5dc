"""3 to 24 March: units sign for, give back, ask for time, break down, report and show evidence."""

from playwright.sync_api import Locator, Page

from tests.flow.county import KEEPER
from tests.flow.hand import Hand
from tests.flow.world import World


def act(hand: Hand, name: str) -> Locator:
    """Return the form of an act, unfolded when it is folded."""
    form = hand.page.locator(f"form[action$='/{name}']").first
    form.wait_for(state="attached")
    if not form.is_visible():
        hand.clicks(hand.page.locator("details.fold").filter(has=form).locator("summary").first)
    return form


def send(hand: Hand, form: Locator) -> None:
    hand.clicks(form.locator("button:not([type=button])").last)


def opens(world: World, username: str, task: str) -> Hand:
    """Let a person come in and go to the task the way the front page or the inbox leads."""
    hand = world.sits_down(username)
    with world.tally.step("找到任务 Find the task"):
        hand.clicks(hand.page.locator(f"#main a[href$='/tasks/{world.codes[task]}']").first)
    return hand


def signs_for(world: World, username: str, task: str) -> Hand:
    """Let a person come in, sign for a task on the desk and open it."""
    hand = world.sits_down(username)
    with world.tally.step("签收 Sign for"):
        line = hand.page.locator("li[data-row]").filter(
            has=hand.page.locator(f"a[href$='/tasks/{world.codes[task]}']")
        )
        hand.clicks(line.get_by_role("button").first)
        hand.page.locator(".told").first.wait_for()
    return opens(world, username, task)


def law_office_asks_for_time(world: World) -> None:
    world.at.be("2026-03-03 09:00")
    hand = signs_for(world, "siping", "lists")
    hand.page.locator("form[action$='/ask']").wait_for(state="attached")
    hand.picture("06-a-task-and-what-can-be-done")
    with world.tally.step("申请延期 Ask for more time"):
        form = act(hand, "ask")
        hand.picks_day(form.locator("input[name=to]"), "2026-07-31")
        hand.types(form.locator("[name=reason]"), "红线清单需逐级会审")
        send(hand, form)
        hand.page.get_by_text("红线清单需逐级会审").first.wait_for()
    office = opens(world, KEEPER, "lists")
    with world.tally.step("同意延期 Grant it"):
        form = act(office, "decide")
        office.clicks(form.locator("input[name=granted][value='1']"))
        send(office, form)
        office.page.locator("form[action$='/decide']").wait_for(state="detached")
        office.goes(f"/tasks/{world.codes['lists']}")
    office.picture("07-the-first-promise-stays")
    told = office.reads()
    assert "2026-07-31" in told
    assert "2026-06-30" in told  # the first promise stays in sight


def labour_office_gives_back(world: World) -> None:
    hand = opens(world, "renshe", "jobs")
    with world.tally.step("退回 Give back"):
        form = act(hand, "give_back")
        hand.types(form.locator("[name=reason]"), "培训职责在县教育局")
        send(hand, form)
    office = world.sits_down(KEEPER, "/inbox")
    assert "退回" in office.reads()
    office = opens(world, KEEPER, "jobs")
    with world.tally.step("改交办 Give it to another unit"):
        form = act(office, "assign")
        office.picks_unit(form.locator("[data-unit-picker=lead] > input"), "jyj", "县教育局")
        office.clicks(form.locator("input[name=withdraw]"))
        office.clicks(form.get_by_role("button", name="交办"))
        office.page.get_by_text("已交办。").wait_for()
    stakes = office.page.locator(".stakes").first.inner_text()
    assert "县教育局" in stakes
    assert "县人力资源和社会保障局" not in stakes


def civil_affairs_does_its_work(world: World) -> None:
    world.at.be("2026-03-10 09:00")
    hand = signs_for(world, "minzheng", "care")
    with world.tally.step("报进展 Report progress"):
        form = act(hand, "report")
        hand.types(form.locator("[name=words]"), "12个乡镇站点已完工")
        hand.types(form.locator("[name=percent]"), "60")
        send(hand, form)
        hand.page.get_by_text("自报进度 60%").wait_for()
    with world.tally.step("报完成并附佐证 Say it is done, with evidence"):
        form = act(hand, "report")
        file = world.shared / "originals" / "govdoc-cn" / "397.pdf"
        hand.clicks(form.locator("[name=is_done]"))
        hand.gives_files(f"form[action$='/{world.codes['care']}/report'] input[type=file]", file)
        send(hand, form)
        hand.page.get_by_text("397.pdf").first.wait_for()
        hand.page.get_by_text("说已完成").first.wait_for()
    hand.picture("08-said-evidenced-clock")


def inspector_checks_and_closes(world: World) -> None:
    world.at.be("2026-03-12 09:00")
    hand = opens(world, "ducha", "care")
    with world.tally.step("核查佐证 Check the evidence"):
        form = act(hand, "check")
        hand.clicks(form.locator("input[name=holds][value='1']"))
        send(hand, form)
    with world.tally.step("销号 Close"):
        send(hand, act(hand, "close"))
        hand.page.get_by_text("已销号").first.wait_for()


def townships_take_it_further_down(world: World) -> None:
    """One township breaks its part down and reports, one reports, two do nothing."""
    part = part_of(world, "柳河镇")
    world.codes["liuhe"], world.codes["shiqiao"] = part, part_of(world, "石桥镇")
    world.codes["baiyang"] = part_of(world, "白杨乡")
    hand = signs_for(world, "liuzhen", "liuhe")
    with world.tally.step("分解到村 Break down to villages"):
        form = act(hand, "break_down")
        hand.clicks(form.get_by_role("button", name="村"))
        hand.picture("09-break-down-to-villages", again=choose_villages)
        hand.clicks(form.get_by_role("button", name="分解给"))
        hand.page.get_by_text("已分解。").first.wait_for()
    reports_the_quarter(world, hand, "3月10日召开一季度调度会")
    hand = signs_for(world, "baiyang", "baiyang")
    reports_the_quarter(world, hand, "3月12日与平安建设会议合并召开")
    world.codes["village"] = part_of(world, "柳河镇上村", above="liuhe")
    hand = signs_for(world, "shangcun", "village")
    hand.goes(f"/tasks/{world.codes['village']}")
    hand.picture("10-on-the-phone", phone=True)


def choose_villages(page: Page) -> None:
    """Unfold the form and choose the villages, for a picture."""
    form = page.locator("form[action$='/break_down']").first
    if not form.is_visible():
        page.locator("details.fold").filter(has=form).locator("summary").first.click()
    form.locator("[data-choose='村']").click()


def reports_the_quarter(world: World, hand: Hand, words: str) -> None:
    with world.tally.step("报本季度 Report on this quarter"):
        form = act(hand, "report")
        hand.types(form.locator("[name=words]"), words)
        hand.clicks(form.locator("[name=is_done]"))
        send(hand, form)
        hand.page.get_by_text(words).first.wait_for()


def part_of(world: World, unit: str, above: str = "meetings") -> str:
    """Return the number of the part that a unit leads."""
    hand = world.sits_down(KEEPER if above == "meetings" else "liuzhen", f"/tasks/{world.codes[above]}")
    line = hand.page.locator("#main :is(tr, li)").filter(has_text=unit).first
    address = line.locator("a[href*='/tasks/']").first.get_attribute("href") or ""
    return address.rpartition("/tasks/")[2].partition("/")[0]
