"""What a corrected text would change, before anything is written."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from qualcode.errors import ChangedElsewhere, QualcodeError
from qualcode.formats.transcripts.canonical import Built
from qualcode.model.alignment import align
from qualcode.model.coding import Codings, refused_spans
from qualcode.model.controls import CONTROLS
from qualcode.model.events.event import Event
from qualcode.model.events.fold import fold
from qualcode.model.events.ground import Ground
from qualcode.model.events.revised import Touched, by_quotes, touched, unknown_texts
from qualcode.model.events.undoing import inverse
from qualcode.model.handle import Handle
from qualcode.model.span import MASK, Span, masked, merge
from qualcode.model.transcript import Transcript
from qualcode.model.versions import SHORT, Revision, Versions, place, revision_from_json
from qualcode.report.tables.revisions import Shown
from qualcode.store.files import read_given
from qualcode.store.journal import make_events, read_events
from qualcode.store.lines import new_id
from qualcode.store.log import Entry, read_log
from qualcode.store.sidecars import sha256
from qualcode.store.transcripts import revisions
from qualcode.store.versions import read_version
from qualcode.text import Say
from qualcode.usecases.study import Opened
from qualcode.usecases.transcripts.importing.plan import Plan, Planner
from qualcode.usecases.transcripts.importing.survey import FileReading

REVISED = "revised"  # what the log calls it, and what a coder decided on it
DECIDED = "revision decided"
_SHOWN = dict.fromkeys(CONTROLS, "�")  # as documents show what they cannot hold


@dataclass(frozen=True)
class Correction:
    """A text and the one that takes its place. Where both are the same, what waits since an earlier revision is decided."""

    handle: Handle
    coder: str
    before: Transcript
    after: Transcript
    revisions: tuple[Revision, ...]  # for the log: of the text before, and of texts that only quotes tell of
    touched: tuple[Touched, ...]  # what this coder has to decide
    others: Mapping[str, int]  # coder -> what of theirs waits
    carried: int  # codings of all coders that stand in the new text
    lapsed: int  # rejections of words that are not there any more
    to_read_again: tuple[str, ...]  # coders whose reading no longer holds: too much is new
    hidden: tuple[Span, ...]  # what must not be shown of the new text
    known: frozenset[str]  # the ids of all events of this coder
    other_speakers: tuple[tuple[str, str, str], ...]  # coding, who spoke, who speaks now: of the same words
    taken_back: tuple[str, ...] = ()  # decisions of this coder since the text that comes back

    @property
    def is_change(self) -> bool:
        return self.before.text != self.after.text or self.before.turns != self.after.turns or not self.before.intact

    def shown(self, opened: Opened) -> tuple[Shown, Shown]:
        """Both texts as they may be shown."""
        before = opened.project.printable(self.before) if self.before.intact else self.before.text
        return Shown(self.before, before), Shown(self.after, masked(self.after.text, self.hidden))

    @property
    def shas(self) -> str:
        """Both texts, as a sheet names them."""
        return f"{self.before.sha[:SHORT]}-{self.after.sha[:SHORT]}"

    def is_of(self, shas: str) -> bool:
        """Whether a sheet is of these texts, or of a correction that came to this text and was stopped before its decisions."""
        return shas == self.shas or (not self.is_change and shas.endswith(f"-{self.after.sha[:SHORT]}"))


def correction(planner: Planner, plan: Plan, coder: str) -> Correction:
    """What the file of a plan would change in the transcript that it is a corrected text of."""
    if not plan.entries or plan.entries[0].leave_out:
        raise QualcodeError("error.words_of_another", file=planner.files[0].name if planner.files else Say("the_file"))
    opened, entry = planner.opened, plan.entries[0]
    handle = opened.project.transcript(planner.onto or "")
    data = read_given(entry.survey.file)
    if sha256(data) != entry.survey.sha:
        raise ChangedElsewhere("error.changed_while_imported", file=entry.survey.file.name)
    try:
        reading = planner.reading(entry.survey, data)
        built = reading.built(entry.id, entry.cast.speakers)
    except QualcodeError as error:
        raise QualcodeError("error.in_file", file=entry.survey.file.name, why=error) from None
    before = handle.read()
    return _correction(opened, handle, coder, before, _after(opened, before, built, reading))


def waiting(opened: Opened, handle: Handle, coder: str) -> Correction:
    """What waits for this coder since earlier revisions."""
    before = handle.read()
    return _correction(opened, handle, coder, before, before)


def _after(opened: Opened, before: Transcript, built: Built, reading: FileReading) -> Transcript:
    """The corrected text, with what an export blacked out as it was spoken, and the times where the file has none."""
    after = built.transcript
    if MASK in after.text or "\ufffd" in after.text:
        after = replace(after, text=_unmasked(opened, before, after))
    if before.intact and _same_apart_from_the_end(before.text, after.text):
        after = replace(after, text=before.text)
    if not after.times and all(turn.time is None for turn in after.turns):
        after = _timed(before, after)
    return replace(after, sha=sha256(after.text.encode()), intact=True)


def _same_apart_from_the_end(one: str, other: str) -> bool:
    return one != other and one.rstrip("\n") == other.rstrip("\n")


def _unmasked(opened: Opened, before: Transcript, after: Transcript) -> str:
    """The text with the words that a document of ours showed otherwise. Raises QualcodeError where it cannot be told which."""
    shown = opened.project.printable(before).translate(_SHOWN)
    text = list(after.text)
    where: dict[int, int] = {}  # a character of the old text -> the same in the new one
    for old, new, length in align(replace(before, text=shown), after).kept:
        if after.text[new : new + length] == shown[old : old + length]:
            text[new : new + length] = before.text[old : old + length]
            where |= {old + at: new + at for at in range(length)}
    left = "".join(text)
    broken = [box for box in re.finditer(f"{MASK}+", shown) if _is_cut(range(*box.span()), where)]
    if (MASK in left and MASK not in before.text) or broken:
        at = (
            left.index(MASK)
            if MASK in left
            else next(where[place] for place in range(*broken[0].span()) if place in where)
        )
        raise QualcodeError("error.blacked_out", line=left.count("\n", 0, at) + 1, transcript=before.id)
    return left


def _is_cut(box: range, where: Mapping[int, int]) -> bool:
    """Whether a stretch that was blacked out is there in part: neither whole nor taken out."""
    there = [where[place] for place in box if place in where]
    return bool(there) and (len(there) < len(box) or there[-1] - there[0] != len(box) - 1)


def _timed(before: Transcript, after: Transcript) -> Transcript:
    if not before.intact:  # its positions are of a text that is gone: turn for turn, where the same people speak
        if [turn.speaker for turn in before.turns] != [turn.speaker for turn in after.turns]:
            return after
        pairs = zip(before.turns, after.turns, strict=True)
        return replace(after, turns=tuple(new._replace(time=old.time) for old, new in pairs))
    kept = align(before, after).kept
    if not kept:
        return after
    starts = {place(kept, turn.span.start): turn.time for turn in before.turns if turn.time is not None}
    turns = tuple(turn._replace(time=starts.get(turn.span.start)) for turn in after.turns)
    times = {place(kept, position): time for position, time in before.times}
    return replace(after, turns=turns, times=tuple(sorted(times.items())))


def _correction(opened: Opened, handle: Handle, coder: str, before: Transcript, after: Transcript) -> Correction:
    study = opened.study
    entries = read_log(study)[0]
    known = list(revisions(entries))
    journals = {
        one.coder: read_events(study.journal(one.coder, one.transcript), one.coder, one.transcript)[0]
        for one in opened.project.journals_on(handle.id)
    }
    new = list(_new_revisions(before, after, known, journals))
    ground = Ground(after, after.sha, lambda: Versions([*known, *new]))
    taken_back = tuple(_since(entries, handle.id, coder, after.sha)) if before.sha != after.sha else ()
    own = journals.get(coder, [])
    if taken_back:
        own = journals[coder] = [*own, *make_events(inverse(own, taken_back, new_id), own, coder, handle.id)]
    said = {name: fold(events, ground) for name, events in journals.items()}
    return Correction(
        handle,
        coder,
        before,
        after,
        tuple(new),
        tuple(touched(own, ground, partial(_old_text, opened, before))),
        {name: len(one.waiting) for name, one in said.items() if name != coder and one.waiting},
        sum(len(one.applied) for one in said.values()),
        sum(ended.kind == "reject" for one in said.values() for ended in one.lapsed),
        tuple(sorted(name for name, one in said.items() if one.to_read_again)),
        tuple(merge(span for one in said.values() for span in (*refused_spans(one.applied), *one.withheld))),
        frozenset(event.id for event in own),
        tuple(
            _other_speakers(
                before, after, [fold(events, _ground(before, known)) for events in journals.values()], said.values()
            )
        ),
        taken_back,
    )


def _ground(before: Transcript, known: list[Revision]) -> Ground:
    return Ground(before, before.sha, lambda: Versions(known))


def _other_speakers(
    before: Transcript, after: Transcript, then: Iterable[Codings], now: Iterable[Codings]
) -> Iterator[tuple[str, str, str]]:
    """The codings whose words stand there, and are somebody else's now; not those of a speaker who has another name."""
    if not before.intact:
        return
    old = {one.id: _speakers(before, one.span) for said in then for one in said.applied}
    new = {one.id: _speakers(after, one.span) for said in now for one in said.applied}
    pairs = [(name, old[name], new[name]) for name in old if name in new]
    became: dict[str, set[str]] = {}
    for _, one, other in pairs:
        became.setdefault(one, set()).add(other)
    present = {turn.speaker for turn in after.turns}
    for name, one, other in pairs:
        renamed = len(became[one]) == 1 and one not in present
        if one != other and not renamed:
            yield name, one, other


