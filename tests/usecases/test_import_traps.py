"""Files in which something looks like what it is not: what each was read as before, and what it is."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from qualcode.errors import QualcodeError
from qualcode.model.locate import place_quote
from qualcode.model.transcript import Transcript
from qualcode.usecases.coding import by_hand as coding
from qualcode.usecases.study import Opened, open_study
from qualcode.usecases.transcripts.importing.bring_in import bring_in
from qualcode.usecases.transcripts.importing.options import ImportOptions
from qualcode.usecases.transcripts.importing.plan import Planner
from tests.conftest import Ran

Cli = Callable[..., Ran]


@pytest.fixture
def opened(make_study: Callable[[str], Opened]) -> Opened:
    return make_study("")


def brought(opened: Opened, folder: Path, text: str, name: str = "P-1.txt", **options: Any) -> Transcript:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    bring_in(open_study(opened.study.root), [file], ImportOptions(**options), "jan")
    return (
        open_study(opened.study.root).project.transcript(options.get("append") or options.get("id") or file.stem).read()
    )


def said(read: Transcript) -> list[tuple[str, str]]:
    return [(turn.speaker, turn.span.of(read.text)) for turn in read.turns]


TALK = "Sanne Bakker: Hoe gaat het?\n\nHenk Mulder: {a}\n\nSanne Bakker: En verder?\n\nHenk Mulder: {b}\n\nSanne Bakker: Nog iets?\n\nHenk Mulder: Nee, dat was het wel zo.\n"
ASKS: dict[str, Any] = {"interviewers": ("Sanne Bakker",)}


def test_a_paragraph_about_a_speaker_is_not_theirs(opened: Opened, tmp_path: Path) -> None:
    """It begins with a name and no sign, or with R2 and a comma: it is part of the answer."""
    about = "Goed.\n\nSanne Bakker vroeg mij dat vorige week ook al."
    read = brought(opened, tmp_path, TALK.format(a=about, b="Niets."), **ASKS)
    assert [speaker for speaker, _ in said(read)] == ["Interviewer", "P-1"] * 3
    assert "Sanne Bakker vroeg mij" in said(read)[1][1]
    group = (
        "I: Wie?\n\nR1: Ik.\n\nR2, die zei toen dat het goed was.\n\nI: En u?\n\nR2: Ja.\n\nI: Dus?\n\nR1: Ja, ook.\n"
    )
    read = brought(opened, tmp_path, group, "FG-1.txt")
    assert [speaker for speaker, _ in said(read)].count("R2") == 1


def test_a_semicolon_in_the_place_of_a_colon_is_a_slip_and_is_told(opened: Opened, cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "P-1.txt"
    file.write_text("I: Hoe?\n\nR1: Zo.\n\nI; En verder?\n\nR1. Niets.\n\nI: Nee?\n\nR1: Nee.\n", encoding="utf-8")
    ran = cli("-C", opened.study.root, "import", file)
    assert "“I;” (1 line), “R1.” (1 line)" in ran.err
    read = open_study(opened.study.root).project.transcript("P-1").read()
    assert [speaker for speaker, _ in said(read)] == ["Interviewer", "R1"] * 3


@pytest.mark.parametrize(
    "talk",
    [
        "Sanne Bakker  0:03\nHoe gaat het\nHenk Mulder  0:07\nGoed hoor\nSanne Bakker  0:12\nKortom: het gaat goed\n"
        "Henk Mulder  0:15\nJa\nSanne Bakker  0:18\nMooi\n",
        "[Sanne Bakker] Hoe gaat het\n[Henk Mulder] Goed hoor\n[Sanne Bakker] Kunt u dat zeggen\n"
        "Conclusie: het gaat\n[Henk Mulder] Ja\n[Sanne Bakker] Mooi\n[Henk Mulder] Zeker\n",
    ],
)
def test_a_word_of_forms_inside_a_talk_makes_no_header_of_what_stands_above(
    talk: str, opened: Opened, tmp_path: Path
) -> None:
    read = brought(opened, tmp_path, talk, **ASKS)
    assert said(read)[0] == ("Interviewer", "Hoe gaat het")
    assert "Sanne" not in read.text


def test_fields_that_come_back_are_the_talk_itself(opened: Opened, tmp_path: Path) -> None:
    text = "Datum: 3 maart\nRespondent: Ja\nInterviewer: Mevrouw Jansen\nRespondent: Goed\nInterviewer: Hoe dan?\nRespondent: Zo.\n"
    assert said(brought(opened, tmp_path, text))[0] == ("P-1", "Ja")


def test_who_is_learned_from_one_file_speaks_in_the_plan_of_another_too(opened: Opened, tmp_path: Path) -> None:
    """In P-2 the name stands once, alone above a line: nobody would take it for a label by itself."""
    (tmp_path / "P-1.txt").write_text(TALK.format(a="Goed.", b="Niets."), encoding="utf-8")
    other = "I: Hoe?\n\nR: Zo.\n\nI: En?\n\nHenk Mulder\nDat klopt helemaal hoor.\n\nI: Dus?\n\nR: Dus.\n"
    (tmp_path / "P-2.txt").write_text(other, encoding="utf-8")
    files, options = [tmp_path / "P-1.txt", tmp_path / "P-2.txt"], ImportOptions(interviewers=("Sanne Bakker",))
    plan = Planner(opened, files, options).plan()
    assert {row.label for row in plan.rows if row.id == "P-2"} == {"I", "R", "Henk Mulder"}
    bring_in(opened, files, options, "jan")


def test_answers_and_announcements_are_no_lines_of_programs(opened: Opened, tmp_path: Path) -> None:
    ages = "SANNE:\n\nHoe oud bent u?\n\nHENK:\n\n34\n\nSANNE:\n\nEn uw vrouw?\n\nHENK:\n\n36\n\nSANNE:\n\nDank u.\n"
    assert [words for _, words in said(brought(opened, tmp_path, ages, interviewers=("SANNE",)))][1::2] == ["34", "36"]
    talk = TALK.format(a="Toen ben ik begonnen met transcriberen", b="Dat is gestart.")
    assert said(brought(opened, tmp_path, talk, "P-2.txt", **ASKS))[1] == (
        "P-2",
        "Toen ben ik begonnen met transcriberen",
    )
    stellings = "".join(
        f"Sanne Bakker: We gaan naar stelling {n}\n\nHenk Mulder: Daar ben ik het {how} mee eens.\n\n"
        f"Sanne Bakker: Waarom dan?\n\nHenk Mulder: Zomaar, nummer {how}.\n\n"
        for n, how in ((1, "niet"), (2, "wel"), (3, "half"), (4, "deels"))
    )
    assert len(said(brought(opened, tmp_path, stellings, "P-3.txt", **ASKS))) == 16


def test_page_numbers_are_lines_of_programs(opened: Opened, tmp_path: Path) -> None:
    read = brought(opened, tmp_path, TALK.format(a="Goed.\n\n1", b="Niets.\n\n2"), **ASKS)
    assert [words for _, words in said(read)][1::2] == ["Goed.", "Niets.", "Nee, dat was het wel zo."]


@pytest.mark.parametrize("nothing", ["[00:00:12]", "\nPagina 2"])
def test_a_label_with_no_words_behind_it_is_replaced_all_the_same(nothing: str, opened: Opened, tmp_path: Path) -> None:
    read = brought(opened, tmp_path, TALK.format(a=nothing, b="Niets."), **ASKS)
    assert "Henk" not in read.text


def test_what_a_plan_says_of_a_voice_without_a_label_holds(opened: Opened, cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "U-1.txt").write_text("Ik werk hier al lang.\n\nDat bevalt goed.\n", encoding="utf-8")
    (tmp_path / "who.csv").write_text("file,label,role,case\nU-1.txt,,respondent,H-5\n", encoding="utf-8")
    assert cli("-C", opened.study.root, "import", tmp_path / "U-1.txt", "--who", tmp_path / "who.csv").status == 0
    assert open_study(opened.study.root).project.transcript("U-1").cases == ("H-5",)


def test_a_layout_that_is_said_to_be_text_is_no_voice(opened: Opened, cli: Cli, tmp_path: Path) -> None:
    said_ = [f"**Hoe gaat het {place}?**\n\nHet gaat {place} goed." for place in ("thuis", "hier", "daar")]
    (tmp_path / "L-1.md").write_text("\n\n".join(said_), encoding="utf-8")
    rows = "file,label,role\nL-1.md,emphasised,text\nL-1.md,plain,respondent\n"
    (tmp_path / "who.csv").write_text(rows, encoding="utf-8")
    ran = cli("-C", opened.study.root, "import", tmp_path / "L-1.md", "--who", tmp_path / "who.csv", "--yes")
    assert ran.status == 0, ran.err
    assert open_study(opened.study.root).project.transcript("L-1").cases == ("L-1",)


NAMED = "I: Hoe gaat het?\n{0}: Goed hoor.\nI: Hoe dat?\n{0}: Zomaar.\nI: En nu?\n{0}: Nu ook.\n"


def test_an_id_that_somebody_had_is_given_to_nobody_else(opened: Opened, cli: Cli, tmp_path: Path) -> None:
    brought(opened, tmp_path, NAMED.format("Jan Visser"), "Jan Visser.txt", id="T-1")
    opened.study.cases.write_text("case,leeftijd\nT-1,63\n")
    assert cli("-C", opened.study.root, "transcript", "remove", "T-1", "--because", "x").status == 0
    (tmp_path / "Piet Smit.txt").write_text(NAMED.format("Piet Smit"), encoding="utf-8")
    bring_in(open_study(opened.study.root), [tmp_path / "Piet Smit.txt"], ImportOptions(), "jan")
    assert list(open_study(opened.study.root).project.transcripts) == ["T-2"]


def test_somebody_new_in_the_second_part_of_an_interview_is_asked_about(
    opened: Opened, cli: Cli, tmp_path: Path
) -> None:
    brought(opened, tmp_path, NAMED.format("Henk Mulder"), "G-1.txt")
    (tmp_path / "deel 2.txt").write_text(NAMED.format("Piet Smit").replace("Goed", "Prima"), encoding="utf-8")
    root, part = opened.study.root, tmp_path / "deel 2.txt"
    ran = cli("-C", root, "import", part, "--append", "G-1")
    assert ran.status == 1
    assert (
        "“Piet Smit” does not speak in the transcript so far, in which G-1 do. Is this another person (G-1-1)?"
        in ran.err
    )
    assert cli("-C", root, "import", part, "--append", "G-1", "--yes").status == 0
    assert open_study(root).project.transcript("G-1").cases == ("G-1", "G-1-1")
    assert "undone" not in cli("-C", root, "log").out


def test_who_is_called_respondent_in_the_second_part_is_the_respondent_of_the_first(
    opened: Opened, tmp_path: Path
) -> None:
    brought(opened, tmp_path, "I: Hoe?\nH-3: Zo.\nI: En?\nH-3: Ook zo.\n", "T-1.txt")
    brought(opened, tmp_path, "I: Verder?\nR: Niets.\nI: Nee?\nR: Nee.\n", "b.txt", append="T-1")
    assert open_study(opened.study.root).project.transcript("T-1").cases == ("H-3",)


def test_a_transcript_is_read_anew_from_its_own_file(opened: Opened, cli: Cli, tmp_path: Path) -> None:
    """The wrong one was said to ask; the key that remembers it does not silence the question who does."""
    file = tmp_path / "P-1.txt"
    file.write_text(TALK.format(a="Goed.", b="Niets."), encoding="utf-8")
    root = opened.study.root
    assert cli("-C", root, "import", file, "--interviewer", "Henk Mulder").status == 0
    ran = cli("-C", root, "import", file, "--replace", "P-1", "--interviewer", "Sanne Bakker")
    assert ran.status == 1  # both ask, as far as is known: nobody answers
    right = ("--interviewer", "Sanne Bakker", "--respondent", "Henk Mulder")
    assert cli("-C", root, "import", file, "--replace", "P-1", *right).status == 0
    read = open_study(root).project.transcript("P-1").read()
    assert said(read)[:2] == [("Interviewer", "Hoe gaat het?"), ("P-1", "Goed.")]


def test_what_the_plan_lists_can_be_said_to_be_nobody(opened: Opened, cli: Cli, tmp_path: Path) -> None:
    text = "SANNE\nHoe gaat het hier?\n\nRUUD\nGoed.\n\nSTILTE\nIets.\n\nSANNE\nEn verder?\n\nRUUD\nNiets.\n\nSTILTE\nNog iets.\n\nSANNE\nDag.\n\nRUUD\nDag.\n"
    (tmp_path / "P-1.txt").write_text(text, encoding="utf-8")
    ran = cli("-C", opened.study.root, "import", tmp_path / "P-1.txt", "--not-a-speaker", "STILTE", "--check")
    assert "There is no speaker" not in ran.err


def test_a_removal_that_is_refused_leaves_no_archive(
    make_study: Callable[[str], Opened], monkeypatch: pytest.MonkeyPatch
) -> None:
    from qualcode.store.transaction import Transaction
    from qualcode.usecases.transcripts import remove_rename as transcripts

    opened = make_study("== P-1.txt\nI: Hoe?\nP-1: Zo dan.\n== codings\njan P-1 a Zo dan.\n")

    def refused(act: Transaction) -> None:
        raise QualcodeError("error.unwritable", path="P-1.json", why="the disk is full")

    monkeypatch.setattr(Transaction, "commit", refused)
    with pytest.raises(QualcodeError, match="the disk is full"):
        transcripts.remove(open_study(opened.study.root), "P-1", "x", "jan", with_codings=True)
    assert list(opened.study.root.parent.glob("*removed*")) == []
    assert list(open_study(opened.study.root).project.transcripts) == ["P-1"]


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("a.json", '{"segments": [{"start": 0, "text": "half \\ud83d teken"}]}', "half a character"),
        ("b.otr", '{"text": "<p>half \\ud83d teken</p>"}', "half a character"),
        ("c.html", "<html><![vreemd]><p>I: Ja</p></html>", "no HTML"),
        ("d.json", '{"segments": [{"start": 1' + "0" * 400 + ', "text": "ja"}]}', "holds no segments"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_in_a_sentence(
    name: str, text: str, told: str, opened: Opened, tmp_path: Path
) -> None:
    with pytest.raises(QualcodeError, match=told):
        brought(opened, tmp_path, text, name)


def test_odd_values_of_recognisers_are_no_words_and_no_times(opened: Opened, tmp_path: Path) -> None:
    segments = [{"start": 0, "text": None, "speaker": "H-1"}, {"start": 1, "text": "hallo daar", "speaker": "H-1"}]
    read = brought(opened, tmp_path, json.dumps({"segments": segments}), "A-1.json", case="H-1")
    assert "None" not in read.text
    read = brought(opened, tmp_path, "start\tend\ttext\n²\t9\thallo daar jij\n", "A-2.tsv", case="H-1")
    assert [turn.time for turn in read.turns] == [None]


def test_words_behind_an_empty_line_in_a_cue_are_kept(opened: Opened, tmp_path: Path) -> None:
    cues = "1\n00:00:01,000 --> 00:00:02,000\nEerste zin.\n\ntweede alinea.\n\n2\n00:00:03,000 --> 00:00:04,000\nDerde zin.\n"
    assert said(brought(opened, tmp_path, cues, "A-1.srt", case="H-1"))[0][1] == "Eerste zin. tweede alinea. Derde zin."


def test_cells_of_a_page_stand_apart(opened: Opened, tmp_path: Path) -> None:
    rows = "".join(
        f"<tr><td>{who}</td><td>{words}</td></tr>"
        for who, words in (("I", "Hoe?"), ("R", "Zo."), ("I", "En?"), ("R", "Niets."))
    )
    read = brought(opened, tmp_path, f"<html><body><table>{rows}</table></body></html>", "P-1.html")
    assert said(read) == [("Interviewer", "Hoe?"), ("P-1", "Zo."), ("Interviewer", "En?"), ("P-1", "Niets.")]


def test_a_rule_at_the_top_of_markdown_is_no_front_matter(opened: Opened, tmp_path: Path) -> None:
    talk = "---\n\nI: Hoe?\n\nR: Zo.\n\n---\n\nI: En?\n\nR: Niets.\n"
    assert [words for _, words in said(brought(opened, tmp_path, talk, "P-1.md"))] == ["Hoe?", "Zo.", "En?", "Niets."]
    front = "---\ntitle: Gesprek\ntags:\n  - a\n---\n\nI: Hoe?\n\nR: Zo.\n\nI: En?\n\nR: Niets.\n"
    assert len(said(brought(opened, tmp_path, front, "P-2.md"))) == 4


def test_a_label_in_capitals_without_a_sign_is_a_slip_and_a_running_head_with_a_colon_is_none(
    opened: Opened, cli: Cli, tmp_path: Path
) -> None:
    turns = [
        f"INTERVIEWER: Hoe gaat het met {what}?\n\nJEAN: Goed, met {what}.\n"
        for what in ("werk", "thuis", "slapen", "eten")
    ]
    turns[2] = turns[2].replace("INTERVIEWER:", "INTERVIEWER")
    heads = [f"\nInterview 7: Museum, pagina {n}\n\n" for n in (1, 2, 3, 4)]
    file = tmp_path / "P-1.txt"
    file.write_text("".join(head + turn for head, turn in zip(heads, turns, strict=True)), encoding="utf-8")
    ran = cli("-C", opened.study.root, "import", file)
    assert ran.status == 0, ran.err
    assert "“INTERVIEWER” (1 line)" in ran.err
    read = open_study(opened.study.root).project.transcript("P-1").read()
    assert [speaker for speaker, _ in said(read)] == ["Interviewer", "P-1"] * 4
    assert not [words for _, words in said(read) if "Museum" in words]


def test_a_text_that_was_lost_is_put_back_under_its_id_though_its_file_has_a_name(
    opened: Opened, cli: Cli, tmp_path: Path
) -> None:
    root, file = opened.study.root, tmp_path / "Jan Visser.txt"
    file.write_text(NAMED.format("Jan Visser"), encoding="utf-8")
    assert cli("-C", root, "import", file).status == 0
    study = open_study(root)
    coding.apply(
        study,
        "jan",
        study.project.transcript("T-1"),
        "a",
        place_quote(study.project.transcript("T-1").read(), "Zomaar"),
    )
    for name in ("T-1.txt", "T-1.json"):
        (root / "transcripts" / name).unlink()
    assert "T-1 is put back" in cli("-C", root, "import", file).err


def test_an_archive_stays_where_what_it_is_of_is_gone(
    make_study: Callable[[str], Opened], monkeypatch: pytest.MonkeyPatch
) -> None:
    from qualcode.store.transaction import Transaction
    from qualcode.usecases.transcripts import remove_rename as transcripts

    opened = make_study("== P-1.txt\nI: Hoe?\nP-1: Zo dan.\n== codings\njan P-1 a Zo dan.\n")

    def half(act: Transaction) -> None:
        opened.study.text("P-1").unlink()
        raise QualcodeError("error.unwritable", path="P-1.json", why="the disk is gone")

    monkeypatch.setattr(Transaction, "commit", half)
    with pytest.raises(QualcodeError, match="the disk is gone"):
        transcripts.remove(open_study(opened.study.root), "P-1", "x", "jan", with_codings=True)
    (archive,) = opened.study.root.parent.glob("*removed*")
    assert "Zo dan." in (archive / "transcripts/P-1.txt").read_text()
