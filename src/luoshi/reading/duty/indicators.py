"""What an indicator's row says: how much, and by the end of which year or plan."""

from dataclasses import replace

from luoshi.reading.marks import DeadlineMark, QuantityMark
from luoshi.reading.measure.limits.day_of import plan_end
from luoshi.reading.measure.quantity import find_quantities
from luoshi.reading.reading import Reading
from luoshi.reading.structure.outline.indicators import Indicator
from luoshi.values.pattern import lazy
from luoshi.values.span import Span

_YEAR = lazy(r"(?P<y>20\d\d)年")
_YEARS = lazy(r"20\d\d\s?[-—―–~～至]{1,2}\s?(?P<y>20\d\d)年?")
_PLAN = lazy(r"[“\"]?(?P<plan>二?十[一二三四五六七八九]?五)[”\"]?(?:时期|期间|规划|末)?")
_BARE = lazy(r"[≥≤><＞＜]?\s?\d[\d.,]*$")
_COUNTED = lazy(r"[%％‰\u4e00-\u9fffA-Za-zμ/²³0-9℃]{1,8}$")
_IN_NAME = lazy(r"[（(]([^（）()]{1,8})[)）]\s*$")  # 用电量（kWh）


def quantities_of(text: str, row: Indicator, known: tuple[QuantityMark, ...]) -> tuple[QuantityMark, ...]:
    """Return the amounts of a row: as written, or with the unit of the column or behind the name."""
    found: list[QuantityMark] = []
    for amount in row.amounts:
        inside = [m for m in known if amount.value.start <= m.span.start < amount.value.end]
        named = _IN_NAME.search(text, *row.name)
        unit = amount.unit.of(text).strip() or (named[1] if named else "")
        if inside or not _BARE.match(text, *amount.value) or not _COUNTED.fullmatch(unit):
            found += inside
            continue
        about = amount.counted.of(text) if row.is_share else row.name.of(text).strip()
        marks = find_quantities(amount.value.of(text).strip() + unit)[:1]
        found += [replace(m, span=amount.value, about=about) for m in marks]
    return tuple(found)


def limit_of(reading: Reading, row: Indicator, item: int) -> DeadlineMark | None:
    """Return the end of the year that the value's column, a heading above it or the title names."""
    text = reading.source.text
    if row.is_share:
        return None  # its own cell says it
    if (found := _YEAR.search(text, *row.head)) is not None:
        return _end_of(Span(*found.span()), int(found["y"]))
    spans = []
    while item >= 0:
        spans.append(reading.outline[item].span)
        item = reading.outline[item].parent
    for span in [*spans, *reading.head.spans.get("title", ())]:
        for form in (_YEARS, _PLAN, _YEAR):
            found = form.search(text, *span)
            year = (plan_end(found["plan"]) if form is _PLAN else int(found["y"])) if found else None
            if found and year:
                return _end_of(Span(*found.span()), year)
    return None


def _end_of(span: Span, year: int) -> DeadlineMark:
    return DeadlineMark(span, f"{year}-12-31", None, "year")
