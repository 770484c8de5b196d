"""What a person says of an import, and of the labels in its files."""

from dataclasses import dataclass, field, replace
from pathlib import Path

from qualcode.errors import QualcodeError
from qualcode.formats.transcripts.speakers import Given
from qualcode.model.handle import Handle
from qualcode.model.names import ID_RULE, is_id
from qualcode.model.transcript import KINDS
from qualcode.usecases.transcripts.importing.remarks import WAYS
from qualcode.usecases.transcripts.importing.survey import CHANGES

ANY = ""  # in place of a file's sha: said of a label in every file


@dataclass(frozen=True)
class ImportOptions:
    """What was said of all files of an import."""

    format: str | None = None
    id: str | None = None
    case: str | None = None
    interviewers: tuple[str, ...] = ()
    respondents: tuple[str, ...] = ()  # LABEL or LABEL=CASE
    not_speakers: tuple[str, ...] = ()
    kind: str = ""  # "": that of the transcript it becomes or goes on with, else interview
    round: int = 0  # 0: likewise, else 1
    key: Path | None = None
    keep_originals: bool = False
    again: bool = False  # the same interview may stand in the study twice
    replace: str | None = None  # the transcript that the file takes the place of
    append: str | None = None  # the transcript that the file goes on with
    revise: str | None = None  # the transcript, coded or not, that the file is a corrected text of
    changes: str = "final"  # of the file's tracked changes: the text with them, or the original
    comments: str = "drop"  # of the file's margin: drop, or memo: each becomes a memo about the transcript

    @property
    def onto(self) -> str | None:
        """The transcript of the study that the file becomes, or becomes a part of."""
        return self.revise or self.replace or self.append

    def filled_in(self, onto: Handle | None) -> "ImportOptions":
        """With the kind and round that were not said. Raises QualcodeError where a file would go on with another kind."""
        kind, number = (onto.kind, onto.round) if onto else ("interview", 1)
        if self.append and (self.kind or kind, self.round or number) != (kind, number):
            name = onto.id if onto else ""
            raise QualcodeError("error.goes_on_with_another", name=name, kind=kind, round=number)
        return replace(self, kind=self.kind or kind, round=self.round or number)


@dataclass
class Decisions:
    """What a person said of labels: (sha of the file, or ANY; folded label) -> role and case; and the doubts settled."""

    said: dict[tuple[str, str], Given] = field(default_factory=dict)
    settled: set[tuple[str, str, str]] = field(default_factory=set)

    def of(self, sha: str) -> dict[str, Given]:
        """What was said of the labels of one file; what was said of it alone goes before."""
        every = {key: given for (where, key), given in self.said.items() if where == ANY}
        return every | {key: given for (where, key), given in self.said.items() if where == sha != ANY}


def check_options(options: ImportOptions) -> None:
    if options.kind and options.kind not in KINDS:
        raise QualcodeError("error.kinds", kinds=", ".join(KINDS))
    for option, said, ways in (("changes", options.changes, CHANGES), ("comments", options.comments, WAYS)):
        if said not in ways:
            raise QualcodeError("error.option", option=option, ways=tuple(ways))
    if options.replace and options.append:
        raise QualcodeError("error.replace_or_append")
    if options.onto and options.id:
        raise QualcodeError("error.id_given_twice")
    cases = [said.partition("=")[2] for said in options.respondents]
    for name in filter(None, (options.id, options.case, *cases)):
        if not is_id(name):
            raise QualcodeError("error.no_id", name=name, rule=ID_RULE)
