"""Every act tells the right people, and never the one who acts."""

from collections.abc import Callable

import pytest

from luoshi.followup.task.assign import assign, give_back
from luoshi.followup.task.close import close, reopen
from luoshi.followup.task.evidence import Offered, Verdict, check, hand_in
from luoshi.followup.task.extend import ask, decide
from luoshi.followup.task.progress import Word, report
from luoshi.followup.task.talk import comment, watch
from luoshi.followup.tell.inbox import mark_read, mark_unread
from luoshi.followup.tell.notice_words import words_of
from luoshi.store.models import Holding, Notification, Task
from tests.cast import Cast, at

LINK = Offered(title="名单", link="https://example.org/list")


@pytest.fixture
def told(cast: Cast, task: Task) -> Callable[[str], dict[str, str]]:
    """Return who was told of a kind of thing since the task was given out, and in what words."""
    seen = set(Notification.objects.values_list("pk", flat=True))

    def of(kind: str) -> dict[str, str]:
        new = Notification.objects.filter(kind=kind).exclude(pk__in=seen).select_related("person")
        return {one.person.username: words_of(one.kind, one.args, "zh") for one in new}

    return of


def test_who_is_given_a_task_hears_of_it(cast, task):
    told = Notification.objects.filter(kind="assigned")
    assert set(told.values_list("person__username", flat=True)) == {"civil", "finance"}
    words = {words_of(one.kind, one.args, "zh") for one in told}
    assert words == {f"新交办：{task.code} 建成12个养老服务站点"}


def test_only_units_that_had_no_part_hear_of_a_further_one(cast, task, told):
    assign(cast.office, task.code, [(cast.civil_unit.pk, "support")], now=at("03-05"))
    assert not told("assigned")
    assign(cast.office, task.code, [(cast.town_unit.pk, "support")], now=at("03-06"))
    assert set(told("assigned")) == {"town"}


def test_a_return_tells_the_office_that_gave_it(cast, task, told):
    give_back(cast.civil, task.code, "不归我局", now=at("03-05"))
    assert told("returned") == {"office": f"县民政局退回：{task.code} 建成12个养老服务站点（不归我局）"}


def test_a_report_tells_the_office_and_who_watches(cast, task, told):
    watch(cast.boss, task.code, wanted=True, now=at("03-04"))
    report(cast.civil, task.code, Word("已开工6个"), now=at("04-01"))
    assert set(told("reported")) == {"office", "boss"}


def test_a_watcher_who_no_longer_sees_the_task_hears_nothing(cast, task, told):
    watch(cast.boss, task.code, wanted=True, now=at("03-04"))
    Holding.objects.filter(person=cast.boss.person).update(until_on=at("03-31").date())
    report(cast.civil, task.code, Word("已开工6个"), now=at("04-01"))
    assert set(told("reported")) == {"office"}


def test_more_time_is_told_to_who_decides_and_then_to_who_asked(cast, task, told):
    ask(cast.civil, task.code, at("07-15").date(), "雨季误工", now=at("06-20"))
    assert told("extension-asked") == {
        "office": f"县民政局申请延期到 2026-07-15：{task.code} 建成12个养老服务站点"
    }
    decide(cast.office, task.code, granted=False, words="按期完成", now=at("06-21"))
    assert told("extension-refused") == {"civil": f"延期申请未同意：{task.code} 建成12个养老服务站点"}
    assert not told("extension-granted")


def test_evidence_is_told_to_who_may_check_it_and_never_to_who_did_it(cast, task, told):
    evidence = hand_in(cast.civil, task.code, LINK, now=at("06-01"))
    assert set(told("evidence-to-check")) == {"office", "inspector"}
    check(cast.inspector, evidence.pk, Verdict(holds=False, reason="名单与现场不符"), now=at("06-02"))
    assert set(told("evidence-refused")) == {"civil"}


def test_evidence_that_holds_is_told_to_nobody(cast, task, told):
    evidence = hand_in(cast.civil, task.code, LINK, now=at("06-01"))
    check(cast.inspector, evidence.pk, Verdict(holds=True), now=at("06-02"))
    assert not told("evidence-refused")


def test_closing_and_reopening_tell_everybody_with_a_part_but_the_actor(cast, task, told):
    evidence = hand_in(cast.civil, task.code, LINK, now=at("06-01"))
    check(cast.inspector, evidence.pk, Verdict(holds=True), now=at("06-02"))
    close(cast.office, task.code, "", now=at("06-03"))
    assert set(told("closed")) == {"civil", "finance"}
    reopen(cast.inspector, task.code, "回头看", now=at("06-10"))
    assert set(told("reopened")) == {"office", "civil", "finance"}


def test_a_comment_tells_everybody_with_a_part_but_its_writer(cast, task, told):
    comment(cast.finance, task.code, "资金已拨付", now=at("04-01"))
    assert set(told("commented")) == {"office", "civil"}
    assert told("commented")["civil"] == f"蔡正留言：{task.code} 建成12个养老服务站点"


def test_long_words_are_cut_in_a_notice(cast, task, told):
    Task.objects.filter(pk=task.pk).update(words="完" * 200)
    comment(cast.finance, task.code, "请看", now=at("04-01"))
    assert told("commented")["civil"].endswith("完" * 79 + "…")


def test_nobody_reads_another_ones_notices(cast, task):
    mine = Notification.objects.get(person=cast.civil.person)
    assert mark_read(cast.finance, [mine.pk], now=at("03-03")) == 0
    assert mark_unread(cast.finance, mine.pk) == 0
    assert mark_read(cast.civil, None, now=at("03-03")) == 1
    assert mark_read(cast.civil, None, now=at("03-03")) == 0
    assert mark_unread(cast.civil, mine.pk) == 1
    assert Notification.objects.get(person=cast.finance.person).read_at is None
