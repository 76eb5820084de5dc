"""What a unit of text gets from around it: brackets, table rows, headings, and the last named subject."""

import re
from bisect import bisect_right
from collections.abc import Container, Iterator, Sequence
from dataclasses import replace
from typing import Final

from luoshi.document.source_text import Block, BlockKind
from luoshi.reading.duty.brackets import (
    Assignment,
    actors_of_cell,
    find_brackets,
    is_limit_label,
    names_units,
    role_of_column,
)
from luoshi.reading.duty.grammar import is_predicate
from luoshi.reading.duty.party.parties import is_shy
from luoshi.reading.marks import ActorMark, DeadlineMark, OutlineItem, PartyMark, Role
from luoshi.reading.measure.limits.day_of import last_of_month
from luoshi.reading.reading import Reading
from luoshi.values.pattern import lazy
from luoshi.values.span import Span

_LIMIT_SENTENCE: Final = lazy(
    r"(?:以上|上述|该项|此项|本项|这项|前述|上列)(?:各项)?(?:工作|任务|事项|措施|整改)[^。；\n]{0,16}?(?:完成|到位|落实)[^。；\n]{0,6}(?=[。；\n]|$)"
)
_PROSE: Final = lazy("[。；]|(?<![主重需])要(?![素点])|确保|做好|及时")
_DAY_CELL: Final = lazy(r"\d|[年月季底]")
# a cell that is a day and nothing else: 2025-12-31, 2025年6月底前, 9月30日
_A_DAY: Final = lazy(
    r"(?:20\d\d[-/.年]\s?\d{1,2}(?:[-/.月]\s?\d{1,2}日?|月?[底末]?)|\d{1,2}月(?:\d{1,2}日|[底末]|[上中下]旬)|20\d\d年?[底末])"
    "(?:之?前)?(?:完成|办结)?"
)
_DAY_LINE: Final = lazy(
    r"\n(?:(?:周|星期|礼拜)[一二三四五六日天]|第[\d一二三四五六七八九十—–~～至-]{1,6}周|\d{1,2}月\d{1,2}日[^，。；：\n]{0,8}：)"
)
_KINDS_OF_UNIT: Final = ("部门", "单位", "机构", "企业")
# 整改时限：…… 责任单位：…… 整改措施：（1）……: the labels stand before what they bind
_MEASURES: Final = lazy(r"[\s；;。]*(?:整改|具体|工作|主要|落实)?措施[：:]")
_NEXT_MATTER: Final = lazy(
    r"\n\s*(?:(?:存在)?问题[一二三四五六七八九十\d]{0,3}[：:、．.]|整改(?:目标|时限|责任)[^\n]{0,8}[：:]|[一二三四五六七八九十]{1,3}、)"
)
_LISTS_MEASURES: Final = lazy("(?:措施|举措|任务|内容|要求|目标)：\\s*$")
_OPENS: Final = frozenset("（〔【[(")
_NEAR: Final = 12
_LITTLE, _LONGEST_HEAD = 3, 24
_SHORT_BRACKET: Final = 16
_LONGEST_TITLE: Final = 60
_NOTICE: Final = lazy("事项通知如下|要求通知如下|通知如下")
_MONTH_HEAD: Final = lazy(
    r"(?:^|(?<=[\n|；。]))\s*((?:\d{1,2}|十[一二]?|[一二三四五六七八九])(?:[-~～至—]{1,2}\d{1,2})?月(?:[-~～至—/]{1,2}\d{1,2}月)*[上中下底末旬份]{0,2}(?:“[^”\n]{2,12}”)?|全年(?:工作|主要|发展)?(?:目标|任务)?)："
)
_CELL_END: Final = lazy(r" \| |\n(?!\s*（)")
_UNIT_AND_PERSON: Final = lazy(
    r"(?P<unit>[\u4e00-\u9fff]{1,8}(?:[部科班室处队组股办所站]|中心|车间))[ \u3000]+"
    r"[\u4e00-\u9fff](?:[ \u3000]*[\u4e00-\u9fff]){1,3}"
)
_LOOKS_BACK: Final = lazy(r"回顾|总结|完成情况|工作情况|成效")
_PART: Final = lazy(
    r"年(?:(?P<m>1[0-2]|0?[1-9])月份?|第?(?P<q>[一二三四])季度|(?P<h>[上下])半年)(?![—–~～至-])"
)
# （一）一季度：打基础; 三、下半年; 3月份
_PART_HEAD: Final = lazy(
    r"第?(?:(?P<q>[一二三四])季度|(?P<h>[上下])半年|(?P<m>1[0-2]|[1-9])月份?)(?=[：（，]|$|[^，。；]{0,2}(?:工作|重点|任务|安排))"
)
_TITLE_YEAR: Final = lazy(r"(20[0-3]\d)年")
_YEAR_ONLY: Final = lazy(r"(20\d\d)年(?:度)?")  # （一）2026年。
# 三、下半年工作安排, 四、明年重点任务
_HALF: Final = lazy("(下半年|今年|明年)[^，。；：]{0,8}(?:安排|任务|打算|计划|重点|目标|举措)$")
_YEAR_LIST: Final = lazy(
    r"(?<!\d)(20\d\d)年(?:度)?(?!.{0,4}学期)(?:(?!20\d\d年)[^，。；：\n]){0,14}?(?:工作要点|要点|主要工作|重点工作|工作重点|重点任务|主要任务|实事|任务清单|任务分解|任务分工|工作任务|工作安排|工作计划|(?:年度|实施|行动|推进|建设|整治)计划|工作打算|工作思路|工作目标|发展目标|预期目标|项目清单|重点事项|目标任务)"
)


