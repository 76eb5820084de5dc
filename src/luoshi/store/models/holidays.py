"""Yearly notices on holidays, as taken in."""

from typing import ClassVar

from django.db import models


class HolidayNotice(models.Model):
    """Which days of a year are off and which weekends are worked (放假安排).

    Of several notices for one year the last counts.
    """

    year = models.PositiveIntegerField()
    source = models.CharField(max_length=120)  # its document number
    body = models.TextField()  # TOML, as luoshi.calendar.days reads it
    taken_in_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["year", "id"]

    def __str__(self) -> str:
        return f"{self.year} {self.source}"
