"""The report as LaTeX: booktabs and longtable, for pdfLaTeX as well as LuaLaTeX; pictures lie beside it.

It compiles with texlive-latex-recommended and texlive-lang-european of Debian; LuaLaTeX needs texlive-luatex as well.
What an engine has no letter for is a box with the number of the character in Unicode, and a note at the end says so.
"""

import re
import textwrap
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace

from qualcode.model.controls import replaced
from qualcode.model.settings import Settings
from qualcode.report.document import (
    Contents,
    Cover,
    Figure,
    Heading,
    Items,
    Output,
    Part,
    Proposal,
    Prose,
    Quote,
    Report,
    Row,
    Table,
)
from qualcode.report.renderers.ids import WITH_ID
from qualcode.report.renderers.pages import blocks, is_wide
from qualcode.report.renderers.widths import column_widths
from qualcode.text import Words

_UPRIGHT, _SIDE = 105, 170  # letters on a line of \\small, and of \\footnotesize on its side
_LINES = (35, 20)  # of a row, upright and on its side, so that one fits on a page with its heading
_PADDING = 3  # letters, that the room on both sides of a cell takes
_BABEL = {"nl": "dutch", "en": "british"}
_SIGNS = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "%": r"\%", "_": r"\_",
    "^": r"\textasciicircum{}", "~": r"\textasciitilde{}", "“": r"\textquotedblleft{}", "”": r"\textquotedblright{}",
    "‘": r"\textquoteleft{}", "’": r"\textquoteright{}", "'": r"\textquotesingle{}", "…": r"\dots{}",
    "–": r"\textendash{}", "—": r"\textemdash{}", "\u00a0": "~", "•": r"\textbullet{}", "†": r"\textdagger{}", "−": r"\textminus{}",
    "«": r"\guillemotleft{}", "»": r"\guillemotright{}", "„": r"\quotedblbase{}", "‚": r"\quotesinglbase{}",
    "<": r"\textless{}", ">": r"\textgreater{}", "|": r"\textbar{}", '"': r"\textquotedbl{}", "`": r"\textasciigrave{}",
    "→": r"\textrightarrow{}", "←": r"\textleftarrow{}", "↔": r"$\leftrightarrow$", "\u00ad": r"\-", "\t": " ",
    "█": r"\rule{.5em}{1.5ex}", "€": r"\texteuro{}", "™": r"\texttrademark{}", "‰": r"\textperthousand{}", "≥": r"$\geq$", "≤": r"$\leq$",
    "×": r"$\times$",
}  # fmt: skip
_LIGATURE = re.compile("(?<=[-–—,'‘’<>‹›?!])(?=[-–—,'‘’“”<>‹›])")  # two hyphens stay two, and ’ before ” itself
_PREAMBLE = r"""\documentclass[11pt,a4paper]{article}
\usepackage{iftex}
\ifPDFTeX\usepackage[T1]{fontenc}\usepackage[utf8]{inputenc}\else\usepackage{fontspec}\fi
\IfFileExists{lmodern.sty}{\usepackage{lmodern}}{}
\usepackage{textcomp}
\usepackage[%s]{babel}
\usepackage[margin=2.5cm]{geometry}
\usepackage{booktabs,longtable,array,pdflscape,graphicx}
\usepackage[hidelinks]{hyperref}
\setlength{\parindent}{0pt}\setlength{\parskip}{6pt plus 2pt}
\renewcommand{\arraystretch}{1.2}\setlength{\LTleft}{0pt}\setlength{\LTright}{0pt}
\newcommand{\room}[1]{\par\penalty100\ifdim\dimexpr\pagegoal-\pagetotal<#1\baselineskip\newpage\fi}
\newcommand{\titled}[4]{\par\bigskip\noindent\refstepcounter{#1}\textbf{#2 \csname the#1\endcsname}\\\textit{#3}%%
  \addcontentsline{#4}{#1}{\protect\numberline{\csname the#1\endcsname}#3}\par\nopagebreak}
"""
_LETTERS = r"""\newif\ifboxed
\DeclareRobustCommand{\codepoint}[1]{\global\boxedtrue{\setlength{\fboxsep}{1pt}\fbox{\tiny #1}}}
\ifPDFTeX
  \DeclareRobustCommand{\letter}[2]{\ifcsname u8:\detokenize{#2}\endcsname#2\else\codepoint{#1}\fi}
\else
  \IfFontExistsTF{FreeSerif}{\newfontfamily\others{FreeSerif}}%
    {\IfFontExistsTF{DejaVu Serif}{\newfontfamily\others{DejaVu Serif}}{\newcommand{\others}{}}}
  \DeclareRobustCommand{\letter}[2]{\iffontchar\font"#1 #2\else{\others\iffontchar\font"#1 #2\else\codepoint{#1}\fi}\fi}
\fi
"""  # for letters that one of the engines may have not: their number and themselves
_IN_T1 = frozenset(map(chr, range(0xA1, 0x17F))) - frozenset("ĦħĸĿŀŉŦŧ")  # what both engines have, in T1 or TS1


