"""A study with something of everything in it, and every command that writes, as a person would type it."""

from collections.abc import Callable
from pathlib import Path

from qualcode.model.events.event import CodeApplied
from qualcode.store.journal import read_events
from qualcode.store.layout import Study
from tests.faults.children import Nursery

CODEBOOK = """\
title: Vertrouwen in de regio
language: nl
codes:
- id: vertrouwen
  name: Vertrouwen
  definition: Of men op elkaar rekent.
  keywords: [vertrouw*]
  keywords_proposed: [elkaar kennen]
- id: angst
  name: Angst
  definition: Angst voor misbruik van informatie.
  keywords: [angst]
- id: geld
  name: Geld
themes:
- {id: samen, name: Samen, codes: [vertrouwen]}
- {id: apart, name: Apart, codes: [angst]}
topics:
- {id: t1, text: Hoe werkt u samen?}
"""
_INTERVIEW = """\
Sanne: Hoe werkt u samen, nummer {n}?
Piet: Er is veel vertrouwen tussen ons, al zijn er {n} praktijken.
Sanne: En waar zit de angst?
Piet: De angst dat informatie op straat komt te liggen, die is er {n} keer geweest.
Sanne: Dank u.
"""
Act = Callable[[Path], list[str]]


def build(nursery: Nursery, base: Path) -> None:
    """base/study with its key beside it, and base/sources with what is still to come in."""
    sources = base / "sources"
    sources.mkdir(parents=True)
    for number in (1, 2, 3):
        (sources / f"P-{number}.txt").write_text(_INTERVIEW.format(n=number), encoding="utf-8")
    (sources / "cb.yaml").write_text(CODEBOOK, encoding="utf-8")
    (sources / "codings.csv").write_text(
        "transcript,code,quote\nP-1,geld,waar zit de angst\nP-2,geld,waar zit de angst\n", encoding="utf-8"
    )
    for line in (
        "init study --codebook sources/cb.yaml --coder jan --variant codebook",
        "-C study import sources/P-1.txt sources/P-2.txt --interviewer Sanne",
        "-C study codings apply P-1 vertrouwen --quote vertrouwen",
        "-C study codings apply P-1 angst --quote informatie",
        "-C study codings apply P-2 angst --quote informatie",
        "-C study codings apply P-2 vertrouwen --quote vertrouwen",
        "-C study codings done P-1",
        "-C study suggest -o sources/review.csv",
    ):
        ran = nursery.run(base, *line.split())
        assert ran.status == 0, (line, ran.err)
    sheet = (sources / "review.csv").read_text(encoding="utf-8-sig").splitlines()
    place = sheet[0].split(";").index("decision")
    rows = [row.split(";") for row in sheet[1:]]
    for row in rows:
        row[place] = "accept"
    lines = [sheet[0], *(";".join(row) for row in rows)]
    (sources / "review.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    definition = (base / "study/codebook.yaml").read_text(encoding="utf-8").replace("rekent.", "kan rekenen.")
    (base / "study/codebook.yaml").write_text(definition, encoding="utf-8")  # by hand, so that a coding is stale
    _corrections(base)
    for line in (
        "-C study theme boundary apart Niet-geld",
        "-C study codebook export sources/codes.csv",
        "-C study revise P-2 sources/P-2-kort.txt",
        "-C study revise P-1 sources/P-1-nieuw.txt -o sources/besluit.csv",
    ):
        ran = nursery.run(base, *line.split())
        assert ran.status == 0, ran.err
    table = (sources / "codes.csv").read_text(encoding="utf-8-sig")
    (sources / "codes.csv").write_text(table.replace("misbruik", "verlies"), encoding="utf-8")
    decided = (sources / "besluit.csv").read_text(encoding="utf-8-sig").splitlines()
    place = decided[0].split(";").index("decision")
    rows = [row.split(";") for row in decided[1:]]
    assert rows
    for row in rows:
        row[place] = "houd"
    lines = [decided[0], *(";".join(row) for row in rows)]
    (sources / "besluit.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _corrections(base: Path) -> None:
    """Corrected texts: of P-1 with other words where something is coded, of P-2 with others where nothing is, twice."""
    for name, new, changes in (
        ("P-1", "P-1-nieuw", (("dat informatie op straat", "dat onze kennis van zaken op straat"),)),
        ("P-2", "P-2-kort", (("Dank u.", "Dank u wel."),)),
        ("P-2", "P-2-nieuw", (("Dank u.", "Bedankt dan."),)),
    ):
        text = (base / f"study/transcripts/{name}.txt").read_text(encoding="utf-8")
        for old, words in changes:
            assert old in text
            text = text.replace(old, words)
        (base / f"sources/{new}.txt").write_text(text, encoding="utf-8")


def version(base: Path, transcript: str) -> str:
    """The hash of the text that a transcript had before."""
    (found,) = (base / "study/transcripts/versions").glob(f"{transcript}.*.txt")
    return found.stem.rpartition(".")[2]


def coding(base: Path, transcript: str, code: str) -> str:
    """The id of the base's coding of a code in a transcript."""
    events = read_events(Study(base / "study").journal("jan", transcript), "jan", transcript)[0]
    return next(one.id for one in events if isinstance(one.what, CodeApplied) and one.what.code == code)


def _line(text: str) -> Act:
    return lambda base: text.split()


BECAUSE = "--because om-een-reden"
ACTS: dict[str, Act] = {
    "init": _line("init nieuw --codebook sources/cb.yaml --coder jan --variant codebook"),
    "import": _line("-C study import sources/P-3.txt --interviewer Sanne --id P-3 --keep-originals"),
    "speakers": _line("-C study speakers P-1 P-1=H-1"),
    "speakers --split": _line("-C study speakers P-1 --split 2:praktijken=H-2"),
    "revise": _line("-C study revise P-2 sources/P-2-nieuw.txt"),
    "revise --apply": _line("-C study revise P-1 sources/P-1-nieuw.txt --apply sources/besluit.csv"),
    "transcript versions --drop": lambda base: [
        *"-C study transcript versions P-2 --drop".split(), version(base, "P-2"),
    ],
    "codings apply": _line("-C study codings apply P-2 geld --quote straat"),
    "codings withdraw": lambda base: ["-C", "study", "codings", "withdraw", coding(base, "P-1", "angst")],
    "codings withdraw two": lambda base: [
        *"-C study codings withdraw".split(), coding(base, "P-1", "angst"), coding(base, "P-2", "angst"),
    ],
    "codings mark": lambda base: ["-C", "study", "codings", "mark", coding(base, "P-1", "angst"), "--key"],
    "codings mark two": lambda base: [
        *"-C study codings mark".split(), coding(base, "P-1", "angst"), coding(base, "P-2", "angst"), "--deviant",
    ],
    "codings recode": lambda base: ["-C", "study", "codings", "recode", "geld", coding(base, "P-1", "angst")],
    "codings done": _line("-C study codings done P-2"),
    "codings asked": _line("-C study codings asked P-1 t1 --turn 1"),
    "codings import": _line("-C study codings import sources/codings.csv"),
    "suggest --apply": _line("-C study suggest --apply sources/review.csv"),
    "suggest --accept": _line(f"-C study suggest --accept all --code angst {BECAUSE}"),
    "suggest --reject": _line(f"-C study suggest --reject all --theme apart {BECAUSE}"),
    "stale --confirm": _line("-C study stale --confirm all"),
    "stale --requeue": _line("-C study stale --requeue all"),
    "memo add": _line("-C study memo add theme:samen --text Een-gedachte"),
    "theme add": _line(f"-C study theme add Nieuw {BECAUSE}"),
    "theme statement": _line(f"-C study theme statement samen Zij-vertrouwen-elkaar {BECAUSE}"),
    "theme fit": lambda base: ["-C", "study", "theme", "fit", "apart", "no", coding(base, "P-1", "angst")],
    "codebook add": _line(f"-C study codebook add Tijd {BECAUSE}"),
    "codebook add with fragment": _line(f"-C study codebook add Tijd --transcript P-1 --quote straat {BECAUSE}"),
    "codebook rename": _line(f"-C study codebook rename geld Financien {BECAUSE}"),
    "codebook merge": _line(f"-C study codebook merge geld --into angst {BECAUSE}"),
    "codebook split": _line(f"-C study codebook split angst --into A1 --into A2 {BECAUSE}"),
    "codebook retire": _line(f"-C study codebook retire geld {BECAUSE}"),
    "codebook update": _line("-C study codebook update sources/codes.csv --yes"),
    "codebook keywords accept": _line("-C study codebook keywords accept vertrouwen"),
    "member-check": _line("-C study transcript member-check P-1 asked"),
    "report": _line("-C study report -o study/exports/report.md"),
}  # fmt: skip
# What completes an act that a stop left half-way, where doing it again would make a second thing.
AGAIN = {"codebook add with fragment": _line("-C study codings apply P-1 tijd --quote straat")}
