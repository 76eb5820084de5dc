"""Similar text: a document with what of it stands elsewhere, and two documents side by side."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET
from markupsafe import Markup, escape

from luoshi.followup.finding.alike import Alike, Beside, Other, When, alike, beside
from luoshi.reuse.changes import Kind
from luoshi.web.documents.pages import head_for
from luoshi.web.viewer import PageRequest
from luoshi.web.words import t

_COLOURS = 6
_PRESSED = 2  # characters: less of a text is nothing a finger hits
_ORDER = {When.LATER: 0, When.UNKNOWN: 1, When.EARLIER: 2}  # what is painted last lies on top


@dataclass(frozen=True, slots=True)
class Paint:
    """A stretch to be shown apart.

    Attributes:
        kind: its classes.
        link: where a click leads; "" for nowhere.
        name: its id where it first appears; "" for none.
        note: what a person may want to know about it.
    """

    start: int
    end: int
    kind: str
    link: str = ""
    name: str = ""
    note: str = ""


@login_required
@require_GET
@gzip_page
def similar(request: PageRequest, pk: int) -> HttpResponse:
    """Show a document with what of it stands in which other documents."""
    head = head_for(request.viewer, pk)
    found = alike(request.viewer, pk)
    values = {
        "section": "documents",
        "head": head,
        "found": found,
        "others": [
            (other, number % _COLOURS, _share(other.part)) for number, other in enumerate(found.others)
        ],
        "fresh": _share(found.fresh),
        "source": painted(found.text, _stretches(found), _quotations(found.quotations)),
    }
    return render(request, "documents/similar.html", values)


@login_required
@require_GET
@gzip_page
def side_by_side(request: PageRequest, pk: int, other: int) -> HttpResponse:
    """Show two documents with the words they share, and what was changed in them."""
    found = beside(request.viewer, pk, other)
    kinds = {c.kind for _, told in found.stretches for c in told} - {Kind.SAME}
    values = {
        "section": "documents",
        "found": found,
        "kinds": [kind.value for kind in Kind if kind in kinds],
        "n_same": sum(s.same for s, _ in found.stretches),
        "sides": [
            (hit, painted(hit.text, *_side(found, side))) for side, hit in enumerate((found.one, found.other))
        ],
    }
    return render(request, "documents/side_by_side.html", values)


def _share(part: float) -> str:
    """Return a share in whole percent; of a little more than nothing, ``<1%``."""
    return f"{round(part * 100)}%" if part >= 0.005 or not part else "<1%"


def _stretches(found: Alike) -> list[Paint]:
    """Return the stretches, each in the colour of its document; what earlier ones hold lies on top."""
    numbered = sorted(enumerate(found.others), key=lambda each: _height(each[1]))
    return [
        Paint(s.start, s.end, f"like c{number % _COLOURS} {other.when}", f"#d{other.pk}", note=other.title)
        for number, other in numbered
        for s in other.stretches
    ]


def _height(other: Other) -> tuple[int, int]:
    return _ORDER[other.when], -other.dated_on.toordinal() if other.dated_on else 0


def _quotations(places: Iterable[tuple[int, int]]) -> list[Paint]:
    return [Paint(start, end, "quoted", note=t("similar.quotation")) for start, end in places]


def _side(found: Beside, side: int) -> tuple[list[Paint], list[Paint]]:
    """Return the shared stretches of one document, and what is marked within them."""
    stretches, marks = [], _quotations(found.quotations[side])
    own, other = "ab"[side], "ba"[side]
    order = sorted(enumerate(found.stretches), key=lambda each: each[1][0].same)
    for number, (s, told) in order:
        start, end = (s.other_start, s.other_end) if side else (s.start, s.end)
        kind = f"like c{number % _COLOURS}"
        stretches.append(Paint(start, end, kind, f"#{other}{number}", f"{own}{number}"))
        for c in told:
            first, last = (c.b0, c.b1) if side else (c.a0, c.a1)
            if c.kind is not Kind.SAME and first < last:
                note = t(f"similar.kind_{c.kind}")
                marks.append(Paint(start + first, start + last, f"change {c.kind}", note=note))
    return stretches, marks


def painted(text: str, stretches: Sequence[Paint], marks: Sequence[Paint]) -> Markup:
    """Return a text as paragraphs with stretches and marks in them; of those that meet the later wins."""
    on = [_layer(len(text), layer) for layer in (stretches, marks)]
    edges = sorted({e for layer in (stretches, marks) for p in layer for e in (p.start, p.end)})
    named: set[str] = set()
    out = []
    at = 0
    for line in text.split("\n"):
        start, end = at, at + len(line)
        at = end + 1
        if line.strip():
            inner = "".join(_inline(text, [start, *_between(edges, start, end), end], on, named))
            out.append(f"<p>{inner}</p>")
    return Markup("".join(out))  # noqa: S704 - every word of the text went through escape


def _layer(size: int, paints: Iterable[Paint]) -> list[Paint | None]:
    found: list[Paint | None] = [None] * size
    for paint in paints:
        found[paint.start : paint.end] = [paint] * (min(paint.end, size) - paint.start)
    return found


def _between(edges: Sequence[int], start: int, end: int) -> Sequence[int]:
    return edges[bisect_right(edges, start) : bisect_left(edges, end)]


def _inline(
    text: str, places: Sequence[int], on: Sequence[Sequence[Paint | None]], named: set[str]
) -> Iterator[str]:
    stretches, marks = on
    pieces = [piece for piece in pairwise(places) if piece[0] < piece[1]]
    for stretch, found in groupby(pieces, key=lambda piece: stretches[piece[0]]):
        inside = list(found)
        inner = "".join(_piece(text, piece, marks[piece[0]]) for piece in inside)
        if stretch is None:
            yield inner
            continue
        name = f' id="{stretch.name}"' if stretch.name and stretch.name not in named else ""
        named.add(stretch.name)
        note = f' title="{escape(stretch.note)}"' if stretch.note else ""
        if inside[-1][1] - inside[0][0] < _PRESSED:
            yield f'<span class="{stretch.kind}"{name}{note}>{inner}</span>'
        else:
            yield f'<a class="{stretch.kind}" href="{stretch.link}"{name}{note}>{inner}</a>'


def _piece(text: str, piece: tuple[int, int], mark: Paint | None) -> str:
    words = str(escape(text[piece[0] : piece[1]]))
    return words if mark is None else f'<span class="{mark.kind}" title="{escape(mark.note)}">{words}</span>'
