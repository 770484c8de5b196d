"""Encodings, ambiguity, subtitles."""

import html
import json
import re
from pathlib import Path

import pytest

from qualcode.errors import QualcodeError
from qualcode.formats.decode import decode
from qualcode.formats.transcripts import detect
from qualcode.formats.transcripts.subtitles import SRT, VTT


@pytest.mark.parametrize(
    ("encoding", "told"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("cp1252", "windows-1252"), ("utf-16", "utf-16")],
)
def test_encodings_are_guessed_and_told(encoding: str, told: str) -> None:
    text = "Coöperatie, zo’n “idee” à € 5."
    assert decode(text.encode(encoding)) == (text, told)


def test_a_binary_file_is_no_text() -> None:
    with pytest.raises(QualcodeError, match="binary"):
        decode(bytes(range(256)) * 10)


@pytest.mark.parametrize(
    ("name", "data", "format_"),
    [
        ("a.txt", b"I: x", "txt"),
        ("a.VTT", b"WEBVTT\n", "vtt"),
        ("a.docx", b"PK\x03\x04", "docx"),
        ("a", b"WEBVTT\n", "vtt"),
    ],
)
def test_the_format_is_the_extension_or_what_the_file_begins_with(name: str, data: bytes, format_: str) -> None:
    assert detect(name, data) == format_


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.txt", b"WEBVTT\n", "looks like txt or vtt; say which with --from"),
        ("a.txt", b"PK\x03\x04", "looks like txt or docx"),
        ("a.txt", b"1\n00:00:01,000 --> 00:00:02,000\nx", "looks like txt or srt"),
        ("a.txt", b" \n", "is empty"),
        ("a.pdf", b"%PDF", "a PDF"),
        ("a.doc", b"x", "old Word file"),
        ("a.xyz", b"x", "no known extension; say what it is with --from"),
    ],
)
def test_ambiguous_and_unknown_files_name_the_candidates(name: str, data: bytes, said: str) -> None:
    with pytest.raises(QualcodeError, match=said):
        detect(name, data)


def vtt(*cues: str) -> bytes:
    return (
        "WEBVTT\n\n" + "\n\n".join(f"00:0{i}.000 --> 00:0{i + 1}.000\n{cue}" for i, cue in enumerate(cues))
    ).encode()


def test_tags_entities_and_classes_are_taken_off() -> None:
    draft = VTT.read(vtt("<v.loud Mary>That&apos;s <i>fine</i> &amp; <c.red>good</c> < 5</v>"))
    assert draft.text == "Mary: That's fine & good < 5\n\n"


def test_two_voices_in_one_cue() -> None:
    draft = VTT.read(vtt("<v Ann>Ready?</v>\n<v Bob>Yes.</v>"))
    assert [(mark.label, mark.time) for mark in draft.marks] == [("Ann", 0.0), ("Bob", 0.0)]


@pytest.mark.parametrize("data", [b"WEBVTT\n\n", b"WEBVTT\n\nNOTE nothing\n"])
def test_subtitles_without_cues_are_told(data: bytes) -> None:
    with pytest.raises(QualcodeError, match="has no cues"):
        VTT.read(data)


def test_a_file_that_is_no_subtitle_file_is_told() -> None:
    with pytest.raises(QualcodeError, match=r"no valid \.vtt"):
        VTT.read(b"hello")
    with pytest.raises(QualcodeError, match="srt"):
        SRT.read(b"hello")


def test_real_subtitle_files_are_read_like_their_published_parse(shared: Path) -> None:
    """From the test suite of a WebVTT parser: each cue that it expects has its words in our text, in order."""
    tried = 0
    for path in sorted((shared / "vtt" / "integration").glob("*.vtt")):
        expected = json.loads(path.with_suffix(".json").read_text())["cues"]
        contents = [str(cue.get("text") or cue.get("content") or "") for cue in expected]
        if not any(contents):
            continue
        text = " ".join(VTT.read(path.read_bytes()).text.split())
        at = 0
        for content in contents:
            for word in re.sub(r"<[^>]*>", " ", html.unescape(content)).split():
                at = text.index(word, at)
        tried += 1
    assert tried >= 5


def test_two_labelled_lines_in_one_cue_are_two_lines() -> None:
    assert VTT.read(vtt("Jan: hallo\nSanne: hoe?")).text == "Jan: hallo\nSanne: hoe?\n\n"


@pytest.mark.parametrize(
    "cue",
    [
        "1\n00:00:01,000 --> 00:00:02,000\nzeg <font color=red>dit</font> {\\an8}nu",
        "00:00:01,000 --> 00:00:02,000\nzeg dit nu",
        "1\n00:00:01 --> 00:00:02\nzeg dit nu",
    ],
)
def test_subtitles_that_are_not_quite_by_the_book_lose_no_speech(cue: str) -> None:
    assert SRT.read(f"{cue}\n\n2\n00:00:03,000 --> 00:00:04,000\nen dit\n".encode()).text == "zeg dit nu\n\nen dit\n\n"
