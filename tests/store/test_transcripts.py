"""Text and side-car: they change together, and what does not fit is never read as if it did."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from qualcode.errors import FaultyInput, QualcodeError
from qualcode.model.span import Span
from qualcode.store.check import check, repair
from qualcode.store.sidecars import TextState, read_sidecar, sha256
from qualcode.store.transcripts import changed_transcript, read_transcript
from qualcode.usecases.study import Opened, open_study
from tests.conftest import Ran

STUDY = "== P-1.txt\nI: Hoe?\nP-1: Goed zo.\nI: En?\nP-1: Ja, dat is goed.\n== codings\njan P-1 a Goed zo.\njan P-1 a goed.\n"


def sidecar(opened: Opened) -> dict[str, object]:
    raw: dict[str, object] = json.loads(opened.study.sidecar("P-1").read_bytes())
    return raw


def write(opened: Opened, raw: object) -> None:
    opened.study.sidecar("P-1").write_text(json.dumps(raw), encoding="utf-8")


def spoken(opened: Opened) -> list[str]:
    transcript = read_transcript(opened.study, "P-1")
    return [turn.span.of(transcript.text) for turn in transcript.turns]


def test_the_side_car_has_a_hash_of_its_turns(make_study: Callable[[str], Opened]) -> None:
    opened = make_study(STUDY)
    raw = sidecar(opened)
    rows = [["I", "respondent", "I", 3, 7, None]]
    assert raw["turns_sha256"] == read_sidecar(opened.study, "P-1").now.turns_sha256
    assert TextState("", rows).turns_sha256 == sha256(b'[["I","respondent","I",3,7,null]]')


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda turns: [{**turn, "start": turn["start"] + 1} for turn in turns], "its turns were changed by hand"),
        (lambda turns: [*turns[:1], {**turns[1], "case": "P-9"}, *turns[2:]], "its turns were changed by hand"),
        (lambda turns: [turns[1], turns[0], *turns[2:]], "its turns overlap or are out of order"),
        (lambda turns: [{**turns[0], "end": turns[1]["end"]}, *turns[1:]], "its turns overlap or are out of order"),
    ],
)  # fmt: skip
def test_turns_that_are_not_those_written_are_an_error_of_every_command(
    make_study: Callable[[str], Opened], cli: Callable[..., Ran], change: Callable[[object], object], why: str
) -> None:
    opened = make_study(STUDY)
    raw = sidecar(opened)
    raw["turns"] = change(raw["turns"])
    write(opened, raw)
    with pytest.raises(FaultyInput, match=f"P-1.json: this is no transcript side-car: {why}"):
        open_study(opened.study.root)
    for command in (["frequencies"], ["speakers", "P-1", "P-1=H-1"], ["transcript", "member-check", "P-1", "asked"]):
        ran = cli("-C", opened.study.root, *command)
        assert (ran.status, why in ran.err) == (1, True)
    assert sidecar(opened) == raw  # one that does not fit is never written anew


def test_overlapping_turns_are_refused_in_a_side_car_of_an_earlier_version_too(
    make_study: Callable[[str], Opened],
) -> None:
    opened = make_study(STUDY)
    raw = sidecar(opened)
    del raw["turns_sha256"]
    write(opened, raw)
    assert spoken(opened)[1] == "Goed zo."
    turns = raw["turns"]
    assert isinstance(turns, list)
    turns[0]["end"] = turns[1]["start"] + 1
    write(opened, raw)
    with pytest.raises(QualcodeError):
        read_transcript(opened.study, "P-1")
    assert any("overlap or are out of order" in str(problem.what) for problem in check(opened.study))


def test_a_side_car_of_an_earlier_version_gets_its_hash_at_its_next_write_or_by_repair(
    make_study: Callable[[str], Opened], cli: Callable[..., Ran]
) -> None:
    opened = make_study(STUDY)
    before = sidecar(opened)
    old = {key: value for key, value in before.items() if key != "turns_sha256"}
    write(opened, old)
    assert cli("-C", opened.study.root, "frequencies").status == 0
    assert sidecar(opened) == old  # reading writes nothing
    assert cli("-C", opened.study.root, "check", "--repair").status == 0
    assert sidecar(opened) == before
    write(opened, old)
    assert cli("-C", opened.study.root, "transcript", "member-check", "P-1", "asked").status == 0
    text = str(before["text_sha256"])[:12]
    assert sidecar(opened) == {**before, "member_check": "asked", "member_check_text": text}


def test_a_stop_between_the_two_files_leaves_a_transcript_that_can_be_read_and_repaired(
    make_study: Callable[[str], Opened],
) -> None:
    for done in range(4):
        opened = make_study(STUDY)
        read = read_transcript(opened.study, "P-1")
        text = read.text.replace("P-1:", "H-10:")
        shift = [0, 1, 1, 2]
        moved = [Span(turn.span.start + by, turn.span.end + by) for turn, by in zip(read.turns, shift, strict=True)]
        turns = tuple(turn._replace(span=span) for turn, span in zip(read.turns, moved, strict=True))
        turns = tuple(turn._replace(speaker="H-10", case="H-10") if turn.case else turn for turn in turns)
        changed = type(read)("P-1", text, turns)
        steps = list(changed_transcript(opened.study, changed))
        assert [path.suffix for path, _ in steps] == [".json", ".txt", ".json"]
        for path, data in steps[:done]:
            path.write_bytes(data)
        assert spoken(opened) == ["Hoe?", "Goed zo.", "En?", "Ja, dat is goed."]
        assert read_transcript(opened.study, "P-1").intact
        said = {turn.case for turn in read_transcript(opened.study, "P-1").turns if turn.case}
        assert said == ({"P-1"} if done < 2 else {"H-10"})
        assert open_study(opened.study.root).project.transcript("P-1").cases == tuple(said)
        list(repair(opened.study))
        assert "before" not in sidecar(opened)
        assert spoken(opened) == ["Hoe?", "Goed zo.", "En?", "Ja, dat is goed."]


@pytest.mark.parametrize(
    "change",
    [
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: data.replace(b"\n", b"\r\n"),
        lambda data: data[:-1],
        lambda data: data + b"\n",
        lambda data: b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n")[:-2],
        lambda data: data.replace(b"\n", b"\r"),
    ],
)
def test_another_mark_line_end_or_last_line_is_read_as_the_original_and_told(
    make_study: Callable[[str], Opened], cli: Callable[..., Ran], change: Callable[[bytes], bytes]
) -> None:
    opened = make_study(STUDY)
    path = opened.study.text("P-1")
    before, table = path.read_bytes(), cli("-C", opened.study.root, "quotes", "--format", "csv").out
    path.write_bytes(change(before))
    assert cli("-C", opened.study.root, "quotes", "--format", "csv").out == table
    assert "it is read as it was imported" in cli("-C", opened.study.root, "check").out
    assert cli("-C", opened.study.root, "check", "--repair").status == 0
    assert path.read_bytes() == before


def test_a_text_with_another_letter_is_refused(make_study: Callable[[str], Opened], cli: Callable[..., Ran]) -> None:
    opened = make_study(STUDY)
    path = opened.study.text("P-1")
    path.write_bytes(path.read_bytes().replace(b"Goed zo", b"Goed. zo"))
    for command in ("frequencies", "quotes", "summary"):
        ran = cli("-C", opened.study.root, command)
        assert (ran.status, "was changed after its import" in ran.err) == (1, True)


def test_a_lone_surrogate_in_a_side_car_is_told(make_study: Callable[[str], Opened], cli: Callable[..., Ran]) -> None:
    opened = make_study(STUDY)
    text = opened.study.sidecar("P-1").read_text(encoding="utf-8")
    for spoilt in (text.replace('"speaker": "P-1"', '"speaker": "\\ud800"', 1), text.replace('"txt"', '"\\ud800"')):
        opened.study.sidecar("P-1").write_text(re.sub(r'"turns_sha256": "\w+",', "", spoilt), encoding="utf-8")
        ran = cli("-C", opened.study.root, "speakers", "P-1", "P-1=H-1")
        assert ran.status == 1
        assert "P-1.json: this is no transcript side-car" in ran.err


def test_something_that_is_no_file_is_not_read_as_one(make_study: Callable[[str], Opened], tmp_path: Path) -> None:
    opened = make_study(STUDY)
    (opened.study.transcripts / "Z.json").symlink_to("/dev/zero")
    assert any("transcripts/Z.json" in str(problem) for problem in check(opened.study))
