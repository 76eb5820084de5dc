"""Why an act did not happen, told so that a page can say it in the user's language."""

from collections.abc import Mapping


class RefusedError(Exception):
    """An act that the rules do not allow now. Nothing was changed.

    Attributes:
        code: stable name; the message catalogue has its words.
        args_by_name: what the words need.
    """

    status = 409

    def __init__(self, code: str, /, **args: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.args_by_name: Mapping[str, str | int] = args


class NotAllowedError(RefusedError):
    """Somebody else may do this; the person sees the thing but has no right to the act."""

    status = 403


class NotFoundError(RefusedError):
    """It does not exist, or not for this person: the answer is the same."""

    status = 404

    def __init__(self) -> None:
        super().__init__("not-found")


class ChangedMeanwhileError(RefusedError):
    """Somebody else changed the thing since this person looked at it.

    Attributes:
        changes: what changed: ``(field, before, after)``.
    """

    def __init__(self, by: str, changes: tuple[tuple[str, str, str], ...]) -> None:
        super().__init__("changed-meanwhile", by=by)
        self.changes = changes
