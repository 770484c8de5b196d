"""Who speaks, told by evidence: a label is what opens turns, again and again, in turn with others.

Every opener that looks like a label is accounted for: it is a speaker, or it is passed over, with a reason and a count;
where a file cannot tell, it is *asked*, with what would be taken.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Container, Mapping, Sequence
from dataclasses import dataclass, replace

from qualcode.formats.transcripts import label_words as words
from qualcode.formats.transcripts.draft import Draft, LabelMark
from qualcode.formats.transcripts.evidence import ENOUGH, WEAK, LabelEvidence, Weighed, weighed
from qualcode.formats.transcripts.form_fields import header_lines, headings
from qualcode.formats.transcripts.openers import Either, Opener, TextLine, key_of, keys_of, openers
from qualcode.formats.transcripts.speech_tables import cell_openers
from qualcode.formats.transcripts.unlabelled import two_by_layout
from qualcode.formats.transcripts.verdicts import Verdict, verdicts_on
from qualcode.model.span import Span


@dataclass(frozen=True)
class Heard:
    """The speakers' marks in text order, and a verdict on every label, speakers first."""

    marks: tuple[LabelMark, ...]
    verdicts: tuple[Verdict, ...]
    outside: tuple[Span, ...] = ()  # the fields above the conversation: date, place, who was there; labels behind words
    behind: tuple[tuple[int, int], ...] = ()  # labels that stand behind the words of their row
    candidates: frozenset[str] = (
        frozenset()
    )  # every label, folded, that was weighed: what of them is known may change who speaks


def hear(
    draft: Draft,
    text: str,
    lines: Sequence[TextLine],
    known: Container[str],
    interviewers: Collection[str],
    decided: Mapping[str, bool],
    skip: frozenset[int],
    *,
    strangers: bool = True,
) -> Heard:
    """Who speaks in a draft whose folded text and lines are given. `skip`: numbers of lines that nobody said.

    Without `strangers`, as in documents, nothing is asked, and what recurs is a field unless it is known or a role.
    """
    sure = Either((keys_of(interviewers) | {key for key, yes in decided.items() if yes}, known))
    never = {key for key, yes in decided.items() if not yes}
    cells, of_tables = cell_openers(draft, lines)
    found = [one for one in openers(draft, text, lines, skip) if one.line not in of_tables]
    header = header_lines(text, lines, found)
    found = [one for one in found if one.line >= header]
    found = _series(sorted([*found, *cells, *_voices(draft)], key=lambda one: one.head))
    evidence = weighed(found, lines, sure)
    verdicts = verdicts_on(evidence, sum(line.paragraph for line in lines), sure, never)
    if not strangers:
        verdicts = _of_a_document(verdicts, sure)
    speakers = {verdict.key for verdict in verdicts if verdict.speaker}
    names = {verdict.key: verdict.label for verdict in verdicts}
    names |= {verdict.key: names[verdict.same_as] for verdict in verdicts if verdict.same_as}
    marks = _marks(found, evidence, speakers, names, draft)
    heads = {mark.head for mark in marks}
    open_ = {key for (_, key), each in evidence.items() if any(one.head not in heads for one in each.found)}
    verdicts = [one for one in verdicts if one.speaker or one.key in open_]
    slips = _slips(marks, text, lines, skip)
    marks = sorted([*marks, *slips], key=lambda mark: mark.head)
    outside = [Span(lines[0].start, lines[header - 1].end)] if header else []
    behind = [(one.start - 1, one.end) for one in cells if one.start > one.speech]
    outside += [Span(start, end) for start, end in behind]
    outside += headings(text, lines, found, {mark.head for mark in marks})
    verdicts.sort(key=lambda one: (not one.speaker, -one.number))
    guessed = two_by_layout(draft, text, lines, skip) if len(marks) < 2 and strangers else []
    if any(not decided.get(mark.label, True) for mark in guessed):
        guessed = []  # somebody said that it is text
    marks = guessed or marks
    if guessed:  # what stands in bold is taken for a voice
        otherwise = {key for form, key in evidence if form != "bold"}
        verdicts = [one for one in verdicts if one.key in otherwise]
    voices = Counter(mark.label for mark in guessed)
    verdicts = [_by_layout(label, number, decided) for label, number in voices.items()] + verdicts
    for (label, written), number in Counter(
        (mark.label, text[mark.label_start : mark.speech].strip()) for mark in slips
    ).items():
        verdicts.append(Verdict(written, key_of(written), number, True, False, "slip", key_of(label)))
    candidates = frozenset(key for _, key in evidence)
    return Heard(tuple(marks), tuple(verdicts), tuple(outside), tuple(behind), candidates)


