"""What scripts rely on: exit statuses, where output goes, columns, and what errors say."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from qualcode.report.formats import FORMATS
from qualcode.usecases.study import Opened
from tests.conftest import Ran

Cli = Callable[..., Ran]
TEXT = """
== cases.csv
case,group
P-1,x
P-2,y
== codebook.yaml
codes: [{id: a, name: A, keywords: [good]}, {id: b, name: B}]
themes: [{id: t, set: s, name: T, codes: [a]}]
== P-1.txt
I: How is it?
P-1: It is good. It is late.
I: And?
P-1: Good too.
== P-2.txt
I: How is it?
P-2: Not bad.
I: And?
P-2: Fine.
== codings
jan P-2 b Not bad.
"""
COLUMNS = {
    "frequencies": "code name parent kind references turns cases of_cases read_cases transcripts words",
    "quotes": "id case transcript speaker turn time start end code name theme kind valence question_before quote printed words key approval note coder at",
    "themes": "theme code name description cases of_cases references quote quote_case chosen read_cases expectation",
    "crosstab": "code name references_x cases_x of_cases_x references_y cases_y of_cases_y read_cases_x read_cases_y",
    "suggest": "id case transcript speaker turn start end code name keyword form layer cue score quote status",
}


@pytest.fixture
def root(make_study: Callable[[str], Opened]) -> Path:
    return make_study(TEXT).study.root


@pytest.mark.parametrize("command", list(COLUMNS))
def test_the_columns_are_the_contracts_in_csv_and_json(command: str, root: Path, cli: Cli) -> None:
    args = [command, "--by", "group"] if command == "crosstab" else [command]
    as_csv = cli("-C", root, *args, "--format", "csv")
    assert as_csv.status == 0
    rows = list(csv.reader(io.StringIO(as_csv.out)))
    assert rows[0] == COLUMNS[command].split()
    assert "\r" not in as_csv.out
    as_json = json.loads(cli("-C", root, *args, "--format", "json").out)
    assert [list(record) for record in as_json] == [rows[0]] * (len(rows) - 1)


def test_by_adds_four_columns_a_value(root: Path, cli: Cli) -> None:
    out = cli("-C", root, "frequencies", "--by", "group", "--format", "csv").out
    assert out.splitlines()[0].endswith(
        "words,references_x,cases_x,of_cases_x,references_y,cases_y,of_cases_y,read_cases_x,read_cases_y"
    )


def test_results_go_to_standard_output_and_notes_to_standard_error(root: Path, cli: Cli) -> None:
    ran = cli("-C", root, "frequencies", "--format", "csv")
    assert "N = 2 respondents" in ran.err
    assert "N = 2" not in ran.out
    assert "N = 2 respondents" in cli("-C", root, "frequencies").out


@pytest.mark.parametrize(
    ("args", "status", "said"),
    [
        (["frequencies", "--code", "c"], 1, "There is no code 'c'"),
        (["frequencies", "--theme", "tt"], 1, "There is no theme 'tt' (did you mean t?)"),
        (["frequencies", "--by", "grup"], 1, "There is no attribute in cases.csv 'grup' (did you mean group?)"),
        (["frequencies", "--where", "group"], 1, "--where takes ATTRIBUTE=VALUE"),
        (["frequencies", "--where", "group=z"], 1, "There is no value of group 'z'"),
        (["frequencies", "--case", "P-3"], 1, "There is no case 'P-3' (did you mean P-"),
        (["frequencies", "--transcript", "Q"], 1, "There is no transcript 'Q'"),
        (["frequencies", "--kind", "talk"], 1, "There is no kind 'talk'"),
        (["frequencies", "--coder", "ann"], 1, "There is no coder with codings 'ann'"),
        (["frequencies", "--themes", "z", "--theme", "t"], 1, "There is no set of themes 'z'"),
        (
            ["frequencies", "-o", "x.pdf"],
            1,
            f"x.pdf: the extension picks the format, one of {', '.join(FORMATS)}.",
        ),
        (["frequencies", "--format", "yaml"], 1, "There is no format 'yaml'"),
        (["crosstab", "--by", "group", "--rows", "x"], 1, "--rows is one of code, theme, question."),
        (["crosstab"], 2, "the option --by is missing."),
        (["frequencies", "--nonsense"], 2, "there is no option --nonsense here."),
        (["frequncies"], 2, "there is no command 'frequncies' (did you mean frequencies?)."),
        (["codings", "apply", "P-1", "a"], 1, "Say where: --span A:B or --quote TEXT."),
        (["codings", "apply", "P-1", "a", "--span", "0:9999"], 1, "The span 0:9999 is not in P-1"),
        (["codings", "apply", "P-1", "a", "--span", "9"], 1, "--span takes two positions"),
        (["codings", "apply", "P-1", "a", "--quote", "nowhere"], 1, "The quote does not stand in P-1"),
        (
            ["codings", "apply", "P-1", "a", "--quote", "It is"],
            1,
            "The quote stands in 2 places of P-1: turn 2 (29:34) and turn 2 (41:46)",
        ),
        (["codings", "apply", "P-1", "a", "--quote", "It", "--turn", "9"], 1, "P-1 has turns 1 to 4, no turn 9."),
        (["codings", "withdraw", "zzz"], 1, "jan has no coding whose id begins with 'zzz'"),
        (["codings", "mark", "zzz"], 1, "Say what to mark"),
        (["codings", "asked", "P-1", "zzz", "--turn", "1"], 1, "There is no topic or code 'zzz'"),
        (["codings", "done", "P-1", "--pass", "fast"], 1, "There is no pass 'fast'"),
        (["suggest", "--accept", "all"], 1, "needs a reason: --because TEXT."),
        (["suggest", "--why", "zzz"], 1, "There is no suggestion whose id begins with 'zzz'"),
        (["suggest", "-o", "x.docx"], 1, "x.docx: the review sheet is .xlsx or .csv."),
        (["suggest", "--code", "b"], 1, "No code of this selection has keywords"),
        (["import", "nothing.txt"], 1, "There is no file nothing.txt."),
        (["--as", "a b", "codings", "done", "P-1"], 1, "'a b' cannot be a coder's name"),
    ],
)
def test_a_request_that_cannot_be_done_is_one_clear_sentence(
    args: list[str], status: int, said: str, root: Path, cli: Cli
) -> None:
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    ran = cli("-C", root, *args)
    assert ran.status == status, ran
    assert said in ran.err, ran
    assert "Traceback" not in ran.err
    assert ran.out == ""
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before


def test_an_attribute_named_like_a_column_is_refused(root: Path, cli: Cli) -> None:
    (root / "cases.csv").write_text("case,code\nP-1,x\n")
    assert (
        "'code' has the name of a column of the quote table; rename it in cases.csv."
        in cli("-C", root, "quotes", "--attributes", "code").err
    )


def test_a_folder_that_is_no_study(tmp_path: Path, cli: Cli) -> None:
    ran = cli("-C", tmp_path, "status")
    assert (ran.status, ran.out) == (1, "")
    assert "is not a study: it has no qualcode.yaml (make one with: qualcode init" in ran.err
    assert "No study here" in cli("status", cwd=tmp_path).err


def test_the_nearest_study_upwards_is_found(root: Path, cli: Cli) -> None:
    assert "P-1" in cli("status", cwd=root / "transcripts").out


def test_apply_prints_the_id_alone_and_twice_is_a_no_op(root: Path, cli: Cli) -> None:
    first = cli("-C", root, "codings", "apply", "P-1", "a", "--quote", "It is late.")
    again = cli("-C", root, "codings", "apply", "P-1", "a", "--quote", "It is late.")
    assert first.out == again.out
    assert len(first.out.strip()) == 12
    assert "in force already" in again.err
    cli("-C", root, "codings", "withdraw", first.out.strip()[:6])
    assert first.out.strip() not in cli("-C", root, "codings", "list", "--format", "csv").out


def test_marks_are_kept_per_field(root: Path, cli: Cli) -> None:
    name = cli("-C", root, "codings", "apply", "P-1", "a", "--quote", "It is late.", "--note", "n").out.strip()
    cli(
        "-C",
        root,
        "codings",
        "mark",
        name,
        "--key",
        "--valence",
        "mixed",
        "--approval",
        "approved",
        "--print",
        "It is […]",
    )
    cli("-C", root, "codings", "mark", name, "--no-key")
    (row,) = json.loads(cli("-C", root, "quotes", "--code", "a", "--coder", "jan", "--format", "json").out)
    assert (row["key"], row["valence"], row["approval"], row["printed"], row["note"]) == (
        False,
        "mixed",
        "approved",
        "It is […]",
        "n",
    )


def test_who_codes_is_the_option_then_the_environment_then_the_study(root: Path, cli: Cli) -> None:
    for number, (args, env) in enumerate(
        [([], {}), ([], {"QUALCODE_CODER": "env"}), (["--as", "opt"], {"QUALCODE_CODER": "env"})]
    ):
        cli("-C", root, *args, "codings", "done", "P-1", "--code", "ab"[number % 2], **env)
    assert {path.parent.name for path in (root / "codings").glob("*/P-1.jsonl")} == {"jan", "env", "opt"}


def test_a_target_that_is_a_folder_is_told(root: Path, cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "x.csv").mkdir()
    ran = cli("-C", root, "frequencies", "-o", "x.csv")
    assert ran.status == 1
    assert "x.csv cannot be written" in ran.err


def test_a_text_that_was_changed_is_read_only_and_told(root: Path, cli: Cli) -> None:
    with (root / "transcripts" / "P-1.txt").open("a") as file:
        file.write("more")
    ran = cli("-C", root, "codings", "apply", "P-1", "a", "--quote", "It is late.")
    assert ran.status == 1
    assert "The text of P-1 was changed after its import" in ran.err
    for table in ("frequencies", "quotes", "themes", "suggest"):  # rather none than a wrong one
        ran = cli("-C", root, table)
        assert (ran.status, ran.out) == (1, "")
        assert "put transcripts/P-1.txt back as it was imported" in ran.err
    assert cli("-C", root, "frequencies", "--transcript", "P-2").status == 0
    assert "transcripts/P-1.txt: the text was changed after its import" in cli("-C", root, "check").out


def test_status_check_and_log_tell_where_the_study_stands(root: Path, cli: Cli) -> None:
    cli("-C", root, "codings", "done", "P-2")
    status = cli("-C", root, "status")
    assert "2 transcripts, 2 codes, coders: jan" in status.out
    assert "read in full" in status.out
    assert cli("-C", root, "check").status == 0
    trail = list(csv.DictReader(io.StringIO(cli("-C", root, "log", "--format", "csv").out)))
    assert [row["what"] for row in trail] == ["init", "import", "import", "pass"]
    assert "transcript imported" in cli("-C", root, "log").out
    assert cli("-C", root, "cases").out.count("P-") >= 2


def test_a_bug_is_one_sentence_without_respondents_words(root: Path, cli: Cli, tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "sitecustomize.py").write_text(
        "import qualcode.report.tables.frequencies as t\ndef boom(*a, **k): raise RuntimeError('secret words')\nt.frequency_table = boom\n"
    )
    ran = cli("-C", root, "frequencies", PYTHONPATH=str(site))
    assert ran.status == 3
    assert "This is a bug in qualcode (RuntimeError in sitecustomize.py:2)" in ran.err
    assert "secret" not in ran.err
    assert "Traceback" in cli("--debug", "-C", root, "frequencies", PYTHONPATH=str(site)).err


def test_init_refuses_a_study_and_takes_a_shipped_codebook(tmp_path: Path, cli: Cli) -> None:
    assert cli("init", "s", "--codebook", "coopetitie").status == 0
    assert "is a study already" in cli("init", "s").err
    assert (
        "no shipped codebook and no file 'coopetitei' (did you mean coopetitie?)"
        in cli("init", "t", "--codebook", "coopetitei").err
    )
    assert not (tmp_path / "t").exists()
    assert "19 codes (waarvan 10 zonder codes eronder), 4 thema's" in cli("-C", tmp_path / "s", "codebook", "check").out
    assert "coopetitie" in cli("codebook", "list", "--shipped").out
    assert json.loads(cli("codebook", "schema").out)["title"] == "qualcode codebook"
    assert "angst-voor-opportunisme" in cli("-C", tmp_path / "s", "codebook", "show").out
    assert "wantrouw*" in cli("-C", tmp_path / "s", "codebook", "show", "angst-voor-opportunisme").out


def test_the_options_before_a_command_are_understood_behind_it(root: Path, cli: Cli) -> None:
    ran = cli("codings", "done", "P-1", "-C", root, "--as", "ann")
    assert ran.status == 0, ran
    assert (root / "codings" / "ann" / "P-1.jsonl").is_file()
    assert cli("codings", "-C", root, "list").status == 0


def test_what_another_option_is_given_is_its_own(root: Path, cli: Cli) -> None:
    assert cli("-C", root, "memo", "add", "code:a", "--text", "-C").status == 0
    assert cli("-C", root, "memo", "add", "code:a", "--text", "--as").status == 0
    memos = (path.read_text(encoding="utf-8").splitlines()[-1] for path in (root / "memos").glob("*.md"))
    assert sorted(memos) == ["--as", "-C"]


def test_a_coding_on_the_interviewers_words_alone_is_told(root: Path, cli: Cli) -> None:
    ran = cli("-C", root, "codings", "apply", "P-2", "a", "--quote", "How is it?")
    assert "nobody's words but the interviewer's" in ran.err
    assert "1 coding lies outside the speech of respondents" in cli("-C", root, "frequencies").out.replace("\n", " ")


def test_a_question_in_a_respondents_turn_is_told_and_one_that_is_on_record_is_left(root: Path, cli: Cli) -> None:
    first = cli("-C", root, "codings", "asked", "P-2", "a", "--turn", "1")
    assert (first.status, first.err) == (0, "")
    again = cli("-C", root, "codings", "asked", "P-2", "a", "--turn", "1")
    assert again.out == first.out
    assert "on record" in again.err
    answer = cli("-C", root, "codings", "asked", "P-2", "a", "--turn", "2")
    assert "turn 2 is a respondent's, and no question" in answer.err


def test_init_never_writes_over_parts_of_a_study(root: Path, cli: Cli) -> None:
    (root / "qualcode.yaml").unlink()
    before = (root / "codebook.yaml").read_bytes()
    ran = cli("init", root)
    assert ran.status == 1
    assert "parts of a study: put its qualcode.yaml back" in ran.err
    assert (root / "codebook.yaml").read_bytes() == before


@pytest.mark.slow
def test_imports_at_once_give_out_each_id_once(root: Path, tmp_path: Path) -> None:
    import subprocess
    import sys

    running = []
    for number in range(4):
        file = tmp_path / f"Naam{chr(65 + number)} Achternaam.txt"
        file.write_text(f"I: Vraag {number}?\nJan: Ja {number}.\nI: En?\nJan: Nee.\n")
        command = [sys.executable, "-m", "qualcode", "-C", str(root), "import", str(file)]
        running.append(subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
    assert [process.wait() for process in running] == [0, 0, 0, 0]
    texts = {(root / "transcripts" / f"T-{number}.txt").read_text() for number in range(1, 5)}
    assert len(texts) == 4


def test_done_takes_no_filter_on_transcripts_and_whole_means_all_codes(root: Path, cli: Cli) -> None:
    assert "A transcript is read as a whole" in cli("-C", root, "codings", "done", "P-1", "--case", "P-2").err
    assert (
        "A whole pass is for all codes"
        in cli("-C", root, "codings", "done", "P-1", "--pass", "whole", "--code", "a").err
    )


def test_respondents_words_in_the_wrong_column_are_not_repeated(root: Path, cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "c.csv").write_text("transcript,code,quote\nWell we have had a very hard time lately,a,x\n")
    ran = cli("-C", root, "codings", "import", "c.csv")
    assert ran.status == 1
    assert "c.csv:2: There is no transcript of that name" in ran.err
    assert "hard time" not in ran.err


def test_check_goes_on_past_a_broken_transcript(root: Path, cli: Cli) -> None:
    (root / "transcripts" / "P-1.txt").write_bytes(b"\xff\xfe\xff")
    (root / "transcripts" / "P-2.txt").write_text("other")
    out = cli("-C", root, "check").out
    assert "transcripts/P-1.json: text or turns cannot be read" in out
    assert "transcripts/P-2.txt: the text was changed" in out


def test_whose_decisions_count_for_suggestions(cli: Callable[..., Ran], make_study: Callable[[str], Opened]) -> None:
    root = make_study(
        "== codebook.yaml\ncodes: [{id: a, name: A, keywords: [good]}]\n"
        "== P-1.txt\nI: How?\nP-1: Good.\nI: So?\nP-1: So.\n== codings\nann P-1 a Good.\n"
    ).study.root
    assert len(cli("-C", root, "suggest", "--format", "csv").out.splitlines()) == 2
    assert len(cli("-C", root, "suggest", "--format", "csv", "--coder", "ann").out.splitlines()) == 1
    asked = cli("-C", root, "suggest", "--coder", "nan")
    assert (asked.status, "did you mean ann" in asked.err) == (1, True)
    refused = cli("-C", root, "suggest", "--coder", "ann", "--accept", "all", "--because", "x")
    assert (refused.status, "--as NAME" in refused.err) == (1, True)


def test_a_query_nested_without_end_is_told(cli: Callable[..., Ran], make_study: Callable[[str], Opened]) -> None:
    root = make_study("== P-1.txt\nI: How?\nP-1: Good.\nI: So?\nP-1: So.\n").study.root
    told = cli("-C", root, "search", "{a: " + "[" * 30000)
    assert (told.status, told.err.count("\n"), "nested deeper" in told.err) == (1, 1, True)


@pytest.mark.parametrize(
    "command",
    [
        ("frequencies", "--by", "a", "--by", "b"),
        ("theme", "drop", "t", "--because", "x", "--because", "y"),
        ("status", "-C", "a", "-C", "b"),
        ("--as", "ann", "status", "--as", "bob"),
        ("-C", "a", "-C", "b"),
    ],
)
def test_an_option_given_twice_is_not_lost_in_silence(cli: Callable[..., Ran], command: tuple[str, ...]) -> None:
    ran = cli(*command)
    assert ran.status == 2
    assert f"{command[-2]} is given 2 times; it takes one value." in ran.err
