"""The example study, built from what ships with the program: interviews, codebook, a researcher's decisions, tables."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from qualcode.editing import edits
from qualcode.errors import QualcodeError
from qualcode.formats.tables.sheets import read_sheet
from qualcode.model.locate import find_quote
from qualcode.model.selection import Filters
from qualcode.report.builders import BUILDERS
from qualcode.report.figures import FIGURES, Options
from qualcode.report.tables.codebook import codebook_table
from qualcode.store.files import read_text, write_bytes
from qualcode.store.history import BY_HAND
from qualcode.store.layout import Study
from qualcode.store.yaml.document import read_yaml
from qualcode.text import Say
from qualcode.usecases import memos
from qualcode.usecases.codebook.development import compare_moments
from qualcode.usecases.codebook.edits import edit
from qualcode.usecases.codebook.exchange import as_qdc
from qualcode.usecases.coding.by_hand import asked, done, mark
from qualcode.usecases.coding.import_file import import_codings
from qualcode.usecases.coding.in_word import export
from qualcode.usecases.keywords.finder import Finder, find_all
from qualcode.usecases.keywords.review_back import apply_review
from qualcode.usecases.keywords.review_out import write_review
from qualcode.usecases.operationalisation.write import matrix_with_evidence, write_matrix
from qualcode.usecases.output import deliver
from qualcode.usecases.results.report import report
from qualcode.usecases.shipped import codebook_text, folder
from qualcode.usecases.study import Opened, Start, open_study, start_study
from qualcode.usecases.transcripts.importing.bring_in import bring_in
from qualcode.usecases.transcripts.importing.options import ImportOptions

_MARK = "# Example study of qualcode; running `qualcode demo` again builds it anew.\n"
_SETTINGS = (
    _MARK
    + """\
