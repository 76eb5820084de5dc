"""Every address for every member of the cast: what is one's own, a sibling's, and another county's.

A new address without a line in the table fails ``test_every_address_is_declared``.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from luoshi.followup.ground.permissions import viewer_of
from luoshi.followup.ground.writing import writing
from luoshi.followup.intake.take_in import Received, take_in
from luoshi.followup.task.accept import NewTask, make_task
from luoshi.followup.task.assign import assign
from luoshi.followup.task.evidence import Offered, hand_in
from luoshi.store.models import Correction, Document, Lesson, Notification, Person, SavedView, Task
from luoshi.web.tasks.one.views import _ACTS as TASK_ACTS
from luoshi.web.units.keeper_views import _ACTS as UNIT_ACTS
from tests.cast import DAY_ONE, Cast, at, person, unit
from tests.web.conftest import MEMBERS

NOTICE = "关于做好养老服务工作的通知\n\n县民政局要在2026年6月30日前建成12个养老服务站点，印发服务标准。"
ALL = frozenset(MEMBERS) | {"keeper"}
NOBODY: frozenset[str] = frozenset()
PLACED = ALL - {"stranger", "keeper"}
CIVILS = frozenset({"civil", "reader", "finance", "office", "inspector", "boss"})  # see the task civil leads
TOWNS = frozenset({"town", "village", "inspector", "boss"})  # the task of the town, led by its village
OFFICES = frozenset({"office", "inspector", "boss"})  # what the office took in
KEEPER = frozenset({"keeper"})
DONE, SHOWN, REFUSED, FORBIDDEN, GONE = 302, 200, 409, 403, 404


@dataclass(frozen=True)
class Line:
    """An address and what it gives: ``ok`` to who ``may``, ``no`` to who only ``sees``, else ``hidden``."""

    name: str
    path: str
    may: frozenset[str] = ALL
    ok: int = SHOWN
    sees: frozenset[str] = NOBODY
    no: int = FORBIDDEN
    hidden: int = GONE
    form: dict[str, str] | None = field(default=None, hash=False)  # None: GET

    def expected(self, who: str) -> int:
        if who in self.may:
            return self.ok
        return self.no if who in self.sees else self.hidden


def _task_act(name: str, /, may: set[str], ok: int = DONE, **form: str) -> list[Line]:
    """Return an act on the task civil affairs leads; on another county's task nobody finds anything."""
    form = {"edition": "{edition}", **form}
    near = Line("task_act", f"/tasks/{{near}}/{name}", frozenset(may), ok, CIVILS, form=form)
    far = Line("task_act", f"/tasks/{{far}}/{name}", NOBODY, form=form)
    return [near, far]


def _unit_act(name: str, /, ok: int = DONE, **form: str) -> Line:
    return Line("unit_act", f"/units/{{civil_unit}}/{name}", KEEPER, ok, form=form)


def _person_act(name: str, /, ok: int = DONE, **form: str) -> Line:
    return Line("person_act", f"/people/{{village_person}}/{name}", KEEPER, ok, form=form)


