"""What a keeper does: units, posts, holdings, accounts. Every act asks for itself whether it may."""

from collections.abc import Callable
from datetime import date
from urllib.parse import quote

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from luoshi.followup.ground.refusals import NotFoundError, RefusedError
from luoshi.followup.registry import people as accounts
from luoshi.followup.registry import posts, units
from luoshi.store.queries.people import accounts as account_list
from luoshi.store.queries.people import person_named
from luoshi.web.viewer import PageRequest

ROLES = ("lead", "clerk", "inspector", "viewer")


def _number(form: QueryDict, name: str) -> int | None:
    value = form.get(name, "").strip()
    if not value:
        return None
    if not (value.isascii() and value.isdecimal() and len(value) < 19):
        raise RefusedError("no-number", value=value[:20])
    return int(value)


def _wanted(form: QueryDict, name: str) -> int:
    found = _number(form, name)
    if found is None:
        raise RefusedError("form-incomplete")
    return found


def _day(form: QueryDict, name: str) -> date:
    value = form.get(name, "").strip()
    if not value:
        raise RefusedError("day-missing")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise RefusedError("no-such-day", day=value[:20]) from None


def _person(form: QueryDict) -> int:
    """Return who was typed, as ``name`` or ``name 姓名`` from the list."""
    typed = form.get("username", "").strip()
    found = person_named(typed.split(" ")[0])
    if found is None:
        raise RefusedError("person-unclear", name=typed[:40])
    return found


def _words(form: QueryDict) -> units.UnitWords:
    return units.UnitWords(
        form.get("name", ""), form.get("kind", ""), form.get("short", ""), _number(form, "rank")
    )


def _below(request: PageRequest, pk: int) -> int:
    return units.make_unit(request.viewer, _words(request.POST), pk, now=request.now).pk


def _change(request: PageRequest, pk: int) -> int:
    return units.change_unit(request.viewer, pk, _words(request.POST), now=request.now).pk


def _move(request: PageRequest, pk: int) -> int:
    return units.move_unit(request.viewer, pk, _number(request.POST, "to"), now=request.now).pk


def _close(request: PageRequest, pk: int) -> int:
    return units.close_unit(request.viewer, pk, _day(request.POST, "on"), now=request.now).pk


def _reopen(request: PageRequest, pk: int) -> int:
    return units.reopen_unit(request.viewer, pk, now=request.now).pk


def _post(request: PageRequest, pk: int) -> int:
    form = request.POST
    new = posts.NewPost(form.get("title", ""), form.get("role", ""), _number(form, "scope"))
    posts.make_post(request.viewer, pk, new, now=request.now)
    return pk


def _give(request: PageRequest, pk: int) -> int:
    form = request.POST
    posts.give_post(
        request.viewer, _wanted(form, "post"), _person(form), _day(form, "from_on"), now=request.now
    )
    return pk


def _hand_over(request: PageRequest, pk: int) -> int:
    form = request.POST
    posts.hand_over(
        request.viewer, _wanted(form, "post"), _person(form), _day(form, "from_on"), now=request.now
    )
    return pk


def _end(request: PageRequest, pk: int) -> int:
    form = request.POST
    posts.end_holding(request.viewer, _wanted(form, "holding"), _day(form, "on"), now=request.now)
    return pk


_ACTS: dict[str, Callable[[PageRequest, int], int]] = {
    "make": _below,
    "change": _change,
    "move": _move,
    "close": _close,
    "reopen": _reopen,
    "post": _post,
    "give": _give,
    "hand-over": _hand_over,
    "end": _end,
}


def _gone(request: PageRequest, where: str) -> HttpResponse:
    """Send the browser on; a form sent by htmx keeps what was typed until then."""
    if request.htmx:
        return HttpResponse(status=200, headers={"HX-Redirect": where})
    return HttpResponseRedirect(where)


@login_required
@require_POST
def act(request: PageRequest, pk: int, name: str) -> HttpResponse:
    """Do one of the keeper's acts on a unit."""
    if name not in _ACTS:
        raise Http404
    _only_for_keepers(request)
    where = _ACTS[name](request, pk)
    return _gone(request, f"{reverse('unit', args=[where])}?told={name}")


@login_required
@require_POST
def make_top(request: PageRequest) -> HttpResponse:
    """Make a topmost unit."""
    _only_for_keepers(request)
    made = units.make_unit(request.viewer, _words(request.POST), now=request.now)
    return _gone(request, f"{reverse('unit', args=[made.pk])}?told=make")


def _only_for_keepers(request: PageRequest) -> None:
    if not request.viewer.is_keeper:
        raise NotFoundError


@login_required
def people(request: PageRequest) -> HttpResponse:
    """Show the accounts to a keeper."""
    _only_for_keepers(request)
    typed = request.GET.get("name", "").strip()[:40]
    values = {
        "section": "units",
        "accounts": account_list(typed, request.today),
        "typed": typed,
        "told": request.GET.get("told", ""),
    }
    return render(request, "units/people.html", values)


@login_required
@require_POST
def make(request: PageRequest) -> HttpResponse:
    """Make an account."""
    _only_for_keepers(request)
    form = request.POST
    new = accounts.NewPerson(
        form.get("username", ""), form.get("name", ""), form.get("password", ""), form.get("email", "")
    )
    made = accounts.make_person(request.viewer, new, now=request.now)
    return _gone(request, f"{reverse('people')}?told=make&name={quote(made.username)}")


@login_required
@require_POST
def person_act(request: PageRequest, pk: int, name: str) -> HttpResponse:
    """Do one of the keeper's acts on an account."""
    _only_for_keepers(request)
    viewer, now = request.viewer, request.now
    if name == "password":
        accounts.reset_password(viewer, pk, request.POST.get("password", ""), now=now)
    elif name in {"keeper", "no-keeper"}:
        accounts.set_keeper(viewer, pk, is_keeper=name == "keeper", now=now)
    elif name == "close":
        accounts.close_account(viewer, pk, now=now)
    elif name == "reopen":
        accounts.reopen_account(viewer, pk, now=now)
    else:
        raise Http404
    return _gone(request, f"{reverse('people')}?told={name}")
