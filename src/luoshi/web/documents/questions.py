"""What is asked about a row, with answers that take one key each."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from luoshi.followup.ground.mended import Mended
from luoshi.followup.intake.drafts import Draft
from luoshi.followup.intake.learning import ALWAYS, Lessons
from luoshi.store.queries.tasks.rows import TaskRow

_SEVERAL = re.compile(
    "各|所有|全体|全部|任何|有关|相关|其他|.*(?:责任|配合|牵头|成员)单位$"
)  # more than one unit
SHOWN = 3  # names of units before the rest is a number
_EVERY = {"每月": "every_month", "每季度": "every_quarter", "每半年": "every_half", "每年": "every_year"}


@dataclass(frozen=True, slots=True)
class Asking:
    """What the questions of a page's rows offer as answers.

    Attributes:
        units: id and name of the units last given something, the most used first.
        kinds: kinds of units with their numbers.
        days: limits near the document's day, as ISO dates with a key for their words.
    """

    units: tuple[tuple[int, str], ...] = ()
    kinds: tuple[tuple[str, int], ...] = ()
    days: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Around:
    """What a row needs from around it: names of units, tasks, answers, the text with its repairs, words.

    Attributes:
        lessons: what corrections taught so far.
        corrected: fields that people changed in earlier rows, by id of the row.
    """

    names: Mapping[int, str]
    tasks: Mapping[int, TaskRow]
    ask: Asking
    text: Mended
    words: Mapping[str, str]
    lessons: Lessons
    corrected: Mapping[int, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Question:
    """Something to be asked, with answers that take one key each: ``(value, label)``."""

    key: str
    words: str
    answers: tuple[tuple[str, str], ...]


def questions_of(draft: Draft, around: Around) -> tuple[Question, ...]:
    """Return what is to be asked: first who, then when. What was answered before is the first answer."""
    ask, words, lessons = around.ask, around.words, around.lessons
    kinds = tuple((kind, words["all_of_kind"].format(kind=kind, n=n)) for kind, n in ask.kinds)
    nobody = ("nobody", words["leave_out"])
    found = []
    for number, unit in enumerate(draft.units):
        if not unit.units:
            is_several = bool(_SEVERAL.match(unit.words)) or unit.words in dict(ask.kinds)
            ask_it = words["ask_who" if is_several else "ask_unknown"].format(words=unit.words)
            before = _meant_before(unit.words, around)
            found.append(Question(f"who-{number}", ask_it, (*before, *(kinds if is_several else ()), nobody)))
    if "owner" in draft.missing and not found:
        answers = tuple((str(pk), name) for pk, name in ask.units)
        found.append(Question("owner", words["ask_owner"], answers))
    always = (ALWAYS, words["always"])
    if "period" in draft.missing:
        asked = words["ask_period"].format(words="、".join(draft.vague) or words["from_time_to_time"])
        usual = [(every, words[key]) for every, key in _EVERY.items()] + [always]
        said = {lessons.periods[v] for v in draft.vague if v in lessons.periods}
        known = [
            (value, words["as_before"].format(words=words["always"] if value == ALWAYS else value))
            for value in sorted(said)
        ]
        found.append(Question("period", asked, (*known, *(one for one in usual if one[0] not in said))))
    elif "deadline" in draft.missing:
        days = tuple((day, words[key].format(day=day[5:])) for key, day in ask.days)
        found.append(Question("deadline", words["ask_deadline"], (*days, always)))
    if "amount" in draft.missing:
        found.append(Question("amount", words["ask_amount"], (("keep", words["keep_amount"]),)))
    return tuple(found)


def _meant_before(name: str, around: Around) -> tuple[tuple[str, str], ...]:
    """Return whom a name was said to mean at an earlier document, as an answer."""
    units = around.lessons.names.get(name, ())
    if not units:
        return ()
    shown = "、".join(around.names.get(pk, "") for pk in units[:SHOWN])
    more = around.words["and_more"].format(n=len(units)) if len(units) > SHOWN else ""
    value = "units-" + "-".join(map(str, units))
    return ((value, around.words["as_before"].format(words=shown + more)),)
