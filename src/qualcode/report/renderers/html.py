"""The report as one HTML page that needs nothing else: no request leaves the file.

Everything can be read without scripts; with them tables are sorted by their headings and filtered by a word. What stands
around a fragment opens behind it, by mouse or keyboard.
"""

import re
from collections.abc import Iterator
from html import escape as escaped
from importlib import resources

from qualcode.model.controls import replaced
from qualcode.model.settings import Settings
from qualcode.report.document import (
    Contents,
    Cover,
    Figure,
    Heading,
    Items,
    Output,
    Proposal,
    Prose,
    Quote,
    Report,
    Row,
    Table,
)
from qualcode.report.renderers.ids import WITH_ID
from qualcode.report.renderers.widths import column_widths
from qualcode.text import Words

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"


def escape(text: str) -> str:
    """Text as HTML shows it."""
    return replaced(escaped(text))


def shown(text: str) -> str:
    """Text between tags, in which an id stays on one line."""
    return WITH_ID.sub(r'<span class="id">\g<0></span>', escape(text))


_GROUP = 100  # rows in each <tbody>; a table of more is laid out by its widths alone
_LEAST = 7  # rem: a column of such a table
_LINE, _PADDING = 160, 3  # letters on a line of the page, where words may break, and those beside the text of a cell
_MANY = 8  # columns; a table of more may run out of the page, and has a box of its own to scroll in
_SEARCHABLE = 6  # rows; a shorter table is seen at a glance


def render(output: Output, words: Words, settings: Settings) -> bytes:
    return b"".join(pieces(output, words, settings))


def pieces(output: Output, words: Words, settings: Settings) -> Iterator[bytes]:
    """The same, of a table some rows at a time."""
    return (piece.encode("utf-8", "xmlcharrefreplace") for piece in _pieces(output, words))


def _pieces(output: Output, words: Words) -> Iterator[str]:
    report = output.report
    yield (
        f'<!doctype html>\n<html lang="{words.language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{escape(report.title)}</title>\n'
        f"<style>\n{_file('page.css')}</style>\n</head>\n<body>\n<main>\n"
    )
    script = f"<script>\n{_file('page.js')}</script>\n" if any(isinstance(one, Table) for one in report.parts) else ""
    yield from (f"{part}\n" for part in _parts(report, words))
    yield f"</main>\n{script}</body>\n</html>\n"


def _file(name: str) -> str:
    return resources.files("qualcode.report.renderers").joinpath(name).read_text(encoding="utf-8")


def _parts(report: Report, words: Words) -> Iterator[str]:
    headings = tables = figures = 0
    if not any(isinstance(part, Cover) for part in report.parts):  # every page has one h1
        yield f'<header class="cover"><h1>{shown(report.title)}</h1></header>'
    for part in report.parts:
        match part:
            case Heading(text, level):
                headings += 1
                yield f'<h{level + 1} id="h{headings}">{shown(text)}</h{level + 1}>'
            case Prose(text, margin):
                yield f"<p>{shown(text)}</p>{_margin(margin)}"
            case Quote():
                yield _quote(part)
            case Items(items, style, start):
                points = "".join(f"<li>{shown(item)}</li>" for item in items)
                kind = ' type="a"' if style == "letter" else ""
                yield f"<ul>{points}</ul>" if style == "bullet" else f'<ol{kind} start="{start}">{points}</ol>'
            case Table():
                tables += 1
                yield from _table(part, tables, words)
            case Figure():
                figures += 1
                yield _figure(part, figures, words)
            case Cover(title, lines):
                told = "".join(f"<p>{shown(line)}</p>" for line in lines)
                yield f'<header class="cover"><h1>{shown(title)}</h1>{told}</header>'
            case Contents():
                yield _contents(report, words)
            case Proposal():
                pass


def _contents(report: Report, words: Words) -> str:
    headings = [part for part in report.parts if isinstance(part, Heading)]
    links = (
        f'<li class="l{part.level}"><a href="#h{number}">{shown(part.text)}</a></li>'
        for number, part in enumerate(headings, 1)
        if part.level <= 2
    )
    return f'<nav aria-label="{escape(words("contents"))}"><h2>{words("contents")}</h2><ul>{"".join(links)}</ul></nav>'


