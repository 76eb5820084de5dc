"""What a task costs a hand: the keystroke-level model (Card, Moran, Newell 1980), for 40 words a minute."""

from dataclasses import dataclass

KEY = 0.28  # seconds: a key
POINT = 1.2  # a movement of the mouse with its click
LOOK = 1.35  # a thought before a step
KEYS_OF_A_CHARACTER = 3  # by pinyin: two letters and a share of choosing the word
_CHINESE = range(0x3000, 0xFFF0)


def keys_of(text: str) -> int:
    """Return how many keys a text takes; Chinese is typed by pinyin, its punctuation by one key.

    >>> keys_of("6月底前"), keys_of("甲局、乙局")
    (10, 13)
    """
    return sum(KEYS_OF_A_CHARACTER if ord(one) in _CHINESE and one.isalnum() else 1 for one in text)


@dataclass(frozen=True, slots=True)
class Cost:
    """Keys, clicks and thoughts of some work."""

    keys: int = 0
    points: int = 0
    looks: int = 0

    def __add__(self, other: "Cost") -> "Cost":
        """Return both one after the other."""
        return Cost(self.keys + other.keys, self.points + other.points, self.looks + other.looks)

    @property
    def seconds(self) -> float:
        """What it takes a person."""
        return self.keys * KEY + self.points * POINT + self.looks * LOOK


NOTHING = Cost()
