"""A reading in the terminal: coloured when wanted, aligned, plain words."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from luoshi.cli.export.columns import cells, side_by_side, wrap
from luoshi.cli.export.rows import Row, in_one_line, rows_of, title_of
from luoshi.cli.words import Words
from luoshi.document.problem_words import words
from luoshi.document.source_text import Confidence
from luoshi.reading.marks import Role
from luoshi.reading.reading import Reading

# Not the green, amber and red of a light: those are kept for how a task stands.
_STYLES: Final = {"bold": "1", "dim": "2", "line": "4", "who": "36", "when": "34", "ask": "35"}
_FIELDS: Final = (
    "docno",
    "issuer",
    "date",
    "addressee",
    "meeting_name",
    "meeting_date",
    "meeting_place",
    "participant",
)
_NARROW: Final = 84


@dataclass(frozen=True, slots=True)
class _Pen:
    """Writes in colour, or not."""

    colour: bool

    def __call__(self, style: str, words: str) -> str:
        if not self.colour or style == "plain" or not words.strip():
            return words
        return f"\x1b[{_STYLES[style]}m{words}\x1b[0m"


def as_text(reading: Reading, say: Words, *, colour: bool = False, width: int = 100) -> bytes:
    """Return the reading for a terminal ``width`` cells wide."""
    pen = _Pen(colour)
    rows = rows_of(reading, say)
    parts = (
        _head(reading, say, pen, width),
        _tasks(rows, say, pen, width),
        _achievements(reading, say, pen, width),
        _problems(reading, rows, say, pen, width),
        _frameworks(reading, say, pen, width),
        _look(reading, rows, say, pen, width),
        _coverage(reading, rows, say, pen),
    )
    return "".join(line.rstrip() + "\n" for part in parts for line in part).encode()


def _title(words: str, pen: _Pen) -> Iterator[str]:
    yield ""
    yield pen("bold", words)


def _head(reading: Reading, say: Words, pen: _Pen, width: int) -> Iterator[str]:
    head = reading.head
    yield from (pen("bold", x) for x in wrap(title_of(reading), width))
    facts: list[tuple[str, str]] = []
    for name in _FIELDS:
        value = getattr(head, name)
        said = "、".join(value) if isinstance(value, tuple) else value
        if said:
            facts.append((say("head", name), in_one_line(said)))
    if reading.ref_date:
        facts.append((say("head", "ref_date"), reading.ref_date.isoformat()))
    room = max((cells(k) for k, _ in facts), default=0)
    for key, said in facts:
        for left, right in side_by_side(([key], [said]), (room, width - room - 2)):
            yield f"{pen('dim', left)}  {right}"


def _tasks(rows: Sequence[Row], say: Words, pen: _Pen, width: int) -> Iterator[str]:
    yield from _title(say("text", "tasks"), pen)
    if not rows:
        yield say("text", "nothing")
        return
    widths = _widths(width)
    titles = [say("text", key) for key in ("no", "what", "who", "when", "ask")]
    if widths:
        yield pen("dim", "  ".join(next(side_by_side([[t] for t in titles], widths))))
    category = ""
    for row in rows:
        if row.section != category:
            category = row.section
            yield from (pen("line", x) for x in wrap(category, width))
        yield from _wide(row, widths, say, pen) if widths else _narrow(row, say, pen, width)


def _widths(width: int) -> tuple[int, ...]:
    """Return the column widths of the task table; none when the terminal is too narrow for one."""
    if width < _NARROW:
        return ()
    room = min(width, 160) - 4 - 8
    who, when, ask = room * 22 // 100, room * 17 // 100, room * 20 // 100
    return 4, room - who - when - ask, who, when, ask


def _what(row: Row, say: Words) -> list[str]:
    return [row.task, f"〔{say('name', 'people')}〕"] if row.it.scope == "people" else [row.task]


def _asks(row: Row) -> list[str]:
    """Return what to ask; of what is no task, nothing."""
    return [] if row.it.scope == "people" else list(row.asks)


def _style(row: Row) -> str:
    """Return how a task's words are written: what is no firm task stands back."""
    return "dim" if row.it.strength == "weak" or row.it.scope == "people" else "plain"


def _wide(row: Row, widths: Sequence[int], say: Words, pen: _Pen) -> Iterator[str]:
    columns = ([str(row.number)], _what(row, say), _who(row, say), _when(row, say), _asks(row))
    for no, what, who, when, ask in side_by_side(columns, widths):
        shown = pen(_style(row), what)
        yield "  ".join((pen("dim", no), shown, pen("who", who), pen("when", when), pen("ask", ask)))