def assignments_of(reading: Reading) -> list[Assignment]:
    """Return everything that gives units or deadlines to a stretch of text, in order of place."""
    return [
        *_of_one_house([*_from_brackets(reading), *_from_rows(reading)]),
        *_from_sentences(reading),
        *_from_month_heads(reading.source.text),
    ]


def _of_one_house(given: list[Assignment]) -> list[Assignment]:
    """Return what is given with departments as leads where no unit above them leads anywhere."""
    roles = {a.role for g in given for a in g.actors}
    if Role.INTERNAL not in roles or Role.LEAD in roles:
        return given
    return [
        replace(
            g, actors=tuple(replace(a, role=Role.LEAD) if a.role is Role.INTERNAL else a for a in g.actors)
        )
        for g in given
    ]


def _from_month_heads(text: str) -> Iterator[Assignment]:
    """Yield ``3月：`` before the tasks of that month, up to the next of its kind or the end of the cell."""
    heads = list(_MONTH_HEAD.finditer(text)) if "月：" in text else []
    for k, head in enumerate(heads):
        stop = heads[k + 1].start() if k + 1 < len(heads) else len(text)
        end = _CELL_END.search(text, head.end(), stop)
        yield Assignment(Span(*head.span(1)), (), Span(head.start(1), end.start() if end else stop))


def _from_brackets(reading: Reading) -> list[Assignment]:
    text = reading.source.text
    items = reading.outline
    brackets = find_brackets(text)
    starts = [i.span.start for i in items]
    block_starts = [b.span.start for b in reading.source.blocks]
    out: list[Assignment] = []
    floor = 0
    for span, actors in brackets:
        i = bisect_right(starts, span.start) - 1
        block = reading.source.blocks[max(bisect_right(block_starts, span.start) - 1, 0)]
        if (
            not items
            and len(brackets) == 1
            and block.span.start == span.start
            and text[span.start] not in "（〔"
        ):
            cover = Span(0, len(text))  # 承办单位：… in a form of one matter
        elif text[span.start] not in "（〔【[(" and _MEASURES.match(text, span.end):
            cover = Span(span.end, _end_of_matter(text, span.end))
        elif i < 0:
            cover = Span(
                max(floor, block.span.start if span.start > block.span.start else _back(reading, span)),
                span.start,
            )
        else:
            item = items[_matter(reading, i, span)]
            if _opens_matter(text, item, span) or _closes_heading(text, item, span, [s for s, _ in brackets]):
                cover = Span(item.span.start, item.body_end)
            elif _ends_own_sentence(text, span):
                start = max(floor, item.span.start, block.span.start, _sentence(text, span.start))
                cover = Span(start, span.start)
            elif span.start <= item.span.end + 2 and not _has_text_before(text, item, span):
                day = _DAY_LINE.search(text, span.end, item.body_end)
                cover = Span(span.end, day.start() if day else item.body_end)
                if day and not text[span.end : day.start()].strip("。；"):
                    cover = Span(item.span.start, span.start)
            elif floor > item.span.start and not _is_line(text, span):
                cover = Span(max(floor, block.span.start), span.start)  # every paragraph has its own
            else:
                on_day = _DAY_LINE.match(text, max(block.span.start - 1, 0), span.start)
                cover = Span(max(floor, item.span.start, block.span.start if on_day else 0), span.start)
        floor = max(floor, span.end)
        out.append(Assignment(span, actors, cover))
    return out


