"""The same hand-made reading in every format."""

import csv
import io
import json
from datetime import date
from decimal import Decimal

import icalendar
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import luoshi
from luoshi.cli.export.columns import cells, wrap
from luoshi.cli.export.csv import as_csv, safe_cell
from luoshi.cli.export.ics import as_ics
from luoshi.cli.export.json import as_json, as_jsonl
from luoshi.cli.export.rows import rows_of
from luoshi.cli.export.text import as_text
from luoshi.cli.export.xlsx import as_xlsx
from luoshi.cli.words import Words
from luoshi.document.receive import receive_text
from luoshi.reading.marks import Commitment, QuantityMark
from luoshi.reading.reading import Reading
from luoshi.values.quantity import Bound, Quantity
from luoshi.values.span import Span

TODAY = date(2026, 1, 5)


class TestText:
    def test_says_who_when_how_much_and_what_to_ask(self, built: Reading, zh: Words) -> None:
        text = as_text(built, zh, width=110).decode()
        for words in (
            "县财政局（配合）",
            "县水利局（督导，承前）",
            "2026-06-30",
            "不少于6口",
            "每月12、28日",
            "15日内",
        ):
            assert words in text
        assert "由谁负责？" in text
        assert "整改见第 1 项" in text
        assert "四点意见：文称 4 项，读出 3 项" in text
        assert "1 句涉及言论思想，只列不计，不作任务" in text

    def test_is_plain_without_colour_and_coloured_with(self, built: Reading, zh: Words) -> None:
        assert b"\x1b" not in as_text(built, zh)
        assert b"\x1b[36m" in as_text(built, zh, colour=True)

    @pytest.mark.parametrize("width", [40, 60, 84, 100, 140, 200])
    def test_never_runs_over_the_edge(self, built: Reading, zh: Words, width: int) -> None:
        lines = as_text(built, zh, width=width).decode().splitlines()
        # closing punctuation may hang over by one full-width mark; headings of facts stay on their line
        assert [x for x in lines if cells(x) > width + 2 and "硬任务" not in x and "全文" not in x] == []

    def test_in_english(self, built: Reading, en: Words) -> None:
        text = as_text(built, en).decode()
        assert "县财政局（support）" in text
        assert "no remedy in the text" not in text
        assert "answered by 1" in text

    @given(st.text("县里要(a1) ，。《》bc", max_size=80), st.integers(4, 30))
    def test_wrapping_loses_nothing_but_blanks(self, words: str, width: int) -> None:
        assert "".join(wrap(words, width)).replace(" ", "") == words.replace(" ", "")


class TestJson:
    def test_one_object(self, built: Reading) -> None:
        assert json.loads(as_json(built))["schema"] == "luoshi.reading/1"

    def test_one_line(self, built: Reading) -> None:
        line = as_jsonl(built, with_text=True)
        assert line.count(b"\n") == 1
        assert json.loads(line)["text"] == built.source.raw


@pytest.mark.parametrize(
    ("words", "bound", "shown"),
    [
        ("6口", Bound.AT_LEAST, "≥6口"),  # 不少于 stands outside the span
        ("60日", Bound.AT_MOST, "≤60日"),
        ("5000元", Bound.EXACTLY, "5000元"),
        ("88%以上", Bound.AT_LEAST, "88%以上"),  # says so itself
        ("300余人", Bound.ABOUT, "300余人"),
        ("不少于6口", Bound.AT_LEAST, "不少于6口"),
        ("65", Bound.EXACTLY, "65口"),  # the head of its column gives the unit
    ],
)
def test_an_amount_keeps_its_bound(words: str, bound: Bound, shown: str, zh: Words) -> None:
    text = f"要完成{words}。\n"
    mark = QuantityMark(Span(3, 3 + len(words)), Quantity(Decimal(6), "口", bound))
    whole = Span(0, len(text) - 2)
    task = Commitment("c1", whole, -1, "firm", "once", "", whole, whole, quantities=(mark,))
    (row,) = rows_of(Reading(receive_text(text), commitments=(task,)), zh)
    assert row.amounts == (shown,)


