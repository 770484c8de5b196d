"""What keywords find in a corpus: counted by hand, the same by one process and by several, and as in a study."""

import csv
import io
import json
import os
import signal
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from multiprocessing import active_children
from pathlib import Path
from typing import TypeVar

import pytest

from qualcode.errors import QualcodeError
from qualcode.formats.units import Chosen
from qualcode.formats.units import csv as csv_units
from qualcode.model.selection import NO_FILTERS
from qualcode.report.document import Output
from qualcode.text import Words
from qualcode.usecases.corpus import tables
from qualcode.usecases.corpus.books import Book, book_for
from qualcode.usecases.corpus.data import corpus
from qualcode.usecases.corpus.run import Run
from qualcode.usecases.corpus.sweep import Sweep
from qualcode.usecases.corpus.task import HITS, PLACES
from qualcode.usecases.keywords.finder import Finder, find_all
from qualcode.usecases.study import Opened
from qualcode.usecases.workers import engine

T = TypeVar("T")
BOOK = """
language: nl
codes:
- id: zorg
  name: Zorg
  keywords: [zorg]
  codes:
  - {id: wachten, name: Wachten, keywords: ["wachttijd*", lang, "lan*"]}
  - {id: bejegening, name: Bejegening, keywords: [vriendelijk]}
- {id: bereik, name: Bereikbaarheid, keywords: [parkeren]}
- {id: oud, name: Oud, keywords: [goede], retired: {because: te vaag}}
"""
ANSWERS = """\
nr;regio;antwoord
a;Noord;De wachttijd was lang.
b;Noord;Lang, en vriendelijk.
c;Zuid;Goede zorg.
d;Zuid;
e;;Parkeren: lang, lang!
f;Zuid;"   "
"""


def nothing(items: Iterable[T], total: int, what: str) -> Iterable[T]:
    return items


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "book.yaml").write_text(BOOK)
    (tmp_path / "answers.csv").write_text(ANSWERS)
    return tmp_path


@pytest.fixture
def a_row_a_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_units, "MOST_ROWS", 1)


def book(folder: Path) -> Book:
    return book_for(None, str(folder / "book.yaml"), "")


def run(folder: Path, *data: str, workers: int = 1, by: str = "regio", id: str = "nr") -> Run:
    found = corpus([str(folder / name) for name in data or ("answers.csv",)], "antwoord", id, by)
    return Run(Sweep(found, partial(engine, workers), nothing), book(folder).query(found.chosen))


def rows(output: Output) -> list[dict[str, object]]:
    return list(output.data.plain())  # type: ignore[arg-type]


def test_hits_and_units_are_those_counted_by_hand(folder: Path) -> None:
    """a: *wachttijd*, *lang*; b: *Lang* (two keywords, one place), *vriendelijk*; c: *zorg*; e: *Parkeren*, *lang* twice.

    d and f have no answer, so there are four units; *zorg* counts what is below it too.
    """
    made = tables.frequencies(run(folder), book(folder).codebook, Words("en"))
    counted = [(row["code"], row["hits"], row["units"], row["of_units"]) for row in rows(made)]
    assert counted == [("zorg", 7, 4, 4), ("wachten", 5, 3, 4), ("bejegening", 1, 1, 4), ("bereik", 1, 1, 4)]
    of_groups = {
        row["code"]: [
            row[f"{key}_{group}"] for group in ("Noord", "Zuid", "(missing)") for key in ("units", "of_units")
        ]
        for row in rows(made)
    }
    assert of_groups == {
        "zorg": [2, 2, 1, 1, 1, 1],
        "wachten": [2, 2, 0, 1, 1, 1],
        "bejegening": [1, 2, 0, 1, 0, 1],
        "bereik": [0, 2, 0, 1, 1, 1],
    }


def test_the_crosstab_has_the_groups_of_the_frequencies(folder: Path) -> None:
    frequencies = tables.frequencies(run(folder), book(folder).codebook, Words("en"))
    crosstab = tables.crosstab(run(folder), book(folder).codebook, Words("en"))
    kept = crosstab.data.columns
    assert kept[:2] == ("code", "name")
    assert rows(crosstab) == [{name: row[name] for name in kept} for row in rows(frequencies)]
    with pytest.raises(QualcodeError, match="--by"):
        tables.crosstab(run(folder, by=""), book(folder).codebook, Words("en"))


