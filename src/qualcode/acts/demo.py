"""The example study, built from what ships with the program: interviews, codebook, a researcher's decisions, tables."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from qualcode.acts import tables
from qualcode.acts.coding import done, mark
from qualcode.acts.codings_file import import_codings
from qualcode.acts.finding import Finder, find_all
from qualcode.acts.importing import ImportOptions, prepare, write
from qualcode.acts.output import deliver
from qualcode.acts.review import apply_review, write_review
from qualcode.acts.shipped import codebook_text, folder
from qualcode.acts.study import Opened, Start, open_study, start_study
from qualcode.errors import QualcodeError
from qualcode.formats.sheets import read_sheet
from qualcode.model.locate import find_quote
from qualcode.model.selection import Filters
from qualcode.store.files import read_text, write_bytes
from qualcode.store.layout import Study
from qualcode.store.log import write_log

_MARK = "# Example study of qualcode; running `qualcode demo` again builds it anew.\n"
_SETTINGS = _MARK + "themes: voorwaarden\npublish: [groep]\n"
_OWN = (
    "transcripts",
    "codings",
    "exports",
    "cases.csv",
    "codebook.yaml",
    "log.jsonl",
    ".gitattributes",
    "qualcode.yaml",
)
_READ = ("P-1", "P-2", "P-3", "B-1", "B-2")  # P-4 is still to be read in full, so that the tables show what that does


def build_demo(root: Path) -> Iterator[str]:
    """Build the study under `root`, telling each step in a line."""
    study = Study(root)
    _clear(study)
    shipped = folder("transcripts_example")
    start_study(
        Start(
            root,
            title="Samenwerken en concurreren in een zorgcoöperatie (fictief voorbeeld)",
            coder="onderzoeker",
            codebook_text=_codebook(shipped),
            codebook_name="coopetitie",
            interviewers=("Sanne de Wit",),
            settings=_SETTINGS,
        )
    )
    yield f"Study made in {root}: codebook coopetitie, with one inductive code."
    opened = open_study(root)
    files = [path for path in sorted(shipped.iterdir()) if path.suffix in (".docx", ".vtt", ".txt")]
    write_bytes(study.cases, (shipped / "cases.csv").read_bytes())
    opened = open_study(root)
    options = ImportOptions()
    imported = list(write(opened, list(prepare(opened, files, options)), options, "onderzoeker"))
    yield f"{len(imported)} interviews imported: {', '.join(item.transcript.id for item in imported)}."
    yield from _decide(root, shipped)
    yield from _tables(root)
    yield f"Next: open {root / 'exports' / 'themes.docx'}, or look around with: qualcode -C {root} status"


def _clear(study: Study) -> None:
    """Make room: only an earlier demo is cleared, and of it only what the demo makes."""
    if not study.root.exists() or not any(study.root.iterdir()):
        return
    if not study.settings.is_file() or _MARK not in read_text(study.settings):
        raise QualcodeError(f"{study.root} holds something else; name another folder: qualcode demo DIR.")
    for name in _OWN:
        path = study.root / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    study.key.unlink(missing_ok=True)


def _codebook(shipped: Path) -> str:
    """The shipped codebook with the inductive code behind its last code."""
    text = codebook_text("coopetitie")
    codes, themes = text.split("\nthemes:", 1)
    return f"{codes.rstrip()}\n\n{read_text(shipped / 'inductief.yaml').rstrip()}\n\nthemes:{themes}"


def _decide(root: Path, shipped: Path) -> Iterator[str]:
    opened = open_study(root)
    coder = opened.project.settings.coder
    found = list(find_all(Finder.make(opened, Filters(), coder)))
    write_review(opened, found, [opened.study.exports / "review.xlsx"])
    yield f"{sum(len(proposed.suggestions) for proposed in found)} suggestions written to exports/review.xlsx."
    write_log(opened.study, "codebook", coder, added="elkaar-kennen", because="komt in de interviews steeds terug")
    result = apply_review(opened, coder, shipped / "beoordeling.csv")
    yield f"{result.decided} decisions applied, {result.empty} left open."
    codings = import_codings(opened, coder, shipped / "coderingen.csv")
    yield f"{codings.new} passages coded by hand."
    opened = open_study(root)
    keys = _marked(opened, shipped / "kerncitaten.csv")
    mark(opened, coder, keys, {"key": True})
    mark(opened, coder, _marked(opened, shipped / "afwijkend.csv"), {"deviant": True})
    yield f"{len(keys)} key quotes chosen."
    for name in _READ:
        done(opened, coder, opened.project.transcript(name), "whole", Filters())
    yield f"Read in full: {', '.join(_READ)}."


def _marked(opened: Opened, file: Path) -> list[str]:
    """The ids of the codings that the rows of a file name by transcript, code and a part of their words."""
    ids = []
    for number, row in read_sheet(file.name, file.read_bytes()):
        transcript = opened.project.transcript(row["transcript"]).read()
        place = find_quote(transcript, row["quote"])[0]
        matches = [
            coding.id
            for journal in opened.project.journals
            if journal.transcript == transcript.id
            for coding in journal.read().applied
            if coding.code == row["code"] and coding.span.overlaps(place)
        ]
        if not matches:
            raise QualcodeError(f"{file.name}:{number}: no coding of this code stands there.")
        ids.append(matches[0])
    return ids


def _tables(root: Path) -> Iterator[str]:
    opened = open_study(root)
    made = {
        "frequencies": tables.frequency_table(opened, Filters(), by="groep"),
        "quotes": tables.quote_table(opened, Filters()),
        "themes": tables.theme_table(opened, Filters()),
        "crosstab": tables.crosstab(opened, Filters(), by="groep", rows="theme"),
    }
    for name, output in made.items():
        deliver(
            opened.project.settings,
            output,
            [opened.study.exports / f"{name}{kind}" for kind in (".docx", ".xlsx", ".csv", ".html", ".md", ".json")],
        )
    yield f"Tables in {opened.study.exports}: {', '.join(made)}, each as .docx, .xlsx, .csv, .html, .md and .json."
