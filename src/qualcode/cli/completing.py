"""Names completed by the shell (`qualcode --install-completion`): ids that begin as what is typed, with their names."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any


def names_of(thing: str) -> Callable[..., Iterator[tuple[str, str]]]:
    """What completes the name of a code, theme, question, topic, case, attribute, transcript or coder."""

    def complete(ctx: Any, incomplete: str) -> Iterator[tuple[str, str]]:
        from qualcode.usecases.completing import offered

        root = ctx.find_root().params.get("study")
        for name, called in offered(thing, Path(root) if root else None):
            if name.startswith(incomplete):
                yield name, called

    return complete
