"""The ledger: a list, its ways out, its saved views."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from luoshi.followup.task.view import delete_view, save_view
from luoshi.web.tasks import forms
from luoshi.web.tasks.pages import clock_words, ledger_page, marks
from luoshi.web.viewer import PageRequest

_MORE = {
    "role", "scheme", "said", "supported", "gap", "owner", "kind", "year", "quarter", "state", "due_from",
    "due_until",
}  # fmt: skip


@login_required
def ledger(request: PageRequest) -> HttpResponse:
    """Show the ledger as the address asks for it."""
    page = ledger_page(request.viewer, request.GET, request.today)
    values = {
        "section": "tasks",
        "page": page,
        "marks": marks(),
        "clock_words": clock_words,
        "choices": forms.CHOICES,
        "all_columns": forms.COLUMNS,
        "plain_columns": forms.PLAIN_COLUMNS,
        "more_open": bool(_MORE & {chip.name for chip in page.chips}),
        "told": request.session.pop("told", "") if "told" in request.session else "",
    }
    return render(request, "tasks/ledger.html", values)


@login_required
@require_POST
def save(request: PageRequest) -> HttpResponse:
    """Keep a way of looking at the ledger."""
    query = request.POST.get("query", "")
    save_view(request.viewer, request.POST.get("name", ""), query, now=request.now)
    return HttpResponseRedirect(f"{reverse('tasks')}?{query}")


@login_required
@require_POST
def delete(request: PageRequest, pk: int) -> HttpResponse:
    """Forget a way of looking at the ledger."""
    delete_view(request.viewer, pk, now=request.now)
    return HttpResponseRedirect(reverse("tasks"))
