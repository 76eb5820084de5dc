"""The ledger side of the page: one table row a commitment, achievement or problem."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from luoshi.cli.export.page.bilingual import Bilingual, numbers, pair
from luoshi.cli.export.rows import Row, When, Who, in_one_line, rows_of
from luoshi.reading.marks import Role
from luoshi.reading.reading import Reading
from luoshi.values.span import Span

_WHOLE_DATE = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")
_UNSURE = 0.6
"""Below this confidence a row asks the reader to look at the source."""


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    category: str
    html: str


def ledger_html(reading: Reading, say: Bilingual) -> str:
    """Return the body of the ledger table."""
    own, other = rows_of(reading, say.own), rows_of(reading, say.other)
    numbers = {row.it.id: row.number for row in own}
    lines = [_task(a, b, reading, say) for a, b in zip(own, other, strict=True)]
    lines += _achievements(reading, say)
    lines += _problems(reading, numbers, say)
    return "".join(_under_categories(sorted(lines, key=lambda x: x.start)))


def _under_categories(lines: Sequence[_Line]) -> Iterator[str]:
    category = ""
    for line in lines:
        if line.category and line.category != category:
            category = line.category
            words = escape(category, quote=False)
            yield f'<tr class="cat"><th colspan="5" scope="colgroup">{words}</th></tr>'
        yield line.html


def _row(name: str, kind: str, task: str, rest: str, say: Bilingual) -> str:
    label = say.titled("name", kind) if kind != "people" else say.titled("page", "people_reason")
    return (
        f'<tr id="r-{name}" class="row {kind}" data-r="{name}">'
        f'<th scope="row"{label}><a href="#s-{name}">{pair(*numbers(name, say))}</a></th>'
        f'<td class="task">{task}</td>{rest}</tr>'
    )


def _task(own: Row, other: Row, reading: Reading, say: Bilingual) -> _Line:
    name = f"c{own.number}"
    people = own.it.scope == "people"
    note = f'<p class="reason">{say.text("page", "people_reason")}</p>' if people else ""
    if own.it.confidence < _UNSURE:
        note += f'<p class="ask">{say.text("page", "uncertain")}</p>'
    rest = (
        _cell("who", _whos(own.who, reading, say), say)
        + _cell("when", _whens(own, other, reading, say), say)
        + _cell("ask", "".join(f"<li>{pair(a, b)}</li>" for a, b in _asks(own, other)), say)
    )
    kind = "people" if people else own.it.strength
    html = _row(name, kind, _quoted(own.task) + note, rest, say)
    return _Line(own.it.span.start, own.section, html)


def _quoted(words: str) -> str:
    return f'<q lang="zh-CN">{escape(in_one_line(words), quote=False)}</q>'


def _cell(key: str, items: str, say: Bilingual, label: str = "") -> str:
    if not items:
        return f'<td class="{key} none"></td>'
    return f'<td class="{key}"><b class="lab">{say.text("page", label or key)}</b><ul>{items}</ul></td>'


def _asks(own: Row, other: Row) -> Iterator[tuple[str, str]]:
    if own.it.scope != "people":
        yield from zip(own.asks, other.asks, strict=True)


def _whos(whos: Sequence[Who], reading: Reading, say: Bilingual) -> str:
    out = []
    for who in dict.fromkeys(whos):
        role = "" if who.role is Role.LEAD else f" <i>{say.text('name', who.role)}</i>"
        words = escape(who.words, quote=False)
        shown = _carried(words, who.place, reading, say) if who.inherited else words
        note = "" if who.resolved else f" <i>{say.text('text', 'unresolved')}</i>"
        out.append(f"<li>{shown}{role}{note}</li>")
    return "".join(out)


def _whens(own: Row, other: Row, reading: Reading, say: Bilingual) -> str:
    out = []
    for mine, its in zip((*own.due, *own.often), (*other.due, *other.often), strict=True):
        said = pair(mine.said, its.said)
        shown = _carried(said, mine.place, reading, say) if mine.inherited else said
        out.append(f"<li>{shown}{_words(mine)}</li>")
    out += [f'<li class="amount">{escape(words, quote=False)}</li>' for words in own.amounts]
    return "".join(dict.fromkeys(out))


def _words(when: When) -> str:
    """Return the text's own words for a time when they say it otherwise."""
    if set(when.words) == set(when.said) or _WHOLE_DATE.match(when.words):
        return ""
    return f' <q lang="zh-CN">{escape(when.words, quote=False)}</q>'


def _carried(words: str, place: Span, reading: Reading, say: Bilingual) -> str:
    """Return words carried down, dotted, with a note on where they came from."""
    text = reading.source.text
    start = text.rfind("\n", 0, place.start) + 1
    stop = text.find("\n", place.end)
    line = in_one_line(text[start : stop if stop >= 0 else len(text)])
    shown = line if len(line) <= 24 else _around(line, in_one_line(place.of(text)))
    return f'<span class="inh"{say.titled("page", "inherited_from", words=shown)}>{words}</span>'


def _around(line: str, words: str) -> str:
    at = max(0, line.find(words))
    start, stop = max(0, at - 10), at + len(words) + 10
    return ("…" if start else "") + line[start:stop] + ("…" if stop < len(line) else "")


def _achievements(reading: Reading, say: Bilingual) -> Iterator[_Line]:
    text = reading.source.text
    for n, it in enumerate(reading.achievements, 1):
        words = _quoted(it.span.of(text))
        figures = dict.fromkeys(in_one_line(q.span.of(text)) for q in it.quantities)
        items = "".join(f'<li class="amount">{escape(f, quote=False)}</li>' for f in figures)
        rest = f'<td class="who none"></td>{_cell("when", items, say, "amount")}<td class="ask none"></td>'
        yield _Line(it.span.start, "", _row(f"a{n}", "achievement", words, rest, say))


def _problems(reading: Reading, numbers: dict[str, int], say: Bilingual) -> Iterator[_Line]:
    text = reading.source.text
    for n, it in enumerate(reading.shortcomings, 1):
        words = _quoted(it.span.of(text))
        answers = [numbers[r] for r in it.remedies if r in numbers]
        links = "、".join(f'<a href="#r-c{a}">{a}</a>' for a in answers)
        items = (
            f"<li>{say.text('page', 'remedies')} {links}</li>"
            if answers
            else f"<li>{say.text('text', 'no_remedy')}</li>"
        )
        rest = f'<td class="who none"></td><td class="when none"></td>{_cell("ask", items, say)}'
        yield _Line(it.span.start, "", _row(f"p{n}", "problem", words, rest, say))
