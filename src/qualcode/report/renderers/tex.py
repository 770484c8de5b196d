"""The report as LaTeX: booktabs and longtable, for pdfLaTeX as well as LuaLaTeX; pictures lie beside it.

It compiles with texlive-latex-recommended and texlive-lang-european of Debian; LuaLaTeX needs texlive-luatex as well.
Characters that pdfLaTeX has no letter for become a box there; LuaLaTeX prints what its font has.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from qualcode.model.settings import Settings
from qualcode.report.renderers.pages import blocks, is_wide
from qualcode.report.tree import (
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
from qualcode.text import Words

_BABEL = {"nl": "dutch", "en": "british"}
_SIGNS = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "%": r"\%", "_": r"\_",
    "^": r"\textasciicircum{}", "~": r"\textasciitilde{}", "“": "``", "”": "''", "‘": "`", "’": "'", "…": r"\dots{}",
    "–": "--", "—": "---", "\u00a0": "~", "•": r"\textbullet{}", "†": r"\textdagger{}", "−": r"\textminus{}",
    "«": r"\guillemotleft{}", "»": r"\guillemotright{}", "„": r"\quotedblbase{}", "‚": r"\quotesinglbase{}",
    "<": r"\textless{}", ">": r"\textgreater{}", "|": r"\textbar{}", '"': r"\textquotedbl{}", "`": r"\textasciigrave{}",
    "→": r"\textrightarrow{}", "←": r"\textleftarrow{}", "↔": r"$\leftrightarrow$", "\u00ad": r"\-", "\t": " ",
    "█": r"\rule{.5em}{1.5ex}", "€": r"\texteuro{}", "™": r"\texttrademark{}", "‰": r"\textperthousand{}", "≥": r"$\geq$", "≤": r"$\leq$",
    "×": r"$\times$",
}  # fmt: skip
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
\newcommand{\letter}[1]{\ifPDFTeX\fbox{\rule{0pt}{.8ex}\rule{.3em}{0pt}}\else\symbol{"#1}\fi}
\newcommand{\room}{\par\penalty100\ifdim\dimexpr\pagegoal-\pagetotal<9\baselineskip\newpage\fi}
\newcommand{\titled}[4]{\par\bigskip\noindent\refstepcounter{#1}\textbf{#2 \csname the#1\endcsname}\\\textit{#3}%%
  \addcontentsline{#4}{#1}{\protect\numberline{\csname the#1\endcsname}#3}\par\nopagebreak}
"""


def render(output: Output, words: Words, settings: Settings) -> bytes:
    report = output.report
    pages = ("\n\n".join(_parts(report, block, words)) for block in blocks(report.parts))
    wide = map(is_wide, blocks(report.parts))
    body = "\n\n".join(_on_its_side(page) if turned else page for page, turned in zip(pages, wide, strict=True))
    text = f"{_PREAMBLE % _BABEL[words.language]}\\begin{{document}}\n\n{body}\n\n\\end{{document}}\n"
    return text.encode("utf-8", "replace")


def _on_its_side(text: str) -> str:
    return f"\\begin{{landscape}}\n{text}\n\\end{{landscape}}"


def _parts(report: Report, parts: Sequence[Part], words: Words) -> Iterator[str]:
    for part in parts:
        match part:
            case Heading(text, level):
                command = ("section", "subsection", "subsubsection")[min(level, 3) - 1]
                yield f"\\{command}{{{_text(text)}}}"
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
                yield _table(part, words)
            case Figure():
                yield _figure(part, words, report.stem)
            case Cover(title, lines):
                told = "\\\\\n".join(map(_text, lines))
                yield f"\\begin{{titlepage}}\n\\vspace*{{5cm}}\n{{\\huge {_text(title)}}}\\par\\bigskip\n{told}\n\\end{{titlepage}}"
            case Proposal():
                pass
            case Contents():
                yield "\\tableofcontents\n\\listoftables\n\\listoffigures\n\\clearpage"


def _margin(text: str) -> str:
    return f"\\footnote{{{_text(text)}}}" if text else ""


def _quote(quote: Quote) -> str:
    label = _text(quote.label)
    above = f"{label}\\\\\n" if label and quote.above else ""
    behind = f" ({label})" if label and not quote.above else ""
    return f"\\begin{{quote}}\n{above}{_text(quote.text)}{behind}{_margin(quote.margin)}\n\\end{{quote}}"


def _table(table: Table, words: Words) -> str:
    total = sum(column.share for column in table.columns)
    columns = "".join(
        f">{{\\ragged{'left' if column.numeric else 'right'}\\arraybackslash}}"
        f"p{{\\dimexpr {column.share / total:.4f}\\linewidth-2\\tabcolsep}}"
        for column in table.columns
    )
    head = " & ".join(f"\\textbf{{{_text(column.heading)}}}" for column in table.columns)
    rows = "\n".join(map(_row, table.rows))
    size = "\\footnotesize" if is_wide([table]) else "\\small"
    return (
        f"\\room\\titled{{table}}{{{words('table')}}}{{{_text(table.title)}}}{{lot}}\n"
        f"{{{size}\n\\begin{{longtable}}{{{columns}}}\n\\toprule\n{head} \\\\\n\\midrule\n\\endhead\n\\bottomrule\n\\endfoot\n"
        f"{rows}\n\\end{{longtable}}}}\n\\addtocounter{{table}}{{-1}}\n{_notes(table.notes, words)}"
    )


def _row(row: Row) -> str:
    cells = [_text(cell) for cell in row.cells]
    if row.group and cells[0]:
        cells[0] = f"\\textbf{{{cells[0]}}}"
    cells[0] = f"\\hspace*{{{row.level}em}}{cells[0]}" if row.level else cells[0]
    if row.across and len(cells) > 1:
        cells = [f"\\multicolumn{{{len(cells)}}}{{l}}{{{cells[0]}}}"]
    line = " & ".join(cells)
    return ("{}" if line.startswith("[") else "") + line + r" \\"


def _notes(notes: Sequence[str], words: Words) -> str:
    return f"{{\\small\\textit{{{_text(words('note'))}}} {_text(' '.join(notes))}\\par}}" if notes else ""


def _figure(figure: Figure, words: Words, stem: str) -> str:
    return (
        f"\\begin{{minipage}}{{\\linewidth}}\n\\titled{{figure}}{{{words('figure')}}}{{{_text(figure.title)}}}{{lof}}\n"
        f"\\includegraphics[width=\\linewidth,height=.75\\textheight,keepaspectratio]"
        f"{{\\detokenize{{{stem}-{figure.name}.png}}}}\n\n{_notes(figure.notes, words)}\n\\end{{minipage}}"
    )


def _text(text: str) -> str:
    """Text that stays text: LaTeX's signs escaped, letters composed, line ends kept."""
    composed = unicodedata.normalize("NFC", text.replace("\r", ""))
    apart = re.sub(r"([-,'])(?=\1)", "\\1\u2060", composed)  # no ligatures: -- stays two hyphens
    escaped = "".join(map(_sign, apart)).replace("\u2060", "{}")
    escaped = re.sub(
        r"\n+", lambda match: "\\newline " if len(match[0]) == 1 else "\\newline\\newline ", escaped.strip()
    )
    return escaped.replace("\\newline [", "\\newline {}[")


def _sign(letter: str) -> str:
    if letter in _SIGNS:
        return _SIGNS[letter]
    if letter in "\n\u2060" or " " <= letter <= "~" or "\u00a1" <= letter <= "\u017f":
        return letter
    if unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Mn"):
        return ""
    return f"\\letter{{{ord(letter):X}}}"
