"""Accept, edit, reject, restore: what a person makes of a proposal (审核)."""

import json
from dataclasses import asdict, fields, replace
from datetime import date, datetime, timedelta

from luoshi.followup.ground.permissions import Viewer
from luoshi.followup.ground.refusals import RefusedError
from luoshi.followup.ground.writing import writing
from luoshi.followup.intake.drafts import Draft, from_json, settled, to_json
from luoshi.followup.intake.learning import learn
from luoshi.followup.intake.reviewing import Status, decided, proposal_for, proposals_for, reopen, tell
from luoshi.followup.task.accept import NewTask, make_task
from luoshi.followup.task.assign import give
from luoshi.followup.task.cascade import give_each
from luoshi.store.models import Correction, Proposal, Task, Unit

_CHANGEABLE = frozenset(f.name for f in fields(Draft)) - {"start", "end", "rule", "confidence"}
_ONE_GO = timedelta(minutes=30)
_GIVEN = frozenset({"lead", "support", "supervise", "assess"})


def accept(viewer: Viewer, pk: int, *, now: datetime, edition: int | None = None) -> Task:
    """Make a task of a proposal and give it to the units that are clear.

    Raises:
        NotFoundError, NotAllowedError, ChangedMeanwhileError: not this viewer's, or not any more as it was.
        RefusedError: ``about-people`` (decision 0001), ``proposal-accepted`` …
    """
    with writing():
        return _accepted(viewer, proposal_for(viewer, pk, edition), now)


def _accepted(viewer: Viewer, proposal: Proposal, now: datetime) -> Task:
    if proposal.is_people:
        raise RefusedError("about-people")
    task = _task_from(viewer, proposal, from_json(proposal.body), now)
    proposal.task = task
    decided(proposal, viewer, Status.ACCEPTED, now)
    tell(viewer, "accepted", [proposal], now)
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
        counted_from=date.fromisoformat(draft.counted_from) if draft.counted_from else None,
        limit_days=draft.limit_days,
        quantities=json.dumps([dict(q) for q in draft.quantities], ensure_ascii=False),
        version=proposal.version_id,
        place=(draft.start, draft.end),
        quote=proposal.version.text[draft.start : draft.end],
        scheme=draft.scheme or None,
    )
    named = [(unit, one.role) for one in draft.units if one.role in _GIVEN for unit in one.units]
    each = each_alone(draft)
    if not each:
        task = make_task(viewer, owner, new, now=now)
        if named:
            give(viewer, task, list(dict.fromkeys(named)), now=now)
        return task
    given = list(dict.fromkeys((unit, role) for unit, role in named if role != "lead" or unit not in each))
    is_led = any(role == "lead" for _, role in given)
    whole = (
        new
        if is_led
        else replace(new, kind="standing", rrule="", due_on=None, waits_for="", counted_from=None)
    )
    task = make_task(viewer, owner, whole, now=now)
    if given:
        give(viewer, task, given, now=now)
    found = Unit.objects.in_bulk(each)
    give_each(viewer, owner, [found[unit] for unit in each], replace(new, parent=task), now=now)
    return task


def each_alone(draft: Draft) -> list[int]:
    """Return the units that each have the whole row to do, as 各乡镇: each gets a part of its own.

    One task for all of them would be met as soon as one of them showed its evidence.
    """
    groups = [one.units for one in draft.units if one.role == "lead" and len(one.units) > 1]
    return list(dict.fromkeys(unit for units in groups for unit in units))


def accept_all_firm(
    viewer: Viewer, version: int, *, now: datetime, most: int | None = None, begun: datetime | None = None
) -> list[Proposal]:
    """Accept the open firm proposals of a version; what stands as a task already is left alone.

    Args:
        viewer: acts for the unit that took the document in.
        version: its id.
        now: when.
        most: how many at once; the write door is not held longer. All in one go when None.
        begun: when the first of them were accepted; all of one go are taken back as one.

    Raises:
        NotFoundError, NotAllowedError: not this viewer's.
    """
    with writing():
        waiting = proposals_for(viewer, version).filter(status=Status.OPEN, is_firm=True, is_people=False)
        waiting = waiting.exclude(stands_as__status=Status.ACCEPTED, is_reworded=False)
        chosen = list(waiting.order_by("start", "pk")[:most])
        at = begun if begun and _is_one_go(viewer, version, begun, now) else now
        for proposal in chosen:
            _accepted(viewer, proposal, at)
        return chosen


def _is_one_go(viewer: Viewer, version: int, begun: datetime, now: datetime) -> bool:
    """Tell whether the viewer accepted rows of a version at a moment not long ago."""
    if not timedelta() <= now - begun <= _ONE_GO:
        return False
    accepted = Proposal.objects.filter(version=version, status=Status.ACCEPTED, decided_by=viewer.person)
    return accepted.filter(decided_at=begun).exists()


def edit(viewer: Viewer, pk: int, changed: Draft, *, now: datetime, edition: int | None = None) -> Proposal:
    """Change a proposal; each changed field is kept as a correction, so that the next reading learns from it.

    Raises:
        NotFoundError, NotAllowedError, ChangedMeanwhileError: see ``accept``.
        RefusedError: ``words-missing``.
    """
    if not changed.words.strip():
        raise RefusedError("words-missing")
    changed = settled(changed)
    with writing():
        proposal = proposal_for(viewer, pk, edition)
        old = from_json(proposal.body)
        before, after = asdict(old), asdict(changed)
        corrections = [
            Correction.objects.create(
                proposal=proposal,
                field=name,
                before=json.dumps(before[name], ensure_ascii=False),
                after=json.dumps(after[name], ensure_ascii=False),
                by_id=viewer.person,
                at=now,
            )
            for name in sorted(_CHANGEABLE)
            if before[name] != after[name]
        ]
        learn(corrections, proposal.version.document.unit_id, old, changed)
        proposal.body = to_json(changed)
        proposal.start, proposal.end = changed.start, changed.end
        decided(proposal, viewer, Status.OPEN, now)
        tell(viewer, "edited", [proposal], now)
        return proposal


def reject(viewer: Viewer, pk: int, *, now: datetime, edition: int | None = None) -> Proposal:
    """Set a proposal aside; it can come back."""
    with writing():
        proposal = proposal_for(viewer, pk, edition)
        decided(proposal, viewer, Status.REJECTED, now)
        tell(viewer, "rejected", [proposal], now)
        return proposal


def restore(viewer: Viewer, pk: int, *, now: datetime, edition: int | None = None) -> Proposal:
    """Bring a proposal that was set aside back to the queue."""
    with writing():
        proposal = proposal_for(viewer, pk, edition, status=Status.REJECTED)
        reopen(proposal)
        tell(viewer, "restored", [proposal], now)
        return proposal
