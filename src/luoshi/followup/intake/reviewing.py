"""A proposal at hand: whose it is, whether it is still as it was seen, and the event of a decision."""

import json
from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet

from luoshi.followup.ground.permissions import Viewer, visible_documents
from luoshi.followup.ground.record import append
from luoshi.followup.ground.refusals import (
    ChangedMeanwhileError,
    NotAllowedError,
    NotFoundError,
    RefusedError,
)
from luoshi.store.models import Proposal

Status = Proposal.Status


def proposal_for(viewer: Viewer, pk: int, edition: int | None, *, status: str = Status.OPEN) -> Proposal:
    """Return a proposal the viewer may decide about, in the state it is expected in."""
    found = (
        Proposal.objects.filter(pk=pk, version__document__in=visible_documents(viewer))
        .select_related("version__document__unit", "task", "decided_by")
        .select_for_update(of=("self",))
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


def proposals_for(viewer: Viewer, version: int) -> QuerySet[Proposal]:
    """Return the proposals of a version the viewer may decide about, held until the transaction ends.

    Raises:
        NotFoundError, NotAllowedError: not this viewer's.
    """
    documents = visible_documents(viewer).filter(versions=version)
    unit = documents.values_list("unit", flat=True).first()
    if unit is None:
        raise NotFoundError
    if unit not in viewer.units:
        raise NotAllowedError("needs-role", roles="")
    found = Proposal.objects.filter(version=version).select_related("version__document__unit")
    return found.select_for_update(of=("self",))


def _changes(proposal: Proposal) -> tuple[tuple[str, str, str], ...]:
    rows = proposal.corrections.order_by("-pk")[:5].values_list("field", "before", "after")
    return tuple(rows) or (("status", "", str(proposal.status)),)


def decided(proposal: Proposal, viewer: Viewer, status: str, now: datetime) -> None:
    """Write a person's decision."""
    proposal.status, proposal.decided_by_id, proposal.decided_at = status, viewer.person, now
    proposal.edition += 1
    proposal.save()


def tell(viewer: Viewer, act: str, proposals: Sequence[Proposal], now: datetime) -> None:
    """Append the event of a decision."""
    body = json.dumps({"act": act, "proposals": [p.pk for p in proposals]})
    document = proposals[0].version.document_id
    append(f"proposal-{act}", body, at=now, viewer=viewer, subject=f"document:{document}")


def reopen(proposal: Proposal) -> None:
    """Open a proposal again; its last change is the last edit that still stands."""
    edit = proposal.corrections.order_by("-pk").first()
    proposal.status, proposal.task = Status.OPEN, None
    proposal.decided_by, proposal.decided_at = (edit.by, edit.at) if edit else (None, None)
    proposal.edition += 1
    proposal.save()
