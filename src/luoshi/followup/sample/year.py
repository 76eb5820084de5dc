"""The year that was: every task gets a fate, and the acts of all of them happen in the order of time."""

import heapq
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

from django.db.models import Q

from luoshi.followup.ground.permissions import Viewer
from luoshi.followup.ground.refusals import RefusedError
from luoshi.followup.intake.decide import accept_all_firm
from luoshi.followup.intake.take_in import Received, take_in
from luoshi.followup.sample.writing_out import Text, lead_of
from luoshi.followup.task.assign import assign, give_back, sign_for
from luoshi.followup.task.cascade import Part, break_down
from luoshi.followup.task.close import close
from luoshi.followup.task.evidence import Offered, Verdict, check, hand_in
from luoshi.followup.task.extend import ask, decide
from luoshi.followup.task.progress import Word, report
from luoshi.store.models import Task, Unit

if TYPE_CHECKING:
    from luoshi.followup.sample.institution import Maker

# What becomes of a dated task, and how often.
FATES: Final = {"met": 45, "late": 12, "silent": 12, "claimed": 11, "refuted": 6, "extended": 9, "slow": 5}
_PROGRESS: Final = (
    "已制定实施细则，正在组织推进",
    "已完成前期工作，进入实施阶段",
    "总体进度过半，个别点位受天气影响",
    "已完成大部分任务，正在扫尾",
)
_EVIDENCE: Final = ("验收单", "现场照片汇总", "工作台账", "会议纪要", "完成情况清单")

Act = Callable[..., object]  # called with the keyword ``now``
_STILL_WAITING: Final = 40  # days: the newest self-reports wait to be looked at


