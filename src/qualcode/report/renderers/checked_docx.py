"""A copy of somebody's Word file with comments where something was found."""

import io
from collections.abc import Iterable
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from qualcode.model.controls import writable
from qualcode.report.tables.verification import Finding
from qualcode.text import Words

_AUTHOR = "qualcode"


def render(data: bytes, findings: Iterable[Finding], words: Words) -> tuple[bytes, int]:
    """The file with a comment for each finding that is not as it should be; returns how many those are."""
    document = Document(io.BytesIO(data))
    paragraphs = list(document.element.body.iter(qn("w:p")))
    number = 0
    for one in findings:
        told = comment_of(one, words)
        if not told or one.place is None or one.place[0] >= len(paragraphs):
            continue
        paragraph = Paragraph(paragraphs[one.place[0]], document)
        runs = _runs(paragraph, *one.place[1:])
        if runs:
            document.add_comment(runs, text=writable(told), author=_AUTHOR, initials="q")
            number += 1
    out = io.BytesIO()
    document.save(out)
    return out.getvalue(), number


def comment_of(one: Finding, words: Words) -> str:
    """What is said of a finding in the margin; "" of one that is as it should be."""
    if one.status in ("verbatim", "literature", "as-now", "unused"):
        return ""
    place = f"{one.transcript}, {one.turn}" if one.turn else one.transcript
    return words.of(
        "verified.comment",
        one.status,
        place=place,
        told=one.difference or one.found,
        respondent=one.respondent,
        stated=one.stated,
        found=one.found,
    )


def _runs(paragraph: Any, start: int, end: int) -> list[Run]:
    """The runs of a paragraph in which a stretch of its text begins and ends."""
    found: list[Run] = []
    at = 0
    for element in paragraph._p.iter(qn("w:r")):
        if element.getparent().tag in (qn("w:del"), qn("w:moveFrom")):
            continue
        run = Run(element, paragraph)
        length = len(run.text)
        if at < end and start < at + max(length, 1):
            found.append(run)
        at += length
    chosen = found or list(paragraph.runs)
    direct = [run for run in chosen if run._r.getparent() is paragraph._p]
    return [direct[0], direct[-1]] if direct else []
