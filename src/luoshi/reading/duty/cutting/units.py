"""Clauses cut where actor, deadline or mood changes; who each part names."""

from bisect import bisect_left
from collections.abc import Sequence
from typing import Final, NamedTuple

from luoshi.reading.duty.cutting.acting import adds, bare, does_its_part, is_new, says_more, those_who_act
from luoshi.reading.duty.cutting.names import PartyMap, listed, opens_with_predicate
from luoshi.reading.duty.cutting.parts import (
    MODAL,
    WITH_LEAVE,
    allows,
    between_scores,
    is_condition,
    parts_of,
    says_duty,
)
from luoshi.reading.duty.cutting.subjects import Subject, subject_at, subjects_by
from luoshi.reading.duty.cutting.times import Times
from luoshi.reading.duty.grammar import GRAMMAR
from luoshi.reading.marks import Clause, DeadlineMark, Role
from luoshi.values.pattern import lazy
from luoshi.values.span import Span

_DURING: Final = lazy(r"[^，。；]{0,8}(?:期间|起)|此后|以后")
_BEFORE_LIMIT: Final = lazy(r"(?:并?[于在到至自从]|截至|截止)?$")
_DROPPED: Final = lazy(r"(?:特别是|尤其是|特别|并请|并且|并|同时|其中)，?(?=[\u4e00-\u9fff])(?!行|有)")
_NOTICE: Final = lazy(r"(?:现将|现就|为|将《)")
_DROPPED_FIRST: Final = frozenset("特尤并同其")
_HANDING: Final = frozenset(["", "并", "再", "则", "并且", "分别"])
# 审核通过后由乙局通知
_ONCE_DONE: Final = lazy("[^，。；]{2,14}(?:[通完][过成毕]|合格|结束|审定|审批|批准|同意)后")
_TARGETS: Final = lazy(
    "不(?:少|低|高|多)于|不(?:超过|得)|控制在|(?:压|降|提高)到|至少|以[内上](?:$|，)|实行[^，。；]{2,}制度?$"
)
_OF_WHAT: Final = lazy("(?!并|且|再|还|分别|其中)[\\u4e00-\\u9fff（）、]{2,14}(?<![于在从自到前后要应须])")
# what is left of the whole, or a part of it, with a limit of its own; 事项办结后3个工作日内……
_SHARE: Final = lazy("(?:其中|其余|剩余|余下|首[期批次笔]|余款|尾款)[^，。；]{0,12}")
_ONCE: Final = lazy("[\\u4e00-\\u9fff]{2,8}后")
_IS_SPAN: Final = lazy("[为是][^，。；]{2,12}期$")  # 4月1日至5月15日为集中行动期
_DIGIT: Final = lazy(r"\d")
_REPORTS: Final = lazy("报送|报告|上报|公布|通报|报[省市县区镇乡局]")
_SHARES: Final = lazy("(?:负责|牵头|落实|实施|承办|参加|参与|主持)$")
_SHORT_PART, _SHORTEST_PART = 12, 6
_ONLY_HEADS: Final = lazy("由?[^，。；的]{2,24}牵头")
_MOST_SUBJECTS: Final = 40  # of a sentence that are asked; one with more names them again and again
_COUNTS: Final = lazy(
    r"(?:完成|新建|建成|改造|培育|引进|新增|发展|创建|实施|拆除|整治|打造|达到)[^，。；]{0,16}\d"
)
# 建立……机制，各县要…: an act of nobody in particular, then one of somebody
_VERB_FIRST: Final = lazy(
    "(?:根据(?:实际)?(?:需要|情况)|结合实际|因地制宜|依法|及时)?(?:建立|健全|制定|制订|编制|完善|明确|设立|推动|推进|加强|鼓励|开展|组织|落实|严格|规范|实施|加大|优化)[^，。；]{5,}"
)
# ……，请科技部等部门在2月底前完成: what was said before
_DOES_THAT: Final = lazy(
    "(?:等(?:部门|单位))?(?:[在于][^，。；]{0,16}前)?(?:抓紧|尽快|认真)?(?:完成|办结|办理|落实|负责|实施)(?:到位)?"
)
_EACH: Final = lazy(
    r"每|各自|分别|至少|当[日天场]|次[日月]|[\d一二两三四五六七八九十]{1,3}(?:分钟|小时|天|日|个工作日)内|[于在]?\d{1,2}月\d"
)
# How a part leads up to a limit of its own: 并将结果于3月10日前报送.
_UP_TO_LIMIT: Final = lazy(
    r"(?:并|再|然后)?(?:[\u4e00-\u9fff]{0,12}(?:情况|结果|报告|名单|方案|总结|材料|清单|台账|信息)(?:一式[一二三四五六两\d]+份)?|[将把][^，；]{1,30}|[^，；]{0,18}?[后并])[于在]$"
    r"|(?:并|再)?[\u4e00-\u9fff]{2,12}(?:结果|报告|名单|方案|总结|清单)(?:自[^，；]{2,12}起)?$"
)
_SHORTEST_MATTER, _SURE_MATTER, _LONGEST_MATTER = 2, 3, 10
_MATTERS: Final = lazy(
    "议题|材料|经费|费用|资金|名单|数据|结果|方案|车辆|场地|奖品|教材|器材|设备|送水|样品|试卷|文件|档案|票据|工资|物资"
)
_ACTS_ON: Final = lazy("[将把按对在以于从经并要应须请、]|会议|决定|同意|(?:后|继续|仍)$")
# 安装分拣线2条，由县供销集团负责采购
_CHARGED: Final = lazy("由[^，。；]{2,20}负责(?:组织|具体)?[\\u4e00-\\u9fff]{2}")
# 每年7月1日，由……发放: when, not what
_ONLY_WHEN: Final = lazy("(?:从[^，]{2,8}起)?每[^，、的]{0,12}[年月日周天季底前旬晚半度]")
_AND_THEN: Final = lazy(r"(?:在此基础上|在这基础上|随后|然后|之后|最后|其后)$")
# ……，对未报满的地区，部里将……: whom the act is done to goes with the one who acts
_TO_WHOM: Final = lazy(
    "(?:对|凡|连续|排名)[^，。；]{2,}的[^，。；的]{1,8}|[^，。；]{2,16}(?:低于|高于|超过|不足|不满|未达)[^，。；]{1,12}的[^，。；的]{1,10}"
)
# 连续两月低于80%的由公司约谈: a case and who decides it, in one part
_CASE_THEN_BY: Final = lazy(
    "[^，。；由]{2,24}的由(?=[^，。；]{2,20}(?:约谈|通报|责令|处理|处罚|批准|审批|给予|予以|取消|负责))"
)
_OVER_WHOM: Final = lazy("对于?(?![^，]*(?:进行|予以|开展|要|应|须))[^，。；]{4,}")
_TOLD: Final = lazy("(?:^|[^，]{2,30})已(?:经)?[\\u4e00-\\u9fff]{2}")
_AGREED: Final = lazy("(?:原则|基本)?同意(?![见意后率书函者的])")
_HOW_OFTEN: Final = lazy(
    "每(?![年月周日天季旬晚半两]|学期|星期)[^，、]{1,8}?(?:每年|每半年|每季度?|每月|每周)?(?:不少于|至少|不低于|不超过)[^，]{0,4}?[\\d一二三四五六七八九十两]+[次个名场家]"
)
_PURPOSE: Final = lazy(GRAMMAR["purpose_opens"])
_HEADS_IT: Final = lazy("牵头|负责|主持|组织|具体")


