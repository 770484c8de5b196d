"""Keywords proposed for the codes of a matrix: those of a column of keywords as they stand, then words and phrases of
names and indicators, doubtful ones last.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from qualcode.editing.edits import Raw, codes_of
from qualcode.errors import Invalid
from qualcode.formats.operationalisation.cells import given_keywords
from qualcode.formats.operationalisation.headers import headings_of_keywords
from qualcode.model.keyword.keyword import parse_keyword
from qualcode.store.yaml.text import Noted
from qualcode.suggest import analyser
from qualcode.suggest.languages import Language
from qualcode.suggest.terms import phrases, words
from qualcode.suggest.tokens import Analyser

_COMMON = 1 / 3  # of the rows: a word in more of them tells none from another
_REASONS = {
    "nl": ("in {n} van de {total} rijen", "zegt hoe er gemeten wordt", "alleen in de interviewvraag"),
    "en": ("in {n} of {total} rows", "says how it is measured", "only in the interview question"),
}
_SMALL = frozenset("per bijv bijvoorbeeld etc enz via".split())  # words that no keyword is made of
_MEASURES = frozenset(
    "aantal frequentie mate aard gebruik omvang number frequency degree extent nature level use anzahl häufigkeit grad".split()
)


def propose(raw: Raw, only: Iterable[str] | None = None) -> None:
    """Give every code with a row, or those of `only`, its `keywords_proposed`. They match nothing until accepted."""
    language = str(raw.get("language", "nl"))
    light = analyser("light", language)
    codes = [code for code in codes_of(raw) if code.get("row")]
    own = {code["id"]: _terms(light, [code["name"], *_texts(code.get("indicator"))]) for code in codes}
    asked = {code["id"]: _terms(light, _texts(code.get("interview_question"))) for code in codes}
    rows = Counter(term for code in codes for term in own[code["id"]].keys() | asked[code["id"]].keys())
    common, measure, question = _REASONS.get(language, _REASONS["en"])
    wanted = set(own) if only is None else set(only)
    headings = headings_of_keywords(raw.get("matrices") or ())
    for code in codes:
        if code["id"] not in wanted:
            continue
        mine, theirs = own[code["id"]], asked[code["id"]]
        reasons = {term: measure for term in mine if not _MEASURES.isdisjoint(term.split())}
        if len(codes) > 2:
            often = {term for term in mine if rows[term] > len(codes) * _COMMON}
            reasons |= {term: common.format(n=rows[term], total=len(codes)) for term in often}
        given = {word.casefold(): word for word in _given(code, headings)}
        mine = {term: shown for term, shown in mine.items() if not {term, shown.casefold()} & given.keys()}
        sure = [shown for term, shown in mine.items() if term not in reasons]
        told = [Noted(mine[term], reason) for term, reason in reasons.items() if term in mine]
        told += [
            Noted(shown, question)
            for term, shown in theirs.items()
            if term not in own[code["id"]] and " " not in term and term not in given
        ]
        code["keywords_proposed"] = [*given.values(), *sure, *told]
        if not code["keywords_proposed"]:
            del code["keywords_proposed"]


def _given(code: Raw, headings: Iterable[str]) -> Iterator[str]:
    """The keywords that the matrix itself gives for a code."""
    other = code.get("other") or {}
    yield from (one for heading in headings for one in given_keywords(other.get(heading, "")) if _is_keyword(one))


def no_keywords(raw: Raw) -> Iterator[tuple[str, str]]:
    """(code, words) of what stands in a column of keywords and is none: it stays there, under `other`."""
    headings = headings_of_keywords(raw.get("matrices") or ())
    for code in codes_of(raw):
        other = code.get("other") or {}
        words = (one for heading in headings for one in given_keywords(other.get(heading, "")))
        yield from ((code["id"], one) for one in words if not _is_keyword(one))


def _is_keyword(word: str) -> bool:
    try:
        parse_keyword(word)
    except Invalid:
        return False
    return True


def _terms(light: Analyser, texts: Sequence[str]) -> Mapping[str, str]:
    """lemmas -> what a keyword of it would be: phrases as they stand, words by their lemma; phrases first."""
    language: Language = light.lexicon.language
    found: dict[str, str] = {}
    singles: dict[str, str] = {}
    for text in texts:
        analysis = light.analyse(text)
        for number in range(len(analysis.sentences)):
            tokens = analysis.tokens(number)
            found |= {term: form for term, form in phrases(tokens, language) if term not in found}
            singles |= {term: term for term, _ in words(tokens, language) if term not in singles}
    return {term: form for term, form in (found | singles).items() if _SMALL.isdisjoint(term.split())}


def _texts(value: object) -> list[str]:
    return [value] if isinstance(value, str) else [str(one) for one in value] if isinstance(value, list) else []
