"""What a unit's page shows, and to whom."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from luoshi.followup.ground.permissions import Viewer
from luoshi.followup.ground.refusals import NotFoundError
from luoshi.store.queries import charts as numbers
from luoshi.store.queries import units as queries
from luoshi.web.units.charts import Chart, age_chart, load_chart, on_time_chart

MANY = 20_000  # tasks from which the charts are fetched after the page
SOON_DAYS = 7


@dataclass(frozen=True, slots=True)
class UnitPage:
    """A unit.

    Attributes:
        is_seen: the viewer sees its tasks; else it is shown only to be kept.
        owes: what it owes, with everything below it.
        charts: None while they are fetched after the page.
        above: the units above it, ``(id, name, may be opened)``.
    """

    head: queries.UnitHead
    above: tuple[tuple[int, str, bool], ...]
    is_seen: bool
    owes: queries.Owes | None
    charts: tuple[Chart, ...] | None
    league: tuple[queries.League, ...]
    posts: tuple[queries.PostLine, ...]
    documents: tuple[tuple[int, str, datetime], ...]
    today: date

    @property
    def parent_named(self) -> str:
        """The unit right above it, as a field takes it: 柳河镇（青禾县）."""
        names = [name for _, name, _ in self.above[-2:]]
        return f"{names[1]}（{names[0]}）" if len(names) > 1 else "".join(names)

    @property
    def owes_nothing(self) -> bool:
        """Whether it leads no task, done ones included: charts would say nothing."""
        has_charts = self.charts is None or any(chart.points or chart.bars for chart in self.charts)
        return self.owes is not None and not self.owes.n_open and not has_charts


def sees_unit(viewer: Viewer, levels: tuple[int, ...]) -> bool:
    """Tell whether a unit with these level columns lies in a subtree the viewer sees."""
    return any(len(levels) >= g.depth and levels[g.depth - 1] == g.sees for g in viewer.grants)


def roots_of(viewer: Viewer) -> list[int] | None:
    """Return the topmost units of a viewer's tree; None for a keeper, who keeps them all."""
    return None if viewer.is_keeper else sorted({g.sees for g in viewer.grants})


def head_for(viewer: Viewer, pk: int) -> tuple[queries.UnitHead, bool]:
    """Return a unit and whether the viewer sees its tasks.

    Raises:
        NotFoundError: there is none, or not for this viewer.
    """
    head = queries.unit_head(pk)
    is_seen = head is not None and sees_unit(viewer, head.levels)
    if head is None or not (is_seen or viewer.is_keeper):
        raise NotFoundError
    return head, is_seen


def unit_page(viewer: Viewer, pk: int, today: date) -> UnitPage:
    """Return a unit's page.

    Raises:
        NotFoundError: not for this viewer.
    """
    head, is_seen = head_for(viewer, pk)
    above = tuple(
        (unit, name, viewer.is_keeper or sees_unit(viewer, head.levels[: i + 1]))
        for i, (unit, name) in enumerate(head.above)
    )
    return UnitPage(
        head=head,
        above=above,
        is_seen=is_seen,
        owes=queries.owes(pk, head.depth, today, today + timedelta(days=SOON_DAYS)) if is_seen else None,
        charts=unit_charts(head, today) if is_seen and numbers.n_tasks(pk) <= MANY else None,
        league=queries.league(pk, head.depth, today) if is_seen else (),
        posts=queries.posts_of(pk, today),
        documents=queries.documents_of(pk) if is_seen else (),
        today=today,
    )


def unit_charts(head: queries.UnitHead, today: date) -> tuple[Chart, ...]:
    """Return the charts of a unit."""
    return (
        on_time_chart(numbers.on_time(head.pk, head.depth, today)),
        load_chart(numbers.load(head.pk, today)),
        age_chart(numbers.ages(head.pk, head.depth, today)),
    )
