"""A sample of a corpus: drawn the same by whatever hands, made a study of, and what its codings tell of the keywords."""

import json
import stat
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TypeVar

import pytest

from qualcode.errors import QualcodeError
from qualcode.formats.units import csv as csv_units
from qualcode.model.selection import NO_FILTERS
from qualcode.report.document import Output
from qualcode.store.layout import Study
from qualcode.store.log import read_log
from qualcode.usecases.checking import check
from qualcode.usecases.coding.by_hand import Fragment, apply_to, done
from qualcode.usecases.corpus.books import start_for
from qualcode.usecases.corpus.data import corpus
from qualcode.usecases.corpus.drawing import Sample, draw
from qualcode.usecases.corpus.into import _beside, check_into, make_study
from qualcode.usecases.corpus.likeness import likest
from qualcode.usecases.corpus.sample_quality import sample_quality
from qualcode.usecases.corpus.sampled import sampled
from qualcode.usecases.corpus.sweep import Sweep
from qualcode.usecases.keywords.decide import decide, decision_of
from qualcode.usecases.keywords.finder import Finder, find_all
from qualcode.usecases.standing import standing
from qualcode.usecases.study import Opened, open_study, start_study
from qualcode.usecases.transcripts.remove_rename import remove, rename
from qualcode.usecases.workers import engine
from tests.needs import needs_modes

T = TypeVar("T")
BOOK = """
language: nl
codes:
- id: toegang
  name: Toegang
  codes:
  - {id: wachten, name: Wachten, keywords: [wachten]}
- {id: zorg, name: Zorg, keywords: [zorg]}
"""


def nothing(items: Iterable[T], total: int, what: str) -> Iterable[T]:
    return items


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "book.yaml").write_text(BOOK)
    rows = [f"R{number},{'Noord' if number % 3 else 'Zuid'},Goede zorg {number}." for number in range(300)]
    (tmp_path / "answers.csv").write_text("\n".join(["nr,regio,antwoord", *rows, "R300,Oost,", ""]))
    return tmp_path


def sweep(folder: Path, *data: str, by: str = "", id: str = "nr", workers: int = 1) -> Sweep:
    found = corpus([str(folder / name) for name in data or ("answers.csv",)], "antwoord", id, by)
    return Sweep(found, partial(engine, workers), nothing)


def ids(sample: Sample) -> list[str]:
    return [unit.id for unit in sample.units]


def made(folder: Path, swept: Sweep, n: int) -> Opened:
    """The study of such a sample."""
    start = start_for(folder / "study", str(folder / "book.yaml"), None, "")
    make_study(start, swept.corpus, draw(swept, n, 1))
    return open_study(folder / "study")


def rows(output: Output) -> dict[str, dict[str, object]]:
    return {str(row["code"]): row for row in output.data.plain()}  # type: ignore[misc]


