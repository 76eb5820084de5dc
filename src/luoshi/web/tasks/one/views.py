"""Acts on one task: a form each, answered with the task's page."""

import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from itertools import zip_longest

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from luoshi.followup.ground.refusals import NotFoundError, RefusedError
from luoshi.followup.intake.register import resolved
from luoshi.followup.task import assign, cascade, close, evidence, extend, progress, reword, talk
from luoshi.store.queries.tasks import choices
from luoshi.web.tasks.day_words import feast, source
from luoshi.web.tasks.forms import day_from
from luoshi.web.tasks.one.page import task_page
from luoshi.web.viewer import PageRequest
from luoshi.web.words import known, t

_ROLES = ("lead", "support", "supervise", "assess")
# Acts that change what another person may be changing: they carry the edition of the page.
_GUARDED = {"assign", "break_down", "change_due", "edit_words", "set_scheme", "decide", "close", "cancel"}
_PERCENT_DIGITS = 3


@login_required
def offer(request: PageRequest) -> HttpResponse:
    """Offer the units that two typed letters may mean."""
    found = choices.unit_offers({g.unit for g in request.viewer.grants}, request.GET.get("q", "")[:40])
    return JsonResponse({"units": [{"pk": one.pk, "name": one.name} for one in found]})


@login_required
def file(request: PageRequest, code: str, pk: int) -> FileResponse:
    """Give a piece of evidence as it was handed in; never shown by the browser as a page of ours."""
    path, name, media_type = evidence.file_of(request.viewer, code, pk)
    response = FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type=media_type)
    response["X-Content-Type-Options"] = "nosniff"
    return response


@login_required
def show(request: PageRequest, code: str) -> HttpResponse:
    """Show a task."""
    template = "tasks/panel.html" if request.htmx else "tasks/task.html"
    return _page(request, code, request.GET.get("done", ""), template)


@login_required
@require_POST
def act(request: PageRequest, code: str, name: str) -> HttpResponse:
    """Do one act on a task and show it again."""
    if name not in _ACTS:
        raise NotFoundError
    try:
        _do(request, code, name)
    except NotFoundError:
        raise
    except RefusedError as error:
        if request.htmx:
            raise
        return _page(request, code, "", "tasks/task.html", refused=error)
    if request.htmx:
        return _page(request, code, name, "tasks/task_main.html")
    return HttpResponseRedirect(f"{reverse('task', args=[code])}?done={name}")


def _do(request: PageRequest, code: str, name: str) -> None:
    todo = _ACTS[name]
    if name not in _GUARDED:
        todo(request, code)
        return
    edition = request.POST.get("edition", "")
    if not edition.isdecimal():
        raise RefusedError("form-incomplete")
    reword.unchanged_since(request.viewer, code, int(edition), lambda: todo(request, code))


def _page(
    request: PageRequest, code: str, done: str, template: str, refused: RefusedError | None = None
) -> HttpResponse:
    """Show a task; after a form that was refused with the reason above it."""
    page = task_page(request.viewer, code, request.today)
    values = {
        "section": "tasks",
        "page": page,
        "task": page.task.facts,
        "whole": page.task,
        "done": done if done in _ACTS else "",
        "panel": False,
        "feast": feast,
        "source_words": source,
        "words": "",
    }
    if refused is None:
        return render(request, template, values)
    values |= {
        "words": known(f"refusals.{refused.code}", **refused.args_by_name),
        "changes": getattr(refused, "changes", ()),
    }
    return render(request, template, values, status=refused.status)


def _sign_for(request: PageRequest, code: str) -> None:
    assign.sign_for(request.viewer, code, now=request.now)


def _give_back(request: PageRequest, code: str) -> None:
    assign.give_back(request.viewer, code, request.POST.get("reason", ""), now=request.now)


def _report(request: PageRequest, code: str) -> None:
    form = request.POST
    said = progress.Word(
        words=form.get("words", ""),
        percent=_percent(form.get("percent", "")),
        is_done=form.get("is_done") == "1",
        figures=_figures(form),
        occurrence=day_from(form.get("occurrence", "")),
    )
    if request.FILES.get("file"):
        evidence.report_with(request.viewer, code, said, _offered(request), now=request.now)
    else:
        progress.report(request.viewer, code, said, now=request.now)


def _percent(text: str) -> int | None:
    text = text.strip().removesuffix("%")
    if not text:
        return None
    if not text.isdecimal() or len(text) > _PERCENT_DIGITS:
        raise RefusedError("percent-range", percent=text[:10])
    return int(text)


def _figures(form: QueryDict) -> list[progress.Counted]:
    """Return the figures typed in: how many, of what unit, about what; an empty line is none."""
    found = []
    lines = zip_longest(*(form.getlist(name) for name in ("value", "unit", "about")), fillvalue="")
    for value, unit, about in lines:
        if not value.strip():
            continue
        try:
            counted = Decimal(value.strip().replace(",", "").replace("，", ""))
        except InvalidOperation as error:
            raise RefusedError("no-number", value=value.strip()[:20]) from error
        if not counted.is_finite():
            raise RefusedError("no-number", value=value.strip()[:20])
        found.append(progress.Counted(counted, unit.strip()[:20], about.strip()[:80]))
    return found


def _hand_in(request: PageRequest, code: str) -> None:
    evidence.hand_in(request.viewer, code, _offered(request), now=request.now)


