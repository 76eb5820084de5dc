"""Luoshi 落实: from what was said to what was done.

>>> import luoshi
>>> reading = luoshi.read("县教育局要在2026年6月底前完成校舍排查。")
>>> luoshi.as_contract(reading)["schema"]
'luoshi.reading/1'
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from luoshi.project.ledger_file import write_ledger
    from luoshi.reading.contract import as_contract
    from luoshi.reading.open import read
    from luoshi.reading.reading import Reading

__version__ = "0.1.0"
__all__ = ["Reading", "__version__", "as_contract", "read", "write_ledger"]

_HOMES = {
    "Reading": "luoshi.reading.reading",
    "as_contract": "luoshi.reading.contract",
    "read": "luoshi.reading.open",
    "write_ledger": "luoshi.project.ledger_file",
}


def __getattr__(name: str) -> object:
    # on first use: the command's --help and the sandboxed child must not load the reading engine
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
