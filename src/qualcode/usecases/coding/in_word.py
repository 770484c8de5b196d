"""Codings by way of Word: a transcript out with codes in the margin or to be coded, and comments on it back as codings."""

import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from qualcode.errors import QualcodeError, did_you_mean
from qualcode.errors import unknown as unknown_name
from qualcode.formats.word_comments import OURS, Comment, CommentedText, read
from qualcode.model.codebook import Codebook
from qualcode.model.controls import CONTROLS
from qualcode.model.handle import Handle, read_intact
from qualcode.model.names import ID_RULE, is_id
from qualcode.model.selection import Filters
from qualcode.model.span import MASK, Span
from qualcode.model.transcript import Transcript, Turn
from qualcode.report.document import Heading, Part
from qualcode.report.tables.codebook import codebook_table
from qualcode.report.tables.coded_transcript import coded_turns, notes_of
from qualcode.store.files import read_bytes, write_bytes
from qualcode.store.transaction import transaction
from qualcode.store.versions import earlier_texts
from qualcode.text import Say
from qualcode.usecases.coding.import_file import CodingRow, write_rows
from qualcode.usecases.output import deliver
from qualcode.usecases.study import Opened, as_known

_AROUND = ":;,.()[]#\"'“”‘’\u200b"  # what people type around a code
_REMARK = 200  # characters of a comment that names no code
_ALIKE = {
    **dict.fromkeys("“”„‟«»", '"'),
    **dict.fromkeys("‘’‚‛", "'"),
    **dict.fromkeys("‐‑–—", "-"),
    "\u00a0": " ",
    "\u202f": " ",
    **dict.fromkeys(map(chr, CONTROLS), "\ufffd"),  # as a Word file shows them, which cannot hold them
}


def export(opened: Opened, filters: Filters, name: str, target: Path, for_coding: bool) -> int:
    """Write the transcript with its codes, or without any to be coded; returns how many codings it shows."""
    if filters.case or filters.where or filters.transcript or filters.kind or filters.round:
        raise QualcodeError("error.written_as_whole")
    view = opened.view(filters)
    handle = opened.project.transcript(name)
    transcript = read_intact(handle)
    text = opened.project.printable(transcript)
    wanted = set(view.codes)
    codings = [
        coding
        for coder in view.coders
        for coding in opened.project.codings_of(coder, handle.id).applied
        if opened.project.codebook.current.get(coding.code) in wanted and not for_coding
    ]
    notes = notes_of(view, codings, opened.project.refused(handle.id))
    if target.suffix.casefold() != ".docx":
        if for_coding:
            raise QualcodeError("error.to_code_as", target=target.name)
        deliver(opened.project.settings, coded_turns(view, transcript, text, notes), [target])
        return len(codings)
    from qualcode.report.renderers.transcript_docx import render

    behind: tuple[Part, ...] = ()
    if for_coding:
        book = codebook_table(_offered(opened), "decuir-gunby", view.words, opened.project.settings.title)
        behind = (Heading(view.words("section.codebook")), *book.report.parts)
    how = view.words("transcript.how") if for_coding else ""
    data = render(transcript, text, notes, behind, view.words, opened.project.changed, handle.text_sha256[:12], how)
    write_bytes(target, data)
    return len(codings)


def _offered(opened: Opened) -> Codebook:
    """The codes that may be applied, each with the id that a comment begins with."""
    book = opened.project.codebook
    return replace(book, codes=tuple(replace(code, name=f"{code.name} [{code.id}]") for code in book.offered()))


@dataclass(frozen=True)
class ReadComments:
    """What came of the comments; `unknown` is what to say of those that name no code; `coders`: author -> coder."""

    new: int
    known: int
    unknown: tuple[Say, ...]
    coders: Mapping[str, str]


def import_comments(
    opened: Opened, file: Path, named: Mapping[str, str], as_coder: str | None, command: str
) -> ReadComments:
    """Each line of a comment whose first word is a code, or that begins with a code's name, becomes a coding of its author.

    `named`: author -> coder, as the user says; `as_coder`: whose they are where the file has one author alone. Who is not
    said is proposed where it can be no other (`_whose`), else nothing is written and the `command` that goes on is told.
    """
    try:
        document = read(read_bytes(file))
    except QualcodeError as error:
        raise QualcodeError("error.in_file", file=file.name, why=error) from None
    transcript = _transcript(opened, document, file.name)
    authors = dict.fromkeys(one.author for one in document.comments if not one.author.endswith(OURS))
    coders = _whose(opened, tuple(authors), named, as_coder, command)
    rows: dict[str, list[CodingRow]] = {coder: [] for coder in coders.values()}
    unknown: list[Say] = []
    for comment in document.comments:
        if comment.author.endswith(OURS):
            continue
        span = _span(transcript, comment)
        if span is None:
            unknown.append(Say("mind.comment_on_nothing"))
            continue
        where = Say("turn_number", n=_turn(transcript, span.start).number)
        found = list(_codes(opened, comment))
        coder = coders[comment.author]
        rows[coder] += [CodingRow(coder, transcript, code, span, note, "") for code, note in found]
        if not found:
            unknown.append(Say("mind.at", place=where, what=_unknown(opened, comment)))
    with transaction(opened.study):
        written = [write_rows(opened, coder, own) for coder, own in rows.items()]
    return ReadComments(sum(one.new for one in written), sum(one.known for one in written), tuple(unknown), coders)


def named_authors(named: Sequence[str]) -> dict[str, str]:
    """--author NAME=CODER, checked; a name may be empty, as Word's may."""
    found = {}
    for one in named:
        name, mark, coder = one.rpartition("=")
        if not mark or not is_id(coder.strip()):
            raise QualcodeError("error.author_is_coder", typed=one, rule=ID_RULE)
        found[name.strip()] = coder.strip()
    return found


