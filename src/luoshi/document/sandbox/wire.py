"""An extract as JSON: what comes out of the child is checked, never unpickled."""

import json
from collections.abc import Mapping
from typing import Any

from luoshi.document.source_text import Block, BlockKind, Extract
from luoshi.values.problem import Problem, Severity
from luoshi.values.span import Span

_KINDS = tuple(BlockKind)


class Garbled(ValueError):  # noqa: N818  # says what the message is
    """A message that no honest child sends."""


def packed(answer: Extract | Problem) -> bytes:
    """Return an answer as the bytes that cross the pipe."""
    body = _problem_out(answer) if isinstance(answer, Problem) else _extract_out(answer)
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def unpacked(message: bytes) -> Extract | Problem:
    """Return the answer in a message.

    Raises:
        Garbled: it is not one, or points outside its own text.
    """
    try:
        body = json.loads(message)
        return _extract_in(body) if "text" in body else _problem_in(body)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError) as error:
        raise Garbled(str(error)) from error


def _problem_out(problem: Problem) -> dict[str, Any]:
    return {
        "code": problem.code,
        "severity": problem.severity.value,
        "span": problem.span,
        "args": dict(problem.args),
    }


def _extract_out(extract: Extract) -> dict[str, Any]:
    return {
        "text": extract.text.encode("utf-8", "replace").decode("utf-8"),
        "media_type": extract.media_type,
        "encoding": extract.encoding,
        "blocks": [
            [
                _KINDS.index(b.kind),
                *b.span,
                b.table,
                int(b.is_head),
                b.level,
                b.row,
                [n for cell in b.cells for n in cell],
            ]
            for b in extract.blocks
        ],
        "title": extract.title,
        "date": extract.date,
        "publisher": extract.publisher,
        "problems": [_problem_out(p) for p in extract.problems],
    }


def _extract_in(body: Mapping[str, Any]) -> Extract:
    text = body["text"]
    if not isinstance(text, str):
        raise Garbled("text")
    return Extract(
        text,
        _word(body["media_type"]) or "application/octet-stream",
        _word(body["encoding"]),
        tuple(_block_in(row, len(text)) for row in body["blocks"]),
        _word(body["title"]),
        _word(body["date"]),
        _word(body["publisher"]),
        tuple(_problem_in(p) for p in body["problems"]),
    )


def _block_in(row: list[Any], n_chars: int) -> Block:
    kind, start, end, table, is_head, level, number, cells = row
    places = iter(cells)
    spans = tuple(_span(a, b, n_chars) for a, b in zip(places, places, strict=True))
    return Block(
        _KINDS[_whole(kind)],
        _span(start, end, n_chars),
        spans,
        _whole(table),
        bool(is_head),
        _whole(level),
        _whole(number),
    )


def _problem_in(body: Mapping[str, Any]) -> Problem:
    args = {str(k): v if isinstance(v, int) else str(v) for k, v in body["args"].items()}
    span = body["span"]
    place = Span(_whole(span[0]), _whole(span[1])) if span is not None else None
    return Problem(_word(body["code"]) or "", Severity(body["severity"]), place, args)


def _span(start: object, end: object, n_chars: int) -> Span:
    span = Span(_whole(start), _whole(end))
    if not 0 <= span.start <= span.end <= n_chars:
        raise Garbled(f"{span} is not in the text")
    return span


def _whole(value: object) -> int:
    if not isinstance(value, int):
        raise Garbled(f"{value!r} is no whole number")
    return value


def _word(value: object) -> str | None:
    if value is not None and not isinstance(value, str):
        raise Garbled(f"{value!r} is no text")
    return value
