"""Ancestors as columns: the unit tree in a form that one index can serve at every level."""

from django.db import models

LEVELS = 8


class Levelled(models.Model):
    """A row that sits at a place in the unit tree.

    ``l1`` is the id of the topmost ancestor, ``l2`` of the next, down to the unit itself; the rest are null.
    Fifty sorted rows under any unit of a tree of 100,000 then take one index walk.
    """

    l1 = models.BigIntegerField(null=True, editable=False)
    l2 = models.BigIntegerField(null=True, editable=False)
    l3 = models.BigIntegerField(null=True, editable=False)
    l4 = models.BigIntegerField(null=True, editable=False)
    l5 = models.BigIntegerField(null=True, editable=False)
    l6 = models.BigIntegerField(null=True, editable=False)
    l7 = models.BigIntegerField(null=True, editable=False)
    l8 = models.BigIntegerField(null=True, editable=False)

    class Meta:
        abstract = True


def level_fields() -> tuple[str, ...]:
    """Return the names of the level columns, topmost first."""
    return tuple(f"l{n}" for n in range(1, LEVELS + 1))
