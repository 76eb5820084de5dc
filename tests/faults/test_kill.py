"""kill -9 in the middle of writes: nothing acknowledged is lost, no job is lost or done twice."""

import json
from collections.abc import Callable
from contextlib import closing
from urllib.parse import urlsplit, urlunsplit

import pytest

from tests.faults.conftest import DATABASE_URL, Place

KILLS = 15


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, place: Callable[..., Place]):
    """An empty installation on each database."""
    if request.param == "sqlite":
        yield place("empty")
        return
    if not DATABASE_URL.startswith("postgres"):
        pytest.skip("no PostgreSQL: run under python -m tests.postgresql")
    psycopg = pytest.importorskip("psycopg")
    with closing(psycopg.connect(DATABASE_URL, autocommit=True)) as server:
        server.execute("CREATE DATABASE luoshi_kill")
        try:
            yield place(
                "empty", DATABASE_URL=urlunsplit(urlsplit(DATABASE_URL)._replace(path="/luoshi_kill"))
            )
        finally:
            server.execute("DROP DATABASE luoshi_kill WITH (FORCE)")


def test_nothing_acknowledged_is_lost(empty: Place) -> None:
    done = empty.run("-m", "tests.faults.soak", "--kills", str(KILLS))
    told = json.loads(done.stdout)

    assert ([], 0) == (told["wrong"], done.returncode)
    assert KILLS == told["kills"]
    assert sum(told["acknowledged"].values()) > KILLS
    assert 0 == empty.luoshi("verify").returncode
    assert 0 == empty.luoshi("check").returncode
