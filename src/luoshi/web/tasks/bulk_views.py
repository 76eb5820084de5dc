"""One act on many tasks: first what will happen and to how many, then the outcome of each."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from luoshi.followup.ground.refusals import NotFoundError, RefusedError
from luoshi.store.queries.tasks import choices
from luoshi.web.tasks.one.views import BULK_ACTS
from luoshi.web.viewer import PageRequest
from luoshi.web.words import known, t

_MOST = 200
_NAMES = {"assign": "assign", "due": "change_due", "comment": "comment", "scheme": "set_scheme"}


def _picked(request: PageRequest) -> list[str]:
    codes = list(dict.fromkeys(request.POST.getlist("task")))
    if not codes:
        raise RefusedError("nothing-picked")
    if len(codes) > _MOST:
        raise RefusedError("too-many-picked", most=_MOST)
    return codes


@login_required
@require_POST
def ask(request: PageRequest) -> HttpResponse:
    """Say what an act would do to the tasks that were picked, and ask for what it needs."""
    name = request.POST.get("act", "")
    if name not in _NAMES:
        raise NotFoundError
    values = {
        "section": "tasks",
        "name": name,
        "codes": _picked(request),
        "schemes": choices.schemes(),
        "back": request.POST.get("back", ""),
        "today": request.today,
    }
    return render(request, "tasks/bulk.html", values)


@login_required
@require_POST
def do(request: PageRequest) -> HttpResponse:
    """Do it, each task for itself, and tell which were refused and why."""
    name = request.POST.get("act", "")
    if name not in _NAMES:
        raise NotFoundError
    act: Callable[[PageRequest, str], None] = BULK_ACTS[_NAMES[name]]
    done, refused = 0, []
    for code in _picked(request):
        try:
            act(request, code)
        except RefusedError as error:
            refused.append((code, known(f"refusals.{error.code}", **error.args_by_name)))
        else:
            done += 1
    back = f"{reverse('tasks')}?{request.POST.get('back', '')}"
    if not refused:
        request.session["told"] = t("tasks.bulk_done", n=done)
        return HttpResponseRedirect(back)
    values = {"section": "tasks", "done": done, "refused": refused, "back": back}
    return render(request, "tasks/bulk_done.html", values)