def _whose(
    opened: Opened, authors: Sequence[str], named: Mapping[str, str], as_coder: str | None, command: str
) -> dict[str, str]:
    """Author -> coder. A coder's id is never made of a name, and nobody's codings are put with another's unasked.

    One author, and nobody but the study's coder who codes: these are proposed to be the study's coder's, where that one
    has no codings yet. All else is a doubt.
    """
    for name in named:
        if name not in authors:
            raise unknown_name("thing.author_of_comments", name, authors)
    coders = {author: as_known(opened.project, coder) for author, coder in named.items()}
    left = [author for author in authors if author not in coders]
    if len(authors) == 1 and left and as_coder:
        return {left[0]: as_known(opened.project, as_coder)}
    own = opened.project.settings.coder
    coded = any(journal.read().applied for journal in opened.project.journals)
    if len(authors) == 1 and left and own and not coded:
        return {left[0]: own}
    if left:
        who = [repr(author) if author else Say("somebody") for author in left]
        asked = " ".join(f"--author {shlex.quote(author + '=CODER')}" for author in left)
        raise QualcodeError("error.whose_comments", who=who, command=command, authors=asked)
    return coders


def _transcript(opened: Opened, document: CommentedText, file: str) -> Transcript:
    """The transcript that the document holds, unchanged: as it is, or an earlier text of it that is kept."""
    named, known = document.transcript, opened.project.transcripts
    handles = [known[named]] if named in known else list(known.values())
    furthest: tuple[int, Transcript] | None = None
    texts = [text for handle in handles for text in _texts(opened, handle)]
    for transcript in texts:
        alike = _alike(document.text, opened.printable(transcript))
        if alike >= len(transcript.text):
            return transcript
        if furthest is None or alike > furthest[0]:
            furthest = alike, transcript
    if furthest is None or (not named and furthest[0] < 40):
        raise QualcodeError("error.no_transcript_from_here", file=file)
    place, transcript = furthest
    turn = _turn(transcript, min(place, len(transcript.text) - 1)).number
    raise QualcodeError("error.text_changed_in_word", file=file, turn=turn, transcript=transcript.id)


def _texts(opened: Opened, handle: Handle) -> list[Transcript]:
    now = read_intact(handle)
    return [now, *earlier_texts(opened.study, now)]


def _alike(text: str, canonical: str) -> int:
    """How many characters of the canonical text the document begins with; quotation marks, dashes, spaces, blacked out."""
    for at, (one, other) in enumerate(zip(text, canonical, strict=False)):
        if one != other and MASK not in (one, other) and _ALIKE.get(one, one) != _ALIKE.get(other, other):
            return at
    return min(len(text), len(canonical))


def _turn(transcript: Transcript, position: int) -> Turn:
    """The turn of a position: also of its label, which stands before its speech."""
    line = transcript.text.find("\n", position)
    end = line if line >= 0 else len(transcript.text)
    touched = transcript.turns_touched(Span(position, max(end, position + 1)))
    return touched[0] if touched else transcript.turn_at(position)


def _span(transcript: Transcript, comment: Comment) -> Span | None:
    """The words a comment is on, without white space around them and a speaker's label before; at a point, the turn."""
    start, end = comment.start, min(comment.end, len(transcript.text))
    if start >= end:
        return _turn(transcript, start).span if start < len(transcript.text) else None
    words = transcript.text[start:end]
    start, end = start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())
    touched = transcript.turns_touched(Span(start, end)) if start < end else ()
    if touched:
        start = max(start, touched[0].span.start)
    return Span(start, end) if start < end else None


def _codes(opened: Opened, comment: Comment) -> Iterator[tuple[str, str]]:
    """(code, note) of every line that begins with a code; lines that do not are notes of the code before."""
    found: list[tuple[str, list[str]]] = []
    for line in comment.lines:
        code, rest = _code(opened, line)
        if code:
            found.append((code, [rest] if rest else []))
        elif found:
            found[-1][1].append(line)
    for code, notes in found:
        yield code, "\n".join(notes)


def _code(opened: Opened, line: str) -> tuple[str, str]:
    """(code, the rest of the line): a name of several words goes before an id, which may be its first word."""
    codebook = opened.project.codebook
    names = sorted(((code.name.casefold(), code.id) for code in codebook.codes), key=lambda one: -len(one[0]))
    named = next(
        ((name, code) for name, code in names if re.match(re.escape(name) + r"(?!\w)", line.casefold())), ("", "")
    )
    first, _, rest = line.replace("\u00a0", " ").partition(" ")
    ids = {old.casefold(): now for old, now in codebook.current.items()}
    if " " not in named[0] and (code := ids.get(first.strip(_AROUND).casefold())):
        return code, rest.strip()
    return (named[1], line[len(named[0]) :].strip(" :;,.-")) if named[1] else ("", line)


def _unknown(opened: Opened, comment: Comment) -> Say:
    if not comment.lines:
        return Say("mind.empty_comment")
    first = comment.lines[0].split(" ")[0].strip(_AROUND)
    hint = did_you_mean(first, opened.project.codebook.by_id)
    said = " ".join(comment.lines)
    if said.strip(":;,.") != first:
        remark = said if len(said) <= _REMARK else said[:_REMARK] + "…"
        return Say("mind.no_code_in_comment", word=first, comment=remark)
    return Say("mind.no_code_near", word=first, hint=hint) if hint else Say("mind.no_code", word=first)
