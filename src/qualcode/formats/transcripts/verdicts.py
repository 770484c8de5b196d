"""What became of each label: a speaker, passed over with a reason, or asked, with what would be taken."""

from collections import Counter
from collections.abc import Collection, Container, Mapping
from dataclasses import dataclass, replace

from qualcode.formats.transcripts import label_words as words
from qualcode.formats.transcripts.evidence import ENOUGH, SURE_LAYOUTS, WEAK, LabelEvidence, Weighed


@dataclass(frozen=True)
class Verdict:
    """What became of a label: a speaker or not, and whether somebody should say so.

    `because` is one of: field, sentence, once, few, aside, phrase, alone, layout, slip, said, "" (plain evidence).
    `same_as`: the label, as folded, that this one is a slip of the pen of.
    """

    label: str
    key: str
    number: int
    speaker: bool
    asked: bool = False
    because: str = ""
    same_as: str = ""


def verdicts_on(evidence: Weighed, paragraphs: int, sure: Container[str], never: Collection[str]) -> list[Verdict]:
    best: dict[str, LabelEvidence] = {}
    for each in evidence.values():
        there = best.get(each.key)
        if there is None or (each.score, each.number) > (there.score, there.number):
            best[each.key] = each
    speaking = {
        key: each
        for key, each in best.items()
        if key not in never and (key in sure or (each.score >= ENOUGH and _may_speak(each)))
    }
    covering: Counter[str] = Counter()
    for each in evidence.values():
        if each.key in speaking and each.score >= ENOUGH:
            covering[each.form] += each.number
    dominant = max(covering, key=lambda form: covering[form], default="")
    covers_half = covering[dominant] >= 0.5 * paragraphs
    layouts = {form for form in SURE_LAYOUTS if covering[form]}
    verdicts = []
    for key, each in best.items():
        verdict = _verdict(each, key in speaking, evidence.get((dominant, key)), covers_half, layouts, speaking)
        if key in sure or key in never:
            verdict = replace(verdict, speaker=key in sure, asked=False, because="" if key in sure else "said")
        if verdict.speaker or verdict.asked or key in never or _worth_telling(each):
            verdicts.append(verdict)
    return _one_left(_aside(verdicts, dominant, sure), sure)


def _may_speak(each: LabelEvidence) -> bool:
    """Not by points alone: what no person is called, what stands once, or a number that does not come back and back."""
    if each.form == "voice":
        return True
    number = not any(map(str.isalpha, each.key)) and len(each.key) < 5 and each.key.isascii()
    return each.shape > -2 and (each.number > 1 or each.shape > 1) and (each.number > 2 or not number)


def _worth_telling(each: LabelEvidence) -> bool:
    """Whether a reader would take it for a label: not every short line or dash in a sentence is told."""
    if each.form in WEAK:
        return each.number > 2 and words.like_a_name(each.label)
    return len(each.label.split()) <= 8


def _verdict(
    each: LabelEvidence,
    speaking: bool,
    in_dominant: LabelEvidence | None,
    covers_half: bool,
    layouts: Collection[str],
    speakers: Mapping[str, LabelEvidence],
) -> Verdict:
    verdict = Verdict(each.label, each.key, each.number, speaking)
    if speaking:
        return verdict
    if each.form == "voice":
        return replace(verdict, speaker=True)
    if each.form in layouts and each.shape > -2:
        return replace(verdict, speaker=True)
    if each.shape <= -2:
        if each.score >= ENOUGH and not words.is_field(each.label):
            return replace(verdict, asked=True, because="phrase")
        return replace(verdict, because="field" if words.is_field(each.label) else "sentence")
    if slip := _slip_of(each, speakers):
        return replace(verdict, speaker=True, same_as=slip, because="slip")
    name = words.like_a_name(each.label)
    if in_dominant and in_dominant.number == 1 and covers_half and in_dominant.found[0].paragraph:
        if words.is_id_like(each.label) or words.is_generic(each.label):
            return replace(verdict, speaker=True)
        if name:
            return replace(verdict, speaker=not _acronym(each, speakers), asked=True, because="once")
    if in_dominant and (words.is_id_like(each.label) or words.is_generic(each.label)):
        return replace(verdict, speaker=True, asked=True, because="once")
    if in_dominant and in_dominant.number > 1 and in_dominant.score >= 1:
        return replace(verdict, speaker=name, asked=True, because="few")
    if each.number > 1 and each.score >= 1 and each.form not in WEAK:
        return replace(verdict, asked=True, because="few")
    return replace(verdict, because="once" if each.number == 1 else "few")


def _acronym(each: LabelEvidence, speakers: Mapping[str, LabelEvidence]) -> bool:
    """Three capitals or more, where nobody else is called so: rather a term that is explained than a person."""
    return (
        len(each.label) > 2
        and each.label.isupper()
        and not any(other.label.isupper() and len(other.label) > 2 for other in speakers.values())
    )


def _slip_of(each: LabelEvidence, speakers: Mapping[str, LabelEvidence]) -> str:
    """The frequent label of which this one, that stands once or twice, is another writing.

    It differs in a letter or two (digits never differ), or is the same name with more or fewer of its parts.
    """
    if each.number > 2 or len(each.key) < 3:
        return ""
    parts = words.name_parts(each.label)
    same = [
        key
        for key, other in speakers.items()
        if parts and other.number > each.number and _parts_of_one(parts, words.name_parts(other.label))
    ]
    if len(same) == 1:
        return same[0]
    if len(each.key) < 4:
        return ""
    from rapidfuzz.distance import DamerauLevenshtein

    digits = [character for character in each.key if character.isdigit()]
    for key, other in speakers.items():
        if other.number >= 3 * each.number and digits == [character for character in key if character.isdigit()]:
            allowed = 1 if len(each.key) < 8 else 2
            if abs(len(key) - len(each.key)) <= allowed and DamerauLevenshtein.distance(key, each.key) <= allowed:
                return key
    return ""


def _parts_of_one(one: Collection[str], two: Collection[str]) -> bool:
    """Whether two names hold the same parts but for those that one of them leaves out."""
    return bool(two) and (set(one) <= set(two) or set(two) <= set(one))


def _aside(verdicts: list[Verdict], dominant: str, sure: Container[str]) -> list[Verdict]:
    """A rare third label of one word: a person who says little, or a note such as `Stilte:`; no file can tell."""
    plain = [one for one in verdicts if one.speaker and not one.same_as]
    if len(plain) != 3 or dominant in SURE_LAYOUTS:
        return verdicts
    total = sum(one.number for one in plain)
    rarest = min(plain, key=lambda one: one.number)
    certain = (
        rarest.key in sure
        or words.is_generic(rarest.label)
        or words.is_id_like(rarest.label)
        or words.is_interviewer_form(rarest.label)
    )
    if certain or len(rarest.label.split()) > 1 or rarest.number > total / 4 or rarest.asked:
        return verdicts
    return [replace(one, asked=True, because="aside") if one is rarest else one for one in verdicts]


def _one_left(verdicts: list[Verdict], sure: Container[str]) -> list[Verdict]:
    """One speaker, and openers passed over that could be others, or one turn in all: who that is, is asked."""
    speaking = [one for one in verdicts if one.speaker and not one.same_as]
    if len(speaking) != 1:
        return verdicts
    only = speaking[0]
    return [
        replace(one, asked=True, because="alone")
        if (one is only and one.number == 1 and one.key not in sure)
        or (not one.speaker and one.because in ("once", "few") and words.like_a_name(one.label))
        else one
        for one in verdicts
    ]
