"""Make, rename, move and close a unit (单位)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import BigIntegerField, F, Max, Q, Value
from django.db.models.functions import Cast

from luoshi.followup.ground.permissions import Viewer
from luoshi.followup.ground.refusals import RefusedError
from luoshi.followup.ground.writing import writing
from luoshi.followup.intake.register import initials_of
from luoshi.followup.registry.keeping import named, note, only_keeper, unit_at
from luoshi.store.models import Holding, Stake, Tally, Task, Unit
from luoshi.store.models.levels import LEVELS, level_fields


@dataclass(frozen=True, slots=True)
class UnitWords:
    """What a unit is called.

    Attributes:
        name, short: 县民政局, 民政局.
        kind: 部门, 乡镇, 村 …: what 各乡镇 resolves by.
        rank: order among its siblings; last when None.
    """

    name: str
    kind: str = ""
    short: str = ""
    rank: int | None = None


def make_unit(viewer: Viewer | None, words: UnitWords, parent: int | None = None, *, now: datetime) -> Unit:
    """Make a unit below another, or a topmost one.

    Raises:
        NotAllowedError: not a keeper.
        RefusedError: ``name-missing``, ``unit-name-taken``, ``too-deep``.
    """
    only_keeper(viewer)
    with writing():
        above = unit_at(parent) if parent is not None else None
        if above is not None and above.depth >= LEVELS:
            raise RefusedError("too-deep", most=LEVELS)
        unit = Unit(
            name=named(words.name, 120),
            short=" ".join(words.short.split())[:40],
            kind=" ".join(words.kind.split())[:20],
            parent=above,
            depth=above.depth + 1 if above else 1,
            rank=words.rank if words.rank is not None else _last_rank(above) + 1,
        )
        unit.initials = initials_of(unit.name, unit.short)
        _name_is_free(unit)
        for level in level_fields():
            setattr(unit, level, getattr(above, level) if above else None)
        unit.save()
        setattr(unit, f"l{unit.depth}", unit.pk)
        unit.save(update_fields=[f"l{unit.depth}"])
        note("unit-made", unit, viewer, now, name=unit.name, kind=unit.kind, parent=parent)
        return unit


def change_unit(viewer: Viewer | None, pk: int, words: UnitWords, *, now: datetime) -> Unit:
    """Give a unit another name, short name or kind. What was recorded under the old name stays as it was.

    Raises:
        NotFoundError, NotAllowedError: no such unit; not a keeper.
        RefusedError: ``name-missing``, ``unit-name-taken``.
    """
    only_keeper(viewer)
    with writing():
        unit = unit_at(pk)
        before = unit.name
        unit.name = named(words.name, 120)
        unit.short, unit.kind = " ".join(words.short.split())[:40], " ".join(words.kind.split())[:20]
        unit.rank = unit.rank if words.rank is None else words.rank
        unit.initials = initials_of(unit.name, unit.short)
        _name_is_free(unit)
        unit.save(update_fields=["name", "short", "kind", "rank", "initials"])
        note("unit-changed", unit, viewer, now, before=before, name=unit.name, kind=unit.kind)
        return unit


def _name_is_free(unit: Unit) -> None:
    if Unit.objects.filter(parent=unit.parent, name=unit.name).exclude(pk=unit.pk).exists():
        raise RefusedError("unit-name-taken", name=unit.name)


def _last_rank(parent: Unit | None) -> int:
    found: int | None = Unit.objects.filter(parent=parent).aggregate(last=Max("rank"))["last"]
    return found or 0


def move_unit(viewer: Viewer | None, pk: int, to: int | None, *, now: datetime) -> Unit:
    """Put a unit with everything below it under another unit, or on top.

    Its tasks and stakes go with it; who saw them through the old place sees them no more.

    Raises:
        NotFoundError, NotAllowedError: no such unit; not a keeper.
        RefusedError: ``move-below-itself``, ``too-deep``, ``unit-name-taken``.
    """
    only_keeper(viewer)
    with writing():
        unit = unit_at(pk)
        above = unit_at(to) if to is not None else None
        if unit.parent_id == to:
            return unit
        if above is not None and getattr(above, f"l{unit.depth}") == unit.pk:
            raise RefusedError("move-below-itself", name=unit.name)
        by = (above.depth + 1 if above else 1) - unit.depth
        below = Unit.objects.filter(**{f"l{unit.depth}": unit.pk})
        if (below.aggregate(deepest=Max("depth"))["deepest"] or unit.depth) + by > LEVELS:
            raise RefusedError("too-deep", most=LEVELS)
        before, was_under = unit.depth, unit.parent_id
        unit.parent, unit.rank = above, _last_rank(above) + 1
        _name_is_free(unit)
        _move_counts(unit, above)
        unit.save(update_fields=["parent", "rank"])
        _move_rows(unit.pk, before, above, by)
        note("unit-moved", unit, viewer, now, name=unit.name, before=was_under, to=to)
        return unit_at(pk)


def _move_rows(pk: int, depth: int, above: Unit | None, by: int) -> None:
    """Write new level columns of everything at or below a unit; one statement a table."""
    new: dict[str, object] = {}
    for n, level in enumerate(level_fields(), 1):
        if n < depth + by:
            new[level] = getattr(above, level)
        else:
            new[level] = F(f"l{n - by}") if n - by <= LEVELS else Cast(Value(None), BigIntegerField())
    under = Q(**{f"l{depth}": pk})
    Task.objects.filter(under).update(**new)
    Stake.objects.filter(under).update(**new)
    Unit.objects.filter(under).update(depth=F("depth") + by, **new)


def _move_counts(unit: Unit, above: Unit | None) -> None:
    """Take a subtree's tasks from the counts of its old ancestors and add them to the new ones'."""
    old = {getattr(unit, f"l{n}") for n in range(1, unit.depth)}
    new = {pk for level in level_fields() if above and (pk := getattr(above, level))}
    moved = list(
        Tally.objects.filter(unit=unit).exclude(n_tasks=0).values_list("step", "due_month", "n_tasks")
    )
    for units, sign in ((old - new, -1), (new - old, 1)):
        for one in units:
            for step, month, n in moved:
                tally, _ = Tally.objects.get_or_create(unit_id=one, step=step, due_month=month)
                Tally.objects.filter(pk=tally.pk).update(n_tasks=F("n_tasks") + sign * n)


def close_unit(viewer: Viewer | None, pk: int, on: date, *, now: datetime) -> Unit:
    """Close a unit that owes nothing any more; its posts are held until that day. Its history stays.

    Raises:
        NotFoundError, NotAllowedError: no such unit; not a keeper.
        RefusedError: ``unit-owes``, ``unit-has-units``.
    """
    only_keeper(viewer)
    with writing():
        unit = unit_at(pk)
        n_owed = Stake.objects.filter(unit=unit, is_open=True).values("task").distinct().count()
        if n_owed:
            raise RefusedError("unit-owes", name=unit.name, n=n_owed)
        if unit.children.filter(closed_on=None).exists():
            raise RefusedError("unit-has-units", name=unit.name)
        unit.closed_on = on
        unit.save(update_fields=["closed_on"])
        held = Holding.objects.filter(post__unit=unit, until_on=None)
        held.filter(from_on__lte=on).update(until_on=on)
        held.filter(from_on__gt=on).update(until_on=F("from_on"))
        note("unit-closed", unit, viewer, now, name=unit.name, on=on)
        return unit


def reopen_unit(viewer: Viewer | None, pk: int, *, now: datetime) -> Unit:
    """Take back the closing of a unit; its posts have to be filled again.

    Raises:
        NotFoundError, NotAllowedError: no such unit; not a keeper.
    """
    only_keeper(viewer)
    with writing():
        unit = unit_at(pk)
        unit.closed_on = None
        unit.save(update_fields=["closed_on"])
        note("unit-reopened", unit, viewer, now, name=unit.name)
        return unit
