"""Setting right who is who, with and without codings."""

from qualcode.model.locate import place_quote
from qualcode.store.check import check
from qualcode.text import Words
from qualcode.usecases.coding.by_hand import apply
from qualcode.usecases.study import Opened, open_study
from qualcode.usecases.transcripts.speakers import correct, speakers


def who(study: Opened) -> list[tuple[str, str, str]]:
    return [(row.speaker, row.role, row.case) for row in speakers(open_study(study.study.root), None)]


def test_labels_in_the_text_are_corrected_while_nothing_is_coded(study: Opened) -> None:
    """
    == T-7.txt interview 1 Els Jan
    Els: Hoe gaat het?
    Jan: Goed zo.
    Els: En verder?
    Jan: Niets.
    """
    assert who(study) == [("T-7-1", "respondent", "T-7-1"), ("T-7-2", "respondent", "T-7-2")]
    correct(study, "T-7", ["T-7-1=interviewer", "T-7-2=H-10"], "jan")
    assert who(study) == [("Interviewer", "interviewer", ""), ("H-10", "respondent", "H-10")]
    transcript = open_study(study.study.root).project.transcript("T-7").read()
    assert transcript.text == "Interviewer: Hoe gaat het?\nH-10: Goed zo.\nInterviewer: En verder?\nH-10: Niets.\n"
    assert [turn.span.of(transcript.text) for turn in transcript.turns] == [
        "Hoe gaat het?",
        "Goed zo.",
        "En verder?",
        "Niets.",
    ]
    assert [problem for problem in check(study.study) if problem.severity == "error"] == []
    assert study.study.cases.read_text() == "case\nH-10\n"
    assert study.study.key.read_text("utf-8-sig") == "transcript,label,id\nT-7,Els,Interviewer\nT-7,Jan,H-10\n"


def test_codings_follow_when_labels_are_corrected(study: Opened) -> None:
    """
    == T-7.txt interview 1 Els Jan
    Els: Hoe gaat het?
    Jan: Goed zo.
    Els: En verder?
    Jan: Niets.
    """
    handle = study.project.transcript("T-7")
    apply(study, "jan", handle, "a", place_quote(handle.read(), "Goed zo."))
    opened = open_study(study.study.root)
    correct(opened, "T-7", ["T-7-1=interviewer", "T-7-2=H-10"], "jan")
    project = open_study(study.study.root).project
    transcript = project.transcript("T-7").read()
    assert transcript.text == "Interviewer: Hoe gaat het?\nH-10: Goed zo.\nInterviewer: En verder?\nH-10: Niets.\n"
    (coding,) = project.codings_of("jan", "T-7").applied
    assert (coding.span.of(transcript.text), coding.quote) == ("Goed zo.", "Goed zo.")
    assert [problem for problem in check(study.study) if problem.severity == "error"] == []


def test_what_is_known_of_a_respondent_goes_along_with_a_new_id(study: Opened) -> None:
    """
    == T-7.txt interview 1 Els Jan
    Els: Hoe gaat het?
    Jan: Goed zo.
    == T-8.txt interview 1 Els Piet
    Els: Hoe gaat het?
    Piet: Slecht.
    == cases.csv
    case,functie
    T-7-1,
    T-7-2,arts
    T-8-1,
    T-8-2,bestuurder
    H-11,verpleegkundige
    """
    assert correct(study, "T-7", ["T-7-1=interviewer", "T-7-2=H-10"], "jan") == []
    assert study.study.cases.read_text() == "case,functie\nH-10,arts\nT-8-1,\nT-8-2,bestuurder\nH-11,verpleegkundige\n"
    told = correct(open_study(study.study.root), "T-8", ["T-8-1=interviewer", "T-8-2=H-11"], "jan")
    assert [one.told(Words("en")) for one in told] == [
        "T-8-2 is H-11 now, of whom cases.csv says something already: that holds for what T-8-2 said too.",
        "The row of T-8-2 in cases.csv is nobody's any more.",
    ]
    # of H-11 more was known already: both stay, and a person decides
    assert study.study.cases.read_text() == "case,functie\nH-10,arts\nT-8-2,bestuurder\nH-11,verpleegkundige\n"
