"""Makes Django use a SQLite that does not lose data.

The one linked into most interpreters (3.7.0 to 3.51.2) can corrupt a WAL database when two checkpoints race
with a writer (fixed in 3.51.3, March 2026). The pysqlite3 wheel carries a newer one.
"""

import sqlite3
import sys
from importlib import import_module

SAFE_WAL = (3, 51, 3)


class UnsafeSqliteError(RuntimeError):
    """No SQLite at hand may be used with WAL."""

    def __init__(self, version: str) -> None:
        super().__init__(
            f"SQLite {version} can corrupt a WAL database; 3.51.3 or newer is needed. "
            "Install the pysqlite3 package, or use PostgreSQL by DATABASE_URL."
        )


def use_safe_sqlite() -> str:
    """Put a safe SQLite in the place of the interpreter's own and return its version.

    Raises:
        UnsafeSqliteError: there is none.
    """
    if sqlite3.sqlite_version_info >= SAFE_WAL:
        return sqlite3.sqlite_version
    try:
        newer = import_module("pysqlite3")
    except ImportError as missing:
        raise UnsafeSqliteError(sqlite3.sqlite_version) from missing
    if newer.sqlite_version_info < SAFE_WAL:
        raise UnsafeSqliteError(newer.sqlite_version)
    sys.modules["sqlite3"] = newer
    sys.modules["sqlite3.dbapi2"] = newer.dbapi2
    return str(newer.sqlite_version)
