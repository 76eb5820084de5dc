"""Accept, edit, merge, split, reject, take back: what a person makes of a proposal (审核)."""

import json
from collections.abc import Sequence
from dataclasses import asdict, fields, replace
from datetime import datetime

from luoshi.followup.ground.permissions import Viewer, visible_documents
from luoshi.followup.ground.record import append, record
from luoshi.followup.ground.refusals import (
    ChangedMeanwhileError,
    NotAllowedError,
    NotFoundError,
    RefusedError,
)
from luoshi.followup.ground.writing import writing
from luoshi.followup.intake.drafts import Draft, NamedUnit, from_json, merged, parted, to_json
from luoshi.followup.task.accept import NewTask, make_task
from luoshi.followup.task.assign import give
from luoshi.ledger.entries import Cancelled
from luoshi.store.models import Correction, Proposal, Task

_CHANGEABLE = frozenset(f.name for f in fields(Draft)) - {"start", "end", "rule", "confidence"}
_GIVEN = frozenset({"lead", "support", "supervise", "assess"})
Status = Proposal.Status


def _open(viewer: Viewer, pk: int, edition: int | None, *, status: str = Status.OPEN) -> Proposal:
    """Return a proposal the viewer may decide about, in the state it is expected in."""
    found = (
        Proposal.objects.filter(pk=pk, version__document__in=visible_documents(viewer))
        .select_related("version__document__unit", "task", "decided_by")
        .first()
    )
    if found is None:
        raise NotFoundError
    if found.version.document.unit_id not in viewer.units:
        raise NotAllowedError("needs-role", roles="")
    if edition is not None and edition != found.edition:
        raise ChangedMeanwhileError(found.decided_by.name if found.decided_by else "", _changes(found))
    if found.status != status:
        raise RefusedError(f"proposal-{found.status}")
    return found


def _changes(proposal: Proposal) -> tuple[tuple[str, str, str], ...]:
    rows = proposal.corrections.order_by("-pk")[:5].values_list("field", "before", "after")
    return tuple(rows) or (("status", "", str(proposal.status)),)


def _decided(proposal: Proposal, viewer: Viewer, status: str, now: datetime) -> None:
    proposal.status, proposal.decided_by_id, proposal.decided_at = status, viewer.person, now
    proposal.edition += 1
    proposal.save()


def _tell(viewer: Viewer, act: str, proposals: Sequence[Proposal], now: datetime) -> None:
    body = json.dumps({"act": act, "proposals": [p.pk for p in proposals]})
    document = proposals[0].version.document_id
    append(f"proposal-{act}", body, at=now, viewer=viewer, subject=f"document:{document}")


def accept(viewer: Viewer, pk: int, *, now: datetime, edition: int | None = None) -> Task:
    """Make a task of a proposal and give it to the units that are clear.

    Raises:
        NotFoundError, NotAllowedError, ChangedMeanwhileError: not this viewer's, or not any more as it was.
        RefusedError: ``about-people`` (decision 0001), ``proposal-accepted`` …
    """
    with writing():
        proposal = _open(viewer, pk, edition)
        if proposal.is_people:
            raise RefusedError("about-people")
        task = _task_from(viewer, proposal, from_json(proposal.body), now)
        proposal.task = task
        _decided(proposal, viewer, Status.ACCEPTED, now)
        _tell(viewer, "accepted", [proposal], now)
        return task


def _task_from(viewer: Viewer, proposal: Proposal, draft: Draft, now: datetime) -> Task:
    owner = proposal.version.document.unit
    new = NewTask(
        words=draft.words,
        kind=draft.kind,
        rrule=draft.rrule,
        due_on=draft.due,
        due_words=draft.due_words,
        waits_for=draft.waits_for,
        limit_days=draft.limit_days,
        quantities=json.dumps([dict(q) for q in draft.quantities], ensure_ascii=False),
        version=proposal.version_id,
        place=(draft.start, draft.end),
        quote=proposal.version.text[draft.start : draft.end],
        scheme=draft.scheme or None,
    )
    task = make_task(viewer, owner, new, now=now)
    units = [(unit, named.role) for named in draft.units if named.role in _GIVEN for unit in named.units]
    if units:
        give(viewer, task, list(dict.fromkeys(units)), now=now)
    return task


def accept_all_firm(viewer: Viewer, version: int, *, now: datetime) -> list[Task]:
    """Accept every open firm proposal of a version that has a unit to give it to, in one go.

    Raises:
        NotFoundError, NotAllowedError: not this viewer's.
    """
    waiting = Proposal.objects.filter(version=version, status=Status.OPEN, is_firm=True, is_people=False)
    with writing():
        return [accept(viewer, proposal.pk, now=now) for proposal in waiting.order_by("number")]


def edit(viewer: Viewer, pk: int, changed: Draft, *, now: datetime, edition: int | None = None) -> Proposal:
    """Change a proposal; each changed field is kept as a correction, so that the next reading learns from it.

    Raises:
        NotFoundError, NotAllowedError, ChangedMeanwhileError: see ``accept``.
        RefusedError: ``words-missing``.
    """
    if not changed.words.strip():
        raise RefusedError("words-missing")
    with writing():
        proposal = _open(viewer, pk, edition)
        before, after = asdict(from_json(proposal.body)), asdict(changed)
        for name in sorted(_CHANGEABLE):
            if before[name] != after[name]:
                Correction.objects.create(
                    proposal=proposal,
                    field=name,
                    before=json.dumps(before[name], ensure_ascii=False),
                    after=json.dumps(after[name], ensure_ascii=False),
                    by_id=viewer.person,
                    at=now,
                )
        proposal.body = to_json(changed)
        proposal.start, proposal.end = changed.start, changed.end
        proposal.edition += 1
        proposal.decided_by_id = viewer.person
        proposal.save()
        _tell(viewer, "edited", [proposal], now)
        return proposal


