"""What the forms of the review page say."""

from dataclasses import dataclass, replace
from datetime import date

from django.http import QueryDict

from luoshi.followup.ground.refusals import NotFoundError, RefusedError
from luoshi.followup.intake.drafts import Draft
from luoshi.followup.intake.phrases import limit_of, rule_of, units_of
from luoshi.followup.intake.register import unit_at

ROLES = ("lead", "support", "supervise", "assess")
KINDS = ("once", "recurring", "standing", "conditional", "gate")


@dataclass(frozen=True, slots=True)
class Act:
    """A decision as a button says it: ``accept:12:3`` is row 12 in its third edition.

    Attributes:
        name: what to do.
        row: id of the proposal; 0 when it is about several.
        edition: of the row as the person saw it.
        rest: what else the button says.
    """

    name: str
    row: int = 0
    edition: int = 0
    rest: tuple[str, ...] = ()

    @classmethod
    def read(cls, value: str) -> "Act":
        """Return the decision behind a button.

        Raises:
            RefusedError: no button of ours says so.
        """
        name, *rest = value.split(":")
        numbers = rest[:2]
        if not name or not all(n.isdecimal() for n in numbers):
            raise NotFoundError
        return cls(
            name,
            int(numbers[0]) if numbers else 0,
            int(numbers[1]) if len(numbers) > 1 else 0,
            tuple(rest[2:]),
        )


def rows_chosen(post: QueryDict) -> list[int]:
    """Return the rows that are marked."""
    return [int(value) for value in post.getlist("rows") if value.isdecimal()]


def day_of(post: QueryDict, name: str) -> date | None:
    """Return a day, None when the field is empty.

    Raises:
        RefusedError: ``limit-unclear``.
    """
    value = post.get(name, "").strip()
    try:
        return date.fromisoformat(value) if value else None
    except ValueError as error:
        raise RefusedError("limit-unclear", words=value[:40]) from error


def edited(post: QueryDict, old: Draft, owner: int, as_of: date) -> Draft:
    """Return a draft as the form of one row has it; what the form does not name stays.

    Raises:
        RefusedError: ``unit-unclear``, ``limit-unclear``, ``often-unclear``.
    """
    unit = unit_at(owner)
    units = tuple(
        named
        for role in ROLES
        for named in units_of(post.get(role, ""), role, [u for u in old.units if u.role == role], unit)
    )
    kind = post.get("kind", old.kind)
    changed = replace(
        old,
        words=" ".join(post.get("words", "").split()),
        kind=kind if kind in KINDS else old.kind,
        units=units,
    )
    if (due := post.get("due", "").strip()) != (old.due_words or old.due_on):
        limit = limit_of(due, as_of)
        changed = replace(
            changed,
            due_on=limit.due_on,
            due_words="" if due == limit.due_on else due,
            waits_for=limit.waits_for,
            limit_days=limit.limit_days,
            counted_from="",
        )
    if (often := post.get("often", "").strip()) != (old.rrule_words or old.rrule):
        changed = replace(changed, rrule=rule_of(often), rrule_words=often)
    if changed.kind == old.kind == "standing" and (changed.due_on or changed.waits_for):
        changed = replace(changed, kind="once")  # what has a limit does not go on for ever
    if changed.rrule and not old.rrule:
        changed = replace(changed, kind="recurring")
    scheme = post.get("scheme", "")
    return replace(changed, scheme=int(scheme) if scheme.isdecimal() else 0)
