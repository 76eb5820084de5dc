"""The front page, and the inbox."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from luoshi.followup.ground.refusals import NotAllowedError, NotFoundError, RefusedError
from luoshi.followup.task.assign import sign_for
from luoshi.followup.tell.inbox import mark_read, mark_unread
from luoshi.store.queries import desk
from luoshi.store.queries.desk import CAP
from luoshi.web.desk.pages import PER_PAGE, front_page, notice_lines
from luoshi.web.viewer import PageRequest
from luoshi.web.words import known, t


@login_required
def front(request: PageRequest) -> HttpResponse:
    """Show what needs the person today, then what the units owe."""
    page = front_page(request.viewer, request.today)
    told = request.session.pop("told", "") if "told" in request.session else ""
    return render(request, "desk/front.html", {"section": "front", "page": page, "told": told})


@login_required
@require_POST
def sign(request: PageRequest) -> HttpResponse:
    """Sign for the tasks named, each for itself."""
    done, refused = 0, []
    for code in dict.fromkeys(request.POST.getlist("task")[:CAP]):
        try:
            sign_for(request.viewer, code, now=request.now)
        except (NotFoundError, NotAllowedError):
            raise
        except RefusedError as error:
            refused.append(f"{code} {known(f'refusals.{error.code}', **error.args_by_name)}")
        else:
            done += 1
    if not done and not refused:
        raise RefusedError("nothing-picked")
    request.session["told"] = " ".join([*([t("desk.signed", n=done)] if done else []), *refused])
    return HttpResponseRedirect(reverse("front"))


@login_required
def inbox(request: PageRequest) -> HttpResponse:
    """Show the person's notices."""
    only_new = request.GET.get("new") == "1"
    before = request.GET.get("before", "")
    found = desk.notices_of(
        request.viewer.person,
        only_new=only_new,
        before=int(before) if before.isascii() and before.isdecimal() else 0,
        n=PER_PAGE + 1,
    )
    values = {
        "notices": notice_lines(found[:PER_PAGE]),
        "before": found[PER_PAGE - 1].pk if len(found) > PER_PAGE else 0,
        "only_new": only_new,
        "n_new": desk.n_unread(request.viewer.person),
        "is_first": not before,
    }
    return render(request, "desk/inbox.html", values)


@login_required
@require_POST
def read(request: PageRequest) -> HttpResponse:
    """Mark notices as read: those named, or all."""
    named = [int(pk) for pk in request.POST.getlist("notice") if pk.isascii() and pk.isdecimal()]
    if again := [int(pk) for pk in request.POST.getlist("unread") if pk.isascii() and pk.isdecimal()]:
        mark_unread(request.viewer, again[0])
    else:
        mark_read(request.viewer, named or None, now=request.now)
    return HttpResponseRedirect(reverse("inbox"))


@login_required
@require_POST
def open_notice(request: PageRequest, pk: int) -> HttpResponse:
    """Mark one notice as read and go to its task."""
    code = desk.code_of_notice(request.viewer.person, pk)
    if code is None:
        raise Http404
    mark_read(request.viewer, [pk], now=request.now)
    return HttpResponseRedirect(f"/tasks/{code}" if code else reverse("inbox"))
