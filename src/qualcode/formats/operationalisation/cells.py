"""What stands in one cell of a matrix: a list, one name, or several."""

import re
from collections.abc import Iterable, Iterator

_BULLET = re.compile(r"^\s*(?:[•·▪●◦○‣∙✓✔➢➤\uf0b7\uf0a7\uf0fc\uf0d8]|[-–—*o](?=\s))\s*")
_NUMBERED = re.compile(r"^\s*(?:\d{1,2}[.)]|[a-z][.)])\s+\S")


def items(text: str) -> list[str]:
    """A cell as a list: at line ends, bullets and semicolons (not those between brackets), never at commas."""
    found = (_split(_BULLET.sub("", part)) for line in text.split("\n") for part in _bulleted(line))
    return distinct(item for some in found for item in some if item)


def distinct(texts: Iterable[str]) -> list[str]:
    """Each text once, whatever its capitals and spaces."""
    found: dict[str, str] = {}
    for text in texts:
        found.setdefault(" ".join(text.casefold().split()), text)
    return list(found.values())


def _bulleted(line: str) -> list[str]:
    """Bullets in the middle of a line, as pasting leaves them."""
    return [part for part in re.split(r"\s(?=[•▪●◦‣∙]\s?\S)", line) if part.strip()]


def _split(text: str) -> Iterator[str]:
    depth, start = 0, 0
    for index, character in enumerate(text):
        depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(character, 0)
        if character == ";" and depth <= 0:
            yield " ".join(text[start:index].split())
            start = index + 1
    yield " ".join(text[start:].split())


def names(text: str) -> list[str]:
    """A cell that names codes: several where it is a list; a line that goes on in small letters belongs to the one above."""
    lines: list[str] = []
    for line in filter(str.strip, text.split("\n")):
        first = line.strip()[0]
        goes_on = lines and (first == "(" or (first.islower() and lines[0].strip()[0].isupper()))
        if goes_on and not _BULLET.match(line) and not _NUMBERED.match(line):
            lines[-1] = f"{lines[-1]} {line.strip()}"
        else:
            lines.append(line)
    return items("\n".join(lines))


def one_name(text: str) -> str:
    """A cell that names one thing: its lines joined, a bullet taken off."""
    return " ".join(_BULLET.sub("", text).split())


def keyword_parts(text: str) -> Iterator[str]:
    """A cell's keywords: parted by line ends, commas and semicolons outside brackets and quotes."""
    depth, inside, start = 0, False, 0
    for index, character in enumerate(text):
        structured = text[start:index].lstrip().startswith("{") or (character == "{" and not text[start:index].strip())
        inside = inside ^ (character == '"' and depth > 0)
        depth += 0 if inside or not structured else {"{": 1, "[": 1, "}": -1, "]": -1}.get(character, 0)
        if character in ",;\n" and depth <= 0:
            depth = 0
            yield text[start:index]
            start = index + 1
    yield text[start:]


def given_keywords(text: str) -> list[str]:
    """The keywords that people write into a cell of a matrix: parted as `keyword_parts`, or by bullets, bars and slashes
    that stand free.
    """
    plain = re.sub(r"\s[/|]\s|[•·▪|]", "\n", text)
    parts = (" ".join(part.strip().strip("\"'“”‘’").split()) for part in keyword_parts(plain))
    return [part for part in parts if part]
