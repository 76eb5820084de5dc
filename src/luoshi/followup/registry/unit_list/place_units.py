"""Where the units of a list belong: below each other, or below units that exist."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from luoshi.followup.ground.refusals import RefusedError
from luoshi.followup.registry.unit_list.plan import Key, Plan, PlannedUnit
from luoshi.followup.registry.unit_list.sheet import Line
from luoshi.store.models import Unit
from luoshi.store.models.levels import LEVELS

_ALIKE = 0.5  # share of characters from which a name is offered for a misspelt one


class Units:
    """The units that exist and those that a list names.

    Attributes:
        lines: the list, with one way of naming what is above a unit.
    """

    def __init__(self, lines: Sequence[Line]) -> None:
        self._known: dict[str, list[Unit]] = defaultdict(list)
        self._depths: dict[int, int] = {}
        for unit in Unit.objects.order_by("depth", "rank", "pk"):
            self._known[unit.name].append(unit)
            self._depths[unit.pk] = unit.depth
        self._tops = [unit for units in self._known.values() for unit in units if unit.parent_id is None]
        self.lines = self._with_parents(lines)
        self._listed: dict[str, set[Key]] = defaultdict(set)
        for line in self.lines:
            self._listed[line.unit].add((line.parent, line.unit))

    def _with_parents(self, lines: Sequence[Line]) -> list[Line]:
        """Return the lines without the topmost unit as a parent; a parent said once holds for every row."""
        top = self._tops[0].name if len(self._tops) == 1 else ""
        said: dict[str, set[str]] = defaultdict(set)
        for line in lines:
            said[line.unit] |= {line.parent} - {""}
        found = []
        for line in lines:
            parent = line.parent
            if not parent and len(said[line.unit]) == 1:
                parent = next(iter(said[line.unit]))
            found.append(replace(line, parent="" if parent == top else parent))
        return found

    def place(self, plan: Plan) -> None:
        """Put every unit of the list into a plan, or its mistake."""
        for line in self.lines:
            key = (line.parent, line.unit)
            try:
                if before := plan.units.get(key):
                    _say_again(line, before)
                else:
                    plan.units[key] = self._placed(line)
            except RefusedError as wrong:
                plan.note(line.row, wrong)
        for unit in plan.units.values():
            try:
                self._check_above(unit, plan)
            except RefusedError as wrong:
                plan.note(unit.row, wrong)

    def named(self, name: str) -> Key | int:
        """Return the unit that a name means: id of an existing one, key of a listed one.

        Raises:
            RefusedError: ``list-parent-unclear``, ``list-parent-unknown``.
        """
        known = [unit.pk for unit in self._known.get(name, ()) if not unit.closed_on]
        listed = self._listed.get(name, set())
        if len(known) > 1 or (not known and len(listed) > 1):
            raise RefusedError("list-parent-unclear", name=name)
        if not known and not listed:
            raise RefusedError("list-parent-unknown", name=name, like=self._like(name))
        return known[0] if known else next(iter(listed))

    def _placed(self, line: Line) -> PlannedUnit:
        if not line.unit:
            raise RefusedError("list-unit-missing")
        unit = PlannedUnit(line.row, line.unit, line.kind, line.short, self._above(line))
        for known in self._known.get(line.unit, ()):
            if known.parent_id != unit.parent:
                continue
            if known.closed_on:
                raise RefusedError("unit-closed", name=known.name)
            unit.known = known.pk
            said = (line.kind or known.kind, line.short or known.short)
            unit.is_changed = said != (known.kind, known.short)
        return unit

    def _above(self, line: Line) -> Key | int | None:
        if line.parent:
            return self.named(line.parent)
        if not self._tops or any(top.name == line.unit for top in self._tops):
            return None
        if len(self._tops) > 1:
            raise RefusedError("list-parent-missing", name=line.unit)
        return self._tops[0].pk

    def _like(self, name: str) -> str:
        """Return the name that shares most characters with a misspelt one."""
        names = {*self._known, *self._listed} - {"", name}
        shared = {one: len(set(one) & set(name)) / max(len(one), len(name)) for one in names}
        best = max(shared, key=lambda one: (shared[one], one), default="")
        return best if best and shared[best] >= _ALIKE else "–"

    def _check_above(self, unit: PlannedUnit, plan: Plan) -> None:
        seen, above = {unit.name}, unit.parent
        while isinstance(above, tuple):
            if above[1] in seen:
                raise RefusedError("list-circle", name=unit.name)
            seen.add(above[1])
            above = plan.units[above].parent if above in plan.units else None
        if (self._depths[above] if above else 0) + len(seen) > LEVELS:
            raise RefusedError("too-deep", most=LEVELS)


def _say_again(line: Line, before: PlannedUnit) -> None:
    for said, told in ((line.kind, before.kind), (line.short, before.short)):
        if said and told and said != told:
            raise RefusedError("list-says-otherwise", name=line.unit, row=before.row, words=told)
    before.kind, before.short = before.kind or line.kind, before.short or line.short
