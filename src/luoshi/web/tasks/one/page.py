"""What the page of one task shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from luoshi.followup.ground.permissions import Viewer, task_id_for
from luoshi.followup.task.cascade import Level, levels
from luoshi.followup.task.evidence import Before, offered_again
from luoshi.followup.task.may import Standing, checking_as, may
from luoshi.store.queries.tasks import choices
from luoshi.store.queries.tasks.page import Once, Shown, Whole, whole_task
from luoshi.web.tasks.one.history import Line, excuses, lines_of
from luoshi.web.tasks.one.occurrences import Turns, turns_of
from luoshi.web.tasks.one.rule_words import rule_words
from luoshi.web.tasks.one.why_day import WhyDay, why_day
from luoshi.web.words import known

# What moves a task on, in order.
_NEXT = ("sign_for", "decide", "check", "close", "report", "hand_in", "assign")


@dataclass(frozen=True, slots=True)
class TaskPage:
    """A task with what the viewer may do.

    Attributes:
        task: everything about it.
        may: the acts that can be done now, in a fixed order.
        main: the act that moves the task on; the page's one accent.
        rule: of a recurring task, how often, in words.
        turns: its occurrences, summed up.
        excused: why an occurrence need not be done, by its scheduled day.
        not_now: the other acts and why not.
        below: units it can be broken down to, by kind.
        waiting: occurrences a report or evidence may be about, the likeliest first.
        before: earlier offers of the same file or an alike picture, by piece of evidence.
    """

    task: Whole
    history: tuple[Line, ...]
    why_day: WhyDay | None
    rule: str
    turns: Turns | None
    excused: Mapping[date, str]
    may: tuple[str, ...]
    main: str
    not_now: tuple[tuple[str, str], ...]
    before: Mapping[int, tuple[Before, ...]]
    levels: tuple[Level, ...]
    schemes: tuple[choices.Choice, ...]
    below: Mapping[str, tuple[choices.Choice, ...]]
    waiting: tuple[Once, ...]
    unchecked: tuple[Shown, ...]
    today: date


def task_page(viewer: Viewer, code: str, today: date) -> TaskPage:
    """Return the page of a task.

    Raises:
        NotFoundError: not this viewer's.
    """
    pk = task_id_for(viewer, code)
    whole = whole_task(pk, person=viewer.person, today=today)
    facts = whole.facts
    stakes = [(part.unit, part.role, part.signed_at is not None) for part in whole.stakes]
    checking = checking_as(viewer, stakes)
    unchecked = tuple(one for one in whole.evidence if one.holds is None and checking - {one.unit_id})
    turns = turns_of(whole.occurrences, today) if whole.occurrences else None
    standing = Standing(
        stakes,
        facts.step, facts.supported, facts.due_on, whole.has_request, len(unchecked), whole.doers,
        [one.step not in {"closed", "cancelled"} for one in whole.children],
        recurs=turns is not None,
    )  # fmt: skip
    allowed = may(viewer, standing, today)
    can = tuple(act for act, why in allowed.items() if not why)
    return TaskPage(
        task=whole,
        history=lines_of(whole.events, {part.unit: part.name for part in whole.stakes}),
        why_day=why_day(facts, today) if facts.is_open else None,
        rule=rule_words(facts.rrule) if facts.rrule else "",
        turns=turns,
        excused=excuses(whole.events),
        may=can,
        main=next((act for act in _NEXT if act in can), ""),
        not_now=tuple((act, known(f"refusals.{why}")) for act, why in allowed.items() if why),
        before=offered_again(viewer, pk) if any(one.sha256 for one in whole.evidence) else {},
        levels=tuple(levels(viewer, code)) if whole.children else (),
        schemes=choices.schemes() if "set_scheme" in can else (),
        below=choices.units_by_kind(viewer.units) if "break_down" in can else {},
        waiting=turns.waiting if turns else (),
        unchecked=unchecked,
        today=today,
    )