def name_units(viewer: Viewer, pk: int, units: Sequence[NamedUnit], *, now: datetime) -> Proposal:
    """Say who is meant, without touching the rest of a proposal."""
    proposal = _open(viewer, pk, None)
    return edit(viewer, pk, replace(from_json(proposal.body), units=tuple(units)), now=now)


def reject(viewer: Viewer, pk: int, *, now: datetime, edition: int | None = None) -> Proposal:
    """Set a proposal aside; it can come back."""
    with writing():
        proposal = _open(viewer, pk, edition)
        _decided(proposal, viewer, Status.REJECTED, now)
        _tell(viewer, "rejected", [proposal], now)
        return proposal


def merge(viewer: Viewer, pks: Sequence[int], *, now: datetime) -> Proposal:
    """Make one proposal of several of the same text.

    Raises:
        RefusedError: ``merge-needs-two``, ``merge-of-two-texts``, ``about-people``.
    """
    with writing():
        found = sorted((_open(viewer, pk, None) for pk in dict.fromkeys(pks)), key=lambda p: p.start)
        if len(found) < 2:
            raise RefusedError("merge-needs-two")
        if len({p.version_id for p in found}) > 1:
            raise RefusedError("merge-of-two-texts")
        if any(p.is_people for p in found):
            raise RefusedError("about-people")
        draft = merged([from_json(p.body) for p in found], found[0].version.text)
        return _replace(viewer, found, [draft], "merged", now)[0]


def split(viewer: Viewer, pk: int, at: int, *, now: datetime, edition: int | None = None) -> list[Proposal]:
    """Make two proposals of one, cut at a place in the text as received.

    Raises:
        RefusedError: ``split-outside``.
    """
    with writing():
        proposal = _open(viewer, pk, edition)
        try:
            halves = parted(from_json(proposal.body), at, proposal.version.text)
        except ValueError as error:
            raise RefusedError("split-outside") from error
        return _replace(viewer, [proposal], halves, "split", now)


def _replace(
    viewer: Viewer, old: Sequence[Proposal], drafts: Sequence[Draft], act: str, now: datetime
) -> list[Proposal]:
    head = old[0]
    new = []
    for draft in drafts:
        made = Proposal.objects.create(
            version=head.version,
            number=head.number,
            start=draft.start,
            end=draft.end,
            item=head.item,
            body=to_json(draft),
            is_firm=any(p.is_firm for p in old),
            is_people=any(p.is_people for p in old),
        )
        made.made_of.set(old)
        new.append(made)
    for proposal in old:
        _decided(proposal, viewer, Status.REPLACED, now)
    _tell(viewer, act, [*old, *new], now)
    return new


def undo(viewer: Viewer, pk: int, *, now: datetime) -> list[Proposal]:
    """Take back the last decision about a proposal.

    A rejected one opens again; an accepted one's task is called off, as long as nobody has worked on it; of a
    merged or split one the new rows give way to the old.

    Raises:
        NotFoundError, NotAllowedError: not this viewer's.
        RefusedError: ``undo-nothing``, ``undo-worked-on``, ``undo-decided-since``.
    """
    with writing():
        found = Proposal.objects.filter(pk=pk, version__document__in=visible_documents(viewer)).first()
        if found is None:
            raise NotFoundError
        if found.status == Status.OPEN:
            if not found.made_of.exists():
                raise RefusedError("undo-nothing")
            return _undo_replacement(viewer, list(found.made_of.all()), now)
        found = _open(viewer, pk, None, status=found.status)
        if found.status == Status.REPLACED:
            return _undo_replacement(viewer, [found], now)
        if found.status == Status.ACCEPTED:
            _call_off(viewer, found, now)
        found.task = None
        _decided(found, viewer, Status.OPEN, now)
        _tell(viewer, "undone", [found], now)
        return [found]


def _call_off(viewer: Viewer, proposal: Proposal, now: datetime) -> None:
    task = proposal.task
    if task is None:
        return
    worked_on = task.reports.exists() or task.evidence.exists() or task.children.exists()
    if worked_on or task.stakes.filter(signed_at__isnull=False).exists():
        raise RefusedError("undo-worked-on", code=task.code)
    by = str(proposal.version.document.unit_id)
    record(task, Cancelled(task=task.code, at=now, by_unit=by, reason="撤回立项"), viewer=viewer)


def _undo_replacement(viewer: Viewer, some_old: Sequence[Proposal], now: datetime) -> list[Proposal]:
    new = list(some_old[0].made_into.all())
    old = list({p.pk: p for one in new for p in one.made_of.all()}.values())
    if any(p.status != Status.OPEN for p in new):
        raise RefusedError("undo-decided-since")
    for proposal in old:
        reopened = _open(viewer, proposal.pk, None, status=Status.REPLACED)
        _decided(reopened, viewer, Status.OPEN, now)
    version = old[0].version
    Proposal.objects.filter(pk__in=[p.pk for p in new]).delete()
    body = json.dumps({"act": "undone", "proposals": [p.pk for p in old]})
    append("proposal-undone", body, at=now, viewer=viewer, subject=f"document:{version.document_id}")
    return list(Proposal.objects.filter(pk__in=[p.pk for p in old]).order_by("start"))
