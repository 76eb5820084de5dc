"""The ledger's pages: who sees what, filters, order, groups, files out."""

import io
from datetime import date

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from luoshi.followup.task.assign import assign, sign_for
from luoshi.followup.task.cascade import Part, break_down
from luoshi.followup.task.evidence import Offered, Verdict, check, hand_in
from luoshi.followup.task.progress import Word, report
from luoshi.followup.task.reword import set_scheme
from luoshi.store.models import Event, SavedView, Scheme, Task
from tests.cast import Cast, at

PAGES = ["/tasks", "/tasks?group=unit", "/tasks?sort=made", "/tasks/calendar", "/tasks/timeline", "/cascade",
         "/tasks/csv", "/tasks/xlsx"]  # fmt: skip


def text(answer) -> str:
    if answer.streaming:
        return b"".join(answer.streaming_content).decode("utf-8", "replace")
    return answer.content.decode()


@pytest.mark.parametrize("page", [*PAGES, "/tasks/2026-0001", "/tasks/2026-0001/cascade"])
def test_nobody_is_shown_anything_before_signing_in(db, page: str) -> None:
    answer = Client().get(page)

    assert (302, True) == (answer.status_code, answer["Location"].startswith("/login"))


@pytest.mark.parametrize(
    "page", ["/tasks", "/tasks?sort=made", "/tasks?sort=unit", "/tasks/csv", "/tasks/timeline"]
)
@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("stranger", False), ("village", False), ("town", False), ("finance", True), ("civil", True),
        ("reader", True), ("office", True), ("inspector", True), ("boss", True),
    ],
)  # fmt: skip
def test_each_member_sees_his_own(client_of, task: Task, page: str, who: str, *, sees: bool) -> None:
    assert sees == ("建成12个养老服务站点" in text(client_of(who).get(page)))


@pytest.mark.parametrize("who", ["stranger", "village", "town"])
@pytest.mark.parametrize("page", ["", "/cascade", "/evidence/1"])
def test_a_task_that_is_not_yours_is_not_there(client_of, task: Task, who: str, page: str) -> None:
    assert 404 == client_of(who).get(f"/tasks/{task.code}{page}").status_code


@pytest.mark.parametrize("n", [1, 50])
def test_the_number_of_queries_does_not_grow(client_of, make, django_assert_max_num_queries, n: int) -> None:
    for number in range(n):
        make(f"第{number}项", due="06-30")
    client = client_of("inspector")
    client.get("/tasks")
    with django_assert_max_num_queries(16):
        assert f"{n} 项" in text(client.get("/tasks"))


def test_an_empty_ledger_offers_the_first_step(client_of) -> None:
    assert "收一份文件" in text(client_of("office").get("/tasks"))


def ids(client: Client, query: str) -> list[str]:
    lines = text(client.get(f"/tasks/csv?col=words&{query}")).splitlines()
    return lines[1:]


@pytest.fixture
def five(cast: Cast, make) -> dict[str, Task]:
    """On 10 June: late, due in three days, said done without evidence, without a date, led by nobody."""
    made = {
        "late": make("已经超期的", due="05-31"),
        "soon": make("三天到期的", due="06-13"),
        "said": make("说成了的", due="06-30"),
        "undated": make("没有时限的"),
        "unled": make("没人牵头的", due="12-31", leads=False),
    }
    sign_for(cast.civil, made["said"].code, now=at("03-03"))
    report(cast.civil, made["said"].code, Word("完成了", is_done=True), now=at("06-01"))
    return made


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["已经超期的", "三天到期的", "说成了的", "没人牵头的", "没有时限的"]),
        ("when=overdue", ["已经超期的"]),
        ("when=soon", ["三天到期的"]),
        ("when=undated", ["没有时限的"]),
        ("when=dated&owner=none", ["没人牵头的"]),
        ("gap=1", ["说成了的"]),
        ("step=done", ["说成了的"]),
        ("said=nothing&quarter=2&year=2026", ["已经超期的", "三天到期的"]),
        ("light=red", ["已经超期的"]),
        ("light=amber", ["三天到期的"]),
        ("light=none", ["说成了的", "没人牵头的", "没有时限的"]),
        ("q=到期", ["三天到期的"]),
        ("role=owner&state=ended", []),
        ("sort=made", ["没人牵头的", "没有时限的", "说成了的", "三天到期的", "已经超期的"]),
        ("due_from=2026-06-01&due_until=2026-06-30", ["三天到期的", "说成了的"]),
        ("scheme=999", []),
        (
            "step=nonsense&unit=abc&year=99999&after=x",
            ["已经超期的", "三天到期的", "说成了的", "没人牵头的", "没有时限的"],
        ),
    ],
)  # fmt: skip
@pytest.mark.parametrize("who", ["office", "inspector"])
def test_filters_and_orders(client_of, five, who: str, query: str, found: list[str]) -> None:
    assert found == ids(client_of(who), query)


