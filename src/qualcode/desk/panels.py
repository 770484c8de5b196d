"""What the desk tells around the text, as data: the head, the panel below, the lists of codes and themes, a code in full."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from qualcode.desk.desk import Desk
from qualcode.desk.session import Session, asked_here
from qualcode.model.codebook import Code, Codebook
from qualcode.model.coding import Coding
from qualcode.model.handle import read_intact
from qualcode.model.suggestion import Suggestion
from qualcode.model.transcript import Transcript, Turn
from qualcode.text import Words
from qualcode.usecases.at_desk import CodeTally

if TYPE_CHECKING:
    from qualcode.desk.board import Board, Fragments
    from qualcode.text.keys import Key

_WORDS = 60  # of a question before a suggestion: its end is what was asked
_SIGNS = {"barrier": "−", "facilitator": "+", "mixed": "±"}
_KEY, _DEVIANT, _NOTE = "★", "≠", "✎"


class Run(NamedTuple):
    """A stretch of text, and how it looks: strong, faint, note, interviewer, fragment.

    `code`: the text is a mark in the colour of that code.
    """

    text: str
    look: str = ""
    code: str = ""


Runs = tuple[Run, ...]


class Listed(NamedTuple):
    """A row of a list: what stands before the name, the name, and the figures at the end."""

    id: str
    before: Runs
    name: str
    figures: str


def _mark(code: str) -> Run:
    return Run("■ ", code=code)


def signs(coding: Coding) -> str:
    """What is marked on a coding, in one character each."""
    marks = (coding.key, _KEY), (coding.deviant, _DEVIANT), (coding.note, _NOTE)
    return _SIGNS.get(coding.valence, "") + "".join(sign for stands, sign in marks if stands)


def label_of(turn: Turn, transcript: Transcript) -> str:
    """What stands before a turn's speech: the speaker, and the time where there is one."""
    time = f" {_clock(turn.time)}" if turn.time is not None else ""
    return f"{turn.speaker}{time}: " if turn.speaker or time else ""


