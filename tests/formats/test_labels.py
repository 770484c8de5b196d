"""Which words before a colon are speakers."""

from pathlib import Path

import pytest

from qualcode.formats.transcripts.conversation import read_speakers
from qualcode.formats.transcripts.draft import Draft
from qualcode.formats.transcripts.times import seconds
from qualcode.model.transcript import Transcript
from qualcode.usecases.study import Opened, open_study
from qualcode.usecases.transcripts.importing.bring_in import Imported, write
from qualcode.usecases.transcripts.importing.files import transcript_id
from qualcode.usecases.transcripts.importing.options import ImportOptions
from qualcode.usecases.transcripts.importing.plan import Planner


def taken(study: Opened, text: str, name: str = "P-1.txt", **options: object) -> tuple[Imported, list[str]]:
    """What became of the file with its proposals taken, and the kinds of doubt that there were."""
    file = study.study.root.parent / name
    file.write_bytes(text.encode())
    planner = Planner(study, [file], ImportOptions(**options))  # type: ignore[arg-type]
    plan = planner.plan()
    (item,) = write(planner, plan, "jan")
    return item, [doubt.kind for doubt in plan.doubts]


def imported(study: Opened, text: str, name: str = "P-1.txt", **options: object) -> tuple[Transcript, list[str]]:
    item, doubts = taken(study, text, name, **options)
    return open_study(study.study.root).project.transcript(item.id).read(), doubts


def said(transcript: Transcript) -> list[tuple[str, str]]:
    return [(turn.speaker, turn.span.of(transcript.text)) for turn in transcript.turns]


def test_labels_as_dutch_theses_write_them(study: Opened) -> None:
    """== codebook.yaml
    codes: [{id: a, name: A}]
    """
    text = "Interviewer: Een?\nH-1: Twee.\nI: Drie?\nH-1: Vier.\n"
    assert said(imported(study, text)[0]) == [
        ("Interviewer", "Een?"), ("H-1", "Twee."), ("Interviewer", "Drie?"), ("H-1", "Vier."),
    ]  # fmt: skip


def test_a_paragraph_without_a_label_belongs_to_the_turn_above(study: Opened) -> None:
    """== codebook.yaml
    codes: [{id: a, name: A}]
    """
    text = "I: Een?\n\nR: Twee.\n\nEn nog iets.\n\nI: Drie?\n\nR: Vier.\n"
    assert said(imported(study, text)[0])[1] == ("P-1", "Twee.\n\nEn nog iets.")


def test_noot_and_a_clock_and_a_word_that_stands_once_are_no_speakers(study: Opened) -> None:
    """== codebook.yaml
    codes: [{id: a, name: A}]
    """
    text = "Datum: maandag\nI: Een?\nR: Twee.\nNoot: dit was luid.\n10:30 ging de bel.\nBelangrijk: dit.\nI: Drie?\nR: Vier.\nNoot: weer.\n"
    transcript, _ = imported(study, text)
    assert [speaker for speaker, _ in said(transcript)] == ["Interviewer", "P-1", "Interviewer", "P-1"]
    assert transcript.text.startswith("Datum: maandag\n")


def test_known_labels_may_stand_once(study: Opened) -> None:
    """
    == cases.csv
    case
    Zorgverlener-A
    """
    transcript, _ = imported(study, "Gespreksleider: Vertel.\nZorgverlener-A: Goed.\nP-1: Ook.\n")
    assert [speaker for speaker, _ in said(transcript)] == ["Interviewer", "Zorgverlener-A", "P-1"]


def test_of_two_strangers_the_one_who_asks_is_proposed_as_the_interviewer(study: Opened) -> None:
    """== codebook.yaml
    codes: [{id: a, name: A}]
    """
    transcript, doubts = imported(study, "Els: Een?\nJan Smit: Twee.\nEls: Drie?\nJan Smit: Vier.\n")
    assert [speaker for speaker, _ in said(transcript)] == ["Interviewer", "P-1", "Interviewer", "P-1"]
    assert doubts == ["asker"]


