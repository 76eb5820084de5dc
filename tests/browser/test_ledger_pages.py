"""The ledger, a task, the month, the timeline and the cascade in a real browser."""

import pytest

from luoshi.followup.ground.writing import writing
from luoshi.followup.task.accept import NewTask, make_task
from luoshi.followup.task.assign import assign, sign_for
from luoshi.followup.task.cascade import Part, break_down
from luoshi.followup.task.evidence import Offered, Verdict, check, hand_in
from luoshi.followup.task.extend import ask
from luoshi.followup.task.progress import Word, report
from luoshi.followup.task.reword import set_scheme
from luoshi.store.models import Scheme, Task
from tests.browser.conftest import Opened, fits, picture
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


@pytest.mark.parametrize("width", [1440, 360])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_fits_its_width(opened: Opened, ledger, width: int, scheme: str) -> None:
    code = ledger["stations"].code
    pages = {
        "ledger": "/tasks",
        "groups": "/tasks?group=unit",
        "task": f"/tasks/{code}",
        "month": "/tasks/calendar?month=2026-06",
        "timeline": "/tasks/timeline",
        "cascade": f"/tasks/{ledger['undated'].code}/cascade",
        "cascades": "/cascade",
    }
    page = opened("/tasks", width=width, scheme=scheme)
    for name, path in pages.items():
        page.goto(page.url.partition("/tasks")[0] + path)
        picture(page, f"{name}-{width}-{scheme}")
        assert fits(page), path


def test_filters_stand_in_the_address_and_rows_open_by_keyboard(opened: Opened, ledger) -> None:
    page = opened("/tasks")
    page.locator("select[name=when]").select_option("overdue")
    page.wait_for_url("**/tasks?when=overdue*")
    assert "q=" not in page.url
    assert page.locator("tr[data-row]").count() == 1
    page.keyboard.press("Escape")
    page.locator("#main").focus()
    page.keyboard.press("j")
    page.keyboard.press("x")
    assert page.locator("[data-picked]").inner_text() == "1"
    page.locator("tr[data-current] td.words a").press("Enter")
    page.wait_for_url(f"**/tasks/{ledger['late'].code}")


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
