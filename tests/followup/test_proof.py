"""The log proves itself; the ledger goes out and comes in whole."""

import json

import pytest
from django.db import DatabaseError, connection, transaction

from luoshi.followup.ground.refusals import RefusedError
from luoshi.followup.proof.exchange import BrokenExportError, NotEmptyError, export_lines, import_lines
from luoshi.followup.proof.seal import receipt_for, seal
from luoshi.followup.proof.verify import verify
from luoshi.followup.task.assign import sign_for
from luoshi.followup.task.evidence import Offered, hand_in
from luoshi.ledger.verify_ledger import check_export, check_receipt
from luoshi.store.models import Event, SealedEvent, Task, TreeHead, Unsealed
from tests.cast import Cast, at
from tests.emptying import editor, empty, triggers


@pytest.fixture
def sealed(cast: Cast, task: Task) -> Task:
    sign_for(cast.civil, task.code, now=at("03-04"))
    hand_in(cast.civil, task.code, Offered(title="名单", data=b"list", name="名单.txt"), now=at("03-05"))
    seal(now=at("03-05"))
    return task


def test_every_event_is_sealed_once_in_order(sealed: Task) -> None:
    assert list(Event.objects.order_by("pk").values_list("pk", flat=True)) == list(
        SealedEvent.objects.order_by("number").values_list("event", flat=True)
    )
    assert 0 == seal(now=at("03-06"))


def test_sealing_goes_on_where_it_stopped(cast: Cast, sealed: Task) -> None:
    first = TreeHead.objects.get()
    hand_in(cast.finance, sealed.code, Offered(title="单", link="https://example.org"), now=at("03-07"))

    assert 1 == seal(now=at("03-07"))
    assert first.size + 1 == TreeHead.objects.order_by("-size").first().size
    assert () == verify().wrong


def test_the_log_of_an_export_verifies_for_an_outsider(sealed: Task) -> None:
    log = [line for line in export_lines() if '"table"' not in line[:9]]

    assert [] == list(check_export(map(json.loads, log)))


def test_a_receipt_stands_without_the_export(sealed: Task) -> None:
    event = Event.objects.filter(kind="signed-for").get()
    receipt = json.loads(json.dumps(receipt_for(event.pk)))

    assert [] == list(check_receipt(receipt))
    receipt["event"]["at"] = "2026-03-01T09:00:00+00:00"
    assert list(check_receipt(receipt))


LOG = {"store_event": "id", "store_sealedevent": "number", "store_treehead": "size"}


@pytest.mark.parametrize("table", LOG)
@pytest.mark.parametrize("act", ["UPDATE", "DELETE", "TRUNCATE", "REPLACE", "UPSERT"])
def test_the_database_itself_refuses_to_change_the_log(sealed: Task, table: str, act: str) -> None:
    key, before = LOG[table], rows_of(table)
    columns = ", ".join(name for name in before[0])
    values = f"SELECT {columns} FROM {table}"
    sql = {
        "UPDATE": f"UPDATE {table} SET {key} = {key}",
        "DELETE": f"DELETE FROM {table}",
        "TRUNCATE": f"TRUNCATE {table} CASCADE",
        "REPLACE": f"INSERT OR REPLACE INTO {table} ({columns}) {values}",
        "UPSERT": f"INSERT INTO {table} ({columns}) {values} WHERE true "
        f"ON CONFLICT ({key}) DO UPDATE SET {key} = {table}.{key}",
    }[act]
    if act == {"sqlite": "TRUNCATE", "postgresql": "REPLACE"}[connection.vendor]:
        pytest.skip("this database has no such words")
    connection.check_constraints()  # else PostgreSQL refuses for another reason
    refused = pytest.raises(DatabaseError, match="append-only")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)

    assert before == rows_of(table)


def rows_of(table: str) -> list[dict[str, object]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} ORDER BY 1")
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="a setting of SQLite")
@pytest.mark.parametrize("column", ["number", "event_id"])
def test_another_program_cannot_replace_either(sealed: Task, column: str) -> None:
    """A connection that never heard of recursive triggers: REPLACE deletes silently there."""
    other = {"number": "event_id", "event_id": "number"}[column]
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA recursive_triggers=0")
        try:
            for table, values in (
                ("store_event", "(id, at, kind, subject, body) VALUES (1, '2026-01-01', 'x', '', '')"),
                ("store_sealedevent", f"({column}, {other}, leaf) VALUES (1, 99999, 'x')"),
                ("store_treehead", "SELECT * FROM store_treehead"),
            ):
                with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
                    cursor.execute(f"INSERT OR REPLACE INTO {table} {values}")
        finally:
            cursor.execute("PRAGMA recursive_triggers=1")


def test_an_event_that_commits_late_is_sealed_all_the_same(cast: Cast, sealed: Task) -> None:
    """On PostgreSQL a long import gets its ids first and commits last, behind thousands of newer events."""
    at_once = [Event(pk=n, at=at("03-06"), kind="x", body="{}") for n in range(50_000, 50_010)]
    Event.objects.bulk_create(at_once)
    seal(now=at("03-06"))
    Event.objects.bulk_create(Event(pk=n, at=at("03-06"), kind="late", body="{}") for n in (20_000, 20_001))

    assert 2 == verify().n_unsealed
    assert 2 == seal(now=at("03-07"))
    assert (0, ()) == (verify().n_unsealed, verify().wrong)


def test_an_event_that_was_taken_out_of_the_queue_is_missed(cast: Cast, sealed: Task) -> None:
    hand_in(cast.finance, sealed.code, Offered(title="单", link="https://example.org"), now=at("03-07"))
    Unsealed.objects.all().delete()

    assert ("1 events are neither sealed nor wait for their seal",) == verify().wrong


def test_whoever_gets_past_the_triggers_is_found_out(sealed: Task) -> None:
    triggers.allow(None, editor())
    with connection.cursor() as cursor:
        cursor.execute("UPDATE store_event SET body = replace(body, '养老', '托幼') WHERE kind = 'made'")

    assert any("changed after it was sealed" in line for line in verify().wrong)


def test_what_goes_out_comes_in_again_to_the_letter(sealed: Task) -> None:
    out = list(export_lines())
    empty()
    import_lines(out)

    assert out == list(export_lines())
    assert () == verify().wrong


def test_an_import_never_mixes(sealed: Task) -> None:
    with pytest.raises(NotEmptyError):
        import_lines(list(export_lines()))


@pytest.mark.parametrize("harm", ["cut", "lose", "alter", "junk"])
def test_a_harmed_export_leaves_nothing_behind(sealed: Task, harm: str) -> None:
    out = list(export_lines())
    at_line = next(n for n, line in enumerate(out) if '"signed-for"' in line)
    if harm == "cut":
        out[at_line] = out[at_line][:-20]
    elif harm == "lose":
        del out[at_line]
    elif harm == "alter":
        out[at_line] = out[at_line].replace("03-04", "03-03")
    else:
        out.append('{"table": "store.nothing", "row": {}}')
    empty()

    with pytest.raises(BrokenExportError):
        import_lines(out)
    assert not Task.objects.exists()
    assert not Event.objects.exists()


def test_refusals_of_this_room_are_told_like_all_others() -> None:
    assert issubclass(NotEmptyError, RefusedError)
    assert issubclass(BrokenExportError, RefusedError)
