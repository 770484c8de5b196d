"""A transcript on disk: canonical text beside a side-car with turns and hashes.

While a text is replaced the side-car holds both states, the old one under `before`; the text tells by its hash which of
them it is, so a stop between the two files leaves a transcript that can be read. The side-car goes first, then the
text, then the side-car with the new state alone.
"""

import marshal
from collections.abc import Iterator, Mapping
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from qualcode.errors import QualcodeError
from qualcode.model.events.ground import Ground
from qualcode.model.transcript import Transcript
from qualcode.model.versions import SHORT, Revision, Versions, revision_from_json
from qualcode.store.files import read_bytes
from qualcode.store.kept import Kept, Packed, stamp, stamp_of
from qualcode.store.layout import Study
from qualcode.store.log import Entry, read_log
from qualcode.store.sidecars import (
    FAULTS,
    Sidecar,
    TextState,
    read_sidecar,
    sha256,
)
from qualcode.text import Say

File = tuple[Path, bytes]


def new_transcript(
    study: Study, transcript: Transcript, facts: Mapping[str, Any], source_sha256: str
) -> Iterator[File]:
    """The files of a new transcript, the side-car last: a text without one is no transcript yet.

    `facts`: kind, round and format; `source_sha256`: of the file that it was read from.
    """
    data = transcript.text.encode("utf-8")
    known = {"v": 1, "id": transcript.id, **facts, "source_sha256": source_sha256}
    yield study.text(transcript.id), data
    yield study.sidecar(transcript.id), Sidecar(known, TextState.of(sha256(data), transcript)).to_bytes()


def changed_transcript(study: Study, changed: Transcript) -> Iterator[File]:
    """The files that make a transcript into one with other labels, in the order in which they must be put in place.

    The words are the same, so a member check goes along.
    """
    known = read_sidecar(study, changed.id)
    current = _state_of(known, _text_bytes(study, changed.id))
    data = changed.text.encode("utf-8")
    now = TextState.of(sha256(data), changed)
    facts = known.facts
    if checked(facts, current.sha)[0]:
        facts = {**facts, "member_check_text": now.sha[:SHORT]}
    if now.sha != current.sha:
        yield study.sidecar(changed.id), Sidecar(facts, now, before=current).to_bytes()
        yield study.text(changed.id), data
    yield study.sidecar(changed.id), Sidecar(facts, now).to_bytes()


def renamed_transcript(study: Study, transcript: str, changed: Transcript, new: str) -> Iterator[File]:
    """The files of a transcript under another id, beside the old ones."""
    known = read_sidecar(study, transcript)
    data = changed.text.encode("utf-8")
    yield study.text(new), data
    yield study.sidecar(new), Sidecar({**known.facts, "id": new}, TextState.of(sha256(data), changed)).to_bytes()


def replaced_transcript(study: Study, transcript: Transcript, facts: Mapping[str, Any]) -> Iterator[File]:
    """The files that make a transcript into one with another text and other facts; what is None no longer holds of it."""
    known = read_sidecar(study, transcript.id)
    current = _state_of(known, _text_bytes(study, transcript.id))
    data = transcript.text.encode("utf-8")
    now = TextState.of(sha256(data), transcript)
    checked = {"member_check_text": current.sha[:SHORT]} if "member_check" in known.facts else {}
    merged = {key: fact for key, fact in {**checked, **known.facts, **facts}.items() if fact is not None}
    yield study.sidecar(transcript.id), Sidecar(merged, now, before=current).to_bytes()
    yield study.text(transcript.id), data
    yield study.sidecar(transcript.id), Sidecar(merged, now).to_bytes()


def member_checked(study: Study, transcript: str, status: str) -> File:
    """The side-car with what the respondent said of the whole transcript."""
    known = read_sidecar(study, transcript)
    text = _state_of(known, _text_bytes(study, transcript)).sha[:SHORT]
    facts = {**known.facts, "member_check": status, "member_check_text": text}
    return study.sidecar(transcript), Sidecar(facts, known.now, known.before).to_bytes()


def checked(facts: Mapping[str, Any], sha: str) -> tuple[str, str]:
    """What the respondent said of this text, and what of an earlier one; older side-cars do not say which it was."""
    status, of = str(facts.get("member_check", "")), str(facts.get("member_check_text", sha))
    return (status, "") if sha.startswith(of) else ("", status)


