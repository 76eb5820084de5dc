"""Charts as numbers on a grid of 640 x 200: the templates only draw what is reckoned here."""

from collections.abc import Sequence
from dataclasses import dataclass

from luoshi.store.queries.charts import Age, Load, Month
from luoshi.web.words import lang, t

WIDTH, HEIGHT = 640, 200
_LEFT, _TOP, _BASE = 8, 24, 168  # the base line; labels stand below it
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_FEW = 3  # tasks: a share of fewer says nothing


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its place, its value above it, its name below it, what marks it, the year below its name."""

    x: float
    y: float
    width: float
    height: float
    value: str
    label: str
    kind: str = ""
    year: str = ""

    @property
    def middle(self) -> float:
        """Where its labels are centred."""
        return round(self.x + self.width / 2, 1)


@dataclass(frozen=True, slots=True)
class Point:
    """One point of a curve with its words, and the year below a January."""

    x: float
    y: float
    value: str
    label: str
    year: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart with the sentence that says what is to be seen, and the table behind it."""

    name: str
    sentence: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    bars: tuple[Bar, ...] = ()
    points: tuple[Point, ...] = ()

    @property
    def line(self) -> str:
        """The curve as an SVG point list."""
        return " ".join(f"{p.x},{p.y}" for p in self.points)


def bars_of(counts: Sequence[tuple[int, str, str, str]]) -> tuple[Bar, ...]:
    """Return bars from zero for ``(number, label, kind, year)``."""
    most = max((n for n, *_ in counts), default=0) or 1
    step = (WIDTH - 2 * _LEFT) / max(1, len(counts))
    found = []
    for i, (n, label, kind, year) in enumerate(counts):
        height = round((_BASE - _TOP) * n / most, 1)
        x = round(_LEFT + i * step + step * 0.14, 1)
        found.append(
            Bar(x, round(_BASE - height, 1), round(step * 0.72, 1), height, str(n), label, kind, year)
        )
    return tuple(found)


def month_name(month: str) -> str:
    """Return a month as an axis label: 3月, or Mar."""
    number = int(month.partition("-")[2])
    return f"{number}月" if lang() == "zh" else _MONTHS[number - 1]


def _year_of(month: str) -> str:
    """Return the year of a January, to stand below its label; nothing for other months."""
    return month[:4] if month.endswith("-01") else ""


def on_time_chart(months: Sequence[Month]) -> Chart:
    """Return the curve of the share met in time; months with nothing due have no point."""
    step = (WIDTH - 2 * _LEFT) / len(months)
    points = []
    for i, month in enumerate(months):
        if month.n:
            share = month.n_met / month.n
            x, y = round(_LEFT + (i + 0.5) * step, 1), round(_BASE - (_BASE - _TOP) * share, 1)
            points.append(
                Point(x, y, f"{round(100 * share)}%", month_name(month.month), _year_of(month.month))
            )
    rows = tuple(
        (m.month, str(m.n), str(m.n_met), f"{round(100 * m.n_met / m.n)}%" if m.n else "–") for m in months
    )
    return Chart(
        "on_time", _on_time_sentence(months), ("month", "due", "met", "share"), rows, points=tuple(points)
    )


def _on_time_sentence(months: Sequence[Month]) -> str:
    n, n_met = sum(m.n for m in months), sum(m.n_met for m in months)
    if not n:
        return t("units.says_nothing_due")
    counted = [m for m in months if m.n >= _FEW]
    if not counted:
        return t("units.says_on_time", share=round(100 * n_met / n), n=n)
    worst = min(counted, key=lambda m: m.n_met / m.n)
    return t(
        "units.says_on_time_worst",
        share=round(100 * n_met / n),
        n=n,
        month=month_name(worst.month),
        worst=round(100 * worst.n_met / worst.n),
    )


def load_chart(loads: Sequence[Load]) -> Chart:
    """Return the bars of open tasks by month of their limit."""
    named = [
        (load.n, _load_name(load.month), "late" if load.month == "past" else "", _year_of(load.month))
        for load in loads
    ]
    rows = tuple((name, str(n)) for n, name, *_ in named)
    n_past, total = loads[0].n, sum(load.n for load in loads)
    if not total:
        return Chart("load", t("units.says_no_load"), ("month", "open"), rows)
    ahead = [load for load in loads[1:-2] if load.n]
    if ahead:
        most = max(ahead, key=lambda load: load.n)
        sentence = t("units.says_load", past=n_past, month=month_name(most.month), n=most.n)
    else:
        sentence = t("units.says_load_past", past=n_past, total=total)
    return Chart("load", sentence, ("month", "open"), rows, bars=bars_of(named))


def _load_name(month: str) -> str:
    if month in {"past", "later"}:
        return t(f"units.load_{month}")
    return month_name(month) if month else t("units.load_none")


def age_chart(ages: Sequence[Age]) -> Chart:
    """Return the bars of open tasks by age."""
    named = [(age.n, _age_name(age), "", "") for age in ages]
    rows = tuple((name, str(n)) for n, name, *_ in named)
    total = sum(age.n for age in ages)
    if not total:
        return Chart("age", t("units.says_no_load"), ("age", "open"), rows)
    old = sum(age.n for age in ages if age.since > 180)
    sentence = t("units.says_old", n=old, share=round(100 * old / total)) if old else t("units.says_young")
    return Chart("age", sentence, ("age", "open"), rows, bars=bars_of(named))


def _age_name(age: Age) -> str:
    if age.until is None:
        return t("units.age_over", days=age.since - 1)
    return t("units.age_days", since=age.since, until=age.until)