class TestTable:
    def test_csv_has_the_columns_offices_use_and_no_formula(self, built: Reading, zh: Words) -> None:
        data = as_csv(built, zh)
        assert data.startswith(b"\xef\xbb\xbf")
        rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
        first = rows[0]
        assert list(first)[:10] == [
            "序号", "类别", "主要任务", "牵头单位", "配合单位",
            "完成时限", "频次", "数量指标", "原文位置", "待问",
        ]  # fmt: skip
        assert (first["牵头单位"], first["配合单位"], first["完成时限"]) == (
            "县水利局",
            "县财政局",
            "2026-06-30",
        )
        assert first["数量指标"] == "不少于6口"
        assert rows[1]["频次"] == "每月12、28日"
        assert rows[2]["承前项"] == "时限"
        assert rows[3]["主要任务"].startswith("'=SUM")

    def test_what_directs_speech_is_no_row_of_the_task_table(self, built: Reading, zh: Words) -> None:
        assert "监测网上言论" not in as_csv(built, zh).decode()

    @given(st.text(max_size=20))
    def test_no_cell_starts_a_formula(self, words: str) -> None:
        cell = safe_cell(words)
        assert not cell.strip(" \u3000\xa0").startswith(
            ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
        )
        assert cell in (words, f"'{words}")

    def test_workbook(self, built: Reading, zh: Words) -> None:
        book = openpyxl.load_workbook(io.BytesIO(as_xlsx(built, zh)))
        assert book.sheetnames == ["任务分解表", "问题", "成效", "不作任务"]
        sheet = book["任务分解表"]
        assert [c.value for c in sheet[2]][:4] == ["序号", "类别", "主要任务", "牵头单位"]
        assert (sheet["A3"].value, sheet["D3"].value, sheet["F3"].value) == (1, "县水利局", "2026-06-30")
        assert (sheet["C6"].value, sheet["C6"].data_type) == ("=SUM（A1:A9）要列入清单", "s")
        assert sheet.freeze_panes == "A3"
        assert sheet.print_title_rows == "$1:$2"
        assert book["问题"]["C3"].value.startswith("1. 县水利局牵头")
        assert book["不作任务"]["B3"].value == "安排专人监测网上言论"


class TestCalendar:
    def components(self, reading: Reading, say: Words) -> list[icalendar.Component]:
        return [
            c for c in icalendar.Calendar.from_ical(as_ics(reading, say, today=TODAY)).walk() if c.get("uid")
        ]

    def test_a_deadline_is_a_day_a_rule_repeats_a_length_has_no_date(self, built: Reading, zh: Words) -> None:
        due, monthly, after, inherited = self.components(built, zh)
        assert (due.name, due["dtstart"].dt) == ("VEVENT", date(2026, 6, 30))
        assert str(due["summary"]).startswith("县水利局：")
        assert (monthly["dtstart"].dt, monthly["rrule"].to_ical()) == (
            date(2026, 1, 12), b"FREQ=MONTHLY;BYMONTHDAY=12,28",
        )  # fmt: skip
        assert (after.name, "dtstart" in after) == ("VTODO", False)
        assert "15日内" in str(after["description"])
        assert inherited["dtstart"].dt == date(2026, 6, 30)

    def test_what_is_due_every_few_hours_is_an_entry_of_every_day(self, zh: Words) -> None:
        reading = luoshi.read("值班通知\n一、值守\n县应急局每2小时巡查一次水库。\n")
        (entry,) = self.components(reading, zh)
        assert entry["rrule"].to_ical() == b"FREQ=DAILY"  # a whole day has no hours to repeat by

    def test_names_stay_the_same_from_run_to_run_and_differ_from_each_other(
        self, built: Reading, zh: Words
    ) -> None:
        first = [str(c["uid"]) for c in self.components(built, zh)]
        assert first == [str(c["uid"]) for c in self.components(built, zh)]
        assert len(set(first)) == len(first)
