"""What the front page and the inbox show."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from luoshi.followup.ground.permissions import Viewer
from luoshi.followup.tell.notice_words import words_of
from luoshi.store.queries import desk
from luoshi.web.words import lang

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """A notice in words."""

    pk: int
    kind: str
    words: str
    code: str
    at: datetime
    is_read: bool


@dataclass(frozen=True, slots=True)
class Front:
    """The front page.

    Attributes:
        piles: what waits for this person.
        mine: due today and overdue, of the units acted for.
        counts: kinds of trouble under the places seen, all of them, also those with none.
        lists: of these, those worth rows here.
        review: documents with open proposals.
        news: unread notices, the latest first.
        ask: by kind of trouble, the query of the ledger that lists it.
        has_post: the person holds a post today.
        acts: the person acts for a unit.
    """

    piles: tuple[desk.Pile, ...]
    mine: tuple[desk.Owed, ...]
    counts: tuple[desk.Owed, ...]
    lists: tuple[desk.Owed, ...]
    review: tuple[desk.ToReview, ...]
    news: tuple[NoticeLine, ...]
    ask: Mapping[str, str]
    has_post: bool
    acts: bool
    today: date

    @property
    def is_quiet(self) -> bool:
        """Whether nothing needs this person today."""
        return not self.piles and not self.mine and not self.review

    @property
    def owes_nothing(self) -> bool:
        """Whether the units owe nothing that is late, near or in doubt."""
        return not any(one.n for one in self.counts)


def asker_of(viewer: Viewer) -> desk.Asker:
    """Return a viewer as the queries want it."""
    return desk.Asker(
        viewer.person,
        viewer.units,
        tuple((g.unit, g.sees, g.depth) for g in viewer.grants if g.role == "inspector"),
        tuple(sorted({(g.sees, g.depth) for g in viewer.grants})),
    )


def front_page(viewer: Viewer, today: date) -> Front:
    """Return the front page of a viewer."""
    asker = asker_of(viewer)
    owed = {one.kind: one for one in desk.owed(asker, today)} if viewer.grants else {}
    mine = tuple(one for kind in ("mine_today", "mine_overdue") if (one := owed.get(kind)) and one.n)
    above = {row.pk for one in mine for row in one.rows}
    counts = tuple(
        owed[kind] for kind in ("overdue", "soon", "unevidenced", "unowned", "gap") if kind in owed
    )
    lists = tuple(
        one for one in counts
        if one.rows and one.kind != "unevidenced" and not {row.pk for row in one.rows} <= above
    )  # fmt: skip
    return Front(
        piles=desk.waiting_for(asker),
        mine=mine,
        counts=counts,
        lists=lists,
        review=desk.to_review(viewer.units) if viewer.units else (),
        news=notice_lines(desk.notices_of(viewer.person, only_new=True)),
        ask=_asks(today),
        has_post=bool(viewer.grants),
        acts=bool(viewer.units),
        today=today,
    )


def _asks(today: date) -> Mapping[str, str]:
    week = today + timedelta(days=desk.SOON_DAYS)
    return {
        "mine_today": f"due_from={today}&due_until={today}",
        "mine_overdue": "when=overdue",
        "overdue": "when=overdue",
        "soon": "when=soon",
        "unevidenced": f"supported=none&due_until={week}",
        "unowned": "owner=none",
        "gap": "gap=1",
    }


def notice_lines(notices: tuple[desk.Notice, ...]) -> tuple[NoticeLine, ...]:
    """Return notices in the words of this request's language."""
    return tuple(
        NoticeLine(one.pk, one.kind, words_of(one.kind, one.args, lang()), one.code, one.at, one.is_read)
        for one in notices
    )
