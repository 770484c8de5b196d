"""A text and its corrected form: what stands in both, whatever was changed around it; nothing that was not there."""

import unicodedata
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.model.alignment import align
from qualcode.model.locate import plain_words
from qualcode.model.span import Span
from qualcode.model.transcript import Transcript, Turn
from qualcode.model.versions import Revision

Said = tuple[str, str]  # speaker, words
INTERVIEW: tuple[Said, ...] = (
    ("I", "Hoe gaat het samen, in de praktijk?"),
    ("P-1", "Nou, het gaat goed. We kennen elkaar al jaren, en dan durf je iets te zeggen."),
    ("I", "En als het tegenzit?"),
    ("P-1", "Dan bel ik de bestuurder... die luistert wel, maar hij beslist niet alleen."),
    ("I", "Ja."),
    ("P-1", "Ja."),
    ("P-1", "Het \"vertrouwen\" is er dus, alleen het geld zit ons soms in de weg."),
)  # fmt: skip


def transcript(said: Sequence[Said]) -> Transcript:
    text, turns = "", list[Turn]()
    for number, (speaker, words) in enumerate(said, 1):
        start = len(text) + len(speaker) + 2
        text += f"{speaker}: {words}\n\n"
        role = "interviewer" if speaker == "I" else "respondent"
        turns.append(Turn(number, Span(start, start + len(words)), speaker, role, "" if speaker == "I" else speaker))
    return Transcript("T", text, tuple(turns))


def change(before: Transcript, after: Transcript) -> Revision:
    found = align(before, after)
    return Revision("a" * 64, "b" * 64, found.kept, found.gone, found.added)


def carried(said: Sequence[Said], words: str) -> str | None:
    """Where words of the interview are in what it became: as they stand there."""
    before, after = transcript(INTERVIEW), transcript(said)
    at = before.text.index(words)
    found = change(before, after).carry(Span(at, at + len(words)))
    return found.of(after.text) if found else None


def with_words(number: int, words: str) -> list[Said]:
    said = list(INTERVIEW)
    said[number] = (said[number][0], words)
    return said


def test_what_was_not_touched_stands_on_its_own_words() -> None:
    said = with_words(1, "Nou, het gaat prima. We kennen elkaar al jaren, en dan durf je iets te zeggen.")
    assert carried(said, "We kennen elkaar al jaren") == "We kennen elkaar al jaren"
    assert carried(said, "het gaat goed") is None
    assert carried(said, INTERVIEW[1][1]) is None


def test_words_that_came_inside_touch_a_coding_and_words_beside_it_do_not() -> None:
    said = with_words(
        3, "Dan bel ik altijd eerst de bestuurder... die luistert wel, maar hij beslist zeker niet alleen."
    )
    assert carried(said, "die luistert wel, maar hij beslist") == "die luistert wel, maar hij beslist"
    assert carried(said, "hij beslist niet alleen") is None


def test_typography_and_the_capital_of_an_opening_are_no_change() -> None:
    said = with_words(3, "dan bel ik de bestuurder… die luistert wel,\nmaar hij beslist niet alleen.")
    assert carried(said, INTERVIEW[3][1]) == said[3][1]
    said = with_words(6, unicodedata.normalize("NFD", INTERVIEW[6][1]).replace('"', "“", 1).replace('"', "”"))
    assert carried(said, '"vertrouwen"') == "“vertrouwen”"


def test_a_capital_inside_a_sentence_is_a_change() -> None:
    said = with_words(3, INTERVIEW[3][1].replace("bestuurder", "Bestuurder"))
    assert carried(said, "bel ik de bestuurder") is None


def test_an_ellipsis_written_otherwise_is_whole_in_both_directions() -> None:
    before, after = transcript(INTERVIEW), transcript(with_words(3, INTERVIEW[3][1].replace("...", "…")))
    at = before.text.index("de bestuurder...")
    span = Span(at, at + len("de bestuurder..."))
    found = change(before, after).carry(span)
    assert found is not None
    assert found.of(after.text) == "de bestuurder…"
    assert change(before, after).back.carry(found) == span