def _speakers(text: Transcript, span: Span) -> str:
    return ", ".join(dict.fromkeys(turn.speaker for turn in text.turns_touched(span)))


def _old_text(opened: Opened, before: Transcript, sha: str) -> Transcript | None:
    if before.sha[:SHORT] == sha[:SHORT]:
        return before if before.intact else None
    return read_version(opened.study, before.id, sha)


def _new_revisions(
    before: Transcript, after: Transcript, known: list[Revision], journals: Mapping[str, Sequence[Event]]
) -> Iterator[Revision]:
    """What became of the text before, and of every text that events stand on and nothing joins to this one."""
    events = [event for said in journals.values() for event in said]
    found: list[Revision] = []
    if before.intact and before.sha != after.sha:
        found.append(Revision(before.sha, after.sha, *align(before, after)))
    elif not before.intact and before.sha != after.sha:
        found.append(by_quotes(events, before.sha, before, after, after.sha))
    ground = Ground(after, after.sha, lambda: Versions([*known, *found]))
    empty = Transcript(before.id, "", ())
    found += [by_quotes(events, sha, empty, after, after.sha) for sha in sorted(unknown_texts(events, ground))]
    yield from found


def _since(entries: Sequence[Entry], transcript: str, coder: str, sha: str) -> Iterator[str]:
    """The events by which this coder decided on revisions since the text with this hash, where the study had it."""
    own = [one for one in entries if one.get("transcript") == transcript]
    since: set[str] = set()
    for entry in reversed(own):
        one = revision_from_json(entry.get("revision"))
        if one:
            since.add(one.new[:SHORT])
        if one and one.old[:SHORT] == sha[:SHORT]:
            break
    else:
        return
    for entry in own:
        if entry["what"] == DECIDED and entry.get("coder") == coder and entry.get("text") in since:
            yield from map(str, entry.get("decided", ()))
