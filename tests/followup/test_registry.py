"""A keeper's acts: units, posts, holdings, accounts, and the first run."""

import json
from datetime import date

import pytest

from luoshi.followup.ground.permissions import viewer_of, visible_tasks
from luoshi.followup.ground.refusals import NotAllowedError, NotFoundError, RefusedError
from luoshi.followup.registry.first_run import FirstRun, set_up, token_for_first_run
from luoshi.followup.registry.people import (
    NewPerson,
    change_details,
    change_password,
    close_account,
    make_person,
    reopen_account,
    reset_password,
    set_keeper,
)
from luoshi.followup.registry.posts import NewPost, end_holding, give_post, hand_over, make_post
from luoshi.followup.registry.units import (
    UnitWords,
    change_unit,
    close_unit,
    make_unit,
    move_unit,
    reopen_unit,
)
from luoshi.followup.task.close import cancel
from luoshi.store.models import Event, Holding, Person, Stake, Tally, Task, Unit
from luoshi.store.models.levels import level_fields
from tests.cast import DAY_ONE, at, unit

NOW = at("03-09")
GOOD = "correct horse staple"


def levels(row: Unit | Task | Stake) -> list[int | None]:
    return [getattr(row, level) for level in level_fields()]


@pytest.fixture
def keeper(cast):
    made = Person.objects.create(username="keeper", name="管理员", is_keeper=True, made_at=NOW)
    return viewer_of(made, DAY_ONE)


def test_a_unit_is_made_below_another_with_its_place_and_initials(cast, keeper):
    made = make_unit(keeper, UnitWords("  县 教育局 ", "部门", "教育局"), cast.county.pk, now=NOW)
    assert made.initials == "xjyj jyj"
    assert made.name == "县 教育局"
    school = make_unit(keeper, UnitWords("第一中学"), made.pk, now=NOW)
    assert (school.depth, school.initials) == (3, "dyzx")
    assert levels(school) == [cast.county.pk, made.pk, school.pk, None, None, None, None, None]
    event = Event.objects.get(kind="unit-made", subject=f"unit:{school.pk}")
    assert json.loads(event.body) == {"name": "第一中学", "kind": "", "parent": made.pk}
    assert event.person_id == keeper.person


def test_two_siblings_never_share_a_name(cast, keeper):
    with pytest.raises(RefusedError, match="unit-name-taken"):
        make_unit(keeper, UnitWords("县民政局"), cast.county.pk, now=NOW)
    with pytest.raises(RefusedError, match="unit-name-taken"):
        make_unit(keeper, UnitWords("青禾县"), now=NOW)
    with pytest.raises(RefusedError, match="unit-name-taken"):
        change_unit(keeper, cast.finance_unit.pk, UnitWords("县民政局"), now=NOW)
    with pytest.raises(RefusedError, match="name-missing"):
        make_unit(keeper, UnitWords("　 "), cast.county.pk, now=NOW)


def test_the_tree_has_eight_levels(cast, keeper):
    below = cast.village_unit
    for n in range(4, 9):
        below = make_unit(keeper, UnitWords(f"第{n}级"), below.pk, now=NOW)
    with pytest.raises(RefusedError, match="too-deep"):
        make_unit(keeper, UnitWords("第9级"), below.pk, now=NOW)
    with pytest.raises(RefusedError, match="too-deep"):
        move_unit(keeper, cast.town_unit.pk, cast.civil_unit.pk, now=NOW)


def test_renaming_changes_the_initials_and_keeps_the_old_name_in_the_event(cast, keeper):
    changed = change_unit(keeper, cast.civil_unit.pk, UnitWords("县社会事务局", "部门", "社会局"), now=NOW)
    assert changed.initials == "xshswj shj"
    body = json.loads(Event.objects.get(kind="unit-changed").body)
    assert (body["before"], body["name"]) == ("县民政局", "县社会事务局")


