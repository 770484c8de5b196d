"""Where one is in a study: what is done, what is left to do, in the order of the method, and with which command."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from qualcode.errors import Problem
from qualcode.model.selection import NO_FILTERS, Filters
from qualcode.text import Say
from qualcode.usecases.checking import check
from qualcode.usecases.coding.recode import queue, revised
from qualcode.usecases.corpus.sampled import is_sample
from qualcode.usecases.keywords.finder import Finder, find_all
from qualcode.usecases.study import Opened

_TO_SEARCH = 1_000_000  # bytes of text: more takes over a second to search, and `suggest` counts them
_NAMED = 5  # transcripts or themes that are named; more are counted


@dataclass(frozen=True)
class Step:
    """Something that is left to do. `command`: what stands behind `qualcode`; a `Say` in it is for a person to fill in."""

    what: Say
    command: tuple[str | Say, ...]


@dataclass(frozen=True)
class Standing:
    """What was done in a study, and what is left, the first to be done first."""

    done: tuple[Say, ...]
    left: tuple[Step, ...]


def standing(opened: Opened, coder: str) -> Standing:
    """Where a coder is in a study."""
    problems = [one for one in check(opened.study.root) if not _is_told(one)]
    broken = sum(problem.severity == "error" for problem in problems)
    first = [Step(Say.some("here.open.problems", broken), ("check",))] if broken else []
    doubts = len(problems) - broken
    last = [Step(Say.some("here.open.doubts", doubts), ("check",))] if doubts else []
    return Standing(tuple(_done(opened, coder)), (*first, *_left(opened, coder), *last))


def _is_told(problem: Problem) -> bool:
    """Whether it is among the steps by itself."""
    return isinstance(problem.what, Say) and problem.what.key == "fault.theme_without_key"


def next_step(opened: Opened, coder: str) -> Step | None:
    """What comes next; whether the study is sound is not looked at."""
    return next(_left(opened, coder, count=False), None)


def _done(opened: Opened, coder: str) -> Iterator[Say]:
    project = opened.project
    counted = (one for one in project.journals if one.coder == coder and one.transcript in project.transcripts)
    journals = [journal.read() for journal in counted]
    if project.transcripts:
        read = len(project.transcripts) - len(_unread(opened, coder))
        yield Say.some("here.has.transcripts", len(project.transcripts), read=read, coder=coder)
    if codings := sum(len(said.applied) for said in journals):
        yield Say.some("here.has.codings", codings, coder=coder)
    if codes := len(project.codebook.offered()):
        yield Say.some("here.has.codes", codes)
    if themes := len(opened.view().themes):
        yield Say.some("here.has.themes", themes)


def _left(opened: Opened, coder: str, *, count: bool = True) -> Iterator[Step]:
    """What is left, in the order of the method. `count`: how many suggestions there are, else only whether."""
    project = opened.project
    if not project.codebook.codes:
        yield Step(
            Say("here.open.codebook"),
            ("codebook", "from-matrix", Say("here.matrix"), "-o", _shown(opened.study.codebook)),
        )
    sure, doubtful = _proposed(opened)
    if sure:
        yield Step(Say.some("here.open.keywords", sure), ("codebook", "keywords", "list"))
    if not project.transcripts:
        yield Step(Say("here.open.transcripts"), ("import", Say("here.folder")))
    if waiting := _waiting(opened, coder):
        yield Step(Say.some("here.open.waiting", waiting), ("codings", "queue"))
    unread = _unread(opened, coder)
    if not (unread and is_sample(opened.study)) and _soon_searched(opened):  # a sample is read before it is searched
        if count and (found := sum(_suggestions(opened, coder))):
            yield Step(Say.some("here.open.suggestions", found), ("code",))
        if not count and any(_suggestions(opened, coder)):
            yield Step(Say("here.open.some_suggestions"), ("code",))
    if unread:
        yield Step(Say.some("here.open.reading", len(unread), names=_some(unread)), ("code", unread[0]))
    if any(journal.read().applied for journal in project.journals):
        yield from _of_themes(opened)
    if doubtful:  # last: much can be coded without them
        yield Step(Say.some("here.open.doubtful", doubtful), ("codebook", "keywords", "list"))


def _proposed(opened: Opened) -> tuple[int, int]:
    if not any(code.keywords_proposed for code in opened.project.codebook.codes):
        return 0, 0
    from qualcode.usecases.codebook.keyword_proposals import waiting

    return waiting(opened.study)


def _waiting(opened: Opened, coder: str) -> int:
    if coder not in opened.project.coders:
        return 0
    mine = Filters(coder=(coder,))
    return sum(1 for _ in queue(opened, mine)) + sum(1 for _ in revised(opened, mine))


def has_suggestions(opened: Opened, coder: str) -> bool:
    """Whether any waits; it looks no further than the first."""
    return any(_suggestions(opened, coder))


def _suggestions(opened: Opened, coder: str) -> Iterator[int]:
    """How many wait, transcript after transcript."""
    if any(code.keywords for code in opened.project.codebook.offered()):
        yield from (len(found.suggestions) for found in find_all(Finder.make(opened, NO_FILTERS, coder)))


def _soon_searched(opened: Opened) -> bool:
    texts = (opened.study.text(name) for name in opened.project.transcripts)
    size = sum(text.stat().st_size for text in texts if text.exists())
    return size <= _TO_SEARCH and opened.project.settings.analyser == "light"


def _unread(opened: Opened, coder: str) -> list[str]:
    """The transcripts that a coder has not read to the end; those of a selective pass are read for its codes only."""
    read = {
        journal.transcript
        for journal in opened.project.journals
        if journal.coder == coder and journal.read().done and not journal.read().to_read_again
    }
    return [name for name in opened.project.transcripts if name not in read]


def _of_themes(opened: Opened) -> Iterator[Step]:
    view = opened.view()
    if not view.themes:
        yield Step(Say("here.open.themes"), ("code",))
        return
    chosen = {one.code for journal in opened.project.journals for one in journal.read().applied if one.key}
    lacking = [theme.name for theme in view.themes if not chosen & set(view.pool(theme))]
    if lacking:
        yield Step(Say.some("here.open.key", len(lacking), names=_some(lacking)), ("code",))


def _shown(path: Path) -> str:
    """A file as a command names it from the folder that one is in."""
    return os.path.relpath(path) if path.is_absolute() else str(path)


def _some(names: list[str]) -> str:
    return ", ".join([*names[:_NAMED], *(["…"] if len(names) > _NAMED else [])])
