"""Units, posts and accounts from one list: looked at, then made."""

import json
from dataclasses import asdict, fields
from io import BytesIO

import xlsxwriter
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from luoshi.document.problem_words import words as problem_words
from luoshi.followup.ground.refusals import NotFoundError, RefusedError
from luoshi.followup.intake.take_in import UnreadableError
from luoshi.followup.registry.unit_list.carry_out import carry_out, look_at
from luoshi.followup.registry.unit_list.sheet import Line, empty_list, lines_of_file, lines_of_text
from luoshi.web.viewer import PageRequest
from luoshi.web.words import known, lang, t

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_COLUMNS = tuple(field.name for field in fields(Line)[1:])


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def units_list(request: PageRequest) -> HttpResponse:
    """Ask for a list; show what it would make, with its mistakes by row; make it."""
    if not request.viewer.is_keeper:
        raise NotFoundError
    if request.method == "GET":
        return _page(request, {"told": request.GET.get("told", "")})
    try:
        if "do" in request.POST:
            made = carry_out(request.viewer, _kept(request.POST.get("lines", "")), now=request.now)
            return _page(request, {"made": made})
        lines = _sent(request)
        plan = look_at(request.viewer, lines)
    except UnreadableError as wrong:
        return _page(request, {"why": problem_words(wrong.problem, lang())}, 422)
    except RefusedError as wrong:
        return _page(request, {"why": known(f"refusals.{wrong.code}", **wrong.args_by_name)}, wrong.status)
    kept = json.dumps([asdict(line) for line in lines], ensure_ascii=False)
    mistakes = [(one.row, known(f"refusals.{one.code}", **one.args)) for one in plan.mistakes]
    return _page(request, {"plan": plan, "lines": kept, "mistakes": mistakes}, 422 if mistakes else 200)


def _sent(request: PageRequest) -> tuple[Line, ...]:
    file = request.FILES.get("file")
    if file:
        return lines_of_file(file.read(), file.name or "")
    return lines_of_text(request.POST.get("text", ""))


def _kept(text: str) -> tuple[Line, ...]:
    """Return the lines the page carried from looking to making; they are checked again like any other."""
    try:
        return tuple(
            Line(int(one["row"]), **{name: str(one[name]) for name in _COLUMNS}) for one in json.loads(text)
        )
    except (ValueError, TypeError, KeyError) as wrong:
        raise RefusedError("form-incomplete") from wrong


def _page(request: PageRequest, values: dict[str, object], status: int = 200) -> HttpResponse:
    blank = {"section": "units", "columns": tuple(zip(_COLUMNS, empty_list(), strict=True))}
    given = {"typed": request.POST.get("text", ""), "plan": None, "made": None, "why": "", "told": ""}
    return render(request, "units/list.html", blank | given | values, status=status)


@login_required
@require_GET
def empty(request: PageRequest) -> HttpResponse:
    """Give an empty list with the heads of its columns."""
    if not request.viewer.is_keeper:
        raise NotFoundError
    file = BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True})
        for number, head in enumerate(empty_list()):
            sheet.write_string(0, number, head, bold)
        sheet.set_column(0, len(_COLUMNS) - 1, 16)
        sheet.freeze_panes(1, 0)
    response = HttpResponse(file.getvalue(), content_type=_XLSX)
    response["Content-Disposition"] = "attachment; filename*=UTF-8''{}".format(_quoted(t("units.list_title")))
    return response


def _quoted(name: str) -> str:
    return "".join(f"%{byte:02X}" for byte in f"{name}.xlsx".encode())
