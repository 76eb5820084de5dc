"""What a keeper does: units, posts, holdings, accounts. Every act asks for itself whether it may."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import quote

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from luoshi.followup.ground.refusals import NotFoundError, RefusedError
from luoshi.followup.registry import people as accounts
from luoshi.followup.registry import posts, units
from luoshi.followup.registry.newcomer import Newcomer, add_newcomer
from luoshi.store.queries import units as queries
from luoshi.store.queries.people import accounts as account_list
from luoshi.store.queries.people import people_to_choose, person_named
from luoshi.store.queries.units import units_named
from luoshi.web.units.pages import roots_of, unit_page
from luoshi.web.viewer import PageRequest

_NAMED = re.compile(r"(?P<name>.+?)(?:[（(](?P<above>[^（()）]+)[)）])?")


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
    """Return who was typed: a user name, or a name that only one has."""
    typed = form.get("username", "").strip()
    found = person_named(typed)
    if found is None:
        raise RefusedError("person-unclear", name=typed[:40])
    return found


def _unit(form: QueryDict, name: str) -> int | None:
    """Return the unit that was typed, as ``上村`` or ``上村（柳河镇）``; None for an empty field."""
    typed = form.get(name, "").strip()
    if not typed:
        return None
    found = _NAMED.fullmatch(typed)
    units = units_named(found["name"], found["above"] or "") if found else []
    if len(units) != 1:
        raise RefusedError("unit-unclear", words=typed[:40])
    return units[0]


def _words(form: QueryDict) -> units.UnitWords:
    return units.UnitWords(
        form.get("name", ""), form.get("kind", ""), form.get("short", ""), _number(form, "rank")
    )


def _below(request: PageRequest, pk: int) -> int:
    return units.make_unit(request.viewer, _words(request.POST), pk, now=request.now).pk


def _change(request: PageRequest, pk: int) -> int:
    return units.change_unit(request.viewer, pk, _words(request.POST), now=request.now).pk


def _move(request: PageRequest, pk: int) -> int:
    return units.move_unit(request.viewer, pk, _unit(request.POST, "to"), now=request.now).pk


def _close(request: PageRequest, pk: int) -> int:
    return units.close_unit(request.viewer, pk, _day(request.POST, "on"), now=request.now).pk


def _reopen(request: PageRequest, pk: int) -> int:
    return units.reopen_unit(request.viewer, pk, now=request.now).pk


def _post(request: PageRequest, pk: int) -> int:
    form = request.POST
    new = posts.NewPost(form.get("title", ""), form.get("role", ""), _unit(form, "scope"))
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
@never_cache
def newcomer(request: PageRequest, pk: int) -> HttpResponse:
    """Add somebody to a unit, and show the first password this once."""
    _only_for_keepers(request)
    form = request.POST
    new = Newcomer(
        form.get("name", ""),
        form.get("role", ""),
        form.get("title", ""),
        form.get("username", ""),
        form.get("email", ""),
    )
    login = add_newcomer(request.viewer, pk, new, now=request.now)
    page = unit_page(request.viewer, pk, request.today)
    values = {"page": page, "login": login, "people": people_to_choose()}
    if request.htmx:
        return render(request, "units/newcomer.html", values | {"oob": True})
    nodes = queries.tree(roots_of(request.viewer), page.head.levels)
    return render(request, "units/unit.html", values | {"section": "units", "nodes": nodes, "told": ""})


@login_required
@require_GET
def offer(request: PageRequest) -> HttpResponse:
    """Offer the units that a few typed letters may mean, to who keeps them."""
    _only_for_keepers(request)
    found = queries.found_units(request.GET.get("q", "")[:40], None, 20)
    names = [f"{name}（{above}）" if above else name for _, name, above in found]
    return JsonResponse({"units": [{"name": name} for name in names]})


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


@dataclass(frozen=True, slots=True)
class Given:
    """A password made here, shown this once."""

    name: str
    username: str
    password: str = field(repr=False)


@login_required
@require_GET
def people(request: PageRequest) -> HttpResponse:
    """Show the accounts to a keeper."""
    _only_for_keepers(request)
    return _people(request, None)


def _people(request: PageRequest, given: Given | None) -> HttpResponse:
    """Show the accounts, and a password that was just made."""
    if given and request.htmx:
        return render(request, "units/password_once.html", {"given": given})
    typed = request.GET.get("name", "").strip()[:40]
    values = {
        "section": "units",
        "accounts": account_list(typed, request.today),
        "typed": typed,
        "told": request.GET.get("told", ""),
        "given": given,
    }
    return render(request, "units/people.html", values)


@login_required
@require_POST
@never_cache
def make(request: PageRequest) -> HttpResponse:
    """Make an account; with no password typed, one is made and shown."""
    _only_for_keepers(request)
    form = request.POST
    typed = form.get("password", "")
    password = typed or accounts.first_password()
    new = accounts.NewPerson(form.get("username", ""), form.get("name", ""), password, form.get("email", ""))
    made = accounts.make_person(request.viewer, new, now=request.now)
    if typed:
        return _gone(request, f"{reverse('people')}?told=make&name={quote(made.username)}")
    return _people(request, Given(made.name, made.username, password))


@login_required
@require_POST
@never_cache
def person_act(request: PageRequest, pk: int, name: str) -> HttpResponse:
    """Do one of the keeper's acts on an account."""
    _only_for_keepers(request)
    viewer, now = request.viewer, request.now
    if name == "password":
        typed = request.POST.get("password", "")
        password = typed or accounts.first_password()
        person = accounts.reset_password(viewer, pk, password, now=now)
        if not typed:
            return _people(request, Given(person.name, person.username, password))
    elif name in {"keeper", "no-keeper"}:
        accounts.set_keeper(viewer, pk, is_keeper=name == "keeper", now=now)
    elif name == "close":
        accounts.close_account(viewer, pk, now=now)
    elif name == "reopen":
        accounts.reopen_account(viewer, pk, now=now)
    else:
        raise Http404
    return _gone(request, f"{reverse('people')}?told={name}")
