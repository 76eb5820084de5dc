"""``luoshi demo``: the project's own sample documents, read and opened."""

import argparse
import os
import shutil
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from html import escape
from importlib import resources
from pathlib import Path
from string import Template
from typing import Final

from luoshi.cli.export.page.bilingual import Bilingual
from luoshi.cli.export.rows import title_of
from luoshi.cli.jobs.job import problem_line
from luoshi.cli.jobs.rendering import Options, render
from luoshi.cli.results.files import NotWritten, write_whole
from luoshi.cli.words import Words
from luoshi.document.sandbox import Sandbox, Unreadable
from luoshi.reading.faults import OURS, crashed
from luoshi.reading.open import read_file
from luoshi.reading.reading import Reading
from luoshi.values.problem import Problem

SAMPLES: Final = (
    "notice.docx",
    "meeting.html",
    "self-report.txt",
    "work-plan.txt",
    "damaged-page.txt",
    "rules.txt",
)
_OPENERS: Final = ("xdg-open", "open", "wslview")
_COUNTS: Final = ("tasks", "weak", "achievements", "problems")


@dataclass(frozen=True, slots=True)
class _Entry:
    stem: str
    source: str
    title: str
    counts: tuple[int, ...]


def demo(args: argparse.Namespace, say: Words) -> int:
    """Read the samples into a folder, print where the pages are, open the first; return the exit status."""
    folder = Path(args.output)
    options = Options("html", say.lang, datetime.now(UTC).astimezone().date())
    entries: list[_Entry] = []
    status = 0
    try:
        with Sandbox() as sandbox:
            for name in SAMPLES:
                try:
                    reading = read_file(_sample(name), name, sandbox=sandbox)
                except Unreadable as error:
                    status = 1
                    _tell(name, error.problem, say)
                    continue
                except OURS as error:
                    status = 1
                    _tell(name, crashed(type(error).__name__, str(error)), say)
                    continue
                entries.append(_written(reading, name, folder, options))
        index = folder / "index.html"
        write_whole(index, _index(entries, say.lang))
    except NotWritten as error:
        sys.stderr.write(error.line(say) + "\n")
        return 1
    for path, words in (
        (index, say("index", "title")),
        *((folder / f"{e.stem}.html", e.title) for e in entries),
    ):
        sys.stdout.write(say("cli", "address", name=words, path=path.resolve().as_uri()) + "\n")
    if not args.no_open:
        _open(index, say)
    return status


def _tell(name: str, problem: Problem, say: Words) -> None:
    sys.stderr.write(say("cli", "line", name=name, words=problem_line(problem, say)) + "\n")


def _sample(name: str) -> bytes:
    return (resources.files("luoshi") / "samples" / name).read_bytes()


def _written(reading: Reading, name: str, folder: Path, options: Options) -> _Entry:
    stem = name.rpartition(".")[0]
    for form in ("html", "xlsx"):
        write_whole(folder / f"{stem}.{form}", render(reading, replace(options, format=form)))
    strengths = Counter(c.strength for c in reading.commitments)
    counts = (strengths["firm"], strengths["weak"], len(reading.achievements), len(reading.shortcomings))
    return _Entry(stem, name, title_of(reading), counts)


def _index(entries: list[_Entry], lang: str) -> bytes:
    say = Bilingual.of(lang)
    page = (resources.files("luoshi.cli.export.page") / "index.html").read_text(encoding="utf-8")
    heads = "".join(f'<th scope="col" class="n">{say.text("index", key)}</th>' for key in _COUNTS)
    rows = "".join(
        f'<tr><th scope="row"><a href="{e.stem}.html" lang="zh-CN">{escape(e.title, quote=False)}</a>'
        f"<span>{e.source}</span></th>"
        + "".join(f'<td class="n">{n}</td>' for n in e.counts)
        + f'<td><a href="{e.stem}.xlsx">{say.text("index", "sheet")}</a></td></tr>'
        for e in entries
    )
    return (
        Template(page)
        .substitute(
            lang={"zh": "zh-CN", "en": "en"}[lang],
            title=say.own("index", "title"),
            lead=say.own("index", "lead"),
            file=say.own("index", "file"),
            heads=heads,
            rows=rows,
        )
        .encode()
    )


def _open(page: Path, say: Words) -> None:
    """Open a page where there is a desktop to open it on; without one the printed address has to do."""
    has_desktop = sys.platform == "darwin" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    opener = next((found for name in _OPENERS if (found := shutil.which(name))), None)
    if not has_desktop or opener is None:
        return
    try:
        subprocess.Popen(  # noqa: S603  # our own page, the desktop's own opener
            [opener, str(page.resolve())],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:
        return
    sys.stdout.write(say("cli", "opened", path=page) + "\n")
