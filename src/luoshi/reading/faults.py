"""Faults of ours: what they raise must cost one document only, and becomes a problem of that document."""

from luoshi.values.problem import Problem, Severity

CRASHED = "reader-crashed"
OURS = (MemoryError, RecursionError, ArithmeticError, LookupError, AttributeError, TypeError, ValueError)
"""What a fault of ours raises; in one document it must not cost the others."""


def crashed(kind: str, words: str) -> Problem:
    """Return the problem of a document that our own reader could not take."""
    return Problem(CRASHED, Severity.ERROR, args={"error": f"{kind} {words}".strip()})
