"""Tasks taken in by the thousand are the same as tasks made one by one."""

import json

import pytest

from luoshi.followup.ground.refusals import NotAllowedError, RefusedError
from luoshi.followup.ground.writing import writing
from luoshi.followup.task.accept import NewTask, make_task
from luoshi.followup.task.assign import give
from luoshi.followup.task.bulk import Row, take_in
from luoshi.store.models import Event, Stake, Tally, Task
from tests.cast import Cast, at

APART = {"id", "code", "changed_at"}


def columns(task: Task) -> dict[str, object]:
    return {k: v for k, v in Task.objects.filter(pk=task.pk).values().get().items() if k not in APART}


def stakes(task: Task) -> list[dict[str, object]]:
    return [
        {k: v for k, v in row.items() if k not in {"id", "task_id"}}
        for row in Stake.objects.filter(task=task).order_by("pk").values()
    ]


def events(task: Task) -> list[tuple[str, dict[str, object]]]:
    rows = Event.objects.filter(task=task).order_by("pk").values_list("kind", "body")
    return [(kind, {k: v for k, v in json.loads(body).items() if k != "task"}) for kind, body in rows]


@pytest.mark.parametrize("due", ["06-30", ""])
@pytest.mark.parametrize("given", [(), ("civil", "finance")])
def test_in_bulk_as_one_by_one(cast: Cast, due: str, given: tuple[str, ...]) -> None:
    due_on = at(due).date() if due else None
    roles = ("lead", "support")
    units = tuple((getattr(cast, f"{u}_unit").pk, role) for u, role in zip(given, roles, strict=False))
    with writing():
        one = make_task(
            cast.office, cast.office_unit, NewTask("建成12个站点", due_on=due_on), now=at("03-02")
        )
        if units:
            give(cast.office, one, units, now=at("03-02"))
    tallied = {t.pk: t.n_tasks for t in Tally.objects.exclude(n_tasks=0)}

    n = take_in(cast.office, [Row("建成12个站点", cast.office_unit.pk, units, due_on)], now=at("03-02"))

    other = Task.objects.order_by("-pk").first()
    assert (1, "2026-0002") == (n, other.code)
    assert columns(one) == columns(other)
    assert stakes(one) == stakes(other)
    assert events(one) == events(other)
    assert {pk: 2 * n_tasks for pk, n_tasks in tallied.items()} == {
        t.pk: t.n_tasks for t in Tally.objects.exclude(n_tasks=0)
    }


def test_all_or_none(cast: Cast) -> None:
    own = cast.office_unit.pk
    for row, error in (
        (Row("x", cast.civil_unit.pk), NotAllowedError),
        (Row("  ", own), RefusedError),
        (Row("x", own, ((999_999, "lead"),)), RefusedError),
        (Row("x", own, ((own, "boss"),)), RefusedError),
    ):
        with pytest.raises(error):
            take_in(cast.office, [Row("好的", own), row], now=at("03-02"))
        assert not Task.objects.exists()
