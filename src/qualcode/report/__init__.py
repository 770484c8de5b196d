"""What people get: builders turn frames into an `Output`, renderers turn an `Output` into bytes, one file a format.

To add a renderer: write `report/renderers/NAME.py` with `render(output, words, settings) -> bytes`, add a line to `RENDERERS`,
and the golden tests pick it up.
"""

from collections.abc import Callable
from pathlib import PurePath

from qualcode.errors import QualcodeError
from qualcode.model.settings import Settings
from qualcode.registry import Registry
from qualcode.report.tree import Output
from qualcode.text import Words

Renderer = Callable[[Output, Words, Settings], bytes]

RENDERERS: Registry[Renderer] = Registry(
    "output format",
    {
        ".docx": "qualcode.report.renderers.docx:render",
        ".xlsx": "qualcode.report.renderers.xlsx:render",
        ".csv": "qualcode.report.renderers.csv:render",
        ".md": "qualcode.report.renderers.markdown:render",
        ".html": "qualcode.report.renderers.html:render",
        ".tex": "qualcode.report.renderers.tex:render",
        ".json": "qualcode.report.renderers.json:render",
    },
)
WITHOUT_PICTURES = (".md", ".tex")  # formats whose pictures are files beside the document


def extension_of(name: str, more: tuple[str, ...] = ()) -> str:
    """The extension that picks the renderer; an unknown one is refused."""
    extension = PurePath(name).suffix.casefold()
    if extension not in RENDERERS.entries:
        raise QualcodeError(f"{name}: the extension picks the format, one of {', '.join((*more, *RENDERERS))}.")
    return extension
