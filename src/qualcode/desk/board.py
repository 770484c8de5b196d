"""Building themes without a screen: the board of codes and themes, and the fragments of one theme.

As with a session, `step` takes a state, an action and an answer, and gives a state and events.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from qualcode.desk.events import Ask, EditThemes, Event, Fit, Mark, Open, Recode, Redo, Undo
from qualcode.model.codebook import STATUSES, Codebook, Theme
from qualcode.model.coding import Coding
from qualcode.text import Say


@dataclass(frozen=True)
class Board:
    """The codes on one side, the themes of one set on the other; one row is lit on each."""

    codebook: Codebook
    set: str = ""
    side: str = "codes"  # codes | themes
    code: str = ""
    theme: str = ""
    because: str = ""  # the reason that goes with the next edit

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(code.id for code in self.codebook.offered())

    @property
    def themes(self) -> tuple[Theme, ...]:
        return self.codebook.themes_in(self.set)

    @property
    def lit(self) -> Theme | None:
        return next((theme for theme in self.themes if theme.id == self.theme), None)

    def numbers_of(self, code: str) -> tuple[int, ...]:
        """The numbers of the themes that a code is in, of itself or through a code above it."""
        return tuple(
            number for number, theme in enumerate(self.themes, 1) if code in self.codebook.theme_members(theme)
        )


class BoardStep(NamedTuple):
    board: Board
    events: tuple[Event, ...] = ()


def opened(codebook: Codebook, set_: str) -> Board:
    return refreshed(Board(codebook, set_), codebook)


def refreshed(board: Board, codebook: Codebook) -> Board:
    """The board with the codebook that stands now; what is lit stays lit where it still is."""
    board = replace(board, codebook=codebook)
    themes = [theme.id for theme in board.themes]
    theme = codebook.current_theme.get(board.theme, "")
    code = codebook.current.get(board.code, "")
    return replace(
        board,
        theme=theme if theme in themes else themes[0] if themes else "",
        code=code if code in board.codes else board.codes[0] if board.codes else "",
    )


def lighting(board: Board, name: str, side: str = "themes") -> Board:
    """The board with the cursor on a theme, or a code."""
    return replace(board, side=side, code=name) if side == "codes" else replace(board, side=side, theme=name)


def step(board: Board, action: str, answer: Any = None) -> BoardStep:
    """One action, with the answer that it asked for. A reason goes with one edit."""
    made = _BOARD[action](board, answer)
    edited = any(isinstance(event, EditThemes) for event in made.events)
    return made._replace(board=replace(made.board, because="")) if edited else made


def _beside(names: tuple[str, ...], name: str, by: int) -> str:
    if not names:
        return ""
    return names[max(0, min(names.index(name) + by, len(names) - 1))] if name in names else names[0]


def _move(by: int) -> Callable[[Board, Any], BoardStep]:
    def move(board: Board, _: Any) -> BoardStep:
        if board.side == "codes":
            return BoardStep(replace(board, code=_beside(board.codes, board.code, by)))
        return BoardStep(replace(board, theme=_beside(tuple(one.id for one in board.themes), board.theme, by)))

    return move


def _side(board: Board, _: Any) -> BoardStep:
    return BoardStep(replace(board, side="themes" if board.side == "codes" else "codes"))


def _put(board: Board, answer: Any) -> BoardStep:
    """`answer`: the number of a theme, or its id."""
    themes = {str(number): theme for number, theme in enumerate(board.themes, 1)}
    themes |= {theme.id: theme for theme in board.themes}
    theme = themes.get(str(answer))
    if theme is None:
        return BoardStep(board, (Say.some("desk.no_theme", len(board.themes)),))
    inside = board.code in theme.codes
    if not inside and board.code in board.codebook.theme_members(theme):
        return BoardStep(board, (Say("desk.in_through_parent"),))
    edit = EditThemes("put", ([board.code], theme.id), board.because, out=inside)
    return BoardStep(replace(board, theme=theme.id), (edit,))


def _put_choose(board: Board, answer: Any) -> BoardStep:
    return _put(board, answer) if answer is not None else BoardStep(board, (Ask("theme", "put-choose"),))


def _add(board: Board, answer: Any) -> BoardStep:
    if answer is None:
        return BoardStep(board, (Ask("theme-name", "add"),))
    return BoardStep(board, (EditThemes("add", (str(answer).strip(), board.set), board.because),))


def _on_theme(ask: str, action: str, edit: Callable[[Board, Theme, Any], EditThemes | None]) -> Any:
    """An edit of the theme that is lit, after asking. `ask`: "" where there is nothing to ask."""

    def act(board: Board, answer: Any) -> BoardStep:
        theme = board.lit
        if theme is None:
            return BoardStep(board, (Say("desk.no_theme_lit"),))
        if ask and answer is None:
            given = {"rename": theme.name, "statement": theme.statement, "boundary": theme.boundary}.get(action, "")
            return BoardStep(board, (Ask(ask, action, given),))
        made = edit(board, theme, answer)
        return BoardStep(board, (made,) if made else ())

    return act


def _describe(key: str) -> Callable[[Board, Theme, Any], EditThemes]:
    return lambda board, theme, answer: EditThemes("describe", (theme.id, key, str(answer).strip()), board.because)


def _status(board: Board, theme: Theme, _: Any) -> EditThemes:
    following = STATUSES[(STATUSES.index(theme.status) + 1) % len(STATUSES)]
    return EditThemes("describe", (theme.id, "status", following), board.because)


def _rename(board: Board, theme: Theme, answer: Any) -> EditThemes | None:
    name = str(answer).strip()
    return EditThemes("rename", (theme.id, name), board.because) if name != theme.name else None


def _merge(board: Board, theme: Theme, answer: Any) -> EditThemes:
    return EditThemes("merge", ([theme.id], str(answer)), board.because)


def _split(board: Board, theme: Theme, answer: Any) -> EditThemes:
    """`answer`: the name of the new theme, and the codes that go there."""
    name, codes = answer
    return EditThemes("split", (theme.id, name, list(codes)), board.because)


def _drop(board: Board, theme: Theme, answer: Any) -> EditThemes | None:
    return EditThemes("drop", (theme.id,), board.because) if answer else None


def _because(board: Board, answer: Any) -> BoardStep:
    if answer is None:
        return BoardStep(board, (Ask("because", "because", board.because),))
    return BoardStep(replace(board, because=str(answer).strip()))


def _set(board: Board, _: Any) -> BoardStep:
    sets = board.codebook.theme_sets
    if len(sets) < 2:
        return BoardStep(board, (Say("desk.one_set"),))
    following = sets[(sets.index(board.set) + 1) % len(sets)] if board.set in sets else sets[0]
    return BoardStep(refreshed(replace(board, set=following), board.codebook))


def _fragments(board: Board, _: Any) -> BoardStep:
    return BoardStep(board, (Open("fragments"),) if board.lit else (Say("desk.no_theme_lit"),))


def _event(event: Event) -> Callable[[Any, Any], Any]:
    return lambda board, _: BoardStep(board, (event,))


_BOARD: dict[str, Callable[[Board, Any], BoardStep]] = {
    "next": _move(1), "previous": _move(-1), "side": _side, "put": _put, "put-choose": _put_choose, "add": _add,
    "rename": _on_theme("theme-rename", "rename", _rename),
    "statement": _on_theme("statement", "statement", _describe("statement")),
    "boundary": _on_theme("boundary", "boundary", _describe("boundary")), "status": _on_theme("", "status", _status),
    "merge": _on_theme("theme-merge", "merge", _merge), "split": _on_theme("theme-split", "split", _split),
    "drop": _on_theme("theme-drop", "drop", _drop), "fragments": _fragments, "because": _because, "set": _set,
    "memo": _event(Open("memo")), "undo": _event(Undo()), "redo": _event(Redo()), "help": _event(Open("help")),
    "read": _event(Open("back")),
}  # fmt: skip


@dataclass(frozen=True)
class Fragments:
    """The codings of one theme, one after another."""

    theme: str
    items: tuple[Coding, ...]
    at: int = 0
    because: str = ""

    @property
    def coding(self) -> Coding | None:
        return self.items[self.at] if self.items else None

    @property
    def verdict(self) -> str:
        """Whether the coding shown fits, as marked; "" where that was not said."""
        return dict(self.coding.fit).get(self.theme, "") if self.coding else ""

    @property
    def judged(self) -> int:
        return sum(1 for one in self.items if self.theme in dict(one.fit))


class FragmentsStep(NamedTuple):
    fragments: Fragments
    events: tuple[Event, ...] = ()


def with_items(fragments: Fragments, items: tuple[Coding, ...]) -> Fragments:
    """The codings that stand now; the one shown stays, or the one that took its place."""
    shown = fragments.coding.id if fragments.coding else ""
    places = [place for place, one in enumerate(items) if one.id == shown]
    at = places[0] if places else max(0, min(fragments.at, len(items) - 1))
    return replace(fragments, items=items, at=at)


def back_to(fragments: Fragments, items: tuple[Coding, ...], coding: Coding) -> Fragments:
    """At the fragment that something was undone of; its coding may have another id now."""
    place = (coding.transcript, coding.span)
    places = [at for at, one in enumerate(items) if (one.transcript, one.span) == place]
    return replace(fragments, items=items, at=places[0] if places else min(fragments.at, max(len(items) - 1, 0)))


def onward(fragments: Fragments, by: int = 1) -> Fragments:
    return replace(fragments, at=max(0, min(fragments.at + by, len(fragments.items) - 1)))


def read_step(fragments: Fragments, action: str, answer: Any = None) -> FragmentsStep:
    """One action at the fragment shown. After a verdict comes the next."""
    coding = fragments.coding
    if action in ("next", "previous"):
        moved = onward(fragments, 1 if action == "next" else -1)
        return FragmentsStep(moved, () if moved != fragments else (Say("desk.no_more"),))
    if action == "because":
        if answer is None:
            return FragmentsStep(fragments, (Ask("because", "because", fragments.because),))
        return FragmentsStep(replace(fragments, because=str(answer).strip()))
    if action in _ELSEWHERE:
        return FragmentsStep(fragments, (_ELSEWHERE[action],))
    if coding is None:
        return FragmentsStep(fragments, (Say("desk.no_fragments"),))
    if action == "recode":
        if answer is None:
            return FragmentsStep(fragments, (Ask("any-code", "recode"),))
        return FragmentsStep(fragments, (Recode(coding, str(answer)),))
    if action == "key":
        return FragmentsStep(fragments, (Mark(coding, "key", not coding.key),))
    fit = Fit(coding, fragments.theme, _FIT[action], fragments.because)
    return FragmentsStep(replace(fragments, because=""), (fit,))


_FIT = {"fits": "yes", "doubt": "doubt", "fits-not": "no"}
_ELSEWHERE: dict[str, Event] = {"undo": Undo(), "redo": Redo(), "help": Open("help"), "read": Open("back")}
