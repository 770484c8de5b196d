"""The table of the six phases, counted by hand, and the rule of it as the documents give it."""

import re
from collections.abc import Callable
from pathlib import Path

from qualcode.report.builders import BUILDERS
from qualcode.report.document import Prose
from qualcode.report.renderers.markdown import as_markdown
from qualcode.report.tables.phases import EVENTS
from qualcode.store.log import read_log
from qualcode.usecases.codebook.edits import noticed
from qualcode.usecases.coding.import_file import import_codings
from qualcode.usecases.results.logged import logged
from qualcode.usecases.study import Opened, open_study
from tests.conftest import Ran

Cli = Callable[..., Ran]

STUDY = """
    == qualcode.yaml
    language: nl
    == codebook.yaml
    codes: [{id: a, name: A}, {id: b, name: B, origin: inductive}]
    == P-1.txt
    Interviewer: Hoe?
    P-1: een en twee
    == codings
    jan P-1 a een
    jan P-1 b twee
    == marks
    jan P-1 a een | key=true
    == done
    jan P-1
"""


def test_the_phases_of_a_small_study_written_out(make_study: Callable[[str], Opened], cli: Cli) -> None:
    """Two codings, a reading; a theme made, put in order twice and taken back once, and named anew; a note and a summary."""
    root = make_study(STUDY).study.root
    for command in (
        ("theme", "add", "Vertrouwen", "--code", "a", "--because", "past"),
        ("theme", "put", "b", "vertrouwen", "--because", "hoort erbij"),
        ("codebook", "undo"),
        ("theme", "rename", "vertrouwen", "Openheid", "--because", "beter"),
        ("memo", "add", "transcript:P-1", "--text", "Druk."),
        ("memo", "add", "project", "--kind", "summary", "--text", "Kortom."),
    ):
        ran = cli("-C", root, *command)
        assert ran.status == 0, (command, ran.err)
    opened = open_study(root)
    made = BUILDERS.get("phases")(logged(opened, opened.view()))
    rows = [row[2:3] + row[4:] for row in made.data.rows]
    assert rows == [
        ("één transcript in het programma ingevoerd en één notitie geschreven", "één transcript"),
        (
            "twee coderingen gemaakt en één transcript volledig gelezen",
            "twee toegepaste codes, waarvan één uit het materiaal",
        ),
        ("één thema toegevoegd", "één thema, tijdens de analyse gevormd"),
        ("", ""),
        ("één keer een thema hernoemd", ""),
        ("één samenvatting geschreven", "één kerncitaat"),
    ]
    text = as_markdown(made, opened.words)
    assert re.search(r"\| 4\. Thema's toetsen \| Niet vastgelegd \| Niet vastgelegd \| Niet vastgelegd \|", text)
    assert re.search(r"\| 2\. Coderen \| Twee coderingen .* \| \d+ \w+ 20\d\d \| Twee toegepaste", text)
    (opening,) = [part for part in made.report.parts if isinstance(part, Prose)]
    assert opening.margin.startswith("Controleer deze tabel")


def test_a_study_without_themes_has_no_such_section(make_study: Callable[[str], Opened], cli: Cli) -> None:
    root = make_study(STUDY).study.root
    ran = cli("-C", root, "report", "--section", "phases", "-o", root.parent / "x.md")
    assert "het onderdeel phases is weggelaten" in ran.err
    assert cli("-C", root, "theme", "phases").status == 0


