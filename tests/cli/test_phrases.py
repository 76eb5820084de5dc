"""Rules and deadlines in words."""

import pytest

from luoshi.cli.export.phrases import said_limit, said_rule
from luoshi.cli.words import Words
from luoshi.reading.marks import DeadlineMark
from luoshi.values.span import Span


@pytest.mark.parametrize(
    ("rule", "chinese", "english"),
    [
        ("FREQ=DAILY", "每天", "daily"),
        ("FREQ=HOURLY", "每小时", "hourly"),
        ("FREQ=HOURLY;INTERVAL=2", "每2小时", "every 2 hours"),
        ("FREQ=WEEKLY;BYDAY=FR", "每周五", "every Fri"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", "每2周周一", "every 2 weeks Mon"),
        ("FREQ=MONTHLY;BYMONTHDAY=25", "每月25日", "monthly day 25"),
        ("FREQ=MONTHLY;BYMONTHDAY=12,28", "每月12、28日", "monthly day 12,28"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "每月月底", "monthly last day"),
        ("FREQ=MONTHLY;INTERVAL=3", "每季度", "quarterly"),
        ("FREQ=MONTHLY;INTERVAL=6", "每半年", "half-yearly"),
        ("FREQ=MONTHLY;INTERVAL=2", "每2个月", "every 2 months"),
        ("FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=-1", "每年1月底", "yearly month 1 last day"),
        ("FREQ=YEARLY", "每年", "yearly"),
        ("FREQ=MONTHLY;BYSETPOS=1", "每月 (FREQ=MONTHLY;BYSETPOS=1)", "monthly (FREQ=MONTHLY;BYSETPOS=1)"),
    ],
)
def test_a_rule(rule: str, chinese: str, english: str, zh: Words, en: Words) -> None:
    assert said_rule(rule, zh) == chinese
    assert said_rule(rule, en) == english


@pytest.mark.parametrize(
    ("norm", "working", "said"),
    [
        ("2026-06-30", False, "2026-06-30"),
        ("P15D", False, "15日内"),
        ("P15D", True, "15个工作日内"),
        ("PT48H", False, "48小时内"),
        ("P0D", False, "春节前"),  # an event without a date keeps its own words
        ("????-06-30", False, "年份未知，06-30"),
    ],
)
def test_a_deadline(norm: str, said: str, zh: Words, *, working: bool) -> None:
    mark = DeadlineMark(Span(0, 3), norm, working_days=working)
    assert said_limit(mark, "春节前", zh) == said
