"""Who looks at the page, and how a refusal is told."""

from collections.abc import Callable
from datetime import date, datetime
from typing import cast

from django.contrib.auth import get_user_model
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django_htmx.middleware import HtmxDetails

from luoshi.followup.ground.permissions import Viewer, viewer_of
from luoshi.followup.ground.record import today_of
from luoshi.followup.ground.refusals import RefusedError
from luoshi.web import faults
from luoshi.web.words import known


class PageRequest(HttpRequest):
    """A request of a signed-in person, as the middleware leaves it.

    Attributes:
        viewer: who looks, with what the posts held today give.
        now, today: the moment of the request, and the day in the office's time zone.
        htmx: tells whether a part of a page is asked for.
    """

    viewer: Viewer
    now: datetime
    today: date
    htmx: HtmxDetails


_NOBODY = Viewer(0, "", ())


class ViewerMiddleware:
    """Adds viewer, now and today to a request, and turns refusals into pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a request."""
        page = cast("PageRequest", request)
        page.now = timezone.now()
        page.today = today_of(page.now)
        page.viewer = cast("Viewer", SimpleLazyObject(lambda: _viewer(page)))
        return _no_dead_end(request, self.get_response(request))

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Tell a person why nothing was changed."""
        if not isinstance(error, RefusedError):
            return None
        words = known(f"refusals.{error.code}", **error.args_by_name)
        values = {"words": words, "code": error.code, "changes": getattr(error, "changes", ())}
        page = cast("PageRequest", request)
        template = "parts/refused.html" if page.htmx else "refused.html"
        response = render(request, template, values, status=error.status)
        if page.htmx:
            response["HX-Retarget"] = "#messages"
            response["HX-Reswap"] = "innerHTML"
        return response


def _no_dead_end(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Turn two answers that lose what a person typed, or say nothing, into ones that do not."""
    asked_in_place = request.method == "POST" or request.headers.get("HX-Request") == "true"
    to = response.headers.get("Location") if asked_in_place else None
    if to and to == redirect_to_login(request.get_full_path())["Location"]:
        return faults.signed_out(request)
    if response.status_code == 405 and request.method == "GET":
        return faults.only_by_button(request)
    return response


def _viewer(request: PageRequest) -> Viewer:
    user = request.user
    return viewer_of(user, request.today) if isinstance(user, get_user_model()) else _NOBODY
