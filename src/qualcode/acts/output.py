"""Output to files: the extension picks the renderer; every file is put in place at once."""

from collections.abc import Sequence
from pathlib import Path

from qualcode.model.settings import Settings
from qualcode.report import RENDERERS, extension_of
from qualcode.report.tree import Output
from qualcode.store.files import write_bytes
from qualcode.text import Words


def check_targets(targets: Sequence[Path]) -> None:
    """Refuse an unknown extension before anything is computed."""
    for target in targets:
        extension_of(target.name)


def words_of(settings: Settings) -> Words:
    """The texts of a study, or of a codebook outside one."""
    return Words(settings.language, settings.words)


def deliver(settings: Settings, output: Output, targets: Sequence[Path]) -> None:
    """Write the output to every target."""
    for target in targets:
        renderer = RENDERERS.get(extension_of(target.name))
        write_bytes(target, renderer(output, words_of(settings), settings))
