"""Cues as text: what subtitles and the segments of speech recognisers have in common."""

import html
import re

from qualcode.errors import QualcodeError
from qualcode.formats.transcripts.draft import Draft, LabelMark

_TAG = re.compile(r"</?(?:c|i|b|u|ruby|rt|v|lang|font)\b[^<>]*>|<\d[\d:.]*>|\{\\[^{}]*\}")


class CueText:
    """Text and marks of the cues so far; each cue is a paragraph, opened by its speaker where the format names one."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.marks: list[LabelMark] = []
        self.times: list[tuple[int, float]] = []
        self.length = 0

    def add(self, time: float | None, raw: str, speaker: str = "") -> None:
        """A cue, its lines kept. A label in the words that says the speaker's name once more is left out."""
        words = "\n".join(filter(None, map(plain, raw.split("\n"))))
        label = plain(speaker)
        if label:
            words = re.sub(rf"^\s*\W?{re.escape(label)}\W?\s*:\s*", "", words, flags=re.IGNORECASE)
        if not words:
            return
        if label:
            head = self.length
            self.marks.append(LabelMark(head, head, head + len(label), head + len(label) + 2, label, time))
            words = f"{label}: {words}"
        elif time is not None:
            self.times.append((self.length, time))
        self.parts.append(f"{words}\n\n")
        self.length += len(words) + 2

    def draft(self, encoding: str) -> Draft:
        if not self.parts:
            raise QualcodeError("error.no_words")
        return Draft("".join(self.parts), "cues", tuple(self.marks), times=tuple(self.times), encoding=encoding)


def plain(raw: str) -> str:
    """A line without the tags of subtitles, with single blanks."""
    return " ".join(html.unescape(_TAG.sub("", raw)).split())
