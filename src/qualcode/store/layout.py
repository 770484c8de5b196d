"""Where things are in a study folder."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from qualcode.errors import NoStudyHere, QualcodeError

SETTINGS = "qualcode.yaml"
CODEBOOK = "codebook.yaml"


@dataclass(frozen=True)
class Study:
    """The paths of one study folder."""

    root: Path

    @property
    def settings(self) -> Path:
        return self.root / SETTINGS

    @property
    def codebook(self) -> Path:
        return self.root / CODEBOOK

    @property
    def cases(self) -> Path:
        return self.root / "cases.csv"

    @cached_property
    def log(self) -> Path:
        return self.root / "log.jsonl"

    @property
    def exports(self) -> Path:
        return self.root / "exports"

    @property
    def originals(self) -> Path:
        return self.root / "originals"

    @cached_property  # it is asked for a dozen times a transcript
    def transcripts(self) -> Path:
        return self.root / "transcripts"

    def text(self, transcript: str) -> Path:
        return self.transcripts / f"{transcript}.txt"

    def sidecar(self, transcript: str) -> Path:
        return self.transcripts / f"{transcript}.json"

    @property
    def versions(self) -> Path:
        """Texts that were replaced by later ones."""
        return self.transcripts / "versions"

    @cached_property
    def codings(self) -> Path:
        return self.root / "codings"

    def journal(self, coder: str, transcript: str) -> Path:
        return self.codings / coder / f"{transcript}.jsonl"

    @property
    def memos(self) -> Path:
        return self.root / "memos"

    @property
    def key(self) -> Path:
        """Names to ids: beside the study folder, never in it."""
        root = self.root.resolve()
        return root.parent / f"{root.name}.key.csv"

    def relative(self, path: Path) -> str:
        """The path as messages show it: from the study folder, with forward slashes."""
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else path.as_posix()


def named_after(name: str, original: str) -> bool:
    """Whether a file's name is another's with something that a synchronising program, or a person, put behind it."""
    return name.startswith(original) and name[len(original) : len(original) + 1] in tuple(" (-_.~[")


def find_study(start: Path, named: bool) -> Study:
    """The study at `start` (when the user named it), else the nearest folder upwards that holds qualcode.yaml."""
    if named:
        if not (start / SETTINGS).is_file():
            raise QualcodeError("error.no_study", folder=start, file=SETTINGS)
        return Study(start)
    here = start.resolve()
    for folder in (here, *here.parents):
        if (folder / SETTINGS).is_file():
            return Study(folder)
    raise NoStudyHere("error.no_study_here", file=SETTINGS, command="qualcode -C DIR COMMAND")
