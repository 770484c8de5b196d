"""Coverage: each indicator of the matrix, of whom it was asked and who spoke of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from qualcode.analysis.counted import Counted, Figures
from qualcode.analysis.counts import Count
from qualcode.model.codebook import Code
from qualcode.report.counts import count_output
from qualcode.report.document import Column, Data, Output, Row, Value
from qualcode.report.view import View
from qualcode.text import UNKNOWN

COLUMNS = (
    "question", "concept", "code", "indicator", "interview_question", "asked_of", "cases", "of_cases", "references",
    "read_cases",
)  # fmt: skip


@dataclass(frozen=True)
class _Line:
    code: Code
    concept: str
    asked: Count | None
    figures: Figures


def coverage(view: View) -> Output:
    """A row for each code that says something by itself (`View.told`), and each with an indicator."""
    view.need_numbers()
    words, codebook = view.words, view.codebook
    codes = [codebook.by_id[code] for code in view.codes if code in view.told or codebook.by_id[code].indicator]
    counted = view.count(view.targets(code.id for code in codes))
    found = counted.figures()
    lines = [_Line(code, _concept(view, code), asked(view, counted, code.id), found[code.id]) for code in codes]
    data = Data("coverage", COLUMNS, tuple(map(_values, lines)))
    columns = [
        Column(words.heading("concept"), 3),
        Column(words.heading("indicator"), 5),
        Column(words.heading("interview_question"), 5),
        Column(words.heading("asked_of"), 2, True),
        Column(words.heading("cases"), 2, True),
        Column(words.heading("references"), 2, True),
    ]
    extra = [words("note.asked" if counted.asked else "note.not_asked")]
    return count_output(view, counted, data, words("coverage.title"), columns, _printed(view, lines), None, extra)


def _values(line: _Line) -> tuple[Value, ...]:
    code, own = line.code, line.figures
    told = (code.question, line.concept, code.id, "\n".join(code.indicator), "\n".join(code.interview_question))
    return (*told, line.asked, own.cases, own.cases.of, own.references, own.cases.read)


def asked(view: View, counted: Counted, code: str) -> Count | None:
    """How many counted cases were asked about a code: its own question, or a topic that names it or a code above it.

    None where no question of the whole selection is on record, and for a code that no question is about.
    """
    above = set(view.codebook.ancestors(code))
    topics = {topic.id for topic in view.codebook.topics if above & set(topic.codes)}
    is_asked = topics or view.codebook.by_id[code].interview_question
    return counted.asked_of(code, topics | {code} if is_asked else (), view.codebook.current)


def _concept(view: View, code: Code) -> str:
    return view.codebook.by_id[list(view.codebook.ancestors(code.id))[-1]].name


def _printed(view: View, lines: Sequence[_Line]) -> list[Row]:
    """Under each research question: the concept where it begins, then its indicators."""
    words, rows = view.words, []
    names = {question.id: question.text for question in view.codebook.questions}
    opened: str | None = None
    concept = ""
    order = [*names, ""]
    for line in sorted(lines, key=lambda one: order.index(one.code.question)):
        code = line.code
        if names and code.question != opened:
            opened, concept = code.question, ""
            rows.append(Row((names.get(code.question, words("no_question")), "", "", "", "", ""), group=True))
        shown = "" if line.concept == concept else line.concept
        concept = line.concept
        rows.append(
            Row(
                (
                    shown,
                    "\n".join(code.indicator) or code.name,
                    "\n".join(code.interview_question),
                    UNKNOWN if line.asked is None else words.n_of(line.asked),
                    words.n_of(line.figures.cases),
                    words.figure(line.figures.references),
                ),
                1 if names else 0,
            )
        )
    return rows
