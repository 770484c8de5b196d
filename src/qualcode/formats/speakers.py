"""Labels -> cases, so that no name enters the study."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from qualcode.errors import QualcodeError
from qualcode.formats.canonical import Speaker
from qualcode.formats.labels import is_id_like, is_interviewer
from qualcode.model.names import is_id
from qualcode.model.transcript import INTERVIEWER


@dataclass(frozen=True)
class Cast:
    """Who speaks: a speaker by label, and what a person should look at."""

    speakers: Mapping[str, Speaker]
    warnings: tuple[str, ...] = field(default=())

    @property
    def renamed(self) -> list[tuple[str, str]]:
        """(label, what the text says instead) for every label that was replaced; forms such as `I` name nobody."""
        return [
            (speaker.label, speaker.written)
            for speaker in self.speakers.values()
            if speaker.label.casefold() not in ("", speaker.written.casefold()) and not is_interviewer(speaker.label)
        ]


def cast(
    labels: Sequence[str],
    *,
    transcript: str,
    case: str = "",
    interviewers: Collection[str] = (),
    known_cases: Collection[str] = (),
) -> Cast:
    """Who each label stands for.

    An id, or a case that is known, is kept; another label becomes `case`, else the transcript's id; several of those
    become id-1, id-2 with a warning. Interviewers are written `Interviewer`.
    """
    known = {name.casefold(): name for name in (*known_cases, transcript)}
    by_label: dict[str, Speaker] = {}

    def asks(label: str) -> bool:
        return label.casefold() not in known and is_interviewer(label, interviewers)

    distinct = {label.casefold(): label for label in reversed(labels)}
    respondents = [label for label in dict.fromkeys(distinct[name.casefold()] for name in labels) if not asks(label)]
    strangers = [label for label in respondents if label.casefold() not in known and not is_id_like(label)]
    if case and len(respondents) > 1:
        raise QualcodeError(
            f"--case names one respondent, but {transcript} has {len(respondents)}; leave --case out and correct them with qualcode speakers"
        )
    if case or len(strangers) == 1:
        ids = {(respondents if case else strangers)[0].casefold(): case or transcript} if respondents else {}
    else:
        ids = {label.casefold(): f"{transcript}-{number}" for number, label in enumerate(strangers, 1)}
    for label in labels:
        if asks(label):
            by_label[label] = Speaker(label, INTERVIEWER, "interviewer")
            continue
        name = ids.get(label.casefold()) or known.get(label.casefold()) or distinct[label.casefold()]
        if not is_id(name):
            raise QualcodeError(f"{name!r} cannot be a case id; give one with --case")
        by_label[label] = Speaker(label, name, "respondent", name)
    return Cast(by_label, tuple(_warnings(transcript, strangers, respondents, by_label)))


def _warnings(
    transcript: str, strangers: Sequence[str], respondents: Sequence[str], speakers: Mapping[str, Speaker]
) -> list[str]:
    warnings = []
    if len(strangers) > 1:
        warnings.append(
            f"{len(strangers)} unknown respondents became {transcript}-1 to {transcript}-{len(strangers)}; "
            f"if one of them is the interviewer: qualcode speakers {transcript} {transcript}-1=interviewer"
        )
    if not respondents:
        warnings.append("nobody but interviewers speaks here")
    elif not any(speaker.role == "interviewer" for speaker in speakers.values()):
        warnings.append("no interviewer was recognised; qualcode speakers corrects who is who")
    return warnings
