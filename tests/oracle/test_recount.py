"""The tables that the program prints are those that a second count makes from the same files."""

import csv
import json
import random
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.oracle.recount import Recount, Rows
from tests.oracle.studies import Code, Journal, Study, Transcript, make, write

pytestmark = pytest.mark.slow

# Together they have everything that is hard to count at least twice, in places where miscounting it changes a table.
SEEDS = (1, 3, 4, 5, 7, 17, 21, 27, 31, 39, 47, 49)

# One start of the program for all tables of a study: loading takes longer than counting.
PROGRAM = """
import json, os, sys
from qualcode.__main__ import main
for name, arguments in json.load(sys.stdin):
    sys.stdout.flush()
    with open(name, "wb") as file:
        os.dup2(file.fileno(), 1)
    sys.argv = ["qualcode", *arguments]
    try:
        main()
    except SystemExit as ended:
        if ended.code:
            sys.exit(f"{' '.join(arguments)} ended with {ended.code}")
"""

# What the columns with figures begin with. Other columns say what a row is about, and new ones may come; of the matrix
# all columns but the case are figures.
FIGURES = ("references", "turns", "cases", "of_cases", "read_cases", "transcripts", "words", "asked_of", "rank")


@dataclass(frozen=True)
class Table:
    """A table of the program: the command, the columns that name a row, and how the second count makes it."""

    command: str
    keys: tuple[str, ...]
    recount: Callable[[Recount], Rows]


TABLES = (
    Table("frequencies", ("code",), lambda count: count.frequencies()),
    Table("frequencies --by role", ("code",), lambda count: count.frequencies("role")),
    Table("crosstab --by role --rows code", ("code",), lambda count: count.crosstab("role", "code")),
    Table("crosstab --by role --rows theme", ("theme",), lambda count: count.crosstab("role", "theme")),
    Table("themes", ("theme", "code"), lambda count: count.theme_table()),
    Table("factors", ("list", "code"), lambda count: count.factors()),
    Table("coverage", ("code",), lambda count: count.coverage()),
    Table("matrix --cell references", ("case",), lambda count: count.matrix("references")),
    Table("matrix --cell presence", ("case",), lambda count: count.matrix("presence")),
)


def printed(study: Path, commands: Iterable[str]) -> dict[str, str]:
    """What the program prints for each command, in one go."""
    places = {command: study.parent / f"{study.name}-{number}.csv" for number, command in enumerate(commands)}
    calls = [(str(place), ["-C", str(study), *command.split(), "--format", "csv"]) for command, place in places.items()]
    program = [sys.executable, "-c", PROGRAM]
    ended = subprocess.run(program, input=json.dumps(calls), capture_output=True, text=True, check=False)
    assert ended.returncode == 0, f"{study.name}: {ended.stderr}"
    return {command: place.read_text(encoding="utf-8") for command, place in places.items()}


def printed_once(study: Path, command: str) -> str:
    """What the program prints, started as a person starts it."""
    program = [sys.executable, "-m", "qualcode", "-C", str(study), *command.split(), "--format", "csv"]
    return subprocess.run(program, capture_output=True, text=True, check=True, encoding="utf-8").stdout


def rows_of(text: str, keys: Sequence[str]) -> Rows:
    """The figures of a table, by what names the row."""
    rows = list(csv.DictReader(text.splitlines()))
    columns = [column for column in (rows[0] if rows else ()) if is_figure(column, keys)]
    return {"/".join(row[key] for key in keys): {column: row[column] for column in columns} for row in rows}


def is_figure(column: str, keys: Sequence[str]) -> bool:
    return column not in keys and (keys == ("case",) or column.startswith(FIGURES))