def render(output: Output, words: Words, settings: Settings) -> bytes:
    report = output.report
    body = "\n\n".join(_page(report, block, words) for block in blocks(report.parts))
    preamble = _PREAMBLE % _BABEL[words.language]
    if "\\letter{" in body or "\\codepoint{" in body:
        preamble += _LETTERS
        body += f"\n\n\\ifboxed\\bigskip {_notes((words('note.boxes'),), words)}\\fi"
    text = f"{preamble}\\begin{{document}}\n\n{body}\n\n\\end{{document}}\n"
    return text.encode("utf-8", "replace")  # half a letter may stand in a comment


def _page(report: Report, parts: Sequence[Part], words: Words) -> str:
    """Parts that share pages, on their side where one of their tables is wide."""
    wide = is_wide(parts)
    text = "\n\n".join(_parts(report, parts, words, _SIDE if wide else _UPRIGHT))
    return f"\\begin{{landscape}}\n{text}\n\\end{{landscape}}" if wide else text


def _parts(report: Report, parts: Sequence[Part], words: Words, letters: int) -> Iterator[str]:
    """Parts on lines of so many letters."""
    for part, then in zip(parts, (*parts[1:], None), strict=True):
        match part:
            case Heading(text, level):
                command = ("section", "subsection", "subsubsection")[min(level, 3) - 1]
                with_table = _room(then, letters, heading=True) if isinstance(then, Table) else ""
                yield f"{with_table}\\{command}{{{_text(text)}}}"
            case Prose(text, margin):
                yield _text(text) + _margin(margin)
            case Quote():
                yield _quote(part)
            case Items():
                lines = (f"\\item[{mark}] {_text(item)}" for mark, item in zip(part.marks(), part.items, strict=True))
                text = "\n".join(lines).replace("[•]", "[\\textbullet]")
                text = f"\\begin{{itemize}}\n{text}\n\\end{{itemize}}" if part.items else ""
                yield f"\\begin{{quote}}\n{text}\n\\end{{quote}}" if part.style == "letter" else text
            case Table():
                yield _table(part, words, letters)
            case Figure():
                yield _figure(part, words, report.stem)
            case Cover(title, lines):
                told = "\\\\\n".join(_guarded(_text(line)) for line in lines)
                yield f"\\begin{{titlepage}}\\raggedright\n\\vspace*{{5cm}}\n{{\\huge {_text(title)}}}\\par\\bigskip\n{told}\n\\end{{titlepage}}"
            case Proposal():
                pass
            case Contents():
                yield "\\tableofcontents\n\\listoftables\n\\listoffigures\n\\clearpage"


def _margin(text: str) -> str:
    """What is for the researcher, as a comment of the source: it is not handed in."""
    return "".join(f"\n% {line}" for line in replaced(text).splitlines()) + "\n" if text else ""


def _quote(quote: Quote) -> str:
    label = _text(quote.label)
    above = f"{label}\\\\\n" if label and quote.above else ""
    behind = f" ({label})" if label and not quote.above else ""
    return f"\\begin{{quote}}\n{above}{_guarded(_text(quote.text))}{behind}{_margin(quote.margin) or chr(10)}\\end{{quote}}"


