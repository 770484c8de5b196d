"""Plain text and Markdown."""

import re

from qualcode.formats.decode import decode, unix_lines
from qualcode.formats.transcripts.draft import Draft, Format
from qualcode.model.span import Span

_FRONT_MATTER = re.compile(r"\A---\n(?:[\w-]+:(?:[ ].*)?\n|[ \t-].*\n)+---\n")  # keys, and what is indented below them
_HEADING = re.compile(r"^(?:#{1,6} .+|-{3,}|[*]{3,}|_{3,})[ \t]*$", re.MULTILINE)  # and rules


def read(data: bytes) -> Draft:
    text, encoding = decode(data)
    return Draft(unix_lines(text), encoding=encoding)


def read_markdown(data: bytes) -> Draft:
    """Markdown as text; front matter and headings are nobody's speech."""
    draft = read(data)
    front = _FRONT_MATTER.match(draft.text)
    outside = [Span(0, front.end())] if front else []
    outside += [Span(*found.span()) for found in _HEADING.finditer(draft.text, front.end() if front else 0)]
    return Draft(draft.text, outside=tuple(outside), encoding=draft.encoding)


TXT = Format((".txt",), lambda data: False, read)
MARKDOWN = Format((".md", ".markdown"), lambda data: False, read_markdown)
