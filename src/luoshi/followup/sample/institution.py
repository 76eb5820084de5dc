"""Makes the sample county: units, posts, people, documents, and the year that was (see ``year``)."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from luoshi.followup.ground.permissions import Grant, Viewer
from luoshi.followup.ground.record import today_of
from luoshi.followup.ground.writing import writing
from luoshi.followup.proof.seal import seal
from luoshi.followup.registry.people import NewPerson, keep_person, person_from
from luoshi.followup.registry.posts import NewPost, give_post, make_post
from luoshi.followup.registry.units import UnitWords, make_unit
from luoshi.followup.sample.writing_out import table, texts
from luoshi.followup.sample.year import Year
from luoshi.followup.task.accept import make_scheme
from luoshi.followup.tell.remind import remind_all
from luoshi.store.models import Person, Post, Unit

PASSWORD = "qinghe-2026-sample"  # noqa: S105 - printed at every start, for an institution that does not exist
SEED = 20_26


@dataclass(frozen=True, slots=True)
class Login:
    """An account somebody may try the sample with."""

    username: str
    name: str
    post: str


@dataclass(frozen=True, slots=True)
class Made:
    """What there is to sign in with."""

    password: str
    logins: tuple[Login, ...]


# Username, unit, title, role of the post, sees the whole county.
_LOGINS = (
    ("office", "县政府办公室", "综合科经办", "clerk", False),
    ("boss", "青禾县", "分管副县长", "lead", True),
    ("inspector", "县政府督查室", "督查专员", "inspector", True),
    ("minzheng", "县民政局", "办公室经办", "clerk", False),
    ("jiaotong", "县交通运输局", "办公室经办", "clerk", False),
    ("liuhe", "柳河镇", "党政办经办", "clerk", False),
    ("shangcun", "柳河镇上村", "村文书", "clerk", False),
    ("keeper", "县政府办公室", "系统管理员", "viewer", False),
)


def make_if_empty(tell: Callable[[date], None] = lambda _: None) -> Made:
    """Fill an empty installation with the sample county, whole or not at all; leave any other as it is.

    Args:
        tell: called with each month of the county's year as it is reached.
    """
    if not Unit.objects.exists():
        with writing():
            Maker(timezone.now()).make(tell)
    return Made(PASSWORD, sample_logins())


def sample_logins() -> tuple[Login, ...]:
    """Return the accounts somebody may try the sample with."""
    posts = {username: f"{unit} {title}" for username, unit, title, _, _ in _LOGINS}
    people = Person.objects.filter(username__in=posts).order_by("pk")
    return tuple(Login(p.username, p.name, posts[p.username]) for p in people)


class Maker:
    """Makes the county as it stands today; the same day makes the same county."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.today = today_of(now)
        self.chance = random.Random(SEED)  # noqa: S311 - a story, not a secret
        self.units: dict[str, Unit] = {}
        self.clerks: dict[int, Viewer] = {}

    def moment(self, days: int, hour: int = 9) -> datetime:
        """Return a moment ``days`` from today."""
        day = datetime.combine(self.today + timedelta(days=days), time(hour), ZoneInfo(settings.TIME_ZONE))
        return min(day, self.now)

    def make(self, tell: Callable[[date], None]) -> None:
        """Make everything."""
        began = self.moment(-370)
        self._make_units(began)
        self._make_people(began)
        keeper = Viewer(Person.objects.get(username="keeper").pk, "", (), is_keeper=True)
        schemes = {t["name"]: make_scheme(keeper, t["name"], t["rules"]).pk for t in table("themes")["theme"]}
        year = Year(self, schemes)
        for text in texts(self.today):
            year.plan(text)
        year.run(tell)
        for days in range(-30, 1):
            remind_all(now=self.moment(days, 7))
        seal(now=self.now)

    def _make_units(self, began: datetime) -> None:
        named = table("units")
        top = self._unit(named["county"], "县", None, began)
        for name, short in named["departments"]:
            self._unit(name, "部门", top, began, short)
        for town in named["townships"]:
            made = self._unit(town, "乡镇", top, began)
            for village in named["villages"]:
                self._unit(f"{town}{village}", "村", made, began)

    def _unit(self, name: str, kind: str, parent: Unit | None, now: datetime, short: str = "") -> Unit:
        made = make_unit(None, UnitWords(name, kind, short), parent.pk if parent else None, now=now)
        self.units[name] = made
        return made

    def _make_people(self, began: datetime) -> None:
        """Make accounts to sign in with, and a clerk without password for every other unit."""
        named = table("units")
        names = [s + g for g in named["given"] for s in named["surnames"]]
        self.chance.shuffle(names)
        for username, unit, title, role, sees_all in _LOGINS:
            new = NewPerson(username, names.pop(), PASSWORD, f"{username}@example.org", username == "keeper")
            person = keep_person(None, person_from(new, now=began, hasher="first"), now=began)
            scope = self.units["青禾县"].pk if sees_all else None
            post = make_post(None, self.units[unit].pk, NewPost(title, role, scope), now=began)
            give_post(None, post.pk, person.pk, began.date(), now=began)
            if role in {Post.Role.CLERK, Post.Role.LEAD}:
                self._clerk(self.units[unit], person)
        self.inspector = self._viewer(self.units["县政府督查室"], "inspector", "inspector")
        for made in self.units.values():
            if made.pk not in self.clerks:
                self._silent_clerk(made, names.pop(), began)

    def _silent_clerk(self, unit: Unit, name: str, began: datetime) -> None:
        person = Person(username=f"unit-{unit.pk}", name=name, made_at=began)
        person.set_unusable_password()
        person.save()
        post = make_post(None, unit.pk, NewPost("经办", "clerk"), now=began)
        give_post(None, post.pk, person.pk, began.date(), now=began)
        self._clerk(unit, person)

    def _clerk(self, unit: Unit, person: Person) -> None:
        grant = Grant(unit.pk, Post.Role.CLERK, unit.pk, unit.depth)
        self.clerks[unit.pk] = Viewer(person.pk, person.name, (grant,))

    def _viewer(self, unit: Unit, username: str, role: str) -> Viewer:
        person = Person.objects.get(username=username)
        top = self.units["青禾县"]
        return Viewer(person.pk, person.name, (Grant(unit.pk, role, top.pk, top.depth),))
