"""What corrections teach: the next document of the same unit is proposed with what its clerks said before."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from luoshi.followup.ground.permissions import Viewer
from luoshi.followup.ground.record import append
from luoshi.followup.ground.refusals import NotFoundError
from luoshi.followup.ground.writing import writing
from luoshi.followup.intake.drafts import Draft, NamedUnit
from luoshi.store.models import Correction, Lesson, Unit

ALWAYS = "always"
_LONGEST = 120  # characters of words that are worth remembering
_AGAIN = (
    "units",
    "rrule",
    "rrule_words",
    "kind",
    "scheme",
    "is_continuous",
    "words",
)  # said again of same words


@dataclass(frozen=True, slots=True)
class Lessons:
    """What is known by now.

    Attributes:
        names: ids of the units that words of documents mean here.
        periods: how often a time word means here, in words; ``always`` for no limit.
    """

    names: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    periods: Mapping[str, str] = field(default_factory=dict)


def learn(corrections: Sequence[Correction], owner: int, before: Draft, after: Draft) -> None:
    """Keep what an edit teaches about the documents of a unit."""
    by_field = {one.field: one for one in corrections}
    lessons = []
    if "units" in by_field:
        for words, units in _names(before.units, after.units):
            value = ",".join(map(str, units))
            lessons.append((by_field["units"], Lesson.Kind.NAME, words, value))
    why = by_field.get("rrule") or by_field.get("is_continuous")
    said = after.rrule_words or (ALWAYS if after.is_continuous else "")
    if why and said and not before.rrule:
        lessons += [(why, Lesson.Kind.PERIOD, word, said) for word in before.vague]
    Lesson.objects.bulk_create(
        Lesson(correction=correction, unit_id=owner, kind=kind, words=words, value=value)
        for correction, kind, words, value in lessons
        if 1 < len(words) <= _LONGEST
    )


def forget(viewer: Viewer, pk: int, *, now: datetime) -> None:
    """Forget what a unit's documents taught about some words; the corrections themselves stay.

    Raises:
        NotFoundError: there is no such lesson, or not of the viewer's units.
    """
    with writing():
        lesson = Lesson.objects.filter(pk=pk, unit__in=viewer.units).first()
        if lesson is None:
            raise NotFoundError
        same = Lesson.objects.filter(unit=lesson.unit_id, kind=lesson.kind, words=lesson.words)
        body = {"kind": lesson.kind, "words": lesson.words, "value": lesson.value}
        same.delete()  # an older one would come into force again
        told = json.dumps(body, ensure_ascii=False)
        append("lesson-forgotten", told, at=now, viewer=viewer, subject=f"unit:{lesson.unit_id}")


def _names(before: Sequence[NamedUnit], after: Sequence[NamedUnit]) -> Iterable[tuple[str, tuple[int, ...]]]:
    """Yield whom a name that nobody was clear about was said to mean."""
    open_ones = [unit for unit in before if unit.words and (not unit.units or unit.is_learnt)]
    kept = {unit.words: unit for unit in after}
    known = {unit.words for unit in before}
    gone = [unit for unit in open_ones if unit.words not in kept]
    new = [unit for unit in after if unit.words not in known and unit.units]
    for unit in open_ones:
        if unit.words in kept and kept[unit.words].units not in {(), unit.units}:
            yield unit.words, kept[unit.words].units
    if len(gone) == 1 and len(new) == 1 and gone[0].role == new[0].role:
        yield gone[0].words, new[0].units


def lessons_for(owner: int, drafts: Iterable[Draft]) -> Lessons:
    """Return what is known about the names and time words of some drafts; the latest correction counts."""
    names: set[str] = set()
    periods: set[str] = set()
    for draft in drafts:
        names |= {unit.words for unit in draft.units if not unit.units}
        periods |= set(draft.vague)
    if not names and not periods:
        return Lessons()
    rows = Lesson.objects.filter(unit=owner, words__in=names | periods).order_by("pk")
    found: dict[str, dict[str, str]] = {Lesson.Kind.NAME: {}, Lesson.Kind.PERIOD: {}}
    for kind, words, value in rows.values_list("kind", "words", "value"):
        found[kind][words] = value
    meant = {words: tuple(map(int, value.split(","))) for words, value in found[Lesson.Kind.NAME].items()}
    wanted = {pk for units in meant.values() for pk in units}
    standing = set(Unit.objects.filter(pk__in=wanted, closed_on=None).values_list("pk", flat=True))
    named = {words: tuple(pk for pk in units if pk in standing) for words, units in meant.items()}
    return Lessons({words: units for words, units in named.items() if units}, found[Lesson.Kind.PERIOD])


def is_short_for(words: str, name: str) -> bool:
    """Tell whether words are a name said shortly, or the other way: 县纪委 of 县纪委监委. A pronoun is not.

    >>> is_short_for("县纪委", "县纪委监委"), is_short_for("我们", "县民政局")
    (True, False)
    """
    short, whole = sorted(("".join(words.split()), name), key=len)
    rest = iter(whole)
    return len(short) > 1 and all(char in rest for char in short)


def named_again(draft: Draft, lessons: Lessons, names: Mapping[int, str]) -> Draft:
    """Return a draft whose short names stand for the unit that was said before; others are only offered."""
    units = []
    for unit in draft.units:
        meant = () if unit.units else lessons.names.get(unit.words, ())
        if len(meant) == 1 and is_short_for(unit.words, names.get(meant[0], "")):
            units.append(replace(unit, units=meant, is_learnt=True))
        else:
            units.append(unit)
    return replace(draft, units=tuple(units))


def said_before(draft: Draft, earlier: Draft, corrected: Iterable[str], *, is_reworded: bool) -> Draft:
    """Return a draft changed as the same words were changed before; itself when nothing differs.

    Dates are not taken over: last year's day is not this year's.
    """
    fields = [name for name in corrected if name in _AGAIN and not (name == "words" and is_reworded)]
    if "rrule" in fields and not earlier.rrule:
        fields = [name for name in fields if not name.startswith("rrule")]
    return replace(draft, **{name: getattr(earlier, name) for name in fields})
