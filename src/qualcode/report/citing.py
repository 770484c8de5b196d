"""Quotes as theses print them: labels, marks, block or running text (`quotes:` in qualcode.yaml).

`apa`: the label behind, quotation marks, from 40 words a block without marks (APA 7, section 8.27). `above`: the label
on a line above an unmarked block. `inline`: short fragments in one sentence with single marks and no label, each traced
in a note beside it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from qualcode.analysis.quoting import Spoken, is_exchange
from qualcode.errors import unknown
from qualcode.model.project import Project
from qualcode.model.settings import QUOTE_LABELS, QUOTE_STYLES
from qualcode.model.transcript import count_words
from qualcode.report.document import Part, Proposal, Prose, Quote
from qualcode.report.view import View
from qualcode.text import Words, capital

if TYPE_CHECKING:
    from qualcode.text.keys import Key

BLOCK = 40  # words of the printed form, from which a quote is a block
SHORT = 25  # words up to which a fragment can stand inside a sentence
_DOUBLE, _SINGLE = "“”", "‘’"
_STRAIGHT = re.compile(r'"([^"]*)"')
Record = Mapping[str, Any]  # a row of the quote table


def style_of(project: Project, style: str = "", labels: str = "") -> tuple[str, str]:
    """The style and the labels, as named or as the study has them."""
    style = style or project.settings.quote_style or QUOTE_STYLES[0]
    labels = labels or project.settings.quote_labels or QUOTE_LABELS[0]
    if style not in QUOTE_STYLES:
        raise unknown("thing.quote_style", style, QUOTE_STYLES)
    if labels not in QUOTE_LABELS:
        raise unknown("thing.kind_of_label", labels, QUOTE_LABELS)
    return style, labels


def label(project: Project, words: Words, record: Record, labels: str) -> str:
    """Who said it: the case's id, its group ("een huisarts"), or nobody; of a document its own id.

    The interviewer is always named, lest the words be taken for a respondent's. An exchange has its labels inside.
    """
    if is_exchange(record):
        return ""
    asks = [words("interviewer")] if any(one.role == "interviewer" for one in record["spoken"]) else []
    cases = [case for case in str(record["case"]).split("; ") if case]
    if labels == "none":
        return "".join(asks)
    if labels == "id" or not cases:
        return ", ".join((*asks, *cases)) or str(record["transcript"])
    named = [words("a_person", person=group_word(project, case) or words.case) for case in cases]
    return ", ".join(dict.fromkeys((*asks, *named)))


def group_word(project: Project, case: str, number: int = 1) -> str:
    """The word for a case by the beginning of its id (`groups:`), "" where none fits."""
    fitting = [
        prefix
        for prefix in project.settings.groups
        if case.casefold().startswith(prefix.casefold()) and not case[len(prefix) : len(prefix) + 1].isalpha()
    ]
    if not fitting:
        return ""
    forms = project.settings.groups[max(fitting, key=len)]
    return forms[0] if number == 1 else forms[-1]


def form(view: View, record: Record, labels: str = "id") -> str:
    """What is printed of a quote, on one line; "" where nothing may be. In an exchange each speaker is named, and where the
    researcher adapted it, all of them before it.
    """
    if record["printed"] or not record["quote"]:
        printed = " ".join(str(record["printed"]).split())
        if printed and is_exchange(record):
            speakers = dict.fromkeys(_speaker(view, one, labels) for one in record["spoken"])
            return f"{', '.join(speakers)}: {printed}"
        return printed
    if not is_exchange(record):
        return " ".join(one.words for one in record["spoken"]) or " ".join(str(record["quote"]).split())
    told: list[str] = []
    last = ""
    for one in record["spoken"]:
        speaker = _speaker(view, one, labels)
        told.append(one.words if speaker == last else f"{speaker}: {one.words}")
        last = speaker
    return " ".join(told)


def _speaker(view: View, one: Spoken, labels: str) -> str:
    if one.role == "interviewer":
        return capital(view.words("interviewer"))
    if labels == "id":
        return one.case or one.speaker
    group = group_word(view.project, one.case) if labels == "group" else ""
    return capital(group or view.words.case)


def marked(text: str, marks: str = _DOUBLE) -> str:
    """In quotation marks; the same marks inside become single ones, and so do straight ones that come in pairs."""
    if marks == _DOUBLE:
        curly = text.replace(_DOUBLE[0], _SINGLE[0]).replace(_DOUBLE[1], _SINGLE[1])
        text = _STRAIGHT.sub(f"{_SINGLE[0]}\\1{_SINGLE[1]}", curly) if curly.count('"') % 2 == 0 else curly
    return f"{marks[0]}{text}{marks[1]}"


def marks_of(project: Project) -> str:
    """The study's own quotation marks, opening and closing."""
    own = project.settings.quote_marks
    return own if len(own) == 2 else _DOUBLE