def test_a_seed_draws_the_same_units_in_whatever_parts_and_processes(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = draw(sweep(folder), 20, 7)
    assert len(set(ids(whole))) == 20
    monkeypatch.setattr(csv_units, "MOST_ROWS", 7)
    assert ids(draw(sweep(folder), 20, 7)) == ids(whole)
    assert ids(draw(sweep(folder, workers=2), 20, 7)) == ids(whole)
    assert ids(draw(sweep(folder), 20, 8)) != ids(whole)
    assert ids(draw(sweep(folder), 25, 7))[:20] == ids(whole)  # any beginning is a sample too


def test_every_unit_is_drawn_as_often_as_another(folder: Path) -> None:
    """10 of 30, four hundred times: each 133 times, give or take four standard deviations of 9.4."""
    lines = (folder / "answers.csv").read_text().splitlines()[:31]
    (folder / "few.csv").write_text("\n".join(lines) + "\n")
    times = Counter(name for seed in range(400) for name in ids(draw(sweep(folder, "few.csv"), 10, seed)))
    assert len(times) == 30
    assert all(96 <= number <= 171 for number in times.values())


def test_without_ids_rows_of_several_files_are_told_apart(folder: Path) -> None:
    (folder / "more.csv").write_text((folder / "answers.csv").read_text())
    drawn = draw(sweep(folder, "answers.csv", "more.csv", id=""), 600, 3)
    assert len(set(ids(drawn))) == 600
    few = [name.rsplit(":", 1) for name in ids(draw(sweep(folder, "answers.csv", "more.csv", id=""), 20, 3))]
    assert {row for file, row in few if "answers" in file} != {row for file, row in few if "more" in file}


def test_each_group_has_its_share_and_a_text_is_never_empty(folder: Path) -> None:
    drawn = draw(sweep(folder, by="regio"), 30, 5)
    assert drawn.sizes == {"Noord": 200, "Zuid": 100}  # the one of Oost says nothing
    assert Counter(unit.by for unit in drawn.units) == {"Noord": 20, "Zuid": 10}
    assert drawn.silent == 1
    with pytest.raises(QualcodeError, match="4 to 300 texts"):
        draw(sweep(folder, by="regio"), 3, 5)


def test_a_sample_is_a_sound_study_that_knows_where_it_came_from(folder: Path) -> None:
    (folder / "odd.csv").write_text('nr,regio,antwoord\nx,Noord,"  Arts: nee.\r\n\r\nGoede zorg. "\ny,,Zo.\n')
    opened = made(folder, sweep(folder, "odd.csv", by="regio"), 2)
    assert [*check(opened.study.root)] == []
    texts = {one.id: one.read() for one in opened.project.transcripts.values()}
    assert sorted(one.text for one in texts.values()) in (
        ["S-1: Arts: nee.\n\nGoede zorg.\n", "S-2: Zo.\n"],
        ["S-1: Zo.\n", "S-2: Arts: nee.\n\nGoede zorg.\n"],
    )
    for one in texts.values():
        (turn,) = one.turns
        assert (turn.speaker, turn.case, turn.role) == (one.id, one.id, "respondent")
        assert one.text[turn.span.start :] == turn.span.of(one.text) + "\n"
        assert opened.project.cases.get(one.id).value("regio") == ("(missing)" if "Zo." in one.text else "Noord")
    key = opened.study.key.read_text(encoding="utf-8-sig").splitlines()
    assert sorted(row.split(";")[1] for row in key) == ["label", "x", "y"]
    (entry,) = [one for one in read_log(opened.study)[0] if one["what"] == "sampled"]
    assert entry["seed"] == 1
    assert [(one["value"], one["units"], len(one["sample"])) for one in entry["strata"]] == [
        ("", 1, 1),
        ("Noord", 1, 1),
    ]
    assert "zorg" not in json.dumps(entry)  # none of the words
    assert not [*folder.glob(".*")]


def test_what_is_there_is_left_alone(folder: Path) -> None:
    swept = sweep(folder, by="regio")
    (folder / "full").mkdir()
    (folder / "full" / "note.txt").write_text("mine")
    with pytest.raises(QualcodeError, match="full is there already"):
        check_into(folder / "full", swept.corpus.chosen)
    (folder / "study.key.csv").write_text("mine")
    with pytest.raises(QualcodeError, match="the key of another study"):
        check_into(folder / "study", swept.corpus.chosen)
    (folder / "study.key.csv").unlink()
    with pytest.raises(QualcodeError, match="cannot be written"):
        make_study(start_for(folder / "book.yaml" / "study", "", None, "nl"), swept.corpus, draw(swept, 4, 1))
    (folder / "empty").mkdir()
    make_study(start_for(folder / "empty", "", None, "nl"), swept.corpus, draw(swept, 4, 1))
    assert len(open_study(folder / "empty").project.transcripts) == 4


def test_a_sample_within_a_study_is_refused_for_its_key_would_stand_there(folder: Path) -> None:
    swept = sweep(folder)
    make_study(start_for(folder / "study", "", None, "nl"), swept.corpus, draw(swept, 4, 1))
    with pytest.raises(QualcodeError, match="within the study"):
        check_into(folder / "study" / "exports" / "inner", swept.corpus.chosen)


@needs_modes
def test_while_a_sample_is_made_nobody_else_can_read_it_and_where_it_fails_nothing_is_left(folder: Path) -> None:
    with suppress(KeyboardInterrupt), _beside(Study(folder / "study")) as made:
        (made.root / "text").write_text("Goede zorg.")
        assert stat.S_IMODE(made.root.parent.stat().st_mode) == 0o700
        raise KeyboardInterrupt
    assert sorted(path.name for path in folder.iterdir()) == ["answers.csv", "book.yaml"]


def test_a_retired_code_is_in_no_figure_neither_its_keywords_nor_its_codings(folder: Path) -> None:
    opened = made(folder, sweep(folder), 12)
    assert {*rows(sample_quality(opened, "jan", nothing))} == {"toegang", "wachten", "zorg"}
    text = opened.study.codebook.read_text()
    retired = text.replace("[wachten]}", "[wachten], retired: {because: te ruim}}")
    opened.study.codebook.write_text(retired)
    assert {*rows(sample_quality(opened.again(), "jan", nothing))} == {"zorg"}

    opened.study.codebook.write_text(text)
    coded(opened, "wachten", "Goede zorg", opened.project.transcripts)
    for handle in opened.again().project.transcripts.values():
        done(opened.again(), "jan", handle, "whole", NO_FILTERS)
    beside = "  codes:\n  - {id: goed, name: Goed, keywords: [goede]}"
    opened.study.codebook.write_text(retired.replace("  codes:", beside))
    for handle in opened.again().project.transcripts.values():
        done(opened.again(), "jan", handle, "whole", NO_FILTERS)
    told = rows(sample_quality(opened.again(), "jan", nothing))["toegang"]
    assert (told["judged"], told["right"], told["coded"]) == (12, 0, 0)


def test_half_a_character_in_an_id_or_a_group_stops_nothing(folder: Path) -> None:
    (folder / "odd.jsonl").write_text('{"antwoord": "Zo.", "nr": "a\\ud800", "regio": "x\\udfff"}\n')
    opened = made(folder, sweep(folder, "odd.jsonl", by="regio"), 1)
    assert opened.study.key.read_text(encoding="utf-8-sig").splitlines()[1] == "S-1;a?;S-1"
    assert opened.project.cases.get("S-1").value("regio") == "x?"


def test_a_sampled_text_keeps_its_group_under_another_name_and_is_told_when_it_is_gone(folder: Path) -> None:
    opened = made(folder, sweep(folder, by="regio"), 12)
    before = sampled(opened.study)
    assert before
    rename(opened, "S-1", "eerste", "jan")
    rename(opened.again(), "S-2", "S-1", "jan")
    remove(opened.again(), "S-3", "twijfel", "jan")
    after = sampled(opened.study)
    assert after
    assert after.drawn == 12
    assert {**after.stratum_of, "S-3": before.stratum_of["S-3"]} == {
        {"S-1": "eerste", "S-2": "S-1"}.get(name, name): stratum for name, stratum in before.stratum_of.items()
    }
    notes = " ".join(sample_quality(opened.again(), "jan", nothing).report.parts[0].notes)  # type: ignore[union-attr]
    assert "zijn er 12 aselect getrokken" in notes
    assert "1 eenheid van de steekproef is niet meer in de studie" in notes


def test_what_waits_in_a_fresh_sample_is_reading_not_suggestions(folder: Path) -> None:
    opened = made(folder, sweep(folder), 4)
    assert [step.command[0] for step in standing(opened, "jan").left] == ["code"]


def coded(opened: Opened, code: str, quote: str, only: Iterable[str]) -> None:
    for transcript in only:
        apply_to(opened.again(), "jan", Fragment(transcript, quote=quote), code)


def test_what_a_sample_tells_of_the_keywords_is_counted_by_hand(folder: Path) -> None:
    """Thirty texts, all drawn: 12 speak of waiting with a keyword, of which two are about something else; 2 without one."""
    said = ["Lang wachten."] * 10 + ["Wachten op de bus."] * 2 + ["Het duurde."] * 2 + ["Prima."] * 16
    (folder / "said.csv").write_text("antwoord\n" + "".join(f"{one}\n" for one in said))
    opened = made(folder, sweep(folder, "said.csv", id=""), 30)
    of: dict[str, list[str]] = {}
    for one in opened.project.transcripts.values():
        of.setdefault(one.read().text.partition(": ")[2].strip(), []).append(one.id)

    nobody = rows(sample_quality(opened, "jan", nothing))["wachten"]
    assert (nobody["judged"], nobody["precision"], nobody["coded"], nobody["recall"]) == (0, None, 0, None)

    coded(opened, "wachten", "Lang wachten", of["Lang wachten."])
    coded(opened, "wachten", "Het duurde", of["Het duurde."])
    halfway = rows(sample_quality(opened.again(), "jan", nothing))["wachten"]
    assert (halfway["judged"], halfway["coded"]) == (0, 0)  # coded, and not yet read: of the others nothing is known
    for handle in opened.again().project.transcripts.values():
        done(opened.again(), "jan", handle, "whole", NO_FILTERS)
    output = sample_quality(opened.again(), "jan", nothing)
    read = rows(output)
    for code in ("toegang", "wachten"):  # a code above has what is below it
        told = read[code]
        assert (told["judged"], told["right"], told["coded"], told["found"]) == (12, 10, 12, 10)
        for share in ("precision", "recall"):
            assert [told[share], told[f"{share}_low"], told[f"{share}_high"]] == [0.8333, 0.552, 0.953]
    assert (read["zorg"]["judged"], read["zorg"]["precision"]) == (0, None)

    # one suggestion rejected in a text: it is looked at no longer without suggestions
    finder = Finder.make(opened.again(), NO_FILTERS, "jan")
    bus = next(one for one in find_all(finder, again=True) if one.handle.id in of["Wachten op de bus."])
    decide(opened.again(), "jan", bus.handle, [decision_of(bus.suggestions[0], "reject")], finder.analyser)
    coded_later = rows(sample_quality(opened.again(), "jan", nothing))["wachten"]
    assert (coded_later["judged"], coded_later["right"]) == (12, 10)
    assert (coded_later["coded"], coded_later["found"]) == (12, 10)
    notes = " ".join(sample_quality(opened.again(), "jan", nothing).report.parts[0].notes)  # type: ignore[union-attr]
    assert "is beslist: 29." in notes
    assert "1 eenheid telt niet mee voor de recall" in notes


def test_a_group_that_was_drawn_more_often_weighs_less(folder: Path) -> None:
    """Of 88 texts of Noord 11 are drawn, of 3 of Zuid 2: one stands for 8, and one for 1.5."""
    north = [f"n{number},Noord,Lang wachten." for number in range(88)]
    south = [f"z{number},Zuid,Wachten op de bus." for number in range(2)] + ["z9,Zuid,Prima."]
    (folder / "two.csv").write_text("\n".join(["nr,regio,antwoord", *north, *south]) + "\n")
    opened = made(folder, sweep(folder, "two.csv", by="regio"), 13)
    entry = next(one for one in read_log(opened.study)[0] if one["what"] == "sampled")
    drawn = {one["value"]: one["sample"] for one in entry["strata"]}
    assert (len(drawn["Noord"]), len(drawn["Zuid"])) == (11, 2)
    coded(opened, "wachten", "Lang wachten", drawn["Noord"])
    for handle in opened.again().project.transcripts.values():
        done(opened.again(), "jan", handle, "whole", NO_FILTERS)
    told = rows(sample_quality(opened.again(), "jan", nothing))["wachten"]
    bus = sum("bus" in opened.project.transcript(one).read().text for one in drawn["Zuid"])
    assert (told["judged"], told["right"]) == (11 + bus, 11)
    assert told["precision"] == round(88 / (88 + 1.5 * bus), 4)
    assert told["recall"] == 1.0


def test_recall_weighs_a_text_by_the_texts_that_it_stands_for(folder: Path) -> None:
    """11 of 88 that a keyword finds, each for 8 texts; 2 of 3 that none finds, each for 1.5: 88 of 91."""
    north = [f"n{number},Noord,Lang wachten." for number in range(88)]
    south = [f"z{number},Zuid,Het duurde." for number in range(3)]
    (folder / "two.csv").write_text("\n".join(["nr,regio,antwoord", *north, *south]) + "\n")
    opened = made(folder, sweep(folder, "two.csv", by="regio"), 13)
    for handle in opened.project.transcripts.values():
        quote = "Lang wachten" if "Lang" in handle.read().text else "Het duurde"
        coded(opened, "wachten", quote, [handle.id])
        done(opened.again(), "jan", handle, "whole", NO_FILTERS)
    told = rows(sample_quality(opened.again(), "jan", nothing))["wachten"]
    assert (told["coded"], told["found"], told["recall"]) == (13, 11, round(88 / 91, 4))


def test_a_study_that_is_no_sample_says_so(folder: Path) -> None:
    start = start_for(folder / "study", str(folder / "book.yaml"), None, "")
    start_study(start)
    with pytest.raises(QualcodeError, match="corpus sample"):
        sample_quality(open_study(folder / "study"), "jan", nothing)


def test_the_likest_texts_are_those_with_the_words_that_were_coded(folder: Path) -> None:
    """`duurde eindeloos` is coded, which no keyword finds: texts with both words come first, those of the sample do not,
    and what two say comes once."""
    said = ["Het duurde eindeloos."] * 3 + ["Goede zorg."] * 6
    (folder / "said.csv").write_text("antwoord\n" + "".join(f"{one}\n" for one in said))
    opened = made(folder, sweep(folder, "said.csv", id=""), 9)
    slow = [one.id for one in opened.project.transcripts.values() if "duurde" in one.read().text]
    coded(opened, "wachten", "Het duurde eindeloos", slow)
    (folder / "new.csv").write_text(
        "nr,regio,antwoord\n1,Noord,Goede zorg hier.\n2,Noord,Het duurde eindeloos.\n3,Zuid,Alles duurde eindeloos lang.\n"
        "4,Zuid,Wachten duurde eindeloos. Prima.\n5,Zuid,Het duurde maar even.\n"
        "6,Noord,Wachten duurde eindeloos.\n"
    )
    for workers in (1, 2):
        output = likest(opened.again(), "jan", sweep(folder, "new.csv", by="regio", workers=workers), 2, nothing)
        found = [(row["unit"], row["regio"], row["code"], row["keyword"], row["quote"]) for row in output.data.plain()]
        assert found == [
            ("4", "Zuid", "wachten", "wachten", "Wachten duurde eindeloos."),
            ("3", "Zuid", "wachten", "", "Alles duurde eindeloos lang."),
        ]
    with pytest.raises(QualcodeError):
        likest(opened, "piet", sweep(folder, "new.csv"), 2, nothing)  # who coded nothing
