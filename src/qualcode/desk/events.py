"""What the core gives back: acts for the disk, and questions, messages and places for the screen."""

from typing import Any, NamedTuple

from qualcode.model.coding import Coding
from qualcode.model.events.revised import Touched
from qualcode.model.span import Span
from qualcode.model.suggestion import Suggestion
from qualcode.model.transcript import Turn
from qualcode.text import Say


class Apply(NamedTuple):
    code: str
    span: Span


class Withdraw(NamedTuple):
    coding: Coding


class Mark(NamedTuple):
    coding: Coding
    name: str
    value: Any


class Decide(NamedTuple):
    """A suggestion accepted on `span` (its own, or as the coder changed it), changed to `code`, or rejected."""

    suggestion: Suggestion
    verdict: str  # accept | change | reject
    span: Span
    code: str = ""
    reason: str = ""
    note: str = ""


class DecideAll(NamedTuple):
    """Every open suggestion of one keyword accepted unseen."""

    suggestions: tuple[Suggestion, ...]
    reason: str


class NewCode(NamedTuple):
    """An inductive code; `parked`: below the code that collects what has no place yet. `span` is coded with it."""

    name: str
    definition: str
    parent: str
    parked: bool
    span: Span
    restores: str = ""  # done again: the id of the coding that it made first


class ReadFor(NamedTuple):
    """This transcript was read in full for these codes."""

    codes: tuple[str, ...]


class AskedIn(NamedTuple):
    """A topic, or a code's interview question, was asked in this turn."""

    subject: str
    turn: Turn


class Revised(NamedTuple):
    """What was coded, or asked, in words that were corrected since is about these now; None: it is withdrawn."""

    one: Touched
    place: Span | None


class EditThemes(NamedTuple):
    """An edit of the themes, by the name of its function in `model.theme_edits`, with its arguments.

    `add` takes a name and a set.
    """

    what: str
    arguments: tuple[Any, ...]
    because: str = ""
    out: bool = False


class Fit(NamedTuple):
    """Whether a coding fits a theme (one of FITS)."""

    coding: Coding
    theme: str
    verdict: str
    because: str = ""


class Recode(NamedTuple):
    """Another code on the same fragment."""

    coding: Coding
    code: str


class Undo(NamedTuple):
    pass


class Redo(NamedTuple):
    pass


Act = (
    Apply
    | Withdraw
    | Mark
    | Decide
    | DecideAll
    | NewCode
    | ReadFor
    | AskedIn
    | Revised
    | EditThemes
    | Fit
    | Recode
    | Undo
    | Redo
)


class Ask(NamedTuple):
    """The screen must ask for something, and call the action again with the answer."""

    what: str
    action: str
    given: str = ""


class Go(NamedTuple):
    """To another transcript, `by` so many further or the one named; at a position, if one is given."""

    by: int = 0
    transcript: str = ""
    position: int | None = None


class Open(NamedTuple):
    """Another part of the screen."""

    what: str


Event = Act | Ask | Say | Go | Open


def decided_by(act: Act) -> frozenset[str]:
    """The ids of the suggestions that an act decides."""
    if isinstance(act, Decide):
        return frozenset({act.suggestion.id})
    return frozenset(one.id for one in act.suggestions) if isinstance(act, DecideAll) else frozenset()
