"""Who says that which code applies where, as it stands now; what the journal's events add up to."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from qualcode.model.fingerprints import form_hash
from qualcode.model.span import Span, merge

VALENCES = ("barrier", "facilitator", "mixed")
APPROVALS = ("asked", "approved", "refused")
FITS = ("yes", "doubt", "no")  # whether a coding fits a theme
PASSES = ("whole", "selective", "keyword")
READING = frozenset({"whole", "selective"})  # the passes in which the whole transcript was read


class Coding(NamedTuple):
    """A coding in force."""

    id: str
    coder: str
    transcript: str
    code: str  # the id at the time; `Codebook.current` knows today's
    span: Span
    quote: str
    at: str
    seq: int = 0
    definition: str = ""  # hash of the definition it was made under
    origin: str = "hand"  # hand | suggestion | import
    bulk: bool = False
    valence: str = ""
    key: bool = False
    deviant: bool = False
    note: str = ""
    printed: str = ""  # the form to print, "" = the quote as spoken
    approval: str = ""  # as marked; `standing_approval` is what it is worth now
    approved_form: str = ""  # hash of the printed form that it is about
    confirmed: str = ""  # hash of a later definition that it was held against, and stands under
    requeued: bool = False  # it waits to be coded anew
    fit: tuple[tuple[str, str], ...] = ()  # (theme, one of FITS)
    recoded: str = ""  # how the coding was made whose place it took: hand, suggestion, bulk (a suggestion, not judged alone) or import
    was: tuple[str, ...] = ()  # ids it had before it was taken away and that undone, or before it was recoded

    @property
    def under(self) -> str:
        """The definition that it was made, or last confirmed, under, by its hash; "" where that is not known."""
        return self.confirmed.partition(":")[0] or self.definition

    @property
    def form(self) -> str:
        """What is printed."""
        return self.printed or self.quote

    @property
    def standing_approval(self) -> str:
        """The approval; none when another form is printed now than was asked about. A refusal stands whatever is printed."""
        if not self.approval or self.approval == "refused" or not self.approved_form:
            return self.approval
        return self.approval if self.approved_form == form_hash(self.form) else ""


def refused_spans(codings: Iterable[Coding]) -> tuple[Span, ...]:
    """The stretches of text whose printing was refused."""
    return tuple(merge(coding.span for coding in codings if coding.approval == "refused"))


@dataclass(frozen=True, slots=True)
class Rejection:
    """A suggestion this coder rejected."""

    id: str
    coder: str
    transcript: str
    code: str
    span: Span
    because: str = ""
    bulk: bool = False
    changed_to: str = ""  # the code that was applied instead


@dataclass(frozen=True, slots=True)
class ReadPass:
    """This coder has read this transcript, with these codes offered."""

    id: str
    coder: str
    transcript: str
    reading: str  # whole | selective | keyword
    codes: tuple[str, ...]
    at: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A topic, or a code's interview question, was asked in this turn."""

    id: str
    coder: str
    transcript: str
    subject: str  # topic or code id
    span: Span


class Adrift(NamedTuple):
    """An event that does not stand on the text, and why.

    Of another `text`, outside it (`span`), of other words (`quote`); or its words were `revised`, and nobody said yet what
    becomes of it.
    """

    id: str
    kind: str
    why: str


@dataclass(frozen=True)
class Codings:
    """What one journal says, all events folded."""

    applied: tuple[Coding, ...] = ()
    rejected: tuple[Rejection, ...] = ()
    done: tuple[ReadPass, ...] = ()
    asked: tuple[Asked, ...] = ()
    unread: int = 0  # lines of the journal that are no events; `check` names them
    carried: bool = False  # some of its events were made on another text than the one that is there
    adrift: tuple[Adrift, ...] = ()  # events that do not stand on the text as it is; they count for nothing
    withheld: tuple[Span, ...] = ()  # what is left of words whose printing was refused, of codings that are adrift
    lapsed: tuple[
        Adrift, ...
    ] = ()  # what a revision ended: rejections of words that changed, readings of a text now too new

    @property
    def to_read_again(self) -> bool:
        """Whether it was read once, in a text of which too much is new by now."""
        return not self.done and any(one.kind == "done" for one in self.lapsed)

    @property
    def waiting(self) -> tuple[str, ...]:
        """The ids of what waits since the text was revised."""
        return tuple(one.id for one in self.adrift if one.why == "revised")
