"""Minutes that give the meeting's data as a form: 时间：…  地点：…  主持人：…  参加人员：…."""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from luoshi.document.source_text import Block
from luoshi.reading.structure.words import STRUCTURE
from luoshi.values.pattern import any_of, lazy
from luoshi.values.span import Span

_GAP: Final = "[ \u3000]*"


def _spaced(words: str) -> str:
    return _GAP.join(words)


_LABEL: Final = lazy(
    rf"(?:^|(?<=[ \u3000\n；。|]))(?:(?P<time>(?:会议)?{_spaced('时间')}|会议日期)"
    rf"|(?P<place>(?:会议|参会)?{_spaced('地点')})"
    rf"|(?P<name>会议名称)|(?P<chair>(?:会议)?{_spaced('主持')}(?:{_GAP}人)?)"
    rf"|(?P<people>(?:{_spaced('参加')}|{_spaced('参会')}|{_spaced('与会')}|{_spaced('出席')}|{_spaced('列席')})(?:{_GAP}(?:会议)?(?:{_spaced('人员')}|领导|单位|人))?)"
    rf"|(?P<other>(?:会议)?{_spaced('记录')}(?:{_GAP}人)?|会议{_spaced('议题')}|{_spaced('议题')}|会议{_spaced('内容')}|{_spaced('主题')}|缺席|请假)[人员]*){_GAP}："
)
_ENDS: Final = "。；，、 \u3000|\n"
_NAME: Final = lazy("[^、，；（）\n]+(?:（[^（）\n]*）[^、，；（）\n]*)?")
# 李某 王某某 张  某: names in columns, short ones spread
_IN_COLUMNS: Final = lazy(
    "[\\u4e00-\\u9fff][ \u3000]{1,4}[\\u4e00-\\u9fff](?![\\u4e00-\\u9fff])|[\\u4e00-\\u9fff]{2,4}"
)
_COLUMNS: Final = lazy("[\\u4e00-\\u9fff]{1,4}(?:[ \u3000\t]+[\\u4e00-\\u9fff]{1,4})+")
_PART: Final = lazy("(?:[^，；（）\\n]|（[^（）\\n]*）)+")
_HOLDS_POST: Final = lazy("(?:负责人|负责同志|书记|主任|代表|干部|人员|成员)$")
_IS_PERSON: Final = lazy(
    f"{any_of(STRUCTURE['meeting']['posts'])}$|^[\\u4e00-\\u9fff]{{2,3}}(?<![所局委办部科处室站院村镇乡校区司])$|某|(?:[院校所县市镇乡区局处科部队组]长)[\\u4e00-\\u9fff]{{0,3}}$"
)
_GLOSS: Final = lazy(r"(?:等.{0,6})?(?:（[^（）]*）)?(?:共\d{1,3}人)?$")
_BRACKET_LAST: Final = lazy(r"（(?:略|名单略|共\d{1,3}人)）$")
_PERSONS: Final = lazy("[\u4e00-\u9fff]{2,3}(?:、[\u4e00-\u9fff]{2,3})+")  # who preside together
_MAX_BLOCKS: Final = 20
_MAX_LINE: Final = 260
_FEWEST: Final = 2


class Form(NamedTuple):
    """Where the words behind each label stand."""

    time: Span | None = None
    place: Span | None = None
    name: Span | None = None
    people: tuple[Span, ...] = ()


def find_form(text: str, blocks: Sequence[Block]) -> Form | None:
    """Return what the labels at the top of minutes hold; None unless two of them stand there."""
    found: dict[str, Span] = {}
    people: list[Span] = []
    for block in blocks[:_MAX_BLOCKS]:
        start, end = block.span
        if end - start > _MAX_LINE or text.find("：", start, end) < 0:
            continue
        labels = list(_LABEL.finditer(text[start:end]))
        for k, label in enumerate(labels):
            stop = labels[k + 1].start() if k + 1 < len(labels) else end - start
            value = _trimmed(text, Span(start + label.end(), start + stop))
            if value.end <= value.start or label.lastgroup is None:
                continue
            if label.lastgroup in ("chair", "people"):
                several = label.lastgroup == "people" or _PERSONS.fullmatch(text, *value)
                people += _names(text, value) if several else [_person(text, value)]
                found.setdefault(label.lastgroup, value)
            else:
                found.setdefault(label.lastgroup, value)
    held = "time" in found or {"chair", "people"} <= found.keys()
    if len(found.keys() - {"other"}) < _FEWEST or not held:
        return None
    return Form(found.get("time"), found.get("place"), found.get("name"), tuple(people))


def people_listed(text: str, blocks: Sequence[Block]) -> list[Span]:
    """Return who stands behind the labels that open lines below minutes: 出席：…, 列席：…."""
    people: list[Span] = []
    for block in blocks:
        label = _LABEL.match(text, *block.span)
        if label is not None and label.lastgroup == "people":
            later = _LABEL.search(text, label.end(), block.span.end)
            stop = later.start() if later else block.span.end
            people += _names(text, _trimmed(text, Span(label.end(), stop)))
    return people


def _person(text: str, value: Span) -> Span:
    """Return who presides, posts and name as one, without a gloss in brackets."""
    gloss = _GLOSS.search(value.of(text))
    return _trimmed(text, Span(value.start, value.start + gloss.start())) if gloss else value


def _names(text: str, value: Span) -> list[Span]:
    """Return who is listed; 财政所、派出所负责人 are one, as the post behind the last is that of all."""
    if gloss := _BRACKET_LAST.search(text, *value):
        value = _trimmed(text, Span(value.start, gloss.start()))
    if _COLUMNS.fullmatch(text, *value):
        return [_bare(text, m) for m in _IN_COLUMNS.finditer(text, *value)]
    out: list[Span] = []
    for part in _PART.finditer(text, *value):
        names = [_bare(text, m) for m in _NAME.finditer(text, *part.span())]
        kept = [name for name in names if name.end - name.start > 1]
        shared = len(kept) > 1 and _HOLDS_POST.search(text, *kept[-1]) is not None
        if shared and not any(_IS_PERSON.search(name.of(text)) for name in kept[:-1]):
            kept = [Span(kept[0].start, kept[-1].end)]
        out += kept
    return out


def _bare(text: str, found: re.Match[str]) -> Span:
    """Return a name without the gloss behind it."""
    gloss = _GLOSS.search(found.group())
    return _trimmed(
        text, Span(found.start(), found.start() + (gloss.start() if gloss else len(found.group())))
    )


def _trimmed(text: str, span: Span) -> Span:
    start, end = span
    while start < end and text[start] in _ENDS:
        start += 1
    while end > start and text[end - 1] in _ENDS:
        end -= 1
    return Span(start, end)
