"""The codebook to and from other programs and formats."""

import copy
from collections.abc import Sequence
from pathlib import Path

from qualcode import __version__
from qualcode.acts.codebook_files import Target
from qualcode.acts.differences import Difference
from qualcode.acts.output import deliver
from qualcode.acts.study import Opened
from qualcode.errors import QualcodeError, unknown
from qualcode.formats.exchange import LAYOUTS, PROGRAMS, Exchanged, read_codes
from qualcode.model.codebook import Codebook
from qualcode.model.controls import replaced
from qualcode.model.development import rules
from qualcode.model.edits import Raw, new_id, put
from qualcode.report import extension_of
from qualcode.report.codebook import FORMS, codebook_table
from qualcode.report.renderers.xlsx import plain_workbook
from qualcode.store.csv_files import format_csv
from qualcode.store.files import read_bytes, write_bytes

_RULES = {"+ ": "include", "− ": "exclude"}


def check_export(file: Path, form: str, program: str | None) -> None:
    """Refuse what cannot be written before anything is computed."""
    if form not in FORMS:
        raise unknown("form of codebook table", form, FORMS)
    if program is not None and program not in PROGRAMS:
        raise unknown("program", program, PROGRAMS)
    if program is not None and file.suffix.casefold() not in (".csv", ".xlsx"):
        raise QualcodeError(f"{file.name}: for {program} a codebook is written as .csv or .xlsx.")
    if program is None and file.suffix.casefold() != ".qdc":
        extension_of(file.name)


def export(opened: Opened, file: Path, form: str, program: str | None) -> None:
    project = opened.project
    if program is not None:
        rows = LAYOUTS[program](exchanged(project.codebook))
        places = [(row[0], *row[2:]) for row in rows]
        if twice := [place for place in places if places.count(place) > 1]:
            raise QualcodeError(
                f"In the layout of {program} two codes are called {twice[0][0]!r}: give one a shorter or other name."
            )
        if file.suffix.casefold() == ".csv":
            write_bytes(file, replaced(format_csv(rows)).encode())
        else:
            write_bytes(file, plain_workbook(rows, project.changed))
    elif file.suffix.casefold() == ".qdc":
        write_bytes(file, as_qdc(project.codebook))
    else:
        deliver(
            project.settings,
            codebook_table(project.codebook, form, opened.words, project.settings.title, project.changed),
            [file],
        )


def exchanged(codebook: Codebook) -> list[Exchanged]:
    """The codes as other programs know them: a path of names, a description, a colour."""
    paths = [
        tuple(codebook.by_id[name].name for name in reversed(list(codebook.ancestors(code.id))))
        for code in codebook.codes
    ]
    if len(set(paths)) < len(paths):
        twice = next(path for path in paths if paths.count(path) > 1)
        raise QualcodeError(
            f"Two codes are called {' > '.join(twice)!r}; other programs cannot tell them apart: rename one."
        )
    return [Exchanged(path, rules(code), code.color.lower()) for path, code in zip(paths, codebook.codes, strict=True)]


def as_qdc(codebook: Codebook) -> bytes:
    """The codebook as REFI-QDA; themes become its sets."""
    from qualcode.formats.qdc import write

    places = {code.id: place for place, code in enumerate(codebook.codes)}
    sets = [(theme.name, theme.statement, [places[code] for code in theme.codes]) for theme in codebook.themes]
    codes = exchanged(codebook)
    if not codes:
        raise QualcodeError("The codebook has no codes.")
    return write(codes, sets, f"qualcode {__version__}")


# ---- and in ----


def read_exchange(file: Path) -> list[Exchanged]:
    return read_codes(file.name, read_bytes(file))


def with_codes(raw: Raw, codes: Sequence[Exchanged]) -> tuple[Raw, list[Difference]]:
    """The codebook with the codes it does not have; what it says itself stays."""
    raw = copy.deepcopy(raw)
    told: list[Difference] = []
    homes: dict[tuple[str, ...], Raw] = {(): raw}
    for code in codes:
        home = homes[code.path[:-1]]
        known = next(
            (one for one in home.get("codes") or () if one["name"].casefold() == code.path[-1].casefold()), None
        )
        if known is None:
            known = {"id": new_id(raw, code.path[-1], beside=home.get("id", "")), "name": code.path[-1]}
            home["codes"] = [*(home.get("codes") or []), known]
            told.append(Difference("new", known["id"], after=" > ".join(code.path)))
            for key, text in (*parsed(code.description).items(), ("color", code.color)):
                put(known, key, text)
        homes[code.path] = known
    raw.setdefault("codes", [])
    return raw, told


def parsed(description: str) -> dict[str, str]:
    """definition, include and exclude: lines that begin with + or − are rules, as our own exports write them."""
    found: dict[str, list[str]] = {"definition": [], "include": [], "exclude": []}
    at = "definition"
    for line in description.split("\n"):
        mark = next((mark for mark in _RULES if line.startswith(mark)), "")
        at = _RULES.get(mark, at)
        found[at].append(line.removeprefix(mark).rstrip())
    return {key: "\n".join(lines).strip() for key, lines in found.items()}


def import_into(target: Target, codes: Sequence[Exchanged], coder: str | None, source: str) -> None:
    """Write the codes that are not there yet into a new or an existing codebook."""

    def change(raw: Raw) -> Raw:
        return with_codes(raw or {"title": Path(source).stem, "version": "1.0"}, codes)[0]

    target.change(change, "codebook import", coder, source)
