"""The look of a Word document: our own styles, or those of the school's file with what it lacks."""

import io
import re
import zipfile
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from qualcode.report.tree import Report
from qualcode.text import Words

_DOCUMENT = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_FONT = "Times New Roman"
_LOCALES = {"nl": "nl-NL", "en": "en-GB"}
_HEADINGS = ("Heading 1", "Heading 2", "Heading 3")
_STYLES = ("Title", "Caption", "Quote", "toc 1", "toc 2", "table of figures")


def blank_document(report: Report, words: Words) -> Any:
    """An empty document: A4 with our styles, or the school's own file emptied of its text."""
    if report.template:
        document = Document(io.BytesIO(_as_document(report.template)))
        body = document.element.body
        for element in list(body):
            if element.tag != qn("w:sectPr"):
                body.remove(element)
        if body.find(qn("w:sectPr")) is None:
            body.append(OxmlElement("w:sectPr"))
            _a4(document)
        _usual_names(document)
    else:
        document = Document()
        _a4(document)
        own_styles(document)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), _LOCALES[words.language])
    document.styles["Normal"].element.get_or_add_rPr().append(language)
    missing_styles(document)
    return document


def _a4(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2.5)


def _as_document(data: bytes) -> bytes:
    """A Word template (.dotx, .dotm) as a document, which differ by one content type."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "[Content_Types].xml":
                part = re.sub(rb"application/[\w.-]*(?:template|macroEnabled\w*)\.main\+xml", _DOCUMENT, part)
            new.writestr(name, part)
    return out.getvalue()


def _usual_names(document: Any) -> None:
    """Names of built-in styles as Word writes them: other programs capitalise them, or use them for other kinds."""
    usual = {name.casefold(): name for name in ("Normal", "Title", "Quote", *_STYLES)}
    usual |= {name.casefold(): name.casefold() for name in (*_HEADINGS, "Caption")}
    for element in document.styles.element.findall(qn("w:style")):
        name = element.find(qn("w:name"))
        if name is None or (said := name.get(qn("w:val"), "")).casefold() not in usual:
            continue
        paragraph = element.get(qn("w:type"), "paragraph") == "paragraph"
        name.set(qn("w:val"), usual[said.casefold()] if paragraph else f"{said} (template)")
    if "Normal" not in {style.name for style in document.styles}:
        document.styles.add_style("Normal", WD_STYLE_TYPE.PARAGRAPH).element.set(qn("w:default"), "1")


def own_styles(document: Any) -> None:
    """Black Times New Roman, as APA 7 allows; block quotes upright."""
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = _FONT, Pt(11)
    for name in (*_HEADINGS, "Title"):
        style = document.styles[name]
        style.font.name, style.font.color.rgb = _FONT, RGBColor(0, 0, 0)
        fonts = style.element.get_or_add_rPr().find(qn("w:rFonts"))
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            if fonts is not None:
                fonts.attrib.pop(qn(f"w:{theme}"), None)  # a theme's font would win
    quote = document.styles["Quote"].font
    quote.name, quote.italic, quote.color.rgb = _FONT, False, RGBColor(0, 0, 0)
    for border in document.styles["Title"].element.get_or_add_pPr().findall(qn("w:pBdr")):
        border.getparent().remove(border)
    caption = document.styles["Caption"]
    caption.font.name, caption.font.size = _FONT, Pt(11)
    caption.font.bold, caption.font.color.rgb = False, RGBColor(0, 0, 0)


def missing_styles(document: Any) -> None:
    """The styles that are used and that a template may lack; those it has stay as they are."""
    known = {style.name for style in document.styles}
    for name in (*_STYLES, *_HEADINGS):
        if name in known:
            continue
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles["Normal"]
        if name in _HEADINGS:
            style.font.bold = True
            style.paragraph_format.keep_with_next = True
            level = OxmlElement("w:outlineLvl")
            level.set(qn("w:val"), str(_HEADINGS.index(name)))
            style.element.get_or_add_pPr().append(level)
    caption = document.styles["Caption"].paragraph_format
    caption.keep_with_next = True
    caption.space_before, caption.space_after = Pt(12), Pt(6)
