"""Does the log in the database still say what was sealed?"""

from collections.abc import Iterator
from dataclasses import dataclass

from luoshi.followup.proof.key import public_key
from luoshi.followup.proof.seal import log_lines
from luoshi.followup.proof.snapshot import snapshot
from luoshi.ledger.verify_ledger import check_export
from luoshi.store.models import Event, SealedEvent, TreeHead, Unsealed


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
            (*_nowhere(n_sealed), *(check_export(log_lines()) if n_sealed else ())),
        )


def _earlier_keys() -> Iterator[str]:
    keys = TreeHead.objects.exclude(key__in=["", public_key()]).order_by("key").values_list("key", flat=True)
    yield from keys.distinct()


def _nowhere(n_sealed: int) -> Iterator[str]:
    """Say how many events are neither sealed nor wait for it: nobody would ever miss them."""
    lost = Event.objects.count() - n_sealed - Unsealed.objects.count()
    if lost:
        yield f"{abs(lost)} events are neither sealed nor wait for their seal"
