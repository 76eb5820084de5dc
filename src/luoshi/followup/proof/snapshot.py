"""The database as it is at one moment, while others go on writing."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection, connections, transaction

_ALIAS = "snapshot"


@contextmanager
def snapshot() -> Iterator[str]:
    """Yield the alias of a database that no longer changes."""
    if connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            yield "default"
        return
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy.sqlite3"
        with connection.cursor() as cursor:
            cursor.execute(
                "VACUUM INTO %s", [str(copy)]
            )  # one step: the step-wise copy never ends under load
        connections.databases[_ALIAS] = {**connections.databases["default"], "NAME": str(copy)}
        try:
            yield _ALIAS
        finally:
            connections[_ALIAS].close()
            del connections[_ALIAS]
            del connections.databases[_ALIAS]
