"""A thesis in Markdown, also as pandoc and Quarto have it: headings, quotes, tables, footnotes."""

import re
from collections.abc import Iterator

from qualcode.formats.decode import decode, unix_lines
from qualcode.model.manuscript import Block

_EMPHASIS = re.compile(r"(?<![\w\\])(\*\*\*|\*\*|\*|___|__|_)(?=\S)(.+?)(?<=\S)\1(?!\w)", re.DOTALL)
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)\s]*(?: \"[^\"]*\")?\)")
_NOTE = re.compile(r"\[\^([^\]]+)\]:\s*(.*)", re.DOTALL)
_RULE = re.compile(r"\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?")
_LEFT_OUT = re.compile(r"<!--.*?-->|^```.*?^```[ \t]*$|\A---\n.*?\n---\n", re.DOTALL | re.MULTILINE)


def read(data: bytes) -> list[Block]:
    text = _LEFT_OUT.sub("", unix_lines(decode(data)[0]))
    found: list[Block] = []
    table = -1
    for number, part in enumerate(re.split(r"\n[ \t]*\n", text)):
        lines = [line for line in part.split("\n") if line.strip()]
        if len(lines) > 1 and "|" in lines[0] and _RULE.fullmatch(lines[1].strip()):
            table += 1
            found += _table([lines[0], *lines[2:]], table, number)
        else:
            found += _paragraphs(lines, number)
    return found


def _table(lines: list[str], table: int, place: int) -> Iterator[Block]:
    for row, line in enumerate(lines):
        for column, cell in enumerate(re.split(r"(?<!\\)\|", line.strip().strip("|"))):
            yield Block(_plain(cell), "cell", cell=(table, row, column), place=place)


def _paragraphs(lines: list[str], place: int) -> Iterator[Block]:
    """What stands between two empty lines: headings are a line each, items of a list too, and lines with > belong together."""
    together: list[str] = []
    kind = "text"
    for line in [*lines, "#"]:
        heading = re.match(r"(#{1,6})(?:\s+(.*?)\s*#*)?$", line.strip())
        quoted = line.lstrip().startswith(">")
        item = re.match(r"\s*(?:[-*+]|\d+[.)])\s+", line)
        if together and (heading or item or quoted != (kind == "quote")):
            yield _block(together, kind, place)
            together = []
        if heading:
            if heading[2]:
                yield Block(_plain(heading[2]), "heading", len(heading[1]), place=place)
            continue
        kind = "quote" if quoted else "text"
        together.append(re.sub(r"^\s*>\s?", "", line) if quoted else line[item.end() :] if item else line)


def _block(lines: list[str], kind: str, place: int) -> Block:
    text = "\n".join(line.strip() for line in lines)
    note = _NOTE.match(text)
    if note:
        return Block(_plain(note[2]), "note", mark=f"[^{note[1]}]", place=place)
    return Block(_plain(text), kind, place=place)


def _plain(text: str) -> str:
    for _ in range(2):
        text = _EMPHASIS.sub(r"\2", text)
    return re.sub(r"\\([\\`*_{}\[\]()#+.!|>~^-])", r"\1", _LINK.sub(r"\1", text)).strip()
