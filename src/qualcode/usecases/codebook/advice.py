"""Advice on a codebook: what a second reader of it would ask. None of it is an error."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from qualcode.analysis.references import Reference, references
from qualcode.model.codebook import Code, Codebook
from qualcode.model.coding import Coding
from qualcode.model.keyword.keyword import Phrase, show_keyword
from qualcode.model.selection import Filters
from qualcode.model.settings import Settings
from qualcode.suggest import analyser
from qualcode.suggest.matching import Matcher
from qualcode.text import Say
from qualcode.usecases.keywords.finder import Finder, find_all
from qualcode.usecases.study import Opened
from qualcode.usecases.workers import Watch

_DEEPEST = 3
_ALWAYS = 3  # references: of fewer, "always together" says nothing
_NAMED = 8  # names in one line; the rest is counted


def advise(codebook: Codebook, settings: Settings) -> Iterator[Say]:
    """What the codebook alone shows."""
    parents = {code.parent for code in codebook.codes}
    used = codebook.offered()
    leaves = [code for code in used if code.id not in parents]
    lacking = {
        "definition": [code for code in used if not code.definition],
        "include": [code for code in leaves if not code.include],
        "examples": [code for code in leaves if not code.examples],
        "deep": [code for code in used if len(list(codebook.ancestors(code.id))) > _DEEPEST],
    }
    for what, codes in lacking.items():
        if codes:
            yield Say.of("advice", what, n=_DEEPEST, codes=_named(code.id for code in codes))
    yield from _overlaps(codebook, settings)


def _overlaps(codebook: Codebook, settings: Settings) -> Iterator[Say]:
    """Keywords of one code that a code beside it finds too."""
    families: dict[str, list[Code]] = {}
    for code in codebook.offered():
        if code.keywords:
            families.setdefault(code.parent, []).append(code)
    tool = analyser(settings.analyser, codebook.language or settings.language)
    for siblings in families.values():
        matcher = Matcher(siblings, settings.matching.layers, tool)
        shared: dict[tuple[str, str], list[str]] = {}
        for code in siblings:
            for text in (keyword.text for keyword in code.keywords if isinstance(keyword, Phrase)):
                tokens = tool.analyse(text.replace("*", "")).tokens(0)
                for other in sorted({hit.code for hit in matcher.hits(tokens, text)} - {code.id}):
                    shared.setdefault((code.id, other), []).append(text)
        for (one, other), texts in shared.items():
            yield Say("advice.overlap", one=one, other=other, keywords=_named(texts))


def advise_study(opened: Opened, watch: Watch) -> Iterator[Say]:
    """What only the interviews and their codings show."""
    project = opened.project
    handles = list(project.transcripts.values())
    if not handles:
        return
    yield from _silent(opened, watch)
    found: dict[str, list[Reference]] = {}
    targets = {code.id: (code.id,) for code in project.codebook.codes}
    for handle in watch(handles, len(handles), "reading codings"):
        codings: Sequence[Coding] = [
            coding for journal in project.journals_on(handle.id) for coding in journal.read().applied
        ]
        if codings:
            for reference in references(handle.read(), codings, targets, project.codebook.current):
                found.setdefault(reference.target, []).append(reference)
    once = [code for code in targets if len(found.get(code, ())) == 1]
    if once:
        yield Say("advice.once", codes=_named(once))
    for one, other in combinations([code for code in targets if len(found.get(code, ())) >= _ALWAYS], 2):
        if _together(found[one], found[other]):
            yield Say("advice.together", one=one, other=other, n=len(found[one]), m=len(found[other]))


def _silent(opened: Opened, watch: Watch) -> Iterator[Say]:
    """Keywords without a hit in any transcript."""
    project = opened.project
    codes = [code for code in project.codebook.offered() if code.keywords]
    if not codes:
        return
    finder = Finder.make(opened, Filters(), "")  # nobody: what was decided is found, too
    heard: set[tuple[str, str]] = set()
    for proposed in watch(find_all(finder), len(finder.selection.transcripts), "matching"):
        heard |= {(one.code, hit.keyword) for one in proposed.suggestions for hit in one.hits}
    silent = {code.id: [s for s in map(show_keyword, code.keywords) if (code.id, s) not in heard] for code in codes}
    silent = {code: keywords for code, keywords in silent.items() if keywords}
    if not silent:
        return
    if sum(map(len, silent.values())) <= _NAMED:
        yield Say("advice.silent", keywords="; ".join(f"{code}: {', '.join(few)}" for code, few in silent.items()))
    else:
        total = {code.id: len(code.keywords) for code in codes}
        told = [Say("advice.silent_of", n=len(few), total=total[code], code=code) for code, few in silent.items()]
        yield Say("advice.silent_many", keywords=_named(told))


def _together(one: Sequence[Reference], other: Sequence[Reference]) -> bool:
    """Each reference of the one shares words with one of the other, and the other way round."""

    def inside(some: Iterable[Reference], others: Sequence[Reference]) -> bool:
        return all(any(a.transcript == b.transcript and a.span.overlaps(b.span) for b in others) for a in some)

    return inside(one, other) and inside(other, one)


def _named(names: Iterable[str | Say]) -> Say | list[str | Say]:
    every = list(names)
    return every if len(every) <= _NAMED else Say("advice.more", names=every[:_NAMED], n=len(every) - _NAMED)
