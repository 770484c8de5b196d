"""originals/: copies of the files that transcripts were imported from, where somebody asked for them."""

from pathlib import Path

from qualcode.store.files import listed
from qualcode.store.layout import Study

_MORE = "+"  # no id has it: P-1+2.docx goes on with P-1.docx


def originals_of(study: Study, transcript: str) -> list[Path]:
    """The copies that a transcript has, in the order in which they were imported."""
    found = [path for path in listed(study.originals, "") if path.stem.partition(_MORE)[0] == transcript]
    return sorted(found, key=lambda path: (len(path.stem), path.name))


def original(study: Study, transcript: str, suffix: str, number: int = 1) -> Path:
    """Where the copy of a transcript's first file, or of one that goes on with it, belongs."""
    more = f"{_MORE}{number}" if number > 1 else ""
    return study.originals / f"{transcript}{more}{suffix.casefold()}"