def _is_line(text: str, span: Span) -> bool:
    """Tell whether a label stands on a line of its own: 责任单位：甲局."""
    return text[span.start] not in _OPENS and (span.start == 0 or text[span.start - 1] == "\n")


def _matter(reading: Reading, at: int, span: Span) -> int:
    """Return the item that a bracket or label belongs to, the one it stands in as a rule.

    A label on a line of its own below measures that run on within a line (整改措施：1.…2.…) is of the matter
    they serve.
    """
    text, items = reading.source.text, reading.outline
    if not _is_line(text, span):
        return at
    while items[at].parent >= 0:
        first = at
        while items[first - 1].parent == items[at].parent and first - 1 > items[at].parent:
            first -= 1
        start = items[first].span.start
        run_on = text[start - 1 : start] != "\n"
        if not (run_on or _LISTS_MEASURES.search(text, max(0, start - _NEAR), start)):
            break
        at = items[at].parent
    return at


def _opens_matter(text: str, item: OutlineItem, span: Span) -> bool:
    """Tell whether a label is the first line below the heading of an item that goes on behind it."""
    if not _is_line(text, span) or text[item.span.start - 1 : item.span.start] not in ("", "\n"):
        return False
    heading = text[item.span.start : span.start]
    goes_on = text[span.end : item.body_end].strip()
    return heading.count("\n") == 1 and len(heading) <= _LONGEST_HEAD and len(goes_on) > _LITTLE


def _closes_heading(text: str, item: OutlineItem, span: Span, brackets: Sequence[Span]) -> bool:
    """Tell whether a bracket closes the heading of an item, so that all the item says is meant.

    That is 修复湿地（2026年底前完成）。 with more behind it and no other bracket in it, or
    修复湿地。（责任单位：甲局） with more on the lines below.
    """
    if text[span.start] not in _OPENS or item.body_end <= span.end + _LITTLE:
        return False
    if len(item.title) > _LONGEST_HEAD:
        return False  # a task, not a heading
    if span.end <= item.span.end + 1:
        return not any(span.start < s.start < item.body_end for s in brackets)
    ends_line = text.startswith("\n", span.end) and span.start <= item.span.end + 2
    return ends_line and not _has_text_before(text, item, Span(span.start - 1, span.end))


def _end_of_matter(text: str, at: int) -> int:
    """Return where the measures end that begin at ``at``: at the next fault, or at the next label."""
    after = _NEXT_MATTER.search(text, at)
    return after.start() if after else len(text)


def _ends_own_sentence(text: str, span: Span) -> bool:
    """Tell whether a bracket closes one sentence of several on its line, which it alone belongs to."""
    if text[span.start] not in "（〔" or text[span.start - 1] in "。；":
        return False
    line = text.find("\n", span.end)
    after = text[span.end : line if line >= 0 else len(text)].strip("。；; \u3000")
    return bool(after) and span.end - span.start <= _SHORT_BRACKET and "：" not in span.of(text)


def _sentence(text: str, at: int) -> int:
    return max(text.rfind(mark, 0, at) for mark in "。；\n") + 1


def _back(reading: Reading, span: Span) -> int:
    blocks = reading.source.blocks
    k = bisect_right([b.span.start for b in blocks], span.start) - 2
    return blocks[k].span.start if k >= 0 else 0


