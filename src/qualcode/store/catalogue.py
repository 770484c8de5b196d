"""Which transcripts a study has: a handle for each, from its side-car."""

import os
import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from qualcode.errors import Invalid, Problem, QualcodeError
from qualcode.model.columns import TurnColumns
from qualcode.model.handle import Handle
from qualcode.model.names import is_id
from qualcode.store.derived import derived
from qualcode.store.files import entries, listed
from qualcode.store.layout import Study
from qualcode.store.sidecars import FAULTS, TextState, copied_from, original_of, read_sidecar
from qualcode.store.transcripts import checked, read_transcript, state_on_disk
from qualcode.text import Say

Facts = tuple[Any, ...]  # what a handle tells
_Told = tuple[str, Facts]  # whose side-car it says it is, and what it tells, () where that is not all there


def read_handle(study: Study, named: str) -> Handle | None:
    """The transcript called `named`, whatever its case, with no other opened; None where there is not one that is sound."""
    names = [one.name.removesuffix(".json") for one in entries(study.transcripts) if one.name.endswith(".json")]
    wanted = [name for name in names if name.casefold() == named.casefold()]
    if len(wanted) != 1 or not is_id(wanted[0]) or not study.text(wanted[0]).is_file():
        return None
    (name,) = wanted
    known, _ = _known(partial(_told, study, name))
    if not known or not known[1] or copied_from(name, known[0], names):
        return None
    return _handle(study, name, known[1])


def read_handles(study: Study) -> tuple[dict[str, Handle], list[Problem]]:
    """A handle for every transcript, by id, and the faults of the side-cars."""
    handles: dict[str, Handle] = {}
    problems: list[Problem] = []
    try:
        files = [entry.name for entry in entries(study.transcripts)]
    except QualcodeError as error:
        return {}, [Problem("transcripts", 0, error, Say("hint.nothing_counts"))]
    names = [name.removesuffix(".json") for name in files if name.endswith(".json")]
    texts = dict.fromkeys(name.removesuffix(".txt") for name in files if name.endswith(".txt"))
    folder = str(study.transcripts)
    copies = set()
    seen: set[str] = set()
    for name in names:
        path = f"transcripts/{name}.json"
        known, why = _known(partial(_kept, study, name, folder))
        if copied_from(name, known and known[0], names):
            copies.add(name)  # `check` tells
        elif name not in texts:
            problems.append(Problem(path, 0, Say("fault.text_missing"), Say("hint.put_text_back", name=name)))
        elif known is None:
            told = why or Say("fault.no_side_car")
            problems.append(Problem(path, 0, told, Say("hint.restore_or_import")))
        elif name.casefold() in seen or not is_id(name):
            problems.append(Problem(path, 0, Say("fault.transcript_id")))
        elif not known[1]:
            problems.append(Problem(path, 0, Say("fault.no_side_car"), Say("hint.import_transcript_again")))
        else:
            seen.add(name.casefold())
            handles[name] = _handle(study, name, known[1])
    derived(study).hold("transcript", names)
    original = set(names) - copies
    for name in texts:
        if name not in original and not original_of(name, original):
            path = study.relative(study.text(name))
            hint = Say("hint.import_text", path=path)
            problems.append(Problem(path, 0, Say("fault.text_alone"), hint, "warning"))
    return dict(sorted(handles.items(), key=lambda item: natural(item[0]))), problems


def sidecar_copies(study: Study) -> dict[str, str]:
    """Copies of side-cars -> the transcripts that they are of."""
    names = [path.stem for path in listed(study.transcripts, ".json")]
    folder = str(study.transcripts)
    known = {name: _known(partial(_kept, study, name, folder))[0] for name in names}
    found = {name: copied_from(name, of and of[0], names) for name, of in known.items()}
    return {name: of for name, of in found.items() if of}


def _known(tell: Callable[[], _Told]) -> tuple[_Told | None, Say | None]:
    """What a side-car tells; or None, and what is wrong with it."""
    try:
        return tell(), None
    except QualcodeError as error:
        if isinstance(error.__cause__, Invalid):
            return None, Say("fault.no_side_car_because", why=error.__cause__)
        return None, Say("fault.no_side_car")


def _kept(study: Study, name: str, folder: str) -> _Told:
    files = (f"{folder}{os.sep}{name}.json",)  # 10,000 names take a third of the time of paths
    told = derived(study).get("transcript", name, files, partial(_plain, study, name))
    return told or _told(study, name)


def _plain(study: Study, name: str) -> _Told | None:
    """None where it takes the text to tell which of two states it is in."""
    return None if read_sidecar(study, name).before else _told(study, name)


def _told(study: Study, name: str) -> _Told:
    sidecar = read_sidecar(study, name)
    said = str(sidecar.facts.get("id", name))
    try:
        return said, _facts(sidecar.facts, state_on_disk(study, name, sidecar))
    except FAULTS:
        return said, ()


def _facts(facts: Mapping[str, Any], state: TextState) -> Facts:
    return (
        facts["kind"],
        int(facts.get("round", 1)),
        str(facts["format"]),
        state.sha,
        tuple(dict.fromkeys(row[2] for row in state.rows if row[2])),
        len(state.rows),
        checked(facts, state.sha),
        tuple(map(str, filter(None, (facts.get("source_sha256"), *facts.get("more_sha256", ()))))),
    )


def _handle(study: Study, transcript: str, facts: Facts) -> Handle:
    kind, number, form, sha, cases, turn_count, (checks, lapsed), sources = facts
    read, turns = partial(read_transcript, study, transcript), partial(_turns, study, transcript)
    return Handle(transcript, kind, number, form, sha, cases, turn_count, read, turns, checks, lapsed, sources)


def _turns(study: Study, transcript: str) -> TurnColumns:
    from qualcode.store.columns import read_turns  # with numpy, for tables alone

    return read_turns(study, transcript)


def natural(name: str) -> tuple[tuple[int, int | str], ...]:
    """A sort key that puts H-2 before H-10."""
    return tuple(
        (0, int(part)) if part.isdigit() else (1, part.casefold()) for part in re.split(r"(\d+)", name) if part
    )