class Year:
    """Plans acts and carries them out in the order of time, up to now."""

    def __init__(self, maker: "Maker", schemes: dict[str, int]) -> None:
        self.maker = maker
        self.schemes = schemes
        self._acts: list[tuple[datetime, int, Act]] = []
        self._n = 0

    def plan(self, text: Text) -> None:
        """Plan the taking in of a document; everything else follows from it."""
        self._at(text.on, partial(self._take_in, text), hour=9)

    def run(self, tell: Callable[[date], None]) -> None:
        """Carry the planned acts out, the earliest first; one that the rules refuse did not happen."""
        month = None
        while self._acts:
            at, _, act = heapq.heappop(self._acts)
            if month != (month := at.date().replace(day=1)):
                tell(month)
            with suppress(RefusedError):
                act(now=at)

    def _at(self, on: date, act: Act, *, hour: int = 10) -> None:
        """Plan an act for a day; days to come are left to the people who try the sample."""
        self._n += 1
        if on <= self.maker.today:
            moment = self.maker.moment((on - self.maker.today).days, hour)
            heapq.heappush(self._acts, (moment, self._n, act))

    def _soon(self, now: datetime, days: tuple[int, int], act: Act) -> None:
        self._at(now.date() + timedelta(days=self.maker.chance.randint(*days)), act)

    def _happens(self, share: float) -> bool:
        return self.maker.chance.random() < share

    def _take_in(self, text: Text, *, now: datetime) -> None:
        unit = self.maker.units[text.unit]
        viewer = self.maker.clerks[unit.pk]
        received = Received(text.name, data=text.words.encode(), as_of=text.on)
        version = take_in(viewer, unit.pk, received, now=now)
        if (self.maker.today - text.on).days > _STILL_WAITING or text.kind != "self-report":
            self._soon(now, (1, 3), partial(self._accept, viewer, version.pk, text))

    def _accept(self, viewer: Viewer, version: int, text: Text, *, now: datetime) -> None:
        accepted = accept_all_firm(viewer, version, now=now)
        made = [one.task_id for one in accepted if one.task_id]
        for task in Task.objects.filter(pk__in=made).order_by("pk"):
            Task.objects.filter(Q(pk=task.pk) | Q(parent=task.pk)).update(scheme=self.schemes[text.theme])
            self._follow(Task.objects.get(pk=task.pk), viewer, text.theme, now)

    def _follow(self, task: Task, owner: Viewer, theme: str, now: datetime) -> None:
        parts = list(task.children.order_by("pk"))
        for part in parts:
            self._follow(part, owner, theme, now)
        if parts:
            return
        leads = [self.maker.clerks[u] for u in task.stakes.filter(role="lead").values_list("unit", flat=True)]
        if not leads and self._happens(0.25):
            return  # nobody was named, and nobody has asked
        if not leads:
            unit = task.owner_id if task.owner.kind == "乡镇" else self.maker.units[lead_of(theme)].pk
            assign(owner, task.code, [(unit, "lead")], now=now)
            leads = [self.maker.clerks[unit]]
        if self._happens(0.05):
            reason = "职责分工与三定规定不一致，建议明确牵头单位"
            self._soon(now, (1, 4), partial(give_back, leads[0], task.code, reason))
            unit = leads[0].grants[0].unit
            self._soon(now, (6, 9), partial(assign, owner, task.code, [(unit, "support")]))
            return
        for lead in leads:
            if self._happens(0.93):
                self._soon(now, (1, 6), partial(sign_for, lead, task.code))
        for lead in leads[:4]:
            if self._happens(0.6):
                self._soon(now, (6, 20), partial(self._break_down, task, lead))
        if task.rrule:
            for occurrence in task.occurrences.filter(scheduled_on__range=(now.date(), self.maker.today)):
                self._occurrence(task, leads[0], occurrence.scheduled_on, now)
        else:
            self._fate(task, leads[0], owner, now)

    def _break_down(self, task: Task, town: Viewer, *, now: datetime) -> None:
        below = list(Unit.objects.filter(parent=town.grants[0].unit).values_list("pk", flat=True))
        if not below:
            return
        for part in break_down(town, task.code, Part(below), now=now):
            village = self.maker.clerks[part.seat_id]
            if not self._happens(0.7):  # the pressure fades on its way down
                continue
            self._soon(now, (2, 12), partial(sign_for, village, part.code))
            if self._happens(0.5) and not part.rrule:
                said = Word("村里已召开会议作了安排", percent=30)
                self._soon(now, (13, 30), partial(report, village, part.code, said))

    def _occurrence(self, task: Task, lead: Viewer, on: date, now: datetime) -> None:
        chance = self.maker.chance
        day, words = on - timedelta(days=chance.randint(0, 6)), "按期开展，情况已归档"
        if not self._happens(0.85):  # missed in time; most are made up for
            day, words = on + timedelta(days=chance.randint(3, 25)), "因人员变动延误，现已补办"
            if not self._happens(0.8):
                return
        if day <= now.date():
            return
        said = Word(words, is_done=True, occurrence=on)
        self._at(day, partial(report, lead, task.code, said))
        self._evidence(task, lead, _Shown(day, occurrence=on, looked_at=0.985))

    def _fate(self, task: Task, lead: Viewer, owner: Viewer, now: datetime) -> None:
        chance = self.maker.chance
        due = task.due_on or now.date() + timedelta(days=chance.randint(60, 200))
        fate = chance.choices(list(FATES), list(FATES.values()))[0]
        for n, words in enumerate(_PROGRESS, 1):
            if fate != "silent" and not (fate == "slow" and n > 1):
                on = now.date() + (due - now.date()) * n // 5
                self._at(on, partial(report, lead, task.code, Word(words, percent=min(95, 22 * n))))
        if fate == "extended":
            due = self._extension(task, lead, owner, due)
        if fate in {"met", "late", "claimed", "refuted", "extended"}:
            done = due + timedelta(days=chance.randint(4, 25) if fate == "late" else -chance.randint(1, 12))
            self._at(done, partial(report, lead, task.code, Word("已全部完成", 100, is_done=True)))
            if fate != "claimed":
                holds = fate != "refuted"
                self._evidence(task, lead, _Shown(done, holds=holds, then_close=holds))

    def _extension(self, task: Task, lead: Viewer, owner: Viewer, due: date) -> date:
        to = due + timedelta(days=45)
        asked = due - timedelta(days=self.maker.chance.randint(3, 15))
        self._at(asked, partial(ask, lead, task.code, to, "前期连续降雨，施工窗口不足"))
        if self._happens(0.8):
            granted = self._happens(0.7)
            words = "同意，请倒排工期" if granted else "理由不充分，请按原时限完成"
            day = asked + timedelta(days=2)
            self._at(day, partial(decide, owner, task.code, granted=granted, words=words))
        return to

    def _evidence(self, task: Task, lead: Viewer, shown: "_Shown") -> None:
        title = self.maker.chance.choice(_EVIDENCE)
        data = f"{title}\n{task.code}\n{task.words}\n{shown.on:%Y-%m-%d}\n".encode()
        offered = Offered(
            title, data, f"{title}.txt", "text/plain", happened_on=shown.on, occurrence=shown.occurrence
        )

        def give(*, now: datetime) -> None:
            given = hand_in(lead, task.code, offered, now=now)
            if not self._happens(shown.looked_at):
                return
            reason = "" if shown.holds else "现场核查发现两处没有完成"
            look = partial(check, self.maker.inspector, given.pk, Verdict(holds=shown.holds, reason=reason))
            self._soon(now, (2, 15), look)
            if shown.then_close and self._happens(0.8):
                self._soon(now, (16, 25), partial(close, self.maker.inspector, task.code, "核查属实"))

        self._at(shown.on, give, hour=15)


@dataclass(frozen=True, slots=True)
class _Shown:
    """Evidence to come: when, about which occurrence, how likely it is looked at, whether it then holds."""

    on: date
    occurrence: date | None = None
    looked_at: float = 0.85
    holds: bool = True
    then_close: bool = False
