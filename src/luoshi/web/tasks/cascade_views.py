"""Where the pressure fades: level by level who received, broke down and acted."""

from collections.abc import Sequence
from itertools import pairwise

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render

from luoshi.followup.task.cascade import Level, cascades, levels
from luoshi.store.queries.tasks import choices
from luoshi.store.queries.tasks.rows import rows_of
from luoshi.web.jinja import percent
from luoshi.web.tasks import forms
from luoshi.web.tasks.one.page import task_page
from luoshi.web.viewer import PageRequest
from luoshi.web.words import t

_FADES = 0.15  # a drop of the share that acted by so much is worth saying


@login_required
def of_task(request: PageRequest, code: str) -> HttpResponse:
    """Show the cascade below one task."""
    found = tuple(levels(request.viewer, code))
    page = task_page(request.viewer, code, request.today)
    values = {
        "section": "tasks",
        "page": page,
        "levels": found,
        "sentence": sentence(found),
        "task": page.task.facts,
        "children": page.task.children,
    }
    return render(request, "tasks/cascade.html", values)


@login_required
def overview(request: PageRequest) -> HttpResponse:
    """Show all cascades together, of one document or owner when asked."""
    asked = forms.filters_from(request.GET)
    found = cascades(request.viewer, document=asked.document, owner=asked.unit)
    values = {
        "section": "tasks",
        "found": found,
        "levels": found.levels,
        "sentence": sentence(found.levels) if found.tasks else "",
        "parts": found.parts,
        "rows": rows_of(found.tasks, today=request.today),
        "document": choices.document_title(asked.document) if asked.document else "",
        "owner": choices.unit_name(asked.unit) if asked.unit else "",
    }
    return render(request, "tasks/cascades.html", values)


def sentence(levels: Sequence[Level]) -> str:
    """Say where the share that acted drops most from one level to the next, or that it does not."""
    shares = [one.n_acted / one.n_given if one.n_given else 0.0 for one in levels]
    drops = [(above - here, number) for number, (above, here) in enumerate(pairwise(shares))]
    if not drops or max(drops)[0] < _FADES:
        return t("tasks.cascade_holds")
    number = max(drops)[1]
    above, here = levels[number], levels[number + 1]
    return t(
        "tasks.cascade_fades",
        level=number + 2,
        above=percent(above.n_acted, above.n_given),
        here=percent(here.n_acted, here.n_given),
    )
