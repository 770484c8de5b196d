"""Keywords -> hits, sentence by sentence."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from qualcode.errors import QualcodeError
from qualcode.model.codebook import Code
from qualcode.model.keyword.keyword import Keyword, Pattern, show_keyword, uses_tags
from qualcode.model.span import Span
from qualcode.model.suggestion import Hit
from qualcode.suggest.index import Word, WordIndex
from qualcode.suggest.queries import Query, compile_keyword
from qualcode.suggest.scan import Place, Scan
from qualcode.suggest.tokens import Analyser, Token
from qualcode.suggest.wanted import Answer, Beside


@dataclass(frozen=True, eq=False)
class _Entry:
    """A keyword of a code, ready to run; where `unless` stands in the sentence, it is no hit."""

    code: str
    shown: str
    query: Query
    unless: tuple[Query, ...]


class Matcher:
    """The keywords of a set of codes, for one analyser's tokens. `layers`: those of the study."""

    def __init__(self, codes: Iterable[Code], layers: Sequence[str], analyser: Analyser):
        self._layers, self._analyser = frozenset(layers), analyser
        self._entries: list[_Entry] = []
        self._unless: dict[str, tuple[Query, ...]] = {}
        for code in codes:
            self._unless[code.id] = self._queries(code.id, code.unless)
            for keyword in code.keywords:
                (query,) = self._queries(code.id, (keyword,))
                unless = self._queries(code.id, keyword.unless)
                self._entries.append(_Entry(code.id, show_keyword(keyword), query, unless))
        queries = [query for entry in self._entries for query in (entry.query, *entry.unless)]
        queries += [query for unless in self._unless.values() for query in unless]
        self._index = WordIndex((word for query in queries for word in query.words), analyser.lexicon)
        self._opened_by: dict[Word, list[_Entry]] = {}
        self._alone: set[Word] = set()  # those that need no other
        self._beside: dict[Word, set[Word]] = {}  # those of which one must stand in the sentence, for the others
        self._anywhere: list[_Entry] = []
        for entry in self._entries:
            if entry.query.openers is None:
                self._anywhere.append(entry)
            for word, beside in entry.query.openers or ():
                self._opened_by.setdefault(word, []).append(entry)
                if beside is None:
                    self._alone.add(word)
                else:
                    self._beside.setdefault(word, set()).update(beside)
        self._waited_for = frozenset(word for beside in self._beside.values() for word in beside)

    def _queries(self, code: str, keywords: Sequence[Keyword]) -> tuple[Query, ...]:
        for keyword in keywords:
            if isinstance(keyword, Pattern) and uses_tags(keyword) and not self._analyser.tags:
                raise QualcodeError("error.pattern_needs_tags", code=code, analyser=self._analyser.name)
        return tuple(compile_keyword(keyword, self._layers, self._analyser.forms) for keyword in keywords)

    def begins(self, form: str, lemma: str) -> bool:
        """May a keyword begin with this word, whatever stands beside it?"""
        decision = self._index.decide(form, lemma)
        words = (*decision.layers, *decision.heads, *decision.beside_subject)
        return bool(self._anywhere) or any(word in self._opened_by for word in words)

    def wanted(self, form: str, lemma: str) -> Answer:
        """The same; a separable verb does only where its particle stands, too, and a phrase where its second word does."""
        decision = self._index.decide(form, lemma)
        if self._anywhere or not self._alone.isdisjoint(decision.layers):
            return True
        forms = {self._index.particles[word] for word in decision.heads if word in self._opened_by}
        if any(word in self._opened_by for word in decision.beside_subject):
            forms |= self._index.subjects
        words = {other for word in decision.layers for other in self._beside.get(word, ())}
        itself = self._waited_for.intersection((*decision.layers, *decision.heads, *decision.beside_subject))
        return Beside(frozenset(forms), frozenset(words), itself) if forms or words or itself else False

    def hits(self, tokens: Sequence[Token], text: str) -> list[Hit]:
        """The hits in one sentence in text order. `text` is the whole text that the tokens' positions are of."""
        scan = Scan(tokens, text, self._index)
        found = [(entry, places) for entry in self._opened(scan) if (places := entry.query.find(scan))]
        barred = {code for code in {entry.code for entry, _ in found} if _any(self._unless[code], scan)}
        hits = [
            _hit(entry, place, tokens)
            for entry, places in found
            if entry.code not in barred and not _any(entry.unless, scan)
            for place in places
        ]
        return sorted(hits, key=lambda hit: (hit.span, hit.code, hit.keyword))

    def _opened(self, scan: Scan) -> Iterator[_Entry]:
        """The entries that may stand in the sentence, each once."""
        yield from self._anywhere
        seen: set[_Entry] = set()
        for word in scan.words:
            for entry in self._opened_by.get(word, ()):
                if entry not in seen:
                    seen.add(entry)
                    yield entry


def _any(queries: Sequence[Query], scan: Scan) -> bool:
    return any(query.find(scan) for query in queries)


def _hit(entry: _Entry, place: Place, tokens: Sequence[Token]) -> Hit:
    lit = tuple([Span(tokens[number].start, tokens[number].end) for number in place.tokens])
    form = tokens[place.first].form
    for before, number in zip(place.tokens, place.tokens[1:], strict=False):
        form += (" " if number == before + 1 else " … ") + tokens[number].form
    return Hit(entry.code, entry.shown, form, place.layer, lit[0].hull(lit[-1]), lit)
