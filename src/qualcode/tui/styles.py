"""The rows of a page as styled pieces: speech, codings, selection, places found, and the margin beside them.

What a colour says is said a second time: bars have a shape for each lane, speech that is coded is underlined where
there are no colours, the word at the cursor is reversed, evidence is bold and underlined.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from rich.cells import cell_len, set_cell_size
from rich.color import Color, blend_rgb
from rich.color_triplet import ColorTriplet
from rich.segment import Segment
from rich.style import Style

from qualcode.desk.panels import label_of, signs
from qualcode.desk.session import Session
from qualcode.model.codebook import Codebook
from qualcode.model.span import Span
from qualcode.tui.page import BARS, NUMBER, Bar, Marked, PageLine, TranscriptPage, bars

# Okabe and Ito (2008), "Color Universal Design": told apart with every kind of colour vision; black left out.
PALETTE = ("#E69F00", "#56B4E9", "#009E73", "#F0E442", "#0072B2", "#D55E00", "#CC79A7")
_TINT = 0.30  # how much of a code's colour lies behind its words


@dataclass(frozen=True)
class Inks:
    """What the terminal can show. `colours`: False where it has 16 or none, or where they are not wanted."""

    colours: bool = True
    dark: bool = True

    @property
    def paper(self) -> str:
        return "#15181d" if self.dark else "#fbfaf7"

    @property
    def ink(self) -> str:
        return "#e6e3dc" if self.dark else "#1d2126"

    def style(self, name: str) -> Style:
        return _STYLES[self.colours, self.dark].get(name, Style.null())

    def tint(self, colour: str) -> Style:
        return _tint(colour, self.paper, self.ink) if self.colours else Style(underline=True)

    def bar(self, colour: str) -> Style:
        return Style(color=Color.from_triplet(_legible(colour, self.paper, self.ink))) if self.colours else Style.null()


@cache
def _tint(colour: str, paper: str, ink: str) -> Style:
    mixed = blend_rgb(_parsed(paper), _legible(colour, paper, ink), _TINT)
    return Style(bgcolor=Color.from_triplet(mixed))


@cache
def _legible(colour: str, paper: str, ink: str) -> ColorTriplet:
    """The colour, mixed with ink until it stands out from the paper: 3 to 1 (WCAG 2.2, 1.4.11)."""
    shades = (blend_rgb(_parsed(colour), _parsed(ink), step / 10) for step in range(11))
    return next((shade for shade in shades if _contrast(shade, _parsed(paper)) >= 3), _parsed(ink))


def _contrast(one: ColorTriplet, other: ColorTriplet) -> float:
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: ColorTriplet) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [part / 255 for part in colour]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _parsed(colour: str) -> ColorTriplet:
    return Color.parse(colour).get_truecolor()


_ALWAYS = {"label": "bold", "cursor": "reverse", "selected-cursor": "bold underline", "lit": "bold underline"}
_PLAIN = {
    "fragment": "underline",
    "interviewer": "dim",
    "selection": "reverse",
    "hit": "bold underline",
    "number": "dim",
    "name": "",
}
_DARK = {
    "fragment": "#ffffff on #2f5d8a", "interviewer": "#9aa3ad", "selection": "#ffffff on #2f5d8a", "hit": "#000000 on #d8b93c", "here": "on #20252d",
    "number": "#7d8691", "name": "#c3c9d0", "lit": "bold underline #ffd479",
}  # fmt: skip
_LIGHT = {
    "fragment": "#000000 on #a9cdee", "interviewer": "#5d666f", "selection": "#000000 on #a9cdee", "hit": "#000000 on #f3d95c", "here": "on #efece4",
    "number": "#6f7780", "name": "#343a40", "lit": "bold underline #8a3b00",
}  # fmt: skip
_STYLES: Mapping[tuple[bool, bool], dict[str, Style]] = {
    (colours, dark): {
        name: Style.parse(text) for name, text in (_ALWAYS | (_DARK if dark else _LIGHT) if colours else _ALWAYS | _PLAIN).items() if text
    }
    for colours in (True, False)
    for dark in (True, False)
}  # fmt: skip


def colours_of(codebook: Codebook) -> dict[str, str]:
    """Each code's own colour, else one by its place in the codebook."""
    return {code.id: code.color or PALETTE[place % len(PALETTE)] for place, code in enumerate(codebook.codes)}


