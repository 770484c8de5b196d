"""A filled-in framework matrix read back: new summaries become memos, what differs is told and never overwritten."""

from dataclasses import dataclass
from pathlib import Path

from qualcode.acts import memos
from qualcode.acts.study import Opened
from qualcode.errors import FaultyInput, Problem, QualcodeError, did_you_mean
from qualcode.formats.sheets import read_sheets
from qualcode.store.files import read_bytes


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
    targets = {f"theme:{name}".casefold(): f"theme:{now}" for name, now in project.codebook.current_theme.items()}
    targets |= {name.casefold(): f"code:{now}" for name, now in project.codebook.current.items()}
    cases = {case.casefold(): case for case in project.known_cases}
    filled: dict[tuple[str, str], list[tuple[str, str]]] = {}
    problems: list[Problem] = []
    sheets = read_sheets(file.name, read_bytes(file))
    if not any(heading.startswith("theme:") for _, rows in sheets for heading in (rows[0][1] if rows else ())):
        raise QualcodeError(
            f"{file.name} is no matrix of summaries: make one with qualcode matrix --cell summary -o {file.name}."
        )
    for sheet, rows in sheets:
        headings = list(rows[0][1]) if rows else []
        if len(headings) < 2 or not all(heading in targets for heading in headings[1:]):
            problems += _strange(file.name, sheet, headings[1:], targets)
            continue
        for number, cells in rows:
            name, *texts = cells.values()
            if name.casefold() not in cases:
                problems.append(Problem(file.name, number, f"{sheet}: there is no case {name!r}"))
                continue
            for heading, text in zip(headings[1:], texts, strict=True):
                if text.strip():
                    place = (cases[name.casefold()], targets[heading])
                    filled.setdefault(place, []).append((f"{sheet}, row {number}", text.strip()))
    if problems:
        raise FaultyInput(problems)
    return _write(opened, coder, filled)


def _strange(file: str, sheet: str, headings: list[str], targets: dict[str, str]) -> list[Problem]:
    """Columns that are no code and no theme; a sheet with no other columns, such as the notes, is left alone."""
    if not any(heading in targets for heading in headings):
        return []
    return [
        Problem(file, 1, f"{sheet}: there is no code or theme {heading!r}", did_you_mean(heading, targets))
        for heading in headings
        if heading not in targets
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
