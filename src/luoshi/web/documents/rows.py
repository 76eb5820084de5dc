"""One proposed row as the review page shows it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from luoshi.followup.intake.drafts import Draft, NamedUnit, from_json
from luoshi.followup.intake.mended import Mended
from luoshi.store.queries.documents_review import ProposalRow
from luoshi.store.queries.tasks.rows import TaskRow

_CUTS = re.compile(r"[，,；;。、](?=.)")
_WORDS = re.compile(r"[0-9]+|.", re.DOTALL)
_SEVERAL = re.compile(
    "各|所有|全体|全部|任何|有关|相关|其他|.*(?:责任|配合|牵头|成员)单位$"
)  # more than one unit
_SHOWN = 3  # names of units before the rest is a number
_MOST_CUTS = 9
_EVERY = ("每月", "每季度", "每半年", "每年")


@dataclass(frozen=True, slots=True)
class Asking:
    """What the questions of a page's rows offer as answers.

    Attributes:
        units: id and name of the units last given something, the most used first.
        kinds: kinds of units with their numbers.
        days: limits near the document's day, as ISO dates with a key for their words.
    """

    units: tuple[tuple[int, str], ...] = ()
    kinds: tuple[tuple[str, int], ...] = ()
    days: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Around:
    """What a row needs from around it: names of units, tasks, answers, the text with its repairs, words."""

    names: Mapping[int, str]
    tasks: Mapping[int, TaskRow]
    ask: Asking
    text: Mended
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Given:
    """A unit as the row names it.

    Attributes:
        words: as in the document.
        names: of the register, the first few; empty when nobody is clear.
        n: how many units it stands for.
        inherited: carried down from a heading, bracket or earlier sentence.
    """

    words: str
    role: str
    names: tuple[str, ...]
    n: int
    inherited: bool


@dataclass(frozen=True, slots=True)
class Question:
    """Something to be asked, with answers that take one key each: ``(value, label)``."""

    key: str
    words: str
    answers: tuple[tuple[str, str], ...]


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

    @property
    def pk(self) -> int:
        """Its id."""
        return self.stored.pk

    @property
    def is_edited(self) -> bool:
        """Whether its words are no longer the document's own."""
        return self.draft.words != self.read

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
    return RowPage(
        number,
        stored,
        draft,
        kind,
        tuple(_given(unit, around.names) for unit in draft.units),
        _questions(draft, around.ask, around.words) if is_asked else (),
        around.tasks.get(stored.task),
        around.text.text[stored.start : stored.end],
        around.text.words(stored.start, stored.end),
        _changes(from_json(stored.standing_body).words, draft.words) if stored.is_reworded else (),
    )


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
    found = tuple(names[pk] for pk in unit.units[:_SHOWN] if pk in names)
    return Given(unit.words, unit.role, found, len(unit.units), unit.inherited)


def _questions(draft: Draft, ask: Asking, words: Mapping[str, str]) -> tuple[Question, ...]:
    """Return what is to be asked: first who, then when."""
    kinds = tuple((kind, words["all_of_kind"].format(kind=kind, n=n)) for kind, n in ask.kinds)
    nobody = ("nobody", words["leave_out"])
    found = []
    for number, unit in enumerate(draft.units):
        if not unit.units:
            is_several = bool(_SEVERAL.match(unit.words)) or unit.words in dict(ask.kinds)
            ask_it = words["ask_who" if is_several else "ask_unknown"].format(words=unit.words)
            found.append(Question(f"who-{number}", ask_it, (*(kinds if is_several else ()), nobody)))
    if "owner" in draft.missing and not found:
        answers = tuple((str(pk), name) for pk, name in ask.units)
        found.append(Question("owner", words["ask_owner"], answers))
    always = ("always", words["always"])
    if "period" in draft.missing:
        asked = words["ask_period"].format(words="、".join(draft.vague) or words["from_time_to_time"])
        found.append(Question("period", asked, (*((every, every) for every in _EVERY), always)))
    elif "deadline" in draft.missing:
        days = tuple((day, words[key].format(day=day[5:])) for key, day in ask.days)
        found.append(Question("deadline", words["ask_deadline"], (*days, always)))
    if "amount" in draft.missing:
        found.append(Question("amount", words["ask_amount"], (("keep", words["keep_amount"]),)))
    return tuple(found)
