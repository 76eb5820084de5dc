"""What the environment says, refused when it is unclear."""

import os
import secrets
import tempfile
from collections.abc import Collection
from pathlib import Path
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit


class SettingError(RuntimeError):
    """A setting that cannot be understood; names the variable and what it may be."""

    def __init__(self, name: str, value: str, wanted: str) -> None:
        super().__init__(f"{name}={value!r}: {wanted}")


_LAST_PORT = 65_535
_YES, _NO = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}
_ENGINES = {"postgresql": "django.db.backends.postgresql", "postgres": "django.db.backends.postgresql"}


def flag(name: str, *, default: bool) -> bool:
    """Return a yes or no.

    Raises:
        SettingError: it is neither.
    """
    value = os.environ.get(name, "").strip().lower()
    if not value:
        return default
    if value in _YES | _NO:
        return value in _YES
    raise SettingError(name, value, "say yes or no")


def whole_number(name: str, *, default: int) -> int:
    """Return a whole number of at least 0.

    Raises:
        SettingError: it is none.
    """
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    if value.isdecimal():
        return int(value)
    raise SettingError(name, value, "a whole number is needed")


def port(name: str, *, default: int) -> int:
    """Return a port.

    Raises:
        SettingError: it is none.
    """
    number = whole_number(name, default=default)
    if not 0 < number <= _LAST_PORT:
        raise SettingError(name, str(number), "a port from 1 to 65535 is needed")
    return number


def one_of(name: str, choices: Collection[str], *, default: str, wanted: str) -> str:
    """Return a word of a list.

    Raises:
        SettingError: it is not in the list.
    """
    value = os.environ.get(name, "").strip() or default
    if value not in choices:
        raise SettingError(name, value, wanted)
    return value


def addresses(name: str, default: str = "") -> list[str]:
    """Return web addresses, as ``https://luoshi.example.org``; a list with commas.

    Raises:
        SettingError: one has no http:// or https:// before it.
    """
    found = [one.strip().rstrip("/") for one in (os.environ.get(name) or default).split(",") if one.strip()]
    for one in found:
        parts = urlsplit(one)
        if parts.scheme not in {"http", "https"} or not parts.netloc:
            raise SettingError(name, one, "an address with http:// or https:// is needed")
    return found


def home() -> Path:
    """Return the folder of the installation's data: LUOSHI_HOME, else ``luoshi-data`` where it is started."""
    return Path(os.environ.get("LUOSHI_HOME") or "luoshi-data").absolute()


def secret_key(folder: Path) -> str:
    """Return LUOSHI_SECRET_KEY, else the one kept in the data folder, made at the first start."""
    if given := os.environ.get("LUOSHI_SECRET_KEY"):
        return given
    file = folder / "secret-key"
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        handle, aside = tempfile.mkstemp(prefix="secret-key", dir=folder)  # mode 0600
        with os.fdopen(handle, "w", encoding="ascii") as out:
            out.write(secrets.token_urlsafe(50))
        try:
            os.link(aside, file)  # whole or not at all, and the first of two processes wins
        except FileExistsError:
            pass
        finally:
            Path(aside).unlink()
    return file.read_text(encoding="ascii").strip()


def database(folder: Path) -> dict[str, object]:
    """Return Django's settings for DATABASE_URL, else for a SQLite file in the data folder.

    Raises:
        SettingError: the address is neither sqlite:///PATH nor postgresql://USER:PASSWORD@HOST:PORT/NAME.
    """
    url = os.environ.get("DATABASE_URL", "").strip()
    if not url:
        return _sqlite(folder / "luoshi.sqlite3")
    parts = urlsplit(url)
    if parts.scheme == "sqlite" and parts.path.strip("/"):
        return _sqlite(Path(unquote(parts.path[1:])))  # sqlite:///file is relative, sqlite:////file absolute
    if parts.scheme in _ENGINES and parts.path.strip("/"):
        return {
            "ENGINE": _ENGINES[parts.scheme],
            "NAME": unquote(parts.path.strip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parse_qs(parts.query).get("host", [parts.hostname or ""])[0],  # a folder: its socket
            "PORT": _port_of(parts),
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
            # A page reads some thousand rows by index: compiling its query or starting helpers for it costs
            # more than it saves, and one page would take every core.
            "OPTIONS": {"options": "-c jit=off -c max_parallel_workers_per_gather=0"},
        }
    raise SettingError(
        "DATABASE_URL", parts.scheme, "sqlite:///PATH or postgresql://USER:PASSWORD@HOST/NAME is needed"
    )


def _port_of(parts: SplitResult) -> str:
    try:
        return str(parts.port or "")
    except ValueError:
        raise SettingError("DATABASE_URL", parts.netloc.rpartition("@")[2], "its port is no number") from None


def _sqlite(path: Path) -> dict[str, object]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "TEST": {"NAME": str(path.with_name("test.sqlite3"))},  # a file, as in real life
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # FULL: with NORMAL a power cut loses acknowledged transactions. recursive_triggers: else an
            # INSERT OR REPLACE slips past the triggers that keep events append-only.
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
                "PRAGMA recursive_triggers=1; PRAGMA mmap_size=2147418112; PRAGMA cache_size=-4000;"
            ),
        },
    }
