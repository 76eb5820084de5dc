"""Units, posts and accounts from one list: mistakes by row, all or nothing, twice makes nothing twice."""

import io
from dataclasses import replace

import pytest
import xlsxwriter

from luoshi.followup.ground.permissions import viewer_of
from luoshi.followup.ground.refusals import NotAllowedError, RefusedError
from luoshi.followup.registry.unit_list.carry_out import MOST_ACCOUNTS, MOST_LINES, carry_out, look_at
from luoshi.followup.registry.unit_list.sheet import Line, lines_of_file, lines_of_text
from luoshi.store.models import Event, Holding, Person, Post, Unit
from tests.cast import DAY_ONE, at
from tests.cast import unit as make

NOW = at("03-09")
HEADS = ("单位名称", "上级单位", "类别", "简称", "岗位", "做什么", "姓名", "用户名", "邮箱", "督查范围")
LINES = (
    Line(2, "青禾县", person="辛县", role="负责人", username="xin"),
    Line(3, "县司法局", "青禾县", "部门", "司法局", person="司平"),
    Line(4, "石桥镇", kind="乡镇", person="石乔", post="党政办经办"),
    Line(5, "桥头村", "石桥镇", "村", person="司平", post="村文书"),
    Line(6, "县督考办", kind="部门", role="督查", person="杜查", username="ducha", scope="青禾县"),
    Line(7, "县司法局", person="冯法", post="执法监督股"),
)


@pytest.fixture
def top(db, settings, tmp_path) -> Unit:
    settings.HOME = tmp_path
    Person.objects.create(username="keeper", name="管理员", is_keeper=True, made_at=NOW)
    return make("青禾县")


def mistakes(*lines: Line) -> list[tuple[int, str]]:
    return [(one.row, one.code) for one in look_at(None, lines).mistakes]


def sheet(*rows: tuple[str, ...]) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        page = book.add_worksheet()
        for number, row in enumerate(rows):
            for column, words in enumerate(row):
                page.write(number, column, words)
    return file.getvalue()


def test_a_list_is_made_with_posts_accounts_and_their_places(top):
    made = carry_out(None, LINES, now=NOW)

    assert (4, 6) == (made.n_units, made.n_posts)
    assert {"xin", "siping", "shiqiao", "siping2", "ducha", "fengfa"} == {one.username for one in made.logins}
    village = Unit.objects.get(name="桥头村")
    assert ("石桥镇", 3, "青禾县") == (village.parent.name, village.depth, village.parent.parent.name)
    post = Post.objects.get(unit__name="县督考办")
    assert ("督查员", "inspector", top) == (post.title, post.role, post.scope)
    for login in made.logins:
        person = Person.objects.get(username=login.username)
        assert person.password.startswith("first$")
        assert person.check_password(login.password)
        assert person.password.startswith("argon2$")  # hashed slowly once it was used
    assert not Event.objects.filter(body__contains=made.logins[0].password).exists()


def test_the_same_list_again_makes_nothing(top):
    carry_out(None, LINES, now=NOW)
    n_events = Event.objects.count()

    assert look_at(None, LINES).is_done
    again = carry_out(None, LINES, now=NOW)
    assert (0, 0, 0, ()) == (again.n_units, again.n_changed, again.n_posts, again.logins)
    assert n_events == Event.objects.count()


def test_a_longer_list_makes_what_is_new_and_changes_what_is_said_otherwise(top):
    carry_out(None, LINES, now=NOW)
    more = [replace(LINES[2], kind="街道"), Line(8, "梁家村", "石桥镇", "村")]
    plan = look_at(None, more)

    assert ["石桥镇"] == [unit.name for unit in plan.changed_units]
    made = carry_out(None, more, now=NOW)
    assert (1, 1, 0) == (made.n_units, made.n_changed, made.n_posts)
    assert "街道" == Unit.objects.get(name="石桥镇").kind


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (Line(3, person="司平"), "list-unit-missing"),
        (Line(3, "桥头村", "石乔镇"), "list-parent-unknown"),
        (Line(3, "县司法局", person="司平", role="出纳"), "list-role-unknown"),
        (Line(3, "县司法局", username="siping"), "list-person-missing"),
        (Line(3, "县司法局", person="司平", email="siping.example.org"), "email-unclear"),
        (Line(3, "县司法局", person="司平", username="s"), "username-unclear"),
        (Line(3, "县司法局", person="司平", username="xin"), "list-username-again"),
        (Line(3, "县司法局", person="司平", scope="石乔镇"), "list-parent-unknown"),
        (Line(3, "石桥镇", kind="街道"), "list-says-otherwise"),
    ],
)
def test_a_mistake_is_told_with_its_row_and_nothing_is_made(top, line, code):
    first = Line(2, "石桥镇", kind="乡镇", person="石乔", username="xin")

    assert [(3, code)] == mistakes(first, line)
    with pytest.raises(RefusedError, match="list-has-mistakes"):
        carry_out(None, [first, line], now=NOW)
    assert 1 == Unit.objects.count()


