"""What every command needs: the study that -C names, and who codes."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualcode.cli.speaking import speak

if TYPE_CHECKING:
    from qualcode.usecases.study import Opened


@dataclass(frozen=True)
class State:
    """The options before the command."""

    root: Path | None = None
    as_coder: str | None = None
    debug: bool = False
    language: str = ""  # that somebody asked for this once

    def open(self, certain: bool = False, about: str = "") -> "Opened":
        """The study; from here on its own words are spoken. `certain`: what was kept is held against every file.

        `about`: the one transcript that an act is on.
        """
        from qualcode.usecases.study import open_study

        opened = open_study(self.root, self.language, certain, about)
        speak(opened.words)
        return opened

    def coder(self, opened: "Opened") -> str:
        from qualcode.usecases.study import who_codes

        return who_codes(opened.project, self.as_coder)


def state_of(ctx: Any) -> State:
    state: State = ctx.meta["qualcode"]
    return state
