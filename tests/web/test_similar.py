"""Similar text: what of a document stands in others, and two side by side; the stranger first."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from luoshi.followup.finding.alike import When, alike
from luoshi.followup.finding.likely import likely_documents
from luoshi.followup.ground.permissions import viewer_of
from luoshi.followup.intake.take_in import Received, take_in
from luoshi.store.models import Version
from tests.cast import DAY_ONE, Cast, at, person, unit

SHARED = (
    "各乡镇要逐村排查养老服务站点的消防通道，重点查看电线老化、燃气软管和夜间值守情况，"
    "对发现的问题逐条登记，能改的当场改，不能当场改的写明责任人和完成日期，并在公示栏张贴。"
    "排查结果由民政所汇总后于每月25日前报县民政局，迟报三次的在全县通报。"
)
FIRST = (
    f"关于开展安全检查的通知\n\n一、检查内容\n{SHARED}\n二、保障措施\n县财政局安排补助资金12万元，专款专用。"
)
CHANGED = SHARED.replace("25日", "20日")
SECOND = (
    "青禾镇实施方案\n\n我镇共有站点4处，由副镇长牵头，镇里每周听一次汇报，难点由党政联席会议研究。\n"
    f"{CHANGED}\n镇里另派两名干部驻点，直到整改完成为止。"
)
APART = "关于做好防汛值班的通知\n\n各水库管理所实行24小时值班，雨量超过50毫米时每小时报告一次水位。"


def taken(cast: Cast, viewer: str, unit: str, text: str, day: str) -> Version:
    who = getattr(cast, viewer)
    return take_in(who, getattr(cast, unit).pk, Received("文件.txt", text=text), now=at(day))


@pytest.fixture
def versions(cast: Cast) -> list[Version]:
    made = [
        taken(cast, "office", "office_unit", FIRST, "03-02"),
        taken(cast, "office", "office_unit", SECOND, "03-12"),
        taken(cast, "office", "office_unit", APART, "03-13"),
    ]
    for version, day in zip(made, ("03-01", "03-10", "03-11"), strict=True):
        version.document.dated_on = at(day).date()
        version.document.save(update_fields=["dated_on"])
    return made


@pytest.mark.parametrize("who", ["stranger", "village", "town", "finance", "reader"])
def test_others_find_nothing(client_of, versions: list[Version], who: str) -> None:
    first, second, _ = (v.document_id for v in versions)

    for path in (f"/documents/{first}/similar", f"/documents/{first}/similar/{second}"):
        assert 404 == client_of(who).get(path).status_code


def test_a_document_shows_what_stands_elsewhere(client_of, versions: list[Version]) -> None:
    first, second, apart = (v.document_id for v in versions)
    page = client_of("office").get(f"/documents/{second}/similar").content.decode()

    assert f'href="/documents/{second}/similar/{first}"' in page
    assert f"/similar/{apart}" not in page
    assert "早于本文" in page
    assert "消防通道" in page.partition('class="like c0 earlier"')[2].partition("</a>")[0]
    assert "的文字与其他文件不同" in page


def test_two_documents_show_what_was_changed(client_of, versions: list[Version]) -> None:
    first, second, _ = (v.document_id for v in versions)
    page = client_of("office").get(f"/documents/{second}/similar/{first}").content.decode()

    assert '<span class="change number" title="数字改了">20</span>' in page
    assert '<span class="change number" title="数字改了">25</span>' in page
    assert 'href="#b0" id="a0"' in page
    assert 'href="#a0" id="b0"' in page


def test_the_pages_speak_english_too(client_of, versions: list[Version]) -> None:
    first, second, _ = (v.document_id for v in versions)
    client = client_of("office")
    client.post("/language", {"language": "en"})

    assert "in 1 place" in client.get(f"/documents/{second}/similar").content.decode()
    beside = client.get(f"/documents/{second}/similar/{first}").content.decode()
    assert "1 similar passage," in beside
    assert 'title="number changed"' in beside


def test_a_document_unlike_all_says_so(client_of, versions: list[Version]) -> None:
    page = client_of("office").get(f"/documents/{versions[2].document_id}/similar").content.decode()

    assert "没有找到与它相似的文件" in page


def test_what_a_text_says_is_shown_as_text(client_of, cast: Cast) -> None:
    evil = SHARED + "<script>alert(1)</script>"
    first = taken(cast, "office", "office_unit", "甲通知\n" + evil, "03-02")
    second = taken(cast, "office", "office_unit", "乙方案\n另行安排。" + evil, "03-03")
    client = client_of("office")

    for path in ("similar", f"similar/{first.document_id}"):
        page = client.get(f"/documents/{second.document_id}/{path}").content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page


def test_only_what_the_viewer_may_see_is_compared(cast: Cast, versions: list[Version]) -> None:
    away = unit("邻县民政局", unit("邻县"), "部门")
    stranger = viewer_of(person("far", "远方", away), DAY_ONE)
    hidden = take_in(stranger, away.pk, Received("外.txt", text=SECOND), now=at("03-14"))
    found = alike(cast.office, versions[0].document_id)

    assert [versions[1].document_id] == [other.pk for other in found.others]
    assert hidden.document_id not in likely_documents(cast.office, FIRST, n=40)


def test_the_direction_is_told_only_where_dates_allow(cast: Cast, versions: list[Version]) -> None:
    first, second, _ = versions
    assert [When.LATER] == [o.when for o in alike(cast.office, first.document_id).others]
    second.document.dated_on = None
    second.document.save(update_fields=["dated_on"])

    assert [When.UNKNOWN] == [o.when for o in alike(cast.office, first.document_id).others]


def test_the_words_are_marked_where_they_stand(cast: Cast, versions: list[Version]) -> None:
    found = alike(cast.office, versions[1].document_id)
    (stretch,) = found.others[0].stretches

    assert CHANGED in SECOND[stretch.start - 1 : stretch.end + 1]
    assert 0.2 < found.fresh < 0.6


def test_the_page_asks_the_database_the_same_for_few_and_many(cast: Cast, client_of) -> None:
    counts = []
    for n in (2, 12):
        while Version.objects.count() < n:
            number = Version.objects.count()
            taken(cast, "office", "office_unit", f"第{number}号通知\n{SHARED}{number}", "03-02")
        newest = Version.objects.latest("pk")
        client = client_of("office")
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/documents/{newest.document_id}/similar")
        counts.append(len(asked))

    assert counts[0] == counts[1]
