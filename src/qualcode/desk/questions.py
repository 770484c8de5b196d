"""How the desk asks for what an action needs: for every kind of `Ask` a function to the answer, or None."""

from collections.abc import Callable, Coroutine, Mapping
from typing import TYPE_CHECKING, Any

from qualcode.desk.asking import Asker, BoardAsker, Confirm, Line, Pick, Several
from qualcode.desk.events import Ask
from qualcode.desk.panels import numbered, subject_name
from qualcode.desk.picking import Choice, likest
from qualcode.desk.session import Session, asking_turn, same_keyword
from qualcode.text import Say

if TYPE_CHECKING:
    from qualcode.text.keys import Key

_TOP, _PARKED = "/", "*"  # no ids of codes
Asking = Callable[[Asker, Ask], Coroutine[Any, Any, Any]]


async def pick_code(app: Asker, title: str, given: str = "", *, every: bool = False) -> str | None:
    """One of the codes of the pass, or with `every` of the codebook."""
    session = app.session
    refused = session.suggestion.code if session.mode == "judge" and session.suggestion and not every else ""
    codes = [code for code in session.codebook.offered() if every or code.id in session.offered]
    codes = [code for code in codes if code.id != refused]
    numbers = numbered([code.id for code in codes] if every else session.offered)
    choices = [Choice(code.id, code.name, _parent(session, code.parent), numbers[code.id]) for code in codes]
    about = {code.id: (code.short or code.definition) for code in codes}
    pick = Pick(title, choices, session.recent, given, app.words("desk.not_found"), lambda name: about[name])
    chosen: str | None = await app.asked(pick)
    return chosen


def _parent(session: Session, parent: str) -> str:
    return session.codebook.by_id[parent].name if parent in session.codebook.by_id else ""


async def _code(app: Asker, ask: Ask) -> Any:
    session = app.session
    if session.mode == "judge":
        title = app.words("desk.ask.other_code")
    else:
        title = app.words("desk.ask.code", quote=shortened(session.span.of(session.units.transcript.text)))
    return await pick_code(app, title, ask.given)


def shortened(text: str, most: int = 60) -> str:
    """The first and last words of a text, in so many characters at most."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    half = most // 2 - 1
    head, tail = line[: half + 1].rpartition(" ")[0] or line[:half], line[-half - 1 :].partition(" ")[2] or line[-half:]
    return f"{head} … {tail}"


def _line(key: "Key") -> Asking:
    async def ask_line(app: Asker, ask: Ask) -> Any:
        return await app.asked(Line(app.words(key), ask.given))

    return ask_line


async def _new_code(app: Asker, ask: Ask) -> Any:
    """Its name, what belongs to it, and where it belongs; who leaves the second is back at the name."""
    words, name = app.words, ask.given
    definition: str | None = None
    while definition is None:
        name = (await app.asked(Line(words("desk.ask.code_name"), name)) or "").strip()
        if not name:
            return None
        definition = await app.asked(Line(words("desk.ask.definition", code=name)))
    parent = await _parent_of_new(app, name)
    return parent and (name, definition.strip(), "" if parent in (_TOP, _PARKED) else parent, parent == _PARKED)


async def _parent_of_new(app: Asker, name: str) -> str | None:
    words, codebook = app.words, app.session.codebook
    choices = [
        Choice(_TOP, words("desk.ask.no_parent")),
        Choice(_PARKED, words("desk.parked"), words("desk.ask.parked_hint")),
        *(Choice(code.id, code.name, _parent(app.session, code.parent)) for code in codebook.offered()),
    ]
    parent: str | None = await app.asked(
        Pick(words("desk.ask.parent", code=name), choices, none=words("desk.not_found"))
    )
    return parent


async def _leave(app: Asker, ask: Ask) -> Any:
    session = app.session
    n = len(session.unread)
    codes = "" if session.narrowed or n == len(session.offered) else app.words("desk.ask.read_codes", n=n)
    question = app.words("desk.ask.read", transcript=session.transcript) + codes
    if session.narrowed:
        question = app.words.some("desk.ask.read_pass", len(session.offered), transcript=session.transcript)
    return await app.asked(Confirm(question, app.words("desk.keys.confirm_leave")))


async def _asked(app: Asker, ask: Ask) -> Any:
    """The topics and interview questions, those whose words are most like the turn's first."""
    session = app.session
    codebook = session.codebook
    turn = asking_turn(session)
    if turn is None:
        return None
    candidates = {topic.id: [topic.text] for topic in codebook.topics}
    known = {topic.text for topic in codebook.topics}
    questions = {code.id: [one for one in code.interview_question if one not in known] for code in codebook.offered()}
    candidates |= {code: texts for code, texts in questions.items() if texts}
    if not candidates:
        app.fault(Say("desk.no_guide"))
        return None
    heard = turn.span.of(session.units.transcript.text)
    recorded = {one.subject for one in session.mine.asked}
    choices = []
    for name in likest(heard, candidates):
        told, hint = _told(session, name, candidates[name])
        hint = " ".join(filter(None, (hint, app.words("desk.recorded") if name in recorded else "")))
        choices.append(Choice(name, told, hint))
    title = app.words("desk.ask.asked", turn=turn.number, quote=shortened(heard))
    return await app.asked(Pick(title, choices, none=app.words("desk.not_found")))


