"""The codebook to and from other programs and formats."""

import copy
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from qualcode import __version__
from qualcode.editing import theme_edits
from qualcode.editing.development import rules
from qualcode.editing.differences import Difference
from qualcode.editing.edits import Raw, new_id, put
from qualcode.errors import QualcodeError, unknown
from qualcode.formats.exchange.codes import Exchanged, FoundCodes
from qualcode.formats.exchange.headings import KEYS
from qualcode.formats.exchange.programs import LAYOUTS, PROGRAMS, read_codes
from qualcode.formats.operationalisation.cells import keyword_parts
from qualcode.model.codebook import KINDS, Codebook
from qualcode.model.controls import replaced
from qualcode.model.fields import LISTED, keys_of
from qualcode.model.settings import LANGUAGES
from qualcode.report.formats import format_of
from qualcode.report.renderers.xlsx import plain_workbook
from qualcode.report.tables.codebook import FORMS, codebook_table
from qualcode.store.csv_files import format_csv
from qualcode.store.files import read_bytes, write_bytes
from qualcode.store.yaml.document import read_yaml
from qualcode.text import Say, Words
from qualcode.usecases.codebook.files import Target
from qualcode.usecases.output import deliver, with_template
from qualcode.usecases.study import Opened

_COLOR = re.compile(r"#[0-9A-Fa-f]{6}")
_KINDS = {
    **{kind: kind for kind in KINDS},
    **{Words(language).term(kind).casefold(): kind for language in LANGUAGES for kind in KINDS},
    "belemmering": "barrier", "knelpunt": "barrier", "bevordering": "facilitator", "hindernis": "barrier",
}  # fmt: skip
_RULES = {"+ ": "include", "− ": "exclude"}


def check_export(file: Path, form: str, program: str | None) -> None:
    """Refuse what cannot be written before anything is computed."""
    if form not in FORMS:
        raise unknown("thing.form_of_codebook_table", form, FORMS)
    if program is not None and program not in PROGRAMS:
        raise unknown("thing.program", program, PROGRAMS)
    if program is not None and file.suffix.casefold() not in (".csv", ".xlsx"):
        raise QualcodeError("error.codebook_for_program_as", file=file.name, program=program)
    if program is None and file.suffix.casefold() != ".qdc":
        format_of(file.name)


def export(opened: Opened, file: Path, form: str, program: str | None, template: bytes = b"") -> None:
    """Write the codebook; `template`: the school's file, for a Word document."""
    project = opened.project
    if program is not None:
        rows = LAYOUTS[program](exchanged(project.codebook))
        places = [(row[0], *row[2:]) for row in rows]
        if twice := [place for place in places if places.count(place) > 1]:
            raise QualcodeError("error.two_codes_of_one_name_there", program=program, name=twice[0][0])
        if file.suffix.casefold() == ".csv":
            write_bytes(file, replaced(format_csv(rows)).encode())
        else:
            write_bytes(file, plain_workbook(rows, project.changed))
    elif file.suffix.casefold() == ".qdc":
        write_bytes(file, as_qdc(project.codebook))
    else:
        made = codebook_table(project.codebook, form, opened.words, project.settings.title, project.changed)
        deliver(project.settings, with_template(made, template), [file])


def exchanged(codebook: Codebook) -> list[Exchanged]:
    """The codes as other programs know them: a path of names, a description, a colour."""
    paths = [
        tuple(codebook.by_id[name].name for name in reversed(list(codebook.ancestors(code.id))))
        for code in codebook.codes
    ]
    if len(set(paths)) < len(paths):
        twice = next(path for path in paths if paths.count(path) > 1)
        raise QualcodeError("error.two_codes_of_one_name", name=" > ".join(twice))
    return [Exchanged(path, rules(code), code.color.lower()) for path, code in zip(paths, codebook.codes, strict=True)]


def as_qdc(codebook: Codebook) -> bytes:
    """The codebook as REFI-QDA; themes become its sets."""
    from qualcode.formats.exchange.qdc import write

    places = {code.id: place for place, code in enumerate(codebook.codes)}
    sets = [(theme.name, theme.statement, [places[code] for code in theme.codes]) for theme in codebook.themes]
    codes = exchanged(codebook)
    if not codes:
        raise QualcodeError("error.codebook_no_codes")
    return write(codes, sets, f"qualcode {__version__}")


# ---- and in ----


def explained(named: Sequence[str]) -> dict[str, str]:
    """--columns HEADING=KEY, checked; with nothing behind the = a column is left out."""
    found: dict[str, str] = {}
    for one in named:
        heading, mark, key = one.rpartition("=")
        if not mark or not heading.strip():
            raise QualcodeError("error.columns_key", typed=one)
        if key.strip() and key.strip() not in KEYS:
            raise unknown("thing.column_of_a_codebook", key.strip(), KEYS)
        found[heading] = key.strip()
    return found


def read_exchange(file: Path, columns: Mapping[str, str] | None = None) -> FoundCodes:
    """The codes and sets of a file; `columns`: heading -> key, as the user explains."""
    return read_codes(file.name, read_bytes(file), columns)


@dataclass(frozen=True)
class Brought:
    """The codebook with what came in, the differences, and what is to be known of them."""

    raw: Raw
    new: list[Difference]
    told: tuple[Say, ...]


