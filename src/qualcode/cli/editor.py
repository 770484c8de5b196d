"""transcript edit: the text in the user's own editor, and back."""

import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from qualcode.cli.imports import LabelOptions
from qualcode.cli.options import DecisionOptions
from qualcode.cli.printing import say
from qualcode.cli.revise import correct
from qualcode.errors import QualcodeError
from qualcode.system import editor
from qualcode.text import Say
from qualcode.usecases.study import who_codes
from qualcode.usecases.transcripts.importing.bring_in import importing
from qualcode.usecases.transcripts.revising.versions import present

if TYPE_CHECKING:
    from qualcode.cli.state import State


def edit(state: "State", transcript: str, deciding: DecisionOptions) -> None:
    """What is written is lost in no case: where it cannot be taken, it is kept and named."""
    opened = state.open()
    read = present(opened, transcript)
    folder = Path(tempfile.mkdtemp(prefix="qualcode-"))  # for its owner alone
    file = folder / f"{read.id}.txt"
    file.write_bytes(read.text.encode())
    try:
        _run_editor(file, read.id)
        with importing(state.root, state.language) as opened:
            coder = who_codes(opened.project, state.as_coder)
            correct(opened, coder, read.id, file, LabelOptions(), deciding)
    except (QualcodeError, typer.Exit, typer.Abort, KeyboardInterrupt):
        if file.read_bytes() != read.text.encode():
            say(Say("tell.edited_kept", file=file, transcript=read.id))
            raise
        shutil.rmtree(folder)
        raise
    if deciding.output:
        say(Say("tell.edited_kept", file=file, transcript=read.id))
    else:
        shutil.rmtree(folder)


def _run_editor(file: Path, transcript: str) -> None:
    command = editor()
    if not command:
        raise QualcodeError("error.no_editor", transcript=transcript)
    try:
        subprocess.run([*command, str(file)], check=True)
    except (OSError, subprocess.CalledProcessError):
        raise QualcodeError("error.editor_failed", editor=" ".join(command)) from None
