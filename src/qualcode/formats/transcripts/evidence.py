"""The openers of a file weighed: what speaks for each label, in points.

A label is what opens turns, again and again, in turn with others. Its shape says little, so it gives few points.
"""

from collections import Counter, defaultdict
from collections.abc import Container, Sequence
from dataclasses import dataclass
from itertools import pairwise

from qualcode.formats.transcripts import label_words as words
from qualcode.formats.transcripts.openers import Opener, TextLine

# What a form is worth: a voice tag, a table's cell or a time beside a name is made for speakers; a dash is not.
_BASE = {"voice": 4, "cell": 3, "timed": 3, "inline time": 2, "bold": 1, "bracket": 0, "colon": 0, "tab": 0, "dash": -2, "alone": -2}  # fmt: skip
SURE_LAYOUTS = ("voice", "cell", "timed")  # one line of them tells a speaker, where another line told one
WEAK = ("dash", "alone")
ENOUGH = 3  # points that make a speaker
Weighed = dict[tuple[str, str], "LabelEvidence"]  # (form, folded label) -> its evidence


@dataclass
class LabelEvidence:
    """Openers of one form and one label."""

    form: str
    key: str
    found: list[Opener]
    after_another: int = 0
    score: int = 0
    shape: int = 0

    @property
    def label(self) -> str:
        return self.found[0].label

    @property
    def number(self) -> int:
        return len(self.found)

    @property
    def opening(self) -> float:
        return sum(one.paragraph for one in self.found) / len(self.found)


def weighed(found: Sequence[Opener], lines: Sequence[TextLine], sure: Container[str]) -> Weighed:
    by_both: Weighed = {}
    for one in found:
        by_both.setdefault((one.form, one.key), LabelEvidence(one.form, one.key, [])).found.append(one)
    paragraphs = max(sum(line.paragraph for line in lines), 1)
    forms: dict[str, list[LabelEvidence]] = defaultdict(list)
    for each in by_both.values():
        each.shape = _shape(each, sure)
        forms[each.form].append(each)
    likely_of = {
        form: [each for each in group if each.shape > -2 and (each.number > 1 or each.key in sure or each.shape > 0)]
        for form, group in forms.items()
    }
    most = max((sum(each.number for each in likely) for likely in likely_of.values()), default=0)
    for form, group in forms.items():
        likely = likely_of[form]
        keys = {each.key for each in likely}
        sequence = [one for one in found if one.form == form and one.key in keys]
        followed = Counter(two.key for one, two in pairwise(sequence) if one.key != two.key)
        if sequence:
            followed[sequence[0].key] += 1
        recurring = sum(each.number for each in likely) or 1
        opening = sum(one.paragraph for one in sequence) / len(sequence) if sequence else 0.0
        for each in group:
            each.after_another = followed[each.key]
            each.score = _score(each, max(most, 1), recurring / paragraphs, opening, len(likely), sure)
    return by_both


def _shape(each: LabelEvidence, sure: Container[str]) -> int:
    """What the words of a label say for or against it."""
    label = each.label
    if each.key in sure or each.form == "voice":
        return 4
    if words.is_interviewer_form(label):
        return 4
    points = 0
    if words.is_generic(label) or words.is_id_like(label):
        points += 2
    elif words.all_capitals(label):
        points += 1
    if each.found[0].dress:
        points += 1
    if len(label.split()) > 6:
        points -= 1
    if words.is_field(label) or words.runs_over_a_sentence(label):
        points -= 4
    elif words.is_phrase(label):
        points -= 3
    return points


def _score(each: LabelEvidence, most: int, covered: float, opening: float, labels: int, sure: Container[str]) -> int:
    """`most`: openers of the commonest form; `covered`: of this form, to a paragraph; `opening`: how many open one."""
    points = _BASE[each.form] + each.shape
    points += 1 if each.number > 2 else -2 if each.number == 1 and each.key not in sure else 0
    share = each.number / most
    points += 2 if share >= 0.2 else 1 if share >= 0.03 else 0
    points += each.after_another >= 0.7 * each.number
    if each.form in WEAK:
        points += 2 if covered >= 0.4 and labels > 1 else -1
    else:
        points += covered >= 0.5
    if opening >= 0.6 and each.opening < 0.5:
        points -= 2
    return points
