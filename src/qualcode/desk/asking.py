"""What a face can be asked to ask a person, as data: a line, one of a list, several of it, yes or no."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from qualcode.desk.picking import Choice
from qualcode.text import Sayable, Words

if TYPE_CHECKING:
    from qualcode.desk.board import Board
    from qualcode.desk.desk import Desk
    from qualcode.desk.session import Session
    from qualcode.desk.sitting import Sitting


@dataclass(frozen=True)
class Line:
    """One line of text, `given` to begin with. `changed` is told of every letter, where a face has them."""

    title: str
    given: str = ""
    note: str = ""
    changed: Callable[[str], None] | None = None


@dataclass(frozen=True)
class Pick:
    """One of a list, by part of its name or its number; the answer is its id. `about`: id -> what is said of it."""

    title: str
    choices: Sequence[Choice]
    recent: Sequence[str] = ()
    given: str = ""
    none: str = ""
    about: Callable[[str], str] | None = None


@dataclass(frozen=True)
class Several:
    """Any number of a list of (name, value, whether it is chosen now); the answer is their values."""

    title: str
    choices: Sequence[tuple[str, Any, bool]]
    keys: str


@dataclass(frozen=True)
class Confirm:
    """Yes or no. `keys`: the line that tells how."""

    title: str
    keys: str


Question = Line | Pick | Several | Confirm


class Asker(Protocol):
    """What asks, whatever it looks like. The answer to a question is None where it was left."""

    sitting: "Sitting"

    @property
    def desk(self) -> "Desk": ...
    @property
    def session(self) -> "Session": ...
    @property
    def words(self) -> Words: ...
    async def asked(self, question: Question) -> Any: ...
    def fault(self, what: Sayable) -> None: ...
    def search_typed(self, query: str) -> None: ...


class BoardAsker(Asker, Protocol):
    """What asks at the board of themes too."""

    @property
    def board(self) -> "Board": ...
