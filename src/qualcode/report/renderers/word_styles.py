"""The look of a Word document: our own styles, or those of the school's file with what it lacks.

Tables, their captions and notes have styles of their own. They take font and colour from Normal, or from a style of the
same name in the school's file, and everything else is set here: what a school wants for its running text (a first-line
indent, lines and a half, justified) breaks a table.
"""

import re
from typing import Any, NamedTuple

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_PARAGRAPH_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

from qualcode.model.controls import writable
from qualcode.report.document import Report
from qualcode.report.renderers.school import empty_document
from qualcode.report.renderers.word_xml import field
from qualcode.text import Words

_FONT = "Times New Roman"
_SERIFS = ("Times", "Roman", "Serif", "Georgia", "Garamond", "Cambria", "Palatino", "Antiqua", "Century", "Constantia")
_LOCALES = {"nl": "nl-NL", "en": "en-GB"}
_HEADINGS = ("Heading 1", "Heading 2", "Heading 3")
_STYLES = ("Title", "Quote", "toc 1", "toc 2", "table of figures")
_PARAGRAPH = (  # the order is that of the schema
    '<w:keepNext w:val="{keep}"/><w:keepLines w:val="{whole}"/><w:pageBreakBefore w:val="0"/><w:widowControl/>'
    '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>'
    '<w:pBdr><w:top w:val="nil"/><w:left w:val="nil"/><w:bottom w:val="nil"/><w:right w:val="nil"/></w:pBdr>'
    '<w:shd w:val="clear" w:color="auto" w:fill="auto"/><w:suppressAutoHyphens w:val="0"/><w:snapToGrid w:val="0"/>'
    '<w:spacing w:before="{before}" w:beforeAutospacing="0" w:after="{after}" w:afterAutospacing="0" w:line="240" w:lineRule="auto"/>'
    '<w:ind w:left="0" w:leftChars="0" w:right="0" w:rightChars="0" w:hanging="0" w:hangingChars="0" w:firstLine="0" w:firstLineChars="0"/>'
    '<w:contextualSpacing w:val="0"/><w:jc w:val="left"/><w:outlineLvl w:val="9"/>'
)
_OFF = "i iCs caps smallCaps strike dstrike outline shadow emboss imprint vanish".split()
_LETTERS = (
    '<w:b w:val="{bold}"/><w:bCs w:val="{bold}"/>'
    + "".join(f'<w:{name} w:val="0"/>' for name in _OFF)
    + '<w:spacing w:val="0"/><w:w w:val="100"/><w:position w:val="0"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
    '<w:u w:val="none"/><w:bdr w:val="nil"/><w:shd w:val="clear" w:color="auto" w:fill="auto"/><w:vertAlign w:val="baseline"/>'
)


class TableStyle(NamedTuple):
    """A style of a table or what stands around it. Points, but for the space around a paragraph: twips."""

    name: str
    size: int
    before: int
    after: int
    bold: bool = False
    keep: bool = False  # with what follows
    whole: bool = False  # on one page


TEXT = TableStyle("Table Text", 10, 40, 40)
HEAD = TableStyle("Table Head", 10, 40, 40, bold=True, keep=True)
NOTE = TableStyle("Table Note", 9, 80, 200, whole=True)
CAPTION = TableStyle("Caption", 11, 240, 120, keep=True)
TABLE_STYLES = (TEXT, HEAD, NOTE, CAPTION)
USED = (  # all styles that a document uses, as Word writes their names
    *_STYLES, *(name.casefold() for name in _HEADINGS), *(style.name for style in (TEXT, HEAD, NOTE)), "caption",
)  # fmt: skip


def blank_document(report: Report, words: Words) -> Any:
    """An empty document: A4 with our styles, or the school's own file emptied of its text."""
    if report.template:
        document = empty_document(report.template, USED)
    else:
        document = Document()
        _a4(document)
        own_styles(document)
    table_styles(document, smaller=bool(report.template))
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), _LOCALES[words.language])
    document.styles["Normal"].element.get_or_add_rPr().append(language)
    missing_styles(document)
    _hyphenate(document)
    return document


