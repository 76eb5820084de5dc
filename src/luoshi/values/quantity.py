"""How much."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Bound(StrEnum):
    """How a stated number limits the real one."""

    EXACTLY = "="
    AT_LEAST = ">="  # 以上、不少于、达到
    AT_MOST = "<="  # 以内、不超过
    ABOUT = "~"  # 左右、约、余、近
    RANGE = "range"  # 3至5


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit and bound (数量).

    Attributes:
        value: 万 and 亿 multiplied out; a pair for a range; None when masked ("x次": unknown, never 0).
        unit: as written, without 万/亿; "%" for per cent and 成.
        bound: how the number limits the real one.
    """

    value: Decimal | tuple[Decimal, Decimal] | None
    unit: str
    bound: Bound = Bound.EXACTLY

    @property
    def masked(self) -> bool:
        """Whether the document hides the number."""
        return self.value is None
