"""What a command does grows with the transcripts, not with transcripts times journals: the journals are walked a few times."""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from qualcode.model.events.event import Event
from qualcode.model.project import JournalHandle
from qualcode.model.selection import NO_FILTERS, Filters
from qualcode.model.span import Span
from qualcode.report.builders import BUILDERS
from qualcode.store import journal
from qualcode.store.journal import Fault, read_events
from qualcode.usecases.coding import by_hand
from qualcode.usecases.coding.by_hand import list_codings
from qualcode.usecases.coding.progress import progress_rows, unread_codes
from qualcode.usecases.coding.trail import trail_of_codings
from qualcode.usecases.keywords.search import search_table
from qualcode.usecases.study import Opened

BOOK = "== codebook.yaml\ncodes: [{id: a, name: A, keywords: [good]}]\n"


class Walked(tuple[JournalHandle, ...]):
    """Journals that count how often somebody walked through them."""

    walks: list[int]

    def __iter__(self) -> Iterator[JournalHandle]:
        self.walks.append(1)
        return super().__iter__()


DOING: dict[str, Callable[[Opened], object]] = {
    "status": lambda opened: list(progress_rows(opened, NO_FILTERS)),
    "read before a code": lambda opened: list(unread_codes(opened, NO_FILTERS)),
    "codings list": lambda opened: list(list_codings(opened, NO_FILTERS)),
    "log --codings": lambda opened: list(trail_of_codings(opened, NO_FILTERS)),
    "search": lambda opened: search_table(
        opened, "good", Filters(code=("a",)), interviewer=False, watch=lambda found, *_: found
    ),
    "frequencies": lambda opened: opened.view().count(),
    "refused": lambda opened: [opened.project.refused(name) for name in opened.project.transcripts],
}


@pytest.mark.parametrize("doing", DOING)
def test_the_journals_are_walked_as_often_whatever_the_number_of_transcripts(
    doing: str, make_study: Callable[[str], Opened], code_all: Callable[[Opened], Opened]
) -> None:
    walks = []
    for number in (2, 7):
        texts = "".join(f"== P-{one}.txt\nI: How?\nP-{one}: Good.\n" for one in range(number))
        opened = code_all(make_study(BOOK + texts))
        assert len(opened.project.journals) == number
        journals = Walked(opened.project.journals)
        journals.walks = []
        DOING[doing](replace(opened, project=replace(opened.project, journals=journals)))
        walks.append(len(journals.walks))
    assert walks[0] == walks[1]


@pytest.fixture
def code_all() -> Callable[[Opened], Opened]:
    from qualcode.usecases.keywords.decide import decide_all
    from qualcode.usecases.keywords.finder import Finder
    from qualcode.usecases.study import open_study

    def code(opened: Opened) -> Opened:
        decide_all(Finder.make(opened, NO_FILTERS, "jan"), "accept", "all good")
        return open_study(opened.study.root)

    return code


def test_a_journal_is_folded_once_however_many_tables_ask_for_it(
    make_study: Callable[[str], Opened], code_all: Callable[[Opened], Opened], monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = code_all(make_study(BOOK + "".join(f"== P-{one}.txt\nI: How?\nP-{one}: Good.\n" for one in range(5))))
    folded: list[str] = []

    def counted(path: Path, coder: str, transcript: str) -> tuple[Sequence[Event], Sequence[Fault]]:
        folded.append(transcript)
        return read_events(path, coder, transcript)

    monkeypatch.setattr(journal, "read_events", counted)
    for name in ("frequencies", "themes", "quotes", "frequencies"):
        BUILDERS.get(name)(opened.view())
    assert sorted(folded) == sorted(set(folded))
    by_hand.apply(opened, "jan", opened.project.transcript("P-1"), "a", Span(0, 7))
    assert len(opened.project.codings_of("jan", "P-1").applied) == 2  # what was written is seen at once
    assert folded.count("P-1") == 2


def test_a_file_that_changed_and_kept_its_size_and_its_time_is_read_again(
    make_study: Callable[[str], Opened], code_all: Callable[[Opened], Opened]
) -> None:
    opened = code_all(make_study(BOOK + "== P-1.txt\nI: How?\nP-1: Good. Bad.\n"))
    (before,) = opened.project.codings_of("jan", "P-1").applied
    path = opened.study.journal("jan", "P-1")
    times = path.stat().st_atime_ns, path.stat().st_mtime_ns
    text = path.read_bytes()
    path.write_bytes(text.replace(before.id.encode(), before.id[::-1].encode()))
    os.utime(path, ns=times)
    assert path.stat().st_mtime_ns == times[1]
    (after,) = opened.project.codings_of("jan", "P-1").applied
    assert after.id == before.id[::-1] != before.id
