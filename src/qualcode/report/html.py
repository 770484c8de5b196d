"""The report as one HTML page that needs nothing else."""

from collections.abc import Iterator
from html import escape

from qualcode.model.settings import Settings
from qualcode.report.tree import Heading, Output, Prose, Row, Table
from qualcode.text import Words

_STYLE = """
body { font: 16px/1.5 Georgia, serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; color: #111; background: #fff; }
table { border-collapse: collapse; width: 100%; border-top: 2px solid; border-bottom: 2px solid; }
thead th { border-bottom: 1px solid; }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem; white-space: pre-line; }
.n { text-align: right; white-space: nowrap; }
.group td { padding-top: .8rem; }
.group td:first-child { font-weight: bold; }
caption { text-align: left; padding-bottom: .5rem; }
caption b, caption i { display: block; }
""".strip()


def render(output: Output, words: Words, settings: Settings) -> bytes:
    head = (
        f'<!doctype html>\n<html lang="{words.language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width">\n<title>{escape(output.report.title)}</title>\n'
        f"<style>\n{_STYLE}\n</style>\n</head>\n<body>\n"
    )
    page = head + "\n".join(_parts(output, words)) + "\n</body>\n</html>\n"
    return page.encode("utf-8", "xmlcharrefreplace")


def _parts(output: Output, words: Words) -> Iterator[str]:
    number = 0
    for part in output.report.parts:
        match part:
            case Heading(text, level):
                yield f"<h{level}>{escape(text)}</h{level}>"
            case Prose(text):
                yield f"<p>{escape(text)}</p>"
            case Table():
                number += 1
                yield from _table(part, number, words)


def _table(table: Table, number: int, words: Words) -> Iterator[str]:
    numeric = [' class="n"' if column.numeric else "" for column in table.columns]
    yield f"<table>\n<caption><b>{words('table')} {number}</b> <i>{escape(table.title)}</i></caption>"
    columns = zip(table.columns, numeric, strict=True)
    heads = (f'<th scope="col"{kind}>{escape(column.heading)}</th>' for column, kind in columns)
    yield f"<thead><tr>{''.join(heads)}</tr></thead>\n<tbody>"
    for row in table.rows:
        yield _row(row, numeric)
    yield "</tbody>\n</table>"
    if table.notes:
        yield f"<p><i>{escape(words('note'))}</i> {escape(' '.join(table.notes))}</p>"


def _row(row: Row, numeric: list[str]) -> str:
    cells = []
    for index, (cell, kind) in enumerate(zip(row.cells, numeric, strict=True)):
        indent = f' style="padding-left: {row.level * 1.2 + 0.6:.1f}rem"' if index == 0 and row.level else ""
        cells.append(f"<td{kind}{indent}>{escape(cell)}</td>")
    opening = '<tr class="group">' if row.group else "<tr>"
    return f"{opening}{''.join(cells)}</tr>"