def _narrow(row: Row, say: Words, pen: _Pen, width: int) -> Iterator[str]:
    first, *rest = [pen(_style(row), x) for words in _what(row, say) for x in wrap(words, width - 5)]
    yield f"{row.number:>3}  {first}"
    yield from (f"     {x}" for x in rest)
    facts = (
        ("who", "who", _who(row, say)),
        ("when", "when", _when(row, say)),
        ("ask", "ask", _asks(row)),
    )
    for key, style, lines in facts:
        for i, line in enumerate(x for w in lines for x in wrap(w, width - 19)):
            label = say("text", key) if not i else ""
            yield f"     {pen('dim', next(side_by_side([[label]], [14]))[0])}{pen(style, line)}"


def _who(row: Row, say: Words) -> list[str]:
    out = []
    for unit in row.who:
        notes = [say("name", unit.role)] if unit.role is not Role.LEAD else []
        notes += [say("text", "inherited")] if unit.inherited else []
        notes += [say("text", "unresolved")] if not unit.resolved else []
        out.append(f"{unit.words}（{'，'.join(notes)}）" if notes else unit.words)
    return list(dict.fromkeys(out))


def _when(row: Row, say: Words) -> list[str]:
    note = f"（{say('text', 'inherited')}）"
    whens = [w.said + (note if w.inherited else "") for w in (*row.due, *row.often)]
    return [*dict.fromkeys(whens), *row.amounts]


def _list(items: Sequence[str], width: int, mark: str = "·") -> Iterator[str]:
    for item in items:
        first, *rest = wrap(item, width - 4)
        yield f"  {mark} {first}"
        yield from (f"    {line}" for line in rest)


def _achievements(reading: Reading, say: Words, pen: _Pen, width: int) -> Iterator[str]:
    if reading.achievements:
        yield from _title(say("text", "achievements"), pen)
        text = reading.source.text
        yield from _list([in_one_line(a.span.of(text)) for a in reading.achievements], width)


def _problems(reading: Reading, rows: Sequence[Row], say: Words, pen: _Pen, width: int) -> Iterator[str]:
    if not reading.shortcomings:
        return
    yield from _title(say("text", "problems"), pen)
    number = {row.it.id: str(row.number) for row in rows}
    for it in reading.shortcomings:
        yield from _list([in_one_line(it.span.of(reading.source.text))], width)
        answers = [number[r] for r in it.remedies if r in number]
        note = say("text", "remedy", rows="、".join(answers)) if answers else say("text", "no_remedy")
        yield f"    {pen('dim' if answers else 'ask', note)}"


def _frameworks(reading: Reading, say: Words, pen: _Pen, width: int) -> Iterator[str]:
    if reading.frameworks:
        yield from _title(say("text", "frameworks"), pen)
        yield from _list(
            [
                say("text", "declared", name=in_one_line(f.name), declared=f.declared, found=len(f.items))
                for f in reading.frameworks
            ],
            width,
        )


def _look(reading: Reading, rows: Sequence[Row], say: Words, pen: _Pen, width: int) -> Iterator[str]:
    source = reading.source
    notes: list[str] = []
    if source.repairs:
        by = Counter(r.confidence for r in source.repairs)
        notes.append(
            say("text", "repairs", n=by.total(), **{str(c): by[c] for c in Confidence}),
        )
    if source.redactions:
        kinds = Counter(say.known("name", r.kind) for r in source.redactions)
        said = "、".join(f"{k} {n}" for k, n in kinds.items())
        notes.append(say("text", "redactions", n=kinds.total(), kinds=said))
    if source.repeats:
        notes.append(say("text", "duplicates", n=len(source.repeats)))
    n_people = sum(row.it.scope == "people" for row in rows)
    if n_people:
        notes.append(say("text", "people_note", n=n_people))
    notes += dict.fromkeys(words(p, say.lang) for p in (*source.problems, *reading.problems))
    if notes:
        yield from _title(say("text", "look"), pen)
        yield from _list(notes, width, "?")


def _coverage(reading: Reading, rows: Sequence[Row], say: Words, pen: _Pen) -> Iterator[str]:
    yield ""
    share: Counter[str] = Counter()
    for covered in reading.coverage:
        share[covered.as_what] += covered.span.end - covered.span.start
    whole = sum(share.values()) or 1
    parts = say("text", "join").join(
        f"{say.known('name', k)} {round(100 * n / whole)}%" for k, n in share.most_common()
    )
    firm = sum(row.it.strength == "firm" for row in rows)
    counts = say(
        "text",
        "counts",
        firm=firm,
        weak=len(rows) - firm,
        achievements=len(reading.achievements),
        problems=len(reading.shortcomings),
    )
    yield pen("dim", counts)
    if parts:
        yield pen("dim", say("text", "coverage", n=len(reading.source.raw), parts=parts))
