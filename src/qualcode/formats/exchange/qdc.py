"""REFI-QDA codebooks (.qdc): the exchange format of ATLAS.ti, MAXQDA, NVivo, QualCoder and others.

Written after the published schema (REFI-QDA 1.5, section 5.2, `urn:QDA-XML:codebook:1.0`). Read tolerantly: any
namespace, empty `Sets`, colours as `#abc` or `rgb(…)`. No document type declaration is read, so no entity expands.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from qualcode.errors import QualcodeError
from qualcode.formats.exchange.codes import Exchanged, ExchangedSet, FoundCodes, with_parents
from qualcode.model.controls import writable
from qualcode.text import Say

_NAMESPACE = "urn:QDA-XML:codebook:1.0"
_LARGEST = 16 * 2**20  # bytes; ten thousand codes with a page each are less
_DEEPEST = 50
_RGB = re.compile(r"rgba?\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})")


def write(codes: Sequence[Exchanged], sets: Sequence[tuple[str, str, Sequence[int]]], origin: str) -> bytes:
    """The file. `sets` are (name, description, places in `codes`); guids are made of the paths, so they stay the same."""
    root = Element("CodeBook", {"xmlns": _NAMESPACE, "origin": origin})
    holder = SubElement(root, "Codes")
    homes: dict[tuple[str, ...], Element] = {(): holder}
    for code in codes:
        attributes = {"guid": _guid(code.path), "name": writable(code.path[-1]), "isCodable": "true"}
        if code.color:
            attributes["color"] = code.color
        element = SubElement(homes[code.path[:-1]], "Code", attributes)
        homes[code.path] = element
        if code.description:
            SubElement(element, "Description").text = writable(code.description)
    if sets:
        group = SubElement(root, "Sets")
        for name, description, members in sets:
            one = SubElement(group, "Set", {"guid": _guid(("set", name)), "name": writable(name)})
            if description:
                SubElement(one, "Description").text = writable(description)
            for place in members:
                SubElement(one, "MemberCode", {"guid": _guid(codes[place].path)})
    ElementTree.indent(root)
    body: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return body + b"\n"


def _guid(path: Sequence[str]) -> str:
    return str(uuid5(NAMESPACE_URL, "qualcode:" + "\x1f".join(path)))


def read(name: str, data: bytes) -> FoundCodes:
    """The codes, parents before children, and the sets of them."""
    if len(data) > _LARGEST:
        raise QualcodeError("error.codebook_too_large", name=name, mib=len(data) // 2**20)
    if b"<!DOCTYPE" in data.replace(b"\0", b"").upper():
        raise QualcodeError("error.document_type", name=name)
    try:
        root = ElementTree.fromstring(data)
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        line = getattr(error, "position", (0, 0))[0]
        place = f"{name}:{line}" if line else name
        raise QualcodeError("error.no_xml", place=place) from None
    guids: dict[str, tuple[str, ...]] = {}
    holders = [child for child in root if _local(child) == "Codes"]
    codes, told = with_parents([code for holder in holders for code in _codes(name, holder, (), guids)])
    if not codes:
        raise QualcodeError("error.no_codes_in_qdc", name=name)
    sets = [_set(one, guids) for child in root if _local(child) == "Sets" for one in child if _local(one) == "Set"]
    told += [Say("mind.empty_set", name=one.name) for one in sets if not one.paths]
    return FoundCodes(codes, tuple(one for one in sets if one.paths), tuple(told))


def _set(node: Element, guids: Mapping[str, tuple[str, ...]]) -> ExchangedSet:
    members = [one.get("guid", one.get("targetGUID", "")) for one in node if _local(one) == "MemberCode"]
    paths = tuple(dict.fromkeys(guids[guid.casefold()] for guid in members if guid.casefold() in guids))
    texts = (one.text or "" for one in node if _local(one) == "Description")
    return ExchangedSet(" ".join(node.get("name", "").split()), "\n".join(texts).strip(), paths)


def _codes(name: str, node: Element, above: tuple[str, ...], guids: dict[str, tuple[str, ...]]) -> Iterator[Exchanged]:
    """The codes below a node; `guids` takes up the path of each."""
    if len(above) > _DEEPEST:
        raise QualcodeError("error.codes_too_deep", name=name, most=_DEEPEST)
    for child in node:
        if _local(child) != "Code":
            continue
        own = " ".join(child.get("name", "").split())
        if not own:
            raise QualcodeError("error.code_without_name", name=name)
        texts = (one.text or "" for one in child if _local(one) == "Description")
        yield Exchanged((*above, own), "\n".join(texts).strip(), _color(child.get("color", "")))
        guids[child.get("guid", "").casefold()] = (*above, own)
        yield from _codes(name, child, (*above, own), guids)


def _local(node: Element) -> str:
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def _color(text: str) -> str:
    """`#rrggbb`, or "" for what is no colour."""
    text = text.strip()
    if numbers := _RGB.match(text):
        parts = [int(number) for number in numbers.groups()]
        return "#{:02x}{:02x}{:02x}".format(*parts) if max(parts) < 256 else ""
    if re.fullmatch(r"#[0-9A-Fa-f]{3}", text):
        text = "#" + "".join(digit * 2 for digit in text[1:])
    return text.lower() if re.fullmatch(r"#[0-9A-Fa-f]{6}", text) else ""
