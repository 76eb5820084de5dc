"""One self-contained page: the document on the left, the ledger read from it on the right."""

import base64
from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import sha256
from html import escape
from importlib import resources
from string import Template
from typing import Final

from luoshi import __version__
from luoshi.cli.export.page.bilingual import Bilingual, pair
from luoshi.cli.export.page.ledger import ledger_html
from luoshi.cli.export.page.source_pane import source_html
from luoshi.cli.export.rows import in_one_line, title_of
from luoshi.document.problem_words import words as problem_line
from luoshi.reading.marks import Covered
from luoshi.reading.reading import Reading

_BINS: Final = 400
_FACTS: Final = ("docno", "issuer", "date", "addressee", "meeting_name", "meeting_date", "meeting_place")


def as_html(reading: Reading, lang: str) -> bytes:
    """Return the page in ``lang``, with the other language behind a switch."""
    say = Bilingual.of(lang)
    style, script = _part("style.css"), _part("page.js")
    return (
        Template(_part("page.html"))
        .substitute(
            lang={"zh": "zh-CN", "en": "en"}[lang],
            policy=escape(
                "default-src 'none'; "
                f"style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
                "base-uri 'none'; form-action 'none'"
            ),
            title=escape(title_of(reading), quote=False),
            style=style,
            script=script,
            facts=_facts(reading, say),
            filters=_filters(reading, say),
            tools=_tools(say),
            keys=_keys(say),
            source=source_html(reading, say),
            ledger=ledger_html(reading, say),
            empty="" if reading.commitments else f'<p class="empty">{say.text("page", "no_rows")}</p>',
            none_match=say.text("page", "none_match"),
            heads="".join(
                f'<th scope="col">{say.text("text", k)}</th>' for k in ("no", "what", "who", "when", "ask")
            ),
            look=_look(reading, say),
            coverage=_coverage(reading, say),
            made_by=_made_by(reading, say),
            source_word=say.text("page", "source"),
            ledger_word=say.text("page", "ledger"),
            skip_word=say.text("page", "skip"),
        )
        .encode()
    )


def _part(name: str) -> str:
    return (resources.files("luoshi.cli.export.page") / name).read_text(encoding="utf-8")


def _digest(words: str) -> str:
    return "sha256-" + base64.b64encode(sha256(words.encode()).digest()).decode()


def _facts(reading: Reading, say: Bilingual) -> str:
    out = []
    for name in _FACTS:
        value = getattr(reading.head, name)
        said = "、".join(value) if isinstance(value, tuple) else value
        if said:
            out.append(
                f"<div><dt>{say.text('head', name)}</dt>"
                f'<dd lang="zh-CN">{escape(in_one_line(said), quote=False)}</dd></div>'
            )
    return "".join(out)


def _filters(reading: Reading, say: Bilingual) -> str:
    kinds = Counter("people" if c.scope == "people" else c.strength for c in reading.commitments)
    kinds["achievement"], kinds["problem"] = len(reading.achievements), len(reading.shortcomings)
    whole = f"{say.text('page', 'all')} <b>{kinds.total()}</b>"
    buttons = [f'<button type="button" data-f="" aria-pressed="true">{whole}</button>']
    for kind in ("firm", "weak", "achievement", "problem", "people"):
        if kinds[kind]:
            key = "people_short" if kind == "people" else kind
            buttons.append(
                f'<button type="button" class="{kind}" data-f="{kind}" aria-pressed="false">'
                f"{say.text('name', key)} <b>{kinds[kind]}</b></button>"
            )
    return "".join(buttons)


def _tools(say: Bilingual) -> str:
    names = (("received", "as_received"), ("theme", "theme"), ("print", "print"), ("lang", "language"))
    buttons = [f'<button type="button" id="b-{name}">{say.text("page", key)}</button>' for name, key in names]
    search = f'<input type="search" id="find" autocomplete="off"{say.labelled("page", "search")}>'
    return search + "".join(buttons) + '<button type="button" id="b-keys" aria-expanded="false">?</button>'


def _keys(say: Bilingual) -> str:
    keys = (
        ("j", "key_next"),
        ("k", "key_previous"),
        ("Enter", "key_open"),
        ("/", "key_search"),
        ("Esc", "key_leave"),
        ("o", "key_received"),
        ("?", "key_help"),
    )
    return "".join(f"<div><dt><kbd>{k}</kbd></dt><dd>{say.text('page', w)}</dd></div>" for k, w in keys)


def _look(reading: Reading, say: Bilingual) -> str:
    problems = dict.fromkeys(
        pair(problem_line(p, say.own.lang), problem_line(p, say.other.lang))
        for p in (*reading.source.problems, *reading.problems)
    )
    frameworks = [
        say.text("text", "declared", name=in_one_line(f.name), declared=f.declared, found=len(f.items))
        for f in reading.frameworks
    ]
    notes = [*frameworks, *problems]
    if not notes:
        return ""
    items = "".join(f"<li>{n}</li>" for n in notes)
    summary = f"<summary>{say.text('page', 'look')} <b>{len(notes)}</b></summary>"
    return f'<details class="look">{summary}<ul>{items}</ul></details>'


def _coverage(reading: Reading, say: Bilingual) -> str:
    """Return a bar over the length of the document, one colour a class, and its shares in words."""
    share: Counter[str] = Counter()
    for covered in reading.coverage:
        share[covered.as_what] += covered.span.end - covered.span.start
    whole = share.total()
    if not whole:
        return ""
    bars = "".join(
        f'<rect class="{name}" x="{start}" width="{n}" height="8"/>'
        for start, n, name in _bins(reading.coverage, len(reading.source.text))
    )
    said = "".join(
        f'<li class="{name}">{say.known("name", name)} {100 * n / whole:.0f}%</li>'
        for name, n in share.most_common()
    )
    return (
        f'<h2>{say.text("page", "coverage")}</h2><svg viewBox="0 0 {_BINS} 8" preserveAspectRatio="none" '
        f'aria-hidden="true">{bars}</svg><ul>{said}</ul>'
    )


def _bins(coverage: Sequence[Covered], length: int) -> Iterator[tuple[int, int, str]]:
    """Yield (start, width, class) of the bar, the class that fills most of each of its 400 steps."""
    filled: list[Counter[str]] = [Counter() for _ in range(_BINS)]
    for covered in coverage:
        first, last = (x * _BINS // max(length, 1) for x in (covered.span.start, covered.span.end - 1))
        for b in range(first, min(last, _BINS - 1) + 1):
            low, high = b * length / _BINS, (b + 1) * length / _BINS
            filled[b][covered.as_what] += int(
                100 * (min(high, covered.span.end) - max(low, covered.span.start))
            )
    names = [c.most_common(1)[0][0] if c else "" for c in filled]
    start = 0
    for b in range(1, _BINS + 1):
        if b == _BINS or names[b] != names[start]:
            if names[start]:
                yield start, b - start, names[start]
            start = b


def _made_by(reading: Reading, say: Bilingual) -> str:
    sha = reading.source.text_sha256[:16]
    dates = [
        reading.ref_date.isoformat() if reading.ref_date else w("page", "unknown_date")
        for w in (say.own, say.other)
    ]
    return pair(
        *(
            w("page", "made_by", version=__version__, ref_date=d, sha=sha)
            for w, d in zip((say.own, say.other), dates, strict=True)
        )
    )
