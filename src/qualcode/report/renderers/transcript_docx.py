"""A transcript as a Word document with comments. Its body begins with the canonical text, a paragraph a line, so that
comments made on it can be read back: runs of the style for turn numbers are no part of the text, and what stands
behind the text (the codebook) is left alone.
"""

import io
from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from qualcode.formats.word_comments import OURS, TURN_STYLE
from qualcode.model.controls import writable
from qualcode.model.transcript import Transcript
from qualcode.report.document import Part
from qualcode.report.renderers.docx import write_parts
from qualcode.report.renderers.fixed_zip import document_time, refix
from qualcode.report.tables.coded_transcript import Note
from qualcode.text import Words


def render(
    transcript: Transcript,
    text: str,
    notes: Sequence[Note],
    behind: Sequence[Part],
    words: Words,
    changed: str,
    sha: str,
    how: str = "",
) -> bytes:
    """`text`: the transcript's as it may be shown; `behind`: what follows it; `how`: what its reader is asked, in the header."""
    document = Document()
    _look(document)
    if how:
        document.sections[0].header.paragraphs[0].add_run(how).font.size = Pt(9)
    numbers = {transcript.text.rfind("\n", 0, turn.span.start) + 1: turn.number for turn in transcript.turns}
    ids = [_comment(document, note, changed) for note in notes]
    start = 0
    for line in text.split("\n"):
        paragraph = document.add_paragraph()
        if start in numbers:
            paragraph.add_run(f"{numbers[start]}\u2002", style=TURN_STYLE)
        _write(paragraph, line, start, list(zip(ids, notes, strict=True)))
        start += len(line) + 1
    if behind:
        write_parts(document, behind, words, changed)
    properties = document.core_properties
    properties.author = properties.last_modified_by = "qualcode"
    properties.title, properties.revision = transcript.id, 1
    properties.keywords = f"qualcode transcript={transcript.id} text={sha}"
    properties.created = properties.modified = document_time(changed)
    out = io.BytesIO()
    document.save(out)
    return refix(out.getvalue())


def _look(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.top_margin = section.bottom_margin = Cm(2.5)
    section.right_margin = Cm(5)  # room for the hand of a reader on paper
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Times New Roman", Pt(11)
    normal.paragraph_format.space_after = Pt(0)
    style = document.styles.add_style(TURN_STYLE, WD_STYLE_TYPE.CHARACTER)
    style.font.size, style.font.color.rgb = Pt(8), RGBColor(0x55, 0x55, 0x55)


def _comment(document: Any, note: Note, changed: str) -> int:
    comment = document.comments.add_comment(
        text=writable("\n".join(note.lines)), author=f"{note.author}{OURS}", initials=note.author[:3]
    )
    comment._comment_elm.set(qn("w:date"), document_time(changed).isoformat() + "Z")
    return int(comment.comment_id)


def _write(paragraph: Any, line: str, start: int, notes: Sequence[tuple[int, Note]]) -> None:
    """The line in runs, with the marks of the comments that begin or end in it."""
    end = start + len(line)
    here = [(number, note.span) for number, note in notes if note.span.start <= end and note.span.end >= start]
    cuts = sorted(
        {start, end, *(place for _, span in here for place in (span.start, span.end) if start <= place <= end)}
    )
    for at, place in enumerate(cuts):
        for number, span in here:
            if span.end == place and span.start < place:
                paragraph._p.append(_mark("w:commentRangeEnd", number))
                paragraph._p.append(_reference(number))
        for number, span in here:
            if span.start == place:
                paragraph._p.append(_mark("w:commentRangeStart", number))
        if at + 1 < len(cuts):
            paragraph.add_run(writable(line[place - start : cuts[at + 1] - start]))


def _mark(name: str, number: int) -> Any:
    mark = OxmlElement(name)
    mark.set(qn("w:id"), str(number))
    return mark


def _reference(number: int) -> Any:
    run = OxmlElement("w:r")
    run.append(_mark("w:commentReference", number))
    return run
