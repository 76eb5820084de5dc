"""The values of the review page: the original on the left, its rows on the right."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from markupsafe import Markup

from luoshi.followup.ground.mended import Mended
from luoshi.followup.ground.permissions import Viewer, visible_documents
from luoshi.followup.ground.refusals import NotFoundError
from luoshi.followup.intake.drafts import Draft, from_json
from luoshi.followup.intake.learning import lessons_for
from luoshi.followup.intake.register import kinds_of, names_of, unit_at
from luoshi.followup.intake.undo import LastDecided, last_touched
from luoshi.store.queries.documents_review import (
    DocumentHead,
    ProposalRow,
    VersionRow,
    corrected_fields,
    head_of,
    rows_of_version,
    text_of,
    versions_of,
)
from luoshi.store.queries.tasks.rows import TaskRow, rows_of
from luoshi.web.documents.forms import ROLES
from luoshi.web.documents.questions import Around, Asking
from luoshi.web.documents.rows import RowPage, row_page
from luoshi.web.documents.source_pane import Mark, Pane, notes_of, outcomes_of, parts_of, sentence_at
from luoshi.web.words import lang, t, table

ORDER = (
    "commitment",
    "achievement",
    "problem",
    "heading",
    "quotation",
    "background",
    "duplicate",
    "chrome",
    "unread",
)
_LAST_UNITS = 5


@dataclass(frozen=True, slots=True)
class Share:
    """How much of a document was read as one thing; ``percent`` of all, for the bar ``start`` too."""

    what: str
    n: int
    percent: float
    start: float

    @property
    def share(self) -> str:
        """The share in whole percent; of a little more than nothing, ``<1%``."""
        return f"{round(self.percent)}%" if self.percent >= 1 else "<1%"


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """A version of a document under review.

    Attributes:
        counts: rows by status, and ``people``, ``firm`` (open and firm).
        undo: what ``u`` takes back; None for nothing.
        can_decide: the viewer acts for the unit that took it in.
        looks: what the reader wants a person to look at.
        n_done, n_wrong: achievements and problems the document tells of.
        n_new: rows that stand nowhere yet, when others do.
        n_mended: damaged places that were read mended.
    """

    head: DocumentHead
    version: int
    number: int
    as_of: str
    versions: tuple[VersionRow, ...]
    rows: tuple[RowPage, ...]
    counts: Mapping[str, int]
    covered: tuple[Share, ...]
    n_characters: int
    undo: LastDecided | None
    can_decide: bool
    looks: tuple[Mapping[str, Any], ...]
    n_done: int
    n_wrong: int
    n_new: int
    n_mended: int
    source: Markup


@cache
def words_of(room: str, language: str) -> Mapping[str, str]:
    """Return the words of a room in one language: a page of a hundred rows asks for thousands."""
    return {
        key.partition(".")[2]: both[language] for key, both in table().items() if key.startswith(f"{room}.")
    }


def page_words() -> dict[str, object]:
    """Return what templates call ``w`` (words of documents) and ``c`` (common words)."""
    return {"w": words_of("documents", lang()), "c": words_of("common", lang())}


def shares(covered: Mapping[str, int]) -> tuple[Share, ...]:
    """Return what a document was read as, in a fixed order, as shares of what was looked at."""
    whole = sum(covered.values()) or 1
    found, at = [], 0.0
    for what in ORDER:
        if n := covered.get(what, 0):
            percent = 100 * n / whole
            found.append(Share(what, n, percent, at))
            at += percent
    return tuple(found)


def head_for(viewer: Viewer, pk: int) -> DocumentHead:
    """Return a document the viewer may see.

    Raises:
        NotFoundError: there is none, or not for this viewer.
    """
    head = head_of(visible_documents(viewer), pk)
    if head is None:
        raise NotFoundError
    return head


def asking(viewer: Viewer, head: DocumentHead, drafts: Sequence[Draft], ref: date) -> Asking:
    """Return what can be answered with one key; nothing for who may not decide."""
    if head.unit not in viewer.units:
        return Asking()
    used: Counter[int] = Counter()
    for draft in drafts:
        used.update(
            pk for unit in draft.units if unit.role == "lead" and len(unit.units) == 1 for pk in unit.units
        )
    most = [pk for pk, _ in used.most_common(_LAST_UNITS)]
    names = names_of(most)
    kinds = tuple((kind, n) for kind, n in sorted(kinds_of(unit_at(head.unit)).items()) if n > 1)
    return Asking(tuple((pk, names[pk]) for pk in most), kinds, _near_days(ref))


def _near_days(ref: date) -> tuple[tuple[str, str], ...]:
    quarter = date(ref.year, 3 * ((ref.month - 1) // 3) + 3, 1)
    ends = (("month_end", ref.replace(day=1)), ("quarter_end", quarter), ("year_end", date(ref.year, 12, 1)))
    return tuple((key, _last_day(first).isoformat()) for key, first in ends)


def _last_day(first: date) -> date:
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)


@dataclass(frozen=True, slots=True)
class Look:
    """What of a document is looked at.

    Attributes:
        today: lights are as of this day.
        version: number of the version; the latest when 0.
        at: a place in the text to be shown.
        only: ids of the rows wanted; counts are always of all.
        with_source: lay out the original too.
    """

    today: date
    version: int = 0
    at: int = -1
    only: frozenset[int] | None = None
    with_source: bool = True


def review(viewer: Viewer, pk: int, look: Look) -> ReviewPage:
    """Return the review page of a document, or of some of its rows.

    Raises:
        NotFoundError: there is none, or not for this viewer.
    """
    head = head_for(viewer, pk)
    versions = versions_of(pk)
    wanted = next((v for v in versions if v.number == look.version or not look.version), None)
    if wanted is None:
        raise NotFoundError
    text = text_of(wanted.pk)
    reading = json.loads(text.reading)
    stored = rows_of_version(wanted.pk)
    tasks = {task.pk: task for task in rows_of([r.task for r in stored if r.task], today=look.today)}
    ref = date.fromisoformat(reading["ref_date"]) if reading["ref_date"] else look.today
    drafts = [from_json(row.body) for row in stored]
    ask = asking(viewer, head, drafts, ref)
    around = _around(
        head.unit, list(zip(stored, drafts, strict=True)), tasks, ask, Mended.of(text.text, reading)
    )
    rows = tuple(
        row_page(number, row, draft, around)
        for number, (row, draft) in enumerate(zip(stored, drafts, strict=True), 1)
        if look.only is None or row.pk in look.only
    )
    return ReviewPage(
        head,
        wanted.pk,
        wanted.number,
        ref.isoformat(),
        versions,
        rows,
        _counts(stored),
        shares(_covered(reading)),
        len(text.text),
        last_touched(viewer, wanted.pk) if head.unit in viewer.units else None,
        head.unit in viewer.units,
        tuple(p for p in reading["problems_found"] if p["severity"] != "note"),
        len(reading["achievements"]),
        len(reading["problems"]),
        _new(stored),
        sum(r["start"] < r["end"] for r in reading["repairs"]),
        _source(text.text, reading, stored, tasks, look.at) if look.with_source else Markup(""),
    )


def _around(
    unit: int,
    rows: Sequence[tuple[ProposalRow, Draft]],
    tasks: Mapping[int, TaskRow],
    ask: Asking,
    text: Mended,
) -> Around:
    """Return what the rows need from around them: names, and what was said of the same words before."""
    waiting = [(row, draft) for row, draft in rows if row.status == "open"]
    lessons = lessons_for(unit, (draft for _, draft in waiting))
    standing = {row.standing: row.standing_body for row, _ in waiting if row.standing}
    corrected = corrected_fields(standing) if standing else {}
    earlier = [from_json(standing[pk]) for pk in corrected]
    named = {u for draft in (*(d for _, d in rows), *earlier) for unit in draft.units for u in unit.units}
    named |= {pk for units in lessons.names.values() for pk in units}
    return Around(names_of(named), tasks, ask, text, _row_words(lang()), lessons, corrected)


@cache
def _row_words(language: str) -> Mapping[str, str]:
    roles = {f"role_{role}": words_of("common", language)[f"role_{role}"] for role in ROLES}
    return {**words_of("documents", language), **roles}


def _counts(rows: Sequence[ProposalRow]) -> Mapping[str, int]:
    found = Counter("people" if row.is_people else row.status for row in rows)
    ready = [r for r in rows if r.is_firm and r.status == "open" and not r.is_people]
    found["firm"] = sum(not (r.standing_status == "accepted" and not r.is_reworded) for r in ready)
    return {key: found[key] for key in ("open", "accepted", "rejected", "people", "firm")}


def _new(rows: Sequence[ProposalRow]) -> int:
    """Return how many rows are new, when some are not; else 0: then it is not worth saying."""
    standing = sum(bool(row.standing) for row in rows)
    return len(rows) - standing if standing else 0


def _covered(reading: Mapping[str, Any]) -> Mapping[str, int]:
    found: Counter[str] = Counter()
    for stretch in reading["coverage"]:
        found[stretch["is"]] += stretch["end"] - stretch["start"]
    return found


def _source(
    text: str, reading: Mapping[str, Any], rows: Sequence[ProposalRow], tasks: Mapping[int, TaskRow], at: int
) -> Markup:
    words = {key: t(f"documents.note_{key}") for key in (
        "quotation", "chrome", "duplicate", "carried", "vague", "hidden"
    )}  # fmt: skip
    words["fix"] = t("documents.note_fix", read="{read}")
    units = outcomes_of(reading)
    units += [Mark(r.start, r.end, f"{_kind(r)} {r.status}{_lit(tasks.get(r.task))}", r.pk) for r in rows]
    return Pane.of(
        text, units, parts_of(reading, words), notes_of(reading, words), sentence_at(text, at)
    ).html()


def _kind(row: ProposalRow) -> str:
    if row.is_people:
        return "people"
    return "firm" if row.is_firm else "weak"


def _lit(task: TaskRow | None) -> str:
    return f" lit-{task.light}" if task else ""
