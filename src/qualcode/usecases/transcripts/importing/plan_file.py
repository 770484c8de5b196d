"""The plan of an import as a table that a person edits: who speaks under which label, in which file."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from qualcode.errors import QualcodeError, unknown
from qualcode.formats.tables.sheets import Rows, read_sheet
from qualcode.formats.transcripts.openers import key_of
from qualcode.formats.transcripts.speakers import Given
from qualcode.model.names import ID_RULE, is_id
from qualcode.report.renderers.plan_sheet import plan_sheet
from qualcode.store.csv_files import format_csv
from qualcode.store.files import read_given, write_bytes
from qualcode.store.layout import Study
from qualcode.text import Say, Words
from qualcode.usecases.transcripts.importing.options import ANY, Decisions
from qualcode.usecases.transcripts.importing.plan import Plan

COLUMNS = ("row", "file", "sha", "id", "label", "turns", "words", "first_words", "role", "case", "doubt")
_ROLES = {"interviewer": "interviewer", "respondent": "respondent", "text": "text", "tekst": "text"}
_SHA = 12  # digits of a file's sha256 by which its rows are known


def as_csv(rows: Sequence[Sequence[object]]) -> str:
    """The plan as csv, under its keys."""
    return format_csv([COLUMNS, *rows], ",")


def rows_of(plan: Plan, words: Words) -> Iterator[tuple[str, ...]]:
    """The rows of the plan, then what was passed over, as texts in the order of COLUMNS."""
    number = 0
    for entry in plan.entries:
        for row in entry.rows:
            number += 1
            doubts = "; ".join(words.of("import.doubt", kind) for kind in row.doubts)
            yield (
                str(number), row.file.name, row.sha[:_SHA], row.id, row.label, str(row.turns), str(row.words),
                row.first_words, words.of("import.role", row.role), row.case, doubts,
            )  # fmt: skip
        for verdict in entry.passed:
            number += 1
            told = words.of("import.passed", verdict.because or "few")
            yield (
                str(number), entry.survey.file.name, entry.survey.sha[:_SHA], entry.id, verdict.label,
                str(verdict.number), "", "", words("import.role.text") if not verdict.same_as else "", "", told,
            )  # fmt: skip


def write_plan(plan: Plan, words: Words, study: Study, target: Path) -> None:
    """The plan to a .csv or .xlsx for its owner alone; it holds names, so a place in the study is refused."""
    if target.resolve().is_relative_to(study.root.resolve()):
        raise QualcodeError("error.plan_in_study", target=target)
    if target.exists():
        raise QualcodeError("error.plan_is_there", target=target)
    rows = list(rows_of(plan, words))
    headings = [words.of("import.column", column) for column in COLUMNS]
    if target.suffix.casefold() == ".csv":
        data = b"\xef\xbb\xbf" + format_csv([COLUMNS, *rows], ";" if words.language == "nl" else ",").encode()
    elif target.suffix.casefold() == ".xlsx":
        data = plan_sheet(COLUMNS, headings, rows)
    else:
        raise QualcodeError("error.plan_as", target=target)
    write_bytes(target, data, private=True)


def read_plan(plan: Plan, file: Path, decisions: Decisions) -> None:
    """What a person said in an edited plan; rows that were left as they are count as said too.

    Raises QualcodeError, by row, for what matches no label of the files, and for what is no role or id.
    """
    rows = _keyed(read_sheet(file.name, read_given(file)))
    missing = [name for name in ("label", "role") if rows and name not in rows[0][1]]
    if not rows or missing:
        raise QualcodeError("error.no_plan", file=file.name)
    for number, row in rows:
        try:
            _said(plan, row, decisions)
        except QualcodeError as error:
            raise QualcodeError("error.in_row", file=file.name, number=number, why=error) from None


def _keyed(rows: Rows) -> Rows:
    """The rows by the keys of COLUMNS, also where only the headings of a language are left; without the headings' own row."""
    keys = {Words(language).of("import.column", key).casefold(): key for language in ("nl", "en") for key in COLUMNS}
    found = [(number, {keys.get(name, name): cell for name, cell in row.items()}) for number, row in rows]
    return [(number, row) for number, row in found if row.get("sha") != "sha"]


def _said(plan: Plan, row: dict[str, str], decisions: Decisions) -> None:
    sha = _file_of(plan, row)
    label, role, case = row["label"], row["role"].casefold(), row.get("case", "")
    entries = [entry for entry in plan.entries if sha in (ANY, entry.survey.sha)]
    labels = {
        key_of(verdict.label): verdict.label
        for entry in entries
        for verdict in (*(voice.verdict for voice in entry.survey.voices), *entry.passed)
    }
    if key_of(label) not in labels:
        raise unknown("thing.label_in_this_file", label, [one for one in labels.values() if one])
    if not role:
        return  # another writing of a speaker: it goes with that
    if role not in _ROLES:
        raise unknown("thing.role", row["role"], list(_ROLES))
    if case and not is_id(case):
        raise QualcodeError("error.no_case_id", name=case, rule=ID_RULE)
    decisions.said[sha, key_of(label)] = Given(_ROLES[role], case if _ROLES[role] == "respondent" else "")
    for doubt in plan.doubts:
        if sha in (ANY, doubt.sha) and key_of(doubt.label) in ("", key_of(label)):
            decisions.settled.add(doubt.id)


def _file_of(plan: Plan, row: dict[str, str]) -> str:
    """The sha of the file that a row is about; ANY where it names none."""
    sha, name = row.get("sha", ""), row.get("file", "")
    if sha:
        found = [entry.survey.sha for entry in plan.entries if entry.survey.sha.startswith(sha)]
        if not found:
            raise QualcodeError("error.not_in_plan", file=name or Say("the_file"))
        return found[0]
    if not name:
        return ANY
    found = [entry.survey.sha for entry in plan.entries if entry.survey.file.name == name]
    if not found:
        raise unknown("thing.file", name, [entry.survey.file.name for entry in plan.entries])
    return found[0]
