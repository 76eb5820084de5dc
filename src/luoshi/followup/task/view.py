"""Ways of looking at the ledger that a person keeps (视图)."""

import json
from datetime import datetime

from luoshi.followup.ground.permissions import Viewer
from luoshi.followup.ground.record import append
from luoshi.followup.ground.refusals import NotFoundError, RefusedError
from luoshi.followup.ground.writing import writing
from luoshi.store.models import SavedView

_LONGEST = 1_000


def save_view(viewer: Viewer, name: str, query: str, *, now: datetime) -> SavedView:
    """Keep filters, columns and order under a name; the same name again replaces them.

    Raises:
        RefusedError: ``name-missing``, ``view-too-long``.
    """
    name = name.strip()[:60]
    if not name:
        raise RefusedError("name-missing")
    if len(query) > _LONGEST:
        raise RefusedError("view-too-long")
    with writing():
        kept, _ = SavedView.objects.update_or_create(
            person_id=viewer.person, name=name, defaults={"query": query}
        )
        body = json.dumps({"name": name, "query": query}, ensure_ascii=False, sort_keys=True)
        append("view-saved", body, at=now, viewer=viewer, subject=f"view:{kept.pk}")
        return kept


def delete_view(viewer: Viewer, pk: int, *, now: datetime) -> None:
    """Forget one of the viewer's own views.

    Raises:
        NotFoundError: there is none, or it is another person's.
    """
    with writing():
        kept = SavedView.objects.filter(pk=pk, person=viewer.person).first()
        if kept is None:
            raise NotFoundError
        kept.delete()
        body = json.dumps({"name": kept.name}, ensure_ascii=False)
        append("view-deleted", body, at=now, viewer=viewer, subject=f"view:{pk}")
