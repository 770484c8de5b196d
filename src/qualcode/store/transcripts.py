"""A transcript on disk: canonical text beside a side-car with turns and hashes."""

import hashlib
import json
from functools import partial
from itertools import pairwise
from typing import Any

from qualcode.errors import Problem, QualcodeError
from qualcode.model.names import is_id
from qualcode.model.span import Span
from qualcode.model.transcript import KINDS, Handle, Transcript, Turn
from qualcode.store.files import write_bytes, write_text
from qualcode.store.layout import Study


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def write_transcript(
    study: Study, transcript: Transcript, *, kind: str, round_: int, format_: str, source_sha256: str
) -> None:
    """Put a transcript into the study, the side-car last: a text without one is no transcript yet."""
    data = transcript.text.encode("utf-8")
    write_bytes(study.text(transcript.id), data)
    sidecar = {
        "v": 1,
        "id": transcript.id,
        "kind": kind,
        "round": round_,
        "format": format_,
        "source_sha256": source_sha256,
        "text_sha256": sha256(data),
        "turns": [_turn_to_json(turn) for turn in transcript.turns],
    }
    _write_sidecar(study, transcript.id, sidecar)


def rewrite_turns(study: Study, transcript: Transcript) -> None:
    """Write corrected turns, and the text with the labels they have now."""
    sidecar = json.loads(study.sidecar(transcript.id).read_bytes())
    data = transcript.text.encode("utf-8")
    sidecar["text_sha256"] = sha256(data)
    sidecar["turns"] = [_turn_to_json(turn) for turn in transcript.turns]
    write_bytes(study.text(transcript.id), data)
    _write_sidecar(study, transcript.id, sidecar)


def mark_member_check(study: Study, transcript: str, status: str) -> None:
    """Note what the respondent said of the whole transcript."""
    sidecar = json.loads(study.sidecar(transcript).read_bytes())
    sidecar["member_check"] = status
    _write_sidecar(study, transcript, sidecar)


def _write_sidecar(study: Study, transcript: str, sidecar: dict[str, Any]) -> None:
    head = {key: value for key, value in sidecar.items() if key != "turns"}  # turns stand last, a line each
    lines = ",\n".join("  " + json.dumps(turn, ensure_ascii=False) for turn in sidecar["turns"])
    text = json.dumps(head, ensure_ascii=False, indent=1)[:-2] + ',\n "turns": [\n' + lines + "\n ]\n}\n"
    write_text(study.sidecar(transcript), text)


def _turn_to_json(turn: Turn) -> dict[str, Any]:
    record: dict[str, Any] = {"speaker": turn.speaker, "role": turn.role}
    if turn.case:
        record["case"] = turn.case
    record |= {"start": turn.span.start, "end": turn.span.end}
    if turn.time is not None:
        record["time"] = turn.time
    return record


def _turns(sidecar: dict[str, Any]) -> tuple[Turn, ...]:
    """The turns of a side-car. Raises ValueError, KeyError or TypeError for anything else."""
    turns = tuple(
        Turn(
            number,
            Span(raw["start"], raw["end"]),
            str(raw["speaker"]),
            raw["role"],
            str(raw.get("case", "")),
            raw.get("time"),
        )
        for number, raw in enumerate(sidecar["turns"], 1)
    )
    for turn, following in pairwise(turns):
        if turn.span.end > following.span.start:
            raise ValueError
    if any(type(turn.span.start) is not int or type(turn.span.end) is not int for turn in turns):
        raise ValueError
    if any(turn.time is not None and not isinstance(turn.time, int | float) for turn in turns):
        raise ValueError
    if any(turn.role not in ("respondent", "interviewer") for turn in turns):
        raise ValueError
    return turns


def read_transcript(study: Study, transcript: str) -> Transcript:
    """Text and turns, read anew."""
    try:
        sidecar = json.loads(study.sidecar(transcript).read_bytes())
        data = study.text(transcript).read_bytes()
        text = data.decode("utf-8")
        return Transcript(transcript, text, _turns(sidecar), sha256(data) == sidecar["text_sha256"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        raise QualcodeError(f"Transcript {transcript} cannot be read; qualcode check says more.") from None


def read_handles(study: Study) -> tuple[dict[str, Handle], list[Problem]]:
    """A handle for every transcript, by id, and the faults of the side-cars."""
    handles: dict[str, Handle] = {}
    problems: list[Problem] = []
    seen: dict[str, str] = {}
    for path in sorted(study.transcripts.glob("*.json")):
        name = study.relative(path)
        if not study.text(path.stem).is_file():
            problems.append(Problem(name, 0, "its text is missing", f"put transcripts/{path.stem}.txt back"))
            continue
        try:
            handle = _handle(study, path.stem)
        except (OSError, ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
            problems.append(
                Problem(name, 0, "this is no transcript side-car", "restore it, or import the transcript again")
            )
            continue
        if path.stem.casefold() in seen or not is_id(path.stem):
            problems.append(Problem(name, 0, "ids are unique ignoring case, of letters, digits, '.', '_' and '-'"))
            continue
        seen[path.stem.casefold()] = path.stem
        handles[path.stem] = handle
    for path in sorted(study.transcripts.glob("*.txt")):
        if not study.sidecar(path.stem).is_file():
            hint = f"qualcode import {study.relative(path)} makes it a transcript of the study"
            problems.append(Problem(study.relative(path), 0, "a text without a side-car is not read", hint, "warning"))
    return dict(sorted(handles.items(), key=lambda item: natural(item[0]))), problems


def natural(name: str) -> tuple[tuple[int, int | str], ...]:
    """A sort key that puts H-2 before H-10."""
    import re

    return tuple(
        (0, int(part)) if part.isdigit() else (1, part.casefold()) for part in re.split(r"(\d+)", name) if part
    )


def _handle(study: Study, transcript: str) -> Handle:
    """The turns are only looked over here; reading the transcript checks them in full."""
    sidecar = json.loads(study.sidecar(transcript).read_bytes())
    if sidecar["kind"] not in KINDS:
        raise ValueError
    cases = dict.fromkeys(str(turn["case"]) for turn in sidecar["turns"] if turn.get("case"))
    return Handle(
        transcript,
        sidecar["kind"],
        int(sidecar.get("round", 1)),
        str(sidecar["format"]),
        str(sidecar["text_sha256"]),
        tuple(cases),
        len(sidecar["turns"]),
        partial(read_transcript, study, transcript),
        str(sidecar.get("member_check", "")),
    )