class Unit(NamedTuple):
    """One act, or several of one actor: what may become a commitment.

    Attributes:
        span: its words.
        clause: index of the clause it was cut from.
        subjects: who it names, in order.
        parts: its comma parts.
        first: it opens its clause.
        may: it only allows (可).
    """

    span: Span
    clause: int
    subjects: tuple[Subject, ...]
    parts: tuple[Span, ...]
    first: bool
    may: bool


def cut_clause(names: PartyMap, index: int, clause: Clause, times: Times) -> list[Unit]:
    """Return the units of a clause: more than one where actor, deadline or mood changes at a comma."""
    parts = parts_of(names.text, clause.span, times.commas)
    out: list[Unit] = []
    for run in between_scores(names.text, parts):
        out += _cut_run(names, index, run, times)
    owner = _named_by_label(names, clause.span.start, parts[0].start)
    if owner is not None and out and not out[0].subjects:
        out[0] = out[0]._replace(subjects=(owner,))
    return out


def _named_by_label(names: PartyMap, start: int, stop: int) -> Subject | None:
    """Return who is named before a colon that opens the clause: 县公安局：负责……."""
    found = listed(names, start, stop) if stop > start else []
    if not found or names.text[found[-1][0].end : stop].strip() != "：":
        return None
    parties = tuple((span, generic, Role.LEAD) for span, generic in found)
    return Subject(Span(start, found[-1][0].end), parties, at_start=True, modal=True)


