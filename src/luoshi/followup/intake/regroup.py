"""Merge and split: one proposal of several, two of one."""

import json
from collections.abc import Sequence
from datetime import datetime

from luoshi.followup.ground.mended import Mended
from luoshi.followup.ground.permissions import Viewer
from luoshi.followup.ground.refusals import RefusedError
from luoshi.followup.ground.writing import writing
from luoshi.followup.intake.drafts import Draft, from_json, merged, parted, to_json
from luoshi.followup.intake.reviewing import Status, decided, proposal_for, tell
from luoshi.store.models import Proposal


def merge(viewer: Viewer, pks: Sequence[int], *, now: datetime) -> Proposal:
    """Make one proposal of several of the same text.

    Raises:
        RefusedError: ``merge-needs-two``, ``merge-of-two-texts``, ``about-people``.
    """
    with writing():
        found = sorted((proposal_for(viewer, pk, None) for pk in dict.fromkeys(pks)), key=lambda p: p.start)
        if len(found) < 2:
            raise RefusedError("merge-needs-two")
        if len({p.version_id for p in found}) > 1:
            raise RefusedError("merge-of-two-texts")
        if any(p.is_people for p in found):
            raise RefusedError("about-people")
        draft = merged([from_json(p.body) for p in found], _source(found[0]))
        return _replace(viewer, found, [draft], "merged", now)[0]


def split(viewer: Viewer, pk: int, at: int, *, now: datetime, edition: int | None = None) -> list[Proposal]:
    """Make two proposals of one, cut at a place in the text as received.

    Raises:
        RefusedError: ``split-outside``.
    """
    with writing():
        proposal = proposal_for(viewer, pk, edition)
        try:
            halves = parted(from_json(proposal.body), at, _source(proposal))
        except ValueError as error:
            raise RefusedError("split-outside") from error
        return _replace(viewer, [proposal], halves, "split", now)


def _source(proposal: Proposal) -> Mended:
    version = proposal.version
    return Mended.of(version.text, json.loads(version.reading))


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
        decided(proposal, viewer, Status.REPLACED, now)
    tell(viewer, act, [*old, *new], now)
    return new