def _has_text_before(text: str, item: OutlineItem, span: Span) -> bool:
    """Tell whether the item says something besides its heading before the bracket on its line."""
    if text.find("\n", item.span.start, span.start) >= 0:
        return True
    inside = text[item.span.start : span.start]
    if text[span.start] not in "（〔【[(":  # （一）修路。责任科室：… : a label behind the heading
        inside = text[item.span.end : span.start].lstrip("。；：， \u3000")
    return "。" in inside or "；" in inside or item.body_end <= span.end + 3


def _from_sentences(reading: Reading) -> list[Assignment]:
    text = reading.source.text
    items = reading.outline
    starts = [i.span.start for i in items]
    out = []
    for found in _LIMIT_SENTENCE.finditer(text):
        i = bisect_right(starts, found.start()) - 1
        start = items[i].span.start if i >= 0 else max(text.rfind("\n", 0, found.start()), 0)
        out.append(Assignment(Span(*found.span()), (), Span(start, found.start())))
    return out


def _from_rows(reading: Reading) -> list[Assignment]:
    text = reading.source.text
    out: list[Assignment] = []
    columns: dict[int, list[tuple[int, Role | None]]] = {}
    above: tuple[int, list[ActorMark]] = (-1, [])
    rows = [block for block in reading.source.blocks if block.kind is BlockKind.ROW]
    if not rows:
        return out
    named = {m.span for m in reading.parties if _is_a_name(text, m)}
    for block in rows:
        heads = [c.of(text) for c in block.cells]
        if block.is_head:
            columns[block.table] = _columns(heads)
            continue
        actors: list[ActorMark] = []
        limit_cells = []
        known = columns.get(block.table, ())
        if all(role is None for _, role in known):
            actors = _actors_named(text, block, named)
            if not actors and above[0] == block.table and heads[:3].count("") > 1:
                actors = list(above[1])  # a row that goes on with the one above it
            above = block.table, list(actors)
        if block.table not in columns:
            limit_cells = [cell for cell in reversed(block.cells) if _A_DAY.fullmatch(text, *cell)]
        for k, role in known:
            if k >= len(block.cells):
                continue
            cell = block.cells[k]
            if _PROSE.search(text, *cell) and not names_units(text, *cell):
                continue  # what a unit does, not its name
            if role is None:
                limit_cells.append(cell)
            else:
                actors += actors_of_cell(text, *cell, role)
        if actors or limit_cells:
            limits = next(
                (c for c in limit_cells if _DAY_CELL.search(text, *c)), (*limit_cells, Span(0, 0))[0]
            )
            out.append(Assignment(limits, tuple(actors), block.span))
    return out


def _actors_named(text: str, block: Block, named: Container[Span]) -> list[ActorMark]:
    """Return who leads by the cells of a row that are names, where no column is headed by units."""
    cells = [_without_person(text, cell) for cell in dict.fromkeys(block.cells)]
    return [
        actor
        for cell, of_person in cells
        if of_person or cell in named or _lists_units(text, cell)
        for actor in actors_of_cell(text, *cell, Role.LEAD)
    ]


def _without_person(text: str, cell: Span) -> tuple[Span, bool]:
    """Return the unit of 仪表班 高庆海 and that a person stood behind it; any other cell as it is."""
    found = _UNIT_AND_PERSON.fullmatch(text, *cell)
    return (Span(*found.span("unit")), True) if found else (cell, False)


def _columns(heads: Sequence[str]) -> list[tuple[int, Role | None]]:
    """Return the columns that name units or limits; offices (责任科室) lead where no unit above them does."""
    found = [
        (k, None if is_limit_label(h) else role_of_column(h))
        for k, h in enumerate(heads)
        if is_limit_label(h) or role_of_column(h)
    ]
    if any(role is Role.LEAD for _, role in found):
        return found
    return [(k, _of_office(heads[k]) if role is Role.INTERNAL else role) for k, role in found]


def _of_office(head: str) -> Role:
    """Return what an office does that stands below ``head``: 责任科室 leads, 配合科室 helps."""
    return Role.SUPPORT if "配合" in head or "协" in head else Role.LEAD


def _lists_units(text: str, cell: Span) -> bool:
    """Tell whether a cell without a head above it lists units, or says what each of them does."""
    several = any(mark in text[cell.start : cell.end] for mark in "、；（(：")
    return several and names_units(text, *cell) and not is_predicate(text, cell.start)


