"""Subtitles as meeting programs write them: Teams voice tags (<v Name>), Zoom's `Name: text`."""

import io
import re

from qualcode.errors import QualcodeError
from qualcode.formats.decode import decode, unix_lines
from qualcode.formats.transcripts.cues import CueText
from qualcode.formats.transcripts.draft import Draft, Format

# What opens is never looked for behind another opening: of many that are left open, each would be followed to the end.
_VOICE = re.compile(r"<v(?:\.[^\s<>]*)?\s([^<>]+)>")
_TIMES = re.compile(
    r"^[ \t]*((?:\d+:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?)[ \t]*-->[ \t]*((?:\d+:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?)",
    re.MULTILINE,
)
# An empty line inside a cue of .srt: what follows is no index, and no time. A parser would end the cue there.
_GAP = re.compile(r"\n(?:[ \t]*\n)+(?!\s*(?:\d+[ \t]*\n)?[ \t]*(?:\d+:)?\d{1,2}:\d{2}\S*[ \t]*-->)(?=[ \t]*\S)")


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
            raise QualcodeError("error.no_srt")
        text = _GAP.sub("\n", text)
        text = f"WEBVTT\n\n{text}"  # with times written alike the formats are one, and a missing index does no harm
    try:
        cues = webvtt.from_buffer(io.StringIO(text), format="vtt").captions
    except MalformedFileError:
        raise QualcodeError("error.no_subtitles", format=format_) from None
    if not any(cue.raw_text.strip() for cue in cues):
        raise QualcodeError("error.no_cues", format=format_)
    out = CueText()
    for cue in cues:
        time = float(cue.start_in_seconds) + cue.start_time.milliseconds / 1000
        before, *voices = _VOICE.split(cue.raw_text)
        out.add(time, before)
        for name, said in zip(voices[::2], voices[1::2], strict=True):
            out.add(time, said, name)
    return out.draft(encoding)


def _is_srt(data: bytes) -> bool:
    head = data[:400].removeprefix(b"\xef\xbb\xbf").lstrip()
    return b" --> " in head and head[:1].isdigit() and b"," in head.split(b" --> ")[0]


def _is_vtt(data: bytes) -> bool:
    return data[:400].removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"WEBVTT")


VTT = Format((".vtt",), _is_vtt, lambda data: _draft(data, "vtt"))
SRT = Format((".srt",), _is_srt, lambda data: _draft(data, "srt"))
