"""Merge, split, add: one proposal of several, two of one, one the reader missed."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from luoshi.document.receive import receive_text
from luoshi.followup.ground.days import office_calendar
from luoshi.followup.ground.mended import Mended
from luoshi.followup.ground.permissions import Viewer, visible_documents
from luoshi.followup.ground.refusals import NotFoundError, RefusedError
from luoshi.followup.ground.writing import writing
from luoshi.followup.intake.drafts import (
    ADDED,
    Draft,
    drafts_of,
    from_json,
    merged,
    parted,
    settled,
    to_json,
)
from luoshi.followup.intake.register import register_of
from luoshi.followup.intake.reviewing import Status, decided, proposal_for, proposals_for, tell
from luoshi.followup.intake.standing import key_of
from luoshi.reading.contract import as_contract
from luoshi.reading.scope import directs_people
from luoshi.reading.stages import read
from luoshi.store.models import Proposal, Version

_BEFORE_WORDS, _AFTER_WORDS = " \t\r\n\u3000，。；：、,;:.）)", " \t\r\n\u3000，。；：、,;:."
_SHORTEST, _LONGEST = 4, 1_000  # characters of a row a person marks


def merge(viewer: Viewer, pks: Sequence[int], *, now: datetime) -> Proposal:
    """Make one proposal of several of the same text.

    Raises:
        RefusedError: ``merge-needs-two``, ``merge-of-two-texts``, ``about-people``.
    """
    with writing():
        found = sorted((proposal_for(viewer, pk, None) for pk in dict.fromkeys(pks)), key=lambda p: p.start)
        if len(found) < 2:
            raise RefusedError("merge-needs-two")
        if len({p.version_id for p in found}) > 1:
            raise RefusedError("merge-of-two-texts")
        if any(p.is_people for p in found):
            raise RefusedError("about-people")
        draft = merged([from_json(p.body) for p in found], _source(found[0]))
        return _replace(viewer, found, [draft], "merged", now)[0]


def split(viewer: Viewer, pk: int, at: int, *, now: datetime, edition: int | None = None) -> list[Proposal]:
    """Make two proposals of one, cut at a place in the text as received.

    Raises:
        RefusedError: ``split-outside``.
    """
    with writing():
        proposal = proposal_for(viewer, pk, edition)
        try:
            halves = parted(from_json(proposal.body), at, _source(proposal))
        except ValueError as error:
            raise RefusedError("split-outside") from error
        return _replace(viewer, [proposal], halves, "split", now)


def add(viewer: Viewer, version: int, place: tuple[int, int], *, now: datetime) -> Proposal:
    """Propose a row that the reader missed: the words a person marked, read by themselves for who and when.

    Raises:
        NotFoundError, NotAllowedError: not this viewer's.
        RefusedError: ``row-nothing-marked``, ``row-too-long``, ``row-there-already``, ``about-people``.
    """
    seen = Version.objects.filter(pk=version, document__in=visible_documents(viewer))
    found = seen.select_related("document__unit").first()
    if found is None:
        raise NotFoundError
    start, end = _bare(found.text, *place)
    if end - start < _SHORTEST:
        raise RefusedError("row-nothing-marked")
    if end - start > _LONGEST:
        raise RefusedError("row-too-long", most=_LONGEST)
    draft, is_people = _read_alone(found, start, end)  # before the write door opens
    with writing():
        others = list(proposals_for(viewer, version))
        if is_people or any(p.is_people and p.start < end and start < p.end for p in others):
            raise RefusedError("about-people")
        if any((p.start, p.end) == (start, end) and p.status != Status.REPLACED for p in others):
            raise RefusedError("row-there-already")
        made = Proposal.objects.create(
            version=found,
            number=max((p.number for p in others if p.start <= start), default=0),
            start=start,
            end=end,
            body=to_json(draft),
            is_firm=True,
            words_key=key_of(draft.words),
            decided_by_id=viewer.person,
            decided_at=now,
        )
        tell(viewer, "added", [made], now)
        return made


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a place without the blanks and stops at its edges, inside the text."""
    words = text[max(0, start) : max(0, end)]
    bare = words.lstrip(_BEFORE_WORDS)
    begin = max(0, start) + len(words) - len(bare)
    return begin, begin + len(bare.rstrip(_AFTER_WORDS))


def _read_alone(version: Version, start: int, end: int) -> tuple[Draft, bool]:
    """Return a draft of marked words, and whether they are about what people say or think.

    Units, limits and amounts that the words name are proposed as of a row that was read.
    """
    text, document = version.text, version.document
    known = json.loads(version.reading)["ref_date"]
    as_of = document.dated_on or (date.fromisoformat(known) if known else None)
    source = _source_of(version)
    blank = Draft(source.words(start, end), start, end, missing=("owner", "deadline"), rule=ADDED)
    alone = as_contract(read(receive_text(text[start:end]), as_of=as_of), with_text=False)
    is_people = directs_people(blank.words)
    if not alone["commitments"]:
        return blank, is_people
    inside = Mended.of(text[start:end], alone)
    drafts = drafts_of(alone, inside, text[start:end], document.dated_on, office_calendar())
    whole = merged(drafts, inside)
    register = register_of(document.unit, {unit.words for unit in whole.units})
    units = tuple(replace(unit, units=register.resolve(unit.words)) for unit in whole.units)
    amounts = tuple({**q, "start": q["start"] + start, "end": q["end"] + start} for q in whole.quantities)
    draft = replace(
        whole, words=blank.words, start=start, end=end, units=units, quantities=amounts, rule=ADDED
    )
    return settled(draft), is_people or any(one["scope"] == "people" for one in alone["commitments"])


def _source(proposal: Proposal) -> Mended:
    return _source_of(proposal.version)


def _source_of(version: Version) -> Mended:
    return Mended.of(version.text, json.loads(version.reading))


def _replace(
    viewer: Viewer, old: Sequence[Proposal], drafts: Sequence[Draft], act: str, now: datetime
) -> list[Proposal]:
    head = old[0]
    new = []
    for draft in drafts:
        made = Proposal.objects.create(
            version=head.version,
            number=head.number,
            start=draft.start,
            end=draft.end,
            item=head.item,
            body=to_json(draft),
            is_firm=any(p.is_firm for p in old),
            is_people=any(p.is_people for p in old),
        )
        made.made_of.set(old)
        new.append(made)
    for proposal in old:
        decided(proposal, viewer, Status.REPLACED, now)
    tell(viewer, act, [*old, *new], now)
    return new
