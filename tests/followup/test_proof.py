"""The log proves itself; the ledger goes out and comes in whole."""

import json

import pytest
from django.db import connection

from luoshi.followup.ground.refusals import RefusedError
from luoshi.followup.proof.exchange import BrokenExportError, NotEmptyError, export_lines, import_lines
from luoshi.followup.proof.seal import receipt_for, seal
from luoshi.followup.proof.verify import verify
from luoshi.followup.task.assign import sign_for
from luoshi.followup.task.evidence import Offered, hand_in
from luoshi.ledger.verify_ledger import check_export, check_receipt
from luoshi.store.models import Event, SealedEvent, Task, TreeHead
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
