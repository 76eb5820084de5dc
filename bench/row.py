"""What a bench yields, and the clock it measures with."""

import time
from collections.abc import Callable
from typing import NotRequired, TypedDict


class Row(TypedDict):
    """One figure of the contract for bench rows.

    Attributes:
        name: stable; others read it.
        value: the figure.
        unit: of the figure.
        peer: what it is held against, a program or a limit.
        peer_value: the peer's figure in the same run, or the limit.
        ratio: value by peer_value.
        how: in a few words.
    """

    name: str
    value: float
    unit: str
    how: str
    peer: NotRequired[str]
    peer_value: NotRequired[float]
    ratio: NotRequired[float]


def against(row: Row, peer: str, value: float) -> Row:
    """Return ``row`` held against a peer's figure or a limit."""
    return {**row, "peer": peer, "peer_value": value, "ratio": round(row["value"] / value, 4)}


def cpu_seconds(work: Callable[[], object], *, runs: int = 3) -> float:
    """Return the least CPU time (user and system, this process) of ``runs`` calls of ``work``, in seconds."""
    best = float("inf")
    for _ in range(runs):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best
