"""What is raised when a file cannot be read at all."""

from luoshi.values.problem import Problem, Severity


class Unreadable(Exception):  # noqa: N818  # it says what the file is; the caller reports it, nothing failed in the code
    """A file that cannot be read.

    Attributes:
        problem: what is wrong, told to the person who gave the file.
    """

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code, dict(problem.args))
        self.problem = problem


def unreadable(code: str, **args: str | int) -> Unreadable:
    """Return the exception for a problem of this code.

    >>> unreadable("too-large", limit=200).problem.code
    'too-large'
    """
    return Unreadable(Problem(code, Severity.ERROR, args=args))
