"""The letter to a respondent with the quotes that will be printed, to be approved or refused."""

from qualcode.analysis.quoting import COLUMNS
from qualcode.report.citing import form
from qualcode.report.counts import plain_rows
from qualcode.report.tree import Data, Heading, Output, Part, Prose, Quote, Report
from qualcode.report.view import View


def letter(view: View, case: str) -> Output | None:
    """The key quotes of one respondent as they will be printed; None where there are none."""
    words = view.words
    frame = view.fragments()
    own = frame[frame["key"] & (frame["quote"] != "") & frame["case"].str.split("; ").map(lambda cases: case in cases)]
    if own.empty:
        return None
    parts: list[Part] = [
        Heading(view.project.settings.title or words("the_study")),
        Prose(words("letter.opening", case=case)),
    ]
    for number, record in enumerate(own.to_dict("records"), 1):
        named = {str(key): value for key, value in record.items()}
        parts += [
            Prose(words("letter.quote", number=number, question=" ".join(str(named["question_before"]).split()))),
            Quote(form(named)),
        ]
        parts.append(Prose(words("letter.choice")))
    parts.append(Prose(words("letter.closing")))
    data = Data("letter", COLUMNS, plain_rows(own[list(COLUMNS)]))
    return Output(data, Report(words("letter.title", case=case), tuple(parts), view.project.changed))