def test_a_misspelt_parent_is_told_with_the_nearest_name(top):
    (wrong,) = look_at(None, [Line(2, "石桥镇"), Line(3, "桥头村", "石乔镇")]).mistakes

    assert {"name": "石乔镇", "like": "石桥镇"} == wrong.args


def test_units_never_stand_above_themselves_nor_too_deep(top):
    assert [(2, "list-circle"), (3, "list-circle")] == mistakes(Line(2, "甲", "乙"), Line(3, "乙", "甲"))
    chain = [Line(n, f"第{n}级", f"第{n - 1}级" if n > 2 else "") for n in range(2, 11)]
    assert [(9, "too-deep"), (10, "too-deep")] == mistakes(*chain)


def test_a_name_that_two_units_have_is_no_parent(top):
    assert [(4, "list-parent-unclear")] == mistakes(
        Line(2, "上村", "青禾县"), Line(3, "上村", "石桥镇"), Line(4, "一组", "上村"), Line(5, "石桥镇")
    )


def test_with_two_topmost_units_the_parent_must_be_named(top):
    make("北山县")

    assert [(2, "list-parent-missing")] == mistakes(Line(2, "县司法局"), Line(3, "县教育局", "北山县"))


def test_an_account_that_exists_is_given_the_post_and_one_of_another_name_is_not(top):
    Person.objects.create(username="siping", name="司平", made_at=NOW)
    made = carry_out(None, [Line(2, "县司法局", person="司平", username="siping")], now=NOW)

    assert () == made.logins
    assert "司平" == Holding.objects.get().person.name
    assert [(2, "username-taken")] == mistakes(Line(2, "县司法局", person="冯法", username="Siping"))


def test_nobody_gets_an_account_before_there_is_a_keeper(top):
    Person.objects.all().delete()

    with pytest.raises(RefusedError, match="list-before-keeper"):
        carry_out(None, LINES, now=NOW)


def test_lists_have_their_limits(top):
    with pytest.raises(RefusedError, match="list-too-long"):
        look_at(None, [Line(n, f"单位{n}") for n in range(MOST_LINES + 1)])
    many = [Line(n, f"单位{n}", person=f"人{n}") for n in range(MOST_ACCOUNTS + 1)]
    assert [(MOST_ACCOUNTS, "list-many-accounts")] == mistakes(*many)


def test_only_a_keeper_may(top):
    person = Person.objects.create(username="somebody", name="某人", made_at=NOW)

    with pytest.raises(NotAllowedError):
        look_at(viewer_of(person, DAY_ONE), LINES)


def test_a_sheet_is_read_with_the_numbers_of_its_rows():
    data = sheet(
        ("青禾县单位名单",),
        HEADS,
        ("县司法局", "", "部门", "司法局", "", "经办", "司平", "siping", "siping@example.org"),
        (),
        ("  石桥 镇 ", "", "乡镇"),
    )

    assert (
        Line(3, "县司法局", "", "部门", "司法局", "", "经办", "司平", "siping", "siping@example.org"),
        Line(5, "石桥 镇", "", "乡镇"),
    ) == lines_of_file(data, "名单.xlsx")


def test_columns_may_stand_in_any_order_under_other_names_and_be_pasted():
    pasted = "序号\t联络员\t单位\t备注\n1\t司平\t县司法局\t—\n2\t\t石桥镇\t\n"

    assert (Line(2, "县司法局", person="司平"), Line(3, "石桥镇")) == lines_of_text(pasted)


@pytest.mark.parametrize(
    ("text", "code"),
    [("", "list-empty"), ("单位名称\t类别\n", "list-empty"), ("甲\t乙\n丙\t丁\n", "list-without-units")],
)
def test_a_list_without_units_says_so(text, code):
    with pytest.raises(RefusedError, match=code):
        lines_of_text(text)
