"""Pages for what goes wrong on our side: said plainly, and what was typed stays on the page."""

import logging
import sys
from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse

from luoshi.web.words import lang, t

_log = logging.getLogger(__name__)
_UNAVAILABLE, _NO_ROOM, _WRONG = 503, 507, 500
_SECRET = frozenset({"password", "old", "new", "again", "token"})
_SAYS_FULL = ("full", "No space left", "could not extend", "File too large")
_RETRY_SECONDS = "10"


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that was typed; a ``secret`` is to be typed, a ``file`` to be chosen again."""

    name: str
    value: str
    kind: str = "text"


def failed(request: HttpRequest) -> HttpResponse:
    """Answer when something broke: 503 when the database is away or busy, 507 without room, else 500."""
    error = sys.exc_info()[1]
    status, key = _told(error)
    if status != _WRONG:
        _log.error("%s: %s", request.path, str(error).partition("\n")[0])
    response = _kept(request, t(key), status)
    if status == _UNAVAILABLE:
        response["Retry-After"] = _RETRY_SECONDS
    return response


def signed_out(request: HttpRequest) -> HttpResponse:
    """Answer a form of somebody whose session has ended: what was typed stays, the door opens beside it."""
    return _kept(request, t("common.signed_out"), 401, door=reverse("login"))


def only_by_button(request: HttpRequest) -> HttpResponse:
    """Answer whoever opens the address of a button: an old link, a way back after signing in."""
    return _refused(request, "common.only_by_button", 405)


def _kept(request: HttpRequest, words: str, status: int, *, door: str = "") -> HttpResponse:
    """Say what went wrong: on the page that asked, whose form stays, or on one that keeps the form."""
    if request.headers.get("HX-Request") != "true":
        return HttpResponse(_page(request, words, door), status=status)
    told = {"words": words, "changes": (), "door": door}
    response = HttpResponse(render_to_string("parts/refused.html", told), status=status)
    response["HX-Retarget"], response["HX-Reswap"] = "#messages", "innerHTML"
    return response


def _told(error: BaseException | None) -> tuple[int, str]:
    """Return the status and the words for an error, looking at what caused it too."""
    while error is not None:
        if isinstance(error, OSError | DatabaseError) and any(sign in str(error) for sign in _SAYS_FULL):
            return _NO_ROOM, "common.no_room"
        if isinstance(error, DatabaseError | InterfaceError):
            return _UNAVAILABLE, "common.database_away"
        error = error.__cause__
    return _WRONG, "common.server_error"


def _page(request: HttpRequest, words: str, door: str = "") -> str:
    """Return the page; it asks the database nothing, which may be what is away."""
    values: Mapping[str, object] = {
        "words": words,
        "door": door,
        "lang": "zh-CN" if lang() == "zh" else "en",
        "fields": _typed(request),
        "csrf": get_token(request),
        "path": request.get_full_path(),
        "is_post": request.method == "POST",
    }
    return render_to_string("fault.html", values)


def _typed(request: HttpRequest) -> list[Field]:
    if request.method != "POST":
        return []
    try:
        form, files = request.POST, request.FILES
    except (OSError, UnreadablePostError, ValueError):
        return []
    fields = [
        Field(name, "" if name in _SECRET else value, "secret" if name in _SECRET else "text")
        for name, values in form.lists()
        if name != "csrfmiddlewaretoken"
        for value in values
    ]
    return fields + [Field(name, "", "file") for name in files]


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - the shape Django asks for
    """Answer when there is no such page."""
    return _refused(request, "common.not_found", 404)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """Answer when the person may not do this."""
    return _refused(request, "common.forbidden", 403)


def unclear(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Answer a request that is malformed."""
    return _refused(request, "common.unclear", 400)


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """Answer a form whose secret mark does not fit: another sign-in, a page left open for weeks.

    Only our own page gets its form back to send again; what another site sent is not made valid by us.
    """
    if request.headers.get("Sec-Fetch-Site") != "same-origin":
        return _refused(request, "common.form_too_old", 403)
    return HttpResponse(_page(request, t("common.form_too_old")), status=403)


def _refused(request: HttpRequest, key: str, status: int) -> HttpResponse:
    if not hasattr(request, "user"):  # turned away before anybody looked who it is: a wrong Host header
        request.user = AnonymousUser()
    return render(request, "refused.html", {"words": t(key), "code": key, "changes": ()}, status=status)