def differences(where: str, expected: Rows, found: Rows) -> list[str]:
    """Every figure that differs, by row and column, and every row and column that only one of the two has."""
    told = [f"{where}: row {row}: not printed" for row in expected if row not in found]
    told += [f"{where}: row {row}: printed, and has no place here" for row in found if row not in expected]
    for row in expected:
        for column in dict.fromkeys((*expected[row], *found.get(row, {}))) if row in found else ():
            counted, read = expected[row].get(column, "no such column"), found[row].get(column, "no such column")
            if counted != read:
                told.append(f"{where}: row {row}, column {column}: printed {read!r}, counted {counted!r}")
    return told + out_of_order(where, expected, found)


def out_of_order(where: str, expected: Rows, found: Rows) -> list[str]:
    """Rows in another order; of factors only those that have a rank."""
    both = [row for row in expected if row in found and expected[row].get("rank") != ""]
    order = [row for row in found if row in both]
    return [] if order == both else [f"{where}: rows {', '.join(order)}, where {', '.join(both)} was expected"]


def compared(study: Path, coder: str = "") -> list[str]:
    """All differences between the program and the second count; `coder`: whose codings, else the study's own."""
    option = f" --coder {coder}" if coder else ""
    texts = printed(study, [table.command + option for table in TABLES])
    names = sorted(path.name for path in (study / "codings").iterdir()) if coder == "all" else [coder] if coder else []
    count = Recount(study, names)
    told = []
    for table in TABLES:
        found = rows_of(texts[table.command + option], table.keys)
        told += differences(f"{study.name}: {table.command}{option}", table.recount(count), found)
    return told


@pytest.mark.parametrize("seed", SEEDS)
def test_the_program_counts_what_a_second_count_finds(seed: int, tmp_path: Path) -> None:
    folder = tmp_path / f"study-{seed}"
    study = make(folder, seed)
    told = compared(folder)
    if len(study.coders) > 1:
        told += compared(folder, "all") + compared(folder, "piet")
    assert not told, "\n" + "\n".join(told)


def test_the_studies_have_all_that_is_hard_to_count(tmp_path: Path) -> None:
    studies = [make(tmp_path / f"study-{seed}", seed) for seed in SEEDS]
    met = {thing for study in studies for thing in study.met}
    codings = {"overlap", "touch", "inside", "around", "interviewer's words", "over several turns", "withdrawn coding"}
    marks = {"valence of a coding", "marked valence", "deviant", "withdrawn mark", "put back", "united journal"}
    reading = {f"read: {how}" for how in ("whole", "selective", "in parts", "keyword", "not", "taken back")}
    transcripts = {"focus group", "document", "pilot", "interviewed twice", "no journal", "two coders"}
    codebook = {"theme", "topics", "asked", "renamed", "retired", "split", "split twice", "waits", "coded anew"}
    codebook |= {"confirmed", "confirmed before the split", "confirmed and put back"}
    codebook |= {"retired, coded", "retired, never coded"}
    astray = {"unknown code", "another text", "other words", "outside the text", "rejection"}
    rows = {"row without a transcript", "case without a row"}
    assert codings | marks | reading | transcripts | codebook | astray | rows <= met


# A study that one counts on one's fingers


def tiny(folder: Path) -> Path:
    """Two respondents and a paper; code s was split into s1 and s2, r was retired before anybody used it."""
    study = Study(random.Random(0), coders=["jan"], rows={"P-1": "GP", "P-2": ""}, themes={"t": ["a", "e"]})
    below = [Code("b"), Code("c", "facilitator")]
    split = [Code("s", retired=True, into=["s1", "s2"]), Code("s1"), Code("s2")]
    study.codes = [Code("a", "barrier", codes=below), *split, Code("r", retired=True), Code("e"), Code("n")]
    study.transcripts = first, second, paper = [
        Transcript("P-1", "interview"),
        Transcript("P-2", "interview"),
        Transcript("paper", "document"),
    ]
    first.say("How?", "Interviewer")
    first.say("one two three four five", "P-1", "P-1")
    first.say("And?", "Interviewer")
    first.say("six", "P-1", "P-1")
    second.say("How?", "Interviewer")
    second.say("one two three", "P-2", "P-2")
    paper.say("seven eight nine", "")
    study.journals = [
        _tiny_first(Journal("jan", first, study.random)),
        _tiny_second(Journal("jan", second, study.random)),
        Journal("jan", paper, study.random),
    ]
    study.journals[2].apply("e", _place(paper, "seven eight"))
    write(study, folder)
    return folder


