"""The findings seen from one file."""

from dataclasses import replace

import numpy as np

from luoshi.corpus.findings import Findings
from luoshi.reuse.families import Family


def only_with(found: Findings, name: str) -> Findings:
    """Keep passages and families that touch the document or the file called ``name``."""
    wanted = [
        i for i, d in enumerate(found.documents) if d.id == name or d.id.startswith((f"{name}:", f"{name}#"))
    ]
    chosen = np.zeros(len(found.documents), dtype=np.bool_)
    chosen[wanted or [len(found.documents) - 1]] = True
    rows = chosen[found.passages.a] | chosen[found.passages.b]

    def touches(family: Family) -> bool:
        return any(chosen[h.doc] for h in family.holders)

    return replace(
        found,
        passages=found.passages.pick(rows),
        shares=tuple(
            s if chosen[i] else replace(s, part=0.0, source=-1, quoted=0.0)
            for i, s in enumerate(found.shares)
        ),
        families=tuple(f for f in found.families if touches(f)),
        quoted=tuple(f for f in found.quoted if touches(f)),
    )