def _margin(text: str) -> str:
    return f'<p class="margin" role="note">{shown(text)}</p>' if text else ""


def _quote(quote: Quote) -> str:
    label = shown(quote.label)
    above = f'<p class="label">{label}</p>' if label and quote.above else ""
    behind = f" ({label})" if label and not quote.above else ""
    text = shown(quote.text).replace("\n", "<br>")
    return f"<blockquote>{above}<p>{text}{behind}</p></blockquote>{_margin(quote.margin)}"


def _figure(figure: Figure, number: int, words: Words) -> str:
    return (
        f"<figure><figcaption><b>{words('figure')} {number}</b> <i>{shown(figure.title)}</i></figcaption>"
        f"{_inline(figure.picture('svg'), number)}{''.join(_notes(figure.notes, words))}</figure>"
    )


def _inline(svg: bytes, number: int) -> str:
    """A picture as a part of the page: its words are found and read out, and its ids are no other picture's."""
    text = svg.decode()
    root, inside = text[text.index("<svg") :].split(">", 1)  # the first tag has the words for who cannot see it
    own = re.compile(r'(\bid="|href="#|url\(#)')
    return f"{root}>" + re.sub(r"<[^>]*>", lambda tag: own.sub(rf"\g<1>f{number}-", tag[0]), inside)


def _table(table: Table, number: int, words: Words) -> Iterator[str]:
    numeric = [' class="n"' if column.numeric else "" for column in table.columns]
    tools = ""
    if len(table.rows) >= _SEARCHABLE:
        asked, found = escape(words("html.filter")), escape(words("html.rows"))
        tools = f' data-filter="{asked}" data-rows="{found}"'
    title = escape(f"{words('table')} {number}: {table.title}")
    wide = " wide" if len(table.columns) > _MANY else ""
    shares = _shares(table) if len(table.rows) > _GROUP else []
    long = ""
    if shares:
        columns = " ".join(f"{share}fr" for share in shares)
        long = f' class="long" style="--columns: {columns}; --least: {_LEAST * len(shares)}rem"'
    yield f'<div class="table{wide}" role="region" aria-label="{title}" tabindex="0">\n<table{long}{tools}>'
    yield f"<caption><b>{words('table')} {number}</b> <i>{shown(table.title)}</i></caption>"
    if shares:
        yield "".join(("<colgroup>", *(f'<col style="width: {share}%">' for share in shares), "</colgroup>"))
    named = zip(table.columns, numeric, strict=True)
    heads = (f'<th scope="col"{kind}>{shown(column.heading)}</th>' for column, kind in named)
    yield f"<thead><tr>{''.join(heads)}</tr></thead>"
    for start in range(0, max(len(table.rows), 1), _GROUP):
        rows = "\n".join(_row(row, numeric) for row in table.rows[start : start + _GROUP])
        yield f"<tbody>\n{rows}\n</tbody>"
    yield "</table>\n</div>"
    yield from _notes(table.notes, words)


def _shares(table: Table) -> list[float]:
    """The widths of a long table's columns, in hundredths: a browser that finds them itself reads all of it before it
    shows any."""
    widths = column_widths(table, _LINE, 1, _PADDING)
    return [round(100 * width / sum(widths), 1) for width in widths]


def _notes(notes: tuple[str, ...], words: Words) -> Iterator[str]:
    if notes:
        yield f'<p class="note"><i>{escape(words("note"))}</i> {shown(" ".join(notes))}</p>'


def _row(row: Row, numeric: list[str]) -> str:
    if row.across:
        return f'<tr class="group"><td colspan="{len(numeric)}">{shown(row.cells[0])}</td></tr>'
    cells = []
    for index, (cell, kind) in enumerate(zip(row.cells, numeric, strict=True)):
        indent = f' style="padding-left: {row.level * 1.2 + 0.6:.1f}rem"' if index == 0 and row.level else ""
        text = shown(cell)
        if row.context and index == 0:
            text = f"<details><summary>{text}</summary><p>{shown(row.context)}</p></details>"
        cells.append(f"<td{kind}{indent}>{text}</td>")
    opening = '<tr class="group">' if row.group else "<tr>"
    return f"{opening}{''.join(cells)}</tr>"
