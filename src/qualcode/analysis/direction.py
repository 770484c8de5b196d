"""Which way a coding points: with its code, against it, and in which list of factors it counts (rule 7)."""

from collections.abc import Callable

from qualcode.model.codebook import Code, Codebook
from qualcode.model.coding import Coding
from qualcode.model.columns import Sort

LISTS = ("barrier", "facilitator", "mixed", "other")
OPPOSITE = {"barrier": "facilitator", "facilitator": "barrier"}  # neutral, strategy and mixed are never against


def valence(own: str, code: Code) -> str:
    """A coding's own valence, else its code's kind where that is one."""
    return own or (code.kind if code.kind in OPPOSITE else "")


def is_opposite(coding: Coding | Sort, codebook: Codebook) -> bool:
    """Whether it is of the valence that is the opposite of its code's kind."""
    code = codebook.by_id.get(codebook.current.get(coding.code, ""))
    return code is not None and OPPOSITE.get(code.kind) == coding.valence


def is_mention(coding: Coding | Sort, codebook: Codebook) -> bool:
    """Whether it says what its code says: neither marked as deviant, nor of the opposite valence."""
    return not coding.deviant and not is_opposite(coding, codebook)


def list_of(coding: Coding | Sort, codebook: Codebook) -> str:
    """The list of factors that it counts in, "" for none: its code's kind; of a code of neither kind its own valence.

    A strategy is no factor, and what speaks against its code is none either.
    """
    code = codebook.by_id.get(codebook.current.get(coding.code, ""))
    if code is None or code.kind == "strategy" or not is_mention(coding, codebook):
        return ""
    return code.kind if code.kind in OPPOSITE else coding.valence or "other"


def only(name: str, codebook: Codebook) -> Callable[[Coding | Sort], bool]:
    """The codings to count: the `mention`s, or those of one of the LISTS."""
    if name == "mention":
        return lambda coding: is_mention(coding, codebook)
    return lambda coding: list_of(coding, codebook) == name
