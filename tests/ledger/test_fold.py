"""A task's state is what its entries add up to; an entry that breaks a rule changes nothing."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.ledger import entries as e
from luoshi.ledger.fold import NotMadeError, fold_task
from luoshi.ledger.lights import Light, RuleSetError, lit, read_rule_sets, rule_sets
from luoshi.ledger.state import Clock, Said, Step, Supported, TaskState

DUE = date(2026, 6, 30)
WORDS = "6月底前建成12个养老服务站点"


def at(day: str) -> datetime:
    return datetime.fromisoformat(f"2026-{day}T09:00:00").replace(tzinfo=UTC)


MADE = e.Made(task="t", at=at("03-01"), by_unit="office", words=WORDS, due_on=DUE)
GIVEN = e.Assigned(task="t", at=at("03-02"), by_unit="office", unit="civil", role="lead")
SIGNED = e.SignedFor(task="t", at=at("03-03"), by_unit="civil")
SAID_DONE = e.Reported(task="t", at=at("06-20"), by_unit="civil", words="已建成", percent=100, is_done=True)
PHOTO = e.Evidenced(
    task="t", at=at("06-21"), by_unit="civil", evidence="photo", happened_on=date(2026, 6, 18)
)
HOLDS = e.Checked(task="t", at=at("06-25"), by_unit="inspectors", evidence="photo", supports=True)
CLOSED = e.Closed(task="t", at=at("06-26"), by_unit="office")


def state(*entries: e.Entry, on: date = date(2026, 6, 28)):
    return fold_task([MADE, *entries], as_of=on)


def test_the_steps_of_a_task_that_goes_well() -> None:
    path = [GIVEN, SIGNED, SAID_DONE, PHOTO, HOLDS, CLOSED]
    steps = [state(*path[:n]).step for n in range(len(path) + 1)]

    assert [Step.OPEN, Step.ASSIGNED, Step.SIGNED_FOR, Step.DONE, Step.DONE, Step.DONE, Step.CLOSED] == steps


def test_said_supported_and_clock_are_three_things() -> None:
    """Said done in time, evidence received in time, looked at: three marks, each from its own entries."""
    said = state(GIVEN, SAID_DONE, on=date(2026, 7, 5))
    shown = state(GIVEN, SAID_DONE, PHOTO, on=date(2026, 7, 5))
    held = state(GIVEN, SAID_DONE, PHOTO, HOLDS, on=date(2026, 7, 5))

    assert (Said.DONE, Supported.NONE, Clock.OVERDUE) == (said.said, said.supported, said.clock)
    assert (Said.DONE, Supported.UNCHECKED, Clock.OVERDUE) == (shown.said, shown.supported, shown.clock)
    assert (Said.DONE, Supported.SUPPORTED, Clock.MET) == (held.said, held.supported, held.clock)
    assert said.disagrees
    assert not held.disagrees


def test_overdue_is_a_question_with_a_date_in_it() -> None:
    assert Clock.RUNNING == state(GIVEN, on=DUE).clock
    assert Clock.OVERDUE == state(GIVEN, on=date(2026, 7, 1)).clock
    assert -1 == state(GIVEN, on=date(2026, 7, 1)).days_left


def test_evidence_counts_from_the_day_it_was_received_not_the_day_it_shows() -> None:
    late = e.Evidenced(
        task="t", at=at("07-03"), by_unit="civil", evidence="photo", happened_on=date(2026, 6, 18)
    )
    held = e.Checked(task="t", at=at("07-04"), by_unit="inspectors", evidence="photo", supports=True)

    assert Clock.MET_LATE == state(GIVEN, late, held, on=date(2026, 7, 5)).clock


def asked(day: str) -> e.ExtensionAsked:
    return e.ExtensionAsked(task="t", at=at(day), by_unit="civil", to=date(2026, 9, 30), reason="汛期停工")


def decided(day: str) -> e.ExtensionDecided:
    return e.ExtensionDecided(task="t", at=at(day), by_unit="office", granted=True)


def test_an_extension_moves_the_limit_and_keeps_the_first_promise() -> None:
    moved = state(GIVEN, asked("06-20"), decided("06-22"))

    assert (date(2026, 9, 30), DUE, 1) == (moved.due_on, moved.first_due_on, moved.n_extensions)


@pytest.mark.parametrize(
    ("entries", "rule"),
    [
        ([asked("07-02")], "extension-asked-late"),  # 延期 must be asked before expiry
        ([decided("06-22")], "no-extension-asked"),
        ([SAID_DONE, CLOSED], "closed-without-evidence"),  # no path from a claim to closed
        ([PHOTO, HOLDS, e.Closed(task="t", at=at("06-26"), by_unit="civil")], "closed-by-doer"),
        (
            [PHOTO, e.Checked(task="t", at=at("06-25"), by_unit="civil", evidence="photo", supports=True)],
            "checked-by-doer",
        ),
        ([HOLDS], "checked-nothing"),
        ([e.Reopened(task="t", at=at("06-25"), by_unit="office", reason="抽查")], "reopened-while-open"),
        ([PHOTO, HOLDS, CLOSED, SAID_DONE], "after-closed"),
        ([e.Cancelled(task="t", at=at("06-01"), reason="合并"), SAID_DONE], "after-cancelled"),
        ([MADE], "made-twice"),
    ],
)
def test_an_entry_that_breaks_a_rule_changes_nothing_and_is_named(entries: list[e.Entry], rule: str) -> None:
    on = date(2026, 7, 5)
    broken = state(GIVEN, *entries, on=on)
    before = state(GIVEN, *entries[:-1], on=on)

    assert rule == broken.wrong[-1][1]
    assert (before.step, before.said, before.supported, before.due_on) == (
        broken.step, broken.said, broken.supported, broken.due_on,
    )  # fmt: skip


def test_a_reopened_task_needs_its_evidence_looked_at_again() -> None:
    reopened = e.Reopened(task="t", at=at("06-27"), by_unit="office", reason="抽查发现两处未建")
    again = state(GIVEN, SAID_DONE, PHOTO, HOLDS, CLOSED, reopened)

    assert (Step.SIGNED_FOR, Supported.UNCHECKED, 1) == (again.step, again.supported, again.n_reopened)


def test_one_occurrence_never_touches_the_next() -> None:
    quarterly = e.Made(
        task="q",
        at=at("01-05"),
        by_unit="office",
        words="每季度召开一次调度会",
        rrule="FREQ=MONTHLY;INTERVAL=3",
    )
    first, second = date(2026, 3, 31), date(2026, 6, 30)
    done = e.Reported(task="q", at=at("03-20"), by_unit="town", is_done=True, occurrence=first)
    entries = [quarterly, done]

    assert Said.DONE == fold_task(entries, as_of=date(2026, 4, 1), occurrence=first).said
    assert Said.NOTHING == fold_task(entries, as_of=date(2026, 4, 1), occurrence=second).said


def test_what_was_never_made_has_no_state() -> None:
    with pytest.raises(NotMadeError):
        fold_task([GIVEN], as_of=DUE)


ENTRIES = st.lists(
    st.sampled_from([GIVEN, SIGNED, SAID_DONE, PHOTO, HOLDS, CLOSED, asked("06-20"), decided("06-22"),
                     e.Reported(task="t", at=at("06-22"), by_unit="civil", percent=100, is_done=True)]),
    max_size=12,
)  # fmt: skip


@given(ENTRIES, st.dates(date(2026, 3, 1), date(2027, 3, 1)), st.sampled_from(sorted(rule_sets())))
def test_no_path_leads_from_a_claim_alone_to_green(entries: list[e.Entry], on: date, rules: str) -> None:
    claims = [entry for entry in entries if not isinstance(entry, e.Checked)]
    found = fold_task([MADE, *claims], as_of=on)

    assert Light.GREEN != lit(found, rule_sets()[rules], as_of=on, since=date(2026, 3, 1)).light
    assert Step.CLOSED != found.step


@given(ENTRIES, st.dates(date(2026, 3, 1), date(2027, 3, 1)))
def test_entries_survive_storage(entries: list[e.Entry], on: date) -> None:
    stored = [e.from_json(e.to_json(entry)) for entry in [MADE, *entries]]

    assert fold_task([MADE, *entries], as_of=on) == fold_task(stored, as_of=on)


@pytest.mark.parametrize("stored", ["", "{}", '{"kind":"made","schema":99}', '{"kind":"lost","schema":1}'])
def test_stored_words_that_are_no_entry_are_refused(stored: str) -> None:
    with pytest.raises(e.EntryError):
        e.from_json(stored)


@pytest.mark.parametrize(
    ("toml", "told"),
    [
        (
            '[x]\nrules=[{light="green", said=["done"], why="w"},{light="none",why="w"}]',
            "green needs evidence",
        ),
        ('[x]\nrules=[{light="blue", why="w"}]', "needs a light"),
        ('[x]\nrules=[{light="red", mood="bad", why="w"}]', "unknown condition mood"),
        ('[x]\nrules=[{light="red", clock=["overdue"], why="w"}]', "last rule"),
        ("[x]\nrules=[]", "last rule"),
    ],
)
def test_a_rule_set_that_could_mislead_is_refused(toml: str, told: str) -> None:
    with pytest.raises(RuleSetError, match=told):
        read_rule_sets(toml)


@pytest.mark.parametrize(
    ("rules", "on", "light"),
    [
        ("xian", date(2026, 6, 26), Light.NONE),
        ("xian", date(2026, 6, 27), Light.AMBER),  # three days left
        ("xian", date(2026, 7, 1), Light.RED),
        ("ouhai", date(2026, 6, 29), Light.NONE),
        ("works", date(2026, 7, 7), Light.AMBER),  # seven days late
        ("works", date(2026, 7, 8), Light.RED),
        ("yinchuan", date(2026, 3, 10), Light.NONE),  # 7 points behind an even pace
        ("yinchuan", date(2026, 3, 15), Light.AMBER),  # 11 points
        ("yinchuan", date(2026, 5, 1), Light.RED),  # 50 points
    ],
)
def test_lights_follow_the_set_that_was_chosen(rules: str, on: date, light: Light) -> None:
    found = lit(state(GIVEN, SIGNED, on=on), rule_sets()[rules], as_of=on, since=date(2026, 3, 1))

    assert light == found.light
    assert found.why


def test_caught_up_late_is_amber_where_the_set_says_so() -> None:
    late = e.Evidenced(task="t", at=at("07-03"), by_unit="civil", evidence="photo")
    held = e.Checked(task="t", at=at("07-04"), by_unit="inspectors", evidence="photo", supports=True)
    on = date(2026, 7, 5)
    caught_up = state(GIVEN, late, held, on=on)

    assert Light.AMBER == lit(caught_up, rule_sets()["ouhai"], as_of=on).light
    assert Light.GREEN == lit(caught_up, rule_sets()["xian"], as_of=on).light


WEEK, NEXT = date(2026, 6, 5), date(2026, 6, 12)


def once(kind: type[e.Entry], day: str, of: date | None = WEEK, **more: object) -> e.Entry:
    return kind(task="t", at=at(day), by_unit="office", occurrence=of, **more)


def test_one_occurrence_is_excused_and_owed_again() -> None:
    excused = once(e.Excused, "06-03", reason="端午")
    told = e.Reported(task="t", at=at("06-04"), by_unit="civil", occurrence=WEEK, is_done=True)
    entries = [MADE, GIVEN, excused, told]

    assert Step.EXCUSED is state_of(entries, WEEK).step
    assert [(3, "after-excused")] == list(state_of(entries, WEEK).wrong)
    assert Step.EXCUSED is not state_of(entries, NEXT).step
    assert Step.EXCUSED is not state_of(entries, None).step
    again = state_of([MADE, GIVEN, excused, once(e.ExcuseWithdrawn, "06-04"), told], WEEK)
    assert (Step.DONE, ()) == (again.step, again.wrong)


@pytest.mark.parametrize(
    ("entries", "rule"),
    [
        ([once(e.Excused, "06-03", of=None, reason="r")], "which-occurrence"),
        ([once(e.ExcuseWithdrawn, "06-03")], "not-excused"),
        ([PHOTO, HOLDS, once(e.Excused, "06-27", reason="r")], "excused-when-met"),
        ([once(e.Excused, "06-03", reason="r"), once(e.Excused, "06-03", reason="r")], "after-excused"),
    ],
)
def test_what_cannot_be_excused_is_named(entries: list[e.Entry], rule: str) -> None:
    assert rule == state_of([MADE, GIVEN, *entries], WEEK).wrong[-1][1]


def state_of(entries: list[e.Entry], of: date | None) -> TaskState:
    return fold_task(entries, as_of=date(2026, 7, 5), occurrence=of)
