"""Duties that stand side by side in one sentence; the duties of a post; tables whose columns are times."""

from luoshi.document.receive import receive_text
from luoshi.reading.stages import read


def _read(text: str) -> list[tuple[str, list[str], list[str]]]:
    reading = read(receive_text(text, name="text"))
    words = reading.source.text
    return [
        (c.span.of(words), [a.span.of(words) for a in c.actors], [x.mark.norm for x in c.limits])
        for c in reading.commitments
    ]


def _who(text: str) -> list[list[str]]:
    return [who for _, who, _ in _read(f"工作方案\n一、任务\n{text}\n")]


def test_each_has_a_target_of_its_own() -> None:
    assert [["镇值班室"], ["各村（居）"]] == _who(
        "全镇实行24小时值班和领导带班制度，镇值班室每班不少于3人，各村（居）每班不少于2人。"
    )
    assert [[], ["病案室"]] == _who("年内将错误率压到5‰以内，病案室每周一在院内网通报上周数据。")


def test_short_acts_of_several_are_cut() -> None:
    assert [["县水利局"], ["县财政局"]] == _who("6月底前，县水利局完成摸底，县财政局拨付资金。")


def test_what_is_done_how_often_is_cut_by_its_topic() -> None:
    assert len(_who("主干道每日巡查不少于一次，支路及背街小巷每周巡查不少于两次。")) == 2


def test_limits_and_periods_in_a_list_are_cut() -> None:
    assert [["所在村"], ["所在村"]] == _who("发现风险的，所在村须在7日内完成入户核查、15日内落实帮扶措施。")
    assert len(_who("“红黑榜”每月评比一次、每季度兑现一次奖惩。")) == 2


def test_the_last_of_a_list_speaks_up() -> None:
    assert [["村党支部书记"]] == _who("排名末位的村由村党支部书记在镇干部例会上作表态发言。")


def test_what_is_built_already_still_has_a_keeper() -> None:
    assert [["镇环卫站"]] == _who("已建成的3处污水处理站由镇环卫站管护，每季度抽检一次水质。")


def test_a_post_in_a_heading_acts_in_all_its_duties() -> None:
    text = (
        "五、财务科岗位职责\n（一）科 长\n1. 组织编制部门预算，于每年10月20日前报审定。\n"
        "（二）出 纳\n1. 库存现金不得超过3000元，超出部分当日送存银行。\n"
    )
    assert [["科 长"], ["出 纳"]] == [who for _, who, _ in _read(text)]
