"""Feasts and their sources in the language of the page; the calendar itself speaks English."""

import re

from luoshi.web.words import t, table

_SLUG = re.compile(r"[^a-z]+")
_NOTICE = re.compile(r"General Office notice for (\d{4})")
_STATUTE = re.compile(r"no notice for (\d{4})")


def feast(name: str) -> str:
    """Return the name of a feast; one that an own notice gives stays as written there."""
    found = []
    for part in name.partition("(")[0].split(";"):
        key = f"days.{_SLUG.sub('-', part.strip().lower()).strip('-')}"
        found.append(t(key) if key in table() else part.strip())
    return "、".join(found)


def source(text: str) -> str:
    """Return on whose word a day is what it is."""
    for pattern, key in ((_NOTICE, "days.source_notice"), (_STATUTE, "days.source_statute")):
        if year := pattern.search(text):
            return t(key, year=int(year[1]))
    return text
