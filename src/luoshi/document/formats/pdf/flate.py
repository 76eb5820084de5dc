"""A cheap look at the packed streams of a PDF before anything unpacks them."""

import zlib

from luoshi.document.formats.unreadable import unreadable
from luoshi.values.pattern import lazy

STREAM_LIMIT = 64 << 20
_MAX_RATIO = 1032  # no deflate stream packs denser: RFC 1951
_STREAM = lazy(rb"stream\r?\n")
_DICTIONARY = 600  # bytes before a stream in which its dictionary stands
_PIECE = 1 << 20


def check_streams(data: bytes) -> None:
    """Refuse a PDF with a stream that unpacks to more than the limit.

    Pictures are left aside: they may be larger than that, and are drawn at a size of our choice.

    Raises:
        Unreadable: ``zip-bomb``.
    """
    smallest = STREAM_LIMIT // _MAX_RATIO
    end = 0
    for found in _STREAM.finditer(data):
        start = found.end()
        if start < end:
            continue
        stop = data.find(b"endstream", start)
        end = stop if stop >= 0 else len(data)
        dictionary = data[max(0, found.start() - _DICTIONARY) : found.start()].rpartition(b"obj")[2]
        is_picture = b"/Image" in dictionary
        if end - start > smallest and b"Flate" in dictionary and not is_picture:
            _check(memoryview(data)[start:end])


def _check(packed: memoryview) -> None:
    unpacker = zlib.decompressobj()
    size = 0
    try:
        for at in range(0, len(packed), _PIECE):
            rest: bytes | memoryview = packed[at : at + _PIECE]
            while rest and not unpacker.eof:
                size += len(unpacker.decompress(rest, _PIECE))
                rest = unpacker.unconsumed_tail
                if size > STREAM_LIMIT:
                    raise unreadable("zip-bomb", limit=STREAM_LIMIT >> 20)
    except zlib.error:
        return  # the parser says what it makes of a broken stream