def test_the_documents_give_the_same_phase_for_each_event() -> None:
    rows = re.findall(
        r"^\| (\d) [^|]*\| ([^|]*) \|$", Path("docs/results.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    told = {int(number): tuple(re.findall(r"`([^`]+)`", events)) for number, events in rows}
    assert told == {number: tuple(events) for number, events in EVENTS.items()}


def test_when_a_theme_that_was_typed_into_the_file_came_is_not_said(
    make_study: Callable[[str], Opened], cli: Cli
) -> None:
    """It is first seen after the coding; that it came from the analysis nobody knows. One made by a command did."""
    root = make_study(STUDY).study.root
    assert cli("-C", root, "theme", "add", "Openheid", "--code", "a", "--because", "past").status == 0
    told = as_markdown(BUILDERS.get("method")(open_study(root).view()), open_study(root).words)
    assert "Er is één thema, tijdens de analyse gevormd." in told
    book = open_study(root).study.codebook
    text = book.read_text()
    indent = text.partition("themes:\n")[2].partition("-")[0]
    book.write_text(text.replace("themes:\n", f"themes:\n{indent}- {{id: los, name: Los, codes: [b]}}\n"))
    noticed(open_study(root), "jan")
    opened = open_study(root)
    made = as_markdown(BUILDERS.get("method")(opened.view()), opened.words)
    assert "Er zijn twee thema's." in made


def test_entries_of_one_moment_keep_the_order_in_which_they_were_written(make_study: Callable[[str], Opened]) -> None:
    study = make_study(STUDY).study
    lines = [f'{{"v":1,"id":"{name}","at":"2027-01-01T10:00:00.000Z","what":"pass"}}\n' for name in ("b2", "a1", "c3")]
    with study.log.open("a") as log:
        log.writelines(lines)
    assert [entry["id"] for entry in read_log(study)[0]][-3:] == ["b2", "a1", "c3"]


def test_readings_and_imports_are_counted_in_transcripts(make_study: Callable[[str], Opened], cli: Cli) -> None:
    """Two passes over one transcript are one transcript read; going through suggestions is no reading."""
    root = make_study(STUDY).study.root
    for passes in (("--pass", "selective", "--code", "a"), ("--pass", "keyword")):
        assert cli("-C", root, "codings", "done", "P-1", *passes).status == 0
    opened = open_study(root)
    done = BUILDERS.get("phases")(logged(opened, opened.view())).data.rows[1][2]
    assert "één transcript volledig gelezen, één transcript op gekozen codes gelezen" in str(done)
    assert "in één transcript alleen trefwoordsuggesties doorgelopen" in str(done)


CAME_WITH_THEMES = """
    == codebook.yaml
    codes: [{id: a, name: A}, {id: b, name: B}]
    themes:
      - {id: t, name: T, codes: [a], statement: What was expected., boundary: Not money., status: final}
      - {id: u, name: U, codes: [b], statement: As expected., status: reviewed}
    == P-1.txt
    Interviewer: How?
    P-1: one and two
    == codings
    jan P-1 a one
    jan P-1 b two
"""


def left(root: Path) -> list[str]:
    """What each phase left."""
    opened = open_study(root)
    return [str(row[4]) for row in BUILDERS.get("phases")(logged(opened, opened.view())).data.rows]


def test_themes_beside_codings_from_elsewhere_are_not_said_to_come_before_them(
    make_study: Callable[[str], Opened], tmp_path: Path
) -> None:
    """When the codings of another program were made, nobody knows: only that the themes were here when they came in."""
    here, _, without = CAME_WITH_THEMES.partition("== codings")
    assert without
    study = make_study(here)
    file = tmp_path / "c.csv"
    file.write_text("transcript,code,quote\nP-1,a,one\n", encoding="utf-8")
    import_codings(study, "jan", file)
    told = "two themes, both in the codebook already when the codings were read in"
    assert left(study.study.root)[2] == told


def test_what_came_with_the_codebook_is_no_result_of_a_phase(make_study: Callable[[str], Opened], cli: Cli) -> None:
    """Two themes of before the coding, with statements and a boundary: what is written anew is the phase's work."""
    root = make_study(CAME_WITH_THEMES).study.root
    came = "two themes were in the codebook as reviewed already"
    given = "the statements of two themes were in the codebook already and the boundary of one theme was in the codebook already"
    assert left(root)[2:5] == ["two themes, both from before the coding", came, given]
    for command in (("statement", "t", "What was found."), ("boundary", "u", "Not time."), ("boundary", "t", "Money.")):
        assert cli("-C", root, "theme", *command, "--because", "found").status == 0
    assert left(root)[4] == (
        "the statement of one theme written, the statement of one theme was in the codebook already "
        "and boundaries set for two themes"
    )


def test_a_reflection_is_of_the_phase_of_what_it_is_about(make_study: Callable[[str], Opened], cli: Cli) -> None:
    root = make_study(CAME_WITH_THEMES).study.root
    for target in ("transcript:P-1", "code:a", "theme:t", "project"):
        assert cli("-C", root, "memo", "add", target, "--kind", "reflexive", "--text", "I.").status == 0
    opened = open_study(root)
    made = BUILDERS.get("phases")(logged(opened, opened.view()))
    assert "on the work as a whole and therefore in no phase: one reflection." in as_markdown(made, opened.words)
    done = [str(row[2]) for row in made.data.rows]
    assert ["one reflection written" in one for one in done] == [
        True, True, False, True, False, False,
    ]  # fmt: skip
