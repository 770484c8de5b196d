"""A school's own Word file as an empty document: its styles, page, header and footer, and nothing else of it.

Schools' files come from many programs, and hold what would spoil or lock the document that is written into them. So one
law and no list: what is taken over is named here, all else of the file's text and page is made anew, and a file that this
cannot be done with is refused in one sentence.
"""

import io
import re
import zipfile
from collections.abc import Iterable
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from qualcode.errors import QualcodeError

_DOCUMENT = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_A4 = {"w": 11906, "h": 16838}  # twips
_MARGINS = {"top": 1417, "right": 1417, "bottom": 1417, "left": 1417, "header": 708, "footer": 708, "gutter": 0}
_LEAST_TEXT = 1134  # twips, 2 cm: with less of them between its margins a page is not believed
_LOCKS = ("writeProtection", "documentProtection", "trackRevisions", "attachedTemplate", "mailMerge")
# what a relation of the document leads to, and is left behind: macros, and what hangs on remarks that are gone
_LEFT = ("/vbaProject", "/wordVbaData", "/keyMapCustomizations", "/attachedToolbars", "/attachedTemplate", "/people",
    "/commentsExtended", "/commentsIds", "/commentsExtensible")  # fmt: skip
_OFF = ("0", "false", "off")


def empty_document(data: bytes, names: Iterable[str]) -> Any:
    """The file without its text. `names` are the styles that will be used, as Word writes them.

    Raises QualcodeError where it cannot be made, or could not be opened again.
    """
    try:
        document = Document(io.BytesIO(_as_document(data)))
        _one_section(document)
        _sound_styles(document, list(names))
        _without_locks(document)
        made = io.BytesIO()
        document.save(made)
        return Document(made)
    except Exception:  # whatever the readers of zip, XML and Word make of a file that no school meant to hand out
        raise QualcodeError("error.no_template") from None


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


def _one_section(document: Any) -> None:
    """One upright page in one column, with the size and margins of the last section, and every header and footer: those
    that the last one takes over from sections before it too.
    """
    body = document.element.body
    sections = [one for one in body.iter(qn("w:sectPr")) if one.getparent().tag != qn("w:sectPrChange")]
    last = sections[-1] if sections else OxmlElement("w:sectPr")
    kinds = (qn("w:headerReference"), qn("w:footerReference"))
    references = {(one.tag, one.get(qn("w:type"))): one for section in sections for one in section if one.tag in kinds}
    size, margins = _numbers(last, "w:pgSz", _A4), _numbers(last, "w:pgMar", _MARGINS)
    size = {"w": min(size.values()), "h": max(size.values())}
    if size["w"] - margins["left"] - margins["right"] - margins["gutter"] < _LEAST_TEXT:
        margins = dict(_MARGINS)
    made = OxmlElement("w:sectPr")
    made.extend(references.values())
    for tag, numbers in (("w:pgSz", size), ("w:pgMar", margins)):
        element = OxmlElement(tag)
        for name, number in numbers.items():
            element.set(qn(f"w:{name}"), str(number))
        made.append(element)
    first = last.find(qn("w:titlePg"))
    if first is not None and first.get(qn("w:val")) not in _OFF:
        made.append(OxmlElement("w:titlePg"))
    for element in list(body):
        body.remove(element)
    body.append(made)


def _numbers(section: Any, tag: str, usual: dict[str, int]) -> dict[str, int]:
    """Whole twips; what is missing, or no number, is as usual."""
    element = section.find(qn(tag))
    found = dict(usual)
    for name in usual if element is not None else ():
        try:
            found[name] = round(float(element.get(qn(f"w:{name}"))))
        except (TypeError, ValueError):
            continue
    return found


def _sound_styles(document: Any, names: list[str]) -> None:
    """Every style with a kind, a name and an id of its own, and those of `names` as Word writes them; one is Normal.

    Other programs capitalise the names of built-in styles, or give them, or their ids, to styles of another kind.
    """
    usual = {name.casefold(): name for name in ("Normal", *names)}
    taken: set[str] = set()
    styles = document.styles.element
    for element in styles.findall(qn("w:style")):
        name = element.find(qn("w:name"))
        if name is None or not name.get(qn("w:val")):
            styles.remove(element)
            continue
        element.set(qn("w:type"), element.get(qn("w:type"), "paragraph"))
        said = name.get(qn("w:val"))
        ours = element.get(qn("w:type")) == "paragraph" and said.casefold() in usual
        wanted = usual[said.casefold()] if ours else said
        if wanted.casefold() in taken or (not ours and said.casefold() in usual):
            wanted = f"{said} (template {len(taken)})"
        name.set(qn("w:val"), wanted)
        taken.add(wanted.casefold())
    _one_normal(document)
    _own_ids(styles, usual.values())


def _one_normal(document: Any) -> None:
    """The style that all others are based on: the default one where none has its name."""
    styles = document.styles.element
    paragraphs = [one for one in styles.findall(qn("w:style")) if one.get(qn("w:type")) == "paragraph"]
    normal = next((one for one in paragraphs if one.find(qn("w:name")).get(qn("w:val")) == "Normal"), None)
    default = next((one for one in paragraphs if one.get(qn("w:default")) not in (None, *_OFF)), None)
    if normal is None and default is not None:
        default.find(qn("w:name")).set(qn("w:val"), "Normal")
        normal = default
    if normal is None:
        normal = document.styles.add_style("Normal", WD_STYLE_TYPE.PARAGRAPH).element
    for one in paragraphs:
        one.attrib.pop(qn("w:default"), None)
    normal.set(qn("w:default"), "1")


def _own_ids(styles: Any, names: Iterable[str]) -> None:
    """No id twice, and none that a style to be made will have, but with the style of that name."""
    kept = {name.replace(" ", "").casefold(): name.casefold() for name in names}
    taken: set[str] = set()
    new: dict[str, str] = {}
    for number, element in enumerate(styles.findall(qn("w:style"))):
        name = element.find(qn("w:name")).get(qn("w:val")).casefold()
        known = element.get(qn("w:styleId")) or ""
        if not known or known in taken or kept.get(known.casefold(), name) != name:
            element.set(qn("w:styleId"), f"template{number}")
            new.setdefault(known, f"template{number}")
        taken.add(element.get(qn("w:styleId")))
    for element in styles.iter(qn("w:basedOn"), qn("w:next"), qn("w:link")):
        known = element.get(qn("w:val"))
        if known in new and known not in taken:
            element.set(qn("w:val"), new[known])


def _without_locks(document: Any) -> None:
    """No password, tracked change, remark or macro of the school's file in the document that is handed in."""
    settings = document.settings.element
    for name in _LOCKS:
        for element in settings.findall(qn(f"w:{name}")):
            settings.remove(element)
    for element in list(document.comments._comments_elm):
        element.getparent().remove(element)
    for key, relation in list(document.part.rels.items()):
        if relation.reltype.endswith(_LEFT):
            del document.part.rels[key]
