"""When something breaks on our side: a plain page, and what was typed is still there."""

import pytest
from django.contrib.auth import get_user_model
from django.db import OperationalError
from django.test import Client

from luoshi.followup.task import talk
from luoshi.web import faults
from tests.cast import Cast

LONG = "已与三个乡镇核对，\n名单附后。<b>"


def broken(monkeypatch, error: Exception) -> None:
    def act(*args: object, **kwargs: object) -> None:
        raise error

    monkeypatch.setattr(talk, "comment", act)


@pytest.fixture
def client(cast: Cast, clock) -> Client:
    made = Client(raise_request_exception=False, headers={"accept-language": "zh-hans"})
    made.force_login(get_user_model().objects.get(pk=cast.civil.person))
    return made


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (OperationalError("database is locked"), (503, "数据库正忙")),
        (OperationalError("connection to server failed\nIs it running?"), (503, "数据库正忙")),
        (OperationalError("database or disk is full"), (507, "磁盘已满")),
        (OSError(28, "No space left on device"), (507, "磁盘已满")),
        (ZeroDivisionError(), (500, "系统出了问题")),
    ],
)
def test_what_was_typed_is_kept(monkeypatch, client, task, error: Exception, told: tuple[int, str]) -> None:
    status, words = told
    broken(monkeypatch, error)
    answer = client.post(f"/tasks/{task.code}/comment", {"words": LONG})
    page = answer.content.decode()

    assert (status, True) == (answer.status_code, words in page)
    assert "名单附后。&lt;b&gt;</textarea>" in page
    assert f'action="/tasks/{task.code}/comment"' in page
    assert ("Retry-After" in answer) == (status == 503)


def test_the_form_of_that_page_can_be_sent_again(monkeypatch, client, task) -> None:
    with monkeypatch.context() as for_once:
        broken(for_once, OperationalError("database is locked"))
        answer = client.post(f"/tasks/{task.code}/comment", {"words": LONG})
    again = client.post(f"/tasks/{task.code}/comment", {"words": LONG})

    assert 'name="csrfmiddlewaretoken"' in answer.content.decode()
    assert (302, f"/tasks/{task.code}?done=comment") == (again.status_code, again["Location"])


def test_a_part_of_a_page_only_gets_the_words(monkeypatch, client, task) -> None:
    broken(monkeypatch, OperationalError("database is locked"))
    answer = client.post(f"/tasks/{task.code}/comment", {"words": LONG}, headers={"HX-Request": "true"})

    assert (503, "#messages") == (answer.status_code, answer["HX-Retarget"])
    assert "<html" not in answer.content.decode()


def test_no_secret_is_written_into_a_page(rf) -> None:
    typed = {"old": "geheim-1", "new": "geheim-2", "again": "geheim-2", "email": "a@example.org"}
    page = faults.failed(rf.post("/account", typed)).content.decode()

    assert "geheim" not in page
    assert "a@example.org" in page
    assert 3 == page.count('type="password"')


def test_the_page_asks_the_database_nothing(rf, django_assert_num_queries, db) -> None:
    with django_assert_num_queries(0):
        assert 500 == faults.failed(rf.get("/tasks")).status_code


@pytest.mark.parametrize(("path", "status"), [("/no/such/page", 404), ("/static/none.css", 404)])
def test_there_is_no_such_page(client, path: str, status: int) -> None:
    answer = client.get(path)

    assert (status, True) == (answer.status_code, "没有这一页" in answer.content.decode())


def test_a_form_of_another_sign_in_is_not_lost(cast: Cast, clock, task) -> None:
    strict = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})
    strict.force_login(get_user_model().objects.get(pk=cast.civil.person))
    path = f"/tasks/{task.code}/comment"
    answer = strict.post(path, {"words": LONG}, headers={"Sec-Fetch-Site": "same-origin"})
    page = answer.content.decode()
    foreign = strict.post(path, {"words": LONG}, headers={"Sec-Fetch-Site": "cross-site"})

    assert (403, False) == (foreign.status_code, "名单附后" in foreign.content.decode())
    assert (403, True) == (answer.status_code, "名单附后。&lt;b&gt;</textarea>" in page)
    assert "What you entered is kept below." in page


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_what_somebody_typed_whose_session_ended_is_not_lost(client, task, headers: dict[str, str]) -> None:
    client.logout()
    answer = client.post(f"/tasks/{task.code}/comment", {"words": LONG}, headers=headers)
    page = answer.content.decode()

    assert (401, True) == (answer.status_code, 'href="/login" target="_blank"' in page)
    assert bool(headers) == ("名单附后" not in page)  # on the page that asked it stands anyway
    assert bool(headers) == (answer.get("HX-Retarget") == "#messages")


def test_signed_out_people_still_choose_their_language_at_the_door(client) -> None:
    client.logout()
    answer = client.post("/language", {"language": "en", "next": "/login?next=/tasks"})

    assert (302, "/login?next=/tasks") == (answer.status_code, answer["Location"])


def test_the_address_of_a_button_says_so(client, task) -> None:
    answer = client.get(f"/tasks/{task.code}/comment")

    assert (405, True) == (answer.status_code, "要用页面上的按钮打开" in answer.content.decode())


def test_a_wrong_host_is_a_plain_400(client) -> None:
    answer = client.get("/login", headers={"host": "elsewhere.example"})

    assert 400 == answer.status_code
    assert "请求" in answer.content.decode()
