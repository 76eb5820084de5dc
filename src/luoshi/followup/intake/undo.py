"""Take a decision back: rows reopen, edits return, tasks nobody worked on are called off."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from luoshi.followup.ground.permissions import Viewer, document_for, visible_documents
from luoshi.followup.ground.record import append, record
from luoshi.followup.ground.refusals import NotAllowedError, RefusedError
from luoshi.followup.ground.writing import writing
from luoshi.followup.intake.drafts import ADDED, from_json
from luoshi.followup.intake.reviewing import Status, proposal_for, reopen, tell
from luoshi.ledger.entries import Cancelled
from luoshi.ledger.state import Step
from luoshi.store.models import Document, Proposal, Task


def undo(viewer: Viewer, pk: int, *, now: datetime) -> list[Proposal]:
    """Take back the last decision about a proposal; return the rows that stand open again.

    A rejected one opens again; an accepted one's task is called off, as long as nobody has worked on it; an
    edited one gets its words back; of a merged or split one the new rows give way to the old; an added one
    goes.

    Raises:
        NotFoundError, NotAllowedError: not this viewer's.
        RefusedError: ``undo-nothing``, ``undo-worked-on``, ``undo-decided-since``.
    """
    with writing():
        status = Proposal.objects.filter(pk=pk, version__document__in=visible_documents(viewer))
        found = proposal_for(viewer, pk, None, status=status.values_list("status", flat=True).first() or "")
        if found.status == Status.REPLACED:
            return _undo_regrouping(viewer, [found], now)
        if found.status == Status.OPEN:
            if found.corrections.exists():
                return [_undo_edit(viewer, found, now)]
            if found.made_of.exists():
                return _undo_regrouping(viewer, list(found.made_of.all()), now)
            if from_json(found.body).rule == ADDED:
                tell(viewer, "undone", [found], now)
                found.delete()
                return []
            raise RefusedError("undo-nothing")
        if found.status == Status.ACCEPTED:
            _call_off(viewer, found, now)
        reopen(found)
        tell(viewer, "undone", [found], now)
        return [found]


def undo_last(viewer: Viewer, version: int, *, now: datetime, most: int) -> list[Proposal]:
    """Take back what the viewer decided last about a version; of rows accepted in one go, some at a time.

    Raises:
        as ``undo``.
    """
    last = last_touched(viewer, version)
    if last is None:
        raise RefusedError("undo-nothing")
    with writing():
        return [one for pk in last.rows[:most] for one in undo(viewer, pk, now=now)]


@dataclass(frozen=True, slots=True)
class LastDecided:
    """What was decided last about a version: ids of the rows, what they stand as now, words of the first."""

    rows: tuple[int, ...]
    status: str
    words: str


def last_touched(viewer: Viewer, version: int) -> LastDecided | None:
    """Return what the viewer decided last about a version: one row, or all that were accepted in one go."""
    mine = Proposal.objects.filter(version=version, decided_by=viewer.person, decided_at__isnull=False)
    last = mine.order_by("-decided_at", "-pk").first()
    if last is None:
        return None
    rows: tuple[int, ...] = (last.pk,)
    if last.status == Status.ACCEPTED:
        together = mine.filter(decided_at=last.decided_at, status=Status.ACCEPTED)
        rows = tuple(together.order_by("-pk").values_list("pk", flat=True))
    return LastDecided(rows, str(last.status), from_json(last.body).words)


def withdraw(viewer: Viewer, pk: int, *, now: datetime) -> Document:
    """Take back that a document was taken in, as long as no task came of it. The event of taking it in stays.

    Raises:
        NotFoundError, NotAllowedError: not this viewer's.
        RefusedError: ``document-has-tasks``.
    """
    with writing():
        document = document_for(viewer, pk)
        if document.unit_id not in viewer.units:
            raise NotAllowedError("needs-role", roles="")
        if Task.objects.filter(version__document=document).exclude(step=Step.CANCELLED).exists():
            raise RefusedError("document-has-tasks")
        document.withdrawn_at = now
        document.save(update_fields=["withdrawn_at"])
        subject = f"document:{document.pk}"
        append("document-withdrawn", json.dumps({"document": pk}), at=now, viewer=viewer, subject=subject)
        return document


def _undo_edit(viewer: Viewer, proposal: Proposal, now: datetime) -> Proposal:
    """Give a proposal back what its last edit changed."""
    latest = proposal.corrections.order_by("-pk").values_list("at", flat=True)[:1]
    last = proposal.corrections.filter(at=latest[0])
    body = json.loads(proposal.body)
    body |= {one.field: json.loads(one.before) for one in last}
    proposal.body = json.dumps(body, ensure_ascii=False, sort_keys=True)
    last.delete()
    reopen(proposal)
    tell(viewer, "undone", [proposal], now)
    return proposal


def _call_off(viewer: Viewer, proposal: Proposal, now: datetime) -> None:
    task = proposal.task
    if task is None:
        return
    by = str(proposal.version.document.unit_id)
    for one in (*task.children.order_by("pk"), task):
        _check_untouched(one, is_whole=one.pk == task.pk)
        record(one, Cancelled(task=one.code, at=now, by_unit=by, reason="撤回立项"), viewer=viewer)


def _check_untouched(task: Task, *, is_whole: bool) -> None:
    """Let a task pass that nobody has worked on; the parts of the whole were made with it."""
    worked_on = task.reports.exists() or task.evidence.exists() or (task.children.exists() and not is_whole)
    if worked_on or task.stakes.filter(signed_at__isnull=False).exists():
        raise RefusedError("undo-worked-on", code=task.code)


def _undo_regrouping(viewer: Viewer, some_old: Sequence[Proposal], now: datetime) -> list[Proposal]:
    """Let the rows that were made by merging or splitting give way to those they were made of."""
    new = list(some_old[0].made_into.all())
    old = {p.pk: p for one in new for p in one.made_of.all()}
    if any(p.status != Status.OPEN for p in new):
        raise RefusedError("undo-decided-since")
    reopened = [proposal_for(viewer, pk, None, status=Status.REPLACED) for pk in old]
    for proposal in reopened:
        reopen(proposal)
    Proposal.objects.filter(pk__in=[p.pk for p in new]).delete()
    tell(viewer, "undone", reopened, now)
    return sorted(reopened, key=lambda p: p.start)