@dataclass(frozen=True)
class Margin:
    """The bars of a page and the names beside them, by row."""

    marked: tuple[Marked, ...]
    colours: tuple[str, ...]
    bars: Mapping[int, tuple[Bar, ...]]
    names: Mapping[int, Sequence[int]]

    @classmethod
    def of(cls, page: TranscriptPage, session: Session) -> "Margin":
        codings = (*session.mine.applied, *session.others)
        known, inks = session.codebook.by_id, colours_of(session.codebook)
        marked, colours = [], []
        for coding in codings:
            code = known.get(session.code_of(coding))
            whose = f"{coding.coder}:" if coding in session.others else ""
            parts = (whose, signs(coding), code.name if code else coding.code)  # what would be cut off goes first
            marked.append(Marked(coding.span, " ".join(filter(None, parts))))
            colours.append(inks[code.id] if code else PALETTE[0])
        found, names = bars(page, marked)
        by_row: dict[int, list[Bar]] = {}
        for bar in found:
            for row in range(bar.first, bar.last + 1):
                by_row.setdefault(row, []).append(bar)
        return cls(tuple(marked), tuple(colours), {row: tuple(several) for row, several in by_row.items()}, names)


@dataclass(frozen=True)
class Painter:
    """Paints the rows of a page as a session stands. `lit`: the words that a suggestion goes by."""

    page: TranscriptPage
    margin: Margin
    session: Session
    inks: Inks
    lit: tuple[Span, ...] = ()

    def row(self, number: int) -> list[Segment]:
        """One row, as wide as the page."""
        if not 0 <= number < len(self.page.lines):
            return [Segment(" " * self.page.width)]
        line = self.page.lines[number]
        pieces = [self._gutter(line), *self._speech(line, number)]
        used = sum(piece.cell_length for piece in pieces)
        room = NUMBER + self.page.room
        return [*pieces, Segment(" " * max(room - used, 0)), *self._beside(number)]

    def _gutter(self, line: PageLine) -> Segment:
        if not line.first:
            return Segment(" " * NUMBER)
        here = self.session.turn
        mark = "▸" if here and here.number == line.turn else " "
        return Segment(f"{mark}{line.turn:>{NUMBER - 2}} ", self.inks.style("number"))

    def _speech(self, line: PageLine, number: int) -> Iterator[Segment]:
        transcript = self.session.units.transcript
        turn = transcript.turns[line.turn - 1] if line.turn else None
        asked = turn is not None and not turn.is_respondent
        voice = self.inks.style("interviewer") if asked or turn is None else Style.null()
        if turn and line.first and (label := label_of(turn, transcript)):
            yield Segment(label, voice + self.inks.style("label"))
        layers = [(span, style) for span, style in self._layers(number) if _meet(span, line)]
        cuts = {line.start, line.end}
        for span, _ in layers:
            cuts |= {max(span.start, line.start), min(span.end, line.end)}
        points = sorted(cuts)
        for start, end in pairwise(points):
            style = voice
            for span, more in layers:
                if span.start <= start and end <= span.end:
                    style += more
            yield Segment(self.page.text[start:end].replace("\n", " ").replace("\t", " "), style)

    def _layers(self, number: int) -> Iterator[tuple[Span, Style]]:
        """The spans that change how text looks, the ones that go before the others last."""
        session, inks = self.session, self.inks
        if session.selection is None and session.mode == "read":
            yield session.span, inks.style("here")
        items = sorted(self.margin.bars.get(number, ()), key=lambda bar: -len(self.margin.marked[bar.item].span))
        for bar in items:
            yield self.margin.marked[bar.item].span, inks.tint(self.margin.colours[bar.item])
        for hit in session.hits:
            yield hit, inks.style("hit")
        if session.selection:
            yield session.selection, inks.style("selection")
        for span in self.lit:
            yield span, inks.style("lit")
        if session.mode == "read":
            word = session.units.around("word", session.cursor)
            yield word, inks.style("selected-cursor" if session.selection else "cursor")

    def _beside(self, number: int) -> Iterator[Segment]:
        """The bars, and names where there is room for them."""
        lanes = {bar.lane: bar for bar in self.margin.bars.get(number, ())}
        for lane, shape in enumerate(BARS):
            bar = lanes.get(lane)
            yield Segment(shape, self.inks.bar(self.margin.colours[bar.item])) if bar else Segment(" ")
        left = self.page.margin - len(BARS)
        items = self.margin.names.get(number, ()) if left > len(BARS) else ()
        text = " " + ", ".join(f"{self._shape(item, number)}{self.margin.marked[item].name}" for item in items)
        if items and cell_len(text) > left:
            text = set_cell_size(text, left - 1) + "…"
        yield Segment(set_cell_size(text if items else "", left), self.inks.style("name"))

    def _shape(self, item: int, number: int) -> str:
        """The shape of the bar that a name belongs to, on this row or just above."""
        for row in (number, number - 1):
            for bar in self.margin.bars.get(row, ()):
                if bar.item == item:
                    return BARS[bar.lane]
        return ""


def _meet(span: Span, line: PageLine) -> bool:
    return span.start < line.end and line.start < span.end
