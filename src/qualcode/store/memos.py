"""memos/*.md: front matter (about, kind, coder, at) and the researcher's text."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain, count
from pathlib import Path

from qualcode.errors import ChangedElsewhere, Problem, QualcodeError, did_you_mean
from qualcode.model.memo import KINDS, TARGETS, Memo
from qualcode.store.files import listed, read_text
from qualcode.store.layout import Study
from qualcode.store.locks import locked
from qualcode.store.transaction import Transaction, transaction
from qualcode.store.yaml.document import read_yaml
from qualcode.store.yaml.text import flow
from qualcode.text import Say


def read_memos(study: Study) -> tuple[tuple[Memo, ...], list[Problem]]:
    """memos/*.md: front matter (about, kind, coder, at) and the researcher's text."""
    memos: list[Memo] = []
    problems: list[Problem] = []
    try:
        paths = listed(study.memos, ".md")
    except QualcodeError as error:
        return (), [Problem("memos", 0, error, Say("hint.no_memo_read"))]
    for path in paths:
        name = study.relative(path)
        try:
            memo, faults = _memo(path, name)
        except QualcodeError as error:
            problems.append(Problem(name, 0, error))
            continue
        problems += faults
        if memo:
            memos.append(memo)
    return tuple(memos), problems


def _memo(path: Path, name: str) -> tuple[Memo | None, list[Problem]]:
    parts = read_text(path).replace("\r\n", "\n").split("---\n", 2)
    if len(parts) < 3 or parts[0].strip():
        return None, [Problem(name, 1, Say("fault.no_front_matter"))]
    document = read_yaml("\n" + parts[1], name)
    raw = document.value
    if document.problems or not isinstance(raw, dict):
        return None, document.problems or [Problem(name, 1, Say("fault.front_matter_empty"))]
    about = raw.get("about", [])
    targets = (about,) if isinstance(about, str) else tuple(str(target) for target in about)
    if not 1 <= len(targets) <= 2:
        document.fault(("about",), Say("fault.memo_about_one_or_two"), Say("hint.memo_about"))
    for target in targets:
        if target.split(":")[0] not in TARGETS:
            document.fault(
                ("about",),
                Say("fault.memo_cannot_about", kind=target.split(":")[0]),
                Say("hint.one_of", names=", ".join(TARGETS)),
            )
    kind = str(raw.get("kind", "note"))
    if kind not in KINDS:
        document.fault(("kind",), Say("fault.kind_cannot", kind=kind), Say("hint.one_of", names=", ".join(KINDS)))
    for key in raw:
        if key not in ("about", "kind", "coder", "at"):
            document.fault(
                (key,), Say("fault.unknown_key", key=key), did_you_mean(key, ("about", "kind", "coder", "at"))
            )
    if document.problems:
        return None, document.problems
    memo = Memo(path.stem, targets, kind, str(raw.get("coder", "")), str(raw.get("at", "")), parts[2].strip())
    return memo, []


def write_memo(study: Study, memo: Memo) -> str:
    """Write a new memo; returns the name it got: its own, with a number behind it where that is taken."""
    with locked(study.memos), transaction(study) as act:
        (name,) = stage_memos(act, [memo])
    return name


def stage_memos(act: Transaction, memos: Sequence[Memo]) -> list[str]:
    """Stage new memos, for who holds the lock of the memos; returns the names they get."""
    taken = {path.stem.casefold() for path in (*listed(act.study.memos, ".md"), *act.staged(act.study.memos))}
    given = []
    for memo in memos:
        names = chain((memo.name,), (f"{memo.name}-{number}" for number in count(2)))
        name = next(one for one in names if one.casefold() not in taken)
        taken.add(name.casefold())
        _stage(act, replace(memo, name=name), memo.coder)
        given.append(name)
    return given


def rewrite_memo(study: Study, memo: Memo, seen: str, coder: str) -> None:
    """Put another text in a memo that is there. Refused where its text is no longer the one `seen`."""
    path = study.memos / f"{memo.name}.md"
    with locked(study.memos):
        now = _memo(path, study.relative(path))[0] if path.is_file() else None
        if now is None or now.text != seen:
            raise ChangedElsewhere("error.file_changed_elsewhere", path=study.relative(path))
        with transaction(study) as act:
            _stage(act, memo, coder)


def _stage(act: Transaction, memo: Memo, coder: str) -> None:
    front = {"about": list(memo.about), "kind": memo.kind, "coder": memo.coder, "at": memo.at}
    lines = "\n".join(f"{key}: {flow(value)}" for key, value in front.items())
    act.put(act.study.memos / f"{memo.name}.md", f"---\n{lines}\n---\n\n{memo.text.strip()}\n".encode())
    act.log("memo", coder, memo=memo.name, about=list(memo.about), kind=memo.kind)
