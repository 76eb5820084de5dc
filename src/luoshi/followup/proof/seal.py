"""One sequencer seals events into the Merkle log and signs its heads.

Events are appended without hashes: a chain written by many at once forks. The sequencer gives each its place.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Max

from luoshi.followup.ground.writing import writing
from luoshi.followup.proof.key import public_key, sign
from luoshi.ledger.merkle import Peak, inclusion_path, leaf_hash, push, root_of
from luoshi.ledger.verify_ledger import check_receipt, leaf_data, signed_words
from luoshi.store.models import Event, SealedEvent, TreeHead

LOCK = 4_242_001  # PostgreSQL advisory lock of the sequencer
_LATE = 10_000  # how far behind the newest sealed event one may still turn up (a long transaction)
_AT_ONCE = 20_000
_COLUMNS = ("pk", "at", "kind", "task__code", "subject", "person", "unit", "body")


def hashed_fields(row: tuple[Any, ...]) -> dict[str, Any]:
    """Return the fields of an event that are hashed, from a row of ``_COLUMNS``."""
    pk, at, kind, task, subject, person, unit, body = row
    return {
        "id": pk,
        "at": at.isoformat(),
        "kind": kind,
        "task": task,
        "subject": subject,
        "person": person,
        "unit": unit,
        "body": body,
    }


def seal(*, now: datetime) -> int:
    """Seal what is not sealed yet and sign a new head; return how many events were sealed."""
    sealed = 0
    while n := _seal_some(now):
        sealed += n
    return sealed


def _seal_some(now: datetime) -> int:
    with writing():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
                if not cursor.fetchone()[0]:
                    return 0
        head = TreeHead.objects.order_by("-size").first()
        peaks: list[Peak] = (
            [(size, bytes.fromhex(top)) for size, top in json.loads(head.peaks)] if head else []
        )
        size = head.size if head else 0
        rows = list(_unsealed()[:_AT_ONCE])
        if not rows:
            return 0
        sealed = []
        for number, row in enumerate(rows, size):
            leaf = leaf_hash(leaf_data(hashed_fields(row)))
            push(peaks, leaf)
            sealed.append(SealedEvent(number=number, event_id=row[0], leaf=leaf.hex()))
        SealedEvent.objects.bulk_create(sealed, batch_size=1000)
        _sign_head(size + len(rows), peaks, now)
        return len(rows)


def _unsealed() -> Any:  # noqa: ANN401 - a queryset of tuples
    newest = SealedEvent.objects.aggregate(at=Max("event"))["at"] or 0
    waiting = Event.objects.filter(pk__gt=newest - _LATE, seal=None)
    return waiting.order_by("pk").values_list(*_COLUMNS)


def _sign_head(size: int, peaks: list[Peak], now: datetime) -> TreeHead:
    root = root_of(peaks).hex()
    signature = sign(signed_words({"size": size, "root": root, "at": now.isoformat()}))
    kept = json.dumps([(n, top.hex()) for n, top in peaks])
    return TreeHead.objects.create(
        size=size, root=root, peaks=kept, at=now, signature=signature, key=public_key()
    )


def head_of(head: TreeHead) -> dict[str, Any]:
    """Return a head as it is exported."""
    return {"size": head.size, "root": head.root, "at": head.at.isoformat(), "signature": head.signature}


def log_lines(using: str = "default") -> Iterator[dict[str, Any]]:
    """Yield the log as ``verify_ledger.py`` reads it: a key before its heads, a head after its events."""
    own = public_key()
    heads = {head.size: head for head in TreeHead.objects.using(using).order_by("size").iterator()}
    key = next((head.key for head in heads.values()), "") or own
    yield {"ledger": "luoshi.ledger/1", "key": key}
    columns = ("number", *(f"event__{c}" for c in _COLUMNS))
    sealed = SealedEvent.objects.using(using).order_by("number").values_list(*columns)
    for number, *row in sealed.iterator(chunk_size=5000):
        yield {"n": number, "event": hashed_fields(tuple(row))}
        if head := heads.get(number + 1):
            if (head.key or own) != key:
                key = head.key or own
                yield {"ledger": "luoshi.ledger/1", "key": key}
            yield {"head": head_of(head)}


def unsealed_events(using: str = "default") -> Iterator[dict[str, Any]]:
    """Yield what was recorded after the last sealing: an export without it would lose the newest changes."""
    waiting = Event.objects.using(using).filter(seal=None).order_by("pk").values_list(*_COLUMNS)
    yield from map(hashed_fields, waiting.iterator(chunk_size=5000))


def receipt_for(event: int) -> Mapping[str, Any] | None:
    """Return a receipt for an event: its fields and the path to the newest head; None when not sealed."""
    sealed = SealedEvent.objects.filter(event=event).first()
    head = TreeHead.objects.order_by("-size").first()
    if sealed is None or head is None:
        return None
    leaves = [
        bytes.fromhex(leaf) for leaf in SealedEvent.objects.order_by("number").values_list("leaf", flat=True)
    ]
    row = Event.objects.values_list(*_COLUMNS).get(pk=event)
    receipt = {
        "event": hashed_fields(row),
        "n": sealed.number,
        "path": [step.hex() for step in inclusion_path(leaves, sealed.number)],
        "head": head_of(head),
        "key": head.key or public_key(),
    }
    return receipt if not list(check_receipt(receipt)) else None
