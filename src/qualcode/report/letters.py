"""The letter to a respondent with the quotes that will be printed, to be approved or refused."""

from qualcode.analysis.quoting import COLUMNS, plain_rows
from qualcode.report.citing import form, group_word, style_of
from qualcode.report.tree import Data, Heading, Output, Part, Prose, Quote, Report
from qualcode.report.view import View


def _label(view: View, case: str) -> str:
    """What stands behind the quotes of a respondent."""
    _, labels = style_of(view.project)
    word = group_word(view.project, case) if labels == "group" else ""
    return case if labels == "id" else view.words("a_person", person=word or view.words.case)


def letter(view: View, case: str) -> Output:
    """The key quotes of one respondent as they will be printed; a report without parts where there are none."""
    words = view.words
    frame = view.fragments()
    own = frame[frame["key"] & (frame["quote"] != "") & frame["case"].str.split("; ").map(lambda cases: case in cases)]
    data = Data("letter", COLUMNS, plain_rows(own[list(COLUMNS)]))
    if own.empty:
        return Output(data)
    parts: list[Part] = [
        Heading(view.project.settings.title or words("the_study")),
        *map(Prose, view.only_apart_from("case", "where")),
        Prose(words("letter.opening")),
        Prose(words("letter.label", label=_label(view, case))),
    ]
    for number, record in enumerate(own.to_dict("records"), 1):
        named = {str(key): value for key, value in record.items()}
        parts += [
            Prose(words("letter.quote", number=number, question=" ".join(str(named["question_before"]).split()))),
            Quote(form(view, named)),
        ]
        parts.append(Prose(words("letter.choice")))
    parts += [Prose(words("letter.closing")), Prose(words("letter.signed"))]
    return Output(data, Report(words("letter.title", case=case), tuple(parts), view.project.changed))
