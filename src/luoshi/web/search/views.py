"""The search page."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render

from luoshi.web.search.pages import results
from luoshi.web.viewer import PageRequest

_KINDS = {"task", "document"}


@login_required
def search(request: PageRequest) -> HttpResponse:
    """Show the documents and tasks that hold the words asked for, of those the person may see."""
    question = " ".join(request.GET.get("q", "").split())[:60]
    kind = request.GET.get("kind", "")
    after = request.GET.get("after", "")
    found = results(
        request.viewer,
        question,
        kind=kind if kind in _KINDS else "",
        after=int(after) if after.isascii() and after.isdecimal() and len(after) < 19 else 0,
        today=request.today,
    )
    return render(request, "search/search.html", {"q": question, "found": found})
