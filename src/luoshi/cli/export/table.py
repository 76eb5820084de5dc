"""The task table (任务分解表) as plain cells, for .xlsx and .csv alike."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from luoshi.cli.export.rows import Row, in_one_line, received_place, rows_of, said_whens
from luoshi.cli.words import Words
from luoshi.reading.marks import Role
from luoshi.reading.reading import Reading
from luoshi.values.span import Span


@dataclass(frozen=True, slots=True)
class Table:
    """Named columns, their widths in characters, and rows of cells (numbers stay numbers).

    ``n_printed`` columns go on paper; those after them are for the screen.
    """

    name: str
    titles: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[str | int, ...], ...]
    n_printed: int


_TASK_COLUMNS: tuple[tuple[str, int, Callable[[Row, Words], str | int]], ...] = (
    ("no", 6, lambda r, _: r.number),
    ("category", 16, lambda r, _: r.section),
    ("task", 44, lambda r, _: r.task),
    ("lead", 16, lambda r, _: r.units(Role.LEAD, Role.INTERNAL)),
    ("support", 16, lambda r, _: r.units(Role.SUPPORT)),
    ("due", 12, lambda r, _: said_whens(r.due)),
    ("often", 10, lambda r, _: said_whens(r.often)),
    ("amount", 16, lambda r, _: "；".join(r.amounts)),
    ("place", 14, lambda r, say: _place(r.place, say)),
    ("ask", 20, lambda r, _: " ".join(r.asks)),
    ("strength", 8, lambda r, say: say("name", r.it.strength)),
    ("kind", 8, lambda r, say: say.known("name", r.it.kind)),
    ("due_words", 16, lambda r, _: "；".join(dict.fromkeys(w.words for w in (*r.due, *r.often)))),
    ("inherited", 10, lambda r, say: "、".join(say("sheet", x) for x in r.inherited)),
    ("supervise", 14, lambda r, _: r.units(Role.SUPERVISE, Role.ASSESS)),
)


def task_table(reading: Reading, say: Words) -> Table:
    """Return one row a commitment; what directs speech or belief is no task and stands in its own table."""
    rows = [r for r in rows_of(reading, say) if r.it.scope != "people"]
    return Table(
        say("sheet", "tasks"),
        tuple(say("sheet", key) for key, _, _ in _TASK_COLUMNS),
        tuple(width for _, width, _ in _TASK_COLUMNS),
        tuple(tuple(cell(row, say) for _, _, cell in _TASK_COLUMNS) for row in rows),
        n_printed=10,
    )


def problem_table(reading: Reading, say: Words) -> Table:
    """Return the problems admitted, with the tasks that answer each."""
    tasks = {row.it.id: row for row in rows_of(reading, say)}
    rows = []
    for n, it in enumerate(reading.shortcomings, 1):
        answers = [tasks[x] for x in it.remedies if x in tasks]
        rows.append(
            (
                n,
                in_one_line(it.span.of(reading.source.text)),
                "\n".join(f"{a.number}. {a.task}" for a in answers) or say("text", "no_remedy"),
                "、".join(dict.fromkeys(a.units(Role.LEAD) for a in answers if a.units(Role.LEAD))),
                "；".join(dict.fromkeys(said_whens(a.due) for a in answers if a.due)),
                say("sheet", "yes" if it.owner_named else "no_word"),
                _place(received_place(reading, it.span), say),
            )
        )
    keys = ("no", "problem", "remedy", "lead", "due", "owner_named", "place")
    return _table("problems", keys, (6, 52, 52, 18, 14, 12, 16), rows, say)


def achievement_table(reading: Reading, say: Words) -> Table:
    """Return what is reported as done, with its figures."""
    text = reading.source.text
    rows = [
        (
            n,
            in_one_line(it.span.of(text)),
            "；".join(dict.fromkeys(in_one_line(q.span.of(text)) for q in it.quantities)),
            _place(received_place(reading, it.span), say),
        )
        for n, it in enumerate(reading.achievements, 1)
    ]
    return _table("achievements", ("no", "achievement", "figures", "place"), (6, 72, 24, 16), rows, say)


def people_table(reading: Reading, say: Words) -> Table:
    """Return what is shown to a reader and never handed on as a task."""
    rows = [
        (r.number, r.task, say("name", "people"), _place(r.place, say))
        for r in rows_of(reading, say)
        if r.it.scope == "people"
    ]
    return _table("not_tasks", ("no", "words", "scope", "place"), (6, 72, 30, 16), rows, say)


def _table(
    name: str,
    keys: Sequence[str],
    widths: tuple[int, ...],
    rows: Sequence[tuple[str | int, ...]],
    say: Words,
) -> Table:
    return Table(say("sheet", name), tuple(say("sheet", k) for k in keys), widths, tuple(rows), len(keys))


def _place(span: Span, say: Words) -> str:
    return say("sheet", "chars", start=span.start + 1, end=span.end)
