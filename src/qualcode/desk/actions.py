"""Keys as data: the line of keys, the help, the docs page and re-binding all come from these tables."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from qualcode.errors import QualcodeError, unknown


@dataclass(frozen=True)
class Action:
    """`keys`: a character as typed, or the name of a key; the first is shown. `shown`: in the line of keys."""

    keys: tuple[str, ...]
    name: str
    nl: str
    en: str
    shown: bool = False

    def label(self, language: str) -> str:
        return self.nl if language == "nl" else self.en

    @property
    def key(self) -> str:
        """As it is shown."""
        if self.keys[:2] == ("1", "2"):
            return "1–9"
        return SYMBOLS.get(self.keys[0], self.keys[0]) if self.keys else ""


SYMBOLS = {
    "left": "←", "right": "→", "up": "↑", "down": "↓", "shift+left": "⇧←", "shift+right": "⇧→", "shift+up": "⇧↑",
    "shift+down": "⇧↓", "pagedown": "PgDn", "pageup": "PgUp", "home": "Home", "end": "End", "enter": "Enter",
    "escape": "Esc", "tab": "Tab", "space": "Space", "delete": "Del", "ctrl+s": "Ctrl+S",
}  # fmt: skip


def _action(keys: str, name: str, nl: str, en: str, *, shown: bool = False) -> Action:
    return Action(tuple(keys.split()), name, nl, en, shown)


# The plain prompt.
PROMPT = (
    _action("a", "accept", "ja", "accept"),
    _action("t", "turn", "hele beurt", "whole turn"),
    _action("+", "next", "met volgende zin", "with next sentence"),
    _action("-", "previous", "met vorige zin", "with sentence before"),
    _action("r", "reject", "nee", "reject"),
    _action("c", "change", "andere code", "other code"),
    _action("n", "note", "ja, met notitie", "accept with note"),
    _action("s", "skip", "overslaan", "skip"),
    _action("u", "undo", "ongedaan maken", "undo"),
    _action("?", "definition", "definitie", "definition"),
    _action("j", "read", "lezen", "read on"),
    _action("h", "help", "toetsen", "keys"),
    _action("q", "quit", "stoppen", "quit"),
)
BY_KEY = {action.keys[0]: action.name for action in PROMPT}

_GROW = (
    _action("s shift+down", "grow-sentence", "selectie een zin groter", "grow by a sentence"),
    _action("S shift+up", "shrink-sentence", "selectie een zin kleiner", "shrink by a sentence"),
    _action("w shift+right", "grow-word", "selectie een woord groter", "grow by a word"),
    _action("W shift+left", "shrink-word", "selectie een woord kleiner", "shrink by a word"),
    _action("B", "grow-back", "selectie naar voren groter", "grow backwards by a sentence"),
)
_UNDO = (
    _action("u ctrl+z", "undo", "ongedaan maken", "undo", shown=True),
    _action("U ctrl+y", "redo", "opnieuw doen", "redo"),
)
_HELP = _action("?", "help", "hulp", "help", shown=True)
# Where one is -> what can be done there, in groups for the help.
MODES: dict[str, dict[str, tuple[Action, ...]]] = {
    "read": {
        "moving": (
            _action("right", "word-on", "woord verder", "word on"),
            _action("left", "word-back", "woord terug", "word back"),
            _action("down", "line-on", "regel verder", "line on"),
            _action("up", "line-back", "regel terug", "line back"),
            _action(".", "sentence-on", "zin verder", "sentence on"),
            _action(",", "sentence-back", "zin terug", "sentence back"),
            _action("J", "turn-on", "beurt verder", "turn on"),
            _action("K", "turn-back", "beurt terug", "turn back"),
            _action("pagedown space", "page-on", "scherm verder", "page on"),
            _action("pageup", "page-back", "scherm terug", "page back"),
            _action("home", "start", "begin van het transcript", "start of the transcript"),
            _action("end", "end", "eind van het transcript", "end of the transcript"),
            _action("g", "goto", "naar beurt …", "go to turn …"),
            _action("e", "coded-on", "volgende gecodeerde beurt", "next coded turn"),
            _action("E", "coded-back", "vorige gecodeerde beurt", "previous coded turn"),
            _action("o", "uncoded-on", "volgende ongecodeerde beurt", "next uncoded turn"),
            _action("O", "uncoded-back", "vorige ongecodeerde beurt", "previous uncoded turn"),
            _action(">", "transcript-on", "volgend transcript", "next transcript"),
            _action("<", "transcript-back", "vorig transcript", "previous transcript"),
            _action("G", "transcript-choose", "ander transcript", "choose a transcript"),
            _action("/", "search", "zoeken", "search", shown=True),
            _action("f", "hit-on", "volgende vindplaats", "next place found"),
            _action("F", "hit-back", "vorige vindplaats", "previous place found"),
        ),
        "selecting": (
            *_GROW,
            _action("t", "grow-turn", "selectie een beurt groter", "grow by a turn"),
            _action("T", "shrink-turn", "selectie een beurt kleiner", "shrink by a turn"),
            _action("escape", "clear", "selectie los", "let go"),
        ),
        "coding": (
            _action("c enter", "code", "code geven", "code", shown=True),
            _action("1 2 3 4 5 6 7 8 9 0", "number", "code met dit nummer", "code with this number"),
            _action("r", "repeat", "zelfde code als net", "same code as before"),
            _action("n", "new-code", "nieuwe code", "new code", shown=True),
            _action("i", "in-vivo", "nieuwe code, deze woorden", "new code, these words"),
            _action("x delete", "withdraw", "codering weg", "take coding away"),
            *_UNDO,
            _action("+", "facilitator", "bevorderend", "facilitator"),
            _action("-", "barrier", "belemmerend", "barrier"),
            _action("=", "mixed", "beide kanten", "both ways"),
            _action("k", "key", "kerncitaat", "key quote"),
            _action("d", "deviant", "afwijkend geval", "deviant case"),
            _action("a", "note", "aantekening bij de codering", "note on the coding"),
            _action("V", "revised", "beslissen over verbeterde woorden", "decide on words that were corrected"),
            _action("z", "next-coding", "andere codering hier", "other coding here"),
        ),
        "study": (
            _action("j", "judge", "suggesties", "suggestions", shown=True),
            _action("tab", "tree", "codeboek", "codebook", shown=True),
            _action("l", "only", "alleen deze code tonen", "show only this code"),
            _action("R", "reread", "herlezen voor een code", "re-read for a code"),
            _action("p", "done", "gelezen", "read"),
            _action("v", "asked", "vraag gesteld", "question asked"),
            _action("m", "memo", "memo", "memo", shown=True),
            _action("M", "memos", "alle memo's", "all memos"),
            _action("b", "board", "thema's", "themes", shown=True),
            _HELP,
            _action("q ctrl+q", "quit", "stoppen", "quit", shown=True),
        ),
    },
    "judge": {
        "judging": (
            _action("a enter", "accept", "ja", "accept", shown=True),
            _action("t", "accept-turn", "ja, hele beurt", "accept the turn", shown=True),
            _action("r", "reject", "nee", "reject", shown=True),
            _action("R", "reject-because", "nee, met reden", "reject, with a reason"),
            _action("c", "change", "andere code", "other code", shown=True),
            _action("n", "accept-note", "ja, met aantekening", "accept with a note"),
            _action("right down space", "skip", "overslaan", "skip", shown=True),
            _action("left up", "back", "terug", "back"),
            _action("A", "accept-all", "ja op alles van dit trefwoord", "accept all of this keyword"),
            _action("l", "filter", "kiezen welke", "choose which", shown=True),
        ),
        "selecting": _GROW,
        "study": (
            *_UNDO,
            _action("escape j", "read", "lezen", "read on", shown=True),
            _HELP,
            _action("q ctrl+q", "quit", "stoppen", "quit"),
        ),
    },
    "tree": {
        "study": (
            _action("down", "next", "volgende", "next"),
            _action("up", "previous", "vorige", "previous"),
            _action("pagedown space", "more", "omschrijving verder", "more of the description"),
            _action("pageup", "less", "omschrijving terug", "back in the description"),
            _action("enter", "apply", "deze code geven", "apply this code", shown=True),
            _action("l", "only", "alleen deze tonen", "show only this one", shown=True),
            _action("R", "reread", "herlezen", "re-read", shown=True),
            _action("m", "memo", "memo", "memo", shown=True),
            _action("escape tab", "read", "lezen", "read on", shown=True),
            _HELP,
            _action("q ctrl+q", "quit", "stoppen", "quit"),
        ),
    },
    "board": {
        "moving": (
            _action("down", "next", "volgende", "next"),
            _action("up", "previous", "vorige", "previous"),
            _action("tab left right", "side", "codes ↔ thema's", "codes ↔ themes", shown=True),
        ),
        "themes": (
            _action("1 2 3 4 5 6 7 8 9", "put", "in of uit dit thema", "in or out of this theme", shown=True),
            _action("v", "put-choose", "in of uit thema …", "in or out of theme …"),
            _action("n", "add", "nieuw thema", "new theme", shown=True),
            _action("e", "rename", "andere naam", "rename"),
            _action("s", "statement", "kernboodschap", "statement"),
            _action("g", "boundary", "grens", "boundary"),
            _action("t", "status", "stand", "status"),
            _action("+", "merge", "samenvoegen met …", "merge into …"),
            _action("-", "split", "splitsen", "split"),
            _action("d", "drop", "opheffen", "drop"),
            _action("enter f", "fragments", "fragmenten lezen", "read fragments", shown=True),
            _action("w", "because", "reden bij de volgende wijziging", "reason for the next change"),
            _action("m", "memo", "memo", "memo"),
            _action("S", "set", "andere set", "other set"),
        ),
        "study": (*_UNDO, _HELP, _action("escape b q", "read", "lezen", "read on", shown=True)),
    },
    "fragments": {
        "themes": (
            _action("down right space", "next", "volgende", "next", shown=True),
            _action("up left", "previous", "vorige", "previous"),
            _action("y", "fits", "past", "fits", shown=True),
            _action("d", "doubt", "twijfel", "in doubt", shown=True),
            _action("n", "fits-not", "past niet", "does not fit", shown=True),
            _action("c", "recode", "andere code", "other code", shown=True),
            _action("k", "key", "kerncitaat", "key quote"),
            _action("w", "because", "reden bij de volgende wijziging", "reason for the next change"),
        ),
        "study": (*_UNDO, _HELP, _action("escape q", "read", "terug", "back", shown=True)),
    },
}  # fmt: skip


# Of reading, what needs no screen, for the plain prompt; a line there is a sentence, and a screenful a turn.
SPOKEN = {"line-on": "sentence-on", "line-back": "sentence-back", "page-on": "turn-on", "page-back": "turn-back"}
_SCREEN = {
    "transcript-choose", "number", "only", "reread", "revised", "tree", "memo", "memos", "board", *SPOKEN,
}  # fmt: skip
READING = tuple(action for group in MODES["read"].values() for action in group if action.name not in _SCREEN)


def actions(mode: str) -> tuple[Action, ...]:
    return tuple(action for group in MODES[mode].values() for action in group)


@cache
def _names() -> frozenset[str]:
    return frozenset(action.name for mode in MODES for action in actions(mode))


def keymap(mode: str, own: Mapping[str, str] | None = None) -> dict[str, str]:
    """key -> name of the action. `own`: the user's keys (action -> keys with spaces between), which go before ours."""
    own = own or {}
    for name in own:
        if name not in _names():
            raise unknown("thing.action_of_the_desk", name, _names())
    found = {key: action.name for action in actions(mode) if action.name not in own for key in action.keys}
    for action in actions(mode):
        for key in own.get(action.name, "").split():
            found[key] = action.name
    lost = {action.name for action in actions(mode)} - set(found.values())
    if lost:
        raise QualcodeError("error.keys_lost", lost=", ".join(sorted(lost)))
    return found


def bound(mode: str, own: Mapping[str, str] | None = None) -> dict[str, tuple[Action, ...]]:
    """The groups of a mode with the keys that each action has now."""
    keys: dict[str, list[str]] = {}
    for key, name in keymap(mode, own).items():
        keys.setdefault(name, []).append(key)
    return {
        group: tuple(Action(tuple(keys[one.name]), one.name, one.nl, one.en, one.shown) for one in several)
        for group, several in MODES[mode].items()
    }
