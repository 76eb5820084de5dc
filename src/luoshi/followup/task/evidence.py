"""Hand in evidence, and look at it (佐证、核查)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from luoshi.followup.ground.originals import distance, keep, path_of
from luoshi.followup.ground.permissions import Viewer, acting_as, inspecting_as, task_for, visible_tasks
from luoshi.followup.ground.record import record, today_of
from luoshi.followup.ground.refusals import NotFoundError, RefusedError
from luoshi.followup.ground.writing import writing
from luoshi.followup.task.progress import Word, occurrence_of, report
from luoshi.followup.tell.tidings import tell_evidence_refused, tell_evidence_to_check
from luoshi.ledger.entries import Checked, Evidenced
from luoshi.store.models import Evidence, Original

_ALIKE = 6  # of 64 bits: the same picture resized or re-saved differs in fewer


@dataclass(frozen=True, slots=True)
class Offered:
    """What a unit hands in.

    Attributes:
        title: what it is called.
        data, name, media_type: of a file; or
        link: an address.
        happened_on: the day of what it shows.
        covers: the period it covers, first and last day.
        occurrence: of a recurring task, the scheduled day it is about.
    """

    title: str
    data: bytes = b""
    name: str = ""
    media_type: str = "application/octet-stream"
    link: str = ""
    happened_on: date | None = None
    covers: tuple[date, date] | None = None
    occurrence: date | None = None


def hand_in(viewer: Viewer, code: str, offered: Offered, *, now: datetime) -> Evidence:
    """Hand in evidence for the viewer's unit. The day it was received is now, and nobody's to choose.

    Raises:
        NotFoundError, NotAllowedError: not this viewer's.
        RefusedError: ``nothing-offered``, ``happened-later``, ``period-backwards``, or a rule of the ledger.
    """
    if bool(offered.data) == bool(offered.link):
        raise RefusedError("nothing-offered")
    if offered.happened_on and offered.happened_on > today_of(now):
        raise RefusedError("happened-later", day=offered.happened_on.isoformat())
    if offered.covers and offered.covers[0] > offered.covers[1]:
        raise RefusedError("period-backwards")
    with writing():
        task = task_for(viewer, code)
        by = acting_as(viewer, task, "lead", "support")
        original = None
        if offered.data:
            original = keep(offered.data, name=offered.name, media_type=offered.media_type, now=now)
        evidence = Evidence.objects.create(
            task=task,
            occurrence=occurrence_of(task, offered.occurrence),
            unit_id=by,
            person_id=viewer.person,
            kind=_kind(offered),
            title=(offered.title or offered.name or offered.link)[:200],
            original=original,
            link=offered.link,
            happened_on=offered.happened_on,
            covers_from=offered.covers[0] if offered.covers else None,
            covers_until=offered.covers[1] if offered.covers else None,
            received_at=now,
        )
        entry = Evidenced(
            task=code,
            at=now,
            by_unit=str(by),
            occurrence=offered.occurrence,
            evidence=str(evidence.pk),
            happened_on=offered.happened_on,
        )
        record(task, entry, viewer=viewer)
        tell_evidence_to_check(viewer, task, by, now=now)
        return evidence


def report_with(viewer: Viewer, code: str, said: Word, offered: Offered, *, now: datetime) -> Evidence:
    """Report on a task and hand in what shows it, both or neither: two entries, as they say two things.

    Raises:
        NotFoundError, NotAllowedError, RefusedError: see ``report`` and ``hand_in``.
    """
    with writing():
        report(viewer, code, said, now=now)
        return hand_in(viewer, code, offered, now=now)


def _kind(offered: Offered) -> str:
    if offered.link:
        return Evidence.Kind.LINK
    return Evidence.Kind.PHOTO if offered.media_type.startswith("image/") else Evidence.Kind.FILE


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a look at a piece of evidence came to; one that does not hold says why."""

    holds: bool
    reason: str = ""


