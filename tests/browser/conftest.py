"""A browser, a window that suffers no complaint, and the pages opened signed in as somebody."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page

from luoshi.followup.intake.register import initials_of
from luoshi.store.models import Person, Unit
from tests.cast import Cast, make_cast
from tests.cast import unit as make_unit
from tests.chromium import chromium_or_skip, started
from tests.emptying import empty

REFUSALS = ("401", "409", "422")  # answers a page shows in place; Chromium notes them as errors

Window = Callable[..., BrowserContext]
Opened = Callable[..., Page]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium; a module's own, so its loop stands in nobody else's way."""
    path = chromium_or_skip()
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # playwright runs a loop in this thread; Django asks why
    with started(path) as found:
        yield found
    os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE")


@pytest.fixture
def window(browser: Browser) -> Iterator[Window]:
    """Return a maker of windows; whatever a page in one complains about fails the test."""
    contexts = []
    trouble: list[str] = []

    def watch(page: Page) -> None:
        page.on("console", lambda m: trouble.append(m.text) if m.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: trouble.append(str(error)))

    def made(width: int = 1440, scheme: str = "light", **more: object) -> BrowserContext:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,  # type: ignore[arg-type]  # light or dark
            reduced_motion="reduce",
            **more,  # type: ignore[arg-type]
        )
        context.on("page", watch)
        contexts.append(context)
        return context

    yield made
    for context in contexts:
        context.close()
    assert [] == [t for t in trouble if not any(code in t for code in REFUSALS)]


@pytest.fixture
def home(transactional_db: None, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Path]:
    """A data folder and a database of this test's own."""
    own = request.getfixturevalue("settings")
    own.HOME = tmp_path
    own.ORIGINALS = tmp_path / "originals"
    yield tmp_path
    empty()


@pytest.fixture
def cast(home: Path) -> Cast:
    """Everybody, three townships more, and the letters that find each unit."""
    made = make_cast()
    for name in ("白杨乡", "石桥镇", "东河镇"):
        make_unit(name, made.county, "乡镇")
    for one in Unit.objects.all():
        one.initials = initials_of(one.name)
        one.save()
    return made


@pytest.fixture
def opened(window: Window, cast: Cast, live_server) -> Opened:
    """Return an opener of pages, signed in as a member of the cast by field name (nobody: ``""``)."""

    def open_(path: str, *, who: str = "office", lang: str = "zh-hans", **look: object) -> Page:
        context = window(**look)
        cookies = {"django_language": lang}
        if who:
            client = Client()
            client.force_login(Person.objects.get(pk=getattr(cast, who).person))
            cookies["sessionid"] = client.cookies["sessionid"].value
        context.add_cookies([{"name": n, "value": v, "url": live_server.url} for n, v in cookies.items()])
        page = context.new_page()
        page.goto(f"{live_server.url}{path}")
        return page

    return open_


def picture(page: Page, name: str, *, whole: bool = True) -> None:
    """Keep a picture of the page where LUOSHI_PICTURES says, for the documents."""
    if folder := os.environ.get("LUOSHI_PICTURES"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=f"{folder}/{name}.png", full_page=whole)


def fits(page: Page) -> bool:
    """Tell whether nothing runs out of the page to the right."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
