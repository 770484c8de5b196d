"""`qualcode start`: asked step by step, from a folder of interviews to a theme table of one's own."""

import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from qualcode.usecases.study import open_study

pytestmark = pytest.mark.slow
Cli = Callable[..., Any]

MATRIX = """\
| Deelvraag | Concept | Variabele | Indicator | Interviewvraag |
|---|---|---|---|---|
| Wat hindert? | Vertrouwen | Elkaar kennen | Jaren dat men elkaar kent | Hoe lang kennen jullie elkaar? |
| Wat hindert? | Vertrouwen | Angst voor misbruik | Zorgen over misbruik van informatie | Wat deel je niet? |
| Wat helpt? | Afspraken | Duidelijke rollen | Rollen zijn vastgelegd | Wie doet wat? |
"""
INTERVIEWS = {
    "R1": "Interviewer: Hoe lang kennen jullie elkaar?\nR1: Wij kennen elkaar al jaren.\n"
    "Interviewer: Wat deel je niet?\nR1: Ik ben bang voor misbruik van informatie.\n",
    "R2": "Interviewer: Wie doet wat?\nR2: De rollen zijn bij ons niet vastgelegd.\n"
    "Interviewer: En verder?\nR2: Elkaar kennen is het halve werk.\n",
}
ANSWERS = [
    "mijn studie",
    "j",
    "",
    "ja",
]  # its folder, the matrix that was found, the interviews that were found, the keywords


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What a student has: a matrix, a folder of interviews, and something else."""
    home = tmp_path / "scriptie"
    (home / "interviews").mkdir(parents=True)
    (home / "matrix.md").write_text(MATRIX, encoding="utf-8")
    (home / "planning.csv").write_text("week;wat\n1;lezen\n", encoding="utf-8")
    for name, text in INTERVIEWS.items():
        (home / "interviews" / f"{name}.txt").write_text(text, encoding="utf-8")
    return home


def begin(cli: Cli, folder: Path, *answers: str, args: tuple[str, ...] = ()) -> Any:
    return cli(*args, "start", cwd=folder, stdin="".join(f"{one}\n" for one in answers), LC_ALL="nl_NL.UTF-8")


def fill_in(sheet: Path) -> None:
    book = openpyxl.load_workbook(sheet, rich_text=True)
    page: Any = book.worksheets[0]
    decision = [cell.value for cell in page[1]].index("decision") + 1
    for row in range(3, page.max_row + 1):
        page.cell(row, decision, "ja")
    book.save(sheet)


def commands(ran: Any) -> list[list[str]]:
    return [shlex.split(line)[1:] for line in re.findall(r"^\$ (.*)$", ran.out, re.MULTILINE)]


def test_from_a_folder_to_a_theme_table(cli: Cli, folder: Path) -> None:
    ran = begin(cli, folder, *ANSWERS)
    assert ran.status == 0, ran
    root = folder / "mijn studie"
    assert [one[2 if one[0] == "-C" else 0] for one in commands(ran)] == [
        "init", "codebook", "import", "codebook", "codebook", "suggest",
    ]  # fmt: skip
    assert ran.out.splitlines()[-1].endswith("Daarna: qualcode -C 'mijn studie' start")
    assert "In matrix.md staat een operationalisatiematrix met 5 codes." in ran.err
    assert "planning.csv" not in ran.err
    assert "Verder met:" not in ran.err.replace(
        "rijen. Verder met: qualcode -C 'mijn studie' codebook keywords list", ""
    )  # it goes there itself
    fill_in(root / "review.xlsx")
    ran = begin(cli, folder, "j", "j", args=("-C", "mijn studie"))
    assert ran.status == 0, ran
    assert "Verder met de studie in mijn studie." in ran.out
    assert "Dat is je eerste thematabel" in ran.out
    assert (root / "exports" / "themes.docx").is_file()
    assert [theme.name for theme in open_study(root).project.codebook.themes] == ["Vertrouwen", "Afspraken"]
    assert "2 van 2" in ran.out


def test_what_was_printed_could_have_been_typed(cli: Cli, folder: Path, tmp_path: Path) -> None:
    """The same commands by hand give the same study."""
    ran = begin(cli, folder, *ANSWERS)
    other = tmp_path / "again"
    other.mkdir()
    for name in ("interviews", "matrix.md"):
        (other / name).symlink_to(folder / name)
    for command in commands(ran):
        assert cli(*command, cwd=other).status == 0
    one, two = (open_study(home / "mijn studie").project for home in (folder, other))
    assert one.codebook == two.codebook
    assert list(one.transcripts) == list(two.transcripts)
    assert (other / "mijn studie" / "review.xlsx").is_file()


def test_wherever_it_was_stopped_it_goes_on_there(cli: Cli, folder: Path) -> None:
    """Nobody answers any more at each question in turn; started again it asks that question, and does nothing twice."""
    done: list[list[str]] = []
    answers = list(ANSWERS)
    stopped = begin(cli, folder)
    assert (stopped.status, stopped.out.splitlines()[-1]) == (0, "Gestopt. Ga verder waar je was met: qualcode start")
    for _ in range(2):  # the matrix is asked for with the folder, so these two go together
        stopped = begin(cli, folder, *answers[:1])
        done += commands(stopped)
    assert done == []
    stopped = begin(cli, folder, *answers[:2])
    assert [one[-1] for one in commands(stopped)][:1] == ["codebook"]
    stopped = begin(cli, folder, "", args=("-C", "mijn studie"))
    assert [one[2] for one in commands(stopped)] == ["import", "codebook"]
    ended = begin(cli, folder, "ja", args=("-C", "mijn studie"))
    assert [one[2:5] for one in commands(ended)][1] == ["codebook", "keywords", "accept"]
    assert list(open_study(folder / "mijn studie").project.transcripts) == ["R1", "R2"]


def test_a_path_that_is_not_there_is_told_and_asked_again(cli: Cli, folder: Path) -> None:
    ran = begin(cli, folder, "s", "n", "nergens.docx", "'interviews/R1.txt'", '"matrix.md"', "weg", "interviews", "n")
    assert "Er is geen bestand nergens.docx." in ran.err
    assert "R1.txt" in ran.err  # it holds no matrix
    assert len(open_study(folder / "s").project.codebook.codes) == 5
    assert list(open_study(folder / "s").project.transcripts) == ["R1", "R2"]


def test_without_a_matrix_the_codebook_is_empty_and_nothing_is_made_up(cli: Cli, folder: Path) -> None:
    (folder / "matrix.md").unlink()
    ran = begin(cli, folder, "s", "", "", "")
    assert "Je begint met een leeg codeboek" in ran.out
    assert "Er is nog niets gecodeerd" in ran.out
    assert ran.status == 0


def test_an_english_matrix_makes_an_english_study(cli: Cli, folder: Path) -> None:
    (folder / "matrix.md").write_text(
        "| Research question | Concept | Variable | Indicator | Interview question |\n|---|---|---|---|---|\n"
        "| What helps? | Trust | Knowing each other | Years of knowing each other | How long do you know each other? |\n",
        encoding="utf-8",
    )
    ran = begin(cli, folder, "s", "y")
    assert "language: en\n" in (folder / "s" / "qualcode.yaml").read_text(encoding="utf-8")
    assert "The folder or the files with your interviews" in ran.err  # from here on it speaks English


def test_a_matrix_among_the_interviews_is_not_taken_for_one(cli: Cli, folder: Path) -> None:
    for file in (folder / "interviews").iterdir():
        file.rename(folder / file.name)
    (folder / "interviews").rmdir()
    ran = begin(cli, folder, "s", "ja", "", "ja")
    assert [one[2:] for one in commands(ran) if "import" in one] == [["import", "R1.txt", "R2.txt"]]
    assert list(open_study(folder / "s").project.transcripts) == ["R1", "R2"]


OWN_CODEBOOK = """\
| Hoofdcode | Code | Definitie | Trefwoorden | Voorbeeldcitaat |
|---|---|---|---|---|
| Vertrouwen | Elkaar kennen | Men kent de ander al langer | kennen, jaren | “Wij gaan ver terug.” |
| Vertrouwen | Angst voor misbruik | Vrees dat informatie misbruikt wordt | misbruik | “Dat komt in de krant.” |
"""


def test_a_codebook_of_ones_own_comes_in_whole(cli: Cli, folder: Path) -> None:
    """Its keywords, main codes and examples: it is no matrix, though its headings are like those of one."""
    (folder / "matrix.md").rename(folder / "matrix.txt")
    (folder / "codeboek.md").write_text(OWN_CODEBOOK, encoding="utf-8")
    ran = begin(cli, folder, "s", "j")
    assert "In codeboek.md staat een codeboek met 3 codes. Dat gebruiken?" in ran.err
    codebook = open_study(folder / "s").project.codebook
    assert [(code.name, code.parent) for code in codebook.codes] == [
        ("Vertrouwen", ""), ("Elkaar kennen", "vertrouwen"), ("Angst voor misbruik", "vertrouwen"),
    ]  # fmt: skip
    code = codebook.codes[1]
    assert [str(one.text) for one in code.keywords] == ["kennen", "jaren"]  # type: ignore[union-attr]
    assert code.examples == ("“Wij gaan ver terug.”",)


def test_from_matrix_and_init_say_how_a_codebook_of_ones_own_comes_in(cli: Cli, folder: Path) -> None:
    (folder / "eigen codes.md").write_text(OWN_CODEBOOK, encoding="utf-8")
    ran = cli("--language", "nl", "codebook", "from-matrix", "eigen codes.md", cwd=folder)
    assert "Dit lijkt een eigen codeboek: Hoofdcode, Trefwoorden, Voorbeeldcitaat horen bij geen matrix." in ran.err
    assert "`qualcode codebook import 'eigen codes.md' -o codebook.yaml` leest ze ook." in ran.err
    ran = cli("--language", "nl", "init", "s", "--codebook", "eigen codes.md", cwd=folder)
    assert (ran.status, (folder / "s").exists()) == (1, False)
    assert "qualcode codebook import 'eigen codes.md' -o s/codebook.yaml" in ran.err
    ran = cli("--language", "nl", "init", "s", "--codebook", "matrix.md", cwd=folder)
    assert "qualcode codebook from-matrix matrix.md -o s/codebook.yaml" in ran.err


def test_several_files_and_what_is_said_of_them_can_be_typed(cli: Cli, folder: Path) -> None:
    ran = begin(cli, folder, "s", "j", "'interviews/R1.txt' interviews/R2.txt --respondent R2=R9", "n")
    assert ["-C", "s", "import", "interviews/R1.txt", "interviews/R2.txt", "--respondent", "R2=R9"] in commands(ran)
    assert {one.case for t in open_study(folder / "s").project.transcripts.values() for one in t.read().turns} >= {"R9"}


def test_an_empty_folder_beside_a_study_asks_with_no_as_its_answer(cli: Cli, folder: Path) -> None:
    begin(cli, folder, "oud", "n", "")
    (folder / "nieuw").mkdir()
    ran = begin(cli, folder / "nieuw", "", "s", "")
    assert "[j/N]" in ran.err
    assert (folder / "nieuw" / "s" / "qualcode.yaml").is_file()


def test_a_sheet_that_was_taken_over_is_not_asked_about_again(cli: Cli, folder: Path) -> None:
    begin(cli, folder, *ANSWERS)
    sheet = folder / "mijn studie" / "review.xlsx"
    book = openpyxl.load_workbook(sheet, rich_text=True)
    page: Any = book.worksheets[0]
    page.cell(3, [cell.value for cell in page[1]].index("decision") + 1, "ja")
    book.save(sheet)
    ran = begin(cli, folder, "n", args=("-C", "mijn studie"))
    assert "staat een beslissing die nog niet is overgenomen" in ran.err
    assert ran.out.splitlines()[-1].strip().startswith("Vul het blad")
    ran = begin(cli, folder, "j", "j", args=("-C", "mijn studie"))
    assert "Dat is je eerste thematabel" in ran.out
    document = folder / "mijn studie" / "exports" / "themes.docx"
    before = document.read_bytes()
    ran = begin(cli, folder, args=("-C", "mijn studie"))
    assert "nog niet" not in ran.err
    assert "is van een eerdere keer en bleef zoals het was" in ran.out  # somebody may have written in it
    assert document.read_bytes() == before


def test_who_says_no_to_a_file_with_codes_is_not_asked_again(cli: Cli, folder: Path) -> None:
    ran = begin(cli, folder, "s", "n", "", "")
    assert ran.err.count("Daar het codeboek van maken?") == 1
    assert open_study(folder / "s").project.codebook.codes == ()
