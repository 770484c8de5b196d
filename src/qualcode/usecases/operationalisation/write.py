"""The study's codebook as the operationalisation matrix it came from, with the evidence of the interviews."""

from collections.abc import Sequence
from pathlib import Path

from qualcode.analysis.counts import Count
from qualcode.errors import NothingToShow, QualcodeError, unknown
from qualcode.formats.operationalisation.headers import roles_of
from qualcode.model.codebook import Codebook
from qualcode.model.settings import Settings
from qualcode.report.citing import cited
from qualcode.report.document import Output, Table
from qualcode.report.formats import OutputFormat, documents
from qualcode.report.tables.operationalisation import EVIDENCE_COLUMNS, default_matrix, matrix_report
from qualcode.report.view import View
from qualcode.store.files import write_bytes
from qualcode.text import UNKNOWN, Words

_SHEET = OutputFormat("qualcode.report.renderers.matrix_sheet:render")  # to be filled in, and read back


def _formats() -> dict[str, OutputFormat]:
    return {**documents(), ".xlsx": _SHEET}


def check_target(file: Path) -> None:
    if file.suffix.casefold() not in _formats():
        raise QualcodeError("error.matrix_as", file=file.name, formats=", ".join(_formats()))


def write_matrix(file: Path, output: Output, settings: Settings) -> None:
    write_bytes(file, _formats()[file.suffix.casefold()].render(output, settings.reader, settings))


def matrix_of(codebook: Codebook, words: Words) -> Output:
    """The matrix without evidence; needs no study."""
    codebook, roles = _with_roles(codebook, words)
    return matrix_report(codebook, roles, words, {}, ())


def matrix_with_evidence(view: View, wanted: Sequence[str]) -> Output:
    """The matrix with columns for what the interviews say: references, cases, an example quote."""
    from qualcode.analysis.quoting import examples
    from qualcode.report.builders import BUILDERS

    for name in wanted:
        if name not in EVIDENCE_COLUMNS:
            raise unknown("thing.column", name, EVIDENCE_COLUMNS)
    words = view.words
    codebook, roles = _with_roles(view.codebook, words)
    targets = dict(view.targets())
    for code in codebook.codes:  # the row of a split code counts what became of it
        parts = (codebook.current[part] for part in code.split_into)
        own = (one for name in (code.id, *parts) for one in codebook.descendants(name))
        targets[code.id] = tuple(dict.fromkeys(own))
    table = BUILDERS.get("frequencies")(view, targets=targets)
    chosen = dict(examples(view.fragments(), view.codes))
    for code in codebook.codes:
        for part in code.split_into:
            if (now := codebook.current[part]) in chosen:
                chosen.setdefault(code.id, chosen[now])
    evidence = {}
    for record in table.data.records():
        references, cases = record["references"], record["cases"]
        assert isinstance(references, Count)
        assert isinstance(cases, Count)
        example = chosen.get(str(record["code"]))
        key = bool(example and example["key"])
        unknown_yet = "" if example or references.complete else UNKNOWN
        evidence[str(record["code"])] = {
            "references": words.figure(references),
            "cases": words.n_of(cases),
            "quote": cited(view, example) if key else unknown_yet,
            "proposal": "" if key else cited(view, example),
        }
    notes = next((part.notes for part in table.report.parts if isinstance(part, Table)), ()) if wanted else ()
    return matrix_report(codebook, roles, words, evidence, tuple(wanted), notes, view.project.changed, table.warnings)


def _with_roles(codebook: Codebook, words: Words) -> tuple[Codebook, dict[str, list[str]]]:
    if not any(code.row for code in codebook.codes):
        raise NothingToShow("error.no_code_from_a_matrix")
    if not any(matrix.columns for matrix in codebook.matrices):
        return default_matrix(codebook, words)
    return codebook, {matrix.id: roles_of(matrix.columns, matrix.roles) for matrix in codebook.matrices}
