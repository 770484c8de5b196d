"""What holds for every importer. A sample put into tests/data/formats is tried here without further ado.

Every sample holds the same conversation, as another program writes it down.
"""

from pathlib import Path

import pytest

from qualcode.formats.transcripts import READERS
from qualcode.store.check import check
from qualcode.usecases.study import Opened, Start, open_study, start_study
from qualcode.usecases.transcripts.importing.bring_in import Imported
from qualcode.usecases.transcripts.importing.bring_in import bring_in as import_files
from qualcode.usecases.transcripts.importing.options import ImportOptions

SAMPLES = sorted((Path(__file__).parents[1] / "data" / "formats").iterdir())
SAID = [
    ("interviewer", "Hoe gaat het samenwerken?"),
    ("respondent", "Dat gaat goed, zo’n twee jaar al."),
    ("interviewer", "En wat kost het?"),
    ("respondent", "Tijd. Vooral tijd."),
]


def bring_in(root: Path, sample: Path) -> tuple[Opened, Imported]:
    start_study(Start(root, interviewers=("Sanne de Wit",)))
    opened = open_study(root)
    (item,) = import_files(opened, [sample], ImportOptions(id="P-1"), "jan")
    return open_study(root), item


def test_every_format_has_a_sample() -> None:
    assert {sample.suffix.removeprefix(".") for sample in SAMPLES} == set(READERS)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_the_same_conversation_is_read_from_it(sample: Path, tmp_path: Path) -> None:
    opened, _ = bring_in(tmp_path / "s", sample)
    transcript = opened.project.transcript("P-1").read()
    assert [(turn.role, turn.span.of(transcript.text)) for turn in transcript.turns] == SAID
    assert {turn.case for turn in transcript.turns if turn.is_respondent} == {"P-1"}


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_no_name_enters_the_study_and_the_key_stays_outside(sample: Path, tmp_path: Path) -> None:
    opened, item = bring_in(tmp_path / "s", sample)
    for file in opened.study.root.rglob("*"):
        if file.is_file() and file.name != "qualcode.yaml":
            assert b"Ruud" not in file.read_bytes()
            assert b"Sanne" not in file.read_bytes()
    named = [label for label, _ in item.cast.renamed if "Ruud" in label]
    key = opened.study.key.read_text(encoding="utf-8-sig") if opened.study.key.exists() else ""
    assert ("P-1;Ruud Hessels;P-1" in key) == bool(named)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_labels_stand_readable_before_the_speech_and_nothing_drifts(sample: Path, tmp_path: Path) -> None:
    opened, _ = bring_in(tmp_path / "s", sample)
    transcript = opened.project.transcript("P-1").read()
    end = 0
    for turn in transcript.turns:
        before = transcript.text[end : turn.span.start]
        assert turn.speaker in before
        assert turn.span.of(transcript.text) == turn.span.of(transcript.text).strip() != ""
        end = turn.span.end
    assert [problem for problem in check(opened.study) if problem.severity == "error"] == []


TIMED = ("times.txt", "f4.txt", "lines.txt", "teams.vtt", "zoom.vtt", "zoom.srt", "teams.docx", "teams-old.docx")


@pytest.mark.parametrize("sample", [s for s in SAMPLES if s.name in TIMED], ids=lambda sample: sample.name)
def test_times_are_kept_in_seconds(sample: Path, tmp_path: Path) -> None:
    opened, _ = bring_in(tmp_path / "s", sample)
    times = [turn.time for turn in opened.project.transcript("P-1").read().turns]
    assert times[0] == 0.0
    assert all(time is not None for time in times)
    assert times == sorted(times)  # type: ignore[type-var]