def has_serifs(document: Any) -> bool:
    """Whether running text has serifs: as the file's own list of fonts says, or the name of the font."""
    font = _font(document)
    listed = re.search(rf'<w:font w:name="{re.escape(font)}".*?</w:font>', _part(document, "/fontTable"), re.DOTALL)
    family = re.search(r'<w:family w:val="(roman|swiss|modern)"', listed[0]) if listed else None
    return family[1] == "roman" if family else any(name in font for name in _SERIFS)


def _font(document: Any) -> str:
    """The font of Normal: its own, or what the file falls back on, which may be named by the theme."""
    for letters in (
        document.styles["Normal"].element.rPr,
        document.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:rPr')}"),
    ):
        fonts = letters.find(qn("w:rFonts")) if letters is not None else None
        if fonts is not None and (kind := fonts.get(qn("w:asciiTheme"))):
            tag = "majorFont" if kind.startswith("major") else "minorFont"
            theme = re.search(rf'<a:{tag}>.*?<a:latin typeface="([^"]*)"', _part(document, "/theme"), re.DOTALL)
            if theme:
                return theme[1]
        if fonts is not None and (name := fonts.get(qn("w:ascii"))):
            return str(name)
    return _FONT  # what Word takes where nobody says


def _part(document: Any, kind: str) -> str:
    """A part of the file as text; empty where it has none."""
    parts = (one.target_part.blob for one in document.part.rels.values() if one.reltype.endswith(kind))
    return next(parts, b"").decode("utf-8", "replace")


def _a4(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2.5)


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


def table_styles(document: Any, smaller: bool = False) -> None:
    """The styles of tables. `smaller`: a point less, as a school's font is likely to run wider than ours."""
    known = {style.name: style.element for style in document.styles}
    normal = document.styles["Normal"].style_id
    for style in TABLE_STYLES:
        element = known.get(style.name)
        if element is None:
            element = document.styles.add_style(style.name, WD_STYLE_TYPE.PARAGRAPH).element
        size = 2 * (style.size - (smaller and style in (TEXT, HEAD)))
        made = parse_xml(
            f'<w:style {nsdecls("w")}><w:basedOn w:val="{normal}"/>'
            f"<w:pPr>{_PARAGRAPH.format(keep=int(style.keep), whole=int(style.whole), before=style.before, after=style.after)}</w:pPr>"
            f"<w:rPr>{_LETTERS.format(bold=int(style.bold), size=size)}</w:rPr></w:style>"
        )
        based, settings, letters = made
        if smaller or style is not CAPTION:  # Word's own caption is blue, and in a font of its own
            _keep_font_and_color(element, letters)
        for name in ("w:basedOn", "w:next", "w:link", "w:pPr", "w:rPr"):
            for old in element.findall(qn(name)):
                element.remove(old)
        names = [one for one in element if one.tag in (qn("w:name"), qn("w:aliases"))]
        names[-1].addnext(based)
        element.extend((settings, letters))


def _keep_font_and_color(style: Any, letters: Any) -> None:
    """Put the font and the colour that a style has into new settings for its letters, where the schema wants them."""
    there = style.find(qn("w:rPr"))
    font, color = (None if there is None else there.find(qn(f"w:{name}")) for name in ("rFonts", "color"))
    if font is not None:
        letters.insert(0, font)
    if color is not None:
        letters.find(qn("w:spacing")).addprevious(color)


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