themes: voorwaarden
publish: [groep, vertrouwen, delen, openheid]
groups: {P: [praktijkhouder, praktijkhouders], B: [bestuurder, bestuurders]}
"""
)
_OWN = (
    "transcripts",
    "codings",
    "memos",
    "exports",
    "cases.csv",
    "codebook.yaml",
    "log.jsonl",
    ".gitattributes",
    "qualcode.yaml",
)
_CODER = "onderzoeker"
_READ = ("P-1", "P-2", "P-3", "B-1", "B-2")  # P-4 is still to be read in full, so that the tables show what that does


def build_demo(root: Path) -> Iterator[Say]:
    """Build the study under `root`, telling each step in a line."""
    study = Study(root)
    _clear(study)
    shipped = folder("transcripts_example")
    start_study(
        Start(
            root,
            title="Samenwerken en concurreren in een zorgcoöperatie (fictief voorbeeld)",
            coder=_CODER,
            codebook_text=codebook_text("coopetitie"),
            codebook_name="coopetitie",
            interviewers=("Sanne de Wit",),
            settings=_SETTINGS,
        )
    )
    _add_inductive(study, shipped / "inductief.yaml")
    _add_typology(study, shipped / "typologie.yaml")
    yield Say("demo.made", folder=root)
    opened = open_study(root)
    files = [path for path in sorted(shipped.iterdir()) if path.suffix in (".docx", ".vtt", ".txt")]
    write_bytes(study.cases, (shipped / "cases.csv").read_bytes())
    opened = open_study(root)
    imported = bring_in(opened, files, ImportOptions(), _CODER)
    yield Say("demo.imported", n=len(imported), ids=", ".join(item.id for item in imported))
    yield from _decide(root, shipped)
    yield from _tables(root)
    yield Say("demo.next", file=root / "exports" / "appendix.docx", folder=root)


def _clear(study: Study) -> None:
    """Make room: only an earlier demo is cleared, and of it only what the demo makes."""
    if not study.root.exists() or not any(study.root.iterdir()):
        return
    if not study.settings.is_file() or _MARK not in read_text(study.settings):
        raise QualcodeError("error.folder_in_use", folder=study.root)
    for name in _OWN:
        path = study.root / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    study.key.unlink(missing_ok=True)


def _add_inductive(study: Study, file: Path) -> None:
    """The inductive code, as `codebook add` would have made it."""
    value = read_yaml(read_text(file), file.name).value
    assert isinstance(value, list)
    edit(study, _CODER, "codebook add", lambda raw: edits.add(raw, value[0]), "komt in de interviews steeds terug")


def _add_typology(study: Study, file: Path) -> None:
    """The typology and the dimension, as typed into codebook.yaml."""
    value = read_yaml(read_text(file), file.name).value
    assert isinstance(value, dict)
    edit(study, _CODER, BY_HAND, lambda raw: {**raw, **value}, "om de respondenten op te ordenen")


def _decide(root: Path, shipped: Path) -> Iterator[Say]:
    opened = open_study(root)
    coder = opened.project.settings.coder
    found = list(find_all(Finder.make(opened, Filters(), coder)))
    write_review(opened, coder, found, [opened.study.exports / "review.xlsx"])
    yield Say("demo.suggested", n=sum(len(proposed.suggestions) for proposed in found))
    result = apply_review(opened, coder, shipped / "beoordeling.csv")
    yield Say("demo.decided", n=result.decided, empty=result.empty)
    codings = import_codings(opened, coder, shipped / "coderingen.csv")
    yield Say("demo.codings", n=codings.new)
    opened = open_study(root)
    keys = _marked(opened, shipped / "kerncitaten.csv")
    mark(opened, coder, keys, {"key": True})
    mark(opened, coder, _marked(opened, shipped / "afwijkend.csv"), {"deviant": True})
    yield Say("demo.keys", n=len(keys))
    for name in _READ:
        done(opened, coder, opened.project.transcript(name), "whole", Filters())
    yield Say("demo.read", ids=", ".join(_READ))
    opened = open_study(root)
    questions = read_sheet("gevraagd.csv", (shipped / "gevraagd.csv").read_bytes())
    for _, row in questions:
        asked(opened, coder, opened.project.transcript(row["transcript"]), row["onderwerp"], int(row["beurt"]))
    written = read_yaml(read_text(shipped / "memos.yaml"), "memos.yaml").value
    assert isinstance(written, list)
    for memo in written:
        about = [memo["about"]] if isinstance(memo["about"], str) else memo["about"]
        memos.add(opened, coder, about, memo["kind"], memo["text"])
    yield Say("demo.asked", n=len(questions), memos=len(written))


def _marked(opened: Opened, file: Path) -> list[str]:
    """The ids of the codings that the rows of a file name by transcript, code and a part of their words."""
    ids = []
    for number, row in read_sheet(file.name, file.read_bytes()):
        transcript = opened.project.transcript(row["transcript"]).read()
        place = find_quote(transcript, row["quote"])[0]
        matches = [
            coding.id
            for journal in opened.project.journals_on(transcript.id)
            for coding in journal.read().applied
            if coding.code == row["code"] and coding.span.overlaps(place)
        ]
        if not matches:
            raise QualcodeError("error.no_coding_there", file=file.name, number=number)
        ids.append(matches[0])
    return ids


def _tables(root: Path) -> Iterator[Say]:
    opened = open_study(root)
    project, exports, view = opened.project, opened.study.exports, opened.view()
    told: dict[str, dict[str, str]] = {
        "frequencies": {"by": "groep"},
        "quotes": {},
        "themes": {},
        "crosstab": {"by": "groep", "rows": "theme"},
        "factors": {},
        "coverage": {},
        "framework": {"cell": "summary"},
    }
    made = {
        **{name: BUILDERS.get(name)(view, **how) for name, how in told.items()},
        "codebook": codebook_table(project.codebook, "macqueen", opened.words, project.settings.title, project.changed),
        "development": compare_moments(opened, None, None),
    }
    for name, output in made.items():
        targets = [exports / f"{name}{kind}" for kind in (".docx", ".xlsx", ".csv", ".html", ".md", ".json")]
        deliver(project.settings, output, targets)
    yield Say("demo.tables", folder=exports, names=", ".join(made))
    deliver(project.settings, BUILDERS.get("summary")(view, by="groep"), [exports / "results.docx"])
    deliver(project.settings, report(opened), [exports / "appendix.docx", exports / "appendix.html"])
    yield Say("demo.results")
    for kind, options in (("heatmap", Options()), ("map", Options()), ("bars", Options(by="groep"))):
        deliver(project.settings, FIGURES.get(kind)(view, options), [exports / f"{kind}.png"])
    export(opened, Filters(), "P-1", exports / "P-1.docx", for_coding=False)
    yield Say("demo.figures")
    matrix = matrix_with_evidence(view, ("references", "cases"))
    write_matrix(exports / "matrix.docx", matrix, project.settings)
    write_bytes(exports / "codebook.qdc", as_qdc(project.codebook))
    yield Say("demo.matrix")
