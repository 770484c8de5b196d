"""Other people's files: one reader a format, each `bytes -> Draft`.

To add one: write `formats/transcripts/NAME.py` with a `Format` (extensions, sniff, read), add a line to `READERS`, and put a sample into
tests/data/formats/; the tests that hold for every importer then run on it.
"""

from typing import TYPE_CHECKING

from qualcode.errors import QualcodeError
from qualcode.formats.transcripts.draft import Format
from qualcode.registry import Registry

if TYPE_CHECKING:
    from qualcode.text.keys import Key


READERS: Registry[Format] = Registry(
    "thing.format",
    {
        "txt": "qualcode.formats.transcripts.plain:TXT",
        "md": "qualcode.formats.transcripts.plain:MARKDOWN",
        "docx": "qualcode.formats.word:DOCX",
        "vtt": "qualcode.formats.transcripts.subtitles:VTT",
        "srt": "qualcode.formats.transcripts.subtitles:SRT",
        "json": "qualcode.formats.transcripts.segments:JSON",
        "tsv": "qualcode.formats.transcripts.segments:TSV",
        "otr": "qualcode.formats.transcripts.markup:OTR",
        "html": "qualcode.formats.transcripts.markup:HTML",
    },
)
_ELSEWHERE: "dict[str, Key]" = {
    ".doc": "error.old_word",
    ".odt": "error.odt",
    ".rtf": "error.rtf",
    ".pdf": "error.pdf",
}


def detect(name: str, data: bytes) -> str:
    """The format of a file by its name and first bytes; where these disagree, an error that names the candidates."""
    extension = "." + name.rpartition(".")[2].casefold() if "." in name else ""
    if extension in _ELSEWHERE:
        raise QualcodeError(_ELSEWHERE[extension])
    if not data.strip():
        raise QualcodeError("error.file_empty")
    formats = {format_: READERS.get(format_) for format_ in READERS}
    named = [format_ for format_, one in formats.items() if extension in one.extensions]
    candidates = dict.fromkeys(
        [*named, *(format_ for format_, one in formats.items() if format_ not in named and one.sniff(data))]
    )
    if not candidates:
        raise QualcodeError("error.no_known_extension", formats=", ".join(READERS))
    if len(candidates) > 1:
        raise QualcodeError("error.looks_like", formats=tuple(candidates))
    return next(iter(candidates))
