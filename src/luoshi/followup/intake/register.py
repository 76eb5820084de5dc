"""Names in documents to units in the register: 县民政局, 民政局, 各乡镇, mz."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Q, QuerySet

from luoshi.followup.finding.pinyin import initials
from luoshi.followup.ground.permissions import Viewer
from luoshi.followup.ground.refusals import RefusedError
from luoshi.store.models import Unit

_WHOLE = ("各", "所有", "全体", "全部")
_NOBODY = ("有关", "相关", "其他")
_ENDINGS = ("人民政府", "政府", "党委", "党工委", "办事处")
_BETWEEN = re.compile("[（()）、和及]")
_MOST = 20
_LOOKED_AT = 400


def initials_of(name: str, short: str = "") -> str:
    """Return the initials of the pinyin of a name and a short name: 县民政局, 民政局 -> ``xmzj mzj``."""
    names = dict.fromkeys(bare for one in (name, short) if (bare := "".join(one.split())))
    return " ".join(initials(one) for one in names)[:60]


@dataclass(frozen=True, slots=True)
class Entry:
    """One unit of the register as it is found by name."""

    pk: int
    name: str
    short: str
    kind: str
    initials: str


@dataclass(slots=True)
class Register:
    """The units below one top unit, read once and asked often."""

    entries: tuple[Entry, ...]
    top: str = ""
    _by_name: dict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    _by_kind: dict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        for entry in self.entries:
            for name in self._spellings(entry):
                self._by_name[name].append(entry)
            if entry.kind:
                self._by_kind[entry.kind].append(entry)

    def _spellings(self, entry: Entry) -> set[str]:
        """Return the ways a document may name a unit: with and without the county and its level word."""
        found = {entry.name, entry.short} - {""}
        for name in tuple(found):
            bare = name.removeprefix(self.top)
            found |= {bare, bare.removeprefix(self.top[-1:])} if self.top else {bare}
        return {name for name in found if len(name) > 1}

    def resolve(self, words: str) -> tuple[int, ...]:
        """Return who is meant: one unit, every member of a kind (各乡镇), or nobody when it is not clear.

        有关部门 is nobody in particular and never resolves.
        """
        name = "".join(words.split())
        if name.startswith(_NOBODY):
            return ()
        exact = self._by_name.get(name) or self._by_name.get(name.removeprefix(self.top))
        if exact and len({e.pk for e in exact}) == 1:
            return (exact[0].pk,)
        for whole in _WHOLE:
            if name.startswith(whole):
                return self._members(name.removeprefix(whole))
        return ()

    def _members(self, kinds: str) -> tuple[int, ...]:
        """Return the units of one or more kinds: 乡镇, 乡镇（街道）, 部门."""
        if kinds.startswith(_NOBODY):
            return ()
        found = [e.pk for kind in _kinds_in(kinds) for e in self._by_kind.get(kind, ())]
        return tuple(dict.fromkeys(found))


def _kinds_in(words: str) -> list[str]:
    """Return the kinds of units that 各乡镇（街道） and the like name."""
    name = "".join(words.split())
    for whole in _WHOLE:
        name = name.removeprefix(whole)
    return [_bare(kind) for kind in _BETWEEN.split(name) if kind]


def _bare(kind: str) -> str:
    """Return the kind without the words for its government: 乡镇人民政府 -> 乡镇, 镇乡 -> 乡镇."""
    for ending in _ENDINGS:
        kind = kind.removesuffix(ending)
    return "乡镇" if kind == "镇乡" else kind


def _rank(entry: Entry, wanted: str) -> int | None:
    """Return how well a unit fits what was typed, 0 the best; None for not at all."""
    names = (entry.name.lower(), entry.short.lower())
    if wanted in names:
        return 0
    if any(name.startswith(wanted) for name in names if name) or any(
        letters.startswith(wanted) for letters in entry.initials.split()
    ):
        return 1
    if any(wanted in name for name in names):
        return 2
    return 3 if wanted in entry.initials else None


def _rows(found: QuerySet[Unit], most: int | None = None) -> tuple[Entry, ...]:
    rows = found.order_by("depth", "rank", "pk").values_list("pk", "name", "short", "kind", "initials")
    return tuple(Entry(*row) for row in rows[:most])


def register_of(unit: Unit, names: Iterable[str] | None = None) -> Register:
    """Return the register of the tree a unit stands in, or the part of it that some names can mean."""
    top = Unit.objects.values_list("name", flat=True).get(pk=unit.l1 or unit.pk)
    found = Unit.objects.filter(l1=unit.l1, closed_on=None)
    if names is not None:
        spelt: set[str] = set()
        kinds: set[str] = set()
        for name in names:
            spelt |= _possible("".join(name.split()), top)
            kinds |= set(_kinds_in(name))
        found = found.filter(Q(name__in=spelt) | Q(short__in=spelt) | Q(kind__in=kinds))
    return Register(_rows(found), top)


def offer(unit: Unit, typed: str) -> tuple[Entry, ...]:
    """Return the units that two typed letters may mean, best first: names, then pinyin initials."""
    wanted = typed.strip().lower()
    if not wanted:
        return ()
    may = Q(name__icontains=wanted) | Q(short__icontains=wanted) | Q(initials__contains=wanted)
    rows = _rows(Unit.objects.filter(may, l1=unit.l1, closed_on=None), _LOOKED_AT)
    ranked = [(rank, e.pk, e) for e in rows if (rank := _rank(e, wanted)) is not None]
    return tuple(e for _, _, e in sorted(ranked, key=lambda r: r[:2])[:_MOST])


def kinds_of(unit: Unit) -> dict[str, int]:
    """Return the kinds of units in the tree a unit stands in, with how many there are of each."""
    rows = Unit.objects.filter(l1=unit.l1, closed_on=None).exclude(kind="").order_by()
    return dict(rows.values_list("kind").annotate(n=Count("pk")))


def _possible(name: str, top: str) -> set[str]:
    """Return the ways a unit that a document calls ``name`` may stand in the register."""
    bare = name.removeprefix(top).removeprefix(top[-1:])
    return {name, bare, top[-1:] + bare, top + bare, top + name}


def unit_at(pk: int) -> Unit:
    """Return a unit by id."""
    return Unit.objects.get(pk=pk)


def names_of(units: Iterable[int]) -> dict[int, str]:
    """Return the names of units by id."""
    return dict(Unit.objects.filter(pk__in=units).values_list("pk", "name"))


def resolved(viewer: Viewer, words: str) -> list[int]:
    """Return the units that a name typed by a viewer means.

    Raises:
        RefusedError: ``unit-unclear``.
    """
    unit = Unit.objects.filter(pk__in=[grant.unit for grant in viewer.grants]).first()
    found = register_of(unit, [words]).resolve(words) if unit else ()
    if not found:
        raise RefusedError("unit-unclear", words=words[:40])
    return list(found)
