"""Files made in code: what a test needs of a format and no more."""

import io
import zipfile
from collections.abc import Callable

import pytest

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def zipped(members: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.fixture
def make_zip() -> Callable[[dict[str, str | bytes]], bytes]:
    return zipped


@pytest.fixture
def make_docx() -> Callable[..., bytes]:
    """A .docx of this body, with further parts by name."""

    def make(body: str, **parts: str) -> bytes:
        members: dict[str, str | bytes] = {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": f"<w:document {_W} {_MC}><w:body>{body}</w:body></w:document>",
        }
        for name, xml in parts.items():
            root = {"numbering": "numbering", "styles": "styles", "footnotes": "footnotes"}.get(name, "hdr")
            members[f"word/{name}.xml"] = f"<w:{root} {_W}>{xml}</w:{root}>"
        return zipped(members)

    return make
