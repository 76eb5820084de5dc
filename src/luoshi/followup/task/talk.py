"""Words between the people who work on a task, and who wants to hear of it (留言、关注)."""

import json
from datetime import datetime

from luoshi.followup.ground.permissions import Viewer, task_for
from luoshi.followup.ground.refusals import NotAllowedError, RefusedError
from luoshi.followup.ground.writing import writing
from luoshi.followup.tell.tidings import tell_commented
from luoshi.store.models import Comment, Event, Watch


def comment(viewer: Viewer, code: str, words: str, *, now: datetime) -> Comment:
    """Say something about a task; whoever sees it may.

    Raises:
        NotFoundError: not this viewer's.
        RefusedError: ``words-missing``.
    """
    words = words.strip()
    if not words:
        raise RefusedError("words-missing")
    with writing():
        task = task_for(viewer, code)
        unit = _unit_of(viewer)
        said = Comment.objects.create(task=task, person_id=viewer.person, unit_id=unit, words=words, at=now)
        body = json.dumps(
            {"comment": said.pk, "task": code, "words": words}, ensure_ascii=False, sort_keys=True
        )
        Event.objects.create(
            at=now, kind="commented", task=task, person_id=viewer.person, unit_id=unit, body=body
        )
        tell_commented(viewer, task, now=now)
        return said


def watch(viewer: Viewer, code: str, *, wanted: bool, now: datetime) -> None:
    """Hear of every change of a task, or no longer.

    Raises:
        NotFoundError: not this viewer's.
    """
    with writing():
        task = task_for(viewer, code)
        if wanted:
            _, changed = Watch.objects.get_or_create(task=task, person_id=viewer.person)
        else:
            changed = bool(Watch.objects.filter(task=task, person_id=viewer.person).delete()[0])
        if changed:
            body = json.dumps({"task": code, "watches": wanted})
            Event.objects.create(at=now, kind="watched", task=task, person_id=viewer.person, body=body)


def _unit_of(viewer: Viewer) -> int:
    """Return the unit a viewer speaks for: one acted for, else one served in any post."""
    units = viewer.units or {grant.unit for grant in viewer.grants}
    if not units:
        raise NotAllowedError("needs-post")
    return min(units)
