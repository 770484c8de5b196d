"""The text of a Word document with the comments on it: their places in that text, who made them, and what they say."""

import re
import zipfile
from collections.abc import Collection
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from qualcode.formats.transcripts.draft import Draft, Remark
from qualcode.formats.word import W, before_changes, body_of, deletions, insertions, read_word, xml_part

TURN_STYLE = "qualcode turn"  # the style of turn numbers, which are no part of the text
OURS = " (qualcode)"  # how the name of an author ends whose comments we wrote ourselves
_SPACES = {f"{W}br": "\n", f"{W}cr": "\n", f"{W}tab": "\t", f"{W}noBreakHyphen": "-", f"{W}softHyphen": "\u00ad"}
_LEFT_OUT = {f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}pPr", f"{W}rPr"}
_NAMED = re.compile(r"qualcode transcript=(\S+)")
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
    inserted: int = 0  # tracked changes
    deleted: int = 0

    @property
    def transcript(self) -> str:
        """The transcript that the document was made of here; "" where it was not."""
        named = _NAMED.search(self.keywords)
        return named[1] if named else ""


@dataclass(frozen=True)
class Exported:
    """A transcript as it was written to Word here, whatever a person did to its text since."""

    transcript: str
    draft: Draft


def read(data: bytes, original: bool = False) -> CommentedText:
    """`original`: without the tracked changes. Raises QualcodeError for what is no Word document."""
    return read_word(data, lambda archive: _read(archive, original))


def exported(data: bytes, behind: Collection[str], original: bool = False) -> Exported | None:
    """A document that was made of a transcript here; None for any other. `behind`: headings of what stands behind the text."""
    document = read(data, original)
    if not document.transcript:
        return None
    lines = document.text.split("\n")
    end = next((number for number, line in enumerate(lines) if line.strip() in behind), len(lines))
    text = "\n".join(lines[:end])
    remarks = tuple(
        Remark(one.start, max(one.end, one.start), one.author, "\n".join(one.lines))
        for one in document.comments
        if one.lines and not one.author.endswith(OURS) and one.start < len(text)
    )
    draft = Draft(text, remarks=remarks, inserted=document.inserted, deleted=document.deleted)
    return Exported(document.transcript, draft)


def _read(archive: zipfile.ZipFile, original: bool) -> CommentedText:
    body = body_of(archive)
    inserted, deleted = insertions(body), deletions(body)
    if original:
        before_changes(body)
    walk = _Walk(_turn_styles(archive))
    for number, paragraph in enumerate(body.iter(f"{W}p")):
        if number:
            walk.add("\n")
        walk.into(paragraph)
    said = _said(archive)
    comments = []
    for name, (author, lines) in said.items():
        start = walk.starts.get(name, walk.points.get(name))
        if start is not None:
            comments.append(Comment(start, walk.ends.get(name, start), author, lines))
    comments.sort(key=lambda one: one.start)
    return CommentedText("".join(walk.text), _keywords(archive), tuple(comments), inserted, deleted)


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
            if child.tag in _LEFT_OUT:
                continue
            if child.tag == f"{W}r" and self._is_number(child):
                self._beside_number(child)
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

    def _beside_number(self, run: Element) -> None:
        """What somebody typed beside the number of a turn, which has its style: the number alone is left out."""
        typed = "".join(part.text or "" for part in run.iter(f"{W}t"))
        self.add(re.sub(r"^\s*\d*\s*", "", typed))

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
