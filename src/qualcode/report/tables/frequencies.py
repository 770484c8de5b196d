"""How often each code, and by how many."""

from qualcode.analysis.references import Targets
from qualcode.report.counts import count_output, depth, folded, share_cells, share_columns, share_headings, share_values
from qualcode.report.document import Column, Data, Output, Row, Value
from qualcode.report.view import View

COLUMNS = (
    "code", "name", "parent", "kind", "references", "turns", "cases", "of_cases", "read_cases", "transcripts", "words",
)  # fmt: skip


def frequency_table(view: View, by: str | None = None, targets: Targets | None = None) -> Output:
    """How often each code, and by how many; with `by`, per value of an attribute. `targets`: what each code pools."""
    view.need_numbers()
    words = view.words
    values_by = view.project.cases.values(view.attribute(by)) if by else ()
    counted = view.count(targets)
    values = counted.values(by, values_by) if by else []
    shares = counted.shares(by, values) if by else {}
    rows: list[tuple[Value, ...]] = []
    printed = []
    for target, found in counted.figures().items():
        code = view.codebook.by_id[target]
        head = (code.id, code.name, code.parent, code.kind)
        own = (
            found.references,
            found.turns,
            found.cases,
            found.cases.of,
            found.cases.read,
            found.transcripts,
            found.words,
        )
        rows.append((*head, *own, *share_values(shares.get(target, {}))))
        cells = [code.name] if by else [code.name, words.term(code.kind)]
        cells += map(words.figure, (found.references,) if by else (found.references, found.turns))
        cells += [words.n_of(found.cases), *share_cells(shares.get(target, {}), words)]
        printed.append(Row(tuple(cells), depth(view.codebook, target, counted.targets)))
    names = {"parent": {code.id: code.name for code in view.codebook.codes}}
    data = Data("frequencies", (*COLUMNS, *share_columns(values)), tuple(rows), names=names)
    columns = [Column(words.heading("code"), 4)]
    if not by:
        columns.append(Column(words.heading("kind"), 2))
    columns += [Column(words.heading(key), 1, True) for key in (("references",) if by else ("references", "turns"))]
    columns.append(Column(words.heading("cases"), 2, True))
    columns += share_headings(counted, by, values, words) if by else []
    title = words("frequencies.by_title", attribute=by) if by else words("frequencies.title")
    return count_output(view, counted, data, title, columns, folded(view, counted, printed, list(counted.targets)), by)
