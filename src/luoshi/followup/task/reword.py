"""Correct a task's words or its line of work; two people at one task are told of each other (改写)."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from luoshi.followup.finding.index import index_task
from luoshi.followup.ground.permissions import Viewer, acting_as, task_for
from luoshi.followup.ground.refusals import ChangedMeanwhileError, RefusedError
from luoshi.followup.ground.writing import writing
from luoshi.store.models import Event, Scheme, Task

_T = TypeVar("_T")
_SHOWN = 5  # changes named to the person who comes second


def unchanged_since(viewer: Viewer, code: str, edition: int, act: Callable[[], _T]) -> _T:
    """Do something to a task that nobody changed since the viewer looked at it.

    Args:
        viewer: who acts.
        code: the task's.
        edition: as it stood on the page.
        act: what to do; runs in the same transaction.

    Raises:
        NotFoundError: not this viewer's.
        ChangedMeanwhileError: somebody else came first; says who and what.
    """
    with writing():
        task = task_for(viewer, code)
        if task.edition != edition:
            raise _changed(task, task.edition - edition)
        return act()


def _changed(task: Task, n: int) -> ChangedMeanwhileError:
    rows = (
        Event.objects.filter(task=task)
        .exclude(kind="commented")
        .order_by("-pk")
        .values_list("kind", "body", "person__name")[: max(1, min(n, _SHOWN))]
    )
    by = "、".join(dict.fromkeys(name for *_, name in rows if name))
    return ChangedMeanwhileError(by, tuple(_what(kind, json.loads(body)) for kind, body, _ in rows))


def _what(kind: str, body: dict[str, object]) -> tuple[str, str, str]:
    """Return a change as field, before and after."""
    after = next((body[key] for key in ("after", "due_on", "to", "reason", "words") if body.get(key)), "")
    return f"event_{kind}", str(body.get("before") or ""), str(after)


def _note(task: Task, change: tuple[str, str, str], *, person: int, by: int, now: datetime) -> None:
    """Record a change of a column that no entry of the ledger holds."""
    kind, before, after = change
    told = {"task": task.code, "before": before, "after": after}
    body = json.dumps(told, ensure_ascii=False, sort_keys=True)
    Event.objects.create(at=now, kind=kind, task=task, person_id=person, unit_id=by, body=body)
    task.edition += 1
    task.changed_at = now


def edit_words(viewer: Viewer, code: str, words: str, *, now: datetime) -> Task:
    """Put a task in clearer words, for its owner. The quote and the first words stay in history.

    Raises:
        NotFoundError, NotAllowedError: not this viewer's.
        RefusedError: ``words-missing``, ``task-ended``.
    """
    words = words.strip()
    if not words:
        raise RefusedError("words-missing")
    with writing():
        task = task_for(viewer, code)
        by = acting_as(viewer, task, "owner")
        if not task.is_open:
            raise RefusedError("task-ended", code=code)
        if words != task.words:
            _note(task, ("reworded", task.words, words), person=viewer.person, by=by, now=now)
            task.words = words
            task.save(update_fields=["words", "edition", "changed_at"])
            index_task(task)
        return task


def set_scheme(viewer: Viewer, code: str, scheme: int | None, *, now: datetime) -> Task:
    """Put a task into a line of work, or into none, for its owner; its light follows the scheme's rules.

    Raises:
        NotFoundError, NotAllowedError: not this viewer's.
        RefusedError: ``unknown-scheme``.
    """
    with writing():
        task = task_for(viewer, code)
        by = acting_as(viewer, task, "owner")
        wanted = Scheme.objects.filter(pk=scheme).first() if scheme else None
        if scheme and wanted is None:
            raise RefusedError("unknown-scheme")
        if wanted != task.scheme:
            before, after = (one.name if one else "" for one in (task.scheme, wanted))
            _note(task, ("scheme-set", before, after), person=viewer.person, by=by, now=now)
            task.scheme = wanted
            task.save(update_fields=["scheme", "edition", "changed_at"])
        return task
