"""What is new in a document, and what stands already in an earlier version or another document."""

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from luoshi.followup.intake.drafts import from_json
from luoshi.store.models import Proposal, Version

_ALIKE = 0.75  # share of two-character runs in common from which two sentences are one, reworded
_NEAREST = 6  # other versions whose rows are compared word by word
_STANDING_FIRST = {Proposal.Status.ACCEPTED: 0, Proposal.Status.OPEN: 1, Proposal.Status.REJECTED: 2}


def key_of(words: str) -> str:
    """Return a key that is the same for the same words, whatever their punctuation, width and blanks."""
    return hashlib.sha256(_folded(words).encode()).hexdigest()[:16]


def _folded(words: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", words).casefold() if c.isalnum())


@dataclass(frozen=True, slots=True)
class _Earlier:
    pk: int
    key: str
    version: int
    status: str

    @property
    def order(self) -> tuple[int, int]:
        """The better one to point at first: a task, then the latest."""
        return _STANDING_FIRST.get(Proposal.Status(self.status), 3), -self.pk


def mark_standing(version: Version) -> int:
    """Point each proposal of a new version at the earlier row that says the same; return how many do.

    Rows with the very same words are found all over the unit. Reworded ones are looked for among the rows of
    the document's earlier versions and of the documents that share the most sentences with this one.
    """
    mine = list(version.proposals.all())
    same = _same_words(version, mine)
    near = _near_words(version, [p for p in mine if p.pk not in same], same.values())
    for proposal in mine:
        found = same.get(proposal.pk) or near.get(proposal.pk)
        if found:
            proposal.stands_as_id, proposal.is_reworded = found.pk, proposal.pk not in same
    Proposal.objects.bulk_update(
        [p for p in mine if p.stands_as_id], ["stands_as", "is_reworded"], batch_size=200
    )
    return len(same) + len(near)


def _same_words(version: Version, mine: Sequence[Proposal]) -> dict[int, _Earlier]:
    rows = (
        Proposal.objects.filter(
            words_key__in={p.words_key for p in mine}, version__document__unit=version.document.unit_id
        )
        .exclude(version=version)
        .exclude(status=Proposal.Status.REPLACED)
        .values_list("pk", "words_key", "version", "status")
    )
    best: dict[str, _Earlier] = {}
    for earlier in sorted((_Earlier(*row) for row in rows), key=lambda e: e.order):
        best.setdefault(earlier.key, earlier)
    return {p.pk: best[p.words_key] for p in mine if p.words_key in best}


def _near_words(version: Version, mine: Sequence[Proposal], same: Iterable[_Earlier]) -> dict[int, _Earlier]:
    shared = Counter(earlier.version for earlier in same)
    nearest = [pk for pk, _ in shared.most_common(_NEAREST)]
    own = version.document.versions.exclude(pk=version.pk).values_list("pk", flat=True)
    rows = list(
        Proposal.objects.filter(version__in={*nearest, *own})
        .exclude(status=Proposal.Status.REPLACED)
        .values_list("pk", "words_key", "version", "status", "body")
    )
    if not rows or not mine:
        return {}
    earlier = [(_Earlier(*row[:4]), _pairs(from_json(row[4]).words)) for row in rows]
    found: dict[int, _Earlier] = {}
    for proposal in mine:
        wanted = _pairs(from_json(proposal.body).words)
        likest = max(earlier, key=lambda one: (_likeness(wanted, one[1]), -one[0].order[0]))
        if _likeness(wanted, likest[1]) >= _ALIKE:
            found[proposal.pk] = likest[0]
    return found


def _pairs(words: str) -> frozenset[str]:
    folded = _folded(words)
    return frozenset(folded[i : i + 2] for i in range(len(folded) - 1))


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the share of two-character runs in common, 0 to 1 (Dice)."""
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0