def test_each_keyword_counts_its_own_places(folder: Path) -> None:
    made = tables.keywords(run(folder), book(folder).codebook, Words("en"))
    assert [(row["code"], row["keyword"], row["hits"], row["units"]) for row in rows(made)] == [
        ("zorg", "zorg", 1, 1),
        ("wachten", "wachttijd*", 1, 1),
        ("wachten", "lang", 4, 3),
        ("wachten", "lan*", 4, 3),
        ("bejegening", "vriendelijk", 1, 1),
        ("bereik", "parkeren", 1, 1),
    ]


def test_a_table_says_that_nothing_is_coded_and_what_has_no_answer(folder: Path) -> None:
    made = tables.frequencies(run(folder), book(folder).codebook, Words("nl"))
    (table,) = made.report.parts
    assert made.report.title == "Treffers op trefwoord, niet gecodeerd"
    notes = table.notes  # type: ignore[union-attr]
    assert "N = 4 eenheden met tekst." in notes
    assert "2 eenheden zonder tekst tellen niet mee." in notes


def test_a_column_of_too_many_values_makes_no_table(folder: Path) -> None:
    lines = [f"{n};g{n};lang\n" for n in range(60)]
    (folder / "answers.csv").write_text("nr;regio;antwoord\n" + "".join(lines))
    with pytest.raises(QualcodeError, match="60 values"):
        tables.frequencies(run(folder), book(folder).codebook, Words("en"))


@pytest.mark.usefixtures("a_row_a_part")
@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_several_processes_write_what_one_writes(folder: Path, kind: str) -> None:
    if kind == "parquet":
        pytest.importorskip("pyarrow", reason="qualcode[scale] is not installed")
    one, several = folder / f"one.{kind}", folder / f"several.{kind}"
    alone = run(folder, workers=1).write(HITS, one)
    assert run(folder, workers=2).write(HITS, several) == alone
    assert told(one) == told(several)
    assert [row["unit"] for row in told(one)] == ["a"] * 3 + ["b"] * 3 + ["c"] + ["e"] * 5
    assert not [*folder.glob(".*")]


def told(file: Path) -> list[dict[str, str]]:
    if file.suffix == ".csv":
        return list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"), newline="")))
    from pyarrow.parquet import read_table

    return read_table(file).to_pylist()  # type: ignore[no-any-return]


def test_a_hit_tells_its_reasons_and_the_words_proposed(folder: Path) -> None:
    run(folder).write(HITS, folder / "hits.csv")
    first, *_ = told(folder / "hits.csv")
    assert first == {
        "unit": "a", "regio": "Noord", "code": "wachten", "name": "Wachten", "keyword": "wachttijd*", "form": "wachttijd",
        "layer": "wildcard", "cue": "", "start": "3", "end": "12", "quote": "De wachttijd was lang.",
    }  # fmt: skip


@pytest.mark.usefixtures("a_row_a_part")
@pytest.mark.parametrize("workers", [1, 2])
def test_data_that_change_while_they_are_read_are_no_data(folder: Path, workers: int) -> None:
    def writing(items: Iterable[T], total: int, what: str) -> Iterable[T]:
        for item in items:
            yield item
            (folder / "answers.csv").write_text(ANSWERS + "g;Zuid;Lang.\n")

    swept = replace(run(folder, workers=workers).sweep, watch=writing)
    with pytest.raises(QualcodeError, match="changed while it was read"):
        Run(swept, run(folder).query).write(HITS, folder / "hits.csv")
    assert sorted(path.name for path in folder.iterdir()) == ["answers.csv", "book.yaml"]