def test_several_strangers_become_numbered(study: Opened) -> None:
    """
    == qualcode.yaml
    interviewers: [Els]
    """
    transcript, doubts = imported(study, "Els: Een?\nJan: Twee.\nAya: Drie.\nJan: Vier.\nAya: Vijf.\nEls: Zes?\n")
    assert [speaker for speaker, _ in said(transcript)] == [
        "Interviewer", "P-1-1", "P-1-2", "P-1-1", "P-1-2", "Interviewer",
    ]  # fmt: skip
    assert doubts == []


def test_the_study_can_name_interviewers_and_the_command_a_case(study: Opened) -> None:
    """
    == qualcode.yaml
    interviewers: [Els]
    """
    transcript, _ = imported(study, "Els: Een?\nR1: Twee.\nEls: Drie?\nR1: Vier.\n", case="H-7")
    assert [speaker for speaker, _ in said(transcript)] == ["Interviewer", "H-7", "Interviewer", "H-7"]


def test_the_same_label_in_two_files_is_two_people(study: Opened) -> None:
    """== codebook.yaml
    codes: [{id: a, name: A}]
    """
    text = "I: Een?\nParticipant: Twee {}.\nI: Drie?\nParticipant: Vier.\n"
    one, _ = imported(study, text.format(1), "P-1.txt")
    two, _ = imported(open_study(study.study.root), text.format(2), "P-2.txt")
    assert {turn.case for turn in one.turns} | {turn.case for turn in two.turns} == {"", "P-1", "P-2"}


def test_a_text_without_labels_is_one_speakers_when_somebody_says_so(study: Opened) -> None:
    """== codebook.yaml
    codes: [{id: a, name: A}]
    """
    _, doubts = imported(study, "Gewoon een verhaal.\n\nEn nog een.\n", "P-9.txt")
    assert doubts == ["nobody"]
    transcript, doubts = imported(study, "Gewoon een verhaal.\n\nEn nog een.\n", case="H-1")
    assert doubts == []
    assert [(turn.case, turn.span.of(transcript.text)) for turn in transcript.turns] == [
        ("H-1", "Gewoon een verhaal."), ("H-1", "En nog een."),
    ]  # fmt: skip


def test_a_document_has_paragraphs_and_no_case(study: Opened) -> None:
    """== codebook.yaml
    codes: [{id: a, name: A}]
    """
    transcript, _ = imported(
        study, "# Kop\n\nEen.\n\nTwee.\n\nBevinding: drie.\n\nBevinding: vier.\n", "logboek.md", kind="document"
    )
    assert [(turn.case, turn.is_respondent, turn.span.of(transcript.text)) for turn in transcript.turns] == [
        ("", True, "Een."), ("", True, "Twee."), ("", True, "Bevinding: drie."), ("", True, "Bevinding: vier."),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("stem", "name"),
    [
        ("H-1", "H-1"),
        ("interview 3", "interview-3"),
        ("Jan de Vries", "T-1"),
        ("interview_jansen_def", "T-1"),
    ],
)
def test_a_file_name_that_looks_like_a_name_gives_a_number(stem: str, name: str) -> None:
    assert transcript_id(stem, "interview", set()) == name


@pytest.mark.parametrize(
    ("time", "value"), [("0:03", 3), ("1:02:03", 3723), ("00:01:23-4", 83.4), ("0:0:5.320", 5.32), ("[02:03]", 123)]
)
def test_times(time: str, value: float) -> None:
    assert seconds(time) == pytest.approx(value)


