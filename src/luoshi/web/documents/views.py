"""The list of documents with intake, and the review page."""

from collections.abc import Iterable

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from luoshi.followup.ground.permissions import visible_documents
from luoshi.followup.ground.refusals import NotFoundError
from luoshi.followup.intake.decide import accept, edit
from luoshi.followup.intake.drafts import from_json
from luoshi.followup.intake.register import names_of, offer, unit_at
from luoshi.store.queries.documents import listed
from luoshi.store.queries.tasks.choices import schemes
from luoshi.web.documents.acts import Done, carry_out
from luoshi.web.documents.forms import KINDS, ROLES, Act, day_of, edited
from luoshi.web.documents.intake import Outcome, came_in
from luoshi.web.documents.pages import ORDER, Look, ReviewPage, page_words, review, shares
from luoshi.web.viewer import PageRequest

_LONGEST_TITLE = 300


@login_required
@require_http_methods(["GET", "POST"])
def documents(request: PageRequest) -> HttpResponse:
    """List documents; take in what is sent."""
    if request.method == "POST":
        outcomes = came_in(request)
        if request.htmx:
            return render(request, "documents/received.html", {"outcomes": outcomes})
        if len(outcomes) == 1 and outcomes[0].document and not outcomes[0].refusal:
            return HttpResponseRedirect(reverse("document", args=[outcomes[0].document]))
        failed = any(outcome.refusal for outcome in outcomes)
        return _list(request, outcomes, status=422 if failed else 200)
    return _list(request, ())


def _list(request: PageRequest, outcomes: Iterable[Outcome], status: int = 200) -> HttpResponse:
    query = request.GET
    number = query.get("page", "1")
    page = listed(
        visible_documents(request.viewer),
        words=query.get("q", ""),
        waiting="waiting" in query,
        page=int(number) if number.isdecimal() else 1,
    )
    values = page_words() | {
        "section": "documents",
        "page": page,
        "bars": {row.pk: shares(row.covered) for row in page.rows},
        "find": query.get("q", ""),
        "waiting": "waiting" in query,
        "units": names_of(request.viewer.units),
        "kinds_read": ORDER,
        "withdrawn": query.get("withdrawn", "")[:_LONGEST_TITLE],
        "outcomes": tuple(outcomes),
        "typed": request.POST.get("text", "") if any(o.refusal for o in outcomes) else "",
    }
    return render(request, "documents/list.html", values, status=status)


@login_required
@require_GET
@gzip_page  # a long document's page is megabytes
def document(request: PageRequest, pk: int) -> HttpResponse:
    """Show a document with its rows, or one row of it with its form."""
    query = request.GET
    asked = {
        name: int(v) if (v := query.get(name, "")).isdecimal() else -1 for name in ("edit", "split", "at")
    }
    one = max(asked["edit"], asked["split"])
    in_place = bool(request.htmx) and one > 0
    number = query.get("version", "")
    page = review(
        request.viewer,
        pk,
        Look(
            request.today,
            int(number) if number.isdecimal() else 0,
            asked["at"],
            frozenset({one}) if in_place else None,
            with_source=not in_place,
        ),
    )
    if "closed" in query:
        asked["edit"] = -1
    values = _values(page) | {"edit": asked["edit"], "split": asked["split"]}
    if in_place:
        if not page.rows:
            raise NotFoundError
        return render(request, "documents/row.html", values | {"row": page.rows[0]})
    view = "outcome" if query.get("view") == "outcome" else "review"
    return render(request, "documents/review.html", values | {"view": view})


def _values(page: ReviewPage) -> dict[str, object]:
    return page_words() | {
        "section": "documents",
        "page": page,
        "decide_at": reverse("document_decide", args=[page.head.pk]),
        "edit": -1,
        "split": -1,
        "kinds": KINDS,
        "roles": ROLES,
        "schemes": schemes,
        "view": "review",
        "oob": False,
        "goes_on": "",
        "begun": None,
    }


@login_required
@require_POST
def decide(request: PageRequest, pk: int) -> HttpResponse:
    """Carry out what a button of the review page says."""
    done = carry_out(request, pk, Act.read(request.POST.get("do", "")))
    return _answer(request, pk, done)


@login_required
@require_POST
def save(request: PageRequest, pk: int, row: int) -> HttpResponse:
    """Save the form of one row, and accept it when that is asked."""
    page = review(request.viewer, pk, Look(request.today, only=frozenset({row}), with_source=False))
    if not page.rows:
        raise NotFoundError
    edition = request.POST.get("edition", "")
    seen = int(edition) if edition.isdecimal() else page.rows[0].stored.edition
    old = from_json(page.rows[0].stored.body)
    as_of = day_of(request.POST, "as_of") or request.today
    changed = edited(request.POST, old, page.head.unit, as_of)
    if changed != old or seen != page.rows[0].stored.edition:
        edit(request.viewer, row, changed, now=request.now, edition=seen)
    if request.POST.get("then") == "accept":
        accept(request.viewer, row, now=request.now)
    return _answer(request, pk, Done([row]))


def _answer(request: PageRequest, pk: int, done: Done) -> HttpResponse:
    """Return the rows that changed with the counts, or the whole page to who has no JavaScript."""
    changed = frozenset(done.rows)
    if not request.htmx:
        at = f"#r{min(changed)}" if changed else ""
        return HttpResponseRedirect(reverse("document", args=[pk]) + at)
    only = None if done.is_whole else changed
    page = review(request.viewer, pk, Look(request.today, only=only, with_source=done.is_whole))
    values = _values(page) | {"oob": True, "is_whole": done.is_whole, "goes_on": done.goes_on}
    values["begun"] = int(done.begun.timestamp() * 1_000_000) if done.begun else None
    return render(request, "documents/changed.html", values)


@login_required
@require_GET
def units(request: PageRequest) -> JsonResponse:
    """Offer the units that a few typed letters may mean."""
    mine = sorted(request.viewer.units)
    typed = request.GET.get("q", "")
    found = offer(unit_at(mine[0]), typed) if mine else ()
    return JsonResponse({"units": [{"id": e.pk, "name": e.name, "kind": e.kind} for e in found]})