def test_moving_a_subtree_takes_its_tasks_stakes_and_counts_along(cast, keeper, task):
    bureau = make_unit(keeper, UnitWords("县乡村振兴局"), cast.county.pk, now=NOW)
    section = make_unit(keeper, UnitWords("养老科"), cast.civil_unit.pk, now=NOW)
    before = dict(Tally.objects.filter(unit=cast.county).values_list("step", "n_tasks"))
    moved = move_unit(keeper, cast.civil_unit.pk, bureau.pk, now=NOW)
    where = [cast.county.pk, bureau.pk, cast.civil_unit.pk, None, None, None, None, None]
    assert (moved.depth, levels(moved)) == (3, where)
    section.refresh_from_db()
    assert (section.depth, levels(section)[:4]) == (4, [*where[:3], section.pk])
    task.refresh_from_db()
    assert levels(task) == where
    assert levels(task.stakes.get(role="lead")) == where
    assert levels(task.stakes.get(role="support"))[1] == cast.finance_unit.pk
    assert Tally.objects.get(unit=bureau, step="assigned", due_month="2026-06").n_tasks == 1
    assert dict(Tally.objects.filter(unit=cast.county).values_list("step", "n_tasks")) == before


def test_moving_up_again_leaves_no_level_and_no_count_behind(cast, keeper, task):
    bureau = make_unit(keeper, UnitWords("县乡村振兴局"), cast.county.pk, now=NOW)
    move_unit(keeper, cast.civil_unit.pk, bureau.pk, now=NOW)
    back = move_unit(keeper, cast.civil_unit.pk, cast.county.pk, now=NOW)
    assert (back.depth, levels(back)) == (2, [cast.county.pk, cast.civil_unit.pk, *[None] * 6])
    assert not Tally.objects.filter(unit=bureau).exclude(n_tasks=0).exists()
    top = move_unit(keeper, cast.civil_unit.pk, None, now=NOW)
    assert (top.depth, levels(top)) == (1, [cast.civil_unit.pk, *[None] * 7])
    assert Tally.objects.get(unit=cast.county, step="assigned").n_tasks == 0
    assert (
        not visible_tasks(cast.civil).filter(pk=task.pk).exists() or task.pk
    )  # the viewer is of the old day


def test_who_sees_a_moved_unit_follows_its_place(cast, keeper, task):
    other = unit("邻县")
    head = make_person(keeper, NewPerson("head", "邻县长", GOOD), now=NOW)
    post = make_post(keeper, other.pk, NewPost("县长", "lead"), now=NOW)
    give_post(keeper, post.pk, head.pk, DAY_ONE, now=NOW)
    assert not visible_tasks(viewer_of(head, DAY_ONE)).exists()
    move_unit(keeper, cast.civil_unit.pk, other.pk, now=NOW)
    assert list(visible_tasks(viewer_of(head, DAY_ONE))) == [task]


def test_a_unit_is_never_moved_below_itself(cast, keeper):
    with pytest.raises(RefusedError, match="move-below-itself"):
        move_unit(keeper, cast.county.pk, cast.village_unit.pk, now=NOW)
    with pytest.raises(RefusedError, match="move-below-itself"):
        move_unit(keeper, cast.town_unit.pk, cast.town_unit.pk, now=NOW)


def test_a_unit_that_owes_cannot_be_closed(cast, keeper, task):
    with pytest.raises(RefusedError) as refused:
        close_unit(keeper, cast.civil_unit.pk, date(2026, 3, 9), now=NOW)
    assert (refused.value.code, refused.value.args_by_name["n"]) == ("unit-owes", 1)
    with pytest.raises(RefusedError, match="unit-has-units"):
        close_unit(keeper, cast.town_unit.pk, date(2026, 3, 9), now=NOW)
    cancel(cast.office, task.code, "不再需要", now=NOW)
    closed = close_unit(keeper, cast.civil_unit.pk, date(2026, 3, 9), now=NOW)
    assert closed.closed_on == date(2026, 3, 9)
    assert set(closed.posts.values_list("holdings__until_on", flat=True)) == {date(2026, 3, 9)}
    assert reopen_unit(keeper, closed.pk, now=NOW).closed_on is None


def test_the_next_holder_of_a_post_sees_and_does_the_same(cast, keeper, task):
    post = Holding.objects.get(person=cast.civil.person).post
    next_one = make_person(keeper, NewPerson("next", "新任", GOOD), now=NOW)
    assert not visible_tasks(viewer_of(next_one, date(2026, 4, 1))).exists()
    hand_over(keeper, post.pk, next_one.pk, date(2026, 4, 1), now=NOW)
    old = Person.objects.get(pk=cast.civil.person)
    assert list(visible_tasks(viewer_of(old, date(2026, 3, 31)))) == [task]
    assert not visible_tasks(viewer_of(old, date(2026, 4, 1))).exists()
    heir = viewer_of(next_one, date(2026, 4, 1))
    assert (list(visible_tasks(heir)), heir.grants) == ([task], cast.civil.grants)
    assert not visible_tasks(viewer_of(next_one, date(2026, 3, 31))).exists()


