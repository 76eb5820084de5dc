"""The front page, units, inbox, search, setup and account in a real browser."""

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, sync_playwright

from luoshi.followup.ground.permissions import viewer_of
from luoshi.followup.ground.writing import writing
from luoshi.followup.intake.take_in import Received, take_in
from luoshi.followup.registry.people import set_keeper
from luoshi.followup.task.accept import NewTask, make_task
from luoshi.followup.task.assign import assign, give_back, sign_for
from luoshi.followup.task.close import close
from luoshi.followup.task.evidence import Offered, Verdict, check, hand_in
from luoshi.followup.task.extend import ask
from luoshi.followup.task.progress import Word, report
from luoshi.followup.task.talk import comment
from luoshi.store.models import Person, Unit
from tests.browser.axe import complaints
from tests.cast import Cast, make_cast
from tests.cast import unit as make_unit
from tests.emptying import empty

ARGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WORK = (
    "建成12个养老服务站点，印发服务标准",
    "拨付困难群众救助资金300万元",
    "完成柳河堤防加固工程",
    "改造农村公路18公里",
    "开展消防安全大检查，整改隐患",
    "建成县乡两级便民服务中心",
    "完成高标准农田建设2万亩",
    "办理人大代表建议36件",
    "推进城乡供水一体化，铺设管网40公里",
    "完成老旧小区改造6个",
    "组织适龄妇女免费体检",
    "修订防汛应急预案并演练",
)
NOTICE = (
    "关于做好防汛工作的通知\n\n各乡镇：\n"
    "一、县水利局要在12月底前完成柳河堤防加固。\n"
    "二、各乡镇每月报送一次进展。\n"
)

pytestmark = [pytest.mark.xdist_group("browser"), pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="session", autouse=True)
def static_folder() -> None:
    """The server's folder for static files; without it WhiteNoise warns, and warnings are errors."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("there is no chromium on this machine (see requirements/system.sh)")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # playwright runs a loop in this thread; Django asks why
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=chromium, args=list(ARGS))
        yield found
        found.close()
    os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE")


@pytest.fixture
def home(transactional_db, tmp_path, request) -> Iterator[Path]:
    own = request.getfixturevalue("settings")
    own.HOME = tmp_path
    own.ORIGINALS = tmp_path / "originals"
    yield tmp_path
    empty()


def give(cast: Cast, words: str, unit: Unit, days_ago: int, due_in: int | None) -> str:
    """Make a task some days ago, due so many days from today, led by a unit; return its number."""
    then = timezone.now() - timedelta(days=days_ago)
    due = (timezone.now() + timedelta(days=due_in)).date() if due_in is not None else None
    with writing():
        made = make_task(cast.office, cast.office_unit, NewTask(words=words, due_on=due), now=then)
    return assign(cast.office, made.code, [(unit.pk, "lead")], now=then).code


@pytest.fixture
def cast(home: Path) -> Cast:
    """A county in the middle of its work: something of everything waits."""
    cast = make_cast()
    now = timezone.now()
    for name in ("县水利局", "县教育局", "县住房和城乡建设局"):
        make_unit(name, cast.county, "部门")
    for name in ("白杨乡", "石桥镇", "东河镇"):
        make_unit(name, cast.county, "乡镇")
    link = Offered(title="竣工验收单", link="https://example.org/a")
    for n, words in enumerate(WORK):
        for unit, who in ((cast.civil_unit, cast.civil), (cast.finance_unit, cast.finance)):
            code = give(cast, words, unit, 40 + 25 * n, 45 - 14 * n if n % 5 else 0)
            if n % 2:
                sign_for(who, code, now=now - timedelta(days=30 + 25 * n))
            if n % 3 == 0:
                report(
                    who, code, Word("已按要求完成", percent=100, is_done=True), now=now - timedelta(days=2)
                )
            if n % 4 == 1:
                evidence = hand_in(who, code, link, now=now - timedelta(days=40 + 14 * (n - 4)))
                if n % 8 == 5:
                    check(cast.inspector, evidence.pk, Verdict(holds=True), now=now - timedelta(days=1))
                    close(cast.inspector, code, "", now=now)
    late = give(cast, "拨付乡村振兴衔接资金", cast.civil_unit, 10, 20)
    ask(cast.civil, late, (now + timedelta(days=50)).date(), "上级资金尚未下达", now=now)
    back = give(cast, "牵头编制全县防汛预案", cast.civil_unit, 9, 30)
    give_back(cast.civil, back, "此项属县水利局职责", now=now)
    comment(cast.finance, give(cast, "核定补助标准", cast.finance_unit, 8, 25), "标准已报县政府", now=now)
    take_in(cast.office, cast.office_unit.pk, Received("通知.txt", text=NOTICE), now=now)
    keeper = set_keeper(None, cast.boss.person, is_keeper=True, now=now)
    assert viewer_of(keeper, now.date()).is_keeper
    return cast


Opened = Callable[..., Page]


@pytest.fixture
def opened(browser: Browser, home: Path, live_server) -> Iterator[Opened]:
    """Open a page signed in as somebody; whatever the page complains about fails the test."""
    contexts = []
    trouble: list[str] = []

    def open_(path: str, person: int = 0, width: int = 1440, scheme: str = "light", lang: str = "zh-hans"):
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
        )
        contexts.append(context)
        cookies = {"django_language": lang}
        if person:
            client = Client()
            client.force_login(Person.objects.get(pk=person))
            cookies["sessionid"] = client.cookies["sessionid"].value
        context.add_cookies([{"name": n, "value": v, "url": live_server.url} for n, v in cookies.items()])
        page = context.new_page()
        page.on("console", lambda m: trouble.append(m.text) if m.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.goto(f"{live_server.url}{path}")
        return page

    yield open_
    for context in contexts:
        context.close()
    assert [] == [t for t in trouble if "409" not in t]


def shot(page: Page, name: str) -> None:
    """Keep a picture when a folder for them is named."""
    if folder := os.environ.get("LUOSHI_PICTURES"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


LOOKS = [
    (width, scheme, lang)
    for width, scheme, lang in (
        (1440, "light", "zh-hans"),
        (1440, "dark", "zh-hans"),
        (360, "light", "zh-hans"),
        (360, "dark", "en"),
        (1440, "light", "en"),
    )
]


class TestPictures:
    @pytest.mark.parametrize(("width", "scheme", "lang"), LOOKS)
    def test_every_page_fits_its_window_and_axe_finds_nothing(
        self, opened: Opened, cast: Cast, width: int, scheme: str, lang: str
    ) -> None:
        look = {"width": width, "scheme": scheme, "lang": lang}
        pages = {
            "front-civil": ("/", cast.civil),
            "front-office": ("/", cast.office),
            "front-boss": ("/", cast.boss),
            "front-stranger": ("/", cast.stranger),
            "inbox": ("/inbox", cast.civil),
            "unit": (f"/units/{cast.civil_unit.pk}", cast.civil),
            "unit-county": (f"/units/{cast.county.pk}", cast.boss),
            "people": ("/people", cast.boss),
            "search": ("/search?q=防汛", cast.office),
            "account": ("/account", cast.civil),
        }
        wrong = []
        for name, (path, who) in pages.items():
            page = opened(path, who.person, **look)
            shot(page, f"{name}-{width}-{scheme}-{lang}")
            if not page.evaluate("document.documentElement.scrollWidth <= innerWidth"):
                wrong.append(f"{name}: wider than its window")
            wrong += [f"{name}: {line}" for line in complaints(page)]
            page.context.close()
        assert wrong == []
