"""What the coding desk reads of a study and keeps in it: the journals as they stand, what another hand changed, a place."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from qualcode.analysis.references import references
from qualcode.model.coding import Codings
from qualcode.model.events.revised import Touched, touched
from qualcode.model.selection import Selection
from qualcode.model.span import Span
from qualcode.store.journal import read_codings, read_events, withdrawn_by
from qualcode.store.load import journals
from qualcode.store.log import read_log
from qualcode.store.places import read_place, write_place
from qualcode.store.transaction import Transaction, take_back, transaction, undo_entry
from qualcode.store.transcripts import ground_of
from qualcode.store.user_config import configured_keys
from qualcode.store.versions import read_version
from qualcode.suggest.languages import LANGUAGES
from qualcode.suggest.sentences import split_sentences
from qualcode.suggest.tokens import Analyser as Analyser  # of the desk
from qualcode.usecases.study import Opened, open_study

Stamp = tuple[Any, ...]  # of files: equal where their sizes and times are
Events = tuple[tuple[str, tuple[str, ...]], ...]  # ids of events by transcript


class CodeTally(NamedTuple):
    """What one transcript adds to the codebook's counts of a code and those below it."""

    references: int
    cases: frozenset[str]


def splitter(language: str) -> Callable[[str], Iterable[tuple[int, int]]]:
    """What splits a turn into sentences."""
    known = LANGUAGES.get(language if language in LANGUAGES else "en")
    return lambda text: split_sentences(text, known)


# The files as they are.


def study_stamp(opened: Opened) -> Stamp:
    study = opened.study
    return tuple(map(_state, (study.codebook, study.settings, study.cases, study.memos, study.transcripts)))


def text_stamp(opened: Opened, transcript: str) -> Stamp:
    return _state(opened.study.text(transcript)), _state(opened.study.sidecar(transcript))


def journal_stamp(opened: Opened, coder: str, transcript: str) -> Stamp:
    """Of this coder all journals, of the others those of one transcript."""
    folder = opened.study.codings
    paths = {*folder.glob(f"*/{transcript}.jsonl"), *folder.glob(f"{coder}/*.jsonl")}
    return tuple((str(path), *_state(path)) for path in sorted(paths))


def _state(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        return (0, 0)
    return (found.st_mtime_ns, found.st_size)


# What stands.


def codings_on_text(opened: Opened, coder: str, transcript: str) -> Codings:
    """What this coder's journal says now of the text that is there."""
    return read_codings(opened.study, coder, transcript)


def waiting(opened: Opened, coder: str, transcript: str) -> tuple[Touched, ...]:
    """What of this coder's waits for a decision, since its words were corrected."""
    ground = ground_of(opened.study, transcript)
    events = read_events(opened.study.journal(coder, transcript), coder, transcript)[0]
    return tuple(touched(events, ground, partial(read_version, opened.study, transcript))) if ground else ()


def decide_on_revised(
    opened: Opened, coder: str, one: Touched, transcript: str, place: Span | None
) -> tuple[list[str], str]:
    """Carry out what was decided of it; returns the ids of the events and of the log's entry."""
    from qualcode.usecases.transcripts.revising.carry_out import decide_one
    from qualcode.usecases.transcripts.revising.correction import waiting as correction_of
    from qualcode.usecases.transcripts.revising.decisions import decision_on

    made = correction_of(opened, opened.project.transcript(transcript), coder)
    return decide_one(opened, made, one, decision_on(made, one, place))


def fresh(opened: Opened) -> Opened:
    """The study with the journals as they are."""
    project = opened.project
    found, strays = journals(opened.study, project.transcripts)
    return replace(opened, project=replace(project, journals=found, strays=strays))


def counts(opened: Opened, selection: Selection, coder: str, transcript: str) -> dict[str, CodeTally]:
    """The references of a coder in one transcript, and their cases (rules 2-4), per code and `theme:ID`.

    Each pools what is below it; a filter on cases leaves out what others said, as in the tables.
    """
    handle, codebook = opened.project.transcript(transcript), opened.project.codebook
    applied = codings_on_text(opened, coder, transcript).applied
    if not applied:
        return {}
    targets = {code.id: codebook.descendants(code.id) for code in codebook.codes}
    targets |= {f"theme:{theme.id}": codebook.theme_members(theme) for theme in codebook.themes}
    found: dict[str, CodeTally] = {}
    for one in references(handle.read(), applied, targets, codebook.current):
        if not selection.includes(one.turns):
            continue
        speak = frozenset(turn.case for turn in selection.touched(one.turns) if turn.case)
        cases = speak if handle.counts_people else frozenset()
        so_far = found.get(one.target, CodeTally(0, frozenset()))
        found[one.target] = CodeTally(so_far.references + 1, so_far.cases | cases)
    return found


# A coder's place.


def place_of(opened: Opened, coder: str) -> tuple[str, int] | None:
    """The transcript and position where this coder was; None for who never sat at this desk."""
    return read_place(opened.study, coder)


def keep_place(opened: Opened, coder: str, transcript: str, position: int) -> None:
    write_place(opened.study, coder, transcript, position)


# Taking back.


def together(opened: Opened) -> AbstractContextManager[Transaction]:
    """All that is written within is written, or nothing is."""
    return transaction(opened.study)


def withdrawn_ids(opened: Opened, coder: str, transcript: str, events: Sequence[str]) -> list[str]:
    """The ids of the events that these withdrew."""
    return list(withdrawn_by(opened.study, coder, transcript, events))


def take_back_act(opened: Opened, coder: str, events: Events, edit: str, logged: str) -> tuple[Events, str, str]:
    """Undo by further events, all of them or none, then an edit of the codebook; gives what undoes that in turn."""
    from qualcode.usecases.codebook import edits as codebook_edits

    if edit in {entry.get("undoes") for entry in read_log(opened.study)[0]}:
        edit = ""  # by `codebook undo` meanwhile
    if edit:
        open_study(opened.study.root)  # where it cannot be opened, nothing is taken back
        codebook_edits.last_edit(opened.study, edit)
    with transaction(opened.study):
        taken = [(name, tuple(take_back(opened.study, coder, name, ids))) for name, ids in events]
        undone = undo_entry(opened.study, coder, logged) if logged else ""
    if edit:
        codebook_edits.undo(fresh(opened), coder, edit)
    return tuple((name, ids) for name, ids in taken if ids), edit, undone


def own_keys() -> Mapping[str, str]:
    """The keys of the desk that the user chose: action -> keys with spaces between."""
    return configured_keys()
