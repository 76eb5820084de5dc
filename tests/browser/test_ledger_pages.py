"""The ledger, a task, the month, the timeline and the cascade in a real browser."""

import pytest

from luoshi.followup.ground.writing import writing
from luoshi.followup.task.accept import NewTask, make_task
from luoshi.followup.task.assign import assign, sign_for
from luoshi.followup.task.cascade import Part, break_down
from luoshi.followup.task.close import excuse
from luoshi.followup.task.evidence import Offered, Verdict, check, hand_in
from luoshi.followup.task.extend import ask
from luoshi.followup.task.progress import Word, report
from luoshi.followup.task.reword import set_scheme
from luoshi.store.models import Person, Scheme, Task
from tests.browser.axe import complaints
from tests.browser.conftest import Opened, fits, picture
from tests.browser.held import Held
from tests.cast import Cast, at

pytestmark = [pytest.mark.xdist_group("browser"), pytest.mark.django_db(transaction=True)]


@pytest.fixture
def ledger(cast: Cast, monkeypatch) -> dict[str, Task]:
    """A ledger in every state on 10 June 2026."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: at("06-10"))
    scheme = Scheme.objects.create(name="养老服务提升行动", rules="works")
    rows = {
        "stations": ("建成12个养老服务站点，印发服务标准", "06-30", ("civil", "finance")),
        "late": ("完成全县养老机构消防安全检查，发现的问题逐项整改到位", "05-20", ("civil",)),
        "soon": ("拨付养老服务补助资金300万元", "06-12", ("finance",)),
        "undated": ("健全养老服务部门协调机制", "", ("civil",)),
        "unled": ("对各乡镇养老服务工作开展督查", "09-30", ()),
        "done": ("印发养老服务收费管理办法", "06-25", ("finance", "civil")),
    }
    made = {}
    for name, (words, due, units) in rows.items():
        new = NewTask(
            words=words,
            quote=words,
            due_on=at(due).date() if due else None,
            due_words="6月底前" if due == "06-30" else "",
        )
        with writing():
            made[name] = make_task(cast.office, cast.office_unit, new, now=at("03-02"))
        given = [
            (getattr(cast, f"{u}_unit").pk, "lead" if n == 0 else "support") for n, u in enumerate(units)
        ]
        if given:
            assign(cast.office, made[name].code, given, now=at("03-02"))
    sign_for(cast.civil, made["stations"].code, now=at("03-04"))
    report(cast.civil, made["stations"].code, Word("已选址10处，开工7处", percent=60), now=at("05-28"))
    hand_in(
        cast.civil,
        made["stations"].code,
        Offered("站点清单", link="https://example.org/list"),
        now=at("06-01"),
    )
    ask(cast.civil, made["stations"].code, at("09-30").date(), "汛期停工", now=at("06-05"))
    set_scheme(cast.office, made["late"].code, scheme.pk, now=at("03-03"))
    report(cast.civil, made["late"].code, Word("已全部检查完毕", is_done=True), now=at("05-19"))
    sign_for(cast.finance, made["done"].code, now=at("03-05"))
    piece = hand_in(
        cast.finance, made["done"].code, Offered("文件", link="https://example.org/doc"), now=at("06-02")
    )
    check(cast.inspector, piece.pk, Verdict(holds=True, reason="已核对文号"), now=at("06-04"))
    assign(cast.office, made["undated"].code, [(cast.town_unit.pk, "support")], now=at("03-03"))
    report(cast.town, made["undated"].code, Word("已部署"), now=at("03-09"))
    break_down(
        cast.town, made["undated"].code, Part([cast.village_unit.pk], "明确一名联络员"), now=at("03-10")
    )
    return made


def _daily(cast: Cast) -> str:
    """Make a daily duty of a hundred days: three reported on, one excused."""
    with writing():
        made = make_task(
            cast.office, cast.office_unit, NewTask("每天巡查一次河道", rrule="FREQ=DAILY"), now=at("03-02")
        )
    assign(cast.office, made.code, [(cast.civil_unit.pk, "lead")], now=at("03-02"))
    for day in ("03-05", "04-20", "06-09"):
        report(cast.civil, made.code, Word("已巡查", occurrence=at(day).date()), now=at(day))
    excuse(cast.office, made.code, at("05-01").date(), "节日停巡", now=at("05-01"))
    return made.code


LOOKS = [
    (1440, "light", "zh-hans"),
    (1440, "dark", "en"),
    (360, "light", "en"),
    (360, "dark", "zh-hans"),
    (1024, "light", "en"),
    (768, "light", "en"),
]


@pytest.mark.parametrize(("width", "scheme", "lang"), LOOKS)
def test_every_page_fits_its_width_and_axe_finds_nothing(
    opened: Opened, cast: Cast, ledger, *, width: int, scheme: str, lang: str
) -> None:
    code, daily = ledger["stations"].code, _daily(cast)
    pages = {
        "ledger": "/tasks",
        "groups": "/tasks?group=unit",
        "filtered": "/tasks?when=soon&said=nothing",
        "nothing": "/tasks?q=没有这样的任务",
        "task": f"/tasks/{code}",
        "daily": f"/tasks/{daily}",
        "month": "/tasks/calendar?month=2026-06",
        "timeline": "/tasks/timeline",
        "cascade": f"/tasks/{ledger['undated'].code}/cascade",
        "cascades": "/cascade",
    }
    page = opened("/tasks", width=width, scheme=scheme, lang=lang)
    wrong = []
    for name, path in pages.items():
        page.goto(page.url.partition("/tasks")[0] + path)
        picture(page, f"{name}-{width}-{scheme}-{lang}")
        if not fits(page):
            wrong.append(f"{name}: wider than its window")
        wrong += [f"{name}: {line}" for line in complaints(page)]
    assert wrong == []


def test_filters_stand_in_the_address_and_keep_the_focus(opened: Opened, ledger) -> None:
    page = opened("/tasks")
    page.locator("select[name=when]").focus()
    page.locator("select[name=when]").select_option("overdue")
    page.wait_for_url("**/tasks?when=overdue")
    page.get_by_text("1 项", exact=True).wait_for()
    assert 1 == page.locator("tr[data-row]").count()
    assert "when" == page.evaluate("document.activeElement.name")
    page.go_back()
    page.wait_for_url("**/tasks")
    page.locator("tr[data-row]").nth(5).wait_for()


def test_a_unit_is_filtered_by_two_letters(opened: Opened, ledger) -> None:
    page = opened("/tasks")
    field = page.get_by_label("单位（含下级）")
    field.press_sequentially("xc")
    page.get_by_role("option", name="县财政局").wait_for()
    field.press("Enter")
    page.wait_for_url("**/tasks?unit=*")
    page.get_by_text("单位（含下级）：县财政局").wait_for()
    assert 2 == page.locator("tr[data-row]").count()


def test_a_row_opens_beside_the_list_and_the_list_follows(opened: Opened, ledger) -> None:
    page = opened("/tasks?when=overdue")
    page.keyboard.press("j")
    page.keyboard.press("x")
    assert "1" == page.locator("[data-picked]").inner_text()
    page.keyboard.press("Enter")
    page.locator("#panel").get_by_role("heading", name=ledger["late"].words).wait_for()
    assert page.url.endswith(f"#{ledger['late'].code}")
    assert page.locator("tr[data-row]").is_visible()  # beside, not over
    page.locator("#panel summary", has_text="改时限").click()
    page.locator("#panel [name=due_on] >> visible=true").fill("2026-12-31")
    page.locator("#panel [name=reason] >> visible=true").fill("上级统一调整")
    page.locator("#panel").get_by_role("button", name="改时限").click()
    page.locator("#panel .told").wait_for()
    page.locator("tr[data-row]").wait_for(state="detached")  # it is overdue no longer
    page.keyboard.press("Escape")
    page.wait_for_function("!document.body.classList.contains('beside')")


def test_the_next_row_takes_the_panel_over_and_the_whole_page_is_one_key_away(opened: Opened, ledger) -> None:
    page = opened("/tasks")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.locator("#panel").get_by_role("heading", name=ledger["late"].words).wait_for()
    page.keyboard.press("j")
    page.locator("#panel").get_by_role("heading", name=ledger["soon"].words).wait_for()
    page.keyboard.press("o")
    page.wait_for_url(f"**/tasks/{ledger['soon'].code}")


def test_on_a_phone_a_row_leads_to_its_page(opened: Opened, ledger) -> None:
    page = opened("/tasks", width=360)
    page.get_by_role("link", name=ledger["late"].words).click()
    page.wait_for_url(f"**/tasks/{ledger['late'].code}")


def test_a_key_opens_a_form_and_its_first_field_waits(opened: Opened, ledger) -> None:
    page = opened(f"/tasks/{ledger['stations'].code}", who="civil")
    page.keyboard.press("e")
    assert "file" == page.evaluate("document.activeElement.name")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert page.get_by_role("dialog").get_by_text("交佐证").is_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("l")
    page.wait_for_url("**/tasks")


def test_a_task_is_worked_on_in_place(opened: Opened, ledger) -> None:
    code = ledger["soon"].code
    page = opened(f"/tasks/{code}", who="finance")
    page.get_by_role("button", name="签收这项任务").click()
    page.get_by_text("已签收。").wait_for()
    assert page.locator("html").count() == 1
    if not page.get_by_label("完成比例（%）").is_visible():  # the act that moves the task on stands open
        page.locator("summary", has_text="反馈进展").click()
    page.get_by_label("完成比例（%）").fill("101")
    page.get_by_role("button", name="报送进展").click()
    page.get_by_text("应在 0 到 100 之间").wait_for()
    assert page.get_by_label("完成比例（%）").input_value() == "101"  # what was typed stays
    page.get_by_label("完成比例（%）").fill("80")
    page.get_by_role("button", name="报送进展").click()
    page.get_by_text("自报进度 80%").wait_for()


def test_units_are_chosen_by_two_letters(opened: Opened, ledger) -> None:
    code = ledger["unled"].code
    page = opened(f"/tasks/{code}")
    if not page.get_by_label("牵头", exact=True).is_visible():
        page.locator("summary", has_text="交办").first.click()
    field = page.locator("[data-unit-picker=lead] > input")
    field.press_sequentially("xm")
    page.get_by_role("option", name="县民政局").wait_for()
    field.press("Enter")
    page.get_by_role("button", name="交办给这些单位").click()
    page.get_by_text("已交办。").wait_for()
    assert page.locator(".stakes").get_by_text("县民政局").is_visible()


def test_enter_before_the_offers_are_there_means_what_was_typed(opened: Opened, ledger) -> None:
    page = opened(f"/tasks/{ledger['unled'].code}")
    if not page.get_by_label("牵头", exact=True).is_visible():
        page.locator("summary", has_text="交办").first.click()
    offers = Held(page, "**/tasks/units?q=xm")
    field = page.locator("[data-unit-picker=lead] > input")
    field.press_sequentially("x")
    page.get_by_role("option").first.wait_for()
    field.press("m")
    field.press("Enter")
    assert page.locator(".picked").count() == 0
    offers.let_through()
    page.locator(".picked", has_text="县民政局").wait_for()


def test_many_tasks_at_once_by_one_confirmation(opened: Opened, ledger) -> None:
    page = opened("/tasks")
    page.get_by_label("选中本页全部").check()
    page.get_by_role("button", name="留言…").click()
    page.get_by_label("留言", exact=True).fill("请于周五前更新进展")
    picture(page, "bulk-1440-light")
    page.get_by_role("button", name="项任务留言").click()
    page.wait_for_url("**/tasks?*")
    assert ledger["late"].comments.count() == 1


def test_the_pages_speak_english(opened: Opened, ledger) -> None:
    page = opened(f"/tasks/{ledger['stations'].code}", lang="en")
    picture(page, "task-en-1440-light")
    assert page.get_by_role("heading", name="What you can do").is_visible()


def test_a_refusal_stands_in_its_form_with_what_was_typed(opened: Opened, ledger) -> None:
    page = opened(f"/tasks/{ledger['stations'].code}", who="civil")
    page.keyboard.press("r")
    form = page.locator("form[action$='/report']")
    form.locator("[name=words]").fill("已开工9处")
    form.locator("[name=percent]").fill("300")
    form.locator("button:not([type=button])").last.click()
    form.locator("> .refusal").wait_for()
    assert "已开工9处" == form.locator("[name=words]").input_value()
    assert "" == page.locator("#messages").inner_text().strip()

    form.locator("[name=percent]").fill("75")
    form.locator("button:not([type=button])").last.click()
    page.locator("[data-task] .told").wait_for()
    assert 0 == page.locator(".refusal").count()
    assert "已开工9处" in page.locator("#main").inner_text()


def test_signing_in_beside_a_form_saves_what_was_typed(opened: Opened, ledger, cast: Cast) -> None:
    """The session ends while somebody writes; after signing in beside it the same form goes through."""
    page = opened(f"/tasks/{ledger['stations'].code}")
    page.context.clear_cookies(name="sessionid")
    form = page.locator("form[action$='/comment']").first
    form.locator("[name=words]").fill("写了很久的一段话")
    form.locator("button:not([type=button])").last.click()
    with page.context.expect_page() as coming:
        page.locator("#messages a[target=_blank]").click()
    door = coming.value
    person = Person.objects.get(pk=cast.office.person)
    person.set_password("beside-the-form-1")
    person.save()
    door.locator("input[name=username]").fill(person.username)
    door.locator("input[name=password]").fill("beside-the-form-1")
    door.keyboard.press("Enter")
    door.wait_for_url(lambda url: "/login" not in url)
    door.close()
    assert "写了很久的一段话" == form.locator("[name=words]").input_value()
    form.locator("button:not([type=button])").last.click()
    page.locator("[data-task] .told").wait_for()
    page.locator("#messages .refusal").wait_for(state="detached")
    assert "写了很久的一段话" in page.locator("#main").inner_text()