def test_a_post_is_handed_over_only_after_it_was_taken(cast, keeper):
    post = Holding.objects.get(person=cast.civil.person).post
    with pytest.raises(RefusedError, match="ends-before-it-begins"):
        hand_over(keeper, post.pk, cast.stranger.person, date(2026, 1, 1), now=NOW)
    with pytest.raises(RefusedError, match="held-already"):
        give_post(keeper, post.pk, cast.civil.person, date(2026, 5, 1), now=NOW)
    held = Holding.objects.get(person=cast.civil.person)
    with pytest.raises(RefusedError, match="ends-before-it-begins"):
        end_holding(keeper, held.pk, date(2025, 12, 31), now=NOW)
    assert end_holding(keeper, held.pk, date(2026, 3, 9), now=NOW).until_on == date(2026, 3, 9)
    with pytest.raises(NotFoundError):
        end_holding(keeper, held.pk, date(2026, 3, 10), now=NOW)


def test_an_inspectors_post_sees_its_scope(cast, keeper, task):
    post = make_post(
        keeper, cast.office_unit.pk, NewPost("督查专员", "inspector", scope=cast.county.pk), now=NOW
    )
    person = make_person(keeper, NewPerson("i2", "专员", GOOD), now=NOW)
    give_post(keeper, post.pk, person.pk, DAY_ONE, now=NOW)
    viewer = viewer_of(person, DAY_ONE)
    assert (viewer.units, viewer.inspecting) == (frozenset(), frozenset({cast.office_unit.pk}))
    assert list(visible_tasks(viewer)) == [task]
    with pytest.raises(RefusedError, match="post-title-taken"):
        make_post(keeper, cast.office_unit.pk, NewPost("督查专员", "viewer"), now=NOW)
    with pytest.raises(RefusedError, match="unknown-post-role"):
        make_post(keeper, cast.office_unit.pk, NewPost("局长", "king"), now=NOW)


def test_a_keeper_sees_no_more_tasks_for_it(keeper, task):
    assert not visible_tasks(keeper).exists()


@pytest.mark.parametrize("who", ["stranger", "village", "civil", "office", "inspector", "boss"])
def test_nobody_but_a_keeper_keeps_anything(cast, who):
    viewer = getattr(cast, who)
    held = Holding.objects.first()
    tries = (
        lambda: make_unit(viewer, UnitWords("新局"), cast.county.pk, now=NOW),
        lambda: change_unit(viewer, cast.civil_unit.pk, UnitWords("新局"), now=NOW),
        lambda: move_unit(viewer, cast.civil_unit.pk, cast.town_unit.pk, now=NOW),
        lambda: close_unit(viewer, cast.civil_unit.pk, DAY_ONE, now=NOW),
        lambda: reopen_unit(viewer, cast.civil_unit.pk, now=NOW),
        lambda: make_post(viewer, cast.civil_unit.pk, NewPost("局长", "lead"), now=NOW),
        lambda: give_post(viewer, held.post_id, cast.stranger.person, DAY_ONE, now=NOW),
        lambda: end_holding(viewer, held.pk, DAY_ONE, now=NOW),
        lambda: hand_over(viewer, held.post_id, cast.stranger.person, DAY_ONE, now=NOW),
        lambda: make_person(viewer, NewPerson("x1", "某", GOOD), now=NOW),
        lambda: set_keeper(viewer, viewer.person, is_keeper=True, now=NOW),
        lambda: close_account(viewer, cast.civil.person, now=NOW),
        lambda: reopen_account(viewer, cast.civil.person, now=NOW),
        lambda: reset_password(viewer, cast.civil.person, GOOD, now=NOW),
    )
    before = Event.objects.count()
    for attempt in tries:
        with pytest.raises(NotAllowedError, match="needs-keeper"):
            attempt()
    assert Event.objects.count() == before


@pytest.mark.parametrize(
    ("new", "code"),
    [
        (NewPerson("a b", "某", GOOD, ""), "username-unclear"),
        (NewPerson("CIVIL", "某", GOOD, ""), "username-taken"),
        (NewPerson("x1", "　", GOOD, ""), "name-missing"),
        (NewPerson("x1", "某", "short", ""), "password-weak"),
        (NewPerson("x1", "某", "12345678901234", ""), "password-weak"),
        (NewPerson("x1", "某", GOOD, "nobody"), "email-unclear"),
    ],
)
def test_an_account_needs_a_clear_name_and_a_password(keeper, new, code):
    with pytest.raises(RefusedError, match=code):
        make_person(keeper, new, now=NOW)


