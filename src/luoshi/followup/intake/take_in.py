"""Take a document in: keep the original, read it, propose its rows."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from luoshi import __version__
from luoshi.document.receive import receive, receive_text
from luoshi.document.sandbox import Sandbox, Unreadable
from luoshi.document.source_text import SourceText
from luoshi.followup.finding.index import index_document
from luoshi.followup.ground.days import office_calendar
from luoshi.followup.ground.mended import Mended
from luoshi.followup.ground.originals import keep, path_of
from luoshi.followup.ground.permissions import Viewer, document_for, visible_documents
from luoshi.followup.ground.record import append
from luoshi.followup.ground.refusals import NotAllowedError, NotFoundError, RefusedError
from luoshi.followup.ground.writing import writing
from luoshi.followup.intake.drafts import Draft, drafts_of, settled, to_json
from luoshi.followup.intake.learning import lessons_for, named_again
from luoshi.followup.intake.register import Register, names_of, register_of
from luoshi.followup.intake.standing import key_of, mark_standing
from luoshi.reading.contract import as_contract
from luoshi.reading.stages import read
from luoshi.store.models import Document, Original, Proposal, Unit, Version
from luoshi.values.problem import Problem, Severity

_SHORTEST = 4  # characters: less is a slip of the mouse


@dataclass(frozen=True, slots=True)
class Received:
    """What came in: the bytes of a file, or a pasted text.

    Attributes:
        name: file name, or what to call the text.
        data: of a file; None for a pasted text.
        text: pasted.
        as_of: the day from which relative dates are reckoned, instead of the document's own.
        document: id of the document this is a new version of; 0 for a new one.
        again: read the same text again, as after a change of the reader.
    """

    name: str
    data: bytes | None = None
    text: str = ""
    as_of: date | None = None
    document: int = 0
    again: bool = False


class UnreadableError(RefusedError):
    """A file that could not be read; ``problem`` is the document room's own."""

    status = 422

    def __init__(self, error: Unreadable, name: str) -> None:
        super().__init__("unreadable", name=name)
        self.problem = error.problem


def take_in(viewer: Viewer, unit: int, received: Received, *, now: datetime) -> Version:
    """Take a document in for a unit. Reading happens before the write door opens.

    Raises:
        NotAllowedError: the viewer does not act for the unit.
        UnreadableError: the file cannot be read; nothing was kept.
        RefusedError: ``nothing-received``, ``received-before`` (same text; args name the document).
    """
    if unit not in viewer.units:
        raise NotAllowedError("needs-role", roles="")
    source = _source(received)
    if len(source.raw.strip()) < _SHORTEST:
        raise (
            RefusedError("nothing-received")
            if received.data is None
            else _unreadable("no-text", received.name)
        )
    _refuse_known(viewer, received, source)
    reading = as_contract(read(source, as_of=received.as_of), with_text=False)
    with writing():
        _refuse_known(viewer, received, source)  # the same file sent twice at one moment
        owner = Unit.objects.get(pk=unit)
        document = _document(viewer, owner, received, reading, now)
        version = _version(document, _kept(received, source, now), source, reading, now)
        propose(version, reading, owner, as_of=received.as_of)
        mark_standing(version)
        index_document(document, Mended.of(source.raw, reading).whole())
        body = json.dumps(
            {"document": document.pk, "version": version.number, "text_sha256": source.text_sha256}
        )
        append("document-received", body, at=now, viewer=viewer, subject=f"document:{document.pk}")
    return version


def _refuse_known(viewer: Viewer, received: Received, source: SourceText) -> None:
    known = visible_documents(viewer).filter(versions__text_sha256=source.text_sha256).order_by("pk").first()
    if known is not None and not (received.again and known.pk == received.document):
        raise RefusedError("received-before", title=known.title, document=known.pk)


def _unreadable(code: str, name: str) -> UnreadableError:
    return UnreadableError(Unreadable(Problem(code, Severity.ERROR)), name)


def _source(received: Received) -> SourceText:
    if received.data is None:
        return receive_text(received.text, name=received.name)
    if not received.data:
        raise _unreadable("empty-file", received.name)
    try:
        with Sandbox() as box:
            extract = box.extract(received.data, received.name)
    except Unreadable as error:
        raise UnreadableError(error, received.name) from error
    return receive(extract, name=received.name, data=received.data)


