"""What stands in the study already: told by the side-cars and by the words, whatever the log says; texts put back."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from qualcode.usecases.study import Opened
from tests.conftest import Ran

SPOKEN = """\
Els: Hoe werkt u samen met de praktijken in de buurt?
Jan: Er is veel vertrouwen tussen ons, en dat groeit nog steeds.
Els: En waar gaat het mis?
Jan: Soms is er angst.
"""
STUDY = (
    "== codebook.yaml\ncodes: [{id: a, name: A}]\n== P-1.txt interview 1 Els Jan\n"
    + SPOKEN
    + "== codings\njan P-1 a vertrouwen\njan P-1 a angst.\n"
)


@pytest.fixture
def root(make_study: Callable[[str], Opened]) -> Path:
    return make_study(STUDY).study.root


def quotes(cli: Callable[..., Ran], root: Path) -> tuple[int, str, str]:
    ran = cli("-C", root, "quotes", "--format", "csv")
    return ran.status, ran.out, ran.err


def gone(root: Path) -> str:
    """The text of P-1, whose two files are taken away."""
    text = (root / "transcripts/P-1.txt").read_text(encoding="utf-8")
    for ending in ("txt", "json"):
        (root / f"transcripts/P-1.{ending}").unlink()
    return text


def test_an_import_that_the_log_does_not_know_is_known_from_the_side_car(
    cli: Callable[..., Ran], make_study: Callable[[str], Opened], tmp_path: Path
) -> None:
    root = make_study("== codebook.yaml\ncodes: []\n").study.root
    file = tmp_path / "Jan Jansen.txt"
    file.write_text(SPOKEN, encoding="utf-8")
    assert cli("-C", root, "import", file, "--yes").status == 0
    (root / "log.jsonl").write_text("", encoding="utf-8")
    again = cli("-C", root, "import", file)
    assert (again.status, again.err.strip()) == (0, "Jan Jansen.txt was imported before, as T-1; it is skipped.")


def test_the_same_words_in_another_file_are_told_with_the_id_they_have(
    cli: Callable[..., Ran], root: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "P-7.txt"
    copy.write_text(SPOKEN.replace("Jan:", "R1:").replace("\n", "\r\n"), encoding="utf-8")
    refused = cli("-C", root, "import", copy, "--interviewer", "Els")
    assert refused.status == 1
    assert "P-7.txt: all words are the same as those of P-1. Leave it out?" in refused.err
    assert not (root / "transcripts/P-7.txt").exists()
    left = cli("-C", root, "import", copy, "--interviewer", "Els", "--yes")
    assert (left.status, (root / "transcripts/P-7.txt").exists()) == (0, False)
    assert "P-7.txt is left out: the same words as P-1." in left.err
    assert cli("-C", root, "import", copy, "--again", "--interviewer", "Els").status == 0
    assert (root / "transcripts/P-7.txt").exists()


def test_two_files_of_one_import_with_the_same_words_are_told_too(
    cli: Callable[..., Ran], make_study: Callable[[str], Opened], tmp_path: Path
) -> None:
    root = make_study("== codebook.yaml\ncodes: []\n").study.root
    files = [tmp_path / "P-1.txt", tmp_path / "P-1 (kopie).txt"]
    files[0].write_text(SPOKEN, encoding="utf-8")
    files[1].write_text(SPOKEN + "\n", encoding="utf-8")
    told = "P-1 (kopie).txt: all words are the same as those of P-1. Leave it out?"
    assert told in cli("-C", root, "import", *files, "--interviewer", "Els").err
    assert not list((root / "transcripts").iterdir())


def test_two_short_answers_may_be_the_same(
    cli: Callable[..., Ran], make_study: Callable[[str], Opened], tmp_path: Path
) -> None:
    root = make_study("== codebook.yaml\ncodes: []\n").study.root
    for name in ("P-1", "P-2"):
        (tmp_path / f"{name}.txt").write_text(f"Ja hoor, dat gaat goed.{' ' * int(name[-1])}\n", encoding="utf-8")
        assert cli("-C", root, "import", tmp_path / f"{name}.txt", "--case", name).status == 0


def test_another_text_under_an_id_with_codings_is_refused(cli: Callable[..., Ran], root: Path, tmp_path: Path) -> None:
    text = gone(root)
    changed = tmp_path / "P-1.txt"
    changed.write_text("Gecorrigeerd.\n" + text, encoding="utf-8")
    ran = cli("-C", root, "import", changed)
    assert ran.status == 1
    assert "the study has codings of P-1 (by jan) that were made on another text" in ran.err
    assert not (root / "transcripts/P-1.txt").exists()
    assert cli("-C", root, "import", changed, "--id", "P-9", "--yes").status == 0


@pytest.mark.parametrize("original", [True, False])
def test_the_text_that_the_codings_stand_on_is_put_back(
    cli: Callable[..., Ran], root: Path, tmp_path: Path, original: bool
) -> None:
    before = quotes(cli, root)
    text = gone(root)
    (tmp_path / "P-1.txt").write_text(SPOKEN if original else text, encoding="utf-8")
    ran = cli("-C", root, "import", tmp_path / "P-1.txt")
    assert ran.status == 0
    assert "P-1 is put back: the codings that were made on it stand again." in ran.err
    assert quotes(cli, root)[:2] == before[:2]
    assert cli("-C", root, "check").status == 0


def test_a_text_whose_labels_the_import_would_write_otherwise_is_put_back_as_it_is(
    cli: Callable[..., Ran], make_study: Callable[[str], Opened], tmp_path: Path
) -> None:
    root = make_study(STUDY.replace("Jan:", "R1:").replace("Els Jan", "Els R1")).study.root
    opened = json.loads((root / "transcripts/P-1.json").read_bytes())
    assert {turn["speaker"] for turn in opened["turns"]} != set()
    before = quotes(cli, root)
    text = gone(root)
    (root / "cases.csv").write_text("case\nZ-9\n", encoding="utf-8")
    (tmp_path / "P-1.txt").write_text(text, encoding="utf-8")
    assert cli("-C", root, "import", tmp_path / "P-1.txt").status == 0
    assert (root / "transcripts/P-1.txt").read_text(encoding="utf-8") == text
    assert quotes(cli, root)[1].count("vertrouwen") == before[1].count("vertrouwen")


def test_a_text_and_side_car_of_another_machine_leave_the_codings_out_and_say_so(
    cli: Callable[..., Ran], root: Path, make_study: Callable[[str], Opened]
) -> None:
    other = make_study(STUDY.split("== codings")[0].replace("Els: Hoe", "Els: Nou, hoe")).study.root
    for ending in ("txt", "json"):
        shutil.copy(other / f"transcripts/P-1.{ending}", root / f"transcripts/P-1.{ending}")
    told = "2 entries in the journals of P-1 were made on other words than its text has there and are not counted"
    for command in (
        ["frequencies"], ["quotes"], ["crosstab", "--by", "x"], ["framework"], ["coverage"], ["factors"], ["summary"], ["sample", "--by", "x"],
        ["rigour"], ["status"], ["codings", "list"], ["codings", "queue"], ["stale"], ["themes"], ["theme", "unplaced"],
        ["transcript", "export", "P-1", "-o", "t.md"], ["report", "-o", "r.md"], ["figure", "heatmap", "-o", "f.svg"],
    ):  # fmt: skip
        (root / "cases.csv").write_text("case,x\nP-1,y\n", encoding="utf-8")
        ran = cli("-C", root, *command)
        assert told in ran.err, command
        assert "vertrouwen" not in ran.out, command
    assert cli("-C", root, "frequencies", "--format", "json").out.count('"references": 0') == 1
    checked = cli("-C", root, "check")
    assert checked.status == 1
    assert "codings/jan/P-1.jsonl: 2 events were made on another text than the transcript has" in checked.out
    assert cli("-C", root, "codings", "apply", "P-1", "a", "--quote", "angst.").status == 0  # it is no no-op
    assert cli("-C", root, "frequencies", "--format", "json").out.count('"references": 1') == 1


def test_an_event_with_other_words_or_a_place_outside_is_left_out_and_named(
    cli: Callable[..., Ran], root: Path
) -> None:
    path = root / "codings/jan/P-1.jsonl"
    first, second = path.read_text(encoding="utf-8").splitlines()
    one, two = json.loads(first), json.loads(second)
    one["quote"] = "wantrouwen"
    two["end"] = 10_000
    path.write_text(json.dumps(one) + "\n" + json.dumps(two) + "\n", encoding="utf-8")
    assert '"references": 0' in cli("-C", root, "frequencies", "--format", "json").out
    told = cli("-C", root, "check").out
    assert f"coding {one['id']} has other words than the text has there" in told
    assert f"coding {two['id']} lies outside the text" in told


def test_codings_follow_a_correction_of_the_speakers_also_those_that_arrive_later(
    cli: Callable[..., Ran], root: Path, make_study: Callable[[str], Opened], tmp_path: Path
) -> None:
    """Els coded in a copy of the study from before; her journal comes in after the labels were corrected."""
    theirs = tmp_path / "copy"
    shutil.copytree(root, theirs)
    text = (theirs / "transcripts/P-1.txt").read_text(encoding="utf-8")
    start, end = text.index("nog steeds"), text.index("gaat het mis")
    assert cli("-C", theirs, "--as", "els", "codings", "apply", "P-1", "a", "--span", f"{start}:{end}").status == 0
    names = [turn["speaker"] for turn in json.loads((root / "transcripts/P-1.json").read_bytes())["turns"]][:2]
    assert cli("-C", root, "speakers", "P-1", f"{names[0]}=interviewer", f"{names[1]}=Respondent-10").status == 0
    shutil.copytree(theirs / "codings/els", root / "codings/els")
    ran = cli("-C", root, "quotes", "--coder", "all", "--format", "json")
    assert "not counted" not in ran.err
    found = json.loads(ran.out)
    assert [one["quote"] for one in found] == ["vertrouwen", "nog steeds.\nInterviewer: En waar ", "angst."]
    assert {one["case"] for one in found} == {"Respondent-10"}
    assert cli("-C", root, "check").status == 0
    assert cli("-C", theirs, "quotes", "--coder", "all", "--format", "csv").status == 0


def test_a_sheet_that_is_older_than_the_correction_of_the_speakers_is_understood(
    cli: Callable[..., Ran], make_study: Callable[[str], Opened]
) -> None:
    root = make_study(
        STUDY.replace("{id: a, name: A}", "{id: a, name: A, keywords: [angst]}").split("== codings")[0]
    ).study.root
    assert cli("-C", root, "suggest", "-o", root / "review.csv").status == 0
    rows = (root / "review.csv").read_text(encoding="utf-8").splitlines()
    place = rows[0].split(",").index("decision")
    cells = rows[1].split(",")
    name = json.loads((root / "transcripts/P-1.json").read_bytes())["turns"][1]["speaker"]
    cells[place] = "accept"
    (root / "review.csv").write_text(f"{rows[0]}\n{','.join(cells)}\n", encoding="utf-8")
    assert cli("-C", root, "speakers", "P-1", f"{name}=Respondent-10").status == 0
    assert cli("-C", root, "suggest", "--apply", root / "review.csv").status == 0
    assert json.loads(cli("-C", root, "quotes", "--format", "json").out)[0]["quote"] == "Soms is er angst."
