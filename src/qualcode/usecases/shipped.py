"""What comes with the program: codebooks and example transcripts."""

from pathlib import Path

from qualcode.errors import QualcodeError, did_you_mean
from qualcode.model.codebook import Codebook
from qualcode.store.codebook_yaml import read_codebook
from qualcode.store.files import read_text

_PACKAGE = Path(__file__).resolve().parent.parent


def folder(name: str) -> Path:
    """`codebooks` or `transcripts_example`: inside an installed package, else in the checkout."""
    installed = _PACKAGE / "shipped" / name
    return installed if installed.is_dir() else _PACKAGE.parent.parent / name


def codebooks() -> dict[str, Path]:
    """The shipped codebooks by name."""
    return {path.stem: path for path in sorted(folder("codebooks").glob("*.yaml"))}


def codebook_text(name_or_file: str) -> str:
    """The text of a shipped codebook, or of a codebook file."""
    shipped = codebooks()
    if name_or_file in shipped:
        return read_text(shipped[name_or_file])
    path = Path(name_or_file)
    if not path.is_file():
        raise QualcodeError("error.no_shipped_codebook", name=name_or_file, hint=did_you_mean(name_or_file, shipped))
    return read_text(path)


def described() -> list[tuple[str, Codebook]]:
    return [(name, read_codebook(read_text(path))[0]) for name, path in codebooks().items()]
