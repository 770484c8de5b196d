"""Building themes: edits of the codebook's themes, and how well codings fit them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from qualcode.editing import theme_edits
from qualcode.editing.development import Change, theme_changes
from qualcode.errors import QualcodeError, unknown
from qualcode.model.coding import FITS
from qualcode.model.project import Project
from qualcode.report.document import Output
from qualcode.report.tables.development import theme_development
from qualcode.report.view import View
from qualcode.store.codebook_yaml import sound_codebook
from qualcode.store.history import UNDO, Version, lineage, read_codebook_text, sha_of, versions
from qualcode.store.log import read_log, undone_entries
from qualcode.store.transaction import transaction, write_log
from qualcode.store.unfinished import carried_out
from qualcode.text import Say
from qualcode.usecases.codebook.edits import Edited, edit
from qualcode.usecases.coding.by_hand import find_codings, mark
from qualcode.usecases.study import Opened

_REVIEWING = (
    "theme merge",
    "theme split",
    "theme drop",
    "theme fit",
    "theme status",
)  # before these the map was the first


def add(
    opened: Opened, coder: str, name: str, wanted: str, set_: str, statement: str, codes: Sequence[str], because: str
) -> Edited:
    """A candidate theme, in the set named, else in the one that the study works with."""
    home = set_ or default_set(opened.project)
    sets = opened.project.codebook.theme_sets
    if home and "" in sets and not opened.project.settings.themes:
        raise QualcodeError("error.themes_without_set", set=home)
    return edit(
        opened.study,
        coder,
        "theme add",
        lambda raw: theme_edits.add(raw, name, wanted, home, statement, codes),
        because,
        name=name,
    )


def default_set(project: Project) -> str:
    """The set of themes that is meant where none is named."""
    sets = project.codebook.theme_sets
    if project.settings.themes or len(sets) < 2:
        return project.settings.themes or (sets[0] if sets else "")
    raise QualcodeError("error.several_sets_here", sets=", ".join(sets))


def merge_told(edited: Edited) -> Iterator[Say]:
    """What themes that went up in another lose; and names under a question that stay when a theme is renamed."""
    after = {theme.id: theme for theme in edited.after.themes}
    for theme in edited.before.themes:
        now = after.get(edited.after.current_theme.get(theme.id, ""))
        if now and theme.id not in after and now.id in {one.id for one in edited.before.themes}:
            lost = [key for key in ("statement", "boundary", "names") if getattr(theme, key)]
            if lost:
                yield Say.some("mind.not_taken_over", len(lost), keys=", ".join(lost), name=theme.id)
        elif now and now.name != theme.name and now.names == theme.names and now.names:
            yield Say("mind.own_name", theme=now.id, questions=", ".join(now.names))


def fit(opened: Opened, coder: str, theme: str, verdict: str, ids: Sequence[str], because: str) -> int:
    """Say of codings whether they fit a theme; returns of how many."""
    if verdict not in FITS:
        raise unknown("thing.verdict", verdict, FITS)
    codebook = opened.project.codebook
    name = codebook.theme_meant(theme)
    members = codebook.theme_members(next(one for one in codebook.themes if one.id == name))
    for codings in find_codings(opened, coder, ids).values():
        for coding in codings:
            if codebook.current.get(coding.code) not in members:
                raise QualcodeError("error.coding_outside_theme", coding=coding.id, name=name)
    with transaction(opened.study):
        marked = mark(opened, coder, ids, {"fit": {name: verdict}})
        log_fit(opened, coder, name, verdict, marked, because)
    return marked


def log_fit(opened: Opened, coder: str, theme: str, verdict: str, codings: int, because: str) -> str:
    """Record it for the development of the themes; returns the id of the line."""
    details = {"themes": [theme], "fit": verdict, "codings": codings, "because": because}
    return write_log(opened.study, "theme fit", coder, of_events=True, **details)


def development(opened: Opened) -> Output:
    """The table "development of the themes", of edits that were not taken back."""
    entries = carried_out(opened.study, read_log(opened.study)[0])
    taken_back = undone_entries(entries)
    fits = [entry for entry in entries if entry["what"] == "theme fit" and entry["id"] not in taken_back]
    made = ((change, version.entry) for change, version in _changes(opened))
    return theme_development(opened.view(), made, fits)


def before_review(opened: Opened, view: View) -> tuple[View, str] | None:
    """The study with the codebook as it was before its themes were first reviewed, and the moment of that codebook.

    None where nothing was reviewed, or where the themes were then as they are now.
    """
    entries = carried_out(opened.study, read_log(opened.study)[0])
    taken_back = undone_entries(entries)
    reviewed = [str(one["at"]) for one in entries if one["what"] in _REVIEWING and one["id"] not in taken_back]
    if not reviewed:
        return None
    line = lineage(versions(entries), sha_of(read_codebook_text(opened.study)))
    then = next((version for version in line if version.at < min(reviewed)), None)
    book = sound_codebook(then.text) if then else None
    if then is None or book is None or not book.themes or book.themes == opened.project.codebook.themes:
        return None
    return replace(view, project=replace(opened.project, codebook=book)), then.at


def _changes(opened: Opened) -> Iterator[tuple[Change, Version]]:
    """Each change of a theme with the version it made, oldest first; what was undone is left out."""
    known = versions(read_log(opened.study)[0])
    line = list(reversed(lineage(known, sha_of(read_codebook_text(opened.study)))))
    undone = {version.entry.get("undoes") for version in line}
    old = None
    for version in line:
        new = sound_codebook(version.text)
        if old and version.entry["what"] != UNDO and version.entry["id"] not in undone:
            for change in theme_changes(old, new):
                yield change, version
        old = new
