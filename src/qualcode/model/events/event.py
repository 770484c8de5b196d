"""How we know: the events of a journal, a frozen class for each kind, and how each stands in a line of it.

An `Event` is who recorded something, when, and where in the order; `what` it says is one of the classes below. In a line a
field that was not given is left out. What a newer program wrote is carried along: a key that is not known here in `more`,
an event of an unknown kind as `Foreign`; neither counts for anything.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, dataclass, fields
from typing import Any, NamedTuple, NoReturn, Self

from qualcode.errors import Invalid
from qualcode.model.coding import APPROVALS, FITS, PASSES, VALENCES
from qualcode.model.span import Span

VERSION = 1
MARKS = (
    "key", "deviant", "valence", "note", "fit", "printed", "approval", "approved_form", "confirmed", "requeued",
)  # fmt: skip
_HEAD = ("v", "event", "id", "seq", "at", "coder", "transcript")
_HEAD_KEYS = frozenset(_HEAD)
_KEYS = {"definition": "def", "reading": "pass", "marks": "set"}  # field -> its key, where that is another word


@dataclass(frozen=True, kw_only=True)
class What:
    """What an event says. The fields of a kind stand in a line in their order, these two after them."""

    restores: str = ""  # the id of the event that this one is a copy of
    more: tuple[tuple[str, Any], ...] = ()

    def check(self) -> None:
        """Raise ValueError where the fields do not go together."""

    def __post_init__(self) -> None:
        self.check()

    @property
    def kind(self) -> str:
        return _NAMES[type(self)]

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> Self:
        """Raises ValueError, without the words of the line."""
        shape = _shape(cls)
        if not raw.keys() >= shape.needed:
            raise Invalid("fault.event_kind")
        made = object.__new__(cls)
        values = vars(
            made
        )  # what is not in the line stays the class's default: __init__ takes twice the time of all this
        known = shape.read
        for key, value in raw.items():
            if key in _HEAD_KEYS:
                continue
            if key in known:
                name, wanted, read = known[key]
                values[name] = value if type(value) is wanted else read(value)
            else:
                values["more"] = (*made.more, (key, value))
        made.check()
        return made

    def to_json(self) -> dict[str, Any]:
        """The keys of a line beside the common ones."""
        written = {}
        for key, name, default in _shape(type(self)).written:
            value = getattr(self, name)
            if value != default:
                written[key] = list(value) if isinstance(value, tuple) else value
        copied = {"restores": self.restores} if self.restores else {}
        return written | dict(self.more) | copied


class OnWords(What):
    """An event about a stretch of a text. Each class has these fields itself, in the order of its line."""

    sha: str
    start: int
    end: int

    def check(self) -> None:
        if not 0 <= self.start < self.end:
            raise Invalid("fault.event_span")

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


@dataclass(frozen=True, kw_only=True)
class CodeApplied(OnWords):
    """A code was applied to a span of the text that `sha` names (none in old journals)."""

    sha: str = ""
    start: int
    end: int
    quote: str
    before: str | None = None  # the text on either side, to find the place again
    after: str | None = None
    code: str
    definition: str = ""  # hash of the definition it was made under
    words: int | None = None
    origin: str = ""  # hand | suggestion | import; "" in old journals: hand
    keyword: str = ""  # of a suggestion: what was found, in which layer, by which analyser
    layer: str = ""
    analyser: str = ""
    sheet: str = ""  # of a row of a sheet: where it was decided, and what
    row: str = ""
    decision: str = ""
    judged: str = ""  # bulk: not one by one
    note: str = ""
    because: str = ""
    valence: str = ""
    recoded: str = ""  # the id of the coding whose place it took


@dataclass(frozen=True, kw_only=True)
class SuggestionRejected(OnWords):
    """A proposed segment was refused; `changed_to`: the code that was applied instead."""

    sha: str = ""
    start: int
    end: int
    code: str
    because: str = ""
    changed_to: str = ""
    judged: str = ""
    keyword: str = ""
    layer: str = ""
    analyser: str = ""
    sheet: str = ""
    row: str = ""
    decision: str = ""


@dataclass(frozen=True, kw_only=True)
class RowDecided(What):
    """A row of a sheet was decided, and that changed nothing."""

    sheet: str
    row: str
    decision: str


@dataclass(frozen=True, kw_only=True)
class EventsWithdrawn(What):
    of: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class CodingsMarked(What):
    """Marks were set on codings: any of MARKS; others are a newer program's."""

    of: tuple[str, ...]
    marks: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class CodingsMoved(OnWords):
    """Codings, or questions asked, are about these words now: a person said so when the text was revised."""

    of: tuple[str, ...]
    sha: str = ""
    start: int
    end: int
    quote: str = ""
    before: str | None = None
    after: str | None = None


@dataclass(frozen=True, kw_only=True)
class TranscriptRead(What):
    """A transcript was read in a pass (one of PASSES), with these codes offered."""

    sha: str = ""
    reading: str
    codes: tuple[str, ...]

    def check(self) -> None:
        if self.reading not in PASSES:
            raise Invalid("fault.event_pass")


