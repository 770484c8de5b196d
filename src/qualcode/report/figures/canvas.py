"""Drawing with matplotlib: one look, and bytes that depend on the drawing alone."""

import gc
import io
import logging
import re
import textwrap
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from qualcode.model.controls import replaced, writable
from qualcode.report.document import Data, Figure, Output, Report
from qualcode.report.view import View

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Canvas

WIDTH = 6.3  # inches: the text of an A4 page with margins of 2.5 cm
SMALL = 8  # points: numbers beside bars, words beside arrows
TALLEST = 9.0  # inches: a page without the title and the notes of the figure on it
_LETTERS = 9  # points
_SANS = 8 / 9  # letters without serifs are as much wider
_DPI = 300  # what journals and printers ask for
_LOOK: Any = {
    # matplotlib brings STIX and DejaVu along: the same letters on every machine. The others are for readers of an SVG,
    # which has its words as text. What a font has no letter for comes from the last one.
    "font.family": ["serif", "DejaVu Sans"],
    "font.serif": ["STIXGeneral", "Times New Roman", "Liberation Serif", "serif"],
    "font.size": _LETTERS,
    "svg.fonttype": "none",
    "svg.hashsalt": "qualcode",  # ids in an SVG are random without it
    "axes.spines.top": False,
    "axes.spines.right": False,
    "hatch.linewidth": 0.6,
    "text.parse_math": False,  # a dollar sign in a name is a dollar sign
}
_WITHOUT_SERIFS: Any = {"font.serif": ["DejaVu Sans", "Arial", "Liberation Sans", "sans-serif"]}
GREYS = ("0.25", "0.75", "0.5", "0.9")


def canvas(height: float) -> "tuple[Canvas, Any]":
    """An empty figure of the page's width and its one pair of axes. `height` in inches."""
    # that it looks for the fonts of this computer, once, is nothing to a reader of tables
    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
    import matplotlib as mpl
    from matplotlib.figure import Figure as Canvas

    mpl.rcParams.update(_LOOK)
    figure = Canvas(figsize=(WIDTH, height), layout="constrained")
    return figure, figure.subplots()


def plain(text: str) -> str:
    """Text that every format of a figure can hold."""
    return writable(replaced(text))


def wrapped(text: str, width: int = 28, most: int = 3) -> str:
    """Text in at most so many lines of so many letters; what is cut off stands in the table and in the words."""
    text = plain(text)
    return "\n".join(textwrap.wrap(text, width, max_lines=most, placeholder=" …")) or text


def parts(items: Sequence[str], most: int) -> list[Sequence[str]]:
    """The items in as few parts of at most `most` as there need be, about as many in each."""
    number = -(-len(items) // most)
    edges = [len(items) * at // number for at in range(number + 1)] if number else []
    return [items[start:end] for start, end in pairwise(edges)]


def figure(draw: "Callable[[], Canvas]", name: str, title: str, alt: str, notes: tuple[str, ...]) -> Figure:
    """A figure of a report, drawn when a format asks for its bytes.

    Each time anew: what was laid out once begins elsewhere the next time.
    """

    @cache
    def picture(kind: str, sans: bool = False) -> bytes:
        with _let_go():
            return _bytes(draw(), kind, alt, sans)

    return Figure(name, title, alt, picture, notes)


@contextmanager
def _let_go() -> Iterator[None]:
    """A drawing goes round in circles that only the collector breaks: of a page they hold 20 MiB. It looks at no older object."""
    gc.freeze()
    try:
        yield
    finally:
        gc.collect()
        gc.unfreeze()


def output(view: View, data: Data, *figures: Figure) -> Output:
    """A figure, with the table that it shows; one that takes several pages says of each which it is."""
    title, of = figures[0].title, len(figures)
    if of > 1:
        figures = tuple(
            replace(one, name=f"{one.name}-{at}", title=one.title + view.words("figure.part", at=at, of=of))
            for at, one in enumerate(figures, 1)
        )
    return Output(data, Report(title, figures, view.project.changed), view.warnings)


def _bytes(drawn: "Canvas", kind: str, alt: str, sans: bool) -> bytes:
    import matplotlib as mpl

    file = io.BytesIO()
    told = {"Date": None, "Creator": None} if kind == "svg" else {"Software": None}
    with mpl.rc_context({**_LOOK, **(_WITHOUT_SERIFS if sans else {})}), warnings.catch_warnings():
        # a box is drawn, and the alternative text has it
        warnings.filterwarnings("ignore", "Glyph .* missing from font")
        warnings.filterwarnings("ignore", "constrained_layout not applied")  # names that leave no room for the bars
        if sans:
            _scale(drawn, _SANS)
        drawn.savefig(file, format=kind, dpi=_DPI, metadata=told)
    return _with_words(file.getvalue(), alt) if kind == "svg" else file.getvalue()


def _scale(drawn: "Canvas", factor: float) -> None:
    from matplotlib.text import Text

    for text in drawn.findobj(Text):
        assert isinstance(text, Text)
        text.set_fontsize(float(text.get_fontsize()) * factor)


def _with_words(svg: bytes, alt: str) -> bytes:
    """An SVG that says what it shows, and whose style sheet does not reach the page that it stands in."""
    svg = re.sub(rb" *<defs>\s*<style[^>]*>[^<]*</style>\s*</defs>\n", b"", svg, count=1)
    told = f'<svg role="img" aria-label="{escape(plain(alt))}" stroke-linejoin="round" '
    return svg.replace(b"<svg ", told.encode("utf-8", "replace"), 1)
