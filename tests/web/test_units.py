"""Unit pages: the tree, the numbers, the charts, and a keeper's forms."""

import pytest

from luoshi.store.models import Unit
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
