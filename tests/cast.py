"""The cast of every story: committing office, lead and supporting unit, inspector, township, stranger."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from luoshi.followup.ground.permissions import Viewer, viewer_of
from luoshi.followup.ground.writing import writing
from luoshi.followup.task.accept import NewTask, make_task
from luoshi.followup.task.assign import assign
from luoshi.store.models import Holding, Person, Post, Task, Unit
from luoshi.store.models.levels import level_fields

DAY_ONE = date(2026, 3, 2)


def at(day: str, hour: int = 9) -> datetime:
    """Nine in the morning (UTC) of a day of 2026, as ``03-02``."""
    return datetime.fromisoformat(f"2026-{day}T{hour:02d}:00:00").replace(tzinfo=UTC)


def unit(name: str, parent: Unit | None = None, kind: str = "") -> Unit:
    made = Unit.objects.create(name=name, parent=parent, kind=kind, depth=parent.depth + 1 if parent else 1)
    for level in level_fields():
        setattr(made, level, getattr(parent, level) if parent else None)
    setattr(made, f"l{made.depth}", made.pk)
    made.save()
    return made


def person(
    username: str, name: str, post_in: Unit | None, role: str = "clerk", scope: Unit | None = None
) -> Person:
    made = Person.objects.create(username=username, name=name, made_at=at("01-01"))
    if post_in:
        post = Post.objects.create(unit=post_in, title=f"{name}岗", role=role, scope=scope)
        Holding.objects.create(post=post, person=made, from_on=date(2026, 1, 1))
    return made


@dataclass(frozen=True)
class Cast:
    """Everybody, and the units they act for."""

    county: Unit
    office_unit: Unit
    civil_unit: Unit
    finance_unit: Unit
    town_unit: Unit
    village_unit: Unit
    inspection_unit: Unit
    office: Viewer  # committing office
    civil: Viewer  # lead unit
    finance: Viewer  # supporting unit
    town: Viewer  # a township, below nobody of these
    village: Viewer
    inspector: Viewer  # sees the whole county
    boss: Viewer  # head of the county: sees all, acts for the county
    reader: Viewer  # viewer's post in the lead unit
    stranger: Viewer  # an account without a post


def make_cast() -> Cast:
    county = unit("青禾县")
    office = unit("县政府办公室", county, "部门")
    civil = unit("县民政局", county, "部门")
    finance = unit("县财政局", county, "部门")
    inspection = unit("县政府督查室", county, "部门")
    town = unit("柳河镇", county, "乡镇")
    village = unit("柳河村", town, "村")
    people = {
        "office": person("office", "何文", office),
        "civil": person("civil", "闵政", civil),
        "finance": person("finance", "蔡正", finance),
        "town": person("town", "刘镇", town),
        "village": person("village", "田村", village),
        "inspector": person("inspector", "杜查", inspection, "inspector", scope=county),
        "boss": person("boss", "辛县", county, "lead"),
        "reader": person("reader", "岳览", civil, "viewer"),
        "stranger": person("stranger", "莫生", None),
    }
    viewers = {name: viewer_of(one, DAY_ONE) for name, one in people.items()}
    return Cast(county, office, civil, finance, town, village, inspection, **viewers)


def make_homes(cast: Cast) -> Task:
    """Make a task of the office on 2 March, due 30 June; civil affairs leads, finance supports."""
    new = NewTask(words="建成12个养老服务站点", due_on=at("06-30").date(), due_words="6月底前")
    with writing():
        made = make_task(cast.office, cast.office_unit, new, now=at("03-02"))
    units = [(cast.civil_unit.pk, "lead"), (cast.finance_unit.pk, "support")]
    return assign(cast.office, made.code, units, now=at("03-02"))
