"""The answers to one question of the interview guide, all respondents under one another."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qualcode.analysis.counted import Counted
from qualcode.analysis.readings import Reading, readings
from qualcode.analysis.references import references
from qualcode.errors import unknown
from qualcode.model.transcript import Turn, count_words
from qualcode.report.document import Data, Heading, Output, Part, Prose, Quote, Report, paragraphs
from qualcode.report.view import View
from qualcode.text import capital

COLUMNS = ("topic", "case", "transcript", "turn", "basis", "answer", "question_before")
_BARE = 3  # words up to which a first answer says nothing without the question as it was put


@dataclass(frozen=True)
class Answer:
    """What a case said. `basis`: asked (the question is on record), or coded (a fragment of the topic's codes elsewhere).

    `follow_up`: what the interviewer said between the answer before and this one, and before a first answer of few words.
    """

    case: str
    transcript: str
    turn: int
    basis: str
    text: str
    follow_up: str = ""


def answers(view: View, subject: str) -> Output:
    """The respondents' turns behind each place where the question is on record, up to the next question on record.

    Of an interview where it is not, the fragments with the topic's codes.
    """
    name, codes = _subject(view, subject)
    words = view.words
    found = [
        one
        for reading in readings(view.project, view.selection, view.coders)
        for one in _of(view, reading, name, codes)
    ]
    order = {case: place for place, case in enumerate(view.selection.counted_cases)}
    found = sorted((one for one in found if one.case in order), key=lambda one: order[one.case])
    rows = tuple((subject, one.case, one.transcript, one.turn, one.basis, one.text, one.follow_up) for one in found)
    parts: list[Part] = [Heading(words("answers.title", question=name), 2), *map(Prose, view.only)]
    for case in dict.fromkeys(one.case for one in found):
        own = [one for one in found if one.case == case]
        turns = ", ".join(dict.fromkeys(str(one.turn) for one in own))
        elsewhere = f", {words('answers.elsewhere')}" if own[0].basis == "coded" else ""
        label = words("answers.label", case=case, turns=turns, elsewhere=elsewhere)
        asks = capital(words("interviewer"))
        lines = [
            line for one in own for line in (f"{asks}: {one.follow_up}" if one.follow_up else "", one.text) if line
        ]
        parts.append(Quote("\n".join(lines), label, above=True))
    silent = [case for case in order if case not in {one.case for one in found}]
    parts += map(Prose, _told_of_the_silent(view, subject, codes, silent))
    for memo in view.project.memos_on(f"topic:{subject}", kind="summary"):
        parts += paragraphs(memo.text)
    return Output(Data("answers", COLUMNS, rows), Report(name, tuple(parts), view.project.changed), view.warnings)


def _told_of_the_silent(
    view: View, subject: str, codes: dict[str, tuple[str, ...]], silent: Sequence[str]
) -> Iterator[str]:
    """Of whom there is no answer, and why: not asked, as far as that is on record; no answer found; not yet looked for."""
    counted = view.count(codes)
    asked, recorded = _asked(view, counted, subject), {case for case, _ in counted.asked}
    looked = {*counted.cases_read(codes[subject]), *asked}
    why = {case: "not_asked" if case in recorded - asked else "none" if case in looked else "unread" for case in silent}
    for key in ("none", "not_asked", "unread"):
        names = [case for case in silent if why[case] == key]
        if names and (key != "unread" or codes[subject]):  # of a topic without codes there is nothing to read for
            yield view.words.of("answers", key, names=", ".join(names))


def _subject(view: View, subject: str) -> tuple[str, dict[str, tuple[str, ...]]]:
    """The question in words, and what is counted as an answer elsewhere: subject -> codes."""
    codebook = view.codebook
    topic = next((one for one in codebook.topics if one.id == subject), None)
    if topic:
        below = dict.fromkeys(under for code in topic.codes for under in codebook.descendants(codebook.current[code]))
        return topic.text, {subject: tuple(below)}
    if subject not in codebook.current:
        raise unknown("thing.topic_or_code", subject, [*(one.id for one in codebook.topics), *codebook.by_id])
    code = codebook.by_id[codebook.current[subject]]
    return "; ".join(code.interview_question) or code.name, {subject: codebook.descendants(code.id)}


def _of(view: View, reading: Reading, name: str, codes: dict[str, tuple[str, ...]]) -> Iterator[Answer]:
    (subject,) = codes
    turns, current = reading.transcript.turns, view.codebook.current
    now = current.get(subject, subject)
    records = sorted((reading.transcript.turn_at(one.span.start).number, one.subject) for one in reading.asked)
    asked = list(dict.fromkeys(number for number, one in records if current.get(one, one) == now))
    told: set[int] = set()  # a question asked twice: what stands behind both is one answer
    for first in asked:
        following = next((number for number, one in records if number > first and current.get(one, one) != now), None)
        for turn, between in _answered(turns, first, following, again=bool(told)):
            if turn.number in told:
                continue
            told.add(turn.number)
            words = reading.words(turn.span.start, turn.span.end)
            if not between and not told - {turn.number} and count_words(words) <= _BARE:
                between = tuple(one for one in turns[first - 1 : turn.number - 1] if not one.is_respondent)
            asks = " ".join(" ".join(reading.words(one.span.start, one.span.end).split()) for one in between)
            asks = "" if asks.casefold() == name.casefold() else asks  # the heading has it
            yield Answer(turn.case, reading.handle.id, turn.number, "asked", words, asks)
    if not asked:
        for one in references(reading.transcript, reading.codings, codes, view.codebook.current):
            for case in dict.fromkeys(turn.case for turn in one.turns):
                own = [turn for turn in one.turns if turn.case == case]
                spans = [(max(turn.span.start, one.span.start), min(turn.span.end, one.span.end)) for turn in own]
                text = "\n".join(reading.words(start, end) for start, end in spans)
                yield Answer(case, reading.handle.id, own[0].number, "coded", text)


def _asked(view: View, counted: Counted, subject: str) -> set[str]:
    """The cases of which it is on record that they were asked this."""
    current = view.codebook.current
    now = current.get(subject, subject)
    return {case for case, one in counted.asked if current.get(one, one) == now}


def _answered(
    turns: tuple[Turn, ...], first: int, following: int | None, again: bool
) -> Iterator[tuple[Turn, tuple[Turn, ...]]]:
    """The respondents' turns from turn `first` (turns count from 1) up to the next question on record, each with what the
    interviewer said since the one before: the follow-up questions, without which an answer such as "No." says nothing.

    Where none is on record after it, up to the interviewer's next turn: where the answer ends is not known then.
    """
    begun = False
    between: list[Turn] = []  # the first question stands above the answers; asked `again`, it is a follow-up
    for turn in turns[first - 1 : following - 1 if following else None]:
        if turn.is_respondent:
            yield turn, tuple(between) if begun or again else ()
            begun, between = True, []
        elif begun and following is None:
            return
        else:
            between.append(turn)
