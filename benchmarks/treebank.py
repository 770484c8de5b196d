"""Universal Dependencies files (CoNLL-U): sentences with the gold tokens in their places."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple


class Gold(NamedTuple):
    """A syntactic word. The words of one contraction (*don't*) share out its characters where they can, else all of it."""

    start: int
    end: int
    form: str
    lemma: str  # case folded, without the underscores of the Dutch treebanks
    parts: tuple[str, ...]  # the lemma's parts between those underscores
    tag: str
    head: int  # index in the sentence; -1 for the root
    relation: str


class Sentence(NamedTuple):
    """A sentence as it stands in the joined text; `start` is its place there."""

    text: str
    start: int
    words: tuple[Gold, ...]


def read(path: Path) -> list[Sentence]:
    """The sentences of a file, placed as if joined with one space."""
    sentences = []
    start = 0
    for block in path.read_text(encoding="utf-8").strip().split("\n\n"):
        lines = block.split("\n")
        text = next(line.removeprefix("# text = ") for line in lines if line.startswith("# text = "))
        sentences.append(Sentence(text, start, tuple(_words(text, start, lines))))
        start += len(text) + 1
    return sentences


def joined(sentences: list[Sentence]) -> str:
    return " ".join(sentence.text for sentence in sentences)


def _words(text: str, start: int, lines: list[str]) -> Iterator[Gold]:
    position = 0
    contraction = (0, 0)  # where the contraction ends: as word number, as position
    for line in lines:
        columns = line.split("\t")
        if line.startswith("#") or "." in columns[0]:
            continue
        form = columns[1]
        if "-" in columns[0]:
            position = text.index(form, position)
            contraction = (int(columns[0].split("-")[1]), position + len(form))
            continue
        inside = int(columns[0]) <= contraction[0]
        found = text.find(form, position, contraction[1] if inside else None)
        begin = found if found >= 0 else position
        end = begin + len(form) if found >= 0 else contraction[1]
        position = contraction[1] if inside and int(columns[0]) == contraction[0] else end
        parts = tuple(part for part in columns[2].casefold().split("_") if part)
        yield Gold(begin + start, end + start, form, "".join(parts), parts, columns[3], int(columns[6]) - 1, columns[7])
