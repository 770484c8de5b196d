"""Keyword in context."""

import unicodedata
from collections.abc import Iterator

from qualcode.errors import Invalid, QualcodeError
from qualcode.model.codebook import Code
from qualcode.model.handle import Handle, read_intact
from qualcode.model.keyword.keyword import Keyword, parse_keyword
from qualcode.model.selection import Filters, Selection, select
from qualcode.model.span import Span
from qualcode.model.suggestion import Hit
from qualcode.model.transcript import Transcript, Turn
from qualcode.report.document import Output
from qualcode.report.tables.concordance import Occurrence, concordance
from qualcode.store.yaml.document import read_yaml
from qualcode.suggest.segments import Search, hits_in
from qualcode.text import Say
from qualcode.usecases.keywords.finder import search_for
from qualcode.usecases.study import Opened
from qualcode.usecases.workers import Watch

_MOST = 10_000  # places; nobody reads more, and a word like *en* has millions
_QUERY = "the query"


def search_table(opened: Opened, query: str, filters: Filters, *, interviewer: bool, watch: Watch) -> Output:
    """Every place where the query stands, in the order of the transcripts."""
    project = opened.project
    selection = select(project, filters)
    code = Code(_QUERY, query, keywords=(parse_query(query),))
    search = search_for(project, selection, [code], interviewer)
    found: list[Occurrence] = []
    for handle in watch(selection.transcripts, len(selection.transcripts), "searching"):
        transcript = read_intact(handle)
        inside = _coded(opened, handle, selection, filters) if selection.narrowed else None
        for turn, hit in _hits(transcript, search):
            if len(found) > _MOST:
                break
            if inside is None or any(hit.span.overlaps(span) for span in inside):
                found.append(Occurrence(transcript, turn, hit))
    told = (Say("mind.first_places", n=_MOST),) if len(found) > _MOST else ()
    return concordance(opened.view(filters), query, found[:_MOST], told)


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
    journals = opened.project.journals_on(handle.id)
    chosen = [journal for journal in journals if not filters.coder or journal.coder in filters.coder]
    return [c.span for journal in chosen for c in journal.read().applied if current.get(c.code) in codes]
