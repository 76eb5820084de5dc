"""All repairs of a received text, one after the other."""

from dataclasses import replace

from luoshi.document.repair.blanks import find_blanks
from luoshi.document.repair.readings import find_readings, has_readings
from luoshi.document.repair.residue import find_residue
from luoshi.document.repair.shifted import find_shifted
from luoshi.document.source_text import Repair
from luoshi.document.way_back import Edit, WayBack, apply_edits
from luoshi.values.span import Span


def mend(raw: str, chars: frozenset[str]) -> tuple[str, WayBack, tuple[Repair, ...]]:
    """Return the mended text, the way back to ``raw``, and the repairs in ``raw``, in order.

    Args:
        raw: the text as received.
        chars: its characters.
    """
    text, way_back = raw, WayBack.same(len(raw))
    repairs: list[Repair] = []
    proven: dict[str, str] = {}
    if has_readings(raw, chars):
        found = find_readings(raw)
        proven = found.of
        text, way_back = apply_edits(raw, found.edits)
        repairs += found.repairs
    if ("?" in chars or "？" in chars) and (edits := find_shifted(text, proven)):
        text, way_back = _next(text, way_back, edits, repairs)
    if edits := find_residue(text, chars):
        text, way_back = _next(text, way_back, edits, repairs)
    if " " in chars and (blanks := find_blanks(text)):
        text, step = apply_edits(text, blanks)
        way_back = way_back.then(step)
    return text, way_back, tuple(sorted(repairs, key=lambda r: r.span))


def _next(
    text: str, way_back: WayBack, found: list[tuple[Edit, Repair]], repairs: list[Repair]
) -> tuple[str, WayBack]:
    new, step = apply_edits(text, [edit for edit, _ in found])
    for _, repair in found:
        repairs.append(replace(repair, span=_in_raw(way_back, repair.span)))
    return new, way_back.then(step)


def _in_raw(way_back: WayBack, span: Span) -> Span:
    return way_back.to_raw(span.start, span.end)
