"""One sequencer seals events into the Merkle log and signs its heads.

Events are appended without hashes: a chain written by many at once forks. The sequencer gives each its place.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db import connection

from luoshi.followup.ground.writing import writing
from luoshi.followup.proof.key import public_key, sign
from luoshi.ledger.merkle import Peak, consistency_path, inclusion_path, leaf_hash, push, root_of
from luoshi.ledger.verify_ledger import check_receipt, leaf_data, signed_words
from luoshi.store.models import Event, SealedEvent, TreeHead, Unsealed

LOCK = 4_242_001  # PostgreSQL advisory lock of the sequencer
_AT_ONCE = 5_000  # whoever else writes waits about a third of a second
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
        rows = list(_waiting()[:_AT_ONCE])
        if not rows:
            return 0
        sealed = []
        for number, row in enumerate(rows, size):
            leaf = leaf_hash(leaf_data(hashed_fields(row)))
            push(peaks, leaf)
            sealed.append(SealedEvent(number=number, event_id=row[0], leaf=leaf.hex()))
        SealedEvent.objects.bulk_create(sealed, batch_size=1000)
        leave_the_queue(since=size)
        _sign_head(size + len(rows), peaks, now)
        return len(rows)


def _waiting(using: str = "default") -> Any:  # noqa: ANN401 - a queryset of tuples
    return Event.objects.using(using).filter(unsealed__isnull=False).order_by("pk").values_list(*_COLUMNS)


def leave_the_queue(*, since: int) -> None:
    """Let events sealed under this number or later wait no longer."""
    Unsealed.objects.filter(event__in=SealedEvent.objects.filter(number__gte=since).values("event")).delete()


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
    heads = TreeHead.objects.using(using).defer("peaks").order_by("size").iterator(chunk_size=500)
    head = next(heads, None)
    key = (head.key if head else "") or own
    yield {"ledger": "luoshi.ledger/1", "key": key}
    columns = ("number", "leaf", *(f"event__{c}" for c in _COLUMNS))
    sealed = SealedEvent.objects.using(using).order_by("number").values_list(*columns)
    for number, leaf, *row in sealed.iterator(chunk_size=5000):
        yield {"n": number, "leaf": leaf, "event": hashed_fields(tuple(row))}
        if head is None or head.size != number + 1:
            continue
        if (head.key or own) != key:
            key = head.key or own
            yield {"ledger": "luoshi.ledger/1", "key": key}
        yield {"head": head_of(head)}
        head = next(heads, None)


def unsealed_events(using: str = "default") -> Iterator[dict[str, Any]]:
    """Yield what was recorded after the last sealing: an export without it would lose the newest changes."""
    yield from map(hashed_fields, _waiting(using).iterator(chunk_size=5000))


def receipt_for(event: int | None, since: Mapping[str, Any] | None = None) -> Mapping[str, Any] | None:
    """Return a receipt that ``verify_ledger.py`` checks without the export, against the newest head.

    Args:
        event: its id; the receipt then holds its fields and the path to the root. None for none.
        since: an older head, as exported; the receipt then holds the proof that the log continues it.

    Returns:
        None when the event is not sealed, or the proof would not hold.
    """
    head = TreeHead.objects.order_by("-size").first()
    if head is None:
        return None
    leaves = [
        bytes.fromhex(leaf) for leaf in SealedEvent.objects.order_by("number").values_list("leaf", flat=True)
    ]
    receipt: dict[str, Any] = {"head": head_of(head), "key": head.key or public_key()}
    if event is not None:
        sealed = SealedEvent.objects.filter(event=event).first()
        if sealed is None:
            return None
        row = Event.objects.values_list(*_COLUMNS).get(pk=event)
        path = inclusion_path(leaves, sealed.number)
        receipt |= {"event": hashed_fields(row), "n": sealed.number, "path": [step.hex() for step in path]}
    if since is not None:
        size = min(max(1, since["size"]), len(leaves))
        path = consistency_path(leaves, size)
        receipt |= {"since": since, "consistency": [step.hex() for step in path]}
    return receipt if not list(check_receipt(receipt)) else None
