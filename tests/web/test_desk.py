"""The front page and the inbox, for every member of the cast."""

import pytest

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
