"""A filled-in framework matrix read back: new summaries become memos, what differs is told and never overwritten."""

from dataclasses import dataclass
from pathlib import Path

from qualcode.acts import memos
from qualcode.acts.study import Opened
from qualcode.errors import FaultyInput, Problem, QualcodeError, did_you_mean
from qualcode.formats.sheets import read_sheets
from qualcode.model.codebook import Codebook
from qualcode.model.settings import LANGUAGES
from qualcode.report.framework import column_names, heading_key
from qualcode.store.files import read_bytes
from qualcode.text import Words


@dataclass(frozen=True)
class AppliedMatrix:
    """How many memos were written; what stands otherwise in a memo already, as sentences."""

    new: int
    conflicts: tuple[str, ...]


def apply_matrix(opened: Opened, coder: str, file: Path) -> AppliedMatrix:
    """Read `file`, a matrix of summaries: all its new cells become memos, or with a fault none."""
    if file.suffix.casefold() not in (".xlsx", ".csv"):
        raise QualcodeError(f"{file.name}: a filled-in matrix is an .xlsx or .csv file.")
    project = opened.project
    targets = _targets(project.codebook)
    cases = {case.casefold(): case for case in project.known_cases}
    filled: dict[tuple[str, str], list[tuple[str, str]]] = {}
    problems: list[Problem] = []
    sheets = read_sheets(file.name, read_bytes(file))
    about = (_target(heading, targets) for _, rows in sheets for heading in (rows[0][1] if rows else ()))
    if not any(target.startswith("theme:") for target in about):
        raise QualcodeError(
            f"{file.name} is no matrix of summaries: make one with qualcode matrix --cell summary -o {file.name}."
        )
    for sheet, rows in sheets:
        headings = list(rows[0][1]) if rows else []
        if len(headings) < 2 or not all(_target(heading, targets) for heading in headings[1:]):
            problems += _strange(file.name, sheet, headings[1:], targets)
            continue
        for number, cells in rows:
            name, *texts = cells.values()
            if name.casefold() not in cases:
                problems.append(Problem(file.name, number, f"{sheet}: there is no case {name!r}"))
                continue
            for heading, text in zip(headings[1:], texts, strict=True):
                if text.strip():
                    place = (cases[name.casefold()], _target(heading, targets))
                    filled.setdefault(place, []).append((f"{sheet}, row {number}", text.strip()))
    if problems:
        raise FaultyInput(problems)
    return _write(opened, coder, filled)


def _targets(codebook: Codebook) -> dict[str, str]:
    """What a column may be headed by, and what it is then about: an id, `theme:ID`, or as a workbook has it in one of the
    languages."""
    targets: dict[str, str] = {}
    for language in LANGUAGES:
        for column, name in column_names(codebook, Words(language)).items():
            targets[heading_key(name)] = column if column.startswith("theme:") else f"code:{column}"
    targets |= {f"theme:{name}".casefold(): f"theme:{now}" for name, now in codebook.current_theme.items()}
    return targets | {name.casefold(): f"code:{now}" for name, now in codebook.current.items()}


def _target(heading: str, targets: dict[str, str]) -> str:
    return targets.get(heading_key(heading), "")


def _strange(file: str, sheet: str, headings: list[str], targets: dict[str, str]) -> list[Problem]:
    """Columns that are no code and no theme; a sheet with no other columns, such as the notes, is left alone."""
    if not any(_target(heading, targets) for heading in headings):
        return []
    return [
        Problem(file, 1, f"{sheet}: there is no code or theme {heading!r}", did_you_mean(heading, targets))
        for heading in headings
        if not _target(heading, targets)
    ]


def _write(opened: Opened, coder: str, filled: dict[tuple[str, str], list[tuple[str, str]]]) -> AppliedMatrix:
    new, conflicts = 0, []
    for (case, target), places in filled.items():
        known = opened.project.memos_on(f"case:{case}", target, kind="summary")
        said = {" ".join("\n\n".join(memo.text for memo in known).split())} if known else set()
        differing = {" ".join(text.split()) for _, text in places} - said
        where = " and ".join(place for place, _ in places)
        if known and differing:
            names = ", ".join(f"memos/{memo.name}.md" for memo in known)
            conflicts.append(f"{case}, {target}: {names} says something else than {where}; change it there")
        elif len(differing) > 1:
            conflicts.append(f"{case}, {target}: {where} do not say the same; make them one")
        elif differing:
            memos.add(opened, coder, (f"case:{case}", target), "summary", places[0][1])
            new += 1
    return AppliedMatrix(new, tuple(conflicts))