def _clock(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"[{hours}:{minutes:02}:{rest:02}]" if hours else f"[{minutes:02}:{rest:02}]"


def _lines(lines: Sequence[Runs]) -> Runs:
    return tuple(run for at, line in enumerate(lines) for run in ((Run("\n"), *line) if at else line))


def head(desk: Desk, session: Session, searching: bool) -> str:
    """Which transcript, where in it, who codes, what is still to be judged."""
    words = desk.opened.words
    names = [handle.id for handle in desk.handles]
    place = f"{names.index(session.transcript) + 1}/{len(names)}" if session.transcript in names else ""
    turn = session.turn
    pending = len(session.pending)
    open_ones = words("desk.head.searching" if searching else "desk.head.open", n=pending)
    parts = [
        words("desk.head.transcript", transcript=session.transcript, place=place).strip(),
        words("desk.head.turn", turn=turn.number if turn else 0, of=len(session.units.transcript.turns)),
        words("desk.head.read" if not session.unread else "desk.head.unread"),
        f"{open_ones} {words('desk.head.chosen')}" if session.chosen else open_ones,
        desk.coder,
    ]
    if session.narrowed:
        parts.append(words.some("desk.head.pass", len(session.offered)))
    if desk.rereading:
        parts.append(words("desk.head.reread", code=desk.name(desk.rereading)))
    if session.only:
        parts.append(words("desk.head.only", code=desk.name(session.only)))
    if n := len(session.waiting):
        parts.append(words("desk.head.waiting", n=n))
    if n := len(session.mine.adrift) - len(session.mine.waiting):
        parts.append(words("desk.head.adrift", n=n))
    return "  ".join(parts)


def reading_panel(desk: Desk, session: Session) -> Runs:
    """The codings at the cursor, what was asked here, what a code would be applied to."""
    words, lines = desk.opened.words, list[Runs]()
    here, about = session.here, session.coding
    for coding in here[:4]:
        marker = "▸ " if coding is about and len(here) > 1 else "  " if len(here) > 1 else ""
        line = [Run(marker), *_coded(desk, session.codebook, coding)]
        if coding.valence:
            line.append(Run(f"  {words.term(coding.valence)}"))
        if coding.note:
            line.append(Run(f"  {coding.note}", "note"))
        lines.append(tuple(line))
    if len(here) > 4:
        lines.append((Run(words("desk.more", n=len(here) - 4), "faint"),))
    for coding in session.others_here[:3]:
        told = f"{coding.coder}: {signs(coding)} {desk.name(session.code_of(coding))}".replace("  ", " ")
        lines.append((Run(told, "faint"),))
    for asked in asked_here(session):
        lines.append((Run(words("desk.asked_here", subject=subject_name(session.codebook, asked.subject))),))
    if session.selection:
        lines.append((Run(words.some("desk.selected", len(session.units.covered("word", session.selection)))),))
    elif not lines:
        lines.append((Run(words("desk.sentence"), "faint"),))
    return _lines(lines)


def _coded(desk: Desk, codebook: Codebook, coding: Coding) -> Runs:
    """The code of a coding, and what is marked on it."""
    code = codebook.current.get(coding.code, coding.code)
    mark = (_mark(code),) if code in codebook.by_id else (Run("■ "),)
    return (*mark, Run(desk.name(code), "strong"), Run(f" {signs(coding)}".rstrip()))


def judging_panel(desk: Desk, session: Session, suggestion: Suggestion) -> Runs:
    """A suggestion: how far, for which code, why, and the question before it."""
    words = desk.opened.words
    code = session.codebook.by_id[suggestion.code]
    order = [one.id for one in session.queue if session.fits(one)]
    place = order.index(suggestion.id) + 1 if suggestion.id in order else 0
    told = [Run(f"{place}/{len(order)}  ", "faint"), _mark(code.id), Run(code.name, "strong")]
    if definition := code.short or code.definition:
        told.append(Run(f"  {definition}"))
    hit = suggestion.strongest
    told.append(Run("\n" + words.of("desk.why", hit.layer, form=hit.form, keyword=hit.keyword)))
    if more := len(suggestion.hits) - 1:
        told.append(Run(words("desk.why.more", n=more)))
    if suggestion.cue:
        told.append(Run("  " + words("desk.cue", cue=suggestion.cue), "strong"))
    if session.selection and session.selection != suggestion.span:
        n = len(session.units.covered("word", session.selection))
        told.append(Run("  " + words.some("desk.selected", n)))
    others = sorted(
        {desk.name(session.code_of(one)) for one in session.mine.applied if one.span.overlaps(suggestion.span)}
    )
    if others:
        told.append(Run("  " + words("desk.here_already", codes=", ".join(others)), "faint"))
    transcript = session.units.transcript
    if transcript.id == suggestion.transcript:
        question = transcript.question_before(transcript.turns[suggestion.turn - 1]).split()
        if question:
            cut = ["…", *question[-_WORDS:]] if len(question) > _WORDS else question
            told.append(Run("\n" + words("desk.question", question=" ".join(cut)), "interviewer"))
    return tuple(told)


def codes(session: Session, counts: Mapping[str, Mapping[str, CodeTally]]) -> list[Listed]:
    """The codes of the pass with how often, and by how many cases, this coder has them."""
    numbers = numbered(session.offered)
    return [
        Listed(
            code.id,
            (Run(f"{numbers[code.id]:>3} ", "faint"), Run(_indent(session.codebook, code.id)), _mark(code.id)),
            code.name,
            _figures(added(counts, code.id)),
        )
        for code in session.codebook.codes
        if code.id in numbers
    ]


def _indent(codebook: Codebook, code: str) -> str:
    return "  " * (sum(1 for _ in codebook.ancestors(code)) - 1)


def numbered(offered: Sequence[str]) -> dict[str, int]:
    """The number that each code is chosen with."""
    return {code: number for number, code in enumerate(offered, 1)}


def added(counts: Mapping[str, Mapping[str, CodeTally]], target: str) -> CodeTally:
    """The count of one code or theme over the transcripts: references add up, cases are pooled."""
    found = [several[target] for several in counts.values() if target in several]
    cases = frozenset(case for one in found for case in one.cases)
    return CodeTally(sum(one.references for one in found), cases)


def _figures(count: CodeTally) -> str:
    return f"{count.references}·{len(count.cases)}" if count.references else ""


def in_full(session: Session, code: str, words: Words) -> Runs:
    known = session.codebook.by_id.get(code)
    return code_in_full(known, words) if known else ()


def code_in_full(code: Code, words: Words) -> Runs:
    """Definition, what belongs to it and what not, examples and the interview question."""
    found = [Run(code.name + "\n", "strong")]
    parts: tuple[tuple[Key | None, tuple[str, ...]], ...] = (
        (None, (code.definition or code.short,)),
        ("desk.include", (code.include,)),
        ("desk.exclude", (code.exclude,)),
        ("desk.examples", code.examples),
        ("desk.interview_question", code.interview_question),
    )
    for key, values in parts:
        if told := [value for value in values if value]:
            found += [Run(f"{words(key)} " if key else "", "strong"), Run("\n".join(told) + "\n")]
    return tuple(found)


def subject_name(codebook: Codebook, subject: str) -> str:
    """A topic of the guide, or the code whose interview question it is."""
    topic = next((one for one in codebook.topics if one.id == subject), None)
    if topic:
        return topic.text
    code = codebook.by_id.get(codebook.current.get(subject, subject))
    return code.name if code else subject


def board_head(desk: Desk, board: "Board") -> str:
    words = desk.opened.words
    unplaced = sum(1 for code in board.codebook.leaves & set(board.codes) if not board.numbers_of(code))
    parts = [words("desk.board.title"), board.set, words.some("desk.board.unplaced", unplaced)]
    if board.because:
        parts.append(words("desk.board.because", because=board.because))
    return "  ".join(filter(None, parts))


def board_codes(desk: Desk, board: "Board", counts: Mapping[str, Mapping[str, CodeTally]]) -> list[Listed]:
    """The codes with the numbers of the themes they are in."""
    rows = []
    for code in board.codes:
        numbers = ",".join(map(str, board.numbers_of(code)))
        figures = _figures(added(counts, code)) + (f" [{numbers}]" if numbers else "")
        rows.append(Listed(code, (Run(_indent(board.codebook, code)), _mark(code)), desk.name(code), figures))
    return rows


def board_themes(desk: Desk, board: "Board", counts: Mapping[str, Mapping[str, CodeTally]]) -> list[Listed]:
    """The themes with their number, status and how often."""
    words, rows = desk.opened.words, []
    for number, theme in enumerate(board.themes, 1):
        figures = f"{words.of('status', theme.status)} {_figures(added(counts, f'theme:{theme.id}'))}"
        rows.append(Listed(theme.id, (Run(f"{number:>2} ", "strong"),), theme.name, figures))
    return rows


def board_panel(desk: Desk, board: "Board") -> Runs:
    """The theme that is lit in full."""
    words, theme = desk.opened.words, board.lit
    if theme is None:
        return (Run(words("desk.board.none")),)
    told = [Run(theme.name, "strong")]
    for key, value in (("statement", theme.statement), ("boundary", theme.boundary)):
        told += [Run(f"\n{words.of('desk.board', key)} ", "strong"), Run(value or "–")]
    holds = ", ".join(desk.name(code) for code in theme.codes)
    return (*told, Run(f"\n{words('desk.board.holds')} ", "strong"), Run(holds or "–"))


def fragments_head(desk: Desk, fragments: "Fragments") -> str:
    words, codebook = desk.opened.words, desk.opened.project.codebook
    name = next((theme.name for theme in codebook.themes if theme.id == fragments.theme), fragments.theme)
    of = len(fragments.items)
    parts = [
        name,
        words("desk.fragments.place", n=fragments.at + 1 if of else 0, of=of),
        words("desk.fragments.judged", n=fragments.judged),
    ]
    if fragments.because:
        parts.append(words("desk.board.because", because=fragments.because))
    return "  ".join(parts)


def fragment_in_context(desk: Desk, fragments: "Fragments") -> Runs:
    """A fragment with the question before it and the turns it lies in. Raises QualcodeError where the text changed."""
    words, coding = desk.opened.words, fragments.coding
    if coding is None:
        return (Run(words("desk.no_fragments")),)
    transcript = read_intact(desk.opened.project.transcript(coding.transcript))
    turns = transcript.turns_touched(coding.span)
    told = [Run(coding.transcript, "strong")]
    if turns:
        told.append(Run(f", {words('desk.fragments.turn', turn=turns[0].number)}\n"))
        if question := transcript.question_before(turns[0]):
            told.append(Run(f"\n{question}\n", "interviewer"))
    for turn in turns:
        told.append(Run(f"\n{label_of(turn, transcript)}", "strong"))
        start, end = max(coding.span.start, turn.span.start), min(coding.span.end, turn.span.end)
        text = transcript.text
        told += [
            Run(text[turn.span.start : start]),
            Run(text[start:end], "fragment"),
            Run(text[end : turn.span.end] + "\n"),
        ]
    return tuple(told)


def fragment_panel(desk: Desk, fragments: "Fragments") -> Runs:
    """Its code, marks and note, and whether it fits."""
    words, coding = desk.opened.words, fragments.coding
    if coding is None:
        return ()
    verdict = words.of("fit", fragments.verdict) if fragments.verdict else words("desk.fragments.open")
    told = [*_coded(desk, desk.opened.project.codebook, coding)]
    told += [Run(f"\n{words('desk.fragments.fits')} "), Run(verdict, "strong")]
    return (*told, Run(f"\n{coding.note}", "note")) if coding.note else tuple(told)
