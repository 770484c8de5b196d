"""What speech recognisers write for machines: the segments of WhisperX, whisper.cpp and OpenAI's Whisper, as JSON or TSV."""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from qualcode.errors import QualcodeError
from qualcode.formats.decode import decode, unix_lines
from qualcode.formats.transcripts.cues import CueText
from qualcode.formats.transcripts.draft import Draft, Format
from qualcode.formats.transcripts.times import seconds

Segment = tuple[float | None, str, str]  # seconds, words, speaker


def read_json(data: bytes) -> Draft:
    text, encoding = decode(data)
    try:
        return _draft(_of_json(json.loads(text)), encoding)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, OverflowError):
        raise QualcodeError("error.no_segments_json") from None


def _of_json(raw: Any) -> Iterator[Segment]:
    """`segments` with start and text (Whisper, WhisperX), or `transcription` with timestamps (whisper.cpp)."""
    if isinstance(raw, dict) and "transcription" in raw:
        for one in raw["transcription"]:
            yield seconds(str(one["timestamps"]["from"])), str(one["text"] or ""), str(one.get("speaker") or "")
        return
    for one in raw["segments"] if isinstance(raw, dict) else raw:
        start = one.get("start")
        yield float(start) if start is not None else None, str(one["text"] or ""), str(one.get("speaker") or "")


def read_tsv(data: bytes) -> Draft:
    """start and end in milliseconds, words; a column `speaker` where there is one."""
    text, encoding = decode(data)
    rows = list(csv.DictReader(io.StringIO(unix_lines(text)), delimiter="\t", quoting=csv.QUOTE_NONE))
    if not rows or not {"start", "text"} <= set(rows[0]):
        raise QualcodeError("error.no_segments_tsv")
    return _draft((_of_row(row) for row in rows), encoding)


def _of_row(row: dict[str, str]) -> Segment:
    start = row["start"] or ""
    return (
        float(start) / 1000 if start.replace(".", "", 1).isdecimal() else None,
        row["text"] or "",
        row.get("speaker") or "",
    )


def _draft(segments: Iterator[Segment], encoding: str) -> Draft:
    known = list(segments)
    unknown = "Unknown speaker" if any(speaker for *_, speaker in known) else ""  # not the one before
    out = CueText()
    for time, words, speaker in known:
        out.add(time, words, speaker or unknown)
    return out.draft(encoding)


JSON = Format((".json",), lambda data: False, read_json)
TSV = Format((".tsv",), lambda data: data[:40].startswith(b"start\tend\ttext"), read_tsv)