TABLE: tuple[Line, ...] = (
    *(Line(name, path) for name, path in (
        ("account", "/account"), ("front", "/"), ("inbox", "/inbox"), ("documents", "/documents"),
        ("document_units", "/documents/units?q=mz"), ("lessons", "/documents/lessons"),
        ("search", "/search?q=养老"), ("cascades", "/cascade"),
        ("tasks", "/tasks"), ("tasks_calendar", "/tasks/calendar"), ("tasks_csv", "/tasks/csv"),
        ("tasks_ics", "/tasks/ics"), ("tasks_timeline", "/tasks/timeline"), ("tasks_xlsx", "/tasks/xlsx"),
        ("unit_offer", "/tasks/units?q=mz"), ("units", "/units"),
    )),
    Line("login", "/login", ok=DONE),
    Line("logout", "/logout", ok=DONE, form={}),
    Line("set_language", "/language", ok=DONE, form={"language": "en"}),
    Line("setup", "/setup", NOBODY),
    Line("sheet", "/sheet/zh/2026-06-10.css"),
    Line("front_sign", "/sign", frozenset({"civil", "finance"}), DONE, CIVILS, form={"task": "{near}"}),
    Line("front_sign", "/sign", NOBODY, form={"task": "{far}"}),
    Line("inbox_read", "/inbox/read", ok=DONE, form={}),
    Line("inbox_open", "/inbox/{notice_of_civil}", frozenset({"civil"}), DONE, form={}),
    Line("task_view_save", "/tasks/views", ok=DONE, form={"name": "本月", "query": "when=soon"}),
    Line("task_view_delete", "/tasks/views/{view_of_civil}/delete", frozenset({"civil"}), DONE, form={}),
    Line("tasks_bulk", "/tasks/bulk", form={"act": "comment", "task": "{near}"}),
    Line("tasks_bulk_do", "/tasks/bulk/do", form={"act": "comment", "task": "{far}", "words": "在吗"}),
    *(Line(name, path.replace("CODE", "{" + key + "}"), sees)
      for key, sees in (("near", CIVILS), ("town", TOWNS), ("far", NOBODY))
      for name, path in (("task", "/tasks/CODE"), ("task_cascade", "/tasks/CODE/cascade"))),
    Line("task_evidence", "/tasks/{near}/evidence/{evidence}", CIVILS),
    Line("task_evidence", "/tasks/{far}/evidence/{evidence}", NOBODY),
    *_task_act("sign_for", {"civil", "finance"}),
    *_task_act("give_back", {"civil", "finance"}, reason="不属本单位职责"),
    *_task_act("report", {"civil", "finance"}, words="已建成三个"),
    *_task_act("hand_in", {"civil", "finance"}, title="名单", link="https://example.org/1"),
    *_task_act("check", {"inspector", "office"}, evidence="{evidence}", holds="1"),
    *_task_act("ask", {"civil"}, to="2026-09-30", reason="选址未定"),
    *_task_act("decide", {"office"}, ok=REFUSED, granted="1", reason="同意"),
    *_task_act("change_due", {"office"}, due_on="2026-12-31", reason="上级要求"),
    *_task_act("assign", {"office", "civil"}, unit_lead="{finance_unit}"),
    *_task_act("break_down", {"office", "civil", "finance"}, unit_part="{below_civil}", words="先建一个"),
    *_task_act("close", {"office", "inspector"}, ok=REFUSED, reason="已核"),
    *_task_act("reopen", {"office", "inspector"}, ok=REFUSED, reason="回头看"),
    *_task_act("cancel", {"office"}, reason="政策调整"),
    *_task_act("excuse", {"office"}, ok=REFUSED, occurrence="2026-06-30", reason="机构改革"),
    *_task_act("owe_again", {"office"}, ok=REFUSED, occurrence="2026-06-30"),
    *_task_act("edit_words", {"office"}, words="建成13个养老服务站点"),
    *_task_act("set_scheme", {"office"}),
    *_task_act("comment", set(CIVILS), words="进展如何？"),
    *_task_act("watch", set(CIVILS), wanted="1"),
    *(Line(name, path.replace("PK", "{" + key + "}"), sees)
      for key, sees in (("document", OFFICES), ("far_document", NOBODY))
      for name, path in (
          ("document", "/documents/PK"), ("document_annotations", "/documents/PK/annotations"),
          ("document_similar", "/documents/PK/similar"),
          ("document_beside", "/documents/PK/similar/PK"))),
    Line("document_beside", "/documents/{document}/similar/{far_document}", NOBODY),
    Line("document_original", "/documents/{document}/originals/{sha256}", OFFICES),
    Line("document_original", "/documents/{far_document}/originals/{sha256}", NOBODY),
    Line("document_decide", "/documents/{document}/decide", frozenset({"office"}), DONE, OFFICES,
         form={"do": "reject:{row}:0"}),
    Line("document_decide", "/documents/{far_document}/decide", NOBODY,
         form={"do": "reject:{far_row}:0"}),
    Line("document_row", "/documents/{document}/rows/{row}", OFFICES, REFUSED, form={}),  # empty: refused
    Line("document_row", "/documents/{far_document}/rows/{far_row}", NOBODY, form={}),
    Line("lesson_forget", "/documents/lessons/{lesson}/forget", frozenset({"office"}), DONE, form={}),
    Line("document_again", "/documents/{document}/again", frozenset({"office"}), DONE, OFFICES, form={}),
    Line("document_again", "/documents/{far_document}/again", NOBODY, form={}),
    Line("document_withdraw", "/documents/{document}/withdraw", frozenset({"office"}), DONE, OFFICES,
         form={}),
    Line("document_withdraw", "/documents/{far_document}/withdraw", NOBODY, form={}),
    *(Line(name, path.replace("PK", "{" + key + "}"), sees)
      for key, sees in (
          ("civil_unit", frozenset({"civil", "reader", "inspector", "boss"}) | KEEPER),
          ("town_unit", frozenset({"town", "inspector", "boss"}) | KEEPER),
          ("county", frozenset({"inspector", "boss"}) | KEEPER),
          ("far_unit", KEEPER),
      )
      for name, path in (
          ("unit", "/units/PK"), ("unit_below", "/units/PK/below"), ("unit_charts", "/units/PK/charts"))),
    Line("unit_make_top", "/units/make", KEEPER, DONE, form={"name": "北山县"}),
    Line("unit_list", "/units/list", KEEPER),
    Line("unit_list", "/units/list", KEEPER, form={"text": "单位名称\t上级单位\n县教育局\t青禾县"}),
    Line("unit_list_empty", "/units/list/empty", KEEPER),
    _unit_act("make", name="养老服务科"),
    _unit_act("change", name="县民政局（新）"),
    _unit_act("move", to="{town_name}"),
    _unit_act("close", ok=REFUSED, on="2026-06-10"),
    _unit_act("reopen"),
    _unit_act("post", title="科员", role="clerk"),
    _unit_act("give", ok=REFUSED),
    _unit_act("hand-over", ok=REFUSED),
    _unit_act("end", ok=REFUSED),
    Line("unit_named", "/units/offer?q=mz", KEEPER),
    Line("unit_newcomer", "/units/{civil_unit}/newcomer", KEEPER, form={"name": "新来", "role": "clerk"}),
    Line("people", "/people", KEEPER),
    Line("person_make", "/people/make", KEEPER, DONE,
         form={"username": "new", "name": "新人", "password": "a-long-pass-phrase-1"}),
    _person_act("password", password="another-long-phrase-2"),  # noqa: S106 - of nobody
    _person_act("keeper"),
    _person_act("no-keeper"),
    _person_act("close"),
    _person_act("reopen"),
)  # fmt: skip


