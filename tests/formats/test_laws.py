"""Laws of import: whatever is said, the canonical text slices back to it, and labels are all that changed."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from qualcode.formats.canonical import build
from qualcode.formats.draft import Draft
from qualcode.formats.reading import read_speakers
from qualcode.formats.speakers import Known, cast
from qualcode.model.transcript import Transcript

words = st.text(
    st.characters(blacklist_categories=("Cc", "Cs", "Zl", "Zp"), blacklist_characters=":#\t[\u00a0"),
    min_size=1,
    max_size=30,
)
speech = words.map(lambda text: " ".join(text.split())).filter(
    lambda text: any(c.isalpha() for c in text) and text == text.strip()
)
turns = st.lists(st.tuples(st.sampled_from(["Interviewer", "Jan Smit", "R1"]), speech), min_size=1, max_size=8)


def read(text: str, layout: str) -> Transcript:
    draft = Draft(text, layout)
    heard = read_speakers(draft, ["Jan Smit", "R1"])
    labels = dict.fromkeys(one.label for one in heard.said)
    found = cast(list(labels), "T", Known({"r1": "R1"}, (), ()), {})
    return build("T", draft, heard.said, found.speakers, heard.cuts).transcript


@given(turns, st.sampled_from(["verbatim", "paragraphs"]))
def test_every_turn_slices_to_the_words_said(said: list[tuple[str, str]], layout: str) -> None:
    transcript = read("\n\n".join(f"{who}: {what}" for who, what in said) + "\n", layout)
    written = {"Interviewer": "Interviewer", "Jan Smit": "T", "R1": "R1"}
    assert [(turn.speaker, turn.span.of(transcript.text)) for turn in transcript.turns] == [
        (written[who], what) for who, what in said
    ]


@given(turns)
def test_a_verbatim_text_changes_only_in_its_labels(said: list[tuple[str, str]]) -> None:
    text = "Titel\n\n" + "\n".join(f"{who}:  {what} " for who, what in said) + "\n\n"
    assert read(text, "verbatim").text == text.replace("Jan Smit:", "T:")


@given(turns)
def test_the_cues_of_one_speaker_are_joined(said: list[tuple[str, str]]) -> None:
    transcript = read("\n\n".join(f"{who}: {what}" for who, what in said), "cues")
    speakers = [turn.speaker for turn in transcript.turns]
    assert all(one != two for one, two in pairwise(speakers))
    assert " ".join(turn.span.of(transcript.text) for turn in transcript.turns) == " ".join(what for _, what in said)
