"""Memos: the researcher's own words about one or two things of the study."""

import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from qualcode.errors import QualcodeError, unknown
from qualcode.model.checklists import POINTS
from qualcode.model.memo import KINDS, TARGETS, Memo
from qualcode.model.names import short_slug
from qualcode.store.lines import now
from qualcode.store.memos import rewrite_memo, write_memo
from qualcode.usecases.coding.by_hand import find_codings
from qualcode.usecases.study import Opened

if TYPE_CHECKING:
    from qualcode.text.keys import Key


_THINGS: "dict[str, Key]" = {
    "theme": "thing.theme",
    "case": "thing.case",
    "question": "thing.question",
    "topic": "thing.topic",
}


def add(opened: Opened, coder: str, about: Sequence[str], kind: str, text: str) -> str:
    """Write a memo; returns its name."""
    _check(kind, text)
    targets = resolved(opened, coder, about)
    if not 1 <= len(targets) <= 2:
        raise QualcodeError("error.memo_about_one_or_two")
    name = short_slug("-".join((kind, *(target.replace(":", "-") for target in targets))), 80)
    return write_memo(opened.study, Memo(name, targets, kind, coder, now(), text))


def rewrite(opened: Opened, coder: str, memo: Memo, kind: str, text: str) -> None:
    """Another text, or kind, for a memo as it was read."""
    _check(kind, text)
    rewrite_memo(opened.study, replace(memo, kind=kind, text=text), memo.text, coder)


def answer(opened: Opened, coder: str, answers: Sequence[tuple[str, str]]) -> list[str]:
    """Answer points of lists (`coreq.9`), or answer them anew; returns the memos' names. What another coder answered stays."""
    targets = [resolved(opened, coder, [f"rigour:{point}"])[0] for point, _ in answers]
    for _, text in answers:
        _check("note", text)
    names = []
    for target, (_, text) in zip(targets, answers, strict=True):
        own = [memo for memo in opened.project.memos_on(target, kind="note") if memo.coder == coder]
        if own:
            rewrite(opened, coder, own[-1], "note", text)
        names.append(own[-1].name if own else add(opened, coder, [target], "note", text))
    return names


def _check(kind: str, text: str) -> None:
    if kind not in KINDS:
        raise unknown("thing.kind_of_memo", kind, KINDS)
    if not text.strip():
        raise QualcodeError("error.memo_empty")
    if any(unicodedata.category(one) in ("Cs", "Cc") and one not in "\n\r\t" for one in text):
        raise QualcodeError("error.memo_is_no_text")


def memos(opened: Opened, coder: str, about: Sequence[str] = (), kind: str = "") -> list[Memo]:
    """The memos about all these things and of this kind, oldest first."""
    if kind and kind not in KINDS:
        raise unknown("thing.kind_of_memo", kind, KINDS)
    wanted = set(resolved(opened, coder, about))
    now: dict[str, str] = {}
    if any(target.startswith("coding:") for target in wanted):  # it may have had another id when the memo was written
        now = {f"coding:{old}": f"coding:{new}" for old, new in opened.project.current_codings.items()}
    found = [(memo, {now.get(target, target) for target in memo.about}) for memo in opened.project.memos]
    return [memo for memo, targets in found if wanted <= targets and kind in ("", memo.kind)]


def resolved(opened: Opened, coder: str, about: Sequence[str]) -> tuple[str, ...]:
    """Targets with the ids that things have now; what does not exist is an error with the nearest name."""
    return tuple(dict.fromkeys(_resolved(opened, coder, target) for target in about))


def _resolved(opened: Opened, coder: str, target: str) -> str:
    project, codebook = opened.project, opened.project.codebook
    kind, _, name = target.partition(":")
    if kind not in TARGETS:
        raise unknown("thing.thing_a_memo_can_be_about", kind, TARGETS)
    if kind == "project":
        if name:
            raise QualcodeError("error.memo_about_project")
        return kind
    if kind == "code":
        return f"code:{project.code(name)}"
    if kind == "transcript":
        return f"transcript:{project.transcript(name).id}"
    if kind == "coding":
        if not name:
            raise QualcodeError("error.say_which_coding")
        (codings,) = find_codings(opened, coder, [name]).values()
        return f"coding:{codings[0].id}"
    known = {
        "theme": codebook.current_theme,
        "case": {case: case for case in project.known_cases},
        "question": {question.id: question.id for question in codebook.questions},
        "topic": {topic.id: topic.id for topic in codebook.topics},
        "rigour": {point: point for point in POINTS},
    }[kind]
    if name not in known:
        raise unknown(_THINGS.get(kind, "thing.point"), name, known)
    return f"{kind}:{known[name]}"
