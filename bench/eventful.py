"""A task as it looks after half a year of work."""

from datetime import timedelta

from bench.installation import NOW, TODAY
from luoshi.followup.ground.permissions import Grant, Viewer
from luoshi.followup.task.assign import assign, sign_for
from luoshi.followup.task.evidence import Offered, hand_in
from luoshi.followup.task.extend import ask, change_due
from luoshi.followup.task.progress import Word, report
from luoshi.followup.task.talk import comment
from luoshi.store.models import Task, Unit


def give_history(code: str) -> None:
    """Sign for a task, report six times, hand in four links, comment five times, ask for more time."""
    task = Task.objects.get(code=code)
    owner = _clerk(task.owner_id)
    change_due(owner, code, TODAY + timedelta(days=60), "年中调整", now=NOW)
    lead = task.stakes.filter(role="lead").values_list("unit", flat=True).first()
    if lead is None:
        lead = task.seat_id
        assign(owner, code, [(lead, "lead")], now=NOW)
    doer = _clerk(lead)
    if not task.stakes.filter(unit=lead, role="lead", signed_at__isnull=False).exists():
        sign_for(doer, code, now=NOW)
    for n in range(6):
        report(doer, code, Word(f"第{n + 1}次反馈：已建成{n}个站点，其余正在施工", percent=10 * n), now=NOW)
    for n in range(4):
        hand_in(doer, code, Offered(f"验收单{n + 1}", link=f"https://example.org/{n}"), now=NOW)
    for n in range(5):
        comment(owner if n % 2 else doer, code, f"第{n + 1}条留言：请补充现场照片", now=NOW)
    ask(doer, code, TODAY + timedelta(days=90), "汛期停工", now=NOW)


def _clerk(unit: int) -> Viewer:
    depth = Unit.objects.values_list("depth", flat=True).get(pk=unit)
    return Viewer(1, "", (Grant(unit, "clerk", unit, depth),))
