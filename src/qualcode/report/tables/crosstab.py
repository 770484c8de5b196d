"""Codes, themes or questions against an attribute."""

from qualcode.errors import QualcodeError
from qualcode.report.counts import count_output, depth, folded, share_cells, share_columns, share_headings, share_values
from qualcode.report.document import Column, Data, Output, Row
from qualcode.report.view import View

ROWS = ("code", "theme", "question")
Named = dict[str, tuple[str, tuple[str, ...]]]


def crosstab(view: View, by: str, rows: str = "code") -> Output:
    """Codes, themes or questions against the values of an attribute."""
    view.need_numbers()
    if rows not in ROWS:
        raise QualcodeError("error.rows", rows=", ".join(ROWS))
    words, named = view.words, _named(view, rows)
    targets = {target: codes for target, (_, codes) in named.items()}
    values_by = view.project.cases.values(view.attribute(by))
    counted = view.count(targets)
    values = counted.values(by, values_by)
    shares = counted.shares(by, values)
    counts = tuple((target, name, *share_values(shares[target])) for target, (name, _) in named.items())
    data = Data("crosstab", (rows, "name", *share_columns(values)), counts)
    columns = [Column(words.heading(rows), 4), *share_headings(counted, by, values, words)]
    printed = [
        Row(
            (name, *share_cells(shares[target], words)),
            depth(view.codebook, target, targets) if rows == "code" else 0,
        )
        for target, (name, _) in named.items()
    ]
    title = words.of("crosstab", f"{rows}.title", attribute=by)
    extra = [words("note.themes")] if rows == "theme" else []
    return count_output(
        view,
        counted,
        data,
        title,
        columns,
        folded(view, counted, printed, list(named)) if rows == "code" else printed,
        by,
        extra,
    )


def _named(view: View, rows: str) -> Named:
    """target -> (name, the codes it pools) for the rows of a crosstab."""
    codebook, codes = view.codebook, view.codes
    if rows == "code":
        return {code: (codebook.by_id[code].name, codebook.descendants(code)) for code in codes}
    if rows == "theme":
        return {one.id: (one.name, view.pool(one)) for one in view.themes if view.members(one) or not one.codes}
    named = {
        question.id: (question.text, tuple(code.id for code in codebook.codes if code.question == question.id))
        for question in codebook.questions
    }
    left = set(codes)
    chosen = {one: (name, tuple(code for code in members if code in left)) for one, (name, members) in named.items()}
    return {one: kept for one, kept in chosen.items() if kept[1] or not named[one][1]}