def read_again(viewer: Viewer, pk: int, *, now: datetime, as_of: date | None = None) -> Version:
    """Read a document's latest text again, as a new version.

    Raises:
        NotFoundError, NotAllowedError: not this viewer's.
    """
    document = document_for(viewer, pk)
    last = document.versions.order_by("-number").select_related("original").first()
    if last is None:
        raise NotFoundError
    received = Received(last.name, text=last.text, as_of=as_of, document=pk, again=True)
    if last.original and last.original.media_type != "text/plain":  # its tables and headings are in the file
        received = replace(received, data=path_of(last.original.sha256).read_bytes())
    return take_in(viewer, document.unit_id, received, now=now)


def _kept(received: Received, source: SourceText, now: datetime) -> Original:
    is_file = received.data is not None
    data = received.data if received.data is not None else received.text.encode()
    media_type = source.media_type if is_file else "text/plain"
    return keep(data, name=received.name, media_type=media_type, now=now)


def _document(
    viewer: Viewer, owner: Unit, received: Received, reading: Mapping[str, Any], now: datetime
) -> Document:
    if received.document:
        known = visible_documents(viewer).filter(pk=received.document, unit=owner).first()
        if known is None:
            raise RefusedError("not-found")
        return known
    head = reading["head"]
    title = head.get("title") or received.name.rsplit(".", 1)[0]
    dated = head.get("date") or head.get("meeting_date")
    return Document.objects.create(
        title=" ".join(str(title).split())[:300],
        docno=(head.get("docno") or "")[:80],
        issuer="、".join(head.get("issuer") or ())[:200],
        dated_on=_day(dated),
        unit=owner,
        taken_in_by_id=viewer.person,
        taken_in_at=now,
    )


def _day(words: str | None) -> date | None:
    """Return a day the head names in full; 4月28日 without a year is none."""
    try:
        return date.fromisoformat(words or "")
    except ValueError:
        return None


def _version(
    document: Document, original: Original, source: SourceText, reading: Mapping[str, Any], now: datetime
) -> Version:
    return Version.objects.create(
        document=document,
        number=document.versions.count() + 1,
        original=original,
        name=source.name[-200:],
        text=source.raw,
        text_sha256=source.text_sha256,
        reading=json.dumps(reading, ensure_ascii=False),
        engine=__version__,
        covered=json.dumps(covered_by(reading)),
        received_at=now,
        read_at=now,
    )


def covered_by(reading: Mapping[str, Any]) -> dict[str, int]:
    """Return how many characters of a document were read as what."""
    found: Counter[str] = Counter()
    for stretch in reading["coverage"]:
        found[stretch["is"]] += stretch["end"] - stretch["start"]
    return dict(found)


def propose(version: Version, reading: Mapping[str, Any], owner: Unit, *, as_of: date | None = None) -> int:
    """Write a proposal for every commitment of a reading; return how many.

    Args:
        version: of the document.
        reading: the contract.
        owner: the unit that took it in.
        as_of: the day somebody gave the document, where it bears none: limits from its issue run from it.
    """
    source = Mended.of(version.text, reading)
    issued_on = version.document.dated_on or as_of
    drafts = drafts_of(reading, source, version.text, issued_on, office_calendar())
    register = register_of(owner, {unit.words for draft in drafts for unit in draft.units})
    drafts = [resolved(draft, register) for draft in drafts]
    lessons = lessons_for(owner.pk, drafts)
    names = names_of(pk for units in lessons.names.values() for pk in units)
    rows = []
    for number, (commitment, as_read) in enumerate(zip(reading["commitments"], drafts, strict=True), 1):
        draft = settled(named_again(as_read, lessons, names))
        rows.append(
            Proposal(
                version=version,
                number=number,
                start=draft.start,
                end=draft.end,
                item=str(commitment.get("item") or "")[:40],
                body=to_json(draft),
                is_firm=commitment["strength"] == "firm",
                is_people=commitment["scope"] == "people",
                words_key=key_of(draft.words),
            )
        )
    Proposal.objects.bulk_create(rows)
    return len(rows)


def resolved(draft: Draft, register: Register) -> Draft:
    """Return a draft with the units of the register its words stand for, as far as that is clear."""
    units = tuple(replace(unit, units=unit.units or register.resolve(unit.words)) for unit in draft.units)
    return settled(replace(draft, units=units))
