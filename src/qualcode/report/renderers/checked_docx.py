"""A copy of somebody's Word file with comments where something was found."""

import io
import re
from collections.abc import Iterable
from copy import deepcopy
from itertools import pairwise
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
        runs = _runs(paragraph, one.words, one.place[1])
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


def _runs(paragraph: Paragraph, words: str, start: int) -> list[Run]:
    """The first and last run of the words, which begin near `start`; runs are parted where the words begin and end."""
    runs = [Run(one, paragraph) for one in paragraph._p.iter(qn("w:r")) if not _is_gone(one)]
    text = "".join(run.text for run in runs)
    places = [found.start() for found in re.finditer(re.escape(words), text)] if words else []
    if not places:  # a footnote or another sign stands among them
        direct = [run for run in runs if run._r.getparent() is paragraph._p]
        return [direct[0], direct[-1]] if direct else []
    begin = min(places, key=lambda one: abs(one - start))
    found: list[Run] = []
    at = 0
    for run in runs:
        length = len(run.text)
        for piece, offset, end in _parted(run, begin - at, begin + len(words) - at):
            if at + offset < begin + len(words) and at + end > begin:
                found.append(piece)
        at += length
    return [found[0], found[-1]] if found else []


def _is_gone(run: Any) -> bool:
    return run.getparent().tag in (qn("w:del"), qn("w:moveFrom"))


def _parted(run: Run, *offsets: int) -> list[tuple[Run, int, int]]:
    """A run of plain text as runs that begin at these places of it, each with where it begins and ends there; any other as it is."""
    text = run.text
    inside = sorted({one for one in offsets if 0 < one < len(text)})
    if not inside or any(child.tag not in (qn("w:t"), qn("w:rPr")) for child in run._r):
        return [(run, 0, len(text))]
    found: list[tuple[Run, int, int]] = []
    for begin, end in pairwise([0, *inside, len(text)]):
        piece = run
        if found:
            piece = Run(deepcopy(run._r), run._parent)
            found[-1][0]._r.addnext(piece._r)
        found.append((piece, begin, end))
    for piece, begin, end in found:
        piece.text = text[begin:end]
    return found