def _tiny_first(journal: Journal) -> Journal:
    """P-1: read for all; the coding of s was looked at again. One coding of b goes against it, one of c is deviant."""
    said = journal.transcript
    journal.apply("a", _place(said, "one two"))
    journal.mark(journal.apply("b", _place(said, "two three")), valence="mixed")
    journal.apply("b", _place(said, "four"), valence="facilitator")
    journal.mark(journal.apply("c", _place(said, "five")), deviant=True)
    journal.apply("e", _place(said, "And?\n\nP-1: six"), valence="mixed")
    journal.withdraw(journal.apply("a", _place(said, "six")))
    looked_at = Code("s", into=["s1", "s2"]).looked_at
    journal.mark(journal.apply("s", _place(said, "one")), confirmed=looked_at)
    journal.done("whole", ["a", "b", "c", "s", "r", "e", "n"])
    return journal


def _tiny_second(journal: Journal) -> Journal:
    """P-2: read for a and s only, by keyword for the rest; the coding of s waits."""
    said = journal.transcript
    journal.apply("s", _place(said, "one"))
    journal.apply("e", _place(said, "two"))
    journal.apply("c", _place(said, "three"))
    journal.done("selective", ["a", "b", "c", "s"])
    journal.done("keyword", ["e", "n"])
    return journal


def _place(transcript: Transcript, words: str) -> tuple[int, int]:
    start = transcript.text.index(words)
    return start, start + len(words)


FREQUENCIES = """
code,references,turns,cases,of_cases,read_cases,transcripts,words
a,4,2,2,2,2,2,6
b,2,1,1,2,2,1,3
c,2,2,2,2,2,2,2
s,2,2,2,2,2,2,2
s1,0,0,0,2,1,0,0
s2,0,0,0,2,1,0,0
e,3,3,2,2,1,3,4
n,0,0,0,2,1,0,0
"""
BY_CODE = """
code,references_GP,cases_GP,of_cases_GP,read_cases_GP,references_(missing),cases_(missing),of_cases_(missing),read_cases_(missing)
a,3,1,1,1,1,1,1,1
b,2,1,1,1,0,0,1,1
c,1,1,1,1,1,1,1,1
s,1,1,1,1,1,1,1,1
s1,0,0,1,1,0,0,1,0
s2,0,0,1,1,0,0,1,0
e,1,1,1,1,1,1,1,0
n,0,0,1,1,0,0,1,0
"""
BY_THEME = """
theme,references_GP,cases_GP,of_cases_GP,read_cases_GP,references_(missing),cases_(missing),of_cases_(missing),read_cases_(missing)
t,4,1,1,1,2,1,1,0
"""
THEMES = """
theme,code,cases,of_cases,references,read_cases
t,,2,2,7,1
t,a,2,2,4,2
t,b,1,2,2,2
t,c,2,2,2,2
t,e,2,2,3,1
,s,2,2,2,2
,s1,0,2,0,1
,s2,0,2,0,1
,n,0,2,0,1
"""
FACTORS = """
list,rank,code,cases,of_cases,references,read_cases
barrier,1,a,1,2,1,2
barrier,,b,1,2,1,2
facilitator,1,c,1,2,1,2
mixed,1,e,1,2,1,1
other,,s,2,2,2,2
other,,e,1,2,2,1
"""
COVERAGE = """
code,asked_of,cases,of_cases,references,read_cases
a,,2,2,4,2
b,,1,2,2,2
c,,2,2,2,2
s,,2,2,2,2
s1,,0,2,0,1
s2,,0,2,0,1
e,,2,2,3,1
n,,0,2,0,1
"""
REFERENCES = """
case,a,b,c,s,s1,s2,e,n,unread
P-1,3,2,1,1,0,0,1,0,
P-2,1,0,1,1,0,0,1,0,s1; s2; n
"""
PRESENCE = """
case,a,b,c,s,s1,s2,e,n,unread
P-1,true,true,true,true,false,false,true,false,
P-2,true,false,true,true,false,false,true,false,s1; s2; n
"""
BOTH = "\n".join(
    f"{left},{right.partition(',')[2]}"
    for left, right in zip(FREQUENCIES.split("\n")[1:-1], BY_CODE.split("\n")[1:-1], strict=True)
)
BY_HAND = (FREQUENCIES, BOTH, BY_CODE, BY_THEME, THEMES, FACTORS, COVERAGE, REFERENCES, PRESENCE)
HAND_COUNTED = [
    pytest.param(table, text.strip(), id=table.command) for table, text in zip(TABLES, BY_HAND, strict=True)
]


