"""The front page and the inbox, for every member of the cast."""

import pytest

from luoshi.followup.ground.permissions import Grant, Viewer
from luoshi.followup.ground.writing import writing
from luoshi.followup.task.accept import NewTask, make_task
from luoshi.followup.task.assign import assign
from luoshi.followup.task.evidence import Offered, hand_in
from luoshi.store.models import Task
from tests.cast import Cast, at
from tests.web.conftest import MEMBERS


def seen(client_of, words_of, who: str, path: str = "/") -> str:
    answer = client_of(who).get(path)
    assert answer.status_code == 200
    return words_of(answer)


@pytest.mark.parametrize("who", MEMBERS)
def test_every_member_sees_only_their_own_desk(client_of, words_of, task, who):
    page = seen(client_of, words_of, who)
    may_see = {"finance", "civil", "reader", "office", "inspector", "boss"}
    assert (task.words in page or "未来" in page) == (who in {"civil", "finance"})
    assert ("待签收" in page) == (who in {"civil", "finance"})
    assert ("您还没有任职" in page) == (who == "stranger")
    assert may_see >= {"civil"}


def test_nobody_gets_in_without_signing_in(client, db, cast):
    for path in ("/", "/inbox", "/units", "/search", "/account", "/people"):
        assert client.get(path).headers["Location"].startswith("/login")


def test_nobody_is_asked_to_check_what_their_own_unit_does(
    client_of, words_of, cast: Cast, task: Task
) -> None:
    """The inspection unit leads a task of its own: its inspector sees it, and has no say in its evidence."""
    link = Offered(title="名单", link="https://example.org")
    theirs = assign(cast.office, _made(cast).code, [(cast.inspection_unit.pk, "lead")], now=at("03-02"))
    for one, unit in ((task, cast.civil_unit), (theirs, cast.inspection_unit)):
        clerk = Viewer(cast.civil.person, "", (Grant(unit.pk, "clerk", unit.pk, unit.depth),))
        hand_in(clerk, one.code, link, now=at("03-05"))

    page = seen(client_of, words_of, "inspector")
    assert ("佐证待核" in page, task.words in page) == (True, True)
    assert theirs.words not in page.split('class="owed"')[0]
    assert theirs.words in seen(client_of, words_of, "office")


def _made(cast: Cast) -> Task:
    with writing():
        return make_task(cast.office, cast.office_unit, NewTask("完成督查系统升级"), now=at("03-02"))


def test_a_refusal_stands_on_the_page_of_its_form(client_of, words_of, cast: Cast, task: Task) -> None:
    offered = hand_in(
        cast.civil, task.code, Offered(title="名单", link="https://example.org"), now=at("03-05")
    )
    told = client_of("finance").post(f"/tasks/{task.code}/check", {"evidence": offered.pk, "holds": "1"})

    assert 403 == told.status_code
    assert "承办单位不能核查自己的工作" in words_of(told)
    assert f'data-task="{task.code}"' in words_of(told)
