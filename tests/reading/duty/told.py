"""What the reader says of a text, in short."""

from datetime import date

from luoshi.document.receive import receive_text
from luoshi.reading.stages import read

REF = date(2024, 3, 4)


def told(text, *, as_of=REF):
    """Return (words, leads and helpers, days) of every commitment."""
    reading = read(receive_text(text), as_of=as_of)
    words = reading.source.text
    return [
        (
            c.span.of(words),
            [a.span.of(words) + ("+" if a.role == "support" else "") for a in c.actors],
            [x.mark.norm for x in c.limits],
        )
        for c in reading.commitments
    ]
