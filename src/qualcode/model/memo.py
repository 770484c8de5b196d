"""The researcher's own words about one or two things."""

from dataclasses import dataclass

KINDS = ("note", "summary", "interpretation", "recommendation", "literature", "reflexive")
TARGETS = ("project", "code", "theme", "case", "transcript", "coding", "question", "topic", "rigour")


@dataclass(frozen=True)
class Memo:
    """`about` holds one or two targets, each `kind:id` (or just `project`)."""

    name: str
    about: tuple[str, ...]
    kind: str
    coder: str
    at: str
    text: str
