"""The side-car of a transcript: its facts, the hash of its text, and its turns with a hash of their own.

While a text is replaced the side-car holds both states, the old one under `before`; the text tells by its hash which of
them it is.
"""

import hashlib
import json
import marshal
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qualcode.errors import Invalid, QualcodeError
from qualcode.model.span import Span
from qualcode.model.transcript import KINDS, Transcript, Turn
from qualcode.store.files import read_bytes
from qualcode.store.kept import Kept, Packed, stamp
from qualcode.store.layout import Study, named_after

FAULTS = (QualcodeError, ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError)


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


Times = tuple[tuple[int, float], ...]
Rows = list[list[Any]]  # of a turn: speaker, role, case, start, end, time
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(frozen=True)
class TextState:
    """A text as the side-car knows it: its hash, and its turns as rows, in text order.

    `times`: position -> seconds, of times that stood in the file and were left out of the text.
    """

    sha: str
    rows: Rows
    times: Times = ()

    @classmethod
    def of(cls, sha: str, transcript: Transcript) -> "TextState":
        rows = [[t.speaker, t.role, t.case, t.span.start, t.span.end, t.time] for t in transcript.turns]
        return cls(sha, rows, transcript.times)

    @property
    def turns(self) -> tuple[Turn, ...]:
        return tuple(
            Turn(number, Span(start, end), speaker, role, case, time)
            for number, (speaker, role, case, start, end, time) in enumerate(self.rows, 1)
        )

    @property
    def turns_sha256(self) -> str:
        """The sha256 of [speaker, role, case, start, end, time] as JSON, a row a turn."""
        return sha256(_encode(self.rows).encode())

    def to_json(self) -> dict[str, Any]:
        turns = [_turn_to_json(row) for row in self.rows]
        times = {"times": [list(one) for one in self.times]} if self.times else {}
        return {"text_sha256": self.sha, "turns_sha256": self.turns_sha256, **times, "turns": turns}


_ON_A_LINE = json.JSONEncoder(ensure_ascii=False)  # json.dumps would make one for each turn


@dataclass(frozen=True)
class Sidecar:
    """`facts`: all keys but hashes and turns. `before`: the state that the text has until a replacement is done."""

    facts: Mapping[str, Any]
    now: TextState
    before: TextState | None = None

    def to_bytes(self) -> bytes:
        head = dict(self.facts)
        if self.before:
            head["before"] = self.before.to_json()
        state = self.now.to_json()
        rows, times = state.pop("turns"), state.pop("times", None)  # turns stand last, a line each
        lines = ",\n".join("  " + _ON_A_LINE.encode(turn) for turn in rows)
        timed = f' "times": {json.dumps(times)},\n' if times else ""
        text = json.dumps(head | state, ensure_ascii=False, indent=1)[:-2] + f',\n{timed} "turns": [\n{lines}\n ]\n}}\n'
        return text.encode("utf-8")


def _turn_to_json(row: list[Any]) -> dict[str, Any]:
    speaker, role, case, start, end, time = row
    record: dict[str, Any] = {"speaker": speaker, "role": role}
    if case:
        record["case"] = case
    record |= {"start": start, "end": end}
    if time is not None:
        record["time"] = time
    return record


def read_sidecar(study: Study, transcript: str) -> Sidecar:
    """Raises QualcodeError where the side-car is none, or its turns are not those that were written."""
    path = study.sidecar(transcript)
    try:
        return _READ.get(path, (stamp(path),), lambda: parse_sidecar(read_bytes(path)))
    except Invalid as error:
        raise QualcodeError("error.no_side_car_because", transcript=transcript, why=error) from error
    except FAULTS:
        raise QualcodeError("error.no_side_car", transcript=transcript) from None


def parse_sidecar(data: bytes) -> Sidecar:
    """Raises one of FAULTS for anything that is none."""
    raw = json.loads(data)
    facts = {
        key: value
        for key, value in raw.items()
        if key not in ("text_sha256", "turns_sha256", "turns", "times", "before")
    }
    if raw["kind"] not in KINDS:
        raise ValueError
    json.dumps(facts, ensure_ascii=False).encode("utf-8")  # a lone surrogate cannot be written again
    before = raw.get("before")
    return Sidecar(facts, _state(raw), _state(before) if before else None)


def _pack(sidecar: Sidecar) -> Packed:
    states = [(one.sha, one.rows, one.times) for one in (sidecar.now, sidecar.before) if one]
    return (marshal.dumps((dict(sidecar.facts), states)),)


def _unpack(packed: Packed) -> Sidecar:
    facts, states = marshal.loads(packed[0])
    return Sidecar(facts, *(TextState(*state) for state in states))


_READ = Kept(_pack, _unpack, room=32 * 2**20, fresh=1)  # loading reads it for the handle, then comes the text


def _state(raw: Mapping[str, Any]) -> TextState:
    state = TextState(str(raw["text_sha256"]), _rows(raw["turns"]), _times(raw.get("times", ())))
    if "turns_sha256" in raw and raw["turns_sha256"] != state.turns_sha256:
        raise Invalid("fault.turns_by_hand")
    return state


def _rows(turns: Sequence[Mapping[str, Any]]) -> Rows:
    rows: Rows = []
    reached = 0
    for turn in turns:
        start, end, time, role = turn["start"], turn["end"], turn.get("time"), turn["role"]
        if type(start) is not int or type(end) is not int or not 0 <= start < end:
            raise ValueError
        if role not in ("respondent", "interviewer") or type(time) not in (int, float, type(None)):
            raise ValueError
        if start < reached:
            raise Invalid("fault.turns_overlap")
        reached = end
        rows.append([str(turn["speaker"]), role, str(turn.get("case", "")), start, end, time])
    _encode(rows).encode()  # a lone surrogate cannot be written again
    return rows


def _times(raw: Any) -> Times:
    found = tuple((position, time) for position, time in raw)
    if any(type(position) is not int or position < 0 or type(time) not in (int, float) for position, time in found):
        raise ValueError
    return found


def copied_from(name: str, said: str | None, names: Sequence[str]) -> str:
    """The transcript of which a side-car is a copy, "" for none; `said`: the id in it, None where it cannot be read.

    It is the one that it names and that is there; of what cannot be read, the one that it is called after.
    """
    if said is None:
        return original_of(name, names)
    return said if said.casefold() != name.casefold() and said in names else ""


def original_of(name: str, names: Iterable[str]) -> str:
    return max((one for one in names if named_after(name, one)), key=len, default="")
