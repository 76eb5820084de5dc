"""The front page, units, inbox, search, setup and account in a real browser."""

from datetime import timedelta

import pytest
from django.utils import timezone

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
from luoshi.store.models import Correction, Document, Lesson, Proposal, Unit
from tests.browser.axe import complaints
from tests.browser.conftest import Opened, fits, picture
from tests.cast import Cast, make_cast
from tests.cast import unit as make_unit

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
    "三、县应急管理局要会同有关单位开展汛前检查，查出的隐患逐条登记、逐条整改、逐条销号，并把清单报县防汛抗旱指挥部办公室备查。\n"
)
AGAIN = NOTICE.replace("柳河堤防", "白杨河堤防").replace("12月", "11月")  # a township copies the county

pytestmark = [pytest.mark.xdist_group("browser"), pytest.mark.django_db(transaction=True)]


def give(cast: Cast, words: str, unit: Unit, days_ago: int, due_in: int | None) -> str:
    """Make a task some days ago, due so many days from today, led by a unit; return its number."""
    then = timezone.now() - timedelta(days=days_ago)
    due = (timezone.now() + timedelta(days=due_in)).date() if due_in is not None else None
    with writing():
        made = make_task(cast.office, cast.office_unit, NewTask(words=words, due_on=due), now=then)
    return assign(cast.office, made.code, [(unit.pk, "lead")], now=then).code


@pytest.fixture
def cast(home) -> Cast:
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
    for name, text in (("通知.txt", NOTICE), ("转发.txt", AGAIN)):
        take_in(cast.office, cast.office_unit.pk, Received(name, text=text), now=now)
    change = Correction.objects.create(
        proposal=Proposal.objects.first(), field="units", by_id=cast.office.person, at=now
    )
    for words, kind, value in (("民政养老办", "name", str(cast.civil_unit.pk)), ("定期", "period", "每季度")):
        Lesson.objects.create(correction=change, unit=cast.office_unit, kind=kind, words=words, value=value)
    keeper = set_keeper(None, cast.boss.person, is_keeper=True, now=now)
    assert viewer_of(keeper, now.date()).is_keeper
    return cast


LOOKS = [
    (1440, "light", "zh-hans"),
    (1440, "dark", "zh-hans"),
    (360, "light", "zh-hans"),
    (360, "dark", "en"),
    (1440, "light", "en"),
    (1024, "light", "en"),
    (768, "light", "en"),
]


class TestPictures:
    @pytest.mark.parametrize(("width", "scheme", "lang"), LOOKS)
    def test_every_page_fits_its_window_and_axe_finds_nothing(
        self, opened: Opened, cast: Cast, width: int, scheme: str, lang: str
    ) -> None:
        look = {"width": width, "scheme": scheme, "lang": lang}
        one, other = Document.objects.order_by("pk")
        pages = {
            "front-civil": ("/", "civil"),
            "front-office": ("/", "office"),
            "front-boss": ("/", "boss"),
            "front-stranger": ("/", "stranger"),
            "inbox": ("/inbox", "civil"),
            "unit": (f"/units/{cast.civil_unit.pk}", "civil"),
            "unit-county": (f"/units/{cast.county.pk}", "boss"),
            "people": ("/people", "boss"),
            "search": ("/search?q=防汛", "office"),
            "account": ("/account", "civil"),
            "documents": ("/documents", "office"),
            "similar": (f"/documents/{one.pk}/similar", "office"),
            "beside": (f"/documents/{one.pk}/similar/{other.pk}", "office"),
            "units": ("/units", "boss"),
            "lessons": ("/documents/lessons", "office"),
        }
        wrong = []
        for name, (path, who) in pages.items():
            page = opened(path, who=who, **look)
            picture(page, f"{name}-{width}-{scheme}-{lang}")
            if name in {"similar", "beside"}:
                assert page.locator(".like").count()
            if not fits(page):
                wrong.append(f"{name}: wider than its window")
            wrong += [f"{name}: {line}" for line in complaints(page)]
            page.context.close()
        assert wrong == []
