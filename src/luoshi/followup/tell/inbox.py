"""A person's notices: seen, and no longer new."""

from datetime import datetime

from luoshi.followup.ground.permissions import Viewer
from luoshi.followup.ground.writing import writing
from luoshi.store.models import Notification


def mark_read(viewer: Viewer, notices: list[int] | None, *, now: datetime) -> int:
    """Mark some of the viewer's own notices as read, all of them for None; return how many were unread."""
    with writing():
        mine = Notification.objects.filter(person=viewer.person, read_at=None)
        if notices is not None:
            mine = mine.filter(pk__in=notices)
        return mine.update(read_at=now)


def mark_unread(viewer: Viewer, notice: int) -> int:
    """Make one of the viewer's own notices new again; return 1, or 0 when it was not read."""
    with writing():
        return Notification.objects.filter(pk=notice, person=viewer.person).update(read_at=None)
