"""The files people keep beside the transcripts: cases.csv, and the key of names outside the study."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from qualcode.errors import Problem, QualcodeError
from qualcode.model.case import Case, Cases, spelled_alike
from qualcode.model.controls import replaced
from qualcode.model.names import ID_RULE, is_id
from qualcode.store.csv_files import CsvFault, CsvRow, format_csv, like, parse_csv, with_rows
from qualcode.store.files import read_bytes
from qualcode.store.layout import Study
from qualcode.text import Say


def read_cases(study: Study) -> tuple[Cases, list[Problem]]:
    """cases.csv, however a spreadsheet saved it."""
    if not study.cases.exists():
        return Cases(), []
    try:
        rows = parse_csv(read_bytes(study.cases))
    except CsvFault as fault:
        return Cases(), [Problem("cases.csv", fault.line, fault, Say("hint.close_quotation_mark"))]
    except QualcodeError as error:
        return Cases(), [Problem("cases.csv", 0, error)]
    header = [cell.strip() for cell in rows[0].cells] if rows else []
    if "case" not in header:
        return Cases(), [Problem("cases.csv", 1, Say("fault.no_column_case"), Say("hint.first_row"))]
    key = header.index("case")
    problems = [
        Problem(
            "cases.csv", rows[0].line, Say("fault.column_stands_twice", name=name), Say("hint.give_one_another_name")
        )
        for name in dict.fromkeys(header)
        if name and header.count(name) > 1
    ]
    cases: dict[str, Case] = {}
    for line, row in rows[1:]:
        cells = [cell.strip() for cell in row] + [""] * (len(header) - len(row))
        case_id = cells[key]
        if not is_id(case_id):
            problems.append(Problem("cases.csv", line, Say("fault.no_case_id", case=case_id), ID_RULE))
        elif case_id.casefold() in cases:
            problems.append(Problem("cases.csv", line, Say("fault.case_stands_twice", case=case_id)))
        else:
            attributes = {name: cells[i] for i, name in enumerate(header) if i != key and name}
            cases[case_id.casefold()] = Case(case_id, attributes)
            if any(cells[len(header) :]):
                told = Say("fault.cells_without_heading", case=case_id)
                problems.append(Problem("cases.csv", line, told, severity="warning"))
    names = tuple(name for i, name in enumerate(header) if i != key and name)
    found = Cases(names, tuple(cases.values()))
    return found, problems + list(_alike(found))


def _alike(cases: Cases) -> Iterator[Problem]:
    """Values that make two groups, and look as if they were meant to be one."""
    for attribute in cases.attributes:
        for group in spelled_alike(cases.values(attribute)):
            told = ", ".join(map(repr, group))
            alike = Say("fault.values_alike", attribute=attribute, values=told, n=len(group))
            yield Problem("cases.csv", 0, alike, Say("hint.write_them_alike"), "warning")


def cases_file(study: Study) -> bytes:
    """cases.csv as it stands; nothing where there is none."""
    return read_bytes(study.cases) if study.cases.exists() else b""


def with_cases(data: bytes, new: Sequence[str], delimiter: str) -> bytes:
    """cases.csv with a row for each of these that has none; columns, delimiter, line ends and encoding stay as people saved them."""
    rows = parse_csv(data)
    if not rows:
        return format_csv([["case"], *([case] for case in new)], delimiter).encode()
    header = [cell.strip() for cell in rows[0].cells]
    key = header.index("case")
    there = {row.cells[key].strip().casefold() for row in rows[1:] if len(row.cells) > key}
    added = [case for case in new if case.casefold() not in there]
    changed = with_rows(data, [["" if i != key else case for i in range(len(header))] for case in added])
    if [row.cells for row in parse_csv(changed)][: len(rows)] != [row.cells for row in rows]:
        raise QualcodeError("error.cases_by_hand")
    return changed


def with_attributes(study: Study, wanted: Mapping[str, Mapping[str, str]], delimiter: str) -> bytes:
    """cases.csv with these values, case -> attribute -> value; the delimiter, line ends and byte order mark stay as they were."""
    data = with_cases(cases_file(study), list(wanted), delimiter)
    rows = [row.cells for row in parse_csv(data)]
    header = [cell.strip() for cell in rows[0]]
    for attribute in dict.fromkeys(one for values in wanted.values() for one in values):
        if attribute not in header:
            header.append(attribute)
    of = {case.casefold(): values for case, values in wanted.items()}
    filled = [header]
    for cells in rows[1:]:
        row = [*cells, *[""] * (len(header) - len(cells))]
        for attribute, value in of.get(row[header.index("case")].strip().casefold(), {}).items():
            if row[header.index(attribute)].strip() != value:
                row[header.index(attribute)] = value
        filled.append(row)
    return like(data, filled)


Key = tuple[str, str, str]  # transcript, label, id


def with_keys(
    path: Path, rows: Sequence[Key], delimiter: str, outdated: Collection[tuple[str, str]] = ()
) -> bytes | None:
    """The key file with these rows, and without those of the `outdated` (transcript, id); None: unchanged."""
    known = _read_keys(path)
    wanted = [[transcript, replaced(label), id_] for transcript, label, id_ in rows]
    kept = [row for row in known if row in wanted or (*row[:1], *row[2:3]) not in outdated]
    changed = [*kept, *(row for row in wanted if row not in kept)]
    return _key_bytes(changed, delimiter) if changed != known else None


def with_renamed_keys(path: Path, transcript: str, names: Mapping[str, str], delimiter: str) -> bytes | None:
    """The key file after ids that were corrected, so that it still leads from each name to its id; None: unchanged."""
    known = _read_keys(path)
    changed = [
        [row[0], row[1], names.get(row[2], row[2])] if row[:1] == [transcript] and len(row) == 3 else row
        for row in known
    ]
    return _key_bytes(changed, delimiter) if changed != known else None


def without_keys(path: Path, transcript: str, delimiter: str) -> bytes | None:
    """The key file without the rows of a transcript; None: it has none."""
    known = _read_keys(path)
    kept = [row for row in known if row[:1] != [transcript]]
    return _key_bytes(kept, delimiter) if kept != known else None


def with_renamed_transcript(
    path: Path, transcript: str, new: str, names: Mapping[str, str], delimiter: str
) -> bytes | None:
    """The key file after a transcript, and its ids, got another name; None: unchanged."""
    known = _read_keys(path)
    changed = [
        [new, *row[1:2], *(names.get(cell, cell) for cell in row[2:])] if row[:1] == [transcript] else row
        for row in known
    ]
    return _key_bytes(changed, delimiter) if changed != known else None


def key_rows(path: Path) -> list[Key]:
    """What the key file leads from each label to: (transcript, label, id)."""
    return [(row[0], row[1], row[2]) for row in _read_keys(path)[1:] if len(row) >= 3]


def _read_keys(path: Path) -> list[list[str]]:
    try:
        rows: list[CsvRow] = parse_csv(read_bytes(path)) if path.exists() else []
    except CsvFault as error:
        raise QualcodeError("error.key_file_line", path=path, line=error.line, why=error) from None
    except QualcodeError as error:
        raise QualcodeError("error.key_file", path=path, why=error) from None
    return [row.cells for row in rows] or [["transcript", "label", "id"]]


def _key_bytes(rows: Sequence[Sequence[str]], delimiter: str) -> bytes:
    return b"\xef\xbb\xbf" + format_csv(rows, delimiter).encode("utf-8")