def _is_a_name(text: str, mark: PartyMark) -> bool:
    """Tell whether a party is one unit by its name, not a kind of them (重点考核部门)."""
    words = mark.span.of(text)
    return not (mark.generic or mark.post or is_shy(words) or words.endswith(_KINDS_OF_UNIT))


def year_headings(reading: Reading) -> Iterator[tuple[DeadlineMark, Span, bool]]:
    """Yield the limit a heading sets for what is below it, what it covers, and if it is the title."""
    text = reading.source.text
    for item in reading.outline:
        found = _YEAR_LIST.search(item.title) or _YEAR_ONLY.fullmatch(item.title)
        if _LOOKS_BACK.search(item.title):
            continue
        below = Span(item.span.end, item.body_end)
        if found:
            yield _year_end(text, item.span.start, found), below, False
        elif part := _part_of_year(reading, item):
            yield part, below, False
        elif reading.ref_date and (half := _HALF.match(item.title)):
            at = text.find(half[1], item.span.start)
            norm = f"{reading.ref_date.year + (half[1] == '明年')}-12-31"
            yield DeadlineMark(Span(at, at + len(half[1])), norm, "document", "year"), below, False
    spans: Sequence[Span] = reading.head.spans.get("title", ()) or (
        (reading.source.blocks[0].span,) if reading.source.blocks else ()
    )
    for span in spans:
        found = _YEAR_LIST.search(text, span.start, min(span.end, span.start + 120))
        if found and not _LOOKS_BACK.search(found.group()):
            start = _list_start(reading, span, text[found.start() : span.end], found.group())
            limit = _year_end(text, found.start(), found)
            if reading.ref_date is None or limit.norm >= reading.ref_date.isoformat():
                yield limit, Span(start, len(text)), True  # a report on 第一季度重点工作 tells what was


def _part_of_year(reading: Reading, item: OutlineItem) -> DeadlineMark | None:
    """Return the end of the quarter, half or month that a heading of a plan names: （一）一季度：打基础."""
    found = _PART_HEAD.match(item.title)
    if found is None or reading.ref_date is None:
        return None
    month = int(found["m"] or 0) or 3 * ("一二三四".find(found["q"] or "x") + 1)
    month = month or (6 if found["h"] == "上" else 12)
    named = _TITLE_YEAR.search(reading.head.title or "")
    year = int(named[1]) if named else reading.ref_date.year + (month < reading.ref_date.month)
    start = reading.source.text.find(found[0], item.span.start)
    norm = f"{year}-{month:02}-{last_of_month(year, month)}"
    return DeadlineMark(Span(start, start + len(found[0])), norm, "document", "month")


def _list_start(reading: Reading, title: Span, rest: str, listed: str) -> int:
    """Return where the list begins that the title names; one that is passed down has a title of its own.

    What the notice itself asks (就有关事项通知如下) is no part of the list.
    """
    text = reading.source.text
    if not rest.endswith(("通知", "函", "公告")):
        return title.end
    name = rest[: max(rest.rfind("》"), rest.rfind("的通知"), 0)] or rest
    for block in reading.source.blocks:
        words = block.span.of(text)
        if (
            block.span.start >= title.end
            and len(words) <= _LONGEST_TITLE
            and (words.strip("《》 ").endswith(name) or words.startswith(listed))
            and words[-1] not in "。；：，"
        ):
            return block.span.end
    return len(text) if _NOTICE.search(text, title.end) else title.end


def _year_end(text: str, start: int, found: re.Match[str]) -> DeadlineMark:
    """Return the end of the year a heading names, or of the part of it (2024年5月份, 2024年第二季度)."""
    year, at = int(found.group(1)), text.find(found.group(1), start)
    part = _PART.match(text, at + 4)
    if part is None:
        return DeadlineMark(Span(at, at + 5), f"{year}-12-31", None, "year")
    month = int(part["m"]) if part["m"] else 3 * ("一二三四".index(part["q"]) + 1) if part["q"] else 6
    month = 12 if part["h"] == "下" else month
    return DeadlineMark(
        Span(at, part.end()), f"{year}-{month:02}-{last_of_month(year, month)}", None, "month"
    )
