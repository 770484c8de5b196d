"""Law: what is counted over columns is what grouping the codings over their texts gives, whatever a span cuts through."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TypeVar

from hypothesis import given
from hypothesis import strategies as st

from qualcode.analysis.readings import readings
from qualcode.analysis.references import references, words_in
from qualcode.model.case import Case, Cases
from qualcode.model.codebook import Code, Codebook
from qualcode.model.coding import Coding, Codings
from qualcode.model.handle import Handle
from qualcode.model.project import JournalHandle, Project
from qualcode.model.selection import Filters, select
from qualcode.model.settings import Settings
from qualcode.model.span import Span
from qualcode.model.transcript import Transcript, Turn
from qualcode.report.view import View
from qualcode.store.spoken import Spoken
from qualcode.text import Words

T = TypeVar("T")
PIECES = st.sampled_from(["a", "bé", " ", " ", "-", "’", "'", "\u00ad", "\u0301", "‑", ".", "1", "_", "漢", "😀", "\n"])
SPEECH = st.lists(PIECES, min_size=1, max_size=12).map("".join)
TARGETS = {"a": ("a",), "both": ("a", "b")}


@st.composite
def transcripts(draw: st.DrawFn, name: str = "T-1") -> Transcript:
    """Turns of respondents and interviewers, with labels between them that belong to nobody."""
    text, turns = "", []
    for number, speech in enumerate(draw(st.lists(SPEECH, min_size=1, max_size=6)), 1):
        text += draw(st.sampled_from(["", "P-1: ", "x"]))
        who = draw(st.sampled_from([("interviewer", ""), ("respondent", "P-1"), ("respondent", "P-2")]))
        turns.append(Turn(number, Span(len(text), len(text) + len(speech)), "", *who))
        text += speech
    return Transcript(name, text, tuple(turns))


def spans(transcript: Transcript) -> st.SearchStrategy[Span]:
    places = st.integers(0, len(transcript.text))
    return st.tuples(places, places).filter(lambda two: two[0] != two[1]).map(lambda two: Span(min(two), max(two)))


@given(st.data())
def test_the_words_of_a_span_are_those_that_begin_before_its_end_less_those_that_end_before_its_start(
    data: st.DataObject,
) -> None:
    transcript = data.draw(transcripts())
    span = data.draw(spans(transcript))
    codings = Codings((Coding("1", "jan", "T-1", "a", span, "", ""),))
    columns = Spoken(transcript).codings(codings)
    turns = [turn for turn in transcript.turns_touched(span) if turn.is_respondent]
    exact = words_in(transcript, span, turns)
    assert columns.words[0] == exact
    between = columns.upto[0] - columns.before[0]
    assert between == exact or (between, exact) == (1, 0)


@st.composite
def projects(draw: st.DrawFn) -> Project:
    texts = [draw(transcripts(f"T-{number}")) for number in (1, 2)]
    said: dict[tuple[str, str], Codings] = {}
    for text in texts:
        for coder in ("ann", "jan"):
            found = draw(st.lists(st.tuples(st.sampled_from("ab"), spans(text)), max_size=5))
            said[coder, text.id] = Codings(
                tuple(Coding(f"{coder}{n}", coder, text.id, code, span, "", "") for n, (code, span) in enumerate(found))
            )
    return Project(
        Settings(),
        Codebook(codes=(Code("a", "A"), Code("b", "B"))),
        Cases(("group",), (Case("P-1", {"group": "x"}), Case("P-2", {"group": "y"}))),
        {text.id: _handle(text, draw(st.sampled_from(["interview", "document"]))) for text in texts},
        tuple(_journal(*name, texts, codings) for name, codings in said.items()),
    )


def _handle(text: Transcript, kind: str) -> Handle:
    cases = tuple(dict.fromkeys(turn.case for turn in text.turns if turn.case))
    return Handle(text.id, kind, 1, "txt", "", cases, len(text.turns), _same(text), Spoken(text).turns)


def _journal(coder: str, name: str, texts: list[Transcript], codings: Codings) -> JournalHandle:
    text = next(text for text in texts if text.id == name)
    return JournalHandle(coder, name, _same(codings), partial(Spoken(text).codings, codings))


def _same(one: T) -> Callable[[], T]:
    return lambda: one


@given(projects(), st.sampled_from([Filters(), Filters(case=("P-1",)), Filters(where=("group=y",))]))
def test_a_table_counts_what_the_references_of_the_texts_are(project: Project, filters: Filters) -> None:
    filters = Filters(case=filters.case, where=filters.where, coder=("all",))
    selection = select(project, filters)
    refs: dict[str, list[tuple[str, int]]] = {target: [] for target in TARGETS}
    touched: dict[str, set[tuple[str, int]]] = {target: set() for target in TARGETS}
    people: dict[str, list[str]] = {target: [] for target in TARGETS}
    homeless = set()
    for reading in readings(project, selection, project.coders):
        for one in references(reading.transcript, reading.codings, TARGETS, project.codebook.current):
            if not selection.includes(one.turns):
                continue
            turns = selection.touched(one.turns)
            refs[one.target].append((one.transcript, words_in(reading.transcript, one.span, turns)))
            touched[one.target] |= {(one.transcript, turn.number) for turn in turns}
            if reading.handle.counts_people:
                people[one.target] += {turn.case for turn in turns}
            if not turns:
                homeless |= {(coding.transcript, coding.id) for coding in one.codings}
    counted = View(project, Words("en"), filters).count(TARGETS)
    for target, figures in counted.figures().items():
        assert figures.references.n == len(refs[target])
        assert figures.words.n == sum(words for _, words in refs[target])
        assert figures.transcripts.n == len({name for name, _ in refs[target]})
        assert figures.turns.n == len(touched[target])
        assert figures.cases.n == len(set(people[target]))
        assert counted.spoken(target) == {
            case: people[target].count(case) for case in counted.cases if case in people[target]
        }
        for value, case in (("x", "P-1"), ("y", "P-2")):
            share = counted.shares("group", ("x", "y"))[target][value]
            assert share.references.n == people[target].count(case)
            assert share.cases.n == (case in people[target])
        for case in counted.cases:
            assert counted.cells()[case, target].n == people[target].count(case)
    assert counted.facts.without_case == len(homeless)


@given(st.data())
def test_codings_of_a_text_that_was_cut_short_have_no_words_behind_it(data: st.DataObject) -> None:
    whole = data.draw(transcripts())
    span = data.draw(spans(whole))
    cut = replace(whole, text=whole.text[: data.draw(st.integers(0, len(whole.text)))], intact=False)
    columns = Spoken(cut).codings(Codings((Coding("1", "jan", "T-1", "a", span, "", ""),)))
    turns = [turn for turn in cut.turns_touched(span) if turn.is_respondent]
    assert columns.words[0] == words_in(cut, span, turns)