def test_the_text_keeps_its_layout_but_for_the_labels(study: Opened) -> None:
    """== codebook.yaml
    codes: [{id: a, name: A}]
    """
    text = "Titel\r\n\r\nI :  Een?\r\n\tRuud: Twee,\r\ndrie.\r\nI: Vier?\r\nRuud: Vijf. \r\n"
    transcript, _ = imported(study, text)
    assert transcript.text == "Titel\n\nInterviewer :  Een?\n\tP-1: Twee,\ndrie.\nInterviewer: Vier?\nP-1: Vijf. \n"


def test_a_bom_and_a_path_leave_no_trace(study: Opened, tmp_path: Path) -> None:
    """== codebook.yaml
    codes: [{id: a, name: A}]
    """
    transcript, _ = imported(study, "\ufeffI: Een?\nR: Twee.\nI: Drie?\nR: Vier.\n")
    assert transcript.text.startswith("Interviewer: Een?")
    assert str(tmp_path) not in study.study.log.read_text()


def test_a_name_that_still_stands_in_the_text_is_told_without_repeating_it(study: Opened) -> None:
    """== codebook.yaml
    codes: [{id: a, name: A}]
    """
    text = "Gesprek met Anja Verhoeven\n\nI: Hoe gaat het, Anja?\nAnja Verhoeven: Goed.\nI: En?\nAnja Verhoeven: Ja.\n"
    item, _ = taken(study, text)
    (warning,) = map(str, item.warnings)
    assert warning.startswith("the name behind P-1 still stands 3 times in the text, first in line 1")
    assert "Anja" not in warning


def test_a_case_that_is_known_is_no_interviewer_whatever_it_is_called(study: Opened) -> None:
    """
    == cases.csv
    case
    V-1
    I-1
    """
    transcript, _ = imported(study, "Interviewer: Vraag?\nV-1: Dag.\nI-1: Ook dag.\n", "groep.txt")
    assert [speaker for speaker, _ in said(transcript)] == ["Interviewer", "V-1", "I-1"]


@pytest.mark.parametrize("name", ["FELIX", "Zoe\u0308 Bo", "__Jan__", "Jan\u00a0", "Ali"])
def test_names_in_other_dress_are_replaced_too(study: Opened, name: str) -> None:
    """== codebook.yaml
    codes: [{id: a, name: A}]
    """
    transcript, _ = imported(study, f"I: Een?\n{name}: Twee.\nI: Drie?\n{name}: Vier.\n")
    assert [speaker for speaker, _ in said(transcript)] == ["Interviewer", "P-1", "Interviewer", "P-1"]
    assert name.strip("_\u00a0") not in transcript.text


def test_a_label_without_a_space_and_one_without_speech(study: Opened) -> None:
    """== codebook.yaml
    codes: [{id: a, name: A}]
    """
    transcript, _ = imported(
        study, "I: Een?\nR1:Twee.\nI: Drie?\nPiet Bos:\nI: Vier?\nPiet Bos: Vijf. Zie http:x.\nR1: Ja.\n"
    )
    assert said(transcript)[1] == ("R1", "Twee.")
    assert said(transcript)[4] == ("P-1", "Vijf. Zie http:x.")
    assert "Piet" not in transcript.text


def test_long_white_space_takes_no_time(study: Opened) -> None:
    """== codebook.yaml
    codes: [{id: a, name: A}]
    """
    text = "I: Een?\nR1: Twee." + "\n" * 300_000 + "drie" + " " * 300_000 + "\nI: Vier?\nR1: Ja.\n"
    assert len(said(imported(study, text)[0])) == 4


def test_somebody_who_speaks_once_is_asked_about_also_below_a_full_line_that_ends_no_sentence() -> None:
    text = (
        "I: Hoe gaat het?\nR: Ja, dat is dan toch een heel lange zin zonder einde\nMarleen: Ik kom er even bij.\n"
        "I: Goed.\nR: Ja hoor, dat is ook wel weer zo.\nI: En?\nR: Niets.\n"
    )
    verdicts = {verdict.label: verdict for verdict in read_speakers(Draft(text)).verdicts}
    assert verdicts["Marleen"].asked
