"""Subtitles as meeting programs write them: Teams voice tags (<v Name>), Zoom's `Name: text`."""

import html
import io
import re
from typing import Any

from qualcode.errors import QualcodeError
from qualcode.formats.decode import decode, unix_lines
from qualcode.formats.draft import Draft, Mark

# What opens is never looked for behind another opening: of many that are left open, each would be followed to the end.
_VOICE = re.compile(r"<v(?:\.[^\s<>]*)?\s([^<>]+)>")
_TAG = re.compile(r"</?(?:c|i|b|u|ruby|rt|v|lang|font)\b[^<>]*>|<\d[\d:.]*>|\{\\[^{}]*\}")
_TIMES = re.compile(
    r"^[ \t]*((?:\d+:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?)[ \t]*-->[ \t]*((?:\d+:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?)",
    re.MULTILINE,
)


def read_vtt(data: bytes) -> Draft:
    return _draft(data, "vtt")


def read_srt(data: bytes) -> Draft:
    return _draft(data, "srt")


def _vtt_times(found: re.Match[str]) -> str:
    """Times as WebVTT writes them: a point, three digits behind it, hours in two."""
    return " --> ".join(_vtt_time(time) for time in found.groups())


def _vtt_time(time: str) -> str:
    whole, _, fraction = time.replace(",", ".").partition(".")
    hours, minutes, seconds = (["0", *whole.split(":")])[-3:]
    return f"{int(hours):02}:{int(minutes):02}:{seconds}.{fraction:0<3}"


def _draft(data: bytes, format_: str) -> Draft:
    import webvtt
    from webvtt.errors import MalformedFileError

    text, encoding = decode(data)
    text = _TIMES.sub(_vtt_times, unix_lines(text))
    if format_ == "srt":
        if not _TIMES.search(text):
            raise QualcodeError("this is no valid .srt file")
        text = f"WEBVTT\n\n{text}"  # with times written alike the formats are one, and a missing index does no harm
    try:
        cues = webvtt.from_buffer(io.StringIO(text), format="vtt").captions
    except MalformedFileError:
        raise QualcodeError(f"this is no valid .{format_} file") from None
    if not any(cue.raw_text.strip() for cue in cues):
        raise QualcodeError(f"this .{format_} file has no cues")
    out = _Builder()
    for cue in cues:
        out.add(cue)
    return Draft("".join(out.parts), layout="cues", marks=tuple(out.marks), times=tuple(out.times), encoding=encoding)


class _Builder:
    """Text and marks of the cues so far; each cue is a paragraph, opened by its speaker where a voice tag names one."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.marks: list[Mark] = []
        self.times: list[tuple[int, float]] = []
        self.length = 0

    def add(self, cue: Any) -> None:
        time = float(cue.start_in_seconds) + cue.start_time.milliseconds / 1000
        before, *voices = _VOICE.split(cue.raw_text)
        if words := "\n".join(filter(None, map(_words, before.split("\n")))):
            self.times.append((self.length, time))
            self._write(f"{words}\n\n")
        for name, said in zip(voices[::2], voices[1::2], strict=True):
            label, words = _words(name), _words(said)
            if words:
                head = self.length
                speech = head + len(label) + 2
                self.marks.append(Mark(head, head, head + len(label), speech, label, time, sure=True))
                self._write(f"{label}: {words}\n\n")

    def _write(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)


def _words(raw: str) -> str:
    return " ".join(html.unescape(_TAG.sub("", raw)).split())
