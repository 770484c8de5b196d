"""Laws of import: whatever is said, the canonical text slices back to it, and labels are all that changed."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from qualcode.formats.transcripts.canonical import Speaker, build, paragraphs
from qualcode.formats.transcripts.conversation import read_speakers
from qualcode.formats.transcripts.draft import Draft
from qualcode.formats.transcripts.openers import keys_of
from qualcode.formats.transcripts.speakers import Known, cast
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
    heard = read_speakers(draft, keys_of(["Jan Smit", "R1"]))
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


openers = st.sampled_from(
    ["I: ", "R1: ", "Jan Smit: ", "Noot: ", "[00:01:16] ", "(10:30) ", "- ", "• ", "R1\n", "Jan  00:12\n", "\t", "12 ", "> ", "", "\n"]
)  # fmt: skip
lines = st.lists(st.tuples(openers, speech), min_size=1, max_size=12)


@given(lines, st.sampled_from(["verbatim", "paragraphs", "cues"]))
def test_nothing_is_dropped_in_silence(said: list[tuple[str, str]], layout: str) -> None:
    """Every character of a file is in the text, or it is a label, or a time or number that is counted as left out."""
    text = "\n".join(f"{opening}{what}" for opening, what in said) + "\n"
    draft = Draft(text, layout)
    heard = read_speakers(draft)
    utterances = heard.said or tuple(paragraphs(draft, heard.cuts, heard.outside))
    speakers = {one.label: Speaker(one.label, one.label, "respondent") for one in utterances}
    built = build("T", draft, utterances, speakers, heard.cuts)
    accounted = {at for old, _, length in built.kept for at in range(old, old + length)}
    accounted |= {at for cut in heard.cuts for at in range(cut.start, cut.end)}
    accounted |= {at for mark in heard.marks for at in range(mark.head, mark.speech)}
    assert {at: text[at] for at in range(len(text)) if not text[at].isspace() and at not in accounted} == {}
    assert all(built.transcript.text[new : new + length] == text[old : old + length] for old, new, length in built.kept)
