"""Who may see and do what: by post, by unit, in one place."""

from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from luoshi.followup.ground.refusals import NotAllowedError, NotFoundError
from luoshi.store.models import Document, Person, Post, Stake, Task
from luoshi.store.queries.people import granted

ACTING = frozenset({Post.Role.LEAD, Post.Role.CLERK})


@dataclass(frozen=True, slots=True)
class Grant:
    """What one post gives: sight of a subtree, and acts in the name of a unit.

    Attributes:
        unit: id of the unit it acts for.
        role: ``lead``, ``clerk``, ``inspector`` or ``viewer``.
        sees: id of the unit whose subtree it sees.
        depth: depth of that unit in the tree, 1 at the top.
    """

    unit: int
    role: str
    sees: int
    depth: int


@dataclass(frozen=True, slots=True)
class Viewer:
    """A person on a day, with what the posts held that day give."""

    person: int
    name: str
    grants: tuple[Grant, ...]
    is_keeper: bool = False

    @property
    def units(self) -> frozenset[int]:
        """Units the viewer acts for."""
        return frozenset(g.unit for g in self.grants if g.role in ACTING)

    @property
    def inspecting(self) -> frozenset[int]:
        """Units in whose name the viewer inspects."""
        return frozenset(g.unit for g in self.grants if g.role == Post.Role.INSPECTOR)


def viewer_of(person: Person, on: date) -> Viewer:
    """Return what a person may see and do on a day; one query."""
    grants = tuple(
        Grant(unit, role, scope or unit, scope_depth or unit_depth)
        for unit, role, scope, unit_depth, scope_depth in granted(person.pk, on)
    )
    return Viewer(person.pk, person.name, grants, person.is_keeper)


def _under(viewer: Viewer) -> Q:
    """Return the condition that a levelled row lies in a subtree the viewer sees."""
    found = Q(pk__in=[])
    for grant in set(viewer.grants):
        found |= Q(**{f"l{grant.depth}": grant.sees})
    return found


def visible_tasks(viewer: Viewer) -> QuerySet[Task]:
    """Return the tasks a viewer may see: seated in the subtree, or with a stake in it."""
    stakes = Stake.objects.filter(_under(viewer), task=OuterRef("pk"))
    return Task.objects.filter(_under(viewer) | Exists(stakes))


def visible_documents(viewer: Viewer) -> QuerySet[Document]:
    """Return the documents taken in by a unit in the subtree, or from which a visible task came.

    One that was taken in by mistake and withdrawn is nobody's.
    """
    seen = Q(pk__in=[])
    for grant in set(viewer.grants):
        seen |= Q(**{f"unit__l{grant.depth}": grant.sees})
    from_there = Exists(visible_tasks(viewer).filter(version__document=OuterRef("pk")))
    return Document.objects.filter(seen | from_there, withdrawn_at=None)


def task_for(viewer: Viewer, code: str) -> Task:
    """Return a task the viewer may see.

    Raises:
        NotFoundError: there is none, or not for this viewer.
    """
    found = visible_tasks(viewer).filter(code=code).select_related("seat", "owner", "scheme")
    if connection.in_atomic_block and connection.vendor == "postgresql":
        found = found.select_for_update(of=("self",))  # who changes a task folds all that was said before
    task = found.first()
    if task is None:
        raise NotFoundError
    return task


def task_id_for(viewer: Viewer, code: str) -> int:
    """Return the id of a task the viewer may see; cheaper than the task where its columns are read anyway.

    Raises:
        NotFoundError: there is none, or not for this viewer.
    """
    pk = visible_tasks(viewer).filter(code=code).values_list("pk", flat=True).first()
    if pk is None:
        raise NotFoundError
    return pk


def document_for(viewer: Viewer, pk: int) -> Document:
    """Return a document the viewer may see.

    Raises:
        NotFoundError: there is none, or not for this viewer.
    """
    document = visible_documents(viewer).filter(pk=pk).first()
    if document is None:
        raise NotFoundError
    return document


def units_with(task: Task, *roles: str) -> set[int]:
    """Return the ids of the units that have one of these roles in a task."""
    return set(task.stakes.filter(role__in=roles).values_list("unit", flat=True))


def acting_as(viewer: Viewer, task: Task, *roles: str) -> int:
    """Return the unit in whose name the viewer acts on a task in one of these roles.

    Raises:
        NotAllowedError: the viewer acts for none of them.
    """
    mine = viewer.units & units_with(task, *roles)
    if not mine:
        raise NotAllowedError("needs-role", roles=", ".join(roles))
    return min(mine)


def inspecting_as(viewer: Viewer, task: Task, *, but: int | None = None) -> int:
    """Return the unit in whose name the viewer looks into a task: an inspector's, or one that supervises it.

    Args:
        viewer: who looks.
        task: into what.
        but: never in the name of this unit, which handed in what is looked at.

    Raises:
        NotAllowedError: the viewer neither inspects nor supervises, or is the doer.
    """
    doers = units_with(task, Stake.Role.LEAD, Stake.Role.SUPPORT) | {but}
    mine = (viewer.inspecting | (viewer.units & units_with(task, "supervise", "assess", "owner"))) - doers
    if not mine:
        raise NotAllowedError("needs-inspector")
    return min(mine)
