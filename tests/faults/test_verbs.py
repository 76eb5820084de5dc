"""What is wrong with a file, a setting or the database is told in one line; nothing is left half written."""

import resource
from pathlib import Path

import pytest

from luoshi.project import environment
from tests.faults.conftest import Place


def one_line(done) -> str:
    assert 1 == len(done.stderr.splitlines()), done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://somewhere/db"),
        ("LUOSHI_HTTPS", "2"),
        ("LUOSHI_TIME_ZONE", "Asia/Shangai"),
        ("LUOSHI_LOG_LEVEL", "LOUD"),
    ],
)
def test_a_setting_that_is_unclear_stops_the_start(place, name: str, value: str) -> None:
    done = place("any", **{name: value}).luoshi("verify")

    assert (1, True) == (done.returncode, name in one_line(done))


@pytest.mark.parametrize(
    ("name", "value", "read"),
    [
        ("DATABASE_URL", "postgresql://luoshi@host:port/db", lambda _: environment.database(Path())),
        ("DATABASE_URL", "sqlite://", lambda _: environment.database(Path())),
        ("LUOSHI_DEBUG", "perhaps", lambda name: environment.flag(name, default=False)),
        ("LUOSHI_SMTP_PORT", "smtp", lambda name: environment.port(name, default=587)),
        ("LUOSHI_SMTP_PORT", "99999", lambda name: environment.port(name, default=587)),
        ("LUOSHI_ORIGINS", "luoshi.example.org", environment.addresses),
    ],
)
def test_a_setting_that_is_unclear_is_named(monkeypatch, name: str, value: str, read) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(environment.SettingError, match=name):
        read(name)


@pytest.mark.parametrize(
    "extra",
    [
        {"LUOSHI_HOME": "/dev/null/luoshi"},
        {"DATABASE_URL": "sqlite:////dev/null/luoshi.sqlite3"},
        {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"},
    ],
)
def test_a_place_that_cannot_be_used(place, extra: dict[str, str]) -> None:
    done = place("any", **extra).luoshi("verify")

    assert 1 == done.returncode
    one_line(done)


@pytest.mark.parametrize("verb", ["import", "restore"])
@pytest.mark.parametrize("name", ["none", "."])
def test_a_file_that_is_not_there(place, tmp_path: Path, verb: str, name: str) -> None:
    where = place("any")
    done = where.luoshi(verb, str(tmp_path / name))

    assert (1, True) == (done.returncode, str(tmp_path) in one_line(done))
    assert [] == list(where.home.iterdir())


@pytest.mark.parametrize("junk", ["{", "[]", '{"end": 7}', "\udcff\udcfe"])
def test_an_export_that_is_none_is_not_taken_in(fresh: Place, tmp_path: Path, junk: str) -> None:
    (tmp_path / "junk.jsonl").write_text(junk, encoding="utf-8", errors="surrogateescape")
    done = fresh.luoshi("import", str(tmp_path / "junk.jsonl"))

    assert (1, True) == (done.returncode, "Nothing was taken in" in one_line(done))
    assert 0 == fresh.rows("store_unit")


def _little_room() -> None:
    """Let no file of this process grow beyond 8 kB: as a full disk, for whoever writes one."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (8_192, 8_192))


@pytest.mark.parametrize(("verb", "name"), [("export", "l.jsonl"), ("backup", "b.tar.gz")])
def test_a_full_disk_leaves_no_half_file(told: Place, tmp_path: Path, verb: str, name: str) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    done = told.luoshi(verb, str(folder / name), preexec_fn=_little_room)

    assert 1 == done.returncode
    one_line(done)
    assert [] == list(folder.iterdir())
    assert 0 == told.luoshi("verify").returncode


def test_tables_of_an_older_version_are_left_alone(place) -> None:
    done = place("any").luoshi("verify")

    assert (1, True) == (done.returncode, "older version" in one_line(done))


def test_a_cached_value_that_is_wrong_is_found(told: Place) -> None:
    assert 0 == told.luoshi("check").returncode
    told.run("-m", "tests.faults.story", "spoil")
    done = told.luoshi("check")

    assert (1, True) == (done.returncode, "step" in done.stdout)


def test_keys_are_for_the_owner_only(told: Place) -> None:
    modes = {name: (told.home / name).stat().st_mode & 0o777 for name in ("secret-key", "signing-key")}

    assert {"secret-key": 0o600, "signing-key": 0o600} == modes


def test_on_the_internet_django_has_nothing_to_warn_of(told: Place) -> None:
    told.extra |= {"LUOSHI_HTTPS": "yes", "LUOSHI_HOSTS": "luoshi.example.org"}
    done = told.run(
        "-W", "error", "-m", "django", "check", "--deploy", "--settings", "luoshi.project.settings"
    )

    assert (0, "") == (done.returncode, done.stderr)
