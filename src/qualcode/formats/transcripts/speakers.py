"""Labels -> cases, so that no name enters the study."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count

from qualcode.errors import QualcodeError
from qualcode.formats.transcripts.canonical import Speaker
from qualcode.formats.transcripts.label_words import is_generic, is_id_like, is_interviewer_form, is_numbered
from qualcode.formats.transcripts.openers import key_of
from qualcode.model.names import is_id, slug
from qualcode.model.transcript import INTERVIEWER


@dataclass(frozen=True)
class Given:
    """What somebody said of a label: `role` is interviewer, respondent or text; `case` "" where only the role was said."""

    role: str
    case: str = ""


@dataclass(frozen=True)
class Known:
    """What is known beside a file. All labels are folded.

    `cases`: label -> the id of a case that cases.csv holds; `elsewhere`: labels that other files of the study and of
    this import have; `interviewers`: labels of interviewers; `spoke`: ids of who spoke in the transcript that the file
    goes on with.
    """

    cases: Mapping[str, str]
    elsewhere: Collection[str]
    interviewers: Collection[str]
    spoke: Collection[str] = ()


@dataclass(frozen=True)
class Cast:
    """Who speaks in one file: a speaker by label."""

    speakers: Mapping[str, Speaker]

    @property
    def renamed(self) -> list[tuple[str, str]]:
        """(label, what the text says instead) for every label that was replaced; forms such as `I` name nobody."""
        return [
            (speaker.label, speaker.written)
            for speaker in self.speakers.values()
            if speaker.label.casefold() not in ("", speaker.written.casefold())
            and not is_interviewer_form(speaker.label)
        ]

    @property
    def cases(self) -> list[str]:
        return list(dict.fromkeys(speaker.case for speaker in self.speakers.values() if speaker.case))

    @property
    def asks(self) -> bool:
        return any(speaker.role == "interviewer" for speaker in self.speakers.values())


def is_stranger(label: str, transcript: str, known: Known, given: Mapping[str, Given], sole: bool) -> bool:
    """Whether nothing tells who a respondent's label is: a name that neither the study knows nor anybody said whose it is."""
    return not _id(label, transcript, known, given, sole)


def spelled(found: Cast, spelling: dict[str, str]) -> Cast:
    """The cast with each case as it was spelled first; `spelling`, folded id -> id, learns those that are new."""
    speakers = {}
    for label, speaker in found.speakers.items():
        case = spelling.setdefault(speaker.case.casefold(), speaker.case)
        speakers[label] = replace(speaker, case=case, written=case or speaker.written)
    return Cast(speakers)


def asks(label: str, known: Known, given: Mapping[str, Given]) -> bool:
    """Whether a label is an interviewer's: said so, known so, or one of the usual forms."""
    key = key_of(label)
    if key in given:
        return given[key].role == "interviewer"
    return key not in known.cases and (key in known.interviewers or is_interviewer_form(label))


def cast(labels: Sequence[str], transcript: str, known: Known, given: Mapping[str, Given], case: str = "") -> Cast:
    """Who each label stands for. `case`: whose interview it is, where one respondent speaks.

    An id keeps itself, and a case that is known; a label that names nobody in particular (R1, Participant 3) does where no
    other file has it; the one respondent left is the transcript's own id, several are id-1, id-2.
    """
    respondents = [label for label in labels if not asks(label, known, given)]
    if case and len(respondents) > 1:
        raise QualcodeError("error.case_is_for_one", n=len(respondents))
    ids = {label: case or _id(label, transcript, known, given, len(respondents) == 1) for label in respondents}
    strangers = [label for label, name in ids.items() if not name]
    taken = {name.casefold() for name in (*ids.values(), *known.spoke)}
    free = transcript.casefold() not in taken
    numbered = (name for n in count(1) if (name := f"{transcript}-{n}").casefold() not in taken)
    for label in strangers:
        sole = len(strangers) == 1 and free and len(known.spoke) < 2
        ids[label] = transcript if sole else next(numbered)
    speakers = {}
    for label in labels:
        name = ids.get(label, "")
        if name and not is_id(name):
            raise QualcodeError("error.no_case_id_give_one", name=name)
        role = "respondent" if name else "interviewer"
        speakers[label] = Speaker(label, name or INTERVIEWER, role, name)
    return Cast(speakers)


def _id(label: str, transcript: str, known: Known, given: Mapping[str, Given], sole: bool) -> str:
    """The id that a label gives a respondent; "" for a stranger's."""
    key = key_of(label)
    if key in given and given[key].case:
        return given[key].case
    if key in known.cases:
        return known.cases[key]
    if key == transcript.casefold():
        return transcript
    if is_generic(label):
        if sole and not is_numbered(label):
            spoke = [*known.spoke] or [transcript]
            return spoke[0] if len(spoke) == 1 else ""  # of several, nobody can say which
        if key not in known.elsewhere:
            return slug(label)
        return transcript if sole else f"{transcript}-{slug(label)}"
    return label if is_id_like(label) else ""
