"""Output to files: the extension picks the renderer; every file is put in place at once."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from qualcode.errors import QualcodeError
from qualcode.model.settings import Settings
from qualcode.report.document import Figure, Output
from qualcode.report.formats import format_of
from qualcode.store.files import read_bytes, write_bytes

PICTURES = (".png", ".svg")
_UNSAFE = re.compile(r"[^\w.-]+")  # in the name of a picture: what LaTeX or Markdown would read as a sign of theirs


def check_targets(targets: Sequence[Path], pictures: bool = False) -> None:
    """Refuse an unknown extension before anything is computed; `pictures`: those of a figure are known too."""
    for target in targets:
        if not (pictures and target.suffix.casefold() in PICTURES):
            format_of(target.name, PICTURES if pictures else ())


def school_file(template: Path | None, targets: Sequence[Path]) -> bytes:
    """The school's own file, whose styles, margins, header and footer a Word document takes; empty where none is named."""
    if template is None:
        return b""
    if not any(target.suffix.casefold() == ".docx" for target in targets):
        raise QualcodeError("error.template_is_for_word")
    from qualcode.formats.word import body_of, read_word
    from qualcode.report.renderers.school import empty_document
    from qualcode.report.renderers.word_styles import USED

    data = read_bytes(template)
    try:
        read_word(data, body_of)
        empty_document(data, USED)
    except QualcodeError as error:
        raise QualcodeError("error.in_file", file=template.name, why=error) from None
    return data


def with_template(output: Output, template: bytes) -> Output:
    """The output in the look of the school's file."""
    return replace(output, report=replace(output.report, template=template))


def deliver(settings: Settings, output: Output, targets: Sequence[Path]) -> list[Path]:
    """Write the output to every target, with its pictures beside those that cannot hold them. Gives all that was written."""
    written = []
    for target, data in rendered(settings, output, targets):
        write_bytes(target, data)
        written.append(target)
    return written


def rendered(settings: Settings, output: Output, targets: Sequence[Path]) -> Iterator[tuple[Path, Iterable[bytes]]]:
    """The files that an output becomes, in pieces."""
    for target in targets:
        if target.suffix.casefold() in PICTURES:
            yield from ((own, (picture,)) for own, picture in _pictures(output, target))
            continue
        format_ = format_of(target.name)
        stem = _UNSAFE.sub("-", target.stem)
        named = replace(output, report=replace(output.report, stem=stem))
        yield target, format_.pieces(named, settings.reader, settings)
        for part in output.report.parts if format_.pictures_beside else ():
            if isinstance(part, Figure):
                yield target.with_name(f"{stem}-{part.name}.png"), (part.picture("png"),)


def _pictures(output: Output, target: Path) -> Iterator[tuple[Path, bytes]]:
    """Each figure as a file: several are numbered, `heatmap-1.png`."""
    figures = [part for part in output.report.parts if isinstance(part, Figure)]
    for number, figure in enumerate(figures, 1):
        own = target.with_stem(f"{target.stem}-{number}") if len(figures) > 1 else target
        yield own, figure.picture(target.suffix.casefold()[1:])
