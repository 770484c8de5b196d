"""The keys of the prompt as data: the line of keys, the help and the docs page all come from this table."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Action:
    key: str
    name: str
    nl: str
    en: str

    def label(self, language: str) -> str:
        return self.nl if language == "nl" else self.en


ACTIONS = (
    Action("a", "accept", "ja", "accept"),
    Action("t", "turn", "hele beurt", "whole turn"),
    Action("+", "next", "met volgende zin", "with next sentence"),
    Action("-", "previous", "met vorige zin", "with sentence before"),
    Action("r", "reject", "nee", "reject"),
    Action("c", "change", "andere code", "other code"),
    Action("n", "note", "ja, met notitie", "accept with note"),
    Action("s", "skip", "overslaan", "skip"),
    Action("u", "undo", "ongedaan maken", "undo"),
    Action("?", "definition", "definitie", "definition"),
    Action("q", "quit", "stoppen", "quit"),
)
BY_KEY = {action.key: action.name for action in ACTIONS}
