"""The texts that transcripts had before they were revised: `transcripts/versions/ID.HASH.txt`, with its turns beside it.

HASH are the first digits of the text's sha256, by which events name it. What stands where in a later text is in the log.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from qualcode.errors import QualcodeError
from qualcode.model.transcript import Transcript
from qualcode.model.versions import SHORT, revision_from_json
from qualcode.store.files import listed, read_bytes
from qualcode.store.layout import Study
from qualcode.store.log import read_log
from qualcode.store.sidecars import FAULTS, Sidecar, TextState, parse_sidecar, read_sidecar, sha256


@dataclass(frozen=True)
class Version:
    """A text of a transcript. `at`: when it took the place of the one before, "" for the first."""

    sha: str
    at: str
    by: str
    path: Path | None  # None: it was removed, and only its ranges are left


def kept_version(study: Study, transcript: Transcript) -> Iterator[tuple[Path, bytes]]:
    """The files that keep a text, and its turns, as it is now."""
    text, turns = version_files(study, transcript.id, transcript.sha)
    facts = read_sidecar(study, transcript.id).facts
    yield text, transcript.text.encode("utf-8")
    yield turns, Sidecar(facts, TextState.of(transcript.sha, transcript)).to_bytes()


def version_files(study: Study, transcript: str, sha: str) -> tuple[Path, Path]:
    name = f"{transcript}.{sha[:SHORT]}"
    return study.versions / f"{name}.txt", study.versions / f"{name}.json"


def all_version_files(study: Study, transcript: str) -> list[Path]:
    """Every file of earlier texts of a transcript."""
    found = [*listed(study.versions, ".txt"), *listed(study.versions, ".json")]
    return [path for path in found if path.stem.rpartition(".")[0] == transcript]


def read_version(study: Study, transcript: str, sha: str) -> Transcript | None:
    """An earlier text with its turns; None where it is not kept, or is no longer what it was."""
    text, turns = version_files(study, transcript, sha)
    if not (text.exists() and turns.exists()):
        return None
    data = read_bytes(text)
    try:
        state = parse_sidecar(read_bytes(turns)).now
    except FAULTS:
        return None
    if sha256(data) != state.sha:
        return None
    return Transcript(transcript, data.decode("utf-8"), state.turns, True, state.sha, state.times)


def read_versions(study: Study, transcript: str) -> list[Version]:
    """The texts that a transcript had, the first one first, as the log tells; the present one stands last."""
    found: dict[str, Version] = {}
    for entry in read_log(study)[0]:
        one = revision_from_json(entry.get("revision"))
        if one is None or entry.get("transcript") != transcript:
            continue
        old, new = one.old[:SHORT], one.new[:SHORT]
        found.setdefault(old, _version(study, transcript, old, "", ""))
        found.pop(new, None)  # a text that came back stands where it came back
        found[new] = _version(study, transcript, new, str(entry["at"]), str(entry.get("coder", "")))
    kept = {path.stem.rpartition(".")[2] for path in all_version_files(study, transcript)} - found.keys()
    return [*(_version(study, transcript, sha, "", "") for sha in sorted(kept)), *found.values()]


def _version(study: Study, transcript: str, sha: str, at: str, by: str) -> Version:
    path = version_files(study, transcript, sha)[0]
    return Version(sha, at, by, path if path.exists() else None)


def version_named(study: Study, transcript: str, name: str) -> Version:
    """The earlier text that the beginning of a hash names. Raises QualcodeError where none is kept, or several are."""
    known = [one for one in read_versions(study, transcript) if one.path]
    found = [one for one in known if name and one.sha.startswith(name.casefold())]
    if len(found) != 1:
        shown = ", ".join(one.sha for one in known) or "-"
        raise QualcodeError("error.no_version", transcript=transcript, name=name, known=shown)
    return found[0]


def earlier_texts(study: Study, now: Transcript) -> Iterator[Transcript]:
    """The earlier texts of a transcript that are kept, the latest first."""
    for one in reversed(read_versions(study, now.id) if study.versions.exists() else ()):
        if one.path and not now.sha.startswith(one.sha) and (text := read_version(study, now.id, one.sha)):
            yield text