@pytest.mark.usefixtures("a_row_a_part")
def test_a_process_that_is_killed_is_no_fault(folder: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("Windows has no SIGKILL")
    run(folder).write(HITS, folder / "whole.csv")

    def killing(items: Iterable[T], total: int, what: str) -> Iterable[T]:
        for number, item in enumerate(items):
            yield item
            if number == 1:
                os.kill(active_children()[0].pid or 0, signal.SIGKILL)

    disturbed = run(folder, workers=2)
    Run(replace(disturbed.sweep, watch=killing), disturbed.query).write(HITS, folder / "disturbed.csv")
    assert (folder / "disturbed.csv").read_bytes() == (folder / "whole.csv").read_bytes()
    assert not [*folder.glob(".*")]


@pytest.mark.usefixtures("a_row_a_part")
def test_two_units_of_one_id_are_told_and_nothing_is_written(folder: Path) -> None:
    (folder / "more.csv").write_text("nr;regio;antwoord\ng;Noord;lang\nb;Zuid;zorg\n")
    out = folder / "hits.csv"
    out.write_text("what was there")
    with pytest.raises(QualcodeError, match=r"answers\.csv:3 and .*more\.csv:3"):
        run(folder, "answers.csv", "more.csv", workers=2).write(HITS, out)
    assert out.read_text() == "what was there"
    assert not [*folder.glob(".*")]
    assert run(folder, "answers.csv", "more.csv", id="").count().units.total() == 6


def test_units_without_ids_are_told_apart_by_their_files(folder: Path) -> None:
    for name in ("x.csv", "y.csv"):
        (folder / name).write_text("antwoord;regio\nlang;x\n")
    run(folder, "x.csv", "y.csv", id="").write(HITS, folder / "hits.csv")
    assert list(dict.fromkeys(row["unit"] for row in told(folder / "hits.csv"))) == [
        f"{folder / 'x.csv'}:2",
        f"{folder / 'y.csv'}:2",
    ]


def test_who_gave_no_answer_needs_no_id(folder: Path) -> None:
    (folder / "answers.csv").write_text("nr;regio;antwoord\na;x;lang\n;;\n;;  \n")
    tally = run(folder).count()
    assert (tally.units.total(), tally.silent) == (1, 2)


@pytest.mark.parametrize("target", ["answers.csv", "deep/../answers.csv", "link.csv", "data.parquet"])
def test_the_data_are_never_written_over(folder: Path, target: str) -> None:
    (folder / "deep").mkdir()
    (folder / "data.parquet").mkdir()
    (folder / "data.parquet" / "part-1.csv").write_text(ANSWERS)
    try:
        (folder / "link.csv").symlink_to(folder / "answers.csv")
    except OSError:
        pytest.skip("links may not be made here")
    with pytest.raises(QualcodeError, match="one of the files that are read"):
        run(folder, "answers.csv", "data.parquet", id="").write(HITS, folder / target)
    assert (folder / "answers.csv").read_text() == ANSWERS
    assert (folder / "data.parquet" / "part-1.csv").read_text() == ANSWERS


def test_line_ends_of_windows_are_line_ends_in_what_is_written(folder: Path) -> None:
    (folder / "answers.csv").write_bytes(b'nr;regio;antwoord\r\na;x;"De wachttijd\r\nwas lang"\r\n')
    run(folder).write(HITS, folder / "hits.csv")
    assert {row["quote"] for row in told(folder / "hits.csv")} == {"De wachttijd\nwas lang"}
    assert "\ufffd" not in (folder / "hits.csv").read_text()


def test_an_id_may_have_half_a_letter(folder: Path) -> None:
    (folder / "odd.jsonl").write_text('{"nr": "\\udfff", "regio": "\\udfff", "antwoord": "lang \\udfff"}\n')
    assert run(folder, "odd.jsonl").write(HITS, folder / "hits.csv").hits["wachten", "\udfff"] == 1
    assert (folder / "hits.csv").stat().st_size > 60


def test_an_empty_query_is_refused_with_a_codebook_too(folder: Path) -> None:
    with pytest.raises(QualcodeError):
        book_for(None, str(folder / "book.yaml"), "", "")


def test_a_fault_in_the_last_file_leaves_nothing(folder: Path) -> None:
    (folder / "more.jsonl").write_text('{"nr": "g", "regio": "x", "antwoord": "lang"}\n{"nr": "h", "antwoord": 5}\n')
    with pytest.raises(QualcodeError, match=r"more\.jsonl, row 2"):
        run(folder, "answers.csv", "more.jsonl", workers=2).write(HITS, folder / "hits.csv")
    assert sorted(path.name for path in folder.iterdir()) == ["answers.csv", "book.yaml", "more.jsonl"]


def test_data_are_files_folders_and_patterns_each_file_once(folder: Path) -> None:
    deep = folder / "data" / "deep"
    deep.mkdir(parents=True)
    for name in ("b.csv", "a.csv", "deep/c.jsonl"):
        (folder / "data" / name).write_text(ANSWERS if name.endswith("csv") else json.dumps({"antwoord": "x"}) + "\n")
    (folder / "data" / "_SUCCESS").write_text("")
    (folder / "data" / "read.me").write_text("")
    (deep / ".hidden.csv").write_text("x")
    named = [str(folder / "data"), str(folder / "data" / "*.csv"), str(folder / "answers.csv")]
    found = corpus(named, "Antwoord")
    assert [str(Path(file).relative_to(folder)) for file in found.files] == [
        "data/a.csv", "data/b.csv", "data/deep/c.jsonl", "answers.csv",
    ]  # fmt: skip
    assert found.chosen.text == "antwoord"


def test_the_column_of_the_text_is_named_where_it_is_not_plain(folder: Path) -> None:
    with pytest.raises(QualcodeError, match="nr, regio, antwoord"):
        corpus([str(folder / "answers.csv")])
    with pytest.raises(QualcodeError, match="did you mean antwoord"):
        corpus([str(folder / "answers.csv")], "antword")
    (folder / "one.csv").write_text("wat\nlang\n")
    assert corpus([str(folder / "one.csv")]).chosen.text == "wat"
    (folder / "text.csv").write_text("id,text,more\n1,lang,x\n")
    assert corpus([str(folder / "text.csv")]).chosen == Chosen("text")


def test_data_without_a_row_are_told(folder: Path) -> None:
    (folder / "none.csv").write_text("nr;regio;antwoord\n")
    with pytest.raises(QualcodeError, match="not one row"):
        run(folder, "none.csv").count()
    assert run(folder, "none.csv", "answers.csv").count().units.total() == 4


def test_a_folder_with_other_files_is_not_replaced(folder: Path) -> None:
    pytest.importorskip("pyarrow", reason="qualcode[scale] is not installed")
    out = folder / "hits.parquet"
    run(folder).write(HITS, out)
    (folder / "book.yaml").write_text(BOOK.replace("parkeren", "niets"))
    run(folder).write(HITS, out)  # what was made so before is
    assert {row["code"] for row in told(out)} == {"zorg", "wachten", "bejegening"}
    (out / "mine.txt").write_text("mine")
    with pytest.raises(QualcodeError, match="other files"):
        run(folder).write(HITS, out)
    assert (out / "mine.txt").read_text() == "mine"


def test_a_query_is_found_with_the_words_around_it(folder: Path) -> None:
    found = corpus([str(folder / "answers.csv")], "antwoord", "nr", "regio")
    asked = book_for(None, str(folder / "book.yaml"), "", "lang")
    made = tables.search(Run(Sweep(found, partial(engine, 1), nothing), asked.query(found.chosen)), "lang", Words("en"))
    assert made.data.columns == ("unit", "regio", *PLACES.columns)
    assert [(row["unit"], row["before"], row["hit"], row["after"]) for row in rows(made)] == [
        ("a", "De wachttijd was ", "lang", "."),
        ("b", "", "Lang", ", en vriendelijk."),
        ("e", "Parkeren: ", "lang", ", lang!"),
        ("e", "Parkeren: lang, ", "lang", "!"),
    ]
    Run(Sweep(found, partial(engine, 1), nothing), asked.query(found.chosen)).write(PLACES, folder / "places.csv")
    assert [row["hit"] for row in told(folder / "places.csv")] == ["lang", "Lang", "lang", "lang"]


def test_the_hits_are_those_of_a_study_with_the_same_words(folder: Path, make_study: Callable[[str], Opened]) -> None:
    speech = [
        "De wachttijden waren lang. De zorg is goed.",
        "Vriendelijk! En lang niet slecht, zegt men over parkeren.",
    ]
    texts = "".join(f"== P-{n}.txt\nI: En?\nP-{n}: {text}\n" for n, text in enumerate(speech, 1))
    opened = make_study(f"== codebook.yaml\n{BOOK}\n{texts}")
    of_study = [
        (hit.code, hit.keyword, hit.form, hit.layer, one.span.of(found.transcript.text))
        for found in find_all(Finder.make(opened, NO_FILTERS, "jan"))
        for one in found.suggestions
        for hit in one.hits
    ]
    (folder / "answers.csv").write_text(
        "nr;regio;antwoord\n" + "".join(f"{n};x;{one}\n" for n, one in enumerate(speech))
    )
    run(folder).write(HITS, folder / "hits.csv")
    of_corpus = [
        tuple(row[key] for key in ("code", "keyword", "form", "layer", "quote")) for row in told(folder / "hits.csv")
    ]
    assert of_corpus == of_study
    assert len(of_study) > 5