def _named(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    for one in patterns:
        if isinstance(one, URLPattern):
            yield str(one.name)
        else:
            yield from _named(one.url_patterns)


def test_every_address_is_declared() -> None:
    assert set(_named(get_resolver().url_patterns)) == {line.name for line in TABLE}


def test_every_act_is_declared() -> None:
    declared = {line.path.rpartition("/")[2] for line in TABLE if line.name in {"task_act", "unit_act"}}

    assert declared == TASK_ACTS.keys() | UNIT_ACTS.keys()


@pytest.fixture
def world(cast: Cast, task: Task, clock: Callable) -> dict[str, object]:
    """A task civil affairs leads, one of the town, and another county with its own."""
    county = unit("邻县")
    far_unit = unit("邻县民政局", county, "部门")
    below = unit("养老服务中心", cast.civil_unit, "单位")
    far = viewer_of(person("far", "远方", far_unit), DAY_ONE)
    keeper = person("keeper", "管理", None)
    keeper.is_keeper = True
    keeper.save()
    now = at("03-02")
    with writing():
        town = make_task(cast.town, cast.town_unit, NewTask("修通村道"), now=now)
        away = make_task(far, far_unit, NewTask("邻县的事"), now=now)
    assign(cast.town, town.code, [(cast.village_unit.pk, "lead")], now=now)
    shown = hand_in(cast.civil, task.code, Offered("名单", data=b"list", name="a.txt"), now=now)
    version = take_in(cast.office, cast.office_unit.pk, Received("通知.txt", text=NOTICE), now=now)
    other = take_in(far, far_unit.pk, Received("外.txt", text=NOTICE.replace("12", "30")), now=now)
    notice = Notification.objects.filter(person=cast.civil.person).first()
    view = SavedView.objects.create(person_id=cast.civil.person, name="我的", query="when=soon")
    change = Correction.objects.create(
        proposal=version.proposals.first(), field="units", by_id=cast.office.person, at=now
    )
    lesson = {"unit": cast.office_unit, "kind": "name", "words": "民政办", "value": cast.civil_unit.pk}
    taught = Lesson.objects.create(correction=change, **lesson)
    return {
        "lesson": taught.pk, "near": task.code, "edition": Task.objects.get(pk=task.pk).edition,
        "town": town.code, "far": away.code, "evidence": shown.pk,
        "document": version.document_id, "far_document": other.document_id,
        "sha256": version.original.sha256, "row": version.proposals.first().pk,
        "far_row": other.proposals.first().pk,
        "notice_of_civil": notice.pk, "view_of_civil": view.pk, "county": cast.county.pk,
        "civil_unit": cast.civil_unit.pk, "town_unit": cast.town_unit.pk,
        "finance_unit": cast.finance_unit.pk, "town_name": cast.town_unit.name,
        "below_civil": below.pk, "far_unit": far_unit.pk, "village_person": cast.village.person,
    }  # fmt: skip


def _status(client: Client, line: Line, world: dict[str, object]) -> int:
    """Ask for an address and take back whatever it changed."""
    path = line.path.format(**world)
    with transaction.atomic():
        if line.form is None:
            answer = client.get(path)
        else:
            answer = client.post(path, {key: value.format(**world) for key, value in line.form.items()})
        for close in answer._resource_closers:  # the file, without the database as answer.close() would
            close()
        transaction.set_rollback(True)
    return answer.status_code


@pytest.mark.parametrize("who", [*MEMBERS, "keeper"])
def test_each_gets_what_is_declared(cast: Cast, world: dict[str, object], who: str) -> None:
    found = {}
    for line in TABLE:
        client = Client(headers={"accept-language": "zh-hans"})
        mine = Person.objects.get(username=who)
        client.force_login(mine)
        if (status := _status(client, line, world)) != line.expected(who):
            found[line.path, "GET" if line.form is None else "POST"] = (status, line.expected(who))

    assert {} == found


def test_nobody_gets_anything_before_signing_in(world: dict[str, object]) -> None:
    open_to_all = {"login", "logout", "set_language", "setup", "sheet"}
    asked = [line for line in TABLE if line.name not in open_to_all]
    found = {(line.form is None, _status(Client(), line, world)) for line in asked}

    assert {(True, 302), (False, 401)} == found  # to the door; for what was typed, a door beside it
    assert Document.objects.count() == 2