def test_a_unit_filter_narrows_to_its_tree_or_its_leadership(client_of, cast: Cast, five) -> None:
    civil = cast.civil_unit.pk

    assert 4 == len(ids(client_of("inspector"), f"unit={civil}"))
    assert 4 == len(ids(client_of("office"), f"unit={civil}"))
    assert [] == ids(client_of("civil"), f"unit={cast.town_unit.pk}")


def test_role_is_that_of_my_unit(client_of, five, task: Task) -> None:
    assert ["建成12个养老服务站点"] == ids(client_of("finance"), "role=support")
    assert [] == ids(client_of("finance"), "role=lead")


def test_the_scheme_decides_the_light(client_of, cast: Cast, five) -> None:
    works = Scheme.objects.create(name="重点工程", rules="works")
    set_scheme(cast.office, five["late"].code, works.pk, now=at("06-09"))

    assert ["已经超期的"] == ids(
        client_of("office"), f"scheme={works.pk}&light=red"
    )  # ten days late: red from eight
    assert ["三天到期的"] == ids(client_of("office"), "light=amber")


def test_pages_follow_one_another_without_gap_or_repeat(client_of, make, five) -> None:
    for number in range(60):
        make(f"补{number:02d}", due="07-15" if number % 2 else "")
    client, seen, address = client_of("inspector"), [], "/tasks"
    while address:
        page = client.get(address)
        body = text(page)
        seen += [part.split('"')[0] for part in body.split('data-href="/tasks/')[1:]]
        found = body.partition('rel="next" href="')[2].partition('"')[0]
        address = f"/tasks{found.replace('&amp;', '&')}" if found else ""

    assert (65, 65) == (len(seen), len(set(seen)))


@pytest.mark.parametrize("query", ["", "said=nothing"])
def test_groups_count_the_same_by_rollup_and_by_rows(client_of, cast: Cast, five, query: str) -> None:
    body = text(client_of("inspector").get(f"/tasks?group=unit&{query}"))
    n = {"": (4, 1), "said=nothing": (3, 1)}[query]

    rows = [part.partition("</tr>")[0] for part in body.split("<tr data-row")[1:]]
    civil = next(row for row in rows if "县民政局" in row)
    office = next(row for row in rows if "县政府办公室" in row)
    assert f'<td class="number">{n[0]}</td>' in civil
    assert f'<td class="number late">{n[1]}</td>' in civil
    assert '<td class="number">1</td>' in office


def test_groups_by_step_and_scheme(client_of, cast: Cast, five) -> None:
    body = text(client_of("office").get("/tasks?group=step"))
    assert "已完成待验收" in body.split("<tbody>")[1]
    assert "合计" in text(client_of("office").get("/tasks?group=scheme"))


def test_excel_holds_what_is_shown_as_text(client_of, make) -> None:
    make("=1+1 不是公式", due="06-30")
    answer = client_of("office").get("/tasks/xlsx?col=code&col=words&col=due&when=soon")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer))).get_sheet_by_index(0).to_python()
    assert ["编号", "任务", "时限"] == rows[2]
    assert "7 天内到期" in rows[1][0]
    assert 3 == len(rows)

    answer = client_of("office").get("/tasks/xlsx?col=words&col=due")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer))).get_sheet_by_index(0).to_python()
    assert ["=1+1 不是公式", "2026-06-30"] == rows[3]


def test_csv_cells_are_no_formulas(client_of, make) -> None:
    make("=1+1", due="06-30")
    assert ["'=1+1"] == ids(client_of("office"), "")


def test_the_month_knows_make_up_days_and_feasts(client_of, make) -> None:
    make("国庆后第一个周六", due="10-10")
    body = text(client_of("office").get("/tasks/calendar?month=2026-10"))

    assert '<td class="make-up"' in body
    assert '<td class="holiday"' in body
    assert "国庆后第一个周六" in body
    assert "暂定" in text(client_of("office").get("/tasks/calendar?month=2031-10"))
    assert 200 == client_of("office").get("/tasks/calendar?month=nonsense").status_code


def test_views_are_kept_and_forgotten_by_their_owner_only(client_of, cast: Cast) -> None:
    client_of("office").post("/tasks/views", {"name": "超期", "query": "when=overdue"})
    kept = SavedView.objects.get()
    assert "超期" in text(client_of("office").get("/tasks"))
    assert "超期</a>" not in text(client_of("civil").get("/tasks"))

    assert 404 == client_of("civil").post(f"/tasks/views/{kept.pk}/delete").status_code
    client_of("office").post(f"/tasks/views/{kept.pk}/delete")
    assert ["view-saved", "view-deleted"] == list(
        Event.objects.filter(kind__startswith="view").order_by("pk").values_list("kind", flat=True)
    )


