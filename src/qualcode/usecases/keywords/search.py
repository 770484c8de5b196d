"""Keyword in context."""

import unicodedata
from collections.abc import Iterator

from qualcode.errors import Invalid, QualcodeError
from qualcode.model.codebook import Code
from qualcode.model.keyword.keyword import Keyword, parse_keyword
from qualcode.model.selection import Filters, Selection, select
from qualcode.model.span import Span, collapsed
from qualcode.model.suggestion import Hit
from qualcode.model.transcript import Handle, Transcript, Turn, read_intact
from qualcode.report.document import Column, Data, Output, Report, Row, Table, Value
from qualcode.store.yaml.document import read_yaml
from qualcode.suggest.segments import Search, hits_in
from qualcode.text import Say
from qualcode.usecases.keywords.finder import search_for
from qualcode.usecases.study import Opened
from qualcode.usecases.workers import Watch

COLUMNS = ("transcript", "case", "speaker", "turn", "start", "end", "before", "hit", "after", "layer")
_AROUND = 60  # characters on either side
_MOST = 10_000  # places; nobody reads more, and a word like *en* has millions
_QUERY = "the query"


def search_table(opened: Opened, query: str, filters: Filters, *, interviewer: bool, watch: Watch) -> Output:
    """Every place where the query stands, in the order of the transcripts."""
    project = opened.project
    selection = select(project, filters)
    code = Code(_QUERY, query, keywords=(parse_query(query),))
    search = search_for(project, selection, [code], interviewer)
    rows: list[tuple[Value, ...]] = []
    for handle in watch(selection.transcripts, len(selection.transcripts), "searching"):
        transcript = read_intact(handle)
        text = project.printable(transcript)
        inside = _coded(opened, handle, selection, filters) if selection.narrowed else None
        for turn, hit in _hits(transcript, search):
            if len(rows) > _MOST:
                break
            if inside is None or any(hit.span.overlaps(span) for span in inside):
                rows.append(_row(transcript, text, turn, hit))
    return _output(opened, query, rows[:_MOST], more=len(rows) > _MOST)


def parse_query(query: str) -> Keyword:
    """A query is one keyword of the codebook's language; brackets and quotes are read as there."""
    raw: object = query
    if any(unicodedata.category(character) == "Cs" for character in query):
        raise QualcodeError("error.query_is_no_text")
    if query.lstrip().startswith(("{", "[", '"', "'")):
        document = read_yaml(query, "the query")
        if document.problems and query.lstrip().startswith(('"', "'")):
            return _keyword(query)  # an apostrophe that a word begins with, as in 's avonds
        if document.problems:
            raise QualcodeError("error.query_unreadable", why=document.problems[0].what)
        raw = document.value
    return _keyword(raw)


def _keyword(raw: object) -> Keyword:
    try:
        return parse_keyword(raw)
    except Invalid as error:
        raise QualcodeError("error.query_unsearchable", why=error) from None


def places(opened: Opened, transcript: Transcript, query: str) -> tuple[Span, ...]:
    """Where the query stands in one transcript, the interviewer's words too, in text order."""
    code = Code(_QUERY, query, keywords=(parse_query(query),))
    search = search_for(opened.project, select(opened.project, Filters()), [code], True)
    return tuple(sorted({hit.span for _, hit in _hits(transcript, search)}))


def _hits(transcript: Transcript, search: Search) -> Iterator[tuple[Turn, Hit]]:
    for turn in transcript.turns:
        if search.covers(turn):
            for _, hit in hits_in(transcript, turn, search, search.analyse(transcript, turn)):
                yield turn, hit


def _coded(opened: Opened, handle: Handle, selection: Selection, filters: Filters) -> list[Span]:
    """The passages that have one of the selection's codes."""
    codes, current = set(selection.codes), opened.project.codebook.current
    journals = [journal for journal in opened.project.journals if journal.transcript == handle.id]
    chosen = [journal for journal in journals if not filters.coder or journal.coder in filters.coder]
    return [c.span for journal in chosen for c in journal.read().applied if current.get(c.code) in codes]


def _row(transcript: Transcript, text: str, turn: Turn, hit: Hit) -> tuple[Value, ...]:
    """`text`: that of the transcript as it may be shown."""
    span = hit.span
    before = text[max(turn.span.start, span.start - _AROUND) : span.start]
    after = text[span.end : min(turn.span.end, span.end + _AROUND)]
    if span.start - _AROUND > turn.span.start:
        before = "… " + before.partition(" ")[2]
    if span.end + _AROUND < turn.span.end:
        after = after.rpartition(" ")[0] + " …"
    place = (transcript.id, turn.case, turn.speaker, turn.number, span.start, span.end)
    return (*place, _line(before).lstrip(), _line(span.of(text)), _line(after).rstrip(), hit.layer)


def _line(text: str) -> str:
    return collapsed(text).replace("\n", " ")


def _output(opened: Opened, query: str, rows: list[tuple[Value, ...]], *, more: bool) -> Output:
    words = opened.words
    shares = (("transcript", 2), ("before", 6), ("hit", 3), ("after", 6), ("layer", 2))
    columns = tuple(Column(words.heading(key), share, numeric=key == "before") for key, share in shares)
    printed = tuple(
        Row((f"{row[0]}, {row[3]}", str(row[6]), str(row[7]), str(row[8]), words.term(str(row[9])))) for row in rows
    )
    texts = len({row[0] for row in rows})
    table = Table(
        words("search.title", query=query), columns, printed, (words("search.note", n=len(rows), texts=texts),)
    )
    told = (Say("mind.first_places", n=_MOST),) if more else ()
    return Output(Data("search", COLUMNS, tuple(rows)), Report(table.title, (table,), opened.project.changed), told)