def with_codes(raw: Raw, found: FoundCodes) -> Brought:
    """The codebook with the codes and sets it does not have; what it says itself stays."""
    raw = copy.deepcopy(raw)
    new: list[Difference] = []
    told = list(found.told)
    homes: dict[tuple[str, ...], Raw] = {(): raw}
    met: set[str] = set()  # the ids of the codes that something in the file is
    for code in found.codes:
        home = homes[code.path[:-1]]
        known = _known(home, code.path[-1], met)
        if known is None:
            below = home.get("codes") or ()
            alike = [one["name"] for one in below if one["name"].casefold() == code.path[-1].casefold()]
            beside = "" if alike else home.get("id", "")  # what differs in capitals alone is numbered
            known = {"id": new_id(raw, code.path[-1], beside=beside), "name": code.path[-1]}
            if alike:
                told.append(Say("mind.capitals_alone", name=code.path[-1], other=alike[0], id=known["id"]))
            home["codes"] = [*(home.get("codes") or []), known]
            new.append(Difference("new", known["id"], after=" > ".join(code.path)))
            told += _fill(known, code)
        elif left := _otherwise(known, code):
            told.append(Say("mind.stays_as_it_is", id=known["id"], left=", ".join(left)))
        met.add(known["id"])
        homes[code.path] = known
    raw.setdefault("codes", [])
    raw = _with_sets(raw, found, homes, new)
    return Brought(raw, new, tuple(dict.fromkeys(told)))


def _known(home: Raw, name: str, met: Collection[str]) -> Raw | None:
    """The code of this name: spelled so, else in other capitals where nothing else of the file is that code."""
    below = list(home.get("codes") or ())
    exact = next((one for one in below if one["name"] == name), None)
    return exact or next(
        (one for one in below if one["name"].casefold() == name.casefold() and one["id"] not in met), None
    )


def _otherwise(known: Raw, code: Exchanged) -> list[str]:
    """What the file says of a code that is there, and that the codebook does not say."""
    other: Raw = {}
    list(_fill(other, code))
    return [
        key for key, value in other.items() if " ".join(str(value).split()) != " ".join(str(known.get(key, "")).split())
    ]


def _fill(record: Raw, code: Exchanged) -> Iterator[Say]:
    """Write what the file says of a code; yields what could not be read."""
    rules = parsed(code.description)
    texts = {**rules, "color": code.color.lower() if _COLOR.fullmatch(code.color) else ""}
    for key, text in code.more:
        if key == "kind":
            kind = _KINDS.get(text.casefold(), "")
            texts["kind"] = kind
            if not kind:
                yield Say("mind.no_kind", code=" > ".join(code.path), typed=text[:30])
        elif key == "keywords":
            put(record, key, list(_keywords(text)))
        elif key in keys_of(*LISTED):
            put(record, key, list(_items(text)))
        else:
            texts[key] = "\n".join(filter(None, (texts.get(key, ""), text)))
    if code.color and not texts["color"]:
        yield Say("mind.no_colour", code=" > ".join(code.path), typed=code.color[:30])
    for key, value in texts.items():
        put(record, key, value)


def _keywords(text: str) -> Iterator[object]:
    """The keywords of a cell; one in braces as the codebook's file writes it."""
    for part in filter(None, map(str.strip, keyword_parts(text))):
        structured = read_yaml(part, "") if part.startswith("{") else None
        yield structured.value if structured and not structured.problems else part


def _items(text: str) -> Iterator[str]:
    """The lines of a cell, each one thing; a quote that runs over several is whole."""
    held: list[str] = []
    for line in filter(None, (one.strip() for one in text.split("\n"))):
        held.append(line if held else line.lstrip("•- ").strip())
        whole = " ".join(held)
        if whole.count("“") <= whole.count("”") and whole.count('"') % 2 == 0:
            yield whole
            held = []
    yield from held


def _with_sets(raw: Raw, found: FoundCodes, homes: Mapping[tuple[str, ...], Raw], new: list[Difference]) -> Raw:
    """Sets of codes become themes, in the one set of themes there is; a theme of that name stays as it is."""
    themes = raw.get("themes") or []
    sets = {str(theme.get("set", "")) for theme in themes}
    home = next(iter(sets), "") if len(sets) < 2 else "imported"
    known = {theme["name"].casefold() for theme in themes}
    for one in found.sets:
        if one.name.casefold() not in known:
            raw = theme_edits.add(raw, one.name, "", home, one.description, [homes[path]["id"] for path in one.paths])
            new.append(Difference("new", raw["themes"][-1]["id"], after=f"theme {one.name}"))
    return raw


def parsed(description: str) -> dict[str, str]:
    """definition, include and exclude: lines that begin with + or − are rules, as our own exports write them."""
    found: dict[str, list[str]] = {"definition": [], "include": [], "exclude": []}
    at = "definition"
    for line in description.split("\n"):
        mark = next((mark for mark in _RULES if line.startswith(mark)), "")
        at = _RULES.get(mark, at)
        found[at].append(line.removeprefix(mark).rstrip())
    return {key: "\n".join(lines).strip() for key, lines in found.items()}


def import_into(target: Target, found: FoundCodes, coder: str | None, source: str) -> None:
    """Write the codes that are not there yet into a new or an existing codebook."""

    def change(raw: Raw) -> Raw:
        return with_codes(raw or {"title": Path(source).stem, "version": "1.0"}, found).raw

    target.change(change, "codebook import", coder, source)
