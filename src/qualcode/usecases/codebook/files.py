"""A codebook as a file: that of a study, where every change is logged, or one by itself."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from qualcode.editing.edits import Raw
from qualcode.errors import FaultyInput, Problem
from qualcode.model.codebook import Codebook
from qualcode.store import schema
from qualcode.store.codebook_yaml import read_codebook, sound_codebook
from qualcode.store.files import read_text, write_text
from qualcode.store.layout import CODEBOOK, Study, find_study
from qualcode.store.yaml.document import read_yaml
from qualcode.store.yaml.edit import rewrite
from qualcode.store.yaml.text import document
from qualcode.usecases.codebook.edits import edit
from qualcode.usecases.study import open_study, who_codes

SCHEMA = schema.CODEBOOK  # the JSON Schema of codebook.yaml


def codebook_of(root: Path | None) -> Codebook:
    """The codebook alone of the study that `root` names, so that a fault elsewhere does not hide it."""
    return sound_codebook(read_text(_path(root)))


def checked(file: Path | None, root: Path | None) -> tuple[Path, Codebook, list[Problem]]:
    """A codebook file, else that of the study, and what is doubtful in it. Raises FaultyInput with every fault."""
    path = file or _path(root)
    codebook, problems = read_codebook(read_text(path), path.name)
    if any(problem.severity == "error" for problem in problems):
        raise FaultyInput(problems)
    return path, codebook, problems


def _path(root: Path | None) -> Path:
    return find_study(root or Path(), named=root is not None).codebook


@dataclass(frozen=True)
class Target:
    """Where a codebook goes: a new file, a file that is there, or the codebook of a study."""

    path: Path

    @property
    def study(self) -> Study | None:
        study = Study(self.path.parent)
        return study if self.path.name == CODEBOOK and study.settings.is_file() else None

    @property
    def is_empty(self) -> bool:
        """No codebook yet: no file, or one without codes."""
        return not self.path.exists() or not self.raw().get("codes")

    def raw(self) -> Raw:
        """What the file says; a fault in it is an error."""
        if not self.path.exists():
            return {}
        text = read_text(self.path)
        document_ = read_yaml(text, self.path.name)
        if document_.value is None and not document_.problems:
            return {}  # nothing but comments
        sound_codebook(text, self.path.name)
        return document_.value if isinstance(document_.value, dict) else {}

    def change(
        self, change: Callable[[Raw], Raw], what: str, coder: str | None, source: str, opening: str = ""
    ) -> None:
        """Write the changed codebook; in a study it is logged. `opening`: the comment above a new file."""
        if self.study:
            project = open_study(self.study.root).project
            edit(self.study, who_codes(project, coder), what, change, file=source)
            return
        if not self.path.exists():
            text = new = document(change({}), opening)
        else:
            text = read_text(self.path)
            new = rewrite(text.replace("\r\n", "\n"), change(self.raw()))
        sound_codebook(new, self.path.name)
        write_text(self.path, new.replace("\n", "\r\n") if "\r\n" in text else new)