def test_no_password_is_ever_in_an_event(keeper):
    made = make_person(keeper, NewPerson("x1", "某", GOOD), now=NOW)
    reset_password(keeper, made.pk, "another horse staple", now=NOW)
    assert made.password.startswith("argon2")
    assert not Event.objects.filter(body__contains="horse").exists()
    assert Person.objects.get(pk=made.pk).check_password("another horse staple")


def test_the_last_keeper_stays(cast, keeper):
    with pytest.raises(RefusedError, match="last-keeper"):
        set_keeper(keeper, keeper.person, is_keeper=False, now=NOW)
    with pytest.raises(RefusedError, match="last-keeper"):
        close_account(keeper, keeper.person, now=NOW)
    set_keeper(keeper, cast.office.person, is_keeper=True, now=NOW)
    assert not set_keeper(keeper, keeper.person, is_keeper=False, now=NOW).is_keeper


def test_a_closed_account_holds_no_post_tomorrow(cast, keeper):
    closed = close_account(keeper, cast.civil.person, now=NOW)
    assert not closed.is_active
    assert viewer_of(closed, date(2026, 3, 9)).grants
    assert not viewer_of(closed, date(2026, 3, 10)).grants
    assert reopen_account(keeper, closed.pk, now=NOW).is_active


def test_ones_own_password_needs_the_old_one(cast, keeper):
    made = make_person(keeper, NewPerson("x1", "某", GOOD), now=NOW)
    viewer = viewer_of(made, DAY_ONE)
    with pytest.raises(RefusedError, match="old-password-wrong"):
        change_password(viewer, "wrong horse", "another horse staple", now=NOW)
    with pytest.raises(RefusedError, match="password-weak"):
        change_password(viewer, GOOD, "1234", now=NOW)
    assert change_password(viewer, GOOD, "another horse staple", now=NOW).pk == made.pk
    assert change_details(viewer, email="x1@example.org", now=NOW).email == "x1@example.org"
    with pytest.raises(RefusedError, match="email-unclear"):
        change_details(viewer, email="x1", now=NOW)


FIRST = FirstRun("青禾县", "keeper", "管理员", GOOD, "系统管理员")


def test_the_first_run_opens_once_with_its_token(db, settings, tmp_path):
    settings.HOME = tmp_path
    token = token_for_first_run(tmp_path)
    kept = (tmp_path / "first-run-token").read_text()
    assert token
    assert token not in kept
    assert (tmp_path / "first-run-token").stat().st_mode & 0o777 == 0o600
    with pytest.raises(RefusedError, match="token-wrong"):
        set_up(tmp_path, "guess", FIRST, now=NOW)
    assert not Unit.objects.exists()
    keeper = set_up(tmp_path, f" {token}\n", FIRST, now=NOW)
    assert keeper.is_keeper
    assert viewer_of(keeper, date(2026, 3, 9)).units == frozenset(Unit.objects.values_list("pk", flat=True))
    assert not (tmp_path / "first-run-token").exists()
    with pytest.raises(NotFoundError):
        set_up(tmp_path, token, FIRST, now=NOW)
    assert token_for_first_run(tmp_path) is None


def test_a_new_start_makes_the_old_token_useless(db, settings, tmp_path):
    settings.HOME = tmp_path
    old = token_for_first_run(tmp_path)
    new = token_for_first_run(tmp_path)
    with pytest.raises(RefusedError, match="token-wrong"):
        set_up(tmp_path, old, FIRST, now=NOW)
    assert set_up(tmp_path, new, FIRST, now=NOW).username == "keeper"


def test_a_first_run_that_fails_makes_nothing_and_keeps_the_token(db, settings, tmp_path):
    settings.HOME = tmp_path
    token = token_for_first_run(tmp_path)
    weak = FirstRun("青禾县", "keeper", "管理员", "1234", "系统管理员")
    with pytest.raises(RefusedError, match="password-weak"):
        set_up(tmp_path, token, weak, now=NOW)
    assert not Unit.objects.exists()
    assert set_up(tmp_path, token, FIRST, now=NOW).pk
