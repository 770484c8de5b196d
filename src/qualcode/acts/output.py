"""Output to files: the extension picks the renderer; every file is put in place at once."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from qualcode.model.settings import Settings
from qualcode.report import RENDERERS, WITHOUT_PICTURES, extension_of
from qualcode.report.tree import Figure, Output
from qualcode.store.files import write_bytes
from qualcode.text import Words

PICTURES = (".png", ".svg")


def check_targets(targets: Sequence[Path], pictures: bool = False) -> None:
    """Refuse an unknown extension before anything is computed; `pictures`: those of a figure are known too."""
    for target in targets:
        if not (pictures and target.suffix.casefold() in PICTURES):
            extension_of(target.name, PICTURES if pictures else ())


def words_of(settings: Settings) -> Words:
    """The texts of a study, or of a codebook outside one."""
    return Words(settings.language, settings.words)


def deliver(settings: Settings, output: Output, targets: Sequence[Path]) -> None:
    """Write the output to every target, with its pictures beside those that cannot hold them."""
    for target, data in rendered(settings, output, targets):
        write_bytes(target, data)


def rendered(settings: Settings, output: Output, targets: Sequence[Path]) -> Iterator[tuple[Path, bytes]]:
    """The files that an output becomes."""
    for target in targets:
        if target.suffix.casefold() in PICTURES:
            figure = next(part for part in output.report.parts if isinstance(part, Figure))
            yield target, figure.png if target.suffix.casefold() == ".png" else figure.svg
            continue
        extension = extension_of(target.name)
        named = replace(output, report=replace(output.report, stem=target.stem))
        yield target, RENDERERS.get(extension)(named, words_of(settings), settings)
        for part in output.report.parts if extension in WITHOUT_PICTURES else ():
            if isinstance(part, Figure):
                yield target.with_name(f"{target.stem}-{part.name}.png"), part.png