def _room(table: Table, letters: int, heading: bool = False) -> str:
    """A new page where the title, the head and the first rows of a table, a heading above them too, do not fit on this one."""
    widths = column_widths(table, letters, 1, _PADDING)
    rows = [row for row in table.rows if not row.across][:1]
    cells = [
        -(-len(cell) // max(width - _PADDING, 1)) for row in rows for cell, width in zip(row.cells, widths, strict=True)
    ]
    return f"\\room{{{min(8 + 4 * heading + max(cells, default=0), 30)}}}"


def _table(table: Table, words: Words, letters: int) -> str:
    widths = column_widths(table, letters, 1, _PADDING)
    columns = "".join(
        f">{{\\ragged{'left' if column.numeric else 'right'}\\arraybackslash}}"
        f"p{{\\dimexpr {width / sum(widths):.4f}\\linewidth-2\\tabcolsep}}"
        for column, width in zip(table.columns, widths, strict=True)
    )
    head = " & ".join(f"\\textbf{{{_text(column.heading)}}}" for column in table.columns)
    most = _LINES[letters == _SIDE]
    rows = "\n".join(_row(part) for row in table.rows for part in _on_a_page(row, widths, most))
    size = "\\footnotesize" if letters == _SIDE else "\\small"
    return (
        f"{_room(table, letters)}\\titled{{table}}{{{words('table')}}}{{{_text(table.title)}}}{{lot}}\n"
        f"{{{size}\n\\begin{{longtable}}{{{columns}}}\n\\toprule\n{head} \\\\\n\\midrule\n\\endhead\n\\bottomrule\n\\endfoot\n"
        f"{rows}\n\\end{{longtable}}}}\n\\addtocounter{{table}}{{-1}}\n{_notes(table.notes, words)}"
    )


def _on_a_page(row: Row, widths: Sequence[int], most: int) -> Iterator[Row]:
    """A row in rows of at most so many lines: longtable lets one that is higher than a page run out of it."""
    if row.across:
        yield row
        return
    rooms = [max(width - _PADDING, 4) for width in widths]
    cells = [_cut(cell, room, most) for cell, room in zip(row.cells, rooms, strict=True)]
    for number in range(max(map(len, cells))):
        part = tuple(pieces[number] if number < len(pieces) else "" for pieces in cells)
        yield replace(row, cells=part, group=row.group and number == 0)


def _cut(text: str, room: int, most: int) -> list[str]:
    """A text in pieces of at most so many lines of `room` letters, cut between lines or words, never inside a word."""
    lines = []
    for line in text.split("\n"):
        parts = textwrap.wrap(line, room, break_long_words=False, break_on_hyphens=False) or [""]
        lines += [f"{part} " for part in parts[:-1]] + [f"{parts[-1]}\n"]
    if len(lines) <= most:
        return [text]
    return ["".join(lines[start : start + most]).rstrip() for start in range(0, len(lines), most)]


def _row(row: Row) -> str:
    cells = [_text(cell) for cell in row.cells]
    if row.group and cells[0]:
        cells[0] = f"\\textbf{{{cells[0]}}}"
    cells[0] = f"\\hspace*{{{row.level}em}}{cells[0]}" if row.level else cells[0]
    if row.across and len(cells) > 1:
        cells = [f"\\multicolumn{{{len(cells)}}}{{p{{\\dimexpr\\linewidth-2\\tabcolsep}}}}{{{cells[0]}}}"]
    line = " & ".join(cells)
    return _guarded(line) + (r" \\*" if row.group else r" \\")


def _guarded(line: str) -> str:
    """A line behind a line's end, which would take a star or a bracket for its own."""
    return f"{{}}{line}" if line.startswith(("[", "*")) else line


def _notes(notes: Sequence[str], words: Words) -> str:
    told = f"\\textit{{{_text(words('note'))}}} {_text(' '.join(notes))}"
    return f"\\nopagebreak{{\\small\\interlinepenalty=10000 {told}\\par}}" if notes else ""


def _figure(figure: Figure, words: Words, stem: str) -> str:
    return (
        f"\\begin{{minipage}}{{\\linewidth}}\n\\titled{{figure}}{{{words('figure')}}}{{{_text(figure.title)}}}{{lof}}\n"
        f"\\includegraphics[width=\\linewidth,height=.75\\textheight,keepaspectratio]"
        f"{{\\detokenize{{{stem}-{figure.name}.png}}}}\n\n{_notes(figure.notes, words)}\n\\end{{minipage}}"
    )


def _text(text: str) -> str:
    """Text that stays text: LaTeX's signs escaped, letters composed, line ends kept."""
    composed = unicodedata.normalize("NFC", replaced(text.replace("\r", "")))
    pieces = re.split(f"({WITH_ID.pattern})", composed.strip())
    escaped = "".join(f"\\mbox{{{_signs(one)}}}" if at % 2 else _signs(one) for at, one in enumerate(pieces))
    lines = re.sub(r"\n+", lambda match: "\\newline " * min(len(match[0]), 2), escaped)
    return re.sub(r"(?<=\\newline )(?=[\[*])", "{}", lines)


def _signs(text: str) -> str:
    apart = _LIGATURE.sub("\u2060", text)
    return "".join(map(_sign, apart)).replace("\u2060", "\\kern0pt{}")


def _sign(letter: str) -> str:
    if letter in _SIGNS:
        return _SIGNS[letter]
    if letter in "\n\u2060" or " " <= letter <= "~" or letter in _IN_T1:
        return letter
    kind = unicodedata.category(letter)
    if kind == "Zs":
        return "~" if "<noBreak>" in unicodedata.decomposition(letter) else " "
    if kind == "Cf" or "\ufe00" <= letter <= "\ufe0f":  # nothing to see
        return ""
    if kind == "Cs" or letter == "\ufffd":  # half a letter, or none: LuaTeX reads no further
        return "\\codepoint{FFFD}"
    return f"\\letter{{{ord(letter):X}}}{{{letter}}}"
