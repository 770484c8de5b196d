"""The formats of what people get: one record each, from which files, prints, help and refusals come.

To add one: `report/renderers/NAME.py` with `render(output, words, settings) -> bytes`, and a line in `FORMATS`. The golden
tests pick it up.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING

from qualcode.errors import QualcodeError, unknown
from qualcode.registry import load

if TYPE_CHECKING:
    from qualcode.model.settings import Settings
    from qualcode.report.document import Output
    from qualcode.text import Words

    Renderer = Callable[[Output, Words, Settings], bytes]


@dataclass(frozen=True)
class OutputFormat:
    renderer: str  # module:function, (Output, Words, Settings) -> bytes
    document: bool = False  # holds a whole report, and not tables alone
    text: bool = False  # may be printed: `--format`
    data: bool = False  # the data alone: the notes of a table are told beside it
    pictures_beside: bool = False  # pictures are files of their own, which it names
    printer: str = ""  # module:function, the same -> pieces of text, where what is printed is not what a file holds
    writer: str = ""  # module:function, the same -> the file in pieces, where it may be a large one

    def render(self, output: "Output", words: "Words", settings: "Settings") -> bytes:
        """What a file holds."""
        renderer: Renderer = load(self.renderer)
        return renderer(output, words, settings)

    def pieces(self, output: "Output", words: "Words", settings: "Settings") -> Iterable[bytes]:
        """The same in pieces."""
        if self.writer:
            found: Iterable[bytes] = load(self.writer)(output, words, settings)
            return found
        return (self.render(output, words, settings),)

    def printed(self, output: "Output", words: "Words", settings: "Settings") -> Iterable[str]:
        """What standard output gets, in pieces."""
        if self.printer:
            pieces: Iterable[str] = load(self.printer)(output, words, settings)
            return pieces
        return (piece.decode("utf-8", "surrogatepass") for piece in self.pieces(output, words, settings))


FORMATS: dict[str, OutputFormat] = {
    ".docx": OutputFormat("qualcode.report.renderers.docx:render", document=True),
    ".xlsx": OutputFormat("qualcode.report.renderers.xlsx:render"),
    ".csv": OutputFormat(
        "qualcode.report.renderers.csv:render",
        text=True,
        data=True,
        printer="qualcode.report.renderers.csv:printed",
        writer="qualcode.report.renderers.csv:pieces",
    ),
    ".md": OutputFormat(
        "qualcode.report.renderers.markdown:render",
        document=True,
        text=True,
        pictures_beside=True,
        writer="qualcode.report.renderers.markdown:pieces",
    ),
    ".html": OutputFormat(
        "qualcode.report.renderers.html:render",
        document=True,
        text=True,
        writer="qualcode.report.renderers.html:pieces",
    ),
    ".tex": OutputFormat("qualcode.report.renderers.tex:render", document=True, text=True, pictures_beside=True),
    ".json": OutputFormat(
        "qualcode.report.renderers.json:render",
        text=True,
        data=True,
        writer="qualcode.report.renderers.json:pieces",
    ),
}
TERMINAL = "table"  # `--format`: as wide as the terminal is


def format_of(name: str, more: Iterable[str] = ()) -> OutputFormat:
    """The format that the extension of a file's name picks; an unknown one is refused. `more`: others that would do."""
    extension = PurePath(name).suffix.casefold()
    if extension not in FORMATS:
        raise QualcodeError("error.extensions", name=name, formats=", ".join((*more, *FORMATS)))
    return FORMATS[extension]


def documents() -> dict[str, OutputFormat]:
    """Those that hold a whole report."""
    return {extension: one for extension, one in FORMATS.items() if one.document}


def printed_as() -> tuple[str, ...]:
    """What `--format` may be."""
    return (TERMINAL, *(extension[1:] for extension, one in FORMATS.items() if one.text))


def printed_format(name: str) -> OutputFormat | None:
    """The format to print in; None for the terminal's own. An unknown one is refused."""
    if name not in printed_as():
        raise unknown("thing.format", name, printed_as())
    return None if name == TERMINAL else FORMATS[f".{name}"]
