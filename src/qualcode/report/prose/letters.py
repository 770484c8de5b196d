"""The letter to a respondent with the quotes that will be printed, to be approved or refused."""

import re
from typing import TYPE_CHECKING

from qualcode.analysis.quoting import COLUMNS, plain_rows
from qualcode.report.citing import form, group_word, style_of
from qualcode.report.document import Data, Heading, Output, Part, Prose, Quote, Report
from qualcode.report.view import View
from qualcode.text import capital

if TYPE_CHECKING:
    from qualcode.text.keys import Key

_FILLER = re.compile(r",?\s*\b(?:e+h+m*|u+h+m*|u+m+|h+m+|ä+h+m*)\b[,.…]*", re.IGNORECASE)
_JOINER = re.compile(r"^(?:en|maar|dus|want|and|but|so|und|aber|also)\b,?\s+(?=\w)", re.IGNORECASE)


def _label(view: View, case: str) -> str:
    """What stands behind the quotes of a respondent."""
    _, labels = style_of(view.project)
    word = group_word(view.project, case) if labels == "group" else ""
    return case if labels == "id" else view.words("a_person", person=word or view.words.case)


def _question(said: str) -> str:
    """What the interviewer asked, without what stood before the question, and without fillers."""
    plain = " ".join(_FILLER.sub(" ", said).split())
    asked = [one for one in re.split(r"(?<=[.!?…])\s+", plain) if one.endswith("?")]
    question = asked[-1] if asked else plain
    return capital(_JOINER.sub("", question))


def _opening(view: View, number: int, question: str) -> str:
    key: Key = "letter.quote" if question.endswith("?") else "letter.quote.after" if question else "letter.quote.bare"
    return view.words(key, number=number, question=question)


def letter(view: View, case: str) -> Output:
    """The quotes of one respondent that a draft of the results prints, as they will be printed: the key quotes, and what
    speaks against its code. A report without parts where there are none.
    """
    words = view.words
    frame = view.fragments()
    printed = frame["key"] | frame["against"].astype(bool)
    own = frame[printed & (frame["quote"] != "") & frame["case"].str.split("; ").map(lambda cases: case in cases)]
    data = Data("letter", COLUMNS, plain_rows(own[list(COLUMNS)]))
    if own.empty:
        return Output(data)
    parts: list[Part] = [
        Heading(view.project.settings.title or words("the_study")),
        *map(Prose, view.only_apart_from("case", "where")),
        Prose(words("letter.dear")),
        Prose(words("letter.opening")),
        Prose(words("letter.label", label=_label(view, case))),
    ]
    for number, record in enumerate(own.to_dict("records"), 1):
        named = {str(key): value for key, value in record.items()}
        parts += [
            Prose(_opening(view, number, _question(str(named["question_before"])))),
            Quote(form(view, named)),
        ]
        parts.append(Prose(words("letter.choice")))
    parts += [Prose(words("letter.closing")), Prose(words("letter.signed"))]
    return Output(data, Report(words("letter.title", case=case), tuple(parts), view.project.changed))
