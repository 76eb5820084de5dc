"""Decisions as stand-off annotations in the form of the gold documents: the next training learns."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from luoshi.followup.ground.mended import Mended
from luoshi.followup.intake.drafts import ADDED, Draft, NamedUnit, from_json
from luoshi.store.models import Proposal, Version

_HEAD = {
    "title": "TITLE",
    "docno": "DOCNO",
    "issuer": "ISSUER",
    "date": "DATE",
    "addressee": "ADDRESSEE",
    "meeting_name": "MEETING_NAME",
    "meeting_date": "MEETING_DATE",
    "meeting_place": "MEETING_PLACE",
    "participant": "PARTICIPANT",
}
_DATED = {"date", "meeting_date"}

Json = dict[str, Any]


def annotated(version: int) -> Json:
    """Return a version's decisions as a stand-off annotation; places count in the text as received.

    Rows a person accepted, edited or added are commitments, rows set aside stand under ``rejected`` (what the
    reader must not propose again), rows nobody has judged under ``unjudged``.
    """
    found = Version.objects.select_related("document").get(pk=version)
    reading = json.loads(found.reading)
    rows = list(
        found.proposals.exclude(status=Proposal.Status.REPLACED).prefetch_related(
            "made_of", "corrections__lessons"
        )
    )
    edited = set(found.proposals.filter(corrections__isnull=False).values_list("pk", flat=True))
    judged = [
        r for r in rows
        if r.status == Proposal.Status.ACCEPTED or r.pk in edited or r.made_of.all()
        or from_json(r.body).rule == ADDED
    ]  # fmt: skip
    judged = [r for r in judged if r.status != Proposal.Status.REJECTED]
    spans = [*_head(reading), *_outline(reading), *_outcomes(reading)]
    source = Mended.of(found.text, reading)
    for number, row in enumerate(judged, 1):
        spans += _commitment(f"C{number}", row, reading, source)
    return {
        "doc": f"luoshi-{found.text_sha256[:12]}",
        "split": "corrections",
        "task_rich": bool(judged),
        "ref_date": reading["ref_date"],
        "source": {"document": found.document_id, "version": found.number, "engine": found.engine},
        "text": {
            "file": f"text/{found.text_sha256[:12]}.txt",
            "sha256": found.text_sha256,
            "chars": len(found.text),
            "norm": "received",
        },
        "spans": sorted(spans, key=lambda s: (s["start"], -s["end"], s["type"])),
        "rejected": [_place(r) for r in rows if r.status == Proposal.Status.REJECTED],
        "unjudged": [_place(r) for r in rows if r.status == Proposal.Status.OPEN and r not in judged],
    }


def judged_versions() -> Iterator[tuple[Json, str]]:
    """Yield the annotation and the text of every document version about which somebody has decided."""
    decided = Proposal.objects.filter(decided_at__isnull=False).values("version")
    for pk, text in Version.objects.filter(pk__in=decided).order_by("pk").values_list("pk", "text"):
        yield annotated(pk), text


def _place(row: Proposal) -> Json:
    return {"start": row.start, "end": row.end}


def _span(place: Sequence[int], type_: str, /, **attrs: object) -> Json:
    return {"start": place[0], "end": place[1], "type": type_, "attrs": attrs}


def _head(reading: Mapping[str, Any]) -> Iterator[Json]:
    for name, places in reading["head_spans"].items():
        if kind := _HEAD.get(name):
            attrs = {"norm": reading["head"][name]} if name in _DATED else {}
            yield from (_span(place, kind, **attrs) for place in places)


def _outline(reading: Mapping[str, Any]) -> Iterator[Json]:
    return (_span((o["start"], o["end"]), "OUTLINE", level=o["level"]) for o in reading["outline"])


def _outcomes(reading: Mapping[str, Any]) -> Iterator[Json]:
    """Yield what the reader found besides commitments; nobody has judged these."""
    for number, one in enumerate(reading["achievements"], 1):
        yield _span((one["start"], one["end"]), "ACHIEVEMENT", id=f"A{number}")
    for number, one in enumerate(reading["problems"], 1):
        yield _span((one["start"], one["end"]), "PROBLEM", id=f"P{number}")


def _commitment(name: str, row: Proposal, reading: Mapping[str, Any], source: Mended) -> Iterator[Json]:
    draft = from_json(row.body)
    read = [c for c in reading["commitments"] if row.start < c["end"] and c["start"] < row.end]
    attrs = {"id": name, "strength": "firm", "kind": draft.kind, "group": row.item}
    if row.is_people:
        attrs |= {"strength": "firm" if row.is_firm else "weak", "scope": "people"}
    yield _span((row.start, row.end), "COMMITMENT", **attrs)
    for commitment in read[:1]:
        yield _span(commitment["trigger"], "TRIGGER", of=name)
        yield _span(commitment["action"], "ACTION", of=name)
    # The document's own words, where a person typed a name of the register.
    said = {lesson.value: lesson.words for c in row.corrections.all() for lesson in c.lessons.all()}
    units = tuple(replace(u, words=said.get(",".join(map(str, u.units)), u.words)) for u in draft.units)
    yield from _actors(name, replace(draft, units=units), read, (row.start, row.end), source)
    yield from _times(name, draft, read, (row.start, row.end), source)
    for amount in draft.quantities:
        figures = {key: amount[key] for key in ("value", "unit", "op")}
        yield _span((amount["start"], amount["end"]), "QUANTITY", of=name, **figures)


def _actors(
    name: str, draft: Draft, read: Sequence[Mapping[str, Any]], place: tuple[int, int], source: Mended
) -> Iterator[Json]:
    places = _by_words(source, (a for c in read for a in c["actors"]))
    for unit in draft.units:
        found = places.get(unit.words) or _words_near(unit, place, source.text)
        if found:
            yield _span(found, "ACTOR", of=name, role=unit.role)


def _by_words(source: Mended, marks: Iterable[Mapping[str, Any]]) -> dict[str, tuple[int, int]]:
    return {source.words(m["start"], m["end"]): (m["start"], m["end"]) for m in marks}


def _words_near(unit: NamedUnit, place: tuple[int, int], text: str) -> tuple[int, int] | None:
    """Return where the words of a unit that a person added stand: in the row, else last before it."""
    if not unit.words:
        return None
    at = text.find(unit.words, *place)
    if at < 0:
        at = text.rfind(unit.words, 0, place[0])
    return (at, at + len(unit.words)) if at >= 0 else None


def _times(
    name: str, draft: Draft, read: Sequence[Mapping[str, Any]], place: tuple[int, int], source: Mended
) -> Iterator[Json]:
    limits = _by_words(source, (d for c in read for d in c["deadlines"]))
    often = _by_words(source, (r for c in read for r in c["recurrences"]))
    norm = draft.waits_for if draft.counted_from else draft.due_on or draft.waits_for
    for kind, words, places, key, value in (
        ("DEADLINE", draft.due_words, limits, "norm", norm),
        ("RECURRENCE", draft.rrule_words, often, "rrule", draft.rrule),
    ):
        found = places.get(words) or _words_near(NamedUnit(words, ""), place, source.text)
        if value and found:
            yield _span(found, kind, of=name, **{key: value})
