"""What was learnt from corrections: looked through, and forgotten."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from luoshi.followup.intake.learning import ALWAYS, forget
from luoshi.store.queries.lessons import PAGE, lessons_of
from luoshi.web.documents.pages import page_words
from luoshi.web.viewer import PageRequest


@login_required
@require_GET
def lessons(request: PageRequest) -> HttpResponse:
    """Show what the viewer's units taught the reader."""
    before = request.GET.get("before", "")
    start = int(before) if before.isdecimal() and before.isascii() else 0
    found = lessons_of(request.viewer.units, before=start)
    values = page_words() | {
        "section": "documents",
        "lessons": found,
        "before": found[-1].pk if len(found) == PAGE else 0,
        "always": ALWAYS,
        "told": request.GET.get("told", "") == "forgotten",
        "acts": bool(request.viewer.units),
    }
    return render(request, "documents/lessons.html", values)


@login_required
@require_POST
def forgotten(request: PageRequest, pk: int) -> HttpResponse:
    """Forget a lesson."""
    forget(request.viewer, pk, now=request.now)
    return HttpResponseRedirect(f"{reverse('lessons')}?told=forgotten")
