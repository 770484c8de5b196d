"""Finding who speaks in running text: `Name:`, `[00:12] Name:`, `**Name:**`, a name and a time on one line, and so on."""

import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import replace

from qualcode.formats.draft import Draft, Mark

# How interviewers are labelled in Dutch, English and German transcripts; a number may follow (I1, Interviewer 2).
INTERVIEWER_FORMS = frozenset(
    "i int interviewer interviewster interviewerin interviewers onderzoeker onderzoekster researcher moderator "
    "gespreksleider vraag question frage v q".split()
)
# Words with a colon that open a paragraph in theses and are nobody's name, however often they recur.
_NO_SPEAKER = frozenset(
    "noot nb let op opmerking toelichting note datum date tijd time locatie plaats bron source kortom dus bijvoorbeeld "
    "conclusie samenvatting onderwerp thema topic duur opname example anmerkung hinweis".split()
)

_WORD = r"[^\W_](?:[\w.'’&/\u0300-\u036f-]*(?:[^\W_]|[\u0300-\u036f])\.?)?"
_LABEL = rf"{_WORD}(?:[ \xa0]{_WORD}){{0,5}}(?: ?\([^()\n]{{1,20}}\))?"
_TIME = r"(?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,:]\d{1,3})?"
_LONG = r"\d+:\d{1,2}:\d{1,2}(?:[.,]\d+)?"  # Teams writes 0:0:5.320
_BESIDE = rf"[\[(<#]?{_TIME}(?:-\d)?[\])>#]?"
_COLON = re.compile(
    rf"^[ \t\xa0\u200b]*(?:(?P<before>{_BESIDE})[ \t]+)?[*_]{{0,3}}(?P<label>{_LABEL}?)[*_]{{0,3}}"
    rf"(?:[ \t]*[\[(](?P<after>{_TIME})[\])])?[ \t\xa0]*:[*_]{{0,3}}(?=\s|$|[^\W\d_])[ \t]*",
    re.MULTILINE,
)
_NAME_AND_TIME = re.compile(
    rf"^[ \t]*(?P<label>{_LABEL})[ \t\xa0]+[\[(]?(?P<after>{_TIME})[\])]?[ \t]*\n", re.MULTILINE
)
_RANGE = re.compile(rf"^[ \t]*(?P<before>{_LONG}) --> {_LONG}[ \t]*\n+[ \t]*(?P<label>{_LABEL})[ \t]*\n", re.MULTILINE)
_CELL = re.compile(rf"^(?:(?P<before>{_BESIDE})\t+)?(?P<label>{_LABEL}):?\t+(?=\S)", re.MULTILINE)
_ID_LIKE = re.compile(r"[A-Za-z]{1,3}[-._]?\d{1,4}[A-Za-z]?")
_FORMS = (_RANGE, _COLON, _NAME_AND_TIME, _CELL)


def is_id_like(label: str) -> bool:
    """Letters and digits, as in R1, H-1: a label that is an id already."""
    return bool(_ID_LIKE.fullmatch(label))


def is_interviewer(label: str, extra: Collection[str] = ()) -> bool:
    """Whether a label is an interviewer's: one that is named so (`extra`), or a usual form."""
    folded = label.casefold()
    stem = re.sub(r"[ .-]?\d$", "", folded)
    numbered = stem != folded
    return folded in {name.casefold() for name in extra} or (
        stem in INTERVIEWER_FORMS and not (numbered and stem in ("v", "q", "vraag", "question", "frage"))
    )


def find_marks(
    draft: Draft, known: Collection[str], interviewers: Collection[str], *, strangers: bool = True
) -> list[Mark]:
    """The marks of all speakers in text order.

    A label that the format names is one. One found in the text is one when it is known (`known`, an interviewer's
    form), or when it recurs and has at most three words; so "Noot:" and "10:30" are none. Without `strangers`, as in
    documents, recurring is not enough: there it is a form's field ("Bevinding: …") rather than a speaker.
    """
    found = [mark for form in _FORMS for mark in _scan(form, draft.text)]
    folded = {name.casefold() for name in known}
    counts = Counter(mark.label.casefold() for mark in found)
    accepted = [*draft.marks]
    times = dict(draft.times)
    for mark in found:
        label = mark.label.casefold()
        sure = label in folded or is_interviewer(mark.label, interviewers)
        if mark.tight and not (sure or is_id_like(mark.label)):
            continue  # "R1:Ja" is a label, "http:x" is none
        recurs = strangers and counts[label] > 1 and len(label.split()) <= 3 and _like_a_name(mark.label)
        if sure or recurs:
            accepted.append(mark if mark.time is not None else replace(mark, time=times.get(mark.head)))
    return list(_apart(sorted(accepted, key=lambda mark: (mark.head, not mark.sure))))


def _like_a_name(label: str) -> bool:
    begins_like_one = label[0].isupper() or len(label) <= 3
    return begins_like_one and not all(word in _NO_SPEAKER for word in label.casefold().split())


def _scan(form: re.Pattern[str], text: str) -> Iterator[Mark]:
    for match in form.finditer(text):
        label = match["label"]
        if label and not re.fullmatch(r"[\d\W]+", label):
            groups = match.groupdict()
            time = groups.get("before") or groups.get("after")
            start, end = match.span("label")
            tight = text[match.end() - 1] == ":" and text[match.end() : match.end() + 1].isalpha()
            yield Mark(match.start(), start, end, match.end(), label, seconds(time) if time else None, tight=tight)


def _apart(marks: list[Mark]) -> Iterator[Mark]:
    """Marks without those that begin inside another's heading."""
    reached = 0
    for mark in marks:
        if mark.head >= reached:
            reached = mark.speech
            yield mark


def seconds(time: str) -> float:
    """`1:02:03.4`, `02:03`, `00:01:23-4` in seconds; the f4 form counts tenths after the hyphen."""
    digits = re.sub(r"-(\d)$", r".\1", time.strip("[](){}<># ")).replace(",", ".")
    total = 0.0
    for part in digits.split(":")[:3]:  # a fourth part counts frames
        total = total * 60 + float(part)
    return total
