"""Does the log in the database still say what was sealed?"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from luoshi.followup.proof.key import public_key
from luoshi.followup.proof.seal import log_lines
from luoshi.followup.proof.snapshot import snapshot
from luoshi.ledger.merkle import leaf_hash
from luoshi.ledger.verify_ledger import check_export, leaf_data
from luoshi.store.models import Event, SealedEvent, TreeHead


@dataclass(frozen=True, slots=True)
class Verdict:
    """What verifying the log found.

    Attributes:
        n_events, n_heads: looked at.
        n_unsealed: recorded and not sealed yet.
        key: the installation's public key, hex.
        earlier_keys: of the installations this log was taken in from; they signed its older heads.
        wrong: what is wrong, a line each; empty when the log verifies.
    """

    n_events: int
    n_heads: int
    n_unsealed: int
    key: str
    earlier_keys: tuple[str, ...]
    wrong: tuple[str, ...]


def verify() -> Verdict:
    """Check every sealed event against its leaf, every head against the leaves before it, every signature."""
    with snapshot():
        n_sealed = SealedEvent.objects.count()
        return Verdict(
            n_sealed,
            TreeHead.objects.count(),
            Event.objects.count() - n_sealed,
            public_key(),
            tuple(_earlier_keys()),
            tuple(_wrong()) if n_sealed else (),
        )


def _earlier_keys() -> Iterator[str]:
    keys = TreeHead.objects.exclude(key__in=["", public_key()]).order_by("key").values_list("key", flat=True)
    yield from keys.distinct()


def _wrong() -> Iterator[str]:
    changed: list[str] = []
    yield from check_export(_looked_at(changed))
    yield from changed


def _looked_at(changed: list[str]) -> Iterator[dict[str, Any]]:
    """Pass the log on, noting every event that no longer hashes to the leaf it was sealed with."""
    kept = SealedEvent.objects.order_by("number").values_list("number", "leaf").iterator(chunk_size=5000)
    for row in log_lines():
        if "event" in row:
            number, leaf = next(kept)
            if number != row["n"] or leaf != leaf_hash(leaf_data(row["event"])).hex():
                changed.append(
                    f"event {row['event']['id']} ({row['event']['kind']}): changed after it was sealed"
                )
        yield row
