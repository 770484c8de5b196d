"""A thesis in Markdown (CommonMark with tables, by markdown-it), also as pandoc and Quarto have it."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from qualcode.formats.decode import decode, unix_lines
from qualcode.model.manuscript import Block

_NOTE = re.compile(r"\[\^([^\]]+)\]:\s*(.*)", re.DOTALL)
_FRONT = re.compile(r"\A---\n.*?\n(?:---|\.\.\.)\n", re.DOTALL)
_NOTE_LINE = re.compile(r"(?m)^\[\^[^\]]+\]:")  # else markdown-it takes it for the address of a link


def read(data: bytes) -> list[Block]:
    from markdown_it import MarkdownIt

    text = _FRONT.sub("", unix_lines(decode(data)[0]))
    text = _NOTE_LINE.sub(lambda found: f"\n{found[0].replace('[', chr(92) + '[', 1)}", text)
    return list(_blocks(MarkdownIt("commonmark").enable("table").parse(text)))


def _blocks(tokens: Sequence[Any]) -> Iterator[Block]:
    quoted = level = 0
    table = row = column = -1
    in_cell = False
    for place, token in enumerate(tokens):
        match token.type:
            case "blockquote_open" | "blockquote_close":
                quoted += token.nesting
            case "heading_open":
                level = int(token.tag[1:])
            case "heading_close":
                level = 0
            case "table_open":
                table, row = table + 1, -1
            case "tr_open":
                row, column = row + 1, -1
            case "th_open" | "td_open":
                column, in_cell = column + 1, True
            case "th_close" | "td_close":
                in_cell = False
            case "inline":
                words = _words(token.children or ())
                if in_cell:
                    yield Block(words, "cell", cell=(table, row, column), place=place)
                elif note := _NOTE.match(words):
                    yield Block(note[2], "note", mark=f"[^{note[1]}]", place=place)
                else:
                    yield Block(words, "heading" if level else "quote" if quoted else "text", level, place=place)


def _words(tokens: Sequence[Any]) -> str:
    """What a reader sees of a line: no pictures, no marks of emphasis."""
    return "".join(map(_seen, tokens))


def _seen(token: Any) -> str:
    match token.type:
        case "text" | "code_inline":
            return str(token.content)
        case "softbreak" | "hardbreak":
            return "\n"
        case "html_inline":
            tag = token.content.casefold().strip("</ >")
            return "\n" if tag == "br" else "^" if tag == "sup" else ""
    return ""
