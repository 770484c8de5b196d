"""Proposed keywords: listed with what is doubtful about them, accepted, or dropped."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qualcode.editing import edits
from qualcode.errors import QualcodeError, quoted, unknown
from qualcode.model.keyword.keyword import parse_keyword, show_keyword
from qualcode.store.history import read_codebook_text
from qualcode.store.layout import Study
from qualcode.store.yaml.document import Path, read_yaml
from qualcode.text import Say
from qualcode.usecases.codebook.edits import edit
from qualcode.usecases.study import Opened

if TYPE_CHECKING:
    from qualcode.text.keys import Key


@dataclass(frozen=True)
class ProposedKeyword:
    code: str
    keyword: str
    remark: str  # what is doubtful, as the file's comment says it
    raw: Any  # as the file has it


def proposals(study: Study) -> Iterator[ProposedKeyword]:
    """All proposals of the codebook, in its order."""
    text = read_codebook_text(study)
    document = read_yaml(text, "codebook.yaml")
    lines = text.split("\n")
    for path, code in _codes(document.value, ()):
        for index, raw in enumerate(code.get("keywords_proposed") or ()):
            line = lines[document.lines[(*path, "keywords_proposed", index)] - 1]
            remark = re.split(r"\s#\s*", line, maxsplit=1)[1:] if line.lstrip().startswith("- ") else []
            yield ProposedKeyword(code["id"], show_keyword(parse_keyword(raw)), "".join(remark), raw)


def waiting(study: Study) -> tuple[int, int]:
    """How many wait to be accepted or dropped: those that nothing is doubtful about, and the others."""
    found = [bool(one.remark) for one in proposals(study)]
    return found.count(False), found.count(True)


def _codes(value: Any, at: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    for index, code in enumerate(value.get("codes") or () if isinstance(value, dict) else ()):
        path = (*at, "codes", index)
        yield path, code
        yield from _codes(code, path)


def decide(
    opened: Opened, coder: str, codes: Sequence[str], keywords: Sequence[str], *, all_: bool, accept: bool
) -> int:
    """Accept or drop proposals of some codes, or of all; returns how many.

    Accepting without naming keywords takes those that nothing is doubtful about; dropping takes all.
    """
    if bool(codes) == all_:
        raise QualcodeError("error.say_of_which_codes")
    wanted = {opened.project.code(name) for name in codes}
    found = [one for one in proposals(opened.study) if all_ or one.code in wanted]
    for keyword in keywords:
        if keyword not in {one.keyword for one in found}:
            raise unknown("thing.proposed_keyword", keyword, [one.keyword for one in found])
    chosen: dict[str, list[Any]] = {}
    for one in found:
        if one.keyword in keywords or (not keywords and not (accept and one.remark)):
            chosen.setdefault(one.code, []).append(one.raw)
    if not chosen:
        key: Key = "error.nothing_to_accept" if accept else "error.nothing_to_drop"
        of = Say("of", names=[quoted(code) for code in codes]) if codes else ""
        raise QualcodeError(key, of=of)
    what = f"codebook keywords {'accept' if accept else 'drop'}"
    edit(opened.study, coder, what, lambda raw: edits.take_keywords(raw, chosen, accept=accept))
    return sum(map(len, chosen.values()))
