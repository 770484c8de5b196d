"""The files people keep beside the transcripts: cases.csv, and the key of names outside the study."""

import re
from pathlib import Path

from qualcode.errors import Problem, QualcodeError
from qualcode.model.case import Case, Cases
from qualcode.model.names import ID_RULE, is_id
from qualcode.store.files import decode_csv, delimiter_of, format_csv, parse_csv, write_bytes
from qualcode.store.layout import Study


def read_cases(study: Study) -> tuple[Cases, list[Problem]]:
    """cases.csv, however a spreadsheet saved it."""
    if not study.cases.is_file():
        return Cases(), []
    rows = parse_csv(study.cases.read_bytes())
    header = [cell.strip() for cell in rows[0]] if rows else []
    if "case" not in header:
        return Cases(), [Problem("cases.csv", 1, "there is no column `case`", "the first row names the columns")]
    key = header.index("case")
    problems = [
        Problem("cases.csv", 1, f"the column {name!r} stands twice", "give one another name")
        for name in dict.fromkeys(header)
        if name and header.count(name) > 1
    ]
    cases: dict[str, Case] = {}
    for number, row in enumerate(rows[1:], 2):
        cells = [cell.strip() for cell in row] + [""] * (len(header) - len(row))
        case_id = cells[key]
        if not is_id(case_id):
            problems.append(Problem("cases.csv", number, f"{case_id!r} is no case id", ID_RULE))
        elif case_id.casefold() in cases:
            problems.append(Problem("cases.csv", number, f"the case {case_id!r} stands twice"))
        else:
            attributes = {name: cells[i] for i, name in enumerate(header) if i != key and name}
            cases[case_id.casefold()] = Case(case_id, attributes)
    names = tuple(name for i, name in enumerate(header) if i != key and name)
    return Cases(names, tuple(cases.values())), problems


def add_cases(study: Study, new: list[str], delimiter: str) -> None:
    """Add a row per new case; columns, delimiter, line ends and encoding stay as people saved them."""
    data = study.cases.read_bytes() if study.cases.is_file() else b""
    text = decode_csv(data)
    rows = parse_csv(data)
    if not rows:
        write_bytes(study.cases, format_csv([["case"], *([case] for case in new)], delimiter).encode())
        return
    header = [cell.strip() for cell in rows[0]]
    width, key = len(header), header.index("case")
    added = [["" if i != key else case for i in range(width)] for case in new]
    lines = format_csv(added, delimiter_of(text))
    if "\r\n" in text:
        lines = lines.replace("\n", "\r\n")
    joint = "" if text.endswith("\n") else ("\r\n" if "\r\n" in text else "\n")
    # ids are ASCII, so the new rows are the same bytes in every encoding that is read here
    write_bytes(study.cases, data + (joint + lines).encode("ascii"))


def drop_bare_cases(study: Study, gone: list[str]) -> None:
    """Take out the rows of cases that import added and nobody filled in."""
    if study.cases.is_file():
        data = study.cases.read_bytes()
        for case in gone:
            data = re.sub(rb"(?m)^%s[;,\t]*\r?\n" % re.escape(case.encode()), b"", data)
        write_bytes(study.cases, data)


def add_keys(path: Path, rows: list[tuple[str, str, str]], delimiter: str) -> None:
    """Add (transcript, label, id) to the key file; rows that it has already are not repeated."""
    known = _read_keys(path)
    new = [list(row) for row in rows if list(row) not in known]
    if new:
        _write_keys(path, [*known, *new], delimiter)


def rename_keys(path: Path, transcript: str, names: dict[str, str], delimiter: str) -> None:
    """Follow ids that were corrected, so that the key still leads from each name to its id."""
    known = _read_keys(path)
    changed = [
        [row[0], row[1], names.get(row[2], row[2])] if row[:1] == [transcript] and len(row) == 3 else row
        for row in known
    ]
    if changed != known:
        _write_keys(path, changed, delimiter)


def _read_keys(path: Path) -> list[list[str]]:
    try:
        data = path.read_bytes() if path.is_file() else b""
    except OSError as error:
        raise QualcodeError(f"The key file {path} cannot be read: {(error.strerror or '').lower()}.") from None
    return parse_csv(data) or [["transcript", "label", "id"]]


def _write_keys(path: Path, rows: list[list[str]], delimiter: str) -> None:
    write_bytes(path, b"\xef\xbb\xbf" + format_csv(rows, delimiter).encode("utf-8"))
