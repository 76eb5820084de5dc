"""From signing in to a task that was given out, reported on and checked: with the keyboard alone."""

import pytest
from playwright.sync_api import Page

from luoshi.followup.intake.take_in import Received, take_in
from luoshi.store.models import Person, Task
from tests.browser.conftest import Window
from tests.cast import Cast, at

PLAN = """关于做好养老服务工作的通知

一、工作任务
（一）在2026年12月30日前建成12个养老服务站点，印发服务标准。
（二）县财政局要在2026年12月15日前拨付补助资金300万元。
"""
PASSWORD = "keys-and-nothing-else-1"  # noqa: S105 - of an account in a temporary folder

pytestmark = [pytest.mark.xdist_group("browser"), pytest.mark.django_db(transaction=True)]


@pytest.fixture
def keys(window: Window, cast: Cast, live_server, monkeypatch: pytest.MonkeyPatch) -> Page:
    """A page on which every click of a mouse fails the test."""
    for person in Person.objects.all():
        person.set_password(PASSWORD)
        person.save()
    page = window(locale="zh-CN").new_page()
    for act in ("click", "dblclick", "hover", "tap"):
        monkeypatch.setattr(page, act, None)
    page.goto(f"{live_server.url}/login")
    return page


def sign_in(page: Page, who: str) -> None:
    page.wait_for_selector("input[name=username]:focus")
    page.keyboard.type(who)
    page.keyboard.press("Tab")
    page.wait_for_selector("input[name=password]:focus")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector("#desk")
    page.wait_for_load_state()


def go(page: Page, letter: str, address: str) -> None:
    page.keyboard.press("g")
    page.keyboard.press(letter)
    page.wait_for_url(f"**{address}")
    page.wait_for_load_state()


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until a field has the focus, as somebody does who sees where it is."""
    for _ in range(60):
        if page.evaluate("s => document.activeElement?.matches(s)", selector):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"Tab never came to {selector}")


def test_a_row_is_accepted_and_given_to_a_unit(keys: Page, cast: Cast) -> None:
    take_in(cast.office, cast.office_unit.pk, Received("通知.txt", text=PLAN), now=at("03-02"))
    sign_in(keys, "office")
    go(keys, "w", "/documents")
    keys.keyboard.press("j")
    keys.keyboard.press("Enter")
    keys.wait_for_selector("#rows > li[data-current]")
    keys.wait_for_load_state()

    keys.keyboard.press("e")
    tab_to(keys, "input[name=lead]")
    keys.keyboard.type("xmzj")
    keys.wait_for_selector("[role=option]")
    keys.keyboard.press("Enter")
    keys.keyboard.press("Control+Enter")
    keys.wait_for_selector("#rows > li.accepted")

    task = Task.objects.get()
    assert cast.civil_unit.pk == task.seat_id
    assert task.has_lead


def test_a_task_is_signed_for_and_reported_on(keys: Page, cast: Cast) -> None:
    test_a_row_is_accepted_and_given_to_a_unit(keys, cast)
    keys.context.clear_cookies()
    keys.goto(keys.url.split("/documents")[0] + "/login")
    sign_in(keys, "civil")
    keys.keyboard.press("j")
    keys.keyboard.press("s")
    keys.wait_for_selector(".told")
    go(keys, "l", "/tasks")
    keys.keyboard.press("j")
    keys.keyboard.press("Enter")
    keys.wait_for_selector("#panel [data-task] h1")
    keys.keyboard.press("o")
    keys.wait_for_url("**/tasks/2026-*")
    keys.wait_for_load_state()
    keys.keyboard.press("r")
    tab_to(keys, "textarea[name=words]")
    keys.keyboard.type("已选址8处")
    tab_to(keys, "form[action$='/report'] button")
    keys.keyboard.press("Enter")
    keys.wait_for_selector("[data-task] .told")

    assert ("signed-for", "under-way") == Task.objects.values_list("step", "said").get()
