"""Make a post, give it, hand it over (岗位、任职、交接). Duties belong to the post, not to its holder."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import F, Q

from luoshi.followup.ground.permissions import Viewer
from luoshi.followup.ground.refusals import NotFoundError, RefusedError
from luoshi.followup.ground.writing import writing
from luoshi.followup.registry.keeping import named, note, only_keeper, person_at, post_at, unit_at
from luoshi.store.models import Holding, Post


@dataclass(frozen=True, slots=True)
class NewPost:
    """A post to be made.

    Attributes:
        title: as 局长, 办公室主任.
        role: ``lead``, ``clerk``, ``inspector`` or ``viewer``.
        scope: id of the unit whose subtree it sees; its own unit's when None. It acts for its unit only.
    """

    title: str
    role: str
    scope: int | None = None


def make_post(viewer: Viewer | None, unit: int, new: NewPost, *, now: datetime) -> Post:
    """Make a post in a unit.

    Raises:
        NotFoundError, NotAllowedError: no such unit; not a keeper.
        RefusedError: ``name-missing``, ``unknown-post-role``, ``post-title-taken``.
    """
    only_keeper(viewer)
    if new.role not in Post.Role.values:
        raise RefusedError("unknown-post-role", role=new.role)
    with writing():
        post = Post(unit=unit_at(unit), title=named(new.title, 60), role=new.role)
        post.scope = unit_at(new.scope) if new.scope is not None else None
        if Post.objects.filter(unit=post.unit, title=post.title).exists():
            raise RefusedError("post-title-taken", title=post.title)
        post.save()
        note("post-made", post, viewer, now, unit=unit, title=post.title, role=post.role, scope=new.scope)
        return post


def give_post(viewer: Viewer | None, post: int, person: int, from_on: date, *, now: datetime) -> Holding:
    """Let a person hold a post from a day on, beside whoever holds it already.

    Raises:
        NotFoundError, NotAllowedError: no such post or person; not a keeper.
        RefusedError: ``held-already``, ``unit-closed``.
    """
    only_keeper(viewer)
    with writing():
        found, holder = post_at(post), person_at(person)
        if found.unit.closed_on:
            raise RefusedError("unit-closed", name=found.unit.name)
        if found.holdings.filter(Q(until_on=None) | Q(until_on__gte=from_on), person=holder).exists():
            raise RefusedError("held-already", name=holder.name, title=found.title)
        held = Holding.objects.create(post=found, person=holder, from_on=from_on)
        note("post-taken", found, viewer, now, person=person, name=holder.name, on=from_on)
        return held


def end_holding(viewer: Viewer | None, holding: int, last_on: date, *, now: datetime) -> Holding:
    """Let a person hold a post until a day, that day included.

    Raises:
        NotFoundError, NotAllowedError: no such holding; not a keeper.
        RefusedError: ``ends-before-it-begins``.
    """
    only_keeper(viewer)
    with writing():
        held = Holding.objects.filter(pk=holding, until_on=None).select_related("post", "person").first()
        if held is None:
            raise NotFoundError
        if last_on < held.from_on:
            raise RefusedError("ends-before-it-begins", day=held.from_on.isoformat())
        held.until_on = last_on
        held.save(update_fields=["until_on"])
        note("post-left", held.post, viewer, now, person=held.person_id, name=held.person.name, on=last_on)
        return held


def hand_over(viewer: Viewer | None, post: int, person: int, on: date, *, now: datetime) -> Holding:
    """Hand a post with all its duties to the next holder.

    From ``on`` that person holds it; whoever held it before does so until the day before.

    Raises:
        NotFoundError, NotAllowedError: no such post or person; not a keeper.
        RefusedError: ``held-already``, ``ends-before-it-begins``, ``unit-closed``.
    """
    only_keeper(viewer)
    with writing():
        before = on - timedelta(days=1)
        held = Holding.objects.filter(post=post, until_on=None).exclude(person=person)
        if late := held.filter(from_on__gte=on).order_by("-from_on").first():
            raise RefusedError("ends-before-it-begins", day=late.from_on.isoformat())
        for one in held.order_by("pk"):
            end_holding(viewer, one.pk, before, now=now)
        Holding.objects.filter(post=post, until_on__gte=on, from_on__lt=on).exclude(person=person).update(
            until_on=before
        )
        return give_post(viewer, post, person, on, now=now)


def drop_future(person: int, on: date) -> int:
    """End every holding of a person on a day, as when the account is closed; return how many."""
    held = Holding.objects.filter(Q(until_on=None) | Q(until_on__gt=on), person=person)
    return held.filter(from_on__lte=on).update(until_on=on) + held.filter(from_on__gt=on).update(
        until_on=F("from_on")
    )
