"""What every template can use."""

from datetime import date, datetime
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils.timezone import localtime
from jinja2 import Environment, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from luoshi import __version__
from luoshi.web.words import known, lang, t


def environment(**options: Any) -> Environment:  # noqa: ANN401
    """Return the Jinja environment of the pages; a name that is not given is an error, not nothing."""
    made = Environment(  # noqa: S701 - Django passes autoescape=True among the options
        **{**options, "undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    )
    made.globals.update(
        t=t,
        known=known,
        lang=lang,
        url=_url,
        static=static,
        version=__version__,
        chinese=_is_chinese,
        query=_query,
    )
    made.filters.update(day=day, prose_day=prose_day, moment=moment, percent=percent)
    return made


def _is_chinese() -> bool:
    return lang() == "zh"


def _url(name: str, *args: object, **kwargs: object) -> str:
    return reverse(name, args=args or None, kwargs=kwargs or None)


@pass_context
def _query(context: Context, **changes: object) -> Markup:
    """Return this page's query string with some values changed; None takes one out."""
    query = context["request"].GET.copy()
    for key, value in changes.items():
        query.pop(key, None)
        if value is not None:
            query[key] = str(value)
    return Markup("?" + query.urlencode())  # noqa: S704 - urlencode leaves nothing to escape but &


def day(value: date | None) -> str:
    """Return a day as in tables: 2026-03-05; empty for None."""
    return value.isoformat()[:10] if value else ""


def prose_day(value: date | None) -> str:
    """Return a day as in prose: 2026年3月5日, or 5 March 2026."""
    if value is None:
        return ""
    if lang() == "zh":
        return f"{value.year}年{value.month}月{value.day}日"
    return f"{value.day} {value:%B} {value.year}"


def moment(value: datetime | None) -> str:
    """Return a moment in the office's time zone: 2026-03-05 14:30."""
    return f"{localtime(value):%Y-%m-%d %H:%M}" if value else ""


def percent(part: int, whole: int) -> str:
    """Return a share as a whole percentage, ``–`` of nothing."""
    return f"{round(100 * part / whole)}%" if whole else "–"
