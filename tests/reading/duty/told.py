"""What the reader says of a text, in short."""

from datetime import date

from luoshi.document.receive import receive_text
from luoshi.reading.reading import Reading
from luoshi.reading.stages import read

REF = date(2024, 3, 4)

Row = tuple[str, list[str], list[str]]


def reading_of(text: str, *, as_of: date | None = None) -> Reading:
    """Return what the reader makes of a text on a day."""
    return read(receive_text(text, name="text"), as_of=as_of)


def rows(text: str, *, as_of: date | None = None) -> list[Row]:
    """Return (words, leads and helpers, days) of every commitment."""
    reading = reading_of(text, as_of=as_of)
    words = reading.source.text
    return [
        (c.span.of(words), [a.span.of(words) for a in c.actors], [x.mark.norm for x in c.limits])
        for c in reading.commitments
    ]


def who(sentence: str, *, as_of: date | None = None) -> list[list[str]]:
    """Return who acts in each commitment of a sentence of a plan."""
    return [acting for _, acting, _ in rows(f"工作方案\n一、任务\n{sentence}\n", as_of=as_of)]


def told(text, *, as_of=REF):
    """Return the same as ``rows`` with a + behind those who help."""
    reading = reading_of(text, as_of=as_of)
    words = reading.source.text
    return [
        (
            c.span.of(words),
            [a.span.of(words) + ("+" if a.role == "support" else "") for a in c.actors],
            [x.mark.norm for x in c.limits],
        )
        for c in reading.commitments
    ]
