"""The ledger and a task."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


@login_required
def ledger(request: HttpRequest) -> HttpResponse:
    """Show the ledger."""
    return render(request, "layout.html", {"section": "tasks"})


@login_required
def task(request: HttpRequest, code: str) -> HttpResponse:
    """Show one task."""
    return render(request, "layout.html", {"section": "tasks", "code": code})
