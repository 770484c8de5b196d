"""The operationalisation matrix as a codebook: read, made whole, merged into the codebook that is there."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from qualcode.editing.differences import Difference
from qualcode.editing.edits import Raw, codes_of
from qualcode.errors import QualcodeError, unknown
from qualcode.formats.exchange.headings import key_of
from qualcode.formats.operationalisation.codebook import codebook_of
from qualcode.formats.operationalisation.headers import EVIDENCE, KEYWORDS, ROLES, language_of
from qualcode.formats.operationalisation.hyphens import DoubtfulWord, rejoin
from qualcode.formats.operationalisation.merge import merge_matrix
from qualcode.formats.operationalisation.reader import FoundMatrix, find_matrices
from qualcode.formats.tables.grids import Cell, Grid, read_grids
from qualcode.model.settings import MATCHED
from qualcode.store.files import read_bytes
from qualcode.store.yaml.text import document
from qualcode.text import Say
from qualcode.usecases.codebook.files import Target
from qualcode.usecases.keywords.propose import no_keywords, propose

Ask = Callable[[DoubtfulWord], str]  # what a doubtful word is; "" leaves it
_OPENING = {
    "nl": "# Gemaakt van de operationalisatiematrix met `qualcode codebook from-matrix`.\n"
    "# keywords_proposed zijn voorstellen en vinden niets; overnemen met `qualcode codebook keywords accept`.\n"
    "# matrices bewaart de koppen en een vingerafdruk van elke cel, om een gewijzigde matrix te herkennen: laat het staan.\n\n",
    "en": "# Made from the operationalisation matrix with `qualcode codebook from-matrix`.\n"
    "# keywords_proposed match nothing until accepted: `qualcode codebook keywords accept`.\n"
    "# matrices keeps the headings and a fingerprint of every cell, to know a changed matrix again: leave it.\n\n",
}


@dataclass
class ReadMatrix:
    """A codebook made of a matrix, and what a person should know of how it was read."""

    raw: Raw
    matrices: list[FoundMatrix]
    passed: list[Say]  # tables that are no matrix, and columns of evidence
    kept_as_is: list[str]  # headings of columns that have no place of their own
    keywords: list[str]  # headings of columns of which the words are proposed
    no_keywords: list[tuple[str, str]]  # code, words of such a column that are no keyword
    doubts: list[tuple[str, DoubtfulWord]]  # place, word

    @property
    def codes(self) -> int:
        return len(list(codes_of(self.raw)))

    @property
    def rows(self) -> int:
        return sum(len(matrix.rows) for matrix in self.matrices)

    @property
    def left_to_import(self) -> list[str]:
        """The headings that a codebook of one's own has and no matrix: `codebook import` reads what stands under them.

        A matrix has indicators or interview questions; and a table of codes says which column holds the codes.
        """
        columns = [column for matrix in self.matrices for column in matrix.columns]
        keys = {column.heading: key_of(column.heading) for column in columns}
        if {"indicator", "interview_question"} & {column.role for column in columns}:
            return []
        if not {"code", "subcode"} & set(keys.values()):
            return []
        return [c.heading for c in columns if c.role in ("", KEYWORDS, EVIDENCE) and keys[c.heading]]


def column_roles(named: Sequence[str]) -> dict[str, str]:
    """--columns HEADING=ROLE, checked."""
    roles: dict[str, str] = {}
    for one in named:
        heading, mark, role = one.rpartition("=")
        if not mark or not heading.strip():
            raise QualcodeError("error.columns_role", typed=one)
        if role.strip() not in ROLES:
            raise unknown("thing.kind_of_column", role.strip(), ROLES)
        roles[" ".join(heading.split())] = role.strip()
    return roles


def read_matrix(file: Path, named: Mapping[str, str], language: str = "", ask: Ask | None = None) -> ReadMatrix:
    """The matrices of a Word, Excel, CSV or Markdown file as a codebook."""
    grids = read_grids(file.name, read_bytes(file))
    headings = [cell.text for grid in grids for row in grid.rows for cell in row if len(cell.text) < 40]
    language = language or language_of(headings) or "nl"
    if language not in MATCHED:
        raise unknown("thing.language", language, MATCHED)
    grids, doubts = _made_whole(grids, language, ask)
    seen = {" ".join(cell.text.split()).casefold() for grid in grids for row in grid.rows for cell in row}
    if absent := [heading for heading in named if heading.casefold() not in seen]:
        raise QualcodeError("error.no_such_heading", file=file.name, heading=absent[0])
    try:
        found = find_matrices(grids, named)
        raw = codebook_of(found.matrices, language, named)
    except QualcodeError as error:
        raise QualcodeError("error.in_file", file=file.name, why=error) from None
    propose(raw)
    columns = [column for matrix in found.matrices for column in matrix.columns]
    kept, keywords = (list(dict.fromkeys(c.heading for c in columns if c.role == role)) for role in ("", KEYWORDS))
    evidence = dict.fromkeys(Say("the_column", heading=column.heading) for column in columns if column.role == EVIDENCE)
    return ReadMatrix(raw, found.matrices, [*found.passed, *evidence], kept, keywords, [*no_keywords(raw)], doubts)


def _made_whole(
    grids: Sequence[Grid], language: str, ask: Ask | None
) -> tuple[list[Grid], list[tuple[str, DoubtfulWord]]]:
    """Words that line ends cut in two are whole again; what stays doubtful is returned."""
    from qualcode.suggest import analyser
    from qualcode.suggest.compounds import Compounds
    from qualcode.suggest.light import WORD

    texts = [cell.text for grid in grids for row in grid.rows for cell in row]
    seen = {word.casefold() for text in texts for word in WORD.findall(text)}
    compounds = Compounds(analyser("light", language).lexicon, ())

    def known(word: str) -> bool:
        return word.casefold() in seen or compounds.is_word(word.casefold())

    answers: dict[DoubtfulWord, str] = {}
    left: list[tuple[str, DoubtfulWord]] = []

    def whole(cell: Cell, place: str) -> Cell:
        text, doubts = rejoin(cell.text, known)
        for doubt in doubts:
            if doubt not in answers:
                answers[doubt] = ask(doubt) if ask else ""
                if not answers[doubt]:
                    left.append((place, doubt))
            text = text.replace(doubt.typed, answers[doubt] or doubt.typed)
        return Cell(text, cell.merged)

    made = [
        Grid(
            grid.place,
            tuple(tuple(whole(cell, f"{grid.place}, row {number}") for cell in row) for number, row in enumerate(grid.rows, grid.first)),
            grid.title,
            grid.apart,
            grid.first,
        )
        for grid in grids
    ]  # fmt: skip
    return made, left


def as_text(read: ReadMatrix) -> str:
    """The codebook as a new file."""
    return document(read.raw, _opening(read))


def differences(target: Target, read: ReadMatrix) -> list[Difference]:
    """What the matrix would change in the codebook that is there."""
    return merge_matrix(target.raw(), read.raw)[1]


def take_over(target: Target, read: ReadMatrix, coder: str | None, source: str) -> None:
    """Write a new codebook, or what `differences` told into the one that is there."""

    def change(raw: Raw) -> Raw:
        return merge_matrix(raw, read.raw)[0] if raw else read.raw

    target.change(change, "codebook from-matrix", coder, source, _opening(read))


def _opening(read: ReadMatrix) -> str:
    return _OPENING.get(read.raw["language"], _OPENING["en"])
