"""Comments in the margin of a file that is imported: which words of the transcript they are about, and memos of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from qualcode.formats.transcripts.canonical import Built
from qualcode.formats.transcripts.draft import Remark
from qualcode.model.memo import Memo
from qualcode.model.names import short_slug
from qualcode.model.project import Project
from qualcode.model.span import Span, collapsed
from qualcode.model.versions import Revision
from qualcode.store.lines import now

WAYS = ("drop", "memo")
_QUOTED = 200  # characters of the words that a memo is about


@dataclass(frozen=True)
class Placed:
    """A comment, the turn that it is about and its words; no turn where it stands on a label, a time or a heading alone."""

    remark: Remark
    turn: int | None
    words: str


def placed(remarks: Sequence[Remark], built: Built) -> list[Placed]:
    """The comments of a draft where they are in the transcript that was built of it."""
    return [_placed(one, built) for one in remarks]


def _placed(remark: Remark, built: Built) -> Placed:
    read = built.transcript
    at_a_point = remark.start == remark.end  # it is about what stands before it
    span = Span(max(remark.start - at_a_point, 0), remark.end)
    found = Revision("", "", built.kept).carry(span) if span else None
    turn = next((turn for turn in read.turns if found and turn.span.overlaps(found)), None)
    if turn is None or found is None:
        return Placed(remark, None, "")
    words = "" if at_a_point else collapsed(found.of(read.text))
    return Placed(remark, turn.number, words if len(words) <= _QUOTED else words[:_QUOTED].rpartition(" ")[0] + " …")


def memos_of(found: Sequence[Placed], transcript: str, coder: str, before: int) -> list[Memo]:
    """A memo about the transcript for each comment: its words, who wrote it, and the words that it is about.

    `before`: how many turns the transcript had before the file that the comments stand in.
    """
    name = short_slug(f"note-transcript-{transcript}", 60)
    memo = Memo(name, (f"transcript:{transcript}",), "note", coder, now(), "")
    return [replace(memo, name=f"{name}-comment-{n}", text=_text(one, before)) for n, one in enumerate(found, 1)]


def new_memos(project: Project, memos: Sequence[Memo]) -> list[Memo]:
    """Those of which the study does not have the words yet: a corrected file may come with the comments of the one before."""
    known = {(memo.about, memo.text.strip()) for memo in project.memos}
    return [memo for memo in memos if (memo.about, memo.text.strip()) not in known]


def _text(one: Placed, before: int) -> str:
    turn = f"[{one.turn + before}]" if one.turn else ""
    about = f"{turn} “{one.words}”\n\n" if one.words else f"{turn}\n\n" if turn else ""
    return about + one.remark.text + (f"\n\n— {one.remark.author}" if one.remark.author else "")
