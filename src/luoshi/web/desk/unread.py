"""How many notices are new, for the bell on every page."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from luoshi.store.queries.desk import CAP, n_unread


def unread(request: HttpRequest) -> dict[str, object]:
    """Give every page the number of unread notices in words; asked for only where it is shown."""
    return {"unread": SimpleLazyObject(lambda: _shown(n_unread(request.user.pk)) if request.user.pk else "")}


def _shown(n: int) -> str:
    return f"{CAP - 1}+" if n >= CAP else str(n or "")