@dataclass(frozen=True, kw_only=True)
class SubjectAsked(OnWords):
    """A topic, or the interview question of a code, was asked here."""

    sha: str = ""
    subject: str
    start: int
    end: int


@dataclass(frozen=True, kw_only=True)
class Foreign(What):
    """An event of a kind that only a newer program knows."""

    named: str

    @property
    def kind(self) -> str:
        return self.named


KINDS: Mapping[str, type[What]] = {
    "apply": CodeApplied,
    "withdraw": EventsWithdrawn,
    "reject": SuggestionRejected,
    "mark": CodingsMarked,
    "done": TranscriptRead,
    "asked": SubjectAsked,
    "move": CodingsMoved,
    "decided": RowDecided,
}
_NAMES = {kind: name for name, kind in KINDS.items()}


class Event(NamedTuple):
    """One line of a journal."""

    id: str
    seq: int
    at: str
    coder: str
    transcript: str
    what: What

    def to_json(self) -> dict[str, Any]:
        head = (VERSION, self.what.kind, self.id, self.seq, self.at, self.coder, self.transcript)
        return dict(zip(_HEAD, head, strict=True)) | self.what.to_json()


class NewEvent(NamedTuple):
    """What will be written; its number and moment come then, and its id where it has none of its own yet."""

    what: What
    id: str = ""


def event_from_json(raw: object) -> Event:
    """The event of one journal line. Raises ValueError for anything else, without repeating its words."""
    if not isinstance(raw, dict) or not raw.keys() >= _HEAD_KEYS:
        raise Invalid("fault.no_event")
    if raw["v"] != VERSION:
        raise Invalid("fault.event_newer")
    kind = raw["event"]
    head = (kind, raw["id"], raw["at"], raw["coder"], raw["transcript"])
    if type(raw["seq"]) is not int or {*map(type, head)} != {str}:
        raise Invalid("fault.event_type")
    known = KINDS.get(kind)
    if known:
        what = known.from_json(raw)
    else:
        what = Foreign(named=kind, more=tuple((key, value) for key, value in raw.items() if key not in _HEAD_KEYS))
    return Event(raw["id"], raw["seq"], raw["at"], raw["coder"], raw["transcript"], what)


def in_order(events: Iterable[Event]) -> list[Event]:
    """Events in the order in which they hold: by (seq, at, id)."""
    return sorted(events, key=lambda event: (event.seq, event.at, event.id))


def withdrawn(events: Iterable[Event]) -> set[str]:
    """The ids of the events that were withdrawn."""
    return {name for event in events if isinstance(event.what, EventsWithdrawn) for name in event.what.of}


_SHAPES: dict[type, "_Shape"] = {}


class _Shape(NamedTuple):
    """How a kind is read and written."""

    read: Mapping[
        str, tuple[str, type | None, Callable[[Any], Any]]
    ]  # key -> field, a type that is right, how others are read
    needed: frozenset[str]  # keys
    written: tuple[tuple[str, str, object], ...]  # key, field, the value with which it is left out


def _shape(kind: type[What]) -> _Shape:
    if kind not in _SHAPES:
        _SHAPES[kind] = _shape_of(kind)
    return _SHAPES[kind]


def _shape_of(kind: type[What]) -> _Shape:
    found = [one for one in fields(kind) if one.name not in ("more", "named")]
    keys = {one.name: _KEYS.get(one.name, one.name) for one in found}
    return _Shape(
        {keys[one.name]: (one.name, *_READERS[one.type]) for one in found},
        frozenset(keys[one.name] for one in found if one.default is MISSING),
        tuple((keys[one.name], one.name, one.default) for one in found if one.name != "restores"),
    )


def _refused(value: object) -> NoReturn:
    raise Invalid("fault.event_type")


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(type(item) is str for item in value):
        raise Invalid("fault.event_type")
    return tuple(value)


def _marks(value: object) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise Invalid("fault.event_type")
    check_marks({name: mark for name, mark in value.items() if name in MARKS})
    return value


_READERS: Mapping[Any, tuple[type | None, Callable[[object], Any]]] = {
    str: (str, _refused),
    str | None: (str, _refused),
    int: (int, _refused),
    int | None: (int, _refused),
    tuple[str, ...]: (None, _texts),
    Mapping[str, Any]: (None, _marks),
}


def check_marks(marks: Mapping[str, Any]) -> None:
    """Raise ValueError where a mark is unknown or has a value it cannot have."""
    if any(name not in MARKS for name in marks):
        raise Invalid("fault.mark_unknown")
    allowed: dict[str, tuple[object, ...]] = {
        "key": (True, False),
        "deviant": (True, False),
        "requeued": (True, False),
        "valence": ("", *VALENCES),
        "approval": ("", *APPROVALS),
    }
    for name, value in marks.items():
        if name in allowed and value not in allowed[name]:
            raise Invalid("fault.mark_value", name=name)
        if name in ("note", "printed", "confirmed", "approved_form") and not isinstance(value, str):
            raise Invalid("fault.mark_value", name=name)
        if name == "fit" and not _is_fit(value):
            raise Invalid("fault.mark_fit")


def _is_fit(value: object) -> bool:
    return isinstance(value, Mapping) and all(isinstance(theme, str) and fit in FITS for theme, fit in value.items())
