"""Units in a .jsonl: an object in each line, in UTF-8."""

import json
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from qualcode.errors import QualcodeError, reason
from qualcode.formats.units import MOST_BYTES, MOST_ROWS, Part

_HEAD = 1000  # lines that tell what the keys are: an object may leave out what it has not
_BOM = b"\xef\xbb\xbf"


class _Jsonl:
    def columns(self, file: str) -> Sequence[str]:
        lines = islice(_lines(file, 0), _HEAD)
        objects = (_object(file, number, line) for number, (line, _) in enumerate(lines, 1) if line.strip())
        return list(dict.fromkeys(key for one in objects for key in one))

    def parts(self, file: str) -> Iterator[Part]:
        begun = reached = 0
        first, number = 1, 0
        for number, (_, reached) in enumerate(_lines(file, 0), 1):
            if number - first + 1 == MOST_ROWS or reached - begun >= MOST_BYTES:
                yield Part(file, begun, reached, first)
                begun, first = reached, number + 1
        if reached > begun:
            yield Part(file, begun, reached, first)

    def rows(self, part: Part, names: Sequence[str]) -> Iterator[tuple[int, Sequence[object]]]:
        for number, (line, reached) in enumerate(_lines(part.path, part.start), part.first):
            if line.strip():
                found = _object(part.file, number, line)
                yield number, [found.get(name) for name in names]
            if reached >= part.end:
                break


def _lines(file: str, start: int) -> Iterator[tuple[bytes, int]]:
    """Each line from there on, and how far the file was read with it."""
    try:
        with open(file, "rb") as data:
            data.seek(start)
            for line in data:
                start += len(line)
                yield line.removeprefix(_BOM), start
    except OSError as error:
        raise QualcodeError("error.unreadable", path=file, why=reason(error)) from None


def _object(file: str, number: int, line: bytes) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise QualcodeError("error.line_is_no_object", file=file, row=number)
    return found


SOURCE = _Jsonl()
