"""Where the shared texts and annotations are: beside the repository, never in it."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


class SharedMissingError(FileNotFoundError):
    """The folder ../shared is not beside the repository."""

    def __init__(self, wanted: Path) -> None:
        super().__init__(
            f"{wanted.relative_to(ROOT.parent)} is not beside the repository; this eval needs it"
        )


def shared(*parts: str) -> Path:
    """Return a path under ../shared.

    Raises:
        SharedMissingError: it is not there.
    """
    path = SHARED.joinpath(*parts)
    if not path.exists():
        raise SharedMissingError(path)
    return path
