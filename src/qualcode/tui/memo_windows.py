"""Memos at the desk: what one may be about here, writing it, and finding it again."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from qualcode.desk.asking import Confirm, Pick
from qualcode.desk.picking import Choice
from qualcode.desk.questions import shortened
from qualcode.errors import QualcodeError
from qualcode.model.coding import Coding
from qualcode.model.memo import KINDS, Memo
from qualcode.report.tables.memos import about_in_words
from qualcode.text import Say
from qualcode.tui.dialogs import ConfirmDialog, EditDialog, ReadDialog
from qualcode.usecases import memos

if TYPE_CHECKING:
    from qualcode.tui.face import Face

_SEP = "\0"
_FIRST = {
    "coding": "interpretation",
    "code": "interpretation",
    "theme": "interpretation",
    "question": "summary",
    "topic": "summary",
}


def targets(desk: "Face", coding: Coding | None, code: str, theme: str) -> list[tuple[str, ...]]:
    """What a memo can be about, the nearest first: one thing, or a theme or code with a respondent, a theme with a question."""
    session = desk.session
    codebook, turn = session.codebook, session.turn
    case = turn.case if turn else ""
    themes = [f"theme:{one.id}" for one in sorted(codebook.themes, key=lambda one: one.id != theme)]
    cases = [f"case:{one}" for one in sorted(desk.desk.opened.project.known_cases, key=lambda one: one != case)]
    questions = [f"question:{question.id}" for question in codebook.questions]
    near = [f"coding:{coding.id}"] if coding else []
    near += [f"code:{code}"] if code else []
    near += themes[:1] if theme else []
    near += [f"case:{case}"] if case else []
    near += [f"transcript:{session.transcript}", "project"]
    single = dict.fromkeys([*near, *themes, *questions, *(f"topic:{topic.id}" for topic in codebook.topics), *cases])
    found: list[tuple[str, ...]] = [(one,) for one in single]
    found += [(one, other) for one in themes for other in questions]
    found += [(one, other) for other in cases for one in (*themes, *([f"code:{code}"] if code else []))]
    return found


def first_kind(about: tuple[str, ...]) -> str:
    """A memo on one coding, code or theme interprets; one on a question, or on two things, sums up what was said."""
    return "summary" if len(about) == 2 else _FIRST.get(about[0].partition(":")[0], "note")


async def write(app: "Face", coding: Coding | None, code: str, theme: str) -> None:
    """Ask what it is about, then for its text."""
    known = [{_now(app, target) for target in memo.about} for memo in seen_by(app)]
    choices = []
    for about in targets(app, coding, code, theme):
        told = _named(app, about)
        n = known.count(set(about))
        choices.append(Choice(_SEP.join(about), told, app.words.some("desk.memo.there", n) if n else ""))
    chosen = await app.asked(Pick(app.words("desk.memo.about"), choices, none=app.words("desk.not_found")))
    if chosen is None:
        return
    about = tuple(chosen.split(_SEP))
    title = next(choice.name for choice in choices if choice.id == chosen)
    await _edited(app, title, "", first_kind(about), lambda kind, text: _added(app, about, kind, text))


def _added(app: "Face", about: tuple[str, ...], kind: str, text: str) -> None:
    memos.add(app.desk.fresh(), app.desk.coder, about, kind, text)


async def listing(app: "Face") -> None:
    """All memos of this coder, with --show-others all there are, the newest first; the one chosen is opened, and can be changed."""
    desk = app.desk
    known = {memo.name: memo for memo in reversed(seen_by(app))}
    if not known:
        app.fault(Say("desk.memo.none"))
        return
    choices = [Choice(memo.name, _told(app, memo), shortened(memo.text, 200)) for memo in known.values()]
    title = app.words("desk.memo.all")
    chosen = await app.asked(
        Pick(title, choices, none=app.words("desk.not_found"), about=lambda name: known[name].text)
    )
    if chosen:
        memo = known[chosen]
        if memo.coder not in ("", desk.coder):  # another's words are read, not changed
            await app.push_screen_wait(ReadDialog(_told(app, memo), Text(memo.text), app.words("desk.keys.page")))
            return

        def change(kind: str, text: str) -> None:
            memos.rewrite(app.desk.opened, app.desk.coder, memo, kind, text)

        await _edited(app, _told(app, memo), memo.text, memo.kind, change)


def _told(app: "Face", memo: Memo) -> str:
    return f"{memo.at[:10]} {app.words.term(f'memo.{memo.kind}')}: {_named(app, memo.about)}"


def seen_by(app: "Face") -> list[Memo]:
    """The memos of this coder; with --show-others all."""
    desk = app.desk
    return [memo for memo in desk.opened.project.memos if desk.show_others or memo.coder in ("", desk.coder)]


def _now(app: "Face", target: str) -> str:
    """A target with the id that a coding has now."""
    kind, _, name = target.partition(":")
    coding = _coding(app, name) if kind == "coding" else None
    return f"coding:{coding.id}" if coding else target


def _coding(app: "Face", name: str) -> Coding | None:
    codings = (one for journal in app.desk.fresh().project.journals for one in journal.read().applied)
    return next((one for one in codings if name in (one.id, *one.was)), None)


def _named(app: "Face", about: Sequence[str]) -> str:
    """What a memo is about, in words; a coding by its code and words."""
    coding = _coding(app, about[0].removeprefix("coding:")) if about[0].startswith("coding:") else None
    if coding is None:
        return about_in_words(app.desk.opened.project, about, app.words)
    return app.words("desk.memo.coding", code=app.desk.name(coding.code), quote=shortened(coding.quote, 40))


async def _edited(app: "Face", title: str, given: str, kind: str, keep: Callable[[str, str], None]) -> None:
    """The editor until the text is kept or let go; where it cannot be kept, it comes back with the reason."""
    while True:
        kinds = [(one, app.words.term(f"memo.{one}")) for one in (kind, *(one for one in KINDS if one != kind))]
        lose = lambda: ConfirmDialog(Confirm(app.words("desk.memo.keep"), app.words("desk.keys.confirm")))  # noqa: E731
        answer = await app.push_screen_wait(EditDialog(title, given, kinds, app.words("desk.keys.editor"), lose))
        if answer is None:
            return
        given, kind = answer
        try:
            keep(kind, given)
        except QualcodeError as error:
            app.fault(error)
            title = error.told(app.words)
            continue
        app.after_memo()
        return
