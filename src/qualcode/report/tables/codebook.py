"""The codebook as a table: all of it for spreadsheets, and the printed forms that theses use.

MacQueen, McLellan, Kay & Milstein (1998), "Codebook development for team-based qualitative analysis", Cultural
Anthropology Methods 10(2): code, brief definition, full definition, when to use, when not to use, example.
DeCuir-Gunby, Marshall & McCulloch (2011), "Developing and using a codebook for the analysis of interview data", Field
Methods 23(2): label, definition with inclusion and exclusion, example.
"""

from collections.abc import Callable, Mapping

from qualcode.editing.development import rules
from qualcode.model.codebook import Code, Codebook
from qualcode.model.fields import BY_KEY, COLUMNS, LISTED
from qualcode.model.keyword.keyword import Keyword, Phrase, write_keyword
from qualcode.report.document import Column, Data, Output, Report, Row, Table
from qualcode.store.yaml.text import flow
from qualcode.text import Words, capital

FORMS = ("macqueen", "decuir-gunby")


def code_cells(code: Code) -> Mapping[str, str]:
    """What a code says in each column; several things in a cell stand on a line each."""
    cells = {"code": code.id, "parent": code.parent}
    for field in (BY_KEY[key] for key in COLUMNS if key in BY_KEY):
        value = getattr(code, field.name)
        if field.shape == "keywords":
            value = "\n".join(map(keyword_cell, value))
        cells[field.key] = "\n".join(value) if field.shape in LISTED else value
    return cells


def keyword_cell(keyword: Keyword) -> str:
    """A keyword as a cell holds it: a word or phrase as it is, anything else as the codebook's file writes it."""
    if isinstance(keyword, Phrase) and keyword == Phrase(keyword.text) and not set(keyword.text) & set(",;{}\n"):
        return keyword.text
    written = write_keyword(keyword)
    return flow(_texts({"word": written} if isinstance(written, str) else written))


def _texts(value: object) -> object:
    """Numbers and truths as text, as the file has them."""
    if isinstance(value, dict):
        return {str(key): _texts(one) for key, one in value.items()}
    return [_texts(one) for one in value] if isinstance(value, list) else str(value)


def codebook_table(codebook: Codebook, form: str, words: Words, study: str = "", changed: str = "") -> Output:
    """All columns as data; for people one of the printed forms. `study`: its title, where the codebook has none."""
    cells = [code_cells(code) for code in codebook.codes]
    data = Data("codebook", COLUMNS, tuple(tuple(one[key] for key in COLUMNS) for one in cells))
    parents = {code.parent for code in codebook.codes}
    columns, cells_of = _FORMS[form](words)
    rows = tuple(
        Row(cells_of(code), max(len(list(codebook.ancestors(code.id))) - 1, 0), code.id in parents)
        for code in codebook.codes
    )
    notes = [words.of("codebook.after", form)]
    if inductive := [code.name for code in codebook.codes if code.origin == "inductive"]:
        notes.append(words("codebook.inductive", names=", ".join(inductive)))
    if retired := [code.name for code in codebook.codes if code.retired]:
        notes.append(words("codebook.retired", names=", ".join(retired)))
    name = codebook.title or study
    title = f"{words('codebook.title')}: {name}" if name else words("codebook.title")
    table = Table(title, columns, rows, tuple(notes))
    return Output(data, Report(title, (table,), changed))


_Form = tuple[tuple[Column, ...], Callable[[Code], tuple[str, ...]]]


def _macqueen(words: Words) -> _Form:
    keys = (("code", 4), ("short", 3), ("definition", 6), ("include", 5), ("exclude", 6), ("examples", 7))
    columns = tuple(Column(words.heading(key), share) for key, share in keys)
    return columns, lambda code: (
        code.name, code.short, code.definition, code.include, code.exclude, _apart(code.examples),
    )  # fmt: skip


def _apart(examples: tuple[str, ...]) -> str:
    """Examples with an empty line between them."""
    return "\n\n".join(examples)


def _decuir_gunby(words: Words) -> _Form:
    columns = (Column(words.heading("code"), 3), Column(capital(words("codebook.rules")), 8))
    return (*columns, Column(words.heading("examples"), 6)), lambda code: (
        code.name,
        rules(code),
        _apart(code.examples),
    )


_FORMS: Mapping[str, Callable[[Words], _Form]] = {"macqueen": _macqueen, "decuir-gunby": _decuir_gunby}
