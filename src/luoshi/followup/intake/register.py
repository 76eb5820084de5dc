"""Names in documents to units in the register: 县民政局, 民政局, 各乡镇, mz."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from pypinyin import Style, lazy_pinyin

from luoshi.followup.ground.permissions import Viewer
from luoshi.followup.ground.refusals import RefusedError
from luoshi.store.models import Unit

_WHOLE = ("各", "所有", "全体", "全部")
_NOBODY = ("有关", "相关", "其他")
_ENDINGS = ("人民政府", "政府", "党委", "党工委", "办事处")
_MOST = 20


def initials_of(name: str) -> str:
    """Return the initials of a name's pinyin, as people type them: 县民政局 -> xmzj."""
    return "".join(lazy_pinyin(name, style=Style.FIRST_LETTER)).lower()[:60]


@dataclass(frozen=True, slots=True)
class Entry:
    """One unit of the register as it is found by name."""

    pk: int
    name: str
    short: str
    kind: str
    initials: str
    parent: int | None


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
        words = (
            kinds.replace("(", "（")
            .replace(")", "")
            .replace("）", "")
            .replace("（", "、")
            .replace("和", "、")
        )
        found: list[int] = []
        for kind in words.split("、"):
            found += [e.pk for e in self._by_kind.get(_bare(kind), ())]
        return tuple(dict.fromkeys(found))

    @property
    def kinds(self) -> dict[str, tuple[int, ...]]:
        """The kinds of units there are, with their members."""
        return {kind: tuple(e.pk for e in members) for kind, members in self._by_kind.items()}

    def offer(self, typed: str) -> tuple[Entry, ...]:
        """Return the units that two typed letters may mean, best first: names, then pinyin initials."""
        wanted = typed.strip().lower()
        if not wanted:
            return ()
        ranked = [(rank, e.pk, e) for e in self.entries if (rank := _rank(e, wanted)) is not None]
        return tuple(e for _, _, e in sorted(ranked, key=lambda r: r[:2])[:_MOST])


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
    if any(name.startswith(wanted) for name in names if name) or entry.initials.startswith(wanted):
        return 1
    if any(wanted in name for name in names):
        return 2
    return 3 if wanted in entry.initials else None


def register_of(unit: Unit) -> Register:
    """Return the register of the tree a unit stands in; one query."""
    rows = (
        Unit.objects.filter(l1=unit.l1, closed_on=None)
        .order_by("depth", "rank", "pk")
        .values_list("pk", "name", "short", "kind", "initials", "parent")
    )
    entries = tuple(Entry(*row) for row in rows)
    return Register(entries, entries[0].name if entries else "")


def names_of(units: Iterable[int]) -> dict[int, str]:
    """Return the names of units by id."""
    return dict(Unit.objects.filter(pk__in=units).values_list("pk", "name"))


def resolved(viewer: Viewer, words: str) -> list[int]:
    """Return the units that a name typed by a viewer means.

    Raises:
        RefusedError: ``unit-unclear``.
    """
    unit = Unit.objects.filter(pk__in=[grant.unit for grant in viewer.grants]).first()
    found = register_of(unit).resolve(words) if unit else ()
    if not found:
        raise RefusedError("unit-unclear", words=words[:40])
    return list(found)
