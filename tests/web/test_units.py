"""Unit pages: the tree, the numbers, the charts, and a keeper's forms."""

import re

import pytest

from luoshi.store.models import Person, Unit
from tests.cast import unit
from tests.web.conftest import MEMBERS

SEES = {
    "village": {"village"},
    "town": {"town", "village"},
    "finance": {"finance"},
    "civil": {"civil"},
    "reader": {"civil"},
    "office": {"office"},
    "inspector": {"county", "town", "civil", "finance", "office", "inspection", "village"},
    "boss": {"county", "town", "civil", "finance", "office", "inspection", "village"},
    "stranger": set(),
}


def unit_of(cast, name: str) -> Unit:
    return cast.county if name == "county" else getattr(cast, f"{name}_unit")


@pytest.mark.parametrize("who", MEMBERS)
def test_a_member_opens_the_units_of_its_subtree_and_no_other(cast, client_of, task, who):
    client = client_of(who)
    for name in SEES["boss"]:
        pk = unit_of(cast, name).pk
        expected = 200 if name in SEES[who] else 404
        for path in (f"/units/{pk}", f"/units/{pk}/below", f"/units/{pk}/charts"):
            assert client.get(path).status_code == expected, (who, path)


@pytest.mark.parametrize("who", MEMBERS)
def test_the_tree_shows_the_subtree_and_no_other(cast, client_of, words_of, who):
    page = words_of(client_of(who).get("/units"))
    for name in ("county", "civil", "finance", "town"):
        assert (f'href="/units/{unit_of(cast, name).pk}"' in page) == (name in SEES[who])
    assert ("您还没有任职" in page) == (who == "stranger")


@pytest.fixture
def keeper(cast, client_of):
    Person.objects.filter(pk=cast.boss.person).update(is_keeper=True)
    return client_of("boss")


class TestKeeping:
    def test_somebody_new_gets_account_post_and_holding_in_one_go(self, cast, keeper, words_of):
        form = {"name": "张三丰", "role": "clerk"}
        page = words_of(keeper.post(f"/units/{cast.civil_unit.pk}/newcomer", form))

        person = Person.objects.get(username="zhangsanfeng")
        (held,) = person.holdings.all()
        assert (cast.civil_unit, "经办", "clerk") == (held.post.unit, held.post.title, held.post.role)
        assert "密码只显示这一次" in page
        password = re.search(r"<code>(\w{4}-\w{4}-\w{4})</code>", page)[1]
        assert person.check_password(password)

    def test_a_name_that_is_taken_gets_a_number(self, cast, keeper):
        for place in (cast.civil_unit, cast.finance_unit):
            keeper.post(f"/units/{place.pk}/newcomer", {"name": "张三丰", "role": "clerk"})

        assert {"zhangsanfeng", "zhangsanfeng2"} <= set(Person.objects.values_list("username", flat=True))

    def test_nothing_is_made_when_something_is_wrong(self, cast, keeper):
        form = {"name": "张三丰", "role": "emperor"}
        assert 409 == keeper.post(f"/units/{cast.civil_unit.pk}/newcomer", form).status_code
        assert not Person.objects.filter(name="张三丰").exists()

    @pytest.mark.parametrize("typed", ["县民政局", "县民政局（青禾县）", "县民政局(青禾县)"])
    def test_a_unit_is_moved_below_one_that_is_typed(self, cast, keeper, typed):
        keeper.post(f"/units/{cast.finance_unit.pk}/move", {"to": typed})

        cast.finance_unit.refresh_from_db()
        assert cast.civil_unit.pk == cast.finance_unit.parent_id

    def test_a_name_that_two_units_have_is_asked_about(self, cast, keeper):
        for parent in (cast.civil_unit, cast.finance_unit):
            unit("办公室", parent)
        answer = keeper.post(f"/units/{cast.town_unit.pk}/move", {"to": "办公室"})

        assert 409 == answer.status_code
        keeper.post(f"/units/{cast.town_unit.pk}/move", {"to": "办公室（县财政局）"})
        cast.town_unit.refresh_from_db()
        assert "县财政局" == cast.town_unit.parent.parent.name

    def test_a_password_left_empty_is_made_and_shown_once(self, cast, keeper, words_of):
        page = words_of(keeper.post(f"/people/{cast.civil.person}/password", {"password": ""}))

        password = re.search(r"<code>(\w{4}-\w{4}-\w{4})</code>", page)[1]
        assert Person.objects.get(pk=cast.civil.person).check_password(password)

    def test_a_holder_is_found_by_name(self, cast, keeper):
        post = cast.civil_unit.posts.first()
        person = Person.objects.get(pk=cast.finance.person)
        form = {"post": post.pk, "username": person.name, "from_on": "2026-06-11"}
        keeper.post(f"/units/{cast.civil_unit.pk}/give", form)

        assert person.holdings.filter(post=post).exists()


class TestManyUnits:
    def test_of_many_below_one_the_first_are_listed_and_the_one_that_is_open(self, cast, keeper, words_of):
        Unit.objects.bulk_create(
            Unit(
                name=f"第{n}村",
                parent=cast.town_unit,
                depth=3,
                rank=n,
                l1=cast.county.pk,
                l2=cast.town_unit.pk,
            )
            for n in range(1, 400)
        )
        last = Unit.objects.get(name="第399村")
        Unit.objects.filter(pk=last.pk).update(l3=last.pk)
        page = words_of(keeper.get(f"/units/{last.pk}"))

        assert "第300村" not in page
        assert "只列前 300 个" in page
        assert f'href="/units/{last.pk}"' in page

    def test_two_letters_find_one_wherever_it_is(self, cast, keeper, words_of):
        made = unit("第399村", cast.town_unit)
        Unit.objects.filter(pk=made.pk).update(initials="d399c")

        assert f'href="/units/{made.pk}"' in words_of(
            keeper.get("/units?name=399", headers={"HX-Request": "true"})
        )


def test_the_sample_s_people_are_offered_at_the_door_of_the_sample_only(cast, client, settings, words_of):
    Person.objects.filter(pk=cast.civil.person).update(username="minzheng")
    assert "县民政局 办公室经办" not in words_of(client.get("/login"))
    settings.SAMPLE = True
    assert "县民政局 办公室经办" in words_of(client.get("/login"))
