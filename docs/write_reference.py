"""Write docs/reference/ from the code: ``python docs/write_reference.py``. A test tells when it is behind."""

import argparse
import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from math import atan2, degrees
from pathlib import Path
from typing import Any

from luoshi.cli.arguments import parser_in
from luoshi.cli.words import Words, words_in
from luoshi.ledger import entries as e
from luoshi.ledger.fold import fold_task
from luoshi.ledger.state import Step

DOCS = Path(__file__).resolve().parent
SRC = DOCS.parent / "src" / "luoshi"
CHINESE = re.compile(r"[(（]([\u4e00-\u9fff、]+)[)）]")
MADE = "Written by docs/write_reference.py; do not edit."
Table = Mapping[str, Any]


def toml(path: str) -> Table:
    """Return a table of the code."""
    return tomllib.loads((SRC / path).read_text(encoding="utf-8"))


def rows(head: Iterable[str], lines: Iterable[Iterable[str]]) -> str:
    """Return a Markdown table."""
    cells = [list(head), *([cell.replace("|", "\\|") for cell in line] for line in lines)]
    made = [f"| {' | '.join(line)} |" for line in cells]
    return "\n".join([made[0], "|" + "---|" * len(cells[0]), *made[1:]]) + "\n"


def page(title: str, *parts: str) -> str:
    """Return a page of the reference."""
    return f"% {MADE}\n\n# {title}\n\n" + "\n".join(parts)


def commands(say: Words) -> str:
    """Every verb with its arguments, from the parser itself."""
    titles = {"zh": "命令", "en": "Commands"}
    parser = parser_in(say)
    verbs = next(a for a in parser._actions if isinstance(a, argparse._SubParsersAction))  # noqa: SLF001
    return page(titles[say.lang], say("cli", "exit") + "\n", *(_verb(*v, say) for v in verbs.choices.items()))


def _verb(name: str, parser: argparse.ArgumentParser, say: Words) -> str:
    about = parser.description or ""
    shown = [a for a in parser._actions if a.help is not argparse.SUPPRESS and a.dest != "help"]  # noqa: SLF001
    lines = [(f"`{_spelled(a)}`", (a.help or "").replace("%%", "%"), _choices(a)) for a in shown]
    return f"## luoshi {name}\n\n{about}\n\n" + rows(
        (say("cli", "positional"), "", ""), lines or [("–", "", "")]
    )


def _spelled(action: argparse.Action) -> str:
    name = action.metavar if isinstance(action.metavar, str) else action.dest.upper()
    if not action.option_strings:
        return name
    return ", ".join(action.option_strings) + ("" if action.nargs == 0 else f" {name}")


def _choices(action: argparse.Action) -> str:
    return ", ".join(f"`{c}`" for c in action.choices or ())


def settings() -> str:
    """Every variable of the environment."""
    table = tomllib.loads((DOCS / "settings.toml").read_text(encoding="utf-8"))
    lines = [
        (f"`{n}`", f"`{s['default']}`" if s["default"] else "–", s["zh"], s["en"]) for n, s in table.items()
    ]
    lead = (
        "All settings are variables of the environment. One that is unclear refuses to start and says why.\n"
    )
    return page("Settings 设置", lead, rows(("variable 变量", "default 默认", "中文", "English"), lines))


def problems() -> str:
    """Every code of a problem with a document, and every refusal of an act."""
    found = [
        (f"`{c}`", w["zh"] + w["mend_zh"], f"{w['en']} {w['mend_en']}".strip())
        for c, w in sorted(toml("document/problems.toml").items())
    ]
    refused = [(f"`{c}`", w["zh"], w["en"]) for c, w in sorted(toml("followup/ground/refusals.toml").items())]
    head = ("code 代码", "中文", "English")
    return page(
        "What can be wrong 提示代码",
        "## Reading a document 读文件\n",
        rows(head, found),
        "## Acts that are refused 不予办理\n",
        rows(head, refused),
    )


_LEAD = "lead"
_NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
_ACTS: Mapping[str, Mapping[str, Any]] = {
    "assigned": {"unit": _LEAD, "role": _LEAD},
    "signed-for": {"by_unit": _LEAD},
    "returned": {"by_unit": _LEAD, "reason": "r"},
    "reported": {"by_unit": _LEAD, "percent": 50},
    "reported done": {"by_unit": _LEAD, "is_done": True},
    "evidenced": {"by_unit": _LEAD, "evidence": "1"},
    "checked": {"by_unit": "other", "evidence": "1", "supports": True},
    "closed": {"by_unit": "other"},
    "reopened": {"by_unit": "other", "reason": "r"},
    "cancelled": {"by_unit": "office", "reason": "r"},
}