def _offered(request: PageRequest) -> evidence.Offered:
    form, file = request.POST, request.FILES.get("file")
    if file and file.size and file.size > settings.LARGEST_UPLOAD:
        raise RefusedError("file-too-large", megabytes=settings.LARGEST_UPLOAD // 1_000_000)
    first, last = day_from(form.get("covers_from", "")), day_from(form.get("covers_until", ""))
    if bool(first) != bool(last):
        raise RefusedError("period-half")
    link = form.get("link", "").strip()
    if link and not link.startswith(("http://", "https://")):
        raise RefusedError("no-link", link=link[:60])
    return evidence.Offered(
        title=form.get("title", "").strip(),
        data=file.read() if file else b"",
        name=(file.name or "") if file else "",
        media_type=(file.content_type or "application/octet-stream") if file else "application/octet-stream",
        link=link,
        happened_on=day_from(form.get("happened_on", "")),
        covers=(first, last) if first and last else None,
        occurrence=day_from(form.get("occurrence", "")),
    )


def _check(request: PageRequest, code: str) -> None:
    form = request.POST
    pk = form.get("evidence", "")
    if not pk.isdecimal():
        raise NotFoundError
    holds = form.get("holds") == "1"
    reason = form.get("reason", "")
    verdict = evidence.Verdict(holds=holds, reason=reason)
    evidence.check(request.viewer, int(pk), verdict, now=request.now, code=code)


def _ask(request: PageRequest, code: str) -> None:
    to = day_from(request.POST.get("to", ""))
    if to is None:
        raise RefusedError("day-missing")
    once = day_from(request.POST.get("occurrence", ""))
    extend.ask(request.viewer, code, to, request.POST.get("reason", ""), occurrence=once, now=request.now)


def _decide(request: PageRequest, code: str) -> None:
    form = request.POST
    granted = form.get("granted") == "1"
    extend.decide(request.viewer, code, granted=granted, words=form.get("reason", ""), now=request.now)


def _change_due(request: PageRequest, code: str) -> None:
    """Set a limit, or count it from the day of the event it waits for."""
    form = request.POST
    due_on, reason = day_from(form.get("due_on", "")), form.get("reason", "")
    event = day_from(form.get("event_on", ""))
    if event is None:
        once = day_from(form.get("occurrence", ""))
        extend.change_due(request.viewer, code, due_on, reason, occurrence=once, now=request.now)
        return
    facts = task_page(request.viewer, code, request.today).task.facts
    words = t("tasks.event_happened", day=event, length=facts.due_words or facts.waits_for)
    extend.event_happened(request.viewer, code, event, reason.strip() or words, now=request.now)


def _assign(request: PageRequest, code: str) -> None:
    units = [(unit, role) for role in _ROLES for unit in _units(request, role)]
    if not units:
        raise RefusedError("nobody-named")
    withdraw = request.POST.get("withdraw") == "1"
    assign.assign(request.viewer, code, units, now=request.now, withdraw_others=withdraw)


def _break_down(request: PageRequest, code: str) -> None:
    form = request.POST
    part = cascade.Part(_units(request, "part"), form.get("words", ""), day_from(form.get("due_on", "")))
    cascade.break_down(request.viewer, code, part, now=request.now)


def _units(request: PageRequest, name: str) -> list[int]:
    """Return the units chosen, and those typed by name (各乡镇 for all of a kind)."""
    chosen = _ids(request.POST, f"unit_{name}")
    for typed in re.split(r"[、，,;；\s]+", request.POST.get(f"typed_{name}", "").strip()):
        if typed:
            chosen += resolved(request.viewer, typed)
    return list(dict.fromkeys(chosen))


def _ids(form: QueryDict, name: str) -> list[int]:
    return [int(value) for value in form.getlist(name) if value.isdecimal() and len(value) < 16]


def _close(request: PageRequest, code: str) -> None:
    close.close(request.viewer, code, request.POST.get("reason", ""), now=request.now)


def _reopen(request: PageRequest, code: str) -> None:
    close.reopen(request.viewer, code, request.POST.get("reason", ""), now=request.now)


def _excuse(request: PageRequest, code: str) -> None:
    once = day_from(request.POST.get("occurrence", ""))
    through = day_from(request.POST.get("through", ""))
    close.excuse(request.viewer, code, once, request.POST.get("reason", ""), through=through, now=request.now)


def _owe_again(request: PageRequest, code: str) -> None:
    close.withdraw_excuse(request.viewer, code, day_from(request.POST.get("occurrence", "")), now=request.now)


def _cancel(request: PageRequest, code: str) -> None:
    close.cancel(request.viewer, code, request.POST.get("reason", ""), now=request.now)


def _edit_words(request: PageRequest, code: str) -> None:
    reword.edit_words(request.viewer, code, request.POST.get("words", ""), now=request.now)


def _set_scheme(request: PageRequest, code: str) -> None:
    chosen = _ids(request.POST, "scheme")
    reword.set_scheme(request.viewer, code, chosen[0] if chosen else None, now=request.now)


def _comment(request: PageRequest, code: str) -> None:
    talk.comment(request.viewer, code, request.POST.get("words", ""), now=request.now)


def _watch(request: PageRequest, code: str) -> None:
    talk.watch(request.viewer, code, wanted=request.POST.get("wanted") == "1", now=request.now)


_ACTS: dict[str, Callable[[PageRequest, str], None]] = {
    "sign_for": _sign_for, "give_back": _give_back, "report": _report, "hand_in": _hand_in, "check": _check,
    "ask": _ask, "decide": _decide, "change_due": _change_due, "assign": _assign, "break_down": _break_down,
    "close": _close, "reopen": _reopen, "cancel": _cancel, "edit_words": _edit_words,
    "set_scheme": _set_scheme, "excuse": _excuse, "owe_again": _owe_again,
    "comment": _comment, "watch": _watch,
}  # fmt: skip

BULK_ACTS = {name: _ACTS[name] for name in ("assign", "change_due", "comment", "set_scheme")}
