"""What heads every printed page: page margins take their words from a style sheet, one a day."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.cache import cache_control

from luoshi.web.words import t


@cache_control(public=True, max_age=604_800, immutable=True)
def sheet(_request: HttpRequest, language: str, day: str) -> HttpResponse:
    """Give the style sheet that prints the product's name and the day of the data on every page."""
    try:
        on = date.fromisoformat(day)
    except ValueError as error:
        raise Http404 from error
    with translation.override({"zh": "zh-hans", "en": "en"}.get(language, "zh-hans")):
        name, words = t("common.product"), t("common.data_of", day=on.isoformat())
    boxes = (("top-left", name), ("top-right", words))
    style = " ".join(f"@{side} {{ content: '{text}'; font: 8pt sans-serif }}" for side, text in boxes)
    return HttpResponse(f"@page {{ {style} }}\n", content_type="text/css; charset=utf-8")