def steps_and_acts() -> dict[tuple[Step, Step], list[str]]:
    """Return which act leads from which step to which, found by trying every act on every way there.

    >>> (Step.DONE, Step.CLOSED) in steps_and_acts()
    True
    """
    start = (e.Made(task="t", at=_NOW, words="w", due_on=date(2026, 6, 30)),)
    found: dict[tuple[Step, Step], list[str]] = {}
    waiting: list[tuple[e.Entry, ...]] = [start]
    seen = set()
    while waiting:
        way = waiting.pop(0)
        before = fold_task(way, as_of=date(2026, 6, 1))
        for act, given in _ACTS.items():
            if given.get("by_unit") == _LEAD and (_LEAD, _LEAD) not in before.units:
                continue  # who was not given the task cannot act on it
            entry = e.KINDS[act.split()[0]](task="t", at=_NOW + timedelta(hours=len(way)), **given)
            after = fold_task((*way, entry), as_of=date(2026, 6, 1))
            if len(after.wrong) > len(before.wrong):
                continue
            if after.step is not before.step and act not in found.setdefault((before.step, after.step), []):
                found[before.step, after.step].append(act)
            key = (after.step, after.said, after.supported, after.units, bool(after.n_reopened))
            if key not in seen:
                seen.add(key)
                waiting.append((*way, entry))
    return found


def states() -> str:
    """The steps of a task, its three statuses, and the rule sets of lights."""
    words = toml("web/words/common.toml")

    def of(step: Step) -> str:
        both = words[f"step_{step}"]
        return f"{both['zh']} {both['en']}"

    def act(name: str) -> str:
        said = CHINESE.search(e.KINDS[name.split(maxsplit=1)[0]].__doc__ or "")
        return f"{said[1] if said else ''} {name}".strip()

    moves = [(of(a), of(b), "; ".join(act(one) for one in acts)) for (a, b), acts in steps_and_acts().items()]
    lights = []
    for name, table in toml("ledger/lights.toml").items():
        lights.append(f"### {name}\n")
        head = ("", "light 灯", "when 条件", "中文", "English")
        lines = [
            (str(n), rule["light"], _when(rule), *(words[f"why_{rule['why']}"][k] for k in ("zh", "en")))
            for n, rule in enumerate(table["rules"], 1)
        ]
        lights.append(rows(head, lines))
    return page(
        "Steps and lights 步骤与亮灯",
        "Found by trying every act at every step on the ledger's own rules.\n",
        "![](steps.svg)\n",
        rows(("from 从", "to 到", "by 经"), moves),
        "## Lights 亮灯规则\n",
        "The first line whose conditions all hold gives the light; green always needs evidence that holds.\n",
        *lights,
    )


def _when(rule: Table) -> str:
    said = [
        f"{k.replace('_', ' ')} {', '.join(v) if isinstance(v, list) else v}"
        for k, v in rule.items()
        if k not in {"light", "why"}
    ]
    return "; ".join(said) or "otherwise"


_PLACES = {
    Step.OPEN: (70, 60),
    Step.ASSIGNED: (240, 60),
    Step.SIGNED_FOR: (420, 60),
    Step.DONE: (600, 60),
    Step.CLOSED: (600, 190),
    Step.RETURNED: (240, 190),
    Step.CANCELLED: (420, 190),
}


def drawing() -> str:
    """The steps as a drawing; what calls a task off is drawn once."""
    words = toml("web/words/common.toml")
    parts = []
    for a, b in steps_and_acts():
        if b is Step.CANCELLED and a is not Step.SIGNED_FOR:
            continue
        (x1, y1), (x2, y2) = _PLACES[a], _PLACES[b]
        bend = 26 if (x1, y1) < (x2, y2) else -26
        dx, dy = x2 - x1, y2 - y1
        length = (dx * dx + dy * dy) ** 0.5
        mx, my = (x1 + x2) / 2 + bend * dy / length, (y1 + y2) / 2 - bend * dx / length
        parts.append(f'<path class="way" d="M{x1} {y1}Q{mx:.0f} {my:.0f} {x2} {y2}"/>')
        tip_x, tip_y = (x1 + 2 * mx + x2) / 4, (y1 + 2 * my + y2) / 4
        turn = f"translate({tip_x:.0f} {tip_y:.0f}) rotate({_angle(dx, dy):.0f})"
        parts.append(f'<path class="tip" d="M-5 -4L5 0L-5 4z" transform="{turn}"/>')
    for step, (x, y) in _PLACES.items():
        both = words[f"step_{step}"]
        parts.append(f'<rect x="{x - 62}" y="{y - 24}" width="124" height="48" rx="4"/>')
        parts.append(f'<text x="{x}" y="{y - 3}">{both["zh"]}</text>')
        parts.append(f'<text x="{x}" y="{y + 14}" class="en">{both["en"]}</text>')
    style = (
        "rect{fill:#fff;stroke:#444}path.way{fill:none;stroke:#888}path.tip{fill:#888}"
        "text{font:14px sans-serif;text-anchor:middle}.en{font-size:11px;fill:#555}"
    )
    body = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 680 240" role="img" '
        f'aria-label="Steps of a task"><style>{style}</style>\n{body}\n</svg>\n'
    )


def _angle(dx: float, dy: float) -> float:
    return degrees(atan2(dy, dx))


def pages() -> dict[str, str]:
    """Return every page of the reference by its file name."""
    return {
        "commands.md": commands(words_in("en")),
        "commands.zh.md": commands(words_in("zh")),
        "settings.md": settings(),
        "problems.md": problems(),
        "states.md": states(),
        "steps.svg": drawing(),
    }


if __name__ == "__main__":
    for name, words in pages().items():
        (DOCS / "reference" / name).write_text(words, encoding="utf-8")
