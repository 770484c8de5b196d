"""A filled-in framework matrix read back: new summaries become memos, what differs is told and never overwritten."""

from dataclasses import dataclass
from pathlib import Path

from qualcode.errors import FaultyInput, Problem, QualcodeError, did_you_mean
from qualcode.formats.tables.sheets import read_sheets
from qualcode.model.codebook import Codebook
from qualcode.model.settings import LANGUAGES
from qualcode.report.tables.framework import column_names, heading_key
from qualcode.store.files import read_bytes
from qualcode.text import Say, Words
from qualcode.usecases import memos
from qualcode.usecases.study import Opened

_NAMES = 2  # the row of a workbook with the names, below the hidden one with the keys
_FULL = 10_000  # letters of a cell that goes on in the row below
_NOT_SUMMARIES = ("unread", *(heading_key(Words(language).heading("unread")) for language in LANGUAGES))


@dataclass(frozen=True)
class AppliedMatrix:
    """How many memos were written; what stands otherwise in a memo already, as messages."""

    new: int
    conflicts: tuple[Say, ...]


def apply_matrix(opened: Opened, coder: str, file: Path) -> AppliedMatrix:
    """Read `file`, a matrix of summaries: all its new cells become memos, or with a fault none."""
    if file.suffix.casefold() not in (".xlsx", ".csv"):
        raise QualcodeError("error.summaries_as", file=file.name)
    project = opened.project
    targets = _targets(project.codebook)
    cases = {case.casefold(): case for case in project.known_cases}
    filled: dict[tuple[str, str], list[tuple[str, str]]] = {}
    problems: list[Problem] = []
    sheets = [(sheet, rows, list(rows[0][1])) for sheet, rows in read_sheets(file.name, read_bytes(file)) if rows]
    about = [[_target(heading, targets) for heading in headings[1:]] for _, _, headings in sheets]
    if not any(map(any, about)) or any(heading in _NOT_SUMMARIES for _, _, headings in sheets for heading in headings):
        raise QualcodeError("error.no_matrix_of_summaries", file=file.name)
    for (sheet, rows, headings), columns in zip(sheets, about, strict=True):
        if not columns or not all(columns):
            problems += _strange(file.name, sheet, headings[1:], targets)
            continue
        before = ""
        for number, cells in rows:
            name, *texts = cells.values()
            if name.casefold() not in cases:
                if headings[0] == "case" and number == _NAMES and file.suffix.casefold() == ".xlsx":
                    continue  # what people see in place of the keys above
                problems.append(Problem(file.name, number, Say("fault.no_case", sheet=sheet, name=name)))
                continue
            for target, text in zip(columns, texts, strict=True):
                said = filled.setdefault((cases[name.casefold()], target), [])
                if text.strip() and name == before and said and len(said[-1][1]) > _FULL:
                    said[-1] = (said[-1][0], f"{said[-1][1]} {text.strip()}")  # what one cell could not hold
                elif text.strip():
                    said.append((f"{sheet}, row {number}", text.strip()))
            before = name
    if problems:
        raise FaultyInput(problems)
    return _write(opened, coder, {place: said for place, said in filled.items() if said})


def _targets(codebook: Codebook) -> dict[str, str]:
    """What a column may be headed by, and what it is then about: an id, `theme:ID`, or, where the row of keys is gone, a name
    as a workbook has it in one of the languages, unless two have that."""
    named: dict[str, set[str]] = {}
    for language in LANGUAGES:
        for column, name in column_names(codebook, Words(language)).items():
            target = column if column.startswith("theme:") else f"code:{column}"
            named.setdefault(heading_key(name), set()).add(target)
    targets = {name: next(iter(found)) for name, found in named.items() if len(found) == 1}
    targets |= {f"theme:{name}".casefold(): f"theme:{now}" for name, now in codebook.current_theme.items()}
    return targets | {name.casefold(): f"code:{now}" for name, now in codebook.current.items()}


def _target(heading: str, targets: dict[str, str]) -> str:
    return targets.get(heading_key(heading), "")


def _strange(file: str, sheet: str, headings: list[str], targets: dict[str, str]) -> list[Problem]:
    """Columns that are no code and no theme; a sheet with no other columns, such as the notes, is left alone."""
    if not any(_target(heading, targets) for heading in headings):
        return []
    return [
        Problem(file, 1, Say("fault.no_code_or_theme", sheet=sheet, heading=heading), did_you_mean(heading, targets))
        for heading in headings
        if not _target(heading, targets)
    ]


def _write(opened: Opened, coder: str, filled: dict[tuple[str, str], list[tuple[str, str]]]) -> AppliedMatrix:
    new, conflicts = 0, list[Say]()
    for (case, target), places in filled.items():
        known = opened.project.memos_on(f"case:{case}", target, kind="summary")
        said = {" ".join("\n\n".join(memo.text for memo in known).split())} if known else set()
        differing = {" ".join(text.split()) for _, text in places} - said
        where = [place for place, _ in places]
        if known and differing:
            names = ", ".join(f"memos/{memo.name}.md" for memo in known)
            conflicts.append(Say("mind.memo_says_else", case=case, target=target, memos=names, places=where))
        elif len(differing) > 1:
            conflicts.append(Say("mind.cells_say_else", case=case, target=target, places=where))
        elif differing:
            memos.add(opened, coder, (f"case:{case}", target), "summary", places[0][1])
            new += 1
    return AppliedMatrix(new, tuple(conflicts))
