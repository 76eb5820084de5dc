"""Documents to compare: files of any kind, or lines of JSON with an id, a date, a unit and the text."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from luoshi.corpus.partitions import Document
from luoshi.corpus.rows import ENDINGS, Row, rows_of, rows_of_lines
from luoshi.document.intake import Input, inputs
from luoshi.document.problem_words import words as problem_words
from luoshi.document.sandbox import Sandbox, Unreadable

DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})")
ESSAY = re.compile(r"^[^\n。;；]{0,60}(篇[一二三四五六七八九十]+)[ \u3000]*$", re.MULTILINE)
Report = Callable[[str, str], None]


def load(paths: Sequence[str], say: Callable[..., str], lang: str, report: Report) -> list[Document]:
    """Return the documents behind the paths; what cannot be read is reported by name and left out."""
    found: list[Document] = []
    with Sandbox() as sandbox:
        for each in inputs(paths):
            found += _documents(each, sandbox, say, lang, report)
    seen: Counter[str] = Counter()
    out = []
    for document in found:
        seen[document.id] += 1
        if seen[document.id] > 1:
            name = f"{document.id} ({seen[document.id]})"
            report(document.id, say("duplicate", name=name))
            document = Document(name, document.text, document.date, document.unit)  # noqa: PLW2901
        out.append(document)
    return out


def _documents(
    each: Input, sandbox: Sandbox, say: Callable[..., str], lang: str, report: Report
) -> Iterator[Document]:
    is_file = each.problem is None and Path(each.path).is_file()
    if is_file and each.name.endswith(ENDINGS):  # row by row, whatever its size
        yield from _with_text(rows_of(each.path), say, report)
        return
    try:
        data = each.load()
        if each.name.endswith(".jsonl"):  # in an archive, or on standard input
            yield from _with_text(
                rows_of_lines(data.decode("utf-8", "replace").split("\n"), each.path), say, report
            )
            return
        extract = sandbox.extract(data, each.name)
    except Unreadable as error:
        report(each.path, problem_words(error.problem, lang))
        return
    day, unit = day_of(extract.date or ""), extract.publisher or ""
    for name, text in essays(each.path, extract.text):
        yield Document(name, text, day, unit)


def essays(path: str, text: str) -> Iterator[tuple[str, str]]:
    r"""Yield a file's texts: one, or each of a collection whose headings end in 篇一, 篇二 and so on.

    >>> list(essays("a", "讲话篇一\n甲。\n讲话篇二\n乙。"))
    [('a#篇一', '讲话篇一\n甲。\n'), ('a#篇二', '讲话篇二\n乙。')]
    """
    heads = list(ESSAY.finditer(text))
    if len(heads) < 2:
        yield path, text
        return
    if text[: heads[0].start()].strip():
        yield path, text[: heads[0].start()]
    ends = [*(h.start() for h in heads[1:]), len(text)]
    for head, end in zip(heads, ends, strict=True):
        yield f"{path}#{head[1]}", text[head.start() : end]


def _with_text(rows: Iterable[Row], say: Callable[..., str], report: Report) -> Iterator[Document]:
    for row in rows:
        if row.value is None:
            report(row.place, say("bad_line"))
        elif (document := row.document()) is None:
            report(row.place, say("no_text"))
        else:
            yield replace(document, date=day_of(document.date))


def day_of(words: str) -> str:
    """Return the day words name as YYYY-MM-DD, or "".

    >>> day_of("2026年3月5日"), day_of("3月5日")
    ('2026-03-05', '')
    """
    match = DATE.search(words)
    return f"{match[1]}-{int(match[2]):02d}-{int(match[3]):02d}" if match else ""