def _of_a_document(verdicts: Sequence[Verdict], sure: Container[str]) -> list[Verdict]:
    """In a document what recurs is a form's field, but where an interviewer asks, R and the like answer."""
    spoken = any(one.speaker and words.is_interviewer_form(one.label) for one in verdicts)
    return [
        replace(one, asked=False)
        if one.key in sure
        or words.is_interviewer_form(one.label)
        or (spoken and one.speaker and words.is_generic(one.label))
        else replace(one, asked=False, speaker=False, same_as="", because="field")
        for one in verdicts
    ]


def _by_layout(label: str, number: int, decided: Mapping[str, bool]) -> Verdict:
    return Verdict(label, label, number, True, label not in decided, "layout")


def _series(found: list[Opener]) -> list[Opener]:
    """Questions and answers that are counted (V1, A1, V2, A2 …) as the two voices that they are."""
    stems: dict[str, list[int]] = defaultdict(list)
    for one in found:
        stem, number = words.counted(one.label)
        if stem:
            stems[stem].append(number)
    series = {stem for stem, numbers in stems.items() if len(numbers) > 2 and numbers == sorted(set(numbers))}
    if len(series) < 2:
        return found
    return [
        one._replace(key=stem, label=stem) if (stem := words.counted(one.label)[0]) in series else one for one in found
    ]


def _voices(draft: Draft) -> list[Opener]:
    return [
        Opener("voice", 0, True, mark.head, mark.label_start, mark.label_end, mark.speech, mark.label, key_of(mark.label), mark.time)
        for mark in draft.marks
    ]  # fmt: skip


def _marks(
    found: Sequence[Opener],
    evidence: Weighed,
    speakers: Collection[str],
    names: Mapping[str, str],
    draft: Draft,
) -> list[LabelMark]:
    """One mark a line at most: of the hypotheses that hold, the strongest form, then the longer label.

    `names`: folded label -> how the speaker is called, the same for all writings of one.
    """
    covering: Counter[str] = Counter()
    for each in evidence.values():
        if each.key in speakers and each.score >= ENOUGH:
            covering[each.form] += each.number
    times = dict(draft.times)
    chosen: dict[tuple[int, int], Opener] = {}
    for one in found:
        if one.key not in speakers or not _holds(one, evidence[one.form, one.key], covering):
            continue
        place = (one.line, one.head if one.form == "voice" else -1)
        rank = (covering[one.form], evidence[one.form, one.key].score, len(one.label))
        there = chosen.get(place)
        if there is None or rank > (covering[there.form], evidence[there.form, there.key].score, len(there.label)):
            chosen[place] = one
    marks: list[LabelMark] = []
    reached = 0
    for one in sorted(chosen.values(), key=lambda one: one.head):
        if one.head >= reached:
            time = one.time if one.time is not None else times.get(one.head)
            place_ = (one.head, one.head) if one.start > one.speech else (one.start, one.end)
            marks.append(LabelMark(one.head, *place_, one.speech, names[one.key], time))
            reached = one.speech
    return marks


def _slips(marks: list[LabelMark], text: str, lines: Sequence[TextLine], skip: frozenset[int]) -> list[LabelMark]:
    """Paragraphs that begin with a speaker's label and a semicolon, with R1 and a point, or, where labels open nearly every
    paragraph, with a label in capitals and nothing behind it: slips of the pen.

    With a comma, or else with nothing, a name begins a sentence about that person as often.
    """
    opening = {mark.head for mark in marks}
    bare = [line for line in lines if line.paragraph and line.start not in opening and line.number not in skip]
    few = len(bare) <= max(2, 0.15 * len(marks))
    found = []
    for line in bare:
        for label in sorted({mark.label for mark in marks}, key=len, reverse=True):
            sign = r"[;.]" if label[-1:].isdigit() else ";?" if few and len(label) > 3 and label.isupper() else ";"
            if written := re.compile(rf"{re.escape(label)}{sign}[ \t]+(?=\S)").match(text, line.start, line.end):
                found.append(LabelMark(line.start, line.start, line.start + len(label), written.end(), label))
                break
    return found


def _holds(one: Opener, each: LabelEvidence, covering: Mapping[str, int]) -> bool:
    """Whether a speaker's name opens a turn here: by its own evidence, or in a form that is seldom anything else."""
    if one.tight and not (
        words.is_id_like(one.label) or words.is_interviewer_form(one.label) or words.is_generic(one.label)
    ):
        return False  # "R1:Ja" is a label, "http:x" is none
    if one.form in WEAK:
        return each.score >= ENOUGH
    return each.score >= ENOUGH or one.form in ("colon", "voice", "cell") or covering[one.form] > 0
