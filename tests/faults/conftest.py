"""Installations in folders of their own, worked on by our own commands."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from sqlite3 import connect
from urllib.parse import urlsplit, urlunsplit

import pytest

ROOT = Path(__file__).resolve().parents[2]
DATABASE_URL = os.environ.get("DATABASE_URL", "")


@dataclass
class Place:
    """A data folder, and commands on it."""

    home: Path
    extra: dict[str, str] = field(default_factory=dict)

    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("LUOSHI_")}
        kept.pop("DATABASE_URL", None)
        return kept | {"LUOSHI_HOME": str(self.home), "LUOSHI_LANG": "en"} | self.extra

    def run(self, *command: str, **more) -> subprocess.CompletedProcess[str]:
        quiet = {"capture_output": True, "text": True, "timeout": 90, "cwd": ROOT}
        return subprocess.run(
            [sys.executable, *command], check=False, env=self.environment(), **quiet, **more
        )

    def luoshi(self, *words: str, **more) -> subprocess.CompletedProcess[str]:
        return self.run("-m", "luoshi.cli", *words, **more)

    def rows(self, table: str) -> int:
        """Count rows, beside our own code."""
        with closing(connect(self.home / "luoshi.sqlite3")) as database:
            return int(database.execute(f"SELECT count(*) FROM {table}").fetchone()[0])

    def story(self, *words: str) -> dict:
        """Run one scene of ``tests.faults.story`` and return what it tells."""
        done = self.run("-m", "tests.faults.story", *words)
        assert 0 == done.returncode, done.stderr
        return json.loads(done.stdout or "{}")


@pytest.fixture
def place(tmp_path: Path) -> Callable[..., Place]:
    """Return a maker of empty data folders."""

    def made(name: str, **extra: str) -> Place:
        folder = tmp_path / name
        folder.mkdir()
        return Place(folder, extra)

    return made


@pytest.fixture
def on_postgresql(place: Callable[..., Place]) -> Iterator[Place]:
    """An installation on PostgreSQL, its database empty and gone afterwards."""
    if not DATABASE_URL.startswith("postgres"):
        pytest.skip("no PostgreSQL: run under python -m tests.postgresql")
    psycopg = pytest.importorskip("psycopg")
    name = f"luoshi_{os.getpid()}"
    url = urlunsplit(urlsplit(DATABASE_URL)._replace(path=f"/{name}"))
    with closing(psycopg.connect(DATABASE_URL, autocommit=True)) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield place("postgresql", DATABASE_URL=url)
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def told_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation on SQLite with a task, signed for, a piece of evidence, and a sealed log."""
    folder = tmp_path_factory.mktemp("told")
    Place(folder).story("begin")
    return folder


@pytest.fixture(scope="session")
def empty_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation with its tables and nothing in them."""
    folder = tmp_path_factory.mktemp("empty")
    Place(folder).story("tables")
    return folder


@pytest.fixture
def fresh(empty_once: Path, tmp_path: Path) -> Place:
    """A copy of it."""
    shutil.copytree(empty_once, tmp_path / "fresh")
    return Place(tmp_path / "fresh")


@pytest.fixture(scope="session")
def backed_up(told_once: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A backup of the installation that was told."""
    archive = tmp_path_factory.mktemp("backup") / "b.tar.gz"
    done = Place(told_once).luoshi("backup", str(archive))
    assert 0 == done.returncode, done.stderr
    return archive.read_bytes()


@pytest.fixture
def told(told_once: Path, tmp_path: Path) -> Place:
    """A copy of it, to be harmed."""
    shutil.copytree(told_once, tmp_path / "told")
    return Place(tmp_path / "told")
