"""Short names of documents: what all of them begin with is said once."""

from collections.abc import Sequence
from os.path import commonprefix


def short_names(ids: Sequence[str]) -> tuple[str, list[str]]:
    """Return the folder, or the file, that all names begin with, and what is left of each.

    >>> short_names(["a/b/x.txt", "a/b/c/y.txt"])
    ('a/b/', ['x.txt', 'c/y.txt'])
    >>> short_names(["a/x.txt", "a/x.txt#篇一", "a/x.txt#篇二"])
    ('a/x.txt', ['x.txt', '篇一', '篇二'])
    """
    common = commonprefix(list(ids))  # noqa: RUF071  # cut at a slash in the next line
    folder = common[: common.rfind("/") + 1]
    names = [name[len(folder) :] or name for name in ids]
    files = {name.partition("#")[0] for name in names}
    parts = [name.partition("#")[2] for name in names]
    if len(files) == 1 and any(parts):
        return folder + files.pop(), [part or name for part, name in zip(parts, names, strict=True)]
    return folder, names
