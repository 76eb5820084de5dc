"""The database as it is at one moment, while others go on writing."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def snapshot() -> Iterator[str]:
    """Yield the alias of a connection that sees no change while the block runs. For reading only.

    Inside a transaction it is that transaction's own view.
    """
    if connection.in_atomic_block:
        yield "default"
    elif connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            yield "default"
    else:
        with _reading_at_once():
            yield "default"


@contextmanager
def _reading_at_once() -> Iterator[None]:
    """Read inside one SQLite transaction that never takes the write lock (Django's own always does)."""
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")
        try:
            cursor.execute(
                "SELECT 1 FROM django_migrations LIMIT 1"
            ).fetchone()  # it begins with its first read
            yield
        finally:
            cursor.execute("ROLLBACK")
