"""Damaged text is proposed as a person would write it down, and kept as it came."""

from dataclasses import replace

import pytest

from luoshi.followup.ground.mended import Mended
from luoshi.followup.intake.decide import edit
from luoshi.followup.intake.drafts import from_json
from luoshi.followup.intake.regroup import merge, split
from luoshi.followup.intake.take_in import Received, take_in
from luoshi.store.models import Proposal
from tests.cast import Cast, at

# Readings in brackets were put in by whoever copied the page; a sample of the web is full of them.
DAMAGED = """关于养老服务的通知
縣財政局要在2026年4月15日前撥付補助資金300萬元。
縣民政局要在2026年6月30日前建成12個養(yǎng)老服務(wù)站點(diǎn),印發(fā)服務(wù)標(biāo)準(zhǔn)。
"""


@pytest.fixture
def rows(cast: Cast) -> list[Proposal]:
    received = Received("通知.txt", text=DAMAGED)
    version = take_in(cast.office, cast.office_unit.pk, received, now=at("03-02"))
    return list(version.proposals.order_by("start"))


class TestProposals:
    def test_words_and_units_are_as_read(self, rows: list[Proposal]) -> None:
        second = from_json(rows[1].body)

        assert "县民政局要在2026年6月30日前建成12个养老服务站点,印发服务标准" == second.words
        assert ["县民政局"] == [unit.words for unit in second.units]
        assert all(unit.units for unit in second.units)

    def test_places_count_in_the_text_as_received(self, rows: list[Proposal]) -> None:
        text = rows[1].version.text

        assert DAMAGED == text
        assert text[rows[1].start : rows[1].end].startswith("縣民政局要在2026年6月30日前建成")

    def test_halves_are_as_read_too(self, cast: Cast, rows: list[Proposal]) -> None:
        halves = split(cast.office, rows[1].pk, DAMAGED.index("印發"), now=at("03-02"))

        assert "印发服务标准" == from_json(halves[1].body).words


class TestMergedRows:
    def test_are_read_from_first_to_last(self, cast: Cast, rows: list[Proposal]) -> None:
        whole = merge(cast.office, [rows[0].pk, rows[1].pk], now=at("03-02"))

        assert "拨付补助资金300万元。 县民政局" in from_json(whole.body).words

    def test_keep_the_words_a_person_changed(self, cast: Cast, rows: list[Proposal]) -> None:
        changed = replace(from_json(rows[0].body), words="四月中旬前拨付补助资金")
        edit(cast.office, rows[0].pk, changed, now=at("03-02"))
        whole = merge(cast.office, [rows[0].pk, rows[1].pk], now=at("03-02"))

        assert from_json(whole.body).words.startswith("四月中旬前拨付补助资金；县民政局")


class TestMended:
    TEXT = "县监(jiān)局要查"

    @pytest.mark.parametrize(
        ("first", "last", "words"),
        [
            ("县", "查", "县监局要查"),  # a repair inside
            ("县", "监", "县监"),  # it begins where the place ends
            ("局", "查", "局要查"),  # it ends where the place begins
        ],
    )
    def test_repairs_inside_the_place_count(self, first: str, last: str, words: str) -> None:
        text = self.TEXT
        source = Mended(text, [(text.index("("), text.index(")") + 1, "")])

        assert words == source.words(text.index(first), text.index(last) + 1)
