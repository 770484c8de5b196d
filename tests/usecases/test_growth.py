"""What a command does grows with the transcripts, not with transcripts times journals: the journals are walked a few times."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from qualcode.model.project import JournalHandle
from qualcode.model.selection import NO_FILTERS, Filters
from qualcode.usecases.coding.by_hand import list_codings
from qualcode.usecases.coding.progress import progress_rows
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
