"""Other people's files: one reader a format, each `bytes -> Draft`.

To add one: write `formats/NAME.py` with `read(data: bytes) -> Draft`, add a line to `READERS` and `EXTENSIONS`, and put
a sample into tests/data/formats/; the tests that hold for every importer then run on it.
"""

from collections.abc import Callable

from qualcode.errors import QualcodeError
from qualcode.formats.draft import Draft
from qualcode.registry import Registry

READERS: Registry[Callable[[bytes], Draft]] = Registry(
    "format",
    {
        "txt": "qualcode.formats.plain:read",
        "md": "qualcode.formats.plain:read_markdown",
        "docx": "qualcode.formats.word:read",
        "vtt": "qualcode.formats.subtitles:read_vtt",
        "srt": "qualcode.formats.subtitles:read_srt",
    },
)
EXTENSIONS = {".txt": "txt", ".md": "md", ".markdown": "md", ".docx": "docx", ".vtt": "vtt", ".srt": "srt"}
_ELSEWHERE = {
    ".doc": "an old Word file; open it in Word and save it as .docx",
    ".odt": "an OpenDocument file; save it as .docx",
    ".rtf": "a rich-text file; save it as .docx",
    ".pdf": "a PDF; import the document it was made from, or its text as .txt",
}


def detect(name: str, data: bytes) -> str:
    """The format of a file by its name and first bytes; where these disagree, an error that names the candidates."""
    extension = "." + name.rpartition(".")[2].casefold() if "." in name else ""
    if extension in _ELSEWHERE:
        raise QualcodeError(f"{name} is {_ELSEWHERE[extension]}.")
    if not data.strip():
        raise QualcodeError(f"{name} is empty.")
    candidates = dict.fromkeys(found for found in (EXTENSIONS.get(extension), sniff(data)) if found)
    if not candidates:
        raise QualcodeError(f"{name} has no known extension; say what it is with --from ({', '.join(READERS)}).")
    if len(candidates) > 1:
        raise QualcodeError(f"{name} looks like {' and like '.join(candidates)}; say which with --from.")
    return next(iter(candidates))


def sniff(data: bytes) -> str:
    """The format that the first bytes give away, or ""."""
    head = data[:400].removeprefix(b"\xef\xbb\xbf").lstrip()
    if data[:4] == b"PK\x03\x04":
        return "docx"
    if head.startswith(b"WEBVTT"):
        return "vtt"
    if b" --> " in head and head[:1].isdigit() and b"," in head.split(b" --> ")[0]:
        return "srt"
    return ""