@pytest.mark.parametrize(("table", "by_hand"), HAND_COUNTED)
def test_the_second_count_is_right_where_one_can_count_by_hand(table: Table, by_hand: str, tmp_path: Path) -> None:
    count = Recount(tiny(tmp_path / "tiny"))
    assert differences(table.command, rows_of(by_hand, table.keys), table.recount(count)) == []


@pytest.mark.parametrize(("table", "by_hand"), HAND_COUNTED)
def test_so_is_the_program_and_its_columns_stand_where_scripts_look(table: Table, by_hand: str, tmp_path: Path) -> None:
    """Of groups and of the matrix the order is fixed; elsewhere new columns may stand anywhere."""
    text = printed_once(tiny(tmp_path / "tiny"), table.command)
    assert differences(table.command, rows_of(by_hand, table.keys), rows_of(text, table.keys)) == []
    expected, found = (figures_in(head.split("\n")[0], table.keys) for head in (by_hand, text))
    assert (found if "matrix" in table.command else sorted(found)) == (
        expected if "matrix" in table.command else sorted(expected)
    )


def figures_in(head: str, keys: Sequence[str]) -> list[str]:
    return [column for column in head.split(",") if is_figure(column, keys)]


def test_a_number_that_is_off_by_one_is_told() -> None:
    expected = rows_of("code,references,cases\na,2,1\nb,0,0", ("code",))
    found = rows_of("code,references,cases\na,2,1\nb,0,1", ("code",))
    assert differences("study-1: frequencies", expected, expected) == []
    assert differences("study-1: frequencies", expected, found) == [
        "study-1: frequencies: row b, column cases: printed '1', counted '0'"
    ]


def test_every_number_of_every_table_is_compared(tmp_path: Path) -> None:
    count = Recount(tiny(tmp_path / "tiny"))
    for table in TABLES:
        expected = table.recount(count)
        for row, cells in expected.items():
            for column, cell in cells.items():
                changed = expected | {row: cells | {column: f"{cell}1"}}
                assert differences("", expected, changed) != [], f"{table.command}: {row}, {column}"


def test_a_row_or_column_too_many_or_too_few_is_told() -> None:
    expected = rows_of("code,references\na,2\nb,0", ("code",))
    assert differences("t", expected, rows_of("code,references\nb,0", ("code",))) == ["t: row a: not printed"]
    assert differences("t", rows_of("code,references\nb,0", ("code",)), expected) == [
        "t: row a: printed, and has no place here"
    ]
    assert differences("t", rows_of("code\na\nb", ("code",)), expected) == [
        "t: row a, column references: printed '2', counted 'no such column'",
        "t: row b, column references: printed '0', counted 'no such column'",
    ]
    assert differences("t", expected, rows_of("code,references\nb,0\na,2", ("code",))) == [
        "t: rows b, a, where a, b was expected"
    ]