def trace(words: Words, record: Record) -> str:
    """Where a quote comes from, for the researcher: case, turn, coding."""
    return words("trace", case=record["case"] or record["transcript"], turn=record["turn"], id=record["id"])


def quote_parts(
    view: View, record: Record, style: str, labels: str, introduction: str = "", labelled: bool = True
) -> list[Part]:
    """One quote in a style, behind words that introduce it; with its label, unless those say whose it is."""
    project, words = view.project, view.words
    text, who = form(view, record, labels), label(project, words, record, labels) if labelled else ""
    if style == "above" or count_words(text) >= BLOCK:
        opening: list[Part] = [Prose(introduction)] if introduction else []
        return [*opening, Quote(text, who, above=style == "above")]
    behind = f" ({who})" if who else ""
    return [Prose(f"{introduction} {marked(text, marks_of(project))}{behind}{_stop(text)}".strip())]


def _stop(text: str) -> str:
    return "" if re.search(r"[.?!…]\]?$", text) else "."


def with_margin(part: Part, text: str) -> Part:
    """A quote with a note beside it, whether it is a block or stands in running text."""
    return replace(part, margin=text) if isinstance(part, Prose | Quote) else part


def proposed(view: View, record: Record, labels: str, introduction: str = "") -> Proposal:
    """A quote that nobody chose, with its label, or behind words that say whose it is."""
    return Proposal(f"{introduction} {_in_a_line(view, record, '' if introduction else labels)}".strip())


def inline(view: View, records: Sequence[Record], labels: str) -> list[Part]:
    """Short fragments strung in one sentence, those against their code in one of their own, each traced in the margin; a longer one is a block of its own.

    What nobody chose is proposed behind them.
    """
    left = [record for record in records if not record["key"]]
    records = [record for record in records if record["key"]]
    short = [record for record in records if count_words(form(view, record)) <= SHORT]
    sides = [[record for record in short if bool(record["against"]) is against] for against in (False, True)]
    parts: list[Part] = [_sentence(view, side) for side in sides if side]
    parts += [
        Quote(
            form(view, record),
            label(view.project, view.words, record, labels),
            margin=view.words("trace.margin", traces=trace(view.words, record)),
        )
        for record in records
        if count_words(form(view, record)) > SHORT
    ]
    return parts + [proposed(view, record, labels) for record in left]


def _sentence(view: View, records: Sequence[Record]) -> Prose:
    """The fragments in a sentence that carries them, each as it stands inside one."""
    shown = [marked(_inside(view, form(view, record)), _SINGLE) for record in records]
    people = {one for record in records for one in str(record["case"]).split("; ") if one}
    respondents = all({one.role for one in record["spoken"]} == {"respondent"} for record in records)
    key: Key = (
        "inline.against"
        if records[0]["against"]
        else "inline.material"
        if not (people and respondents)
        else "inline.one"
        if len(people) == 1
        else "inline"
    )
    sentence = view.words(key, quotes=view.words.listed(shown))
    traces = "; ".join(f"{number}: {trace(view.words, record)}" for number, record in enumerate(records, 1))
    traces = trace(view.words, records[0]) if len(records) == 1 else traces
    return Prose(sentence, " ".join((view.words("trace.margin", traces=traces), *_inline_notes(view, records))))


def _inside(view: View, text: str) -> str:
    """A fragment inside a sentence: without its full stop, and with a small first letter where its first word is one.

    That is known only where the word stands in small letters elsewhere in the transcripts: a name keeps its capital.
    """
    text = text.rstrip(".,;")
    first = re.match(r"\w+", text)
    if first and first[0] != first[0].lower() and first[0].lower() in view.small_words:
        return text[0].lower() + text[1:]
    return text


def _inline_notes(view: View, records: Sequence[Record]) -> Iterator[str]:
    """What the researcher must know of quotes strung together: those against their code."""
    yield from (view.words("chosen.against", code=record["name"]) for record in records if record["against"])


def cited(view: View, record: Record | None) -> str:
    """A quote for a cell of a table, with its label; "" for none."""
    if record is None:
        return ""
    return _in_a_line(view, record, style_of(view.project)[1])


def _in_a_line(view: View, record: Record, labels: str) -> str:
    """A quote with its label, where it is to have one, and a mark where it speaks against its code."""
    who = label(view.project, view.words, record, labels) if labels else ""
    against = f" {view.words('quote.against')}" if record["against"] else ""
    text = form(view, record, labels or "id")
    return marked(text, marks_of(view.project)) + (f" ({who})" if who else "") + against
