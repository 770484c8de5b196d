"""Theses and reports that people wrote: one reader a format, each `bytes -> list[Block]`.

To add one: `formats/documents/NAME.py` with `read(data) -> list[Block]`, a line below, and a sample in the tests.
"""

from collections.abc import Callable

from qualcode.errors import QualcodeError
from qualcode.model.manuscript import Block
from qualcode.registry import Registry

READERS: Registry[Callable[[bytes], list[Block]]] = Registry(
    "thing.format",
    {
        ".docx": "qualcode.formats.documents.word:read",
        ".md": "qualcode.formats.documents.markdown:read",
        ".html": "qualcode.formats.documents.html:read",
        ".htm": "qualcode.formats.documents.html:read",
        ".tex": "qualcode.formats.documents.tex:read",
    },
)


def read_document(name: str, data: bytes) -> list[Block]:
    """The blocks of a document, whose format the end of its name tells; those without words are left out."""
    extension = "." + name.rpartition(".")[2].casefold() if "." in name else ""
    if extension not in READERS:
        raise QualcodeError("error.no_thesis_format", name=name, formats=", ".join(READERS))
    return [block for block in READERS.get(extension)(data) if block.text.strip()]
