"""Say how far a task is (反馈): a claim, never more."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from luoshi.followup.ground.permissions import Viewer, acting_as, task_for
from luoshi.followup.ground.record import record
from luoshi.followup.ground.refusals import RefusedError
from luoshi.followup.ground.writing import writing
from luoshi.followup.tell.tidings import tell_reported
from luoshi.ledger.entries import Reported
from luoshi.store.models import Occurrence, Report, Task

_ALL = 100  # per cent


@dataclass(frozen=True, slots=True)
class Counted:
    """A figure in a progress report: how many of what."""

    value: Decimal
    unit: str
    about: str = ""


def occurrence_of(task: Task, scheduled_on: date | None) -> Occurrence | None:
    """Return the occurrence a word or a piece of evidence is about.

    Raises:
        RefusedError: ``which-occurrence`` (a recurring task needs one) or ``no-such-occurrence``.
    """
    if scheduled_on is None:
        if task.rrule:
            raise RefusedError("which-occurrence")
        return None
    found = task.occurrences.filter(scheduled_on=scheduled_on).first()
    if found is None:
        raise RefusedError("no-such-occurrence", day=scheduled_on.isoformat())
    return found


@dataclass(frozen=True, slots=True)
class Word:
    """What a unit says of a task.

    Attributes:
        words: in its own words.
        percent: how much it says is done; None when it does not say.
        is_done: it says it is done.
        figures: what it counted.
        occurrence: of a recurring task, the scheduled day it is about.
    """

    words: str = ""
    percent: int | None = None
    is_done: bool = False
    figures: Sequence[Counted] = ()
    occurrence: date | None = None


def report(viewer: Viewer, code: str, said: Word, *, now: datetime) -> Report:
    """Report on a task for the viewer's unit.

    Raises:
        NotFoundError, NotAllowedError: not this viewer's.
        RefusedError: ``nothing-said``, ``percent-range``, an occurrence is missing, or a rule of the ledger.
    """
    words = said.words.strip()
    if not words and said.percent is None and not said.is_done and not said.figures:
        raise RefusedError("nothing-said")
    if said.percent is not None and not 0 <= said.percent <= _ALL:
        raise RefusedError("percent-range", percent=said.percent)
    figures = [{"value": str(f.value), "unit": f.unit, "about": f.about} for f in said.figures]
    with writing():
        task = task_for(viewer, code)
        by = acting_as(viewer, task, "lead", "support")
        kept = Report.objects.create(
            task=task,
            occurrence=occurrence_of(task, said.occurrence),
            unit_id=by,
            person_id=viewer.person,
            words=words,
            percent=said.percent,
            is_done=said.is_done,
            figures=json.dumps(figures, ensure_ascii=False),
            at=now,
        )
        entry = Reported(
            task=code,
            at=now,
            by_unit=str(by),
            occurrence=said.occurrence,
            words=words,
            percent=said.percent,
            is_done=said.is_done,
        )
        record(task, entry, viewer=viewer)
        tell_reported(viewer, task, by, now=now)
        return kept
