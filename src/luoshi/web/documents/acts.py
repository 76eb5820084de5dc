"""What each button of the review page does."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from luoshi.followup.ground.refusals import NotFoundError, RefusedError
from luoshi.followup.intake.decide import accept, accept_all_firm, edit, reject, restore
from luoshi.followup.intake.phrases import answered
from luoshi.followup.intake.register import unit_at
from luoshi.followup.intake.regroup import add, merge, split
from luoshi.followup.intake.undo import undo, undo_last
from luoshi.web.documents.forms import Act, rows_chosen
from luoshi.web.documents.pages import Look, review
from luoshi.web.viewer import PageRequest

_DIGITS = 9  # of a place in a text
_AT_ONCE = 20  # rows accepted in one transaction


@dataclass(frozen=True, slots=True)
class Done:
    """What a decision changed: some rows, or which rows there are at all.

    Attributes:
        goes_on: key of what there may be more of to do; the page asks again, so that nobody waits for a long
            transaction and the count shows how far it is.
        begun: when that began.
    """

    rows: Sequence[int]
    is_whole: bool = False
    goes_on: str = ""
    begun: datetime | None = None


def carry_out(request: PageRequest, document: int, act: Act) -> Done:
    """Carry a decision out.

    Raises:
        RefusedError: as the act has it; ``not-found`` when no such button exists.
    """
    try:
        return _ACTS[act.name](request, document, act)
    except KeyError as unknown:
        raise NotFoundError from unknown


def _accept(request: PageRequest, _document: int, act: Act) -> Done:
    accept(request.viewer, act.row, now=request.now, edition=act.edition)
    return Done([act.row])


def _reject(request: PageRequest, _document: int, act: Act) -> Done:
    reject(request.viewer, act.row, now=request.now, edition=act.edition)
    return Done([act.row])


def _restore(request: PageRequest, _document: int, act: Act) -> Done:
    restore(request.viewer, act.row, now=request.now)
    return Done([act.row])


def _accept_firm(request: PageRequest, document: int, act: Act) -> Done:
    page = review(request.viewer, document, Look(request.today, only=frozenset(), with_source=False))
    most = _AT_ONCE if request.htmx else None
    begun = _moment(act.rest[0]) if act.rest else None
    accepted = accept_all_firm(request.viewer, page.version, now=request.now, most=most, begun=begun)
    return Done([p.pk for p in accepted], goes_on="A" if accepted else "", begun=begun or request.now)


def _moment(micros: str) -> datetime | None:
    """Return the moment a button names; None for none."""
    if not micros.isdecimal() or len(micros) > len("1790000000000000"):
        return None
    return datetime.fromtimestamp(0, UTC) + timedelta(microseconds=int(micros))


def _merge(request: PageRequest, _document: int, _act: Act) -> Done:
    merge(request.viewer, rows_chosen(request.POST), now=request.now)
    return Done([], is_whole=True)


def _split(request: PageRequest, _document: int, act: Act) -> Done:
    if not act.rest or not act.rest[0].isdecimal():
        raise RefusedError("split-outside")
    split(request.viewer, act.row, int(act.rest[0]), now=request.now, edition=act.edition)
    return Done([], is_whole=True)


def _add(request: PageRequest, document: int, act: Act) -> Done:
    place = [int(n) for n in act.rest if n.isdecimal() and len(n) < _DIGITS]
    if len(place) != 2:
        raise RefusedError("row-nothing-marked")
    page = review(request.viewer, document, Look(request.today, only=frozenset(), with_source=False))
    add(request.viewer, page.version, (place[0], place[1]), now=request.now)
    return Done([], is_whole=True)


def _undo(request: PageRequest, _document: int, act: Act) -> Done:
    return _reopened(act.row, [p.pk for p in undo(request.viewer, act.row, now=request.now)])


def _undo_last(request: PageRequest, document: int, _act: Act) -> Done:
    page = review(request.viewer, document, Look(request.today, only=frozenset(), with_source=False))
    last = page.undo
    if last is None:
        raise RefusedError("undo-nothing")
    most = _AT_ONCE if request.htmx else len(last.rows)
    reopened = [p.pk for p in undo_last(request.viewer, page.version, now=request.now, most=most)]
    if len(last.rows) == 1:
        return _reopened(last.rows[0], reopened)
    return Done(reopened, goes_on="u" if len(last.rows) > len(reopened) else "")


def _reopened(row: int, rows: Sequence[int]) -> Done:
    """Return the rows that stand open again; taking a merge or split back changes which rows there are."""
    return Done(rows, is_whole=list(rows) != [row])


def _answer(request: PageRequest, document: int, act: Act) -> Done:
    question, value = (*act.rest, "", "")[:2]
    typed = request.POST.get(f"answer-{act.row}", "")
    look = Look(request.today, only=frozenset({act.row}), with_source=False)
    page = review(request.viewer, document, look)
    if not page.rows:
        raise NotFoundError
    row = page.rows[0]
    if question == "as-before" and row.again:
        changed = row.again
    else:
        owner, as_of = unit_at(page.head.unit), date.fromisoformat(page.as_of)
        changed = answered(row.draft, question, value or typed, owner=owner, as_of=as_of)
    edit(request.viewer, act.row, changed, now=request.now, edition=act.edition)
    return Done([act.row])


_ACTS: dict[str, Callable[[PageRequest, int, Act], Done]] = {
    "accept": _accept,
    "accept-firm": _accept_firm,
    "add": _add,
    "answer": _answer,
    "merge": _merge,
    "reject": _reject,
    "restore": _restore,
    "split": _split,
    "undo": _undo,
    "undo-last": _undo_last,
}
