"""How many notices are new, for the bell on every page."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from luoshi.store.queries.desk import n_unread


def unread(request: HttpRequest) -> dict[str, object]:
    """Give every page the number of unread notices; asked for only where it is shown."""
    return {"unread": SimpleLazyObject(lambda: n_unread(request.user.pk) if request.user.pk else 0)}