def settled(study: Study, transcript: str) -> Iterator[File]:
    """What puts a transcript in order that can be read but was left half-way, or whose text has other line ends or no BOM."""
    known, data = read_sidecar(study, transcript), _text_bytes(study, transcript)
    state = _state_of(known, data)
    if state.sha != sha256(data) and (text := _as_imported(data, state.sha)) is not None:
        yield study.text(transcript), text
    mended = Sidecar(known.facts, state).to_bytes()
    if state.sha == sha256(data) and mended != read_bytes(study.sidecar(transcript)):
        yield study.sidecar(transcript), mended


def changes_to_settle(study: Study, transcript: str) -> Iterator[tuple[str, Say]]:
    """(file, what is out of order) of a transcript that can be read all the same."""
    try:
        known, data = read_sidecar(study, transcript), _text_bytes(study, transcript)
    except QualcodeError:
        return  # told by who reads it
    state = _state_of(known, data)
    if known.before:
        yield f"transcripts/{transcript}.json", Say("fault.left_half_way")
    if state.sha != sha256(data) and _as_imported(data, state.sha) is not None:
        yield f"transcripts/{transcript}.txt", Say("fault.saved_otherwise")


def _text_bytes(study: Study, transcript: str) -> bytes:
    path = study.text(transcript)
    return _bytes(path, stamp(path))


@lru_cache(1)  # `check` asks twice
def _bytes(path: Path, stamp: tuple[int, ...]) -> bytes:
    return read_bytes(path)


def _state_of(sidecar: Sidecar, data: bytes) -> TextState:
    """The state that a text has: that of its hash, else the present one."""
    if sidecar.before and sidecar.now.sha != sha256(data) and _as_imported(data, sidecar.now.sha) is None:
        return sidecar.before
    return sidecar.now


def _as_imported(data: bytes, sha: str) -> bytes | None:
    """The text with this hash that a program saved with a BOM, other line ends or another end of the last line."""
    plain = data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    for text in (data, plain, plain + b"\n", plain.removesuffix(b"\n")):
        if sha256(text) == sha:
            return text
    return None


def state_on_disk(study: Study, transcript: str, sidecar: Sidecar) -> TextState:
    """The state that its side-car tells of the text that is there."""
    return _state_of(sidecar, _text_bytes(study, transcript)) if sidecar.before else sidecar.now


def read_transcript(study: Study, transcript: str) -> Transcript:
    """Text and turns as they are on disk."""
    try:
        stamps = tuple(stamp_of(path) for path in (study.text(transcript), study.sidecar(transcript)))
        return _TEXTS.get((study.root, transcript), stamps, partial(_read, study, transcript))
    except (OSError, *FAULTS):
        raise QualcodeError("error.transcript_unreadable", transcript=transcript) from None


def _read(study: Study, transcript: str) -> Transcript:
    data = _text_bytes(study, transcript)
    state = _state_of(read_sidecar(study, transcript), data)
    text = _as_imported(data, state.sha)
    return _transcript(transcript, data if text is None else text, state, text is not None)


def _transcript(name: str, text: bytes, state: TextState, intact: bool) -> Transcript:
    return Transcript(name, text.decode("utf-8"), state.turns, intact, state.sha, state.times)


def _pack(transcript: Transcript) -> Packed:
    state = TextState.of(transcript.sha, transcript)
    facts = (transcript.id, transcript.intact, state.sha, state.times, state.rows)
    return transcript.text.encode("utf-8"), marshal.dumps(facts)


def _unpack(packed: Packed) -> Transcript:
    name, intact, sha, times, rows = marshal.loads(packed[1])
    return _transcript(name, packed[0], TextState(sha, rows, times), intact)


_TEXTS = Kept(
    _pack, _unpack, room=64 * 2**20, fresh=2
)  # its journals are held against the same text, one after another


def ground_of(study: Study, transcript: str) -> Ground | None:
    """What codings of the transcript must stand on; None where there is no such transcript."""
    try:
        if not study.sidecar(transcript).exists():
            return None
        read = read_transcript(study, transcript)
    except (OSError, QualcodeError):  # told by who reads the text; meanwhile nothing stands on it
        return Ground(Transcript(transcript, "", (), False), "-")
    return Ground(read, read.sha, partial(versions, study))


def versions(study: Study) -> Versions:
    """The texts that were replaced, as the log tells."""
    return _versions(study, stamp(study.log))


@lru_cache(1)
def _versions(study: Study, stamp: tuple[int, ...]) -> Versions:
    return Versions(revisions(read_log(study)[0]))


def revisions(entries: list[Entry]) -> Iterator[Revision]:
    """The texts that were replaced, as the log tells."""
    for entry in entries:
        if one := revision_from_json(entry.get("revision")):
            yield one