def _told(session: Session, name: str, texts: list[str]) -> tuple[str, str]:
    told = subject_name(session.codebook, name)
    return (told, name) if told == texts[0] else (f"{told}: {texts[0]}", "")


async def _revised(app: Asker, ask: Ask) -> Any:
    """What was said and what stands there now; to move it, other words are selected first."""
    session, words = app.session, app.words
    one = session.revised
    if one is None:
        return None
    text = session.units.transcript.text
    choices = [Choice("keep", words("desk.revised.keep"), f"“{shortened(one.place.of(text))}”")] if one.place else []
    if session.selection:
        choices.append(Choice("move", words("desk.revised.move"), f"“{shortened(session.selection.of(text))}”"))
    choices.append(Choice("withdraw", words("desk.revised.withdraw"), ""))
    was = f"“{shortened(one.old)}”" if one.old else words("revise.question")
    title = words("desk.ask.revised", code=app.desk.name(one.subject), was=was)
    return await app.asked(Pick(title, choices, none=words("desk.not_found")))


async def _accept_all(app: Asker, ask: Ask) -> Any:
    session = app.session
    same = same_keyword(session)
    strongest = same[0].strongest
    code = app.desk.name(same[0].code)
    title = app.words.some("desk.ask.accept_all", len(same), keyword=strongest.keyword, code=code)
    reason = await app.asked(Line(title, note=app.words("desk.ask.accept_all_note")))
    return None if reason is None else (reason, frozenset(one.id for one in same))


async def _filter(app: Asker, ask: Ask) -> Any:
    session, words = app.session, app.words
    open_ones = [one for one in session.queue if one.id not in session.closed]
    choices = []
    for kind in ("code", "transcript", "layer", "cue"):
        counted: dict[str, int] = {}
        for one in open_ones:
            for value in session.told(one, kind):
                counted[value] = counted.get(value, 0) + 1
        for value, n in counted.items():
            if kind == "code":
                told = app.desk.name(value)
            elif kind == "cue" and value == "none":
                told = words("desk.no_cue")
            else:
                told = words.term(value) if kind == "layer" else value
            label = f"{words.of('desk.filter', kind)}: {told} ({n})"
            choices.append((label, (kind, value), (kind, value) in session.chosen))
    return await app.asked(Several(words("desk.ask.filter"), choices, words("desk.keys.several")))


async def _search(app: Asker, ask: Ask) -> Any:
    """Places are shown while one types: letters at once, other forms of the words as soon as they are found."""
    answer = await app.asked(Line(app.words("desk.ask.search"), changed=app.search_typed))
    return app.sitting.search_ended(answer)


async def _any_code(app: Asker, ask: Ask) -> Any:
    return await pick_code(app, app.words("desk.ask.other_code"), every=True)


async def _theme(app: BoardAsker, ask: Ask) -> Any:
    """A theme of the set on the board; to merge into, another than the one that is lit."""
    board = app.board
    choices = [
        Choice(theme.id, theme.name, theme.statement, number)
        for number, theme in enumerate(board.themes, 1)
        if ask.what == "theme" or theme.id != board.theme
    ]
    if not choices:
        app.fault(Say("desk.no_other_theme"))
        return None
    return await app.asked(Pick(app.words.of("desk.ask", ask.what), choices, none=app.words("desk.not_found")))


async def _split(app: BoardAsker, ask: Ask) -> Any:
    theme = app.board.lit
    if theme is None or len(theme.codes) < 2:
        app.fault(Say("desk.no_split"))
        return None
    choices = [(app.desk.name(code), code, code == app.board.code) for code in theme.codes]
    codes = await app.asked(Several(app.words("desk.ask.split_codes"), choices, app.words("desk.keys.some")))
    if not codes:
        return None
    name = await app.asked(Line(app.words("desk.ask.theme_name")))
    return (name.strip(), codes) if name and name.strip() else None


async def _drop(app: BoardAsker, ask: Ask) -> Any:
    theme = app.board.lit
    question = app.words("desk.ask.drop", theme=theme.name if theme else "")
    return await app.asked(Confirm(question, app.words("desk.keys.confirm")))


ASKS: Mapping[str, Asking] = {
    "code": _code, "turn": _line("desk.ask.turn"), "search": _search, "new-code": _new_code,
    "note": _line("desk.ask.note"), "reason": _line("desk.ask.reason"), "leave": _leave, "asked": _asked,
    "revised": _revised,
    "accept-all": _accept_all, "filter": _filter,
}  # fmt: skip
BOARD_ASKS: Mapping[str, Callable[[BoardAsker, Ask], Coroutine[Any, Any, Any]]] = {
    "any-code": _any_code, "theme": _theme, "theme-merge": _theme,
    "theme-split": _split, "theme-drop": _drop, "theme-name": _line("desk.ask.theme_name"),
    "theme-rename": _line("desk.ask.theme_name"), "statement": _line("desk.ask.statement"),
    "boundary": _line("desk.ask.boundary"), "because": _line("desk.ask.because"),
}  # fmt: skip


async def pick_transcript(app: Asker, names: tuple[str, ...], title: str) -> str | None:
    words, project = app.words, app.desk.opened.project
    choices = []
    for name in names:
        handle = project.transcript(name)
        told = words.some("desk.turns", handle.turn_count)
        cases = [case for case in handle.cases if case != name]
        choices.append(Choice(name, name, ", ".join((*cases, told))))
    chosen: str | None = await app.asked(Pick(title, choices, none=words("desk.not_found")))
    return chosen