def test_bulk_says_what_will_happen_then_does_it_and_tells_what_was_refused(
    client_of, make, task: Task
) -> None:
    other = make("另一项", due="06-30")
    codes = [task.code, other.code]
    asked = text(client_of("office").post("/tasks/bulk", {"act": "due", "task": codes}))
    assert "改 2 项任务的时限" in asked

    form = {"act": "due", "task": codes, "due_on": "2026-09-30", "reason": "统一延到三季度末"}
    assert 302 == client_of("office").post("/tasks/bulk/do", form).status_code
    assert {date(2026, 9, 30)} == set(Task.objects.values_list("due_on", flat=True))

    told = text(client_of("civil").post("/tasks/bulk/do", form))
    assert "2 项没有做成" in told
    assert 409 == client_of("office").post("/tasks/bulk", {"act": "due"}).status_code


def test_a_cascade_says_where_the_pressure_fades(client_of, cast: Cast, task: Task) -> None:
    assign(cast.office, task.code, [(cast.town_unit.pk, "support")], now=at("03-03"))
    report(cast.town, task.code, Word("已部署"), now=at("03-05"))
    break_down(cast.town, task.code, Part([cast.village_unit.pk], "建成1个站点"), now=at("03-10"))

    for page in ("/cascade", f"/tasks/{task.code}/cascade"):
        assert "压力在第 2 级变弱：上一级 100% 有行动，这一级只有 0%" in text(client_of("office").get(page))


def test_a_township_breaks_down_to_its_villages_and_an_office_to_those_beside_it(
    client_of, cast: Cast, task: Task
) -> None:
    assign(cast.office, task.code, [(cast.town_unit.pk, "support")], now=at("03-03"))

    offered = text(client_of("town").get(f"/tasks/{task.code}"))
    assert f'name="unit_part" value="{cast.village_unit.pk}"' in offered
    assert f'name="unit_part" value="{cast.finance_unit.pk}"' not in offered

    offered = text(client_of("civil").get(f"/tasks/{task.code}"))
    assert f'name="unit_part" value="{cast.town_unit.pk}"' in offered


def test_every_page_speaks_english_too(client_of, task: Task) -> None:
    client = client_of("office")
    for page in (
        "/tasks",
        "/tasks?group=unit",
        "/tasks/calendar",
        "/tasks/timeline",
        "/cascade",
        f"/tasks/{task.code}",
    ):
        body = text(client.get(page, headers={"accept-language": "en"}))
        assert 'lang="en"' in body


def test_a_light_as_filter_is_the_light_as_shown(client_of, cast: Cast, make) -> None:
    """All rule sets, with and without progress: what the columns select is what the rules compute."""
    for rules in ("xian", "ouhai", "yinchuan", "works"):
        scheme = Scheme.objects.create(name=rules, rules=rules)
        for number, due in enumerate(("", "05-20", "06-05", "06-11", "06-20", "12-31")):
            task = make(f"{rules}{number}", due=due)
            set_scheme(cast.office, task.code, scheme.pk, now=at("03-03"))
            if number % 2:
                report(cast.civil, task.code, Word("推进", percent=30 + number * 10), now=at("03-04"))
            if number in {2, 4}:
                piece = hand_in(
                    cast.civil, task.code, Offered(title="x", link="https://example.org"), now=at("06-08")
                )
                check(cast.inspector, piece.pk, Verdict(holds=number == 2, reason="看过"), now=at("06-09"))
    client = client_of("inspector")
    shown: dict[str, list[str]] = {}
    for line in ids(client, "col=light&"):
        words, light = line.split(",")
        shown.setdefault(light, []).append(words)
    names = {"red": "红灯", "amber": "黄灯", "green": "绿灯", "none": "未亮灯"}

    assert {name: shown.get(name, []) for name in names.values()} == {
        name: ids(client, f"light={key}") for key, name in names.items()
    }
    assert all(shown.get(name) for name in names.values())


@pytest.mark.parametrize("sort", ["due", "made", "unit"])
def test_a_task_two_units_support_is_listed_and_counted_once(client_of, make, cast: Cast, sort: str) -> None:
    task = make("建成12个养老服务站点", due="06-30")
    assign(
        cast.office,
        task.code,
        [(u.pk, "support") for u in (cast.finance_unit, cast.town_unit)],
        now=at("03-03"),
    )

    page = text(client_of("boss").get(f"/tasks?role=support&sort={sort}"))

    assert 1 == page.count(f'data-href="/tasks/{task.code}"')
    assert "1 项" in page
    assert "2 项" not in page
