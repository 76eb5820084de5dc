"""What is new in a document, and what stands already in an earlier version or another document."""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from luoshi.followup.intake.drafts import from_json
from luoshi.store.models import Proposal, Version

_ALIKE = 0.75  # share of two-character runs in common from which two sentences are one, reworded
_FIGURES = re.compile(r"[0-9]+")
_LOOKED_AT = 3_000  # rows; a phrase of every document is not followed for ever
_NEAREST = 6  # other versions whose rows are compared word by word
_STANDING_FIRST = {Proposal.Status.ACCEPTED: 0, Proposal.Status.OPEN: 1, Proposal.Status.REJECTED: 2}


def key_of(words: str) -> str:
    """Return a key that is the same for the same words, whatever their figures, punctuation and width."""
    masked = _FIGURES.sub("#", folded(words))
    return hashlib.sha256(masked.encode()).hexdigest()[:16]


def folded(words: str) -> str:
    """Return words without punctuation, blanks and differences of width."""
    return "".join(c for c in unicodedata.normalize("NFKC", words).casefold() if c.isalnum())


@dataclass(frozen=True, slots=True)
class _Earlier:
    pk: int
    key: str
    version: int
    status: str
    words: str

    @property
    def order(self) -> tuple[int, int]:
        """The better one to point at first: a task, then the latest."""
        return _STANDING_FIRST.get(Proposal.Status(self.status), 3), -self.pk


def mark_standing(version: Version) -> int:
    """Point each proposal of a new version at the earlier row that says the same; return how many do.

    Rows with the same words, or the same but for the figures (last year's plan), are found all over the unit.
    Otherwise reworded ones are looked for among the rows of the document's earlier versions and of the
    documents that share the most sentences with this one.
    """
    mine = {p: from_json(p.body).words for p in version.proposals.all()}
    found = _same_words(version, mine)
    left = {p: words for p, words in mine.items() if p.pk not in found}
    found |= _near_words(version, left, found.values())
    for proposal, words in mine.items():
        if earlier := found.get(proposal.pk):
            proposal.stands_as_id = earlier.pk
            proposal.is_reworded = folded(words) != folded(earlier.words)
    marked = [p for p in mine if p.stands_as_id]
    Proposal.objects.bulk_update(marked, ["stands_as", "is_reworded"], batch_size=200)
    return len(marked)


def _rows(found: QuerySet[Proposal]) -> list[_Earlier]:
    standing = found.exclude(status=Proposal.Status.REPLACED).filter(version__document__withdrawn_at=None)
    rows = standing.order_by("-pk")
    columns = rows.values_list("pk", "words_key", "version", "status", "body")[:_LOOKED_AT]
    made = (_Earlier(*row[:4], from_json(row[4]).words) for row in columns)
    return sorted(made, key=lambda earlier: earlier.order)


def _same_words(version: Version, mine: Mapping[Proposal, str]) -> dict[int, _Earlier]:
    """Return for each proposal the row with its words, or with its words but for the figures."""
    keys = {p.words_key for p in mine}
    elsewhere = Proposal.objects.filter(words_key__in=keys, version__document__unit=version.document.unit_id)
    exact: dict[str, _Earlier] = {}
    but_figures: dict[str, _Earlier] = {}
    for earlier in _rows(elsewhere.exclude(version=version)):
        exact.setdefault(folded(earlier.words), earlier)
        but_figures.setdefault(earlier.key, earlier)
    best = {p.pk: exact.get(folded(words)) or but_figures.get(p.words_key) for p, words in mine.items()}
    return {pk: earlier for pk, earlier in best.items() if earlier}


def _near_words(
    version: Version, mine: Mapping[Proposal, str], same: Iterable[_Earlier]
) -> dict[int, _Earlier]:
    shared = Counter(earlier.version for earlier in same)
    nearest = [pk for pk, _ in shared.most_common(_NEAREST)]
    own = version.document.versions.exclude(pk=version.pk).values_list("pk", flat=True)
    rows = _rows(Proposal.objects.filter(version__in={*nearest, *own})) if mine else []
    if not rows:
        return {}
    earlier = [(one, _pairs(one.words)) for one in rows]
    found: dict[int, _Earlier] = {}
    for proposal, words in mine.items():
        wanted = _pairs(words)
        likest, pairs = max(earlier, key=lambda one: _likeness(wanted, one[1]))
        if _likeness(wanted, pairs) >= _ALIKE:
            found[proposal.pk] = likest
    return found


def _pairs(words: str) -> frozenset[str]:
    plain = folded(words)
    return frozenset(plain[i : i + 2] for i in range(len(plain) - 1))


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the share of two-character runs in common, 0 to 1 (Dice)."""
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0