def check(viewer: Viewer, evidence: int, verdict: Verdict, *, now: datetime, code: str = "") -> Evidence:
    """Say whether a piece of evidence (of the task ``code``) holds; never the unit that handed it in.

    Raises:
        NotFoundError, NotAllowedError: not this viewer's.
        RefusedError: ``reason-missing`` when it does not hold, or a rule of the ledger.
    """
    holds, reason = verdict.holds, verdict.reason.strip()
    if not holds and not reason:
        raise RefusedError("reason-missing")
    with writing():
        found = Evidence.objects.filter(pk=evidence, task__in=visible_tasks(viewer)).first()
        if found is None or (code and found.task.code != code):
            raise NotFoundError
        found.task = task_for(viewer, found.task.code)  # held, so that nobody else changes it meanwhile
        by = inspecting_as(viewer, found.task, but=found.unit_id)
        found.holds, found.checked_by_id, found.checked_at = holds, by, now
        found.check_reason = reason
        found.save()
        entry = Checked(
            task=found.task.code,
            at=now,
            by_unit=str(by),
            occurrence=found.occurrence.scheduled_on if found.occurrence else None,
            evidence=str(found.pk),
            supports=holds,
            reason=reason,
        )
        record(found.task, entry, viewer=viewer)
        if not holds:
            tell_evidence_refused(viewer, found.task, found.unit_id, reason, now=now)
        return found


def offered_before(evidence: Evidence, viewer: Viewer) -> Iterator[tuple[Evidence, bool]]:
    """Yield earlier evidence the viewer may see: the same bytes (True) or an alike picture (False)."""
    original = evidence.original
    if original is None:
        return
    earlier = Evidence.objects.filter(task__in=visible_tasks(viewer)).exclude(pk=evidence.pk)
    for one in earlier.filter(original=original).select_related("task").order_by("pk"):
        yield one, True
    if not original.picture_hash:
        return
    others = (
        Original.objects.exclude(picture_hash="").exclude(pk=original.pk).values_list("pk", "picture_hash")
    )
    alike = [pk for pk, bits in others.iterator() if distance(bits, original.picture_hash) <= _ALIKE]
    for one in earlier.filter(original__in=alike).select_related("task").order_by("pk"):
        yield one, False


@dataclass(frozen=True, slots=True)
class Before:
    """An earlier offer of what is offered again: where, and whether it is the same to the byte."""

    code: str
    title: str
    is_same: bool


def offered_again(viewer: Viewer, task: int) -> Mapping[int, tuple[Before, ...]]:
    """Return by piece of evidence where else the viewer sees the same file, or an alike picture.

    The same file in the same task counts too. Pictures are compared with those of tasks the viewer sees.
    """
    own = Evidence.objects.filter(task=task).exclude(original=None)
    mine = list(own.values_list("pk", "original", "original__picture_hash"))
    seen = Evidence.objects.filter(task__in=visible_tasks(viewer))
    found: dict[int, list[Before]] = defaultdict(list)
    same = seen.filter(original__in=[original for _, original, _ in mine]).order_by("pk")
    for pk, original, code, title in same.values_list("pk", "original", "task__code", "title"):
        for one, its, _ in mine:
            if its == original and pk < one:
                found[one].append(Before(code, title, is_same=True))
    if any(bits for *_, bits in mine):
        pictures = seen.exclude(original__picture_hash="").exclude(original=None).order_by("pk")
        columns = ("pk", "original", "original__picture_hash", "task__code", "title")
        for pk, original, bits, code, title in pictures.values_list(*columns).iterator():
            for one, its, my_bits in mine:
                if pk < one and its != original and my_bits and distance(bits, my_bits) <= _ALIKE:
                    found[one].append(Before(code, title, is_same=False))
    return {pk: tuple(before) for pk, before in found.items()}


def file_of(viewer: Viewer, code: str, pk: int) -> tuple[Path, str, str]:
    """Return path, name and media type of a piece of evidence that is a file.

    Raises:
        NotFoundError: there is none, or not for this viewer.
    """
    task = task_for(viewer, code)
    found = task.evidence.filter(pk=pk, original__isnull=False).select_related("original").first()
    if found is None or found.original is None:
        raise NotFoundError
    return path_of(found.original.sha256), found.original.first_name, found.original.media_type
