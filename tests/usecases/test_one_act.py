"""An act on one transcript reads that one; what it finds, writes and refuses is as if it had read all."""

import json
from collections.abc import Callable

import pytest

from qualcode.errors import FaultyInput, QualcodeError
from qualcode.usecases.coding import by_hand
from qualcode.usecases.coding.by_hand import Fragment
from qualcode.usecases.study import Opened, open_study, who_codes

STUDY = """
== codebook.yaml
codes: [{id: a, name: A, definition: First.}, {id: b, name: B}]
== P-1.txt
I: How?
P-1: Good. Bad.
== P-2.txt
I: How?
P-2: Fair. Poor.
"""


def act(opened: Opened, transcript: str, quote: str, code: str = "a") -> str:
    """Apply a code, from a study opened for that; the id of the coding."""
    about = open_study(opened.study.root, about=transcript)
    return by_hand.apply_to(about, "jan", Fragment(transcript, quote=quote), code).id


def test_it_is_done_where_another_transcript_is_broken(make_study: Callable[[str], Opened]) -> None:
    opened = make_study(STUDY)
    sidecar = opened.study.sidecar("P-1")
    before = sidecar.read_bytes()
    sidecar.write_text("{")
    done = act(opened, "P-2", "Fair.")
    with pytest.raises(FaultyInput):
        open_study(opened.study.root)
    sidecar.write_bytes(before)
    (coding,) = open_study(opened.study.root).project.codings_of("jan", "P-2").applied
    assert coding.id == done
    assert coding.quote == "Fair."


@pytest.mark.parametrize("broken", ["P-2.json", "P-2.txt"])
def test_it_is_refused_as_ever_where_its_own_is_broken(make_study: Callable[[str], Opened], broken: str) -> None:
    opened = make_study(STUDY)
    (opened.study.transcripts / broken).unlink()
    told = []
    for about in ("P-2", ""):
        with pytest.raises(QualcodeError) as error:
            open_study(opened.study.root, about=about).project.transcript("P-2")
        told.append(str(error.value))
    assert told[0] == told[1]
    assert not opened.study.codings.exists()


def test_a_transcript_is_found_whatever_its_case_and_an_unknown_one_is_told_with_the_nearest(
    make_study: Callable[[str], Opened],
) -> None:
    opened = make_study(STUDY)
    act(opened, "p-2", "Fair.")
    assert opened.study.journal("jan", "P-2").is_file()
    with pytest.raises(QualcodeError, match="did you mean P-2"):
        act(opened, "PP-2", "Fair.")


def test_a_coder_of_another_transcript_keeps_the_spelling_of_her_name(make_study: Callable[[str], Opened]) -> None:
    opened = make_study(STUDY)
    by_hand.apply_to(opened, "Ann", Fragment("P-1", quote="Good."), "a")
    assert who_codes(open_study(opened.study.root, about="P-2").project, "ann") == "Ann"


def test_a_definition_is_logged_once_and_again_when_it_was_changed_by_hand(
    make_study: Callable[[str], Opened],
) -> None:
    opened = make_study(STUDY)
    log = opened.study.log

    def whats() -> list[str]:
        return [json.loads(line)["what"] for line in log.read_text().splitlines()]

    begun = whats()
    act(opened, "P-2", "Fair.")
    assert whats() == begun
    book = opened.study.codebook
    book.write_text(book.read_text().replace("First.", "Otherwise."))
    act(opened, "P-2", "Poor.")
    act(opened, "P-1", "Bad.")
    assert whats()[len(begun) :] == ["definition", "codebook by hand"]