def head_and_foot(document: Any, title: str) -> None:
    """The title above, where the school's file has nothing there, and the number of the page below, where it has that nowhere:
    the contents lead to it. Later sections follow.
    """
    section = document.sections[0]
    header, footer = section.header, section.footer
    if title and not _has(header, "t", "instrText", "fldSimple", "drawing", "pict"):
        paragraph = header.paragraphs[0] if header.paragraphs else header.add_paragraph()
        paragraph.add_run(writable(title)).font.size = Pt(9)
    if not any(re.search(r"\bPAGE\b", one) for part in (header, footer) for one in _fields(part)):
        empty = footer.paragraphs and not _has(footer, "t", "drawing", "pict")
        paragraph = footer.paragraphs[0] if empty else footer.add_paragraph()
        paragraph.alignment = WD_PARAGRAPH_ALIGNMENT.CENTER
        field(paragraph, " PAGE ", "1")


def _has(part: Any, *tags: str) -> bool:
    wanted = {qn(f"w:{tag}") for tag in tags}
    return any(one.tag in wanted for one in part._element.iter())


def _fields(part: Any) -> list[str]:
    """The instructions of the fields of a header or footer."""
    whole = [one.get(qn("w:instr")) or "" for one in part._element.iter(qn("w:fldSimple"))]
    return [*whole, "".join(one.text or "" for one in part._element.iter(qn("w:instrText")))]


def update_fields(document: Any) -> None:
    """Have Word fill in the numbers of the pages when the document is opened; it asks before it does."""
    _set(document, "w:updateFields", "true")


def _hyphenate(document: Any) -> None:
    """Long words break at a syllable, where the language knows how; not in capitals, which are abbreviations."""
    _set(document, "w:autoHyphenation", "true")
    _set(document, "w:doNotHyphenateCaps", "true")


# The settings of a document in the order of the schema, as far as the last of ours.
_ORDER = (
    "writeProtection view zoom removePersonalInformation removeDateAndTime doNotDisplayPageBoundaries displayBackgroundShape"
    " printPostScriptOverText printFractionalCharacterWidth printFormsData embedTrueTypeFonts embedSystemFonts saveSubsetFonts"
    " saveFormsData mirrorMargins alignBordersAndEdges bordersDoNotSurroundHeader bordersDoNotSurroundFooter gutterAtTop"
    " hideSpellingErrors hideGrammaticalErrors activeWritingStyle proofState formsDesign attachedTemplate linkStyles"
    " stylePaneFormatFilter stylePaneSortMethod documentType mailMerge revisionView trackRevisions doNotTrackMoves"
    " doNotTrackFormatting documentProtection autoFormatOverride styleLockTheme styleLockQFSet defaultTabStop"
    " autoHyphenation consecutiveHyphenLimit hyphenationZone doNotHyphenateCaps showEnvelope summaryLength clickAndTypeStyle"
    " defaultTableStyle evenAndOddHeaders bookFoldRevPrinting bookFoldPrinting bookFoldPrintingSheets"
    " drawingGridHorizontalSpacing drawingGridVerticalSpacing displayHorizontalDrawingGridEvery"
    " displayVerticalDrawingGridEvery doNotUseMarginsForDrawingGridOrigin drawingGridHorizontalOrigin"
    " drawingGridVerticalOrigin doNotShadeFormData noPunctuationKerning characterSpacingControl printTwoOnOne"
    " strictFirstAndLastChars noLineBreaksAfter noLineBreaksBefore savePreviewPicture doNotValidateAgainstSchema"
    " saveInvalidXml ignoreMixedContent alwaysShowPlaceholderText doNotDemarcateInvalidXml saveXmlDataOnly"
    " useXSLTWhenSaving saveThroughXslt showXMLTags alwaysMergeEmptyNamespace updateFields"
).split()


def _set(document: Any, name: str, value: str) -> None:
    """A setting of the document, at its place in the order of the schema (ISO/IEC 29500-1, 17.15.1.78)."""
    settings = document.settings.element
    element = settings.find(qn(name))
    if element is None:
        order = [qn(f"w:{one}") for one in _ORDER]
        earlier = order[: order.index(qn(name))]
        place = max((at + 1 for at, one in enumerate(settings) if one.tag in earlier), default=0)
        element = OxmlElement(name)
        settings.insert(place, element)
    element.set(qn("w:val"), value)
