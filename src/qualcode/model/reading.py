"""Which codes a transcript was read for: those offered at `done`, by the ids of today, and what became of split ones."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from qualcode.model.codebook import Codebook
from qualcode.model.coding import READING, Coding, Codings, ReadPass
from qualcode.model.columns import Sort
from qualcode.model.transcript import Transcript


@dataclass(frozen=True)
class Waiting:
    """A coding that waits to be coded anew, why, and the codes it may get."""

    coding: Coding
    transcript: Transcript
    reason: str
    choices: tuple[str, ...] = ()


def waits(coding: Coding | Sort, codebook: Codebook) -> str:
    """Why a coding waits to be coded anew: its code was `split`, or it was `requeued`; "" where it does not."""
    code = codebook.by_id.get(codebook.current.get(coding.code, ""))
    if code and code.split_into and coding.confirmed != code.looked_at:
        return "split"
    return "requeued" if code and coding.requeued else ""


def codes_offered(said: Sequence[Codings], codebook: Codebook) -> dict[str, set[str]]:
    """Pass -> the codes that were offered in it, of one transcript; `said`: what each coder that counts says of it."""
    applied = (one for codings in said for one in codings.applied)
    return offered(applied, (one for codings in said for one in codings.done), codebook)


def offered(applied: Iterable[Coding | Sort], done: Iterable[ReadPass], codebook: Codebook) -> dict[str, set[str]]:
    """The same from codings, or all sorts of them, and readings of one transcript.

    Who read for a code that was split has read for what it became, once none of its codings waits: until then any of
    the new codes may still get one of them.
    """
    waiting = {codebook.current[one.code] for one in applied if waits(one, codebook)}
    found: dict[str, set[str]] = {}
    for record in done:
        found.setdefault(record.reading, set()).update(
            below for code in record.codes for below in _became(codebook.current.get(code, code), codebook, waiting)
        )
    return found


def _became(code: str, codebook: Codebook, waiting: set[str]) -> Iterable[str]:
    """The code, and those it was split into, and those again."""
    found = [code]
    for name in found:
        parts = codebook.by_id[name].split_into if name in codebook.by_id and name not in waiting else ()
        found += [now for part in parts if (now := codebook.current.get(part, part)) not in found]
    return found


def codes_read(applied: Iterable[Coding | Sort], done: Iterable[ReadPass], codebook: Codebook) -> frozenset[str]:
    """The codes that one transcript was read in full for."""
    return read_of(offered(applied, done, codebook))


def read_of(passes: Mapping[str, set[str]]) -> frozenset[str]:
    """Of the codes offered in each pass those of the passes that read the whole text."""
    return frozenset(code for name, codes in passes.items() if name in READING for code in codes)
