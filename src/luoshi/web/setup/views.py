"""The first run: with the token that ``luoshi serve`` printed, the top unit, its keeper and a first post."""

from pathlib import Path

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from luoshi.followup.ground.refusals import NotFoundError, RefusedError
from luoshi.followup.registry.first_run import FirstRun, is_empty, set_up
from luoshi.web.viewer import PageRequest
from luoshi.web.words import known, t

_BACKEND = "django.contrib.auth.backends.ModelBackend"


def setup(request: PageRequest) -> HttpResponse:
    """Ask for what the first run needs, and do it; there is no such page once somebody has an account."""
    if not is_empty():
        raise NotFoundError
    form, why = request.POST, ""
    if request.method == "POST":
        wanted = FirstRun(
            form.get("unit", ""),
            form.get("username", ""),
            form.get("name", ""),
            form.get("password", ""),
            form.get("post", "") or t("setup.post_default"),
        )
        try:
            if form.get("password", "") != form.get("again", ""):
                raise RefusedError("passwords-differ")  # noqa: TRY301 - told like every other refusal
            keeper = set_up(Path(settings.HOME), form.get("token", ""), wanted, now=request.now)
        except RefusedError as refused:
            why = known(f"refusals.{refused.code}", **refused.args_by_name)
        else:
            login(request, keeper, backend=_BACKEND)
            return HttpResponseRedirect(reverse("unit_list") + "?told=setup")
    token = form.get("token", "") or request.GET.get("token", "")  # the address that serve printed has it
    values = {"form": form, "token": token, "why": why}
    return render(request, "setup/setup.html", values, status=409 if why else 200)