def _cut_run(names: PartyMap, index: int, parts: list[Span], times: Times) -> list[Unit]:
    if _is_plain(names, Span(parts[0].start, parts[-1].end), times):
        start = parts[0].start
        if names.text[start] not in _DROPPED_FIRST:
            return [Unit(Span(start, parts[-1].end), index, (), tuple(parts), first=True, may=False)]
        cutter = _Cutter(names, times, index, parts)
    else:
        cutter = _Cutter(names, times, index, parts)
        telling = names.telling
        for k, part in enumerate(cutter.parts):
            i = bisect_left(telling, part[0])
            if cutter.may or (i < len(telling) and telling[i] < part[1]):
                cutter.take(k)
    cutter.close(len(cutter.parts))
    return cutter.units


def _is_plain(names: PartyMap, span: Span, times: Times) -> bool:
    """Tell whether nothing in a clause could cut it or act in it: no party, no time, no permission."""
    start, end = span
    i = bisect_left(names.telling, start)
    if i == len(names.telling) or names.telling[i] >= end:
        return True
    if names.after(start, end) is not None:
        return False
    text = names.text
    if text.find("可", start, end) >= 0 or text.find("请", start, end) >= 0:
        return False
    return not any(
        bisect_left(starts, start) < bisect_left(starts, end)
        for starts in (times.limit_starts, times.cadence_starts)
    )


