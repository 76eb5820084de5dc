"""What a list would make, and its mistakes, each with the row it stands in."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from luoshi.followup.ground.refusals import RefusedError

Key = tuple[str, str]  # name of the unit above ("" below the topmost), name


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong with a row; the words are those of refusals."""

    row: int
    code: str
    args: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(slots=True)
class PlannedUnit:
    """A unit of the list.

    Attributes:
        row: where it stands first.
        name, kind, short: as listed; empty kind and short leave those of a unit that exists.
        parent: its key in the list, or id of a unit that exists, or None for a topmost one.
        known: id, when it exists already.
        is_changed: it exists and the list says another kind or short name.
    """

    row: int
    name: str
    kind: str
    short: str
    parent: Key | int | None
    known: int = 0
    is_changed: bool = False


@dataclass(frozen=True, slots=True)
class PlannedPost:
    """A post of the list with its holder, both as far as they do not exist yet.

    Attributes:
        unit: key of its unit.
        known: id of the post, 0 for a new one.
        scope: key or id of the unit whose subtree it sees, None for its own unit's.
        account: id of the holder's account, 0 for a new one.
        name, username, email: of the holder; empty when the list names nobody.
        is_held: nothing is to be done.
    """

    row: int
    unit: Key
    title: str
    role: str
    scope: Key | int | None
    known: int = 0
    account: int = 0
    name: str = ""
    username: str = ""
    email: str = ""
    is_held: bool = False


@dataclass(slots=True)
class Plan:
    """A list as it would be carried out: nothing is, while there are mistakes."""

    units: dict[Key, PlannedUnit] = field(default_factory=dict)
    posts: list[PlannedPost] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)

    def note(self, row: int, wrong: RefusedError) -> None:
        """Keep what is wrong with a row."""
        self.mistakes.append(Mistake(row, wrong.code, wrong.args_by_name))

    @property
    def posts_by_unit(self) -> dict[Key, list[PlannedPost]]:
        """Its posts, unit by unit."""
        found: dict[Key, list[PlannedPost]] = {}
        for post in self.posts:
            found.setdefault(post.unit, []).append(post)
        return found

    @property
    def new_units(self) -> list[PlannedUnit]:
        """Those to be made."""
        return [unit for unit in self.units.values() if not unit.known]

    @property
    def changed_units(self) -> list[PlannedUnit]:
        """Those that exist and get another kind or short name."""
        return [unit for unit in self.units.values() if unit.is_changed]

    @property
    def new_accounts(self) -> list[PlannedPost]:
        """Those whose holders get an account, each once."""
        first = {post.username: post for post in reversed(self.posts) if post.name and not post.account}
        return sorted(first.values(), key=lambda post: post.row)

    @property
    def new_posts(self) -> list[PlannedPost]:
        """Those to be made or filled."""
        return [post for post in self.posts if not post.is_held]

    @property
    def is_done(self) -> bool:
        """Whether everything in the list exists already."""
        return not (self.new_units or self.changed_units or self.new_posts)
