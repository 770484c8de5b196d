"""The facts of the study that a method paragraph tells: material, passes, codes, decisions."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from qualcode.analysis.readings import readings
from qualcode.model.codebook import Codebook, Theme
from qualcode.model.coding import READING, Codings
from qualcode.model.project import Project
from qualcode.model.selection import Selection
from qualcode.model.transcript import PEOPLE, Transcript, count_words


@dataclass
class StudyFacts:
    """Numbers of one study; `kinds` counts transcripts, `passes` counts cases by theme and how they were read for it."""

    kinds: Counter[str] = field(default_factory=Counter)
    words: int = 0  # of respondents, in interviews and focus groups
    lengths: dict[str, float] = field(
        default_factory=dict
    )  # transcript of people -> seconds from its first to its last time
    origins: Counter[str] = field(default_factory=Counter)  # codings in force: hand, suggestion, import, recoded
    taken: int = 0  # of those recoded, accepted from suggestions at first
    bulk: int = 0  # of all, accepted in bulk
    rejected: int = 0
    changed: int = 0  # of those from suggestions, under another code than was proposed
    rejected_bulk: int = 0
    passes: dict[str, Counter[str]] = field(default_factory=dict)

    @property
    def seconds(self) -> float:
        """Of the transcripts that have times, together."""
        return sum(self.lengths.values())

    @property
    def timed(self) -> int:
        """How many transcripts of people have times."""
        return sum(map(bool, self.lengths.values()))


def study_facts(
    project: Project, selection: Selection, coders: tuple[str, ...], themes: Mapping[str, Sequence[str]]
) -> StudyFacts:
    """Everything in one pass over the transcripts; `themes`: id -> its codes."""
    facts = StudyFacts(passes={theme: Counter() for theme in themes})
    read: dict[str, list[dict[str, set[str]]]] = {}
    current, wanted = project.codebook.current, set(selection.codes)
    for reading in readings(project, selection, coders):
        handle = reading.handle
        facts.kinds[handle.kind] += 1
        for coding in (one for one in reading.codings if current.get(one.code) in wanted):
            facts.origins["recoded" if coding.recoded else coding.origin] += 1
            facts.bulk += coding.bulk or coding.recoded == "bulk"
            facts.taken += coding.recoded in ("suggestion", "bulk")
        for coder in coders:
            said = _of_codes(project.codings_of(coder, handle.id), current, wanted)
            changed = _changed(said, project.codebook)
            facts.changed += changed
            facts.rejected += len(said.rejected) - changed
            facts.rejected_bulk += sum(one.bulk for one in said.rejected)
        if handle.kind not in PEOPLE:
            continue
        facts.words += _spoken(reading.transcript)
        facts.lengths[handle.id] = _length(reading.transcript)
        for case in handle.cases:
            read.setdefault(case, []).append(reading.done)
    for case in selection.counted_cases:
        for theme, codes in themes.items():
            facts.passes[theme][_how(read.get(case, []), codes)] += 1
    return facts


def _of_codes(said: Codings, current: Mapping[str, str], wanted: Collection[str]) -> Codings:
    """What was said of these codes, by the ids of today; a changed suggestion by the code that it became."""
    applied = tuple(one for one in said.applied if current.get(one.code) in wanted)
    rejected = tuple(one for one in said.rejected if current.get(one.changed_to or one.code) in wanted)
    return replace(said, applied=applied, rejected=rejected)


def _changed(said: Codings, codebook: Codebook) -> int:
    """How many suggestions stand as a coding of another code. One whose coding was taken back since was rejected."""
    made = {
        (codebook.current.get(one.code), one.span)
        for one in said.applied
        if one.origin == "suggestion" and not one.recoded
    }
    return sum((codebook.current.get(one.changed_to), one.span) in made for one in said.rejected if one.changed_to)


def _spoken(transcript: Transcript) -> int:
    return sum(count_words(turn.span.of(transcript.text)) for turn in transcript.turns if turn.is_respondent)


def _length(transcript: Transcript) -> float:
    times = [turn.time for turn in transcript.turns if turn.time is not None]
    return times[-1] - times[0] if len(times) > 1 else 0.0


def _how(passes: Sequence[Mapping[str, set[str]]], codes: Iterable[str]) -> str:
    """How all transcripts of a case were read for these codes: whole, selective, keyword, or "" for not."""
    wanted = set(codes)

    def covered(kinds: Iterable[str]) -> bool:
        return bool(passes) and all(
            wanted <= set().union(*(done.get(kind, set()) for kind in kinds)) for done in passes
        )

    if covered(["whole"]):
        return "whole"
    if covered(READING):
        return "selective"
    return "keyword" if covered([*READING, "keyword"]) else ""


def origins_of_codes(project: Project) -> Counter[str]:
    """How many codes in use are deductive, inductive, and made by splitting another."""
    book = project.codebook
    parts = {book.current.get(part, part) for code in book.codes for part in code.split_into}
    return Counter("split" if code.id in parts else code.origin for code in book.offered())


def theme_codes(project: Project, themes: Iterable[Theme]) -> dict[str, tuple[str, ...]]:
    """theme -> its codes in use; a theme without any cannot be read for, and is left out."""
    book = project.codebook
    found = {theme.id: [code for code in book.theme_members(theme) if not book.by_id[code].retired] for theme in themes}
    return {theme: tuple(codes) for theme, codes in found.items() if codes}
