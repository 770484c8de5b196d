"""What a shell may offer while a name is typed: ids, each with its name. Only what is needed for it is read."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from qualcode.errors import QualcodeError
from qualcode.store.layout import Study, find_study
from qualcode.store.sidefiles import read_cases
from qualcode.usecases.codebook.files import codebook_of

Offered = list[tuple[str, str]]  # id, name


def offered(thing: str, root: Path | None) -> Offered:
    """What there is of a thing in the study that `root` names, else the one that this folder is in; of a study with a fault
    nothing, since somebody is typing."""
    try:
        return list(THINGS[thing](find_study(root or Path(), named=root is not None)))
    except (QualcodeError, OSError):
        return []


def _codes(study: Study) -> Offered:
    return [(code.id, code.name) for code in codebook_of(study.root).codes if not code.retired]


def _themes(study: Study) -> Offered:
    return [(theme.id, theme.name) for theme in codebook_of(study.root).themes]


def _questions(study: Study) -> Offered:
    return [(question.id, question.text) for question in codebook_of(study.root).questions]


def _topics(study: Study) -> Offered:
    return [(topic.id, topic.text) for topic in codebook_of(study.root).topics]


def _cases(study: Study) -> Offered:
    return [(case, "") for case in read_cases(study)[0].ids()]


def _attributes(study: Study) -> Offered:
    return [(name, "") for name in read_cases(study)[0].attributes]


def _transcripts(study: Study) -> Offered:
    return [(path.stem, "") for path in sorted(study.transcripts.glob("*.json"))]


def _coders(study: Study) -> Offered:
    return [(path.name, "") for path in sorted(study.codings.iterdir()) if path.is_dir()]


THINGS: Mapping[str, Callable[[Study], Iterable[tuple[str, str]]]] = {
    "code": _codes,
    "theme": _themes,
    "question": _questions,
    "topic": _topics,
    "case": _cases,
    "attribute": _attributes,
    "transcript": _transcripts,
    "coder": _coders,
}
