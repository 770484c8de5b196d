"""The text of a Word document with the comments on it: their places in that text, who made them, and what they say."""

import zipfile
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from qualcode.formats.word import W, read_word, xml_part

TURN_STYLE = "qualcode turn"  # the style of turn numbers, which are no part of the text
OURS = " (qualcode)"  # how the name of an author ends whose comments we wrote ourselves
_SPACES = {f"{W}br": "\n", f"{W}cr": "\n", f"{W}tab": "\t", f"{W}noBreakHyphen": "-", f"{W}softHyphen": "\u00ad"}
_LEFT_OUT = {f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}pPr", f"{W}rPr"}
_CORE = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}"


@dataclass(frozen=True)
class Comment:
    """`start` and `end` count characters of the text; both are one where the comment stands at a point."""

    start: int
    end: int
    author: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class CommentedText:
    text: str  # the paragraphs of the body, LF between
    keywords: str
    comments: tuple[Comment, ...]


def read(data: bytes) -> CommentedText:
    """Raises QualcodeError for what is no Word document."""
    return read_word(data, _read)


def _read(archive: zipfile.ZipFile) -> CommentedText:
    body = xml_part(archive, "word/document.xml").find(f"{W}body")
    walk = _Walk(_turn_styles(archive))
    for number, paragraph in enumerate(body.iter(f"{W}p") if body is not None else ()):
        if number:
            walk.add("\n")
        walk.into(paragraph)
    said = _said(archive)
    comments = []
    for name, (author, lines) in said.items():
        start = walk.starts.get(name, walk.points.get(name))
        if start is not None:
            comments.append(Comment(start, walk.ends.get(name, start), author, lines))
    return CommentedText("".join(walk.text), _keywords(archive), tuple(sorted(comments, key=lambda one: one.start)))


class _Walk:
    """Through the runs of the body, counting characters."""

    def __init__(self, turn_styles: set[str]):
        self.text: list[str] = []
        self.length = 0
        self.starts: dict[str, int] = {}
        self.ends: dict[str, int] = {}
        self.points: dict[str, int] = {}
        self._turn_styles = turn_styles

    def add(self, text: str) -> None:
        self.text.append(text)
        self.length += len(text)

    def into(self, element: Element) -> None:
        for child in element:
            if child.tag in _LEFT_OUT or (child.tag == f"{W}r" and self._is_number(child)):
                continue
            name = child.get(f"{W}id", "")
            if child.tag == f"{W}t":
                self.add(child.text or "")
            elif child.tag in _SPACES:
                self.add(_SPACES[child.tag])
            elif child.tag == f"{W}commentRangeStart":
                self.starts[name] = self.length
            elif child.tag == f"{W}commentRangeEnd":
                self.ends[name] = self.length
            elif child.tag == f"{W}commentReference":
                self.points[name] = self.length
            elif child.tag != f"{W}p":  # a paragraph inside, in a text box, comes by itself
                self.into(child)

    def _is_number(self, run: Element) -> bool:
        style = run.find(f"{W}rPr/{W}rStyle")
        return style is not None and style.get(f"{W}val", "") in self._turn_styles


def _turn_styles(archive: zipfile.ZipFile) -> set[str]:
    """The ids of the style for turn numbers: programs give a style an id of their own and keep its name."""
    if "word/styles.xml" not in archive.namelist():
        return set()
    found = set()
    for style in xml_part(archive, "word/styles.xml").iter(f"{W}style"):
        name = style.find(f"{W}name")
        if name is not None and name.get(f"{W}val", "").casefold() == TURN_STYLE:
            found.add(style.get(f"{W}styleId", ""))
    return found


def _said(archive: zipfile.ZipFile) -> dict[str, tuple[str, tuple[str, ...]]]:
    """id -> (author, lines) of every comment."""
    if "word/comments.xml" not in archive.namelist():
        return {}
    found = {}
    for comment in xml_part(archive, "word/comments.xml").iter(f"{W}comment"):
        lines = ["".join(part.text or "" for part in line.iter(f"{W}t")).strip() for line in comment.iter(f"{W}p")]
        found[comment.get(f"{W}id", "")] = (comment.get(f"{W}author", ""), tuple(filter(None, lines)))
    return found


def _keywords(archive: zipfile.ZipFile) -> str:
    if "docProps/core.xml" not in archive.namelist():
        return ""
    keywords = xml_part(archive, "docProps/core.xml").find(f"{_CORE}keywords")
    return (keywords.text or "") if keywords is not None else ""
