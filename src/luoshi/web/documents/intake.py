"""What was sent to the list page: files and pasted text, each with what became of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from luoshi.document.intake import inside
from luoshi.document.problem_words import words as problem_words
from luoshi.document.sandbox import Unreadable
from luoshi.followup.ground.refusals import NotAllowedError, RefusedError
from luoshi.followup.intake.later import LARGE, take_in_later
from luoshi.followup.intake.take_in import Received, UnreadableError, take_in
from luoshi.values.problem import Problem, Severity
from luoshi.web.documents.forms import day_of
from luoshi.web.viewer import PageRequest
from luoshi.web.words import known, lang, t

_AT_ONCE = 10  # files of a zip that are read while the person waits
_PASTED = 40  # characters of a pasted text that stand for its name until its title is read


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file or text.

    Attributes:
        name: as it was sent.
        document: id, of the new document or of the one that has the same text; 0 for none.
        title: of the new document.
        n_rows: proposed from it.
        refusal: why it was not taken in; empty when it was.
        is_later: it is being read in the background.
    """

    name: str
    document: int = 0
    title: str = ""
    n_rows: int = 0
    refusal: str = ""
    is_later: bool = False


def came_in(request: PageRequest) -> tuple[Outcome, ...]:
    """Take in everything that was sent; one that is refused does not stop the others."""
    unit = _unit(request)
    as_of = day_of(request.POST, "as_of")
    document = request.POST.get("document", "")
    version_of = int(document) if document.isdecimal() else 0
    outcomes = [
        outcome
        for file in request.FILES.getlist("files")
        for outcome in _file(request, unit, file, as_of, version_of)
    ]
    text = request.POST.get("text", "")
    if text.strip() or not outcomes:
        outcomes.append(_one(request, unit, _pasted(text, as_of, version_of)))
    return tuple(outcomes)


def _file(
    request: PageRequest, unit: int, file: "UploadedFile[Any]", as_of: date | None, version_of: int
) -> Iterator[Outcome]:
    """Take in a file, or all that lie in a zip; one that is too large never comes into memory."""
    name = file.name or ""
    if (file.size or 0) > settings.LARGEST_UPLOAD:
        limit = settings.LARGEST_UPLOAD // 1_000_000
        yield _refused(name, Problem("too-large", Severity.ERROR, args={"limit": limit}))
        return
    for number, found in enumerate(inside(name, file.read())):
        if found.problem and found.problem.severity is not Severity.ERROR:
            continue  # a lock file, a folder with nothing in it
        try:
            received = Received(found.path, found.load(), as_of=as_of, document=version_of)
        except Unreadable as error:
            yield _refused(found.path, error.problem)
        else:
            yield _one(request, unit, received, later=number >= _AT_ONCE)


def _refused(name: str, problem: Problem) -> Outcome:
    return Outcome(name, refusal=problem_words(problem, lang()))


def _pasted(text: str, as_of: date | None, version_of: int) -> Received:
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    name = next((line.strip() for line in plain.split("\n") if line.strip()), t("documents.pasted"))
    return Received(name[:_PASTED], text=plain, as_of=as_of, document=version_of)


def _unit(request: PageRequest) -> int:
    """Return the unit in whose name something is taken in: the one chosen, else the only one there is."""
    chosen = request.POST.get("unit", "")
    if chosen.isdecimal():
        return int(chosen)
    if not request.viewer.units:
        raise NotAllowedError("needs-role", roles="")
    return min(request.viewer.units)


def _one(request: PageRequest, unit: int, received: Received, *, later: bool = False) -> Outcome:
    if received.data and (later or len(received.data) > LARGE):
        take_in_later(request.viewer, unit, received, now=request.now)
        return Outcome(received.name, is_later=True)
    try:
        version = take_in(request.viewer, unit, received, now=request.now)
    except NotAllowedError:
        raise
    except UnreadableError as error:
        return _refused(received.name, error.problem)
    except RefusedError as error:
        words = known(f"refusals.{error.code}", **error.args_by_name)
        return Outcome(received.name, int(error.args_by_name.get("document", 0)), refusal=words)
    return Outcome(received.name, version.document_id, version.document.title, version.proposals.count())