def test_a_line_that_moved_is_found_and_one_like_others_is_not() -> None:
    said = [INTERVIEW[6], *INTERVIEW[:6]]
    assert carried(said, "alleen het geld zit ons soms in de weg") == "alleen het geld zit ons soms in de weg"
    both = INTERVIEW[5][1] + "\n\nP-1: " + INTERVIEW[6][1]
    assert carried(said, both) is None  # its two turns stand elsewhere, apart


def test_other_speakers_other_labels_and_another_cut_leave_the_words() -> None:
    renamed = [("R-12" if speaker == "P-1" else speaker, words) for speaker, words in INTERVIEW]
    assert carried(renamed, INTERVIEW[1][1]) == INTERVIEW[1][1]
    first, second = INTERVIEW[1][1].split(" We ")
    cut = [INTERVIEW[0], ("P-1", first), ("P-2", f"We {second}"), *INTERVIEW[2:]]
    assert carried(cut, "We kennen elkaar al jaren") == "We kennen elkaar al jaren"


def test_a_word_or_two_alone_between_changes_are_no_match() -> None:
    said = with_words(3, "Eerst praat ik de zaak door met mijn vrouw.")
    assert carried(said, "ik") is None
    assert carried(said, "ik de") is None


EDITS: dict[str, Callable[[list[str], int], list[str]]] = {
    "insert": lambda words, at: [*words[:at], "zeker", "weten", *words[at:]],
    "delete": lambda words, at: [*words[:at], *words[at + 2 :]] if len(words) > 4 else words,
    "replace": lambda words, at: [*words[:at], "iets", *words[at + 1 :]],
    "typography": lambda words, _: [word.replace("...", "…").replace('"', "”") for word in words],
    "accents": lambda words, _: [unicodedata.normalize("NFD", word) for word in words],
}


@st.composite
def corrections(draw: st.DrawFn) -> list[Said]:
    said = list(INTERVIEW)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(said) - 1))
        speaker, words = said[at]
        match draw(st.sampled_from([*EDITS, "move", "rename", "split", "drop"])):
            case "move":
                said.insert(draw(st.integers(0, len(said) - 1)), said.pop(at))
            case "rename":
                said = [("R-9" if one == speaker else one, spoken) for one, spoken in said]
            case "split" if " " in words:
                head, _, tail = words.partition(" ")
                said[at : at + 1] = [(speaker, head), ("P-2", tail)]
            case "drop" if len(said) > 1:
                del said[at]
            case name if name in EDITS:
                spoken = words.split(" ")
                said[at] = (speaker, " ".join(EDITS[name](spoken, draw(st.integers(0, len(spoken) - 1)))) or "ja")
    return said


def speech(text: Transcript, span: Span) -> str:
    shared = (turn.span.intersection(span) for turn in text.turns_touched(span))
    return plain_words(" ".join(one.of(text.text) for one in shared if one)).casefold()


@given(corrections(), st.data())
def test_whatever_was_corrected_a_coding_stands_on_its_own_words_or_nowhere(
    said: list[Said], data: st.DataObject
) -> None:
    before, after = transcript(INTERVIEW), transcript(said)
    turn = before.turns[data.draw(st.integers(0, len(before.turns) - 1))]
    start = data.draw(st.integers(turn.span.start, turn.span.end - 1))
    span = Span(start, data.draw(st.integers(start + 1, len(before.text) - 2)))
    found = change(before, after).carry(span)
    if found:
        assert speech(after, found).replace(" ", "") == speech(before, span).replace(" ", "")


@pytest.mark.parametrize("number", range(len(INTERVIEW)))
def test_a_text_is_all_in_itself(number: int) -> None:
    before = transcript(INTERVIEW)
    found = align(before, before)
    assert (found.gone, found.added) == ((), ())
    assert change(before, before).carry(before.turns[number].span) == before.turns[number].span
