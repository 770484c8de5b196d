"""Drawing with matplotlib: one look, and bytes that depend on the drawing alone."""

import io
import textwrap
import unicodedata
import warnings
from typing import TYPE_CHECKING, Any

from qualcode.report.tree import Data, Figure, Output, Report
from qualcode.report.view import View

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Canvas

WIDTH = 6.3  # inches: the text of an A4 page with margins of 2.5 cm
_DPI = 300  # what journals and printers ask for
_LOOK: Any = {
    "font.family": "DejaVu Sans",  # matplotlib brings it along: the same letters on every machine
    "font.size": 8,
    "svg.fonttype": "path",
    "svg.hashsalt": "qualcode",  # ids in an SVG are random without it
    "axes.spines.top": False,
    "axes.spines.right": False,
    "hatch.linewidth": 0.6,
    "text.parse_math": False,  # a dollar sign in a name is a dollar sign
}
GREYS = ("0.25", "0.75", "0.5", "0.9")
HATCHES = ("", "///", "...", "xx")


def canvas(height: float) -> "tuple[Canvas, Any]":
    """An empty figure of the page's width and its one pair of axes. `height` in inches."""
    import matplotlib as mpl
    from matplotlib.figure import Figure as Canvas

    mpl.rcParams.update(_LOOK)
    figure = Canvas(figsize=(WIDTH, height), layout="constrained")
    return figure, figure.subplots()


def plain(text: str) -> str:
    """Text that every format of a figure can hold."""
    return "".join("\ufffd" if unicodedata.category(one) in ("Cc", "Cs") else one for one in text)


def wrapped(text: str, width: int = 28) -> str:
    """Text in lines of so many letters."""
    text = plain(text)
    return "\n".join(textwrap.wrap(text, width)) or text


def output(view: View, drawn: "Canvas", name: str, title: str, alt: str, data: Data, notes: tuple[str, ...]) -> Output:
    """The drawing as a figure of a report, with the table that it shows."""
    figure = Figure(name, title, alt, _bytes(drawn, "svg"), _bytes(drawn, "png"), notes)
    return Output(data, Report(title, (figure,), view.project.changed), view.warnings)


def _bytes(drawn: "Canvas", kind: str) -> bytes:
    import matplotlib as mpl

    file = io.BytesIO()
    told = {"Date": None, "Creator": None} if kind == "svg" else {"Software": None}
    with mpl.rc_context(_LOOK), warnings.catch_warnings():
        warnings.filterwarnings(
            "ignore", "Glyph .* missing from font"
        )  # a box is drawn, and the alternative text has it
        drawn.savefig(file, format=kind, dpi=_DPI, metadata=told)
    return file.getvalue()
