"""One proposed row as the review page shows it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from luoshi.followup.intake.drafts import Draft, NamedUnit, from_json, settled
from luoshi.followup.intake.learning import said_before
from luoshi.store.queries.documents_review import ProposalRow
from luoshi.store.queries.tasks.rows import TaskRow
from luoshi.web.documents.questions import SHOWN, Around, Question, questions_of

_CUTS = re.compile(r"[，,；;。、](?=.)")
_WORDS = re.compile(r"[0-9]+|.", re.DOTALL)
_MOST_CUTS = 9
_QUOTED = 24  # characters of words that are told


@dataclass(frozen=True, slots=True)
class Given:
    """A unit as the row names it.

    Attributes:
        words: as in the document.
        names: of the register, the first few; empty when nobody is clear.
        n: how many units it stands for.
        inherited: carried down from a heading, bracket or earlier sentence.
        is_learnt: whom the words mean was said at an earlier document.
    """

    words: str
    role: str
    names: tuple[str, ...]
    n: int
    inherited: bool
    is_learnt: bool


@dataclass(frozen=True, slots=True)
class Cut:
    """A place where a row can be split: after ``before``; ``at`` counts in the text as received."""

    before: str
    at: int


@dataclass(frozen=True, slots=True)
class RowPage:
    """A row: what is proposed, what is asked, what became of it.

    Attributes:
        quote, read: its words as received, and as read when the text is damaged.
        changes: against the earlier row it rewords, as ``(same | del | ins, words)``.
        again: as the same words were changed before; None when there is nothing to take over.
    """

    number: int
    stored: ProposalRow
    draft: Draft
    kind: str
    units: tuple[Given, ...]
    questions: tuple[Question, ...]
    task: TaskRow | None
    quote: str
    read: str
    changes: tuple[tuple[str, str], ...] = ()
    again: Draft | None = None

    @property
    def pk(self) -> int:
        """Its id."""
        return self.stored.pk

    @property
    def is_edited(self) -> bool:
        """Whether its words are no longer the document's own."""
        return self.draft.words not in {self.read, " ".join(self.quote.split())}

    @property
    def has_given(self) -> bool:
        """Whether there is anything to show below its words."""
        draft = self.draft
        limits = draft.due_on or draft.waits_for or draft.rrule or draft.kind != "once"
        return bool(self.units or limits or self.kind == "weak" or self.is_edited or self.is_mended)

    @property
    def is_mended(self) -> bool:
        """Whether its words stand damaged in the text received."""
        return self.read != " ".join(self.quote.split())

    @property
    def said(self) -> str:
        """What buttons and forms send to name it: id and edition."""
        return f"{self.stored.pk}:{self.stored.edition}"

    @property
    def cuts(self) -> tuple[Cut, ...]:
        """Where it can be split."""
        found, last = [], 0
        for place in list(_CUTS.finditer(self.quote))[:_MOST_CUTS]:
            found.append(Cut(self.quote[last : place.end()], self.stored.start + place.end()))
            last = place.end()
        return (*found, Cut(self.quote[last:], 0)) if found else ()

    def typed(self, role: str) -> str:
        """Return the units of a role as a field of the form holds them."""
        return "、".join(unit.words for unit in self.draft.units if unit.role == role)


def row_page(number: int, stored: ProposalRow, draft: Draft, around: Around) -> RowPage:
    """Return a row as the page shows it."""
    kind = "people" if stored.is_people else "firm" if stored.is_firm else "weak"
    is_asked = stored.status == "open" and not stored.is_people
    again = _again(stored, draft, around) if is_asked else None
    questions = questions_of(draft, around) if is_asked else ()
    if again:
        told = around.words["ask_again"].format(changes=_told(again, draft, around))
        questions = (Question("as-before", told, (("yes", around.words["take_over"]),)), *questions)
    return RowPage(
        number,
        stored,
        draft,
        kind,
        tuple(_given(unit, around.names) for unit in draft.units),
        questions,
        around.tasks.get(stored.task),
        around.text.text[stored.start : stored.end],
        around.text.words(stored.start, stored.end),
        _changes(from_json(stored.standing_body).words, draft.words) if stored.is_reworded else (),
        again,
    )


def _again(stored: ProposalRow, draft: Draft, around: Around) -> Draft | None:
    """Return the draft as the same words were changed before; None for nothing to take over."""
    corrected = around.corrected.get(stored.standing)
    if not corrected:
        return None
    earlier = from_json(stored.standing_body)
    again = settled(said_before(draft, earlier, corrected, is_reworded=stored.is_reworded))
    return again if again != draft else None


def _told(again: Draft, draft: Draft, around: Around) -> str:
    """Return what taking over would change, in words."""
    words, found = around.words, []
    if again.units != draft.units:
        given = (_given(unit, around.names) for unit in again.units)
        found += [f"{words['role_' + g.role]} {'、'.join(g.names) or g.words}" for g in given]
    if again.rrule != draft.rrule:
        found.append(again.rrule_words or again.rrule)
    elif again.is_continuous and not draft.is_continuous:
        found.append(words["kind_standing"])
    elif again.kind != draft.kind:
        found.append(words[f"kind_{again.kind}"])
    if again.scheme != draft.scheme:
        found.append(words["same_scheme"])
    if again.words != draft.words:
        found.append(words["same_words"].format(words=again.words[:_QUOTED]))
    return words["between"].join(found)


@lru_cache(maxsize=4096)
def _changes(before: str, now: str) -> tuple[tuple[str, str], ...]:
    """Return how words were changed, figures as wholes: what stayed, what went (del), what came (ins)."""
    old, new = _WORDS.findall(before), _WORDS.findall(now)
    found: list[tuple[str, str]] = []
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(("same", "".join(new[k:m])))
            continue
        found += [("del", "".join(old[i:j]))] * (i < j) + [("ins", "".join(new[k:m]))] * (k < m)
    return tuple(found)


def _given(unit: NamedUnit, names: Mapping[int, str]) -> Given:
    found = tuple(names[pk] for pk in unit.units[:SHOWN] if pk in names)
    return Given(unit.words, unit.role, found, len(unit.units), unit.inherited, unit.is_learnt)
