"""The story, told once on the database at hand: SQLite, or PostgreSQL where DATABASE_URL names one.

``STORY_PICTURES=FOLDER`` keeps its pictures; ``STORY_TABLE=FILE`` what each step cost.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from tests.chromium import chromium_or_skip, started
from tests.flow.album import Album
from tests.flow.chapters import do_work, keep_safe, look_back, read_up, review, run_late, set_up
from tests.flow.hand import Tally
from tests.flow.installation import Installation
from tests.flow.world import World

CHAPTERS = (
    set_up.units_from_a_list,
    read_up.take_everything_in,
    read_up.the_same_from_the_command_line,
    review.a_speech,
    review.a_plan,
    do_work.law_office_asks_for_time,
    do_work.labour_office_gives_back,
    do_work.civil_affairs_does_its_work,
    do_work.inspector_checks_and_closes,
    do_work.townships_take_it_further_down,
    run_late.reminders_go_out,
    run_late.it_goes_upward,
    look_back.where_it_fades,
    look_back.what_was_copied,
    keep_safe.files_go_out,
)

pytestmark = pytest.mark.xdist_group("story")


@pytest.fixture
def world(shared: Path, tmp_path: Path) -> Iterator[World]:
    chromium = chromium_or_skip()
    pictures = os.environ.get("STORY_PICTURES")
    folder = tmp_path / "desk"
    folder.mkdir()
    installation = Installation(tmp_path / "home", os.environ.get("DATABASE_URL", ""))
    with started(chromium, "zh_CN") as browser:
        made = World(
            installation, browser, shared, folder, Tally(Album(Path(pictures)) if pictures else None)
        )
        try:
            yield made
        finally:
            made.close()
            installation.stop()


@pytest.fixture
def elsewhere() -> Iterator[str]:
    """Address of a second empty database where the first is PostgreSQL; empty for a file of its own."""
    here = os.environ.get("DATABASE_URL", "")
    if not here:
        yield ""
        return
    name = "luoshi_elsewhere"
    with psycopg.connect(here, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name}")
        connection.execute(f"CREATE DATABASE {name}")
    parts = urlsplit(here)
    yield urlunsplit(parts._replace(path=f"/{name}"))


def test_a_stranger_takes_speeches_to_tasks_that_are_followed_up(world: World, elsewhere: str) -> None:
    world.at.be("2026-03-02 09:00")
    token = world.at.serve()
    try:
        set_up.first_setup(world, token)
        for chapter in CHAPTERS:
            chapter(world)
        other = keep_safe.elsewhere(world, elsewhere)
        keep_safe.the_same_ledger(world, other)
    except Exception:
        world.look()
        raise

    assert [] == world.trouble, world.at.told()
    world.tally.write(os.environ.get("STORY_TABLE", ""))