class _Cutter:
    """Walks over the comma parts of one clause and closes a unit where the next begins."""

    __slots__ = ("begun", "index", "may", "names", "own", "parts", "text", "times", "units")

    def __init__(self, names: PartyMap, times: Times, index: int, parts: list[Span]) -> None:
        self.names, self.text, self.times, self.index, self.parts = names, names.text, times, index, parts
        self.begun = 0
        self.own: list[Subject] = []
        self.may = False
        self.units: list[Unit] = []

    def take(self, k: int) -> None:
        """Add part ``k`` to the open unit, or begin a new one with it."""
        part = self.parts[k]
        if self.text[part.start] == "每" and _HOW_OFTEN.fullmatch(self.text, *part):
            return
        opens = subject_at(self.names, part.start, part.end)
        behind = subjects_by(self.names, part.start, part.end)
        if opens is not None and behind:
            behind = [s for s in behind if adds(self.text, s, opens)]
        may = allows(self.text, part)
        if k > self.begun and self._begins(k, opens, behind, allows=may):
            last = self.parts[k - 1]
            bare = k - 1 > self.begun and (
                self.times.is_limit(last)
                or _AND_THEN.match(self.text, *last) is not None
                or _OVER_WHOM.match(self.text, *last) is not None
            )
            self.close(k - 1 if bare else k)
        elif (
            (may and not self.may)
            or (
                behind
                and self.text.startswith("由", part.start)
                and (
                    self._is_other(behind[0])
                    or (k > self.begun and self.times.has_period(self.parts[self.begun : k]))
                )
            )
        ) and (j := self._before_conditions(k)) < k:
            self.close(j)  # 每年召开一次会议，情况特殊的，也可……
        elif (
            self.times.has_length(part)
            and (j := self._before_conditions(k)) < k
            and not self.times.has_limit(self.parts[self.begun].start, self.parts[j].start)
        ):
            self.close(j)  # 建立移送机制，发现涉嫌犯罪的，在3个工作日内移送
        elif (
            opens is not None
            and self._is_another(opens)
            and (j := self._before_conditions(k)) < k
            and (opens.modal or self.text.startswith("其中", self.parts[j].start))
        ):
            self.close(j)  # 建设单位须录入编码，未录入的，市住建局不得组织验收
        if opens is not None and not self._says_again(opens):
            self.own.append(opens)
        self.own += behind
        self.may = self.may or may

    def _only_helps(self, subject: Subject) -> bool:
        return any(role is Role.SUPPORT for _, _, role in subject.parties)

    def _leads(self) -> set[str]:
        """Return the names of those who lead in the open unit so far."""
        own = self.own[-_MOST_SUBJECTS:]
        return {self.text[s.start : s.end] for o in own for s, _, role in o.parties if role is Role.LEAD}

    def _is_other(self, by: Subject) -> bool:
        """Tell whether somebody besides those named so far is named behind 由."""
        leads = self._leads()
        if not leads:
            return self.times.has_period(self.parts[self.begun :])
        return is_new(self.text, leads, by)

    def _says_again(self, opens: Subject) -> bool:
        """Tell whether those who open a part are the ones who act, in other words: 各学院……，每个学院……."""
        text, opened = self.text, [o for o in self.own[-_MOST_SUBJECTS:] if o.at_start]
        named = {text[s.start : s.end] for s, _, _ in opens.parties}
        known = {text[s.start : s.end] for o in opened for s, _, _ in o.parties}
        return not named <= known and {bare(n) for n in named} <= {bare(n) for n in known}

    def _is_another(self, opens: Subject) -> bool:
        """Tell whether somebody else than those who act so far opens a part."""
        leads = self._leads()
        return bool(leads) and is_new(self.text, leads, opens)

    def _before_conditions(self, k: int) -> int:
        """Return where the conditions right before part ``k`` begin, if a duty stands before them."""
        j = k
        while j - 1 >= self.begun and (
            is_condition(self.text, self.parts[j - 1])
            or WITH_LEAVE.fullmatch(self.text, *self.parts[j - 1])
            or _TO_WHOM.fullmatch(self.text, *self.parts[j - 1])
        ):
            j -= 1
        parts = self.parts[self.begun : j]
        return j if parts and (says_duty(self.text, parts) or self.times.has_period(parts)) else k

    def close(self, k: int) -> None:
        """Make the parts up to ``k`` a unit."""
        parts = self.parts[self.begun : k]
        start = parts[0].start
        if self.text[start] in _DROPPED_FIRST:
            dropped = _DROPPED.match(self.text, start, parts[0].end)
            if dropped and dropped.end() < parts[0].end:
                start = dropped.end()
                parts[0] = Span(start, parts[0].end)
        who = those_who_act(self.text, parts, self.own)
        span = Span(start, parts[-1].end)
        self.units.append(Unit(span, self.index, who, tuple(parts), not self.units, self.may))
        self.begun, self.own, self.may = k, [], False

    def _begins(self, k: int, opens: Subject | None, behind: Sequence[Subject], *, allows: bool) -> bool:
        text, part, before = self.text, self.parts[k], self.parts[self.begun : k]
        if allows and not self.may and says_more(text, before, self.own):
            return True
        if behind and _CASE_THEN_BY.match(text, *part):
            return True
        if opens is not None and text.startswith(("建议", "希望"), part.start):
            return True
        if self.may and not allows and (opens is not None or behind or MODAL.search(text, *part)):
            return True
        return (
            self._actor_changes(part, before, opens, behind)
            or self._limit_changes(before[0].start, part)
            or self._new_period(part, before)
        )

    def _actor_changes(
        self, part: Span, before: Sequence[Span], opens: Subject | None, behind: Sequence[Subject]
    ) -> bool:
        """Tell whether ``part`` begins a unit of its own because somebody else acts in it."""
        text = self.text
        goes_on = len(before) > 1 and _AND_THEN.match(text, *before[-1])
        heads = len(before) == 1 and _ONLY_HEADS.fullmatch(text, *before[0])  # 由甲牵头，乙、丙组成督查组
        seated = text.startswith(("设在", "设于"), part.start)
        if (is_condition(text, before[-1]) and not goes_on) or heads or seated:
            return False
        leads = self._leads()
        if text.startswith(("请", "并请"), part.start):
            apart = _NOTICE.match(text, before[0].start) or (
                bool(opens or behind) and _AGREED.match(text, *before[-1])
            )  # 原则同意……方案，请设计单位……
            return bool(apart) or self._asks_others(part, before, leads, opens)
        if opens is None:
            return bool(behind) and self._passes_on(part, before, leads, behind[0])
        length = part.end - part.start
        shares = self._only_helps(opens) or _SHARES.search(text, *part) is not None
        short = length <= (_SHORT_PART if shares else _SHORTEST_PART) and not (
            opens.modal or _EACH.match(text, opens.span.end)
        )
        allowed = opens.span.end >= part.end and text.startswith("，可", part.end)  # ……的机构，可申请
        if not is_new(text, leads, opens) or short or allowed:
            return False
        if leads or (text.startswith("任何", part.start) and says_duty(text, [part])):
            return True
        return not _PURPOSE.match(text, before[0].start) and self._begins_to_act(part, before, opens)

    def _begins_to_act(self, part: Span, before: Sequence[Span], opens: Subject) -> bool:
        """Tell whether somebody acts in ``part`` behind a demand on nobody in particular."""
        text = self.text
        own_target = self.times.has_period([part]) or self._sets_target([part])
        if own_target and self._sets_target(before):
            return True  # 年内将错误率压到5‰以内，病案室每周一通报
        aimed = self._sets_target(before) and self.times.has_limit(before[0].start, part.start)
        if opens.modal and aimed and not _IS_SPAN.search(text, *before[-1]):
            return True  # 年底前药占比降到30%以下，各科室要分解指标
        said = any(MODAL.search(text, *p) or _COUNTS.search(text, *p) for p in before)
        said = said or self.times.has_period(before)
        said = said or (opens.modal and _VERB_FIRST.match(text, before[0].start) is not None)
        each = _EACH.match(text, opens.span.end) is not None or self.times.has_length(part)
        return said and (opens.modal or each)

    def _asks_others(
        self, part: Span, before: Sequence[Span], leads: set[str], asked: Subject | None
    ) -> bool:
        """Tell whether ``part`` asks somebody for more, behind what others shall do: 我委将……，请各区……."""
        if asked is not None and not self.own and _TOLD.search(self.text, *before[-1]):
            return True  # ……已列入规划，请你省……
        acted = any(
            o.modal or (o.at_start and self.times.has_limit(o.span.end, part.start)) for o in self.own
        )
        if asked is None or not acted or not is_new(self.text, leads, asked):
            return False
        return _DOES_THAT.fullmatch(self.text, asked.span.end, part.end) is None

    def _sets_target(self, parts: Sequence[Span]) -> bool:
        """Tell whether an act with a limit, or a target, stands in the parts: nothing but a limit is none."""
        for part in parts:
            if is_condition(self.text, part) or self.times.is_limit(part):
                continue
            if _TARGETS.search(self.text, *part) or (
                self.times.has_limit(*part) and not self.times.ends_in_limit(part)
            ):
                return True
        return False

    def _passes_on(self, part: Span, before: Sequence[Span], leads: set[str], by: Subject) -> bool:
        if leads:
            return self._handed_over(part, before, leads, by)
        return self._turns_to(part, by) or self._hands_on(part, before[-1], by)

    def _hands_on(self, part: Span, last: Span, by: Subject) -> bool:
        """Tell whether 由 opens ``part`` behind an act of nobody named: 建立……台账，由县局汇总."""
        if by.span.start != part.start or _CHARGED.fullmatch(self.text, *part):
            return False
        if _ONLY_WHEN.fullmatch(self.text, *last):
            return False
        acts = self.times.has_period([last]) or self._sets_target([last])
        return acts or says_duty(self.text, [last]) or _VERB_FIRST.match(self.text, *last) is not None

    def _handed_over(self, part: Span, before: Sequence[Span], leads: set[str], by: Subject) -> bool:
        """Tell whether 由 in ``part`` hands over to somebody else."""
        text, place = self.text, by.span.start
        if not is_new(text, leads, by) or text.startswith("请", place):
            return False
        if self._turns_to(part, by):
            return True
        charged = any(o.modal or not o.at_start for o in self.own) or says_duty(text, before)
        charged = charged or any(does_its_part(text, before, o, place) for o in self.own)
        if not charged and not _HEADS_IT.match(text, by.span.end):
            return False
        if _ONCE_DONE.fullmatch(text, part.start, place):
            return True
        if text[part.start : place] in _HANDING:
            acted = opens_with_predicate(text, before[-1].start) or says_duty(text, before[-1:])
            return acted or any(
                o.span.start == before[-1].start and does_its_part(text, before, o, place) for o in self.own
            )
        return not opens_with_predicate(text, part.start)

    def _turns_to(self, part: Span, by: Subject) -> bool:
        """Tell whether ``part`` names another matter and who does it: 宣传资料由县统计局提供."""
        text, place = self.text, by.span.start
        matter = text[part.start : place]
        is_matter = _SHORTEST_MATTER <= len(matter) <= _LONGEST_MATTER and not _ACTS_ON.search(matter)
        is_matter = is_matter and (len(matter) > _SURE_MATTER or _MATTERS.fullmatch(matter) is not None)
        return is_matter and text.startswith("由", place)

    def _limit_changes(self, start: int, part: Span) -> bool:
        limits, starts = self.times.limits, self.times.limit_starts
        i = bisect_left(starts, part.start)
        if i >= len(limits) or starts[i] >= part.end:
            return False
        opens = starts[i] <= part.start + 2 and _BEFORE_LIMIT.fullmatch(self.text, part.start, starts[i])
        owes = MODAL.search(self.text, part.start, starts[i]) is not None
        topic = _OF_WHAT.fullmatch(self.text, part.start, starts[i])
        if share := _SHARE.fullmatch(self.text, part.start, starts[i]):
            counted = _DIGIT.search(self.text, start, part.start) is not None
            if counted and self.text.startswith(("其中", "首"), part.start):
                return not self.times.has_limit(start, part.start)  # 更新管道137公里，其中上半年完成60公里
        once = limits[i].norm.startswith("P") and _ONCE.fullmatch(self.text, part.start, starts[i])
        leads_up = opens or owes or topic or share or once
        if not (leads_up or _UP_TO_LIMIT.match(self.text, part.start, starts[i])):
            return False
        earlier = [m for m in limits[bisect_left(starts, start) : i] if m.span.end <= part.start]
        if not earlier and self.times.has_period([Span(start, part.start)]):
            return True  # 每月配送书箱，首批于4月23日前送到
        return bool(earlier) and not any(self._is_same(m, limits[i]) for m in earlier)

    def _is_same(self, one: DeadlineMark, other: DeadlineMark) -> bool:
        """Tell whether two limits are one: not 8:00前 and 12:00前 of the same day."""
        if one.norm != other.norm:
            return False
        hours = one.precision == other.precision == "hour"
        return not hours or one.span.of(self.text) == other.span.of(self.text)

    def _new_period(self, part: Span, before: Sequence[Span]) -> bool:
        """Tell whether ``part`` is a further 要 with a period of its own."""
        starts = self.times.cadence_starts
        i = bisect_left(starts, part.start)
        if i < len(starts) and starts[i] == part.start and self.times.has_period(before):
            return True  # 按月调度……，每年1月15日前会同……发布公报
        if i < len(starts) and self.text[starts[i]] == "每" and not self.times.ends_in_limit(before[-1]):
            opens = starts[i] == part.start or _DURING.fullmatch(self.text, part.start, starts[i])
            if opens and self.times.has_limit(before[0].start, part.start):
                return True  # 4月底前完成摸底，每月25日前报送进展
        told = i < len(starts) and self.text[starts[i]] == "每" and starts[i] < part.end
        if told and _OF_WHAT.fullmatch(
            self.text, part.start, starts[i] - (self.text[starts[i] - 1] in "于在")
        ):
            reports = _REPORTS.search(self.text, starts[i], part.end) is not None
            if self.times.has_period(before) or (
                reports and self.times.has_limit(before[0].start, part.start)
            ):
                return True  # 主干道每日巡查一次，支路每周巡查两次
        if not self.text.startswith(("要", "并要", "还要"), part.start):
            return False
        return i < len(starts) and starts[i] < part.end and says_duty(self.text, before)
