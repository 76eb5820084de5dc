"""kill -9 in the middle of writes: nothing acknowledged is lost, no job is lost or done twice."""

import json
from collections.abc import Callable

import pytest

from tests.faults.conftest import Place

KILLS = 15


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, place: Callable[..., Place]) -> Place:
    """An empty installation on each database."""
    return place("empty") if request.param == "sqlite" else request.getfixturevalue("on_postgresql")


def test_nothing_acknowledged_is_lost(empty: Place) -> None:
    done = empty.run("-m", "tests.faults.soak", "--kills", str(KILLS))
    told = json.loads(done.stdout)

    assert ([], 0) == (told["wrong"], done.returncode)
    assert KILLS == told["kills"]
    assert sum(told["acknowledged"].values()) > KILLS
    assert 0 == empty.luoshi("verify").returncode
    assert 0 == empty.luoshi("check").returncode
