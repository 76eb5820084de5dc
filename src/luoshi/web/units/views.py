"""Units: the tree, a page, its charts."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render

from luoshi.store.queries import units as queries
from luoshi.store.queries.people import people_to_choose
from luoshi.web.units.pages import head_for, roots_of, unit_charts, unit_page
from luoshi.web.viewer import PageRequest


@login_required
def units(request: PageRequest) -> HttpResponse:
    """Show the tree with the viewer's own unit, or what was searched for."""
    typed = request.GET.get("name", "").strip()[:40]
    roots = roots_of(request.viewer)
    if typed:
        sees = None if roots is None else tuple((g.sees, g.depth) for g in request.viewer.grants)
        values = {"found": queries.found_units(typed, sees), "typed": typed, "section": "units"}
        if request.htmx:
            return render(request, "units/found_list.html", values)
        return render(request, "units/found.html", values | {"nodes": queries.tree(roots, ())})
    if request.htmx:
        return render(request, "units/below.html", {"nodes": queries.tree(roots, ()), "here": 0})
    nodes = queries.tree(roots, ()) if roots is None or roots else ()
    own = min(request.viewer.units, default=0) or next(iter(roots or ()), 0)
    first = own or (nodes[0].pk if nodes else 0)
    if not first:
        return render(request, "units/none.html", {"section": "units"})
    return unit(request, first)


@login_required
def unit(request: PageRequest, pk: int) -> HttpResponse:
    """Show a unit beside the tree."""
    page = unit_page(request.viewer, pk, request.today)
    values = {
        "section": "units",
        "page": page,
        "nodes": queries.tree(roots_of(request.viewer), page.head.levels),
        "people": people_to_choose() if request.viewer.is_keeper else (),
        "told": request.GET.get("told", ""),
        "login": None,
    }
    return render(request, "units/unit.html", values)


@login_required
def below(request: PageRequest, pk: int) -> HttpResponse:
    """Return one level of the tree, to be put where it was unfolded."""
    head_for(request.viewer, pk)
    return render(request, "units/below.html", {"nodes": queries.children_of(pk), "here": 0})


@login_required
def charts(request: PageRequest, pk: int) -> HttpResponse:
    """Return the charts of a unit with many tasks."""
    head, is_seen = head_for(request.viewer, pk)
    found = unit_charts(head, request.today) if is_seen else ()
    template = "units/charts.html" if request.htmx else "units/charts_page.html"
    return render(request, template, {"section": "units", "head": head, "charts": found})
