"""Amounts: number, unit, bound, and what is none."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.reading.measure.quantity import find_quantities
from luoshi.reading.measure.recurrence import find_recurrences
from luoshi.values.quantity import Bound


def _read(text: str) -> list[tuple[str, object, str, str]]:
    return [
        (m.span.of(text), m.quantity.value, m.quantity.unit, m.quantity.bound.value)
        for m in find_quantities(text)
    ]


@pytest.mark.parametrize(
    ("text", "words", "value", "unit", "bound"),
    [
        ("购书近5000册", "近5000册", 5000, "册", "~"),
        ("达到98%以上，", "98%以上", 98, "%", ">="),
        ("稳定在430亿斤以上", "430亿斤以上", 43_000_000_000, "斤", ">="),
        ("突破8000万千瓦", "8000万千瓦", 80_000_000, "千瓦", ">="),
        ("1.7万余项事项", "1.7万余项", 17000, "项", "~"),
        ("提升至76%左右", "76%左右", 76, "%", "~"),
        ("新增就业18万人以上", "18万人以上", 180_000, "人", ">="),
        ("不得超过3次", "3次", 3, "次", "<="),
        ("每年至少举办两期讲座", "两期", 2, "期", ">="),
        ("由5元提高至10元", "10元", 10, "元", "="),
        ("从2020年的5.2万元提高到7.4万元", "7.4万元", 74000, "元", "="),
        ("打造3大平台", "3大平台", 3, "大平台", "="),
        ("至少一次", "一次", 1, "次", ">="),
        ("每村不少于1名", "1名", 1, "名", ">="),
        ("扣2分", "2分", 2, "分", "="),
        ("突破百项关键技术", "百项", 100, "项", ">="),
        ("一次办结时间由5天压缩至1天以内", "1天以内", 1, "天", "<="),
        ("库存周转天数压到45天以内", "45天以内", 45, "天", "<="),
    ],
)
def test_an_amount(text: str, words: str, value: int, unit: str, bound: str) -> None:
    assert _read(text) == [(words, value, unit, bound)]


def test_pairs_and_lists() -> None:
    assert _read("建成5-8个基地") == [("5-8个", (5, 8), "个", "range")]
    assert _read("三五个人")[0][1:3] == ((3, 5), "个")
    assert [v for _, v, _, _ in _read("分别下降49.9%、45%")] == [Decimal("49.9"), 45]


def test_a_list_shares_its_bound() -> None:
    """分别 ties the two."""
    assert [b for *_, b in _read("分别超过8万元、4.5万元，稳居第一")] == [">=", ">="]


def test_a_masked_number_is_unknown() -> None:
    for text in ("宣讲x余场次", "宣讲xx场次", "培训数十名"):
        (mark,) = find_quantities(text)
        assert mark.quantity.value is None
        assert mark.quantity.masked


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("召开一次会议", "一 as an article"),
        ("每季度召开一次", "一 as an article"),
        ("演练于6月28日23时30分举行", "a time of day"),
        ("2022年3月5日", "a date"),
        ("国发〔2019〕5号", "a document number"),
        ("第24次会议", "an ordinal"),
        ("增强“四个意识”", "a slogan"),
        ("“一校两堂”", "a name"),
        ("建党100周年", "an anniversary"),
        ("60周岁及以上老人", "an age"),
        ("开展三大行动", "a name"),
        ("党的19大报告", "a congress"),
        ("三年行动", "a period"),
        ("48小时内", "a limit"),
        ("三类情形", "a way of speaking"),
        ("前三名", "ranks"),
        ("实施千企升级行动", "a name"),
        ("走访千家万户", "a way of speaking"),
        ("每晚22:15组织查寝", "a time of day"),
        ("实行一岗双责", "a slogan"),
        ("十分重要", "very"),
        ("x人民的自信心", "a hidden name"),
        ("xx副市长", "a hidden name"),
    ],
)
def test_what_is_no_amount(text: str, why: str) -> None:
    assert _read(text) == [], why


def test_what_is_counted() -> None:
    assert [m.about for m in find_quantities("设置举报箱36个，")] == ["举报箱"]
    assert [m.about for m in find_quantities("购书近5000册")] == ["书"]
    assert [m.about for m in find_quantities("建成20个养老服务中心")] == ["养老服务中心"]


@given(
    st.text(
        "0123456789.,%x一二三四五六七八九十百千万亿半数上近约超至少不低于个名次元户人以上左右内、-至到由从降%天周第“”大"
    )
)
def test_order_and_peace_with_recurrences(text: str) -> None:
    end = 0
    others = [mark.span for mark in find_recurrences(text)]
    for mark in find_quantities(text):
        assert end <= mark.span.start < mark.span.end <= len(text)
        end = mark.span.end
        assert not any(mark.span.meets(other) for other in others)
        assert (mark.quantity.bound is Bound.RANGE) == isinstance(mark.quantity.value, tuple)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("常住人口城镇化率达到59%左右", "常住人口城镇化率"),
        ("下达责令改正通知书9份", "责令改正通知书"),
        ("为6.2万名农民工解决了欠薪", "农民工"),
        ("在3条砂石运输通道设置标志", "砂石运输通道"),
        ("按时完成的，得3分", ""),
        ("到年底全镇卫生厕所普及率达78%左右", "全镇卫生厕所普及率"),
    ],
)
def test_the_thing_counted_is_named_whole(text, about):
    assert [m.about for m in find_quantities(text)] == [about]


@pytest.mark.parametrize(
    "text", ["从2020年的低位提升到2025年的高位", "第三十三条、三十四条规定", "九届四次全会精神"]
)
def test_dates_articles_and_sessions_are_no_amounts(text):
    assert find_quantities(text) == ()


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("末端压力不小于0.03MPa", "0.03", "MPa"),
        ("浓度控制在35μg/m³以内", "35", "μg/m³"),
        ("管径不小于100mm", "100", "mm"),
        ("力争突破2个亿元", "200000000", "元"),
        ("确保全年1个亿目标实现", "100000000", ""),
    ],
)
def test_units_in_letters_and_a_counted_hundred_million(text, value, unit):
    (mark,) = find_quantities(text)
    assert (str(mark.quantity.value), mark.quantity.unit) == (value, unit)
