"""What a clerk types, read as the reader reads documents: limits, how often, names of units."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from luoshi.document.receive import receive_text
from luoshi.followup.ground.refusals import NotFoundError, RefusedError
from luoshi.followup.intake.drafts import Draft, NamedUnit
from luoshi.followup.intake.register import offer, register_of
from luoshi.reading.reading import Reading
from luoshi.reading.stages import read
from luoshi.store.models import Unit

_BETWEEN = re.compile(r"[、，,;；\n]+")
_DAY = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})")
_UNITS = "units-"
_ACT = "完成"  # a limit without an act is no limit to the reader


@dataclass(frozen=True, slots=True)
class TypedLimit:
    """A limit as typed: a last day, or a length after an event."""

    due_on: str = ""
    waits_for: str = ""
    limit_days: str = "calendar"


def limit_of(words: str, as_of: date) -> TypedLimit:
    """Return what words like 6月底前, 会后15日内 or 2026-06-30 mean.

    Raises:
        RefusedError: ``limit-unclear``.
    """
    if not words.strip():
        return TypedLimit()
    if found := _DAY.fullmatch(words.strip()):
        try:
            return TypedLimit(date(*map(int, found.groups())).isoformat())
        except ValueError as error:
            raise RefusedError("limit-unclear", words=words[:40]) from error
    for text in (words.strip(), f"{words.strip()}前"):
        limits = _read(text, as_of).deadlines
        if limits and "?" not in limits[0].norm:
            mark = limits[0]
            is_length = mark.norm.startswith(("P", "-P"))
            return TypedLimit(
                "" if is_length else mark.norm[:10],
                mark.norm if is_length else "",
                "working" if mark.working_days else "calendar",
            )
    raise RefusedError("limit-unclear", words=words[:40])


def rule_of(words: str) -> str:
    """Return the recurrence rule that words like 每季度末月25日 mean; empty for none.

    Raises:
        RefusedError: ``often-unclear``.
    """
    if not words.strip():
        return ""
    rules = [mark.rrule for mark in _read(words.strip(), None).recurrences]
    if not rules:
        raise RefusedError("often-unclear", words=words[:40])
    return max(rules, key=len)


def _read(words: str, as_of: date | None) -> Reading:
    return read(receive_text(f"{words}{_ACT}。"), as_of=as_of)


def units_of(typed: str, role: str, old: Sequence[NamedUnit], owner: Unit) -> tuple[NamedUnit, ...]:
    """Return the units a clerk typed for a role: names, or the letters that lead to just one unit.

    What stood there before keeps its place in the register, found or not.

    Raises:
        RefusedError: ``unit-unclear``.
    """
    known = {unit.words: unit for unit in old}
    names = [name for part in _BETWEEN.split(typed) if (name := part.strip())]
    register = register_of(owner, [name for name in names if name not in known])
    found = []
    for name in names:
        if name in known:
            found.append(replace(known[name], role=role))
            continue
        units = register.resolve(name) or _by_letters(owner, name)
        if not units:
            raise RefusedError("unit-unclear", words=name[:40])
        found.append(NamedUnit(name, role, units))
    return tuple(found)


def _by_letters(owner: Unit, typed: str) -> tuple[int, ...]:
    offered = offer(owner, typed)
    exact = [e for e in offered if typed.lower() in (e.name.lower(), e.short.lower(), *e.initials.split())]
    only = exact if len(exact) == 1 else offered
    return (only[0].pk,) if len(only) == 1 else ()


def answered(draft: Draft, question: str, value: str, *, owner: Unit, as_of: date) -> Draft:
    """Return a draft with one question answered.

    Args:
        draft: as it stands.
        question: ``owner``, ``deadline``, ``period``, ``amount``, or ``who-N`` for the N-th unit named.
        value: id of a unit; a limit or how often in words, ``always``; a kind of units, ``units-3-5`` (ids),
            ``nobody``.
        owner: the committing office.
        as_of: the day from which a limit is reckoned.

    Raises:
        NotFoundError, RefusedError: there is no such question; the answer cannot be understood.
    """
    if question == "owner":
        unit = Unit.objects.filter(pk=int(value) if value.isdecimal() else 0, l1=owner.l1).first()
        if unit is None:
            raise RefusedError("unit-unclear", words=value[:40])
        return replace(draft, units=(*draft.units, NamedUnit(unit.name, "lead", (unit.pk,))))
    if question.startswith("who-"):
        return _who(draft, int(question.removeprefix("who-")), value, owner)
    if question == "amount":
        return replace(draft, missing=tuple(m for m in draft.missing if m != "amount"))
    if value == "always":
        return replace(draft, is_continuous=True, kind="standing")
    if question == "period":
        return replace(draft, rrule=rule_of(value), rrule_words=value, kind="recurring")
    if question != "deadline":
        raise NotFoundError
    limit = limit_of(value, as_of)
    return replace(
        draft,
        due_on=limit.due_on,
        due_words=value,
        waits_for=limit.waits_for,
        limit_days=limit.limit_days,
        counted_from="",
    )


def _who(draft: Draft, number: int, value: str, owner: Unit) -> Draft:
    """Say whom one of the units named in a draft stands for."""
    if not 0 <= number < len(draft.units):
        raise RefusedError("unit-unclear", words=str(number))
    units = list(draft.units)
    if value == "nobody":
        del units[number]
    elif value.startswith(_UNITS):
        wanted = [int(pk) for pk in value.removeprefix(_UNITS).split("-") if pk.isdecimal()]
        known = set(
            Unit.objects.filter(pk__in=wanted, l1=owner.l1, closed_on=None).values_list("pk", flat=True)
        )
        if not wanted or len(known) < len(set(wanted)):
            raise RefusedError("unit-unclear", words=units[number].words[:40])
        units[number] = replace(units[number], units=tuple(wanted))
    else:
        members = register_of(owner, [f"各{value}"]).resolve(f"各{value}")
        if not members:
            raise RefusedError("unit-unclear", words=value[:40])
        units[number] = replace(units[number], units=members)
    return replace(draft, units=tuple(units))
