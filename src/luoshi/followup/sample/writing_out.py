"""Writes the sample county's documents: each line of work gives a plan, a meeting report, a self-report."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib import resources
from typing import Any

_DUE = re.compile(r"\{d:(-?\d+)\}")
_NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Text:
    """One document of the county.

    Attributes:
        theme: name of its line of work.
        kind: ``plan``, ``meeting`` or ``self-report``.
        unit: name of the unit that takes it in.
        on: the day it is dated and taken in.
        name: file name.
        words: its text.
    """

    theme: str
    kind: str
    unit: str
    on: date
    name: str
    words: str


@cache
def table(name: str) -> Mapping[str, Any]:
    """Return one of the county's tables: ``units`` or ``themes``."""
    file = resources.files("luoshi.samples") / "county" / f"{name}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


def lead_of(theme: str) -> str:
    """Return the name of the unit that leads a line of work."""
    return next(str(t["lead"]) for t in table("themes")["theme"] if t["name"] == theme)


def month_end(today: date, days: int, written_on: date) -> str:
    """Return the month ``days`` from today as a limit: 6月底前, or 2027年1月底前 in another year."""
    on = today + timedelta(days=days)
    return f"{on.month}月底前" if on.year == written_on.year else f"{on.year}年{on.month}月底前"


def _with_dates(words: str, today: date, written_on: date) -> str:
    return _DUE.sub(lambda m: month_end(today, int(m[1]), written_on), words)


def texts(today: date) -> Iterator[Text]:
    """Yield the county's thirty documents, the oldest first."""
    found = []
    towns = table("units")["townships"]
    for number, theme in enumerate(table("themes")["theme"]):
        on = today - timedelta(days=350 - 12 * number)
        found.append(_plan(theme, number, on, today))
        found.append(_meeting(theme, today - timedelta(days=210 - 9 * number), today))
        found.append(_self_report(theme, towns[number], today - timedelta(days=95 - 6 * number), number + 2))
    yield from sorted(found, key=lambda text: text.on)


def _plan(theme: Mapping[str, Any], number: int, on: date, today: date) -> Text:
    county = table("units")["county"]
    title = f"{county}人民政府办公室关于印发《{county}{theme['name']}工作方案》的通知"
    support = "、".join(theme["support"])
    lines = [
        title,
        f"青政办发〔{on.year}〕{number + 3}号",
        "各乡镇人民政府，县直有关单位：",
        f"《{county}{theme['name']}工作方案》已经县政府同意，现印发给你们，请认真组织实施。",
        f"{on.year}年{on.month}月{on.day}日",
        f"{county}{theme['name']}工作方案",
        f"为做好全县{theme['name']}工作，结合我县实际，制定本方案。",
        "一、总体要求",
        f"坚持问题导向和群众需求导向，进一步提升{theme['name']}水平，不断增强群众获得感。",
        "二、重点任务",
    ]
    for at, task in enumerate(theme["tasks"]):
        words = _with_dates(task, today, on)
        owner = (
            ""
            if task.startswith(("各", "县", "对", "学校", "项目", "乡镇", "汛期")) and at % 2
            else theme["lead"]
        )
        bracket = f"（责任单位：{owner or theme['lead']}；配合单位：{support}）"
        lines.append(f"（{_NUMERALS[at]}）{words}。{bracket}")
    lines += [
        "三、工作要求",
        f"各单位要高度重视，加强协调配合。{theme['lead']}每季度末月25日前将进展情况报县政府办公室。",
        "县政府督查室适时开展督查，对落实不力的予以通报。",
    ]
    return Text(theme["name"], "plan", "县政府办公室", on, f"{theme['name']}工作方案.txt", "\n".join(lines))


def _meeting(theme: Mapping[str, Any], on: date, today: date) -> Text:
    county = table("units")["county"]
    later = _with_dates(theme["tasks"][2], today, on)
    lines = [
        f"{county}召开{theme['name']}工作推进会",
        (
            f"{on.month}月{on.day}日，{county}召开{theme['name']}工作推进会。副县长辛志远主持会议并讲话，"
            f"{theme['lead']}等有关单位和各乡镇负责人参加会议。"
        ),
        f"会议指出，今年以来全县{theme['name']}工作取得积极进展，但仍存在进度不平衡、责任落实不够等问题。",
        (
            "辛志远强调，一要压实责任。各乡镇要在会后7日内召开专题会议，明确分管负责人和联络员。"
            f"二要加快进度。{theme['lead']}要倒排工期，{later}。"
            f"三要强化督查。县政府督查室要每月开展一次现场督查，督查情况报县政府。"
            "四要营造良好氛围，凝聚工作合力。"
        ),
        f"会议要求，{theme['support'][0]}要加强要素保障，{theme['support'][1]}要主动配合，确保各项任务落到实处。",
    ]
    return Text(theme["name"], "meeting", "县政府办公室", on, f"{theme['name']}推进会.txt", "\n".join(lines))


def _self_report(theme: Mapping[str, Any], town: str, on: date, n: int) -> Text:
    def counted(words: Sequence[str]) -> list[str]:
        return [line.replace("{n}", str(n)) for line in words]

    done, faults = counted(theme["done"]), counted(theme["faults"])
    lines = [
        f"{town}人民政府关于{theme['name']}工作的自查报告",
        "县政府督查室：",
        f"按照要求，我镇对{theme['name']}工作进行了自查。现将有关情况报告如下：".replace(
            "我镇", "我" + town[-1]
        ),
        "一、工作开展情况",
        "今年以来，" + "；".join(done) + "。",
        "二、存在的问题",
        f"一是{faults[0]}。二是{faults[1]}。",
        "三、下一步打算",
        f"（一）{(on + timedelta(days=50)).month}月底前配齐{theme['name']}工作专职人员{n}名。",
        "（二）镇政府办每月5日前汇总各村进展情况，报镇主要负责人。",
        f"（三）{(on + timedelta(days=80)).month}月底前对本次自查发现的问题逐项整改销号。",
        f"{town}人民政府",
        f"{on.year}年{on.month}月{on.day}日",
    ]
    return Text(theme["name"], "self-report", town, on, f"{town}自查报告.txt", "\n".join(lines))
