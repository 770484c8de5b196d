"""Coverage: each indicator of the matrix, of whom it was asked and who spoke of it."""

from collections.abc import Sequence

from qualcode.analysis.study import Counted
from qualcode.analysis.tables import basic_counts, code_targets
from qualcode.model.codebook import Code
from qualcode.report.counts import count_output, unread_cells
from qualcode.report.notes import people
from qualcode.report.tree import Column, Data, Output, Row, Value
from qualcode.report.view import View

COLUMNS = (
    "question", "concept", "code", "indicator", "interview_question", "asked_of", "cases", "of_cases", "references",
)  # fmt: skip


def coverage(view: View) -> Output:
    """A row for each code that says something by itself (`View.told`), and each with an indicator."""
    view.need_numbers()
    words, codebook = view.words, view.codebook
    codes = [codebook.by_id[code] for code in view.codes if code in view.told or codebook.by_id[code].indicator]
    targets = code_targets(codebook, [code.id for code in codes])
    counted = view.count(targets)
    counts = basic_counts(counted, targets)
    figures = counts.to_dict("index")
    rows: list[tuple[Value, ...]] = []
    for code in codes:
        own = figures[code.id]
        told = (code.question, _concept(view, code), code.id, "\n".join(code.indicator))
        numbers = (int(own["cases"]), int(own["of_cases"]), int(own["references"]))
        rows.append((*told, "\n".join(code.interview_question), asked_of(view, counted, code.id), *numbers))
    unread = unread_cells(counted, counts, targets, None, ())
    data = Data("coverage", COLUMNS, tuple(rows), frozenset(cell for cell in unread if cell[1] in COLUMNS))
    columns = [
        Column(words.heading("concept"), 3),
        Column(words.heading("indicator"), 5),
        Column(words.heading("interview_question"), 5),
        Column(words.heading("asked_of"), 2, True),
        Column(words.heading("cases"), 2, True),
        Column(words.heading("references"), 2, True),
    ]
    extra = [words("note.asked" if counted.asked.size else "note.not_asked")]
    return count_output(
        view, counted, data, words("coverage.title"), columns, _printed(view, data, codes), None, extra, long=True
    )


def asked_of(view: View, counted: Counted, code: str) -> int | None:
    """How many counted cases were asked about a code: its own question, or a topic that names it or a code above it.

    None where no question of the whole selection is on record, and for a code that no question is about.
    """
    above = set(view.codebook.ancestors(code))
    topics = {topic.id for topic in view.codebook.topics if above & set(topic.codes)}
    if counted.asked.empty or not (topics or view.codebook.by_id[code].interview_question):
        return None
    subjects = topics | {code}
    now = counted.asked["subject"].map(lambda name: view.codebook.current.get(name, name))
    return int(counted.asked[now.isin(subjects)]["case"].nunique())


def _concept(view: View, code: Code) -> str:
    return view.codebook.by_id[list(view.codebook.ancestors(code.id))[-1]].name


def _printed(view: View, data: Data, codes: Sequence[Code]) -> list[Row]:
    """Under each research question: the concept where it begins, then its indicators."""
    words, rows = view.words, []
    names = {question.id: question.text for question in view.codebook.questions}
    opened: str | None = None
    concept = ""
    order = [*names, ""]
    numbered = enumerate(zip(data.records(), codes, strict=True))
    for number, (record, code) in sorted(numbered, key=lambda one: order.index(one[1][1].question)):
        if names and code.question != opened:
            opened, concept = code.question, ""
            rows.append(Row((names.get(code.question, words("no_question")), "", "", "", "", ""), group=True))
        shown = "" if record["concept"] == concept else str(record["concept"])
        concept = str(record["concept"])
        asked = "–" if record["asked_of"] is None else words.n_of(record["asked_of"], record["of_cases"])
        rows.append(
            Row(
                (
                    shown,
                    str(record["indicator"]) or code.name,
                    str(record["interview_question"]),
                    asked,
                    people(data, number, "cases", words.n_of(record["cases"], record["of_cases"])),
                    people(data, number, "references", str(record["references"])),
                ),
                1 if names else 0,
            )
        )
    return rows
