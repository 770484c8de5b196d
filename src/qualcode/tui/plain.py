"""The plain prompt, for a screen reader or a simple terminal: lines of text only, one key each, every act on disk at once.

The open suggestions are asked one after another; `j` goes to reading, where one moves, selects and codes with the keys of the
desk, and back. What is lit on a screen is said here in words.
"""

from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from rich.console import Console
from rich.text import Text

from qualcode.desk.actions import BY_KEY, PROMPT, READING, SPOKEN, Action, keymap
from qualcode.desk.asking import Confirm, Line, Pick, Question
from qualcode.desk.desk import Desk
from qualcode.desk.events import Open
from qualcode.desk.picking import Choice, matching
from qualcode.desk.questions import ASKS
from qualcode.desk.session import Session, show_suggestion
from qualcode.desk.sitting import DeskQuestion, Fault, Faulty, Recount, Reply, Sitting, TranscriptShown
from qualcode.model.controls import visible
from qualcode.model.span import Span
from qualcode.model.suggestion import Suggestion
from qualcode.suggest.segments import Proposed
from qualcode.text import Say, Sayable, Words

# What each key does at the desk, in turn; the others have the name that they have there.
_AT_THE_DESK = {
    "turn": ("accept-turn",), "next": ("grow-sentence", "accept"), "previous": ("grow-back", "accept"),
    "reject": ("reject-because",), "note": ("accept-note",),
}  # fmt: skip
_YES, _NO = ("j", "y", "ja", "yes"), ("n", "nee", "no")
_MOST = 9  # choices named before a person types more of the name


@dataclass
class Prompt:
    """A face of the sitting that asks each open suggestion once, in the order of the transcripts, and reads aloud."""

    sitting: Sitting
    console: Console
    read_key: Callable[[], str | None]  # None at the end of what is typed
    read_line: Callable[[str], str | None]  # the same
    own_keys: Mapping[str, str] = field(default_factory=dict)
    passed: set[str] = field(default_factory=set)  # ids of suggestions that were skipped
    reading: bool = False
    ended: bool = False

    def run(self, found: Iterable[Proposed]) -> tuple[int, int]:
        """Ask until the queue is through, and read until the coder quits; without suggestions, read.

        Returns how many decisions stand, and how many suggestions were not seen.
        """
        ticket = self.sitting.begin_suggestions()
        for one in found:
            self.sitting.found(ticket, one.handle.id, one.suggestions)
        self._to_next()
        if not self._shown():
            self._read_on()
        known = False
        while not self.ended and (self.reading or self._shown()):
            self._show()
            if not known:
                self._keys()
                known = True
            self._press()
        return len(self.desk.done), len(self._ahead())

    # What a question needs to know of its asker.

    @property
    def desk(self) -> Desk:
        return self.sitting.desk

    @property
    def session(self) -> Session:
        return self.sitting.session

    @property
    def words(self) -> Words:
        return self.desk.opened.words

    def fault(self, what: Sayable) -> None:
        self._line(what.told(self.words), "bold")

    def search_typed(self, query: str) -> None:
        """A whole line is typed here before anything is looked for."""
        ticket = self.sitting.search_typed(query)
        self.sitting.places(ticket, self.desk.find(self.session, query))
        self._line(self.words.some("desk.found", len(self.session.hits)))

    async def asked(self, question: Question) -> Any:
        """The answer typed as a line; an empty one leaves what stands, or the question."""
        match question:
            case Line(title, given, note):
                self._line(note)
                typed = self.read_line(f"{title}: " if title[-1].isalnum() else f"{title} ")
                typed = given if typed == "" else typed
                if question.changed and typed:
                    question.changed(typed)
                return typed
            case Pick():
                return self._picked(question)
            case Confirm(title):
                typed = self.read_line(f"{title} {self.words('ask.yes_no_stay')} ")
                return {**dict.fromkeys(_YES, True), **dict.fromkeys(_NO, False)}.get((typed or "").casefold())
            case _:
                raise NotImplementedError  # several are chosen on a screen only

    def _picked(self, pick: Pick) -> str | None:
        self._line(pick.title)
        while typed := self.read_line(self.words("prompt.name")):
            found = matching(pick.choices, typed, pick.recent)
            exact = [one for one in found if typed.casefold() in (one.id, one.name.casefold(), str(one.number or ""))]
            if len(found) == 1 or exact:
                chosen = (exact or found)[0]
                self._line(f"→ {chosen.name}")
                return chosen.id
            self._line(self._named(found or pick.choices))
        return None

    def _named(self, choices: Sequence[Choice]) -> str:
        names = [f"{one.number} {one.name}" if one.number else one.name for one in choices[:_MOST]]
        more = [self.words("desk.more", n=len(choices) - _MOST)] if len(choices) > _MOST else []
        return ", ".join((*names, *more))

    # Keys.

    def _press(self) -> None:
        """Wait for a key that does something, and do it. Enter after a key is the habit of another kind of prompt."""
        while (key := self.read_key()) in ("", "enter"):
            pass
        keys = keymap("read", self.own_keys) if self.reading else BY_KEY
        name = keys.get(key or "") or keys.get((key or "").casefold())
        name = "help" if key == "h" else name  # in both moods
        name = SPOKEN.get(name or "", name)
        if key is None or (name == "quit" and not self.reading):
            self.ended = True
        elif name not in {action.name for action in self._actions()}:
            self._line(self.words("prompt.no_key", help="?" if self.reading else "h"))
        elif name == "help":
            self._keys()
        elif self.reading:
            self._do_reading(name)
        else:
            self._do_judging(name)

    def _actions(self) -> Sequence[Action]:
        return READING if self.reading else PROMPT

    def _keys(self) -> None:
        language = self.words.language
        told = Text("; ").join(
            Text.assemble((action.key, "bold reverse"), f" {action.label(language)}") for action in self._actions()
        )
        self.console.print(told)

    # Judging.

    def _ahead(self) -> list[Suggestion]:
        return [one for one in self.session.pending if one.id not in self.passed]

    def _shown(self) -> Suggestion | None:
        session = self.session
        return session.suggestion if session.mode == "judge" and session.current not in self.passed else None

    def _to_next(self) -> None:
        """The next that was not asked yet; one whose transcript cannot be shown is told, and passed over."""
        while ahead := self._ahead():
            reply = self.sitting.take(show_suggestion(replace(self.session, mode="judge"), ahead[0]))
            self._follow(reply)
            if reply.done:
                return
            self.passed |= {one.id for one in ahead if one.transcript == ahead[0].transcript}

    def _do_judging(self, name: str) -> None:
        suggestion = self.session.suggestion
        assert suggestion
        if name == "skip":
            self.passed.add(suggestion.id)
            self._to_next()
        elif name == "definition":
            self._define(suggestion)
        elif name == "read":
            self._read_on()
        elif name == "undo":
            self._undo()
        else:
            *before, last = _AT_THE_DESK.get(name, (name,))
            for action in before:
                stood = self.session.selection
                self._follow(self.sitting.do(action))
                if self.session.selection == stood:
                    return  # there is no sentence to take with it, which was said
            taken = self._taken(name, suggestion)
            if self._follow(self.sitting.do(last)):
                self._line(taken)
                self._to_next()

    def _taken(self, name: str, suggestion: Suggestion) -> str:
        """The words that a suggestion is taken with, where they are others than it proposes."""
        transcript = self.session.units.transcript
        span = transcript.turn_at(suggestion.span.start).span if name == "turn" else self.session.selection
        return f"“{span.of(transcript.text)}”" if span and span != suggestion.span else ""

    def _undo(self) -> None:
        """Back to what was undone; what comes after it is asked again."""
        if self._follow(self.sitting.do("undo")):
            order = [one.id for one in self.session.queue]
            if self.session.current in order:
                self.passed -= set(order[order.index(self.session.current) :])

    def _define(self, suggestion: Suggestion) -> None:
        code = self.session.codebook.by_id[suggestion.code]
        include = f"+ {code.include}" if code.include else ""
        exclude = f"− {code.exclude}" if code.exclude else ""
        told = "\n".join(filter(None, (code.definition, include, exclude)))
        self._line(f"{code.name}: {told}" if told else self.words("prompt.no_definition"))

    # Reading.

    def _read_on(self) -> None:
        """To the text; where there is nothing to judge it is said."""
        if self.session.mode == "judge":
            self._follow(self.sitting.do("read"))
        else:
            self._line(self.words("desk.no_suggestions"))
        self.reading, self._heard = True, ()

    def _do_reading(self, name: str) -> None:
        if name != "judge":
            self._follow(self.sitting.do(name))
        elif self._ahead():
            self.reading = False
            self._to_next()
        else:
            self._line(self.words("desk.no_suggestions"))

    # What is said.

    def _follow(self, reply: Reply) -> bool:
        """Say and ask what the sitting replied; returns whether something was written.

        Whether the next suggestion can be shown after that is said when it is.
        """
        written = any(isinstance(one, Recount) for one in reply.reactions)
        for one in reply.reactions:
            match one:
                case Say():
                    self._line(one.told(self.words), "bold")
                case Fault(error):
                    if not written:
                        self.fault(error)
                case Faulty(error):
                    self.fault(error)
                case DeskQuestion(token, ask):
                    answer = _now(ASKS[ask.what](self, ask))
                    if answer is not None:
                        written |= self._follow(self.sitting.answer(token, answer))
                case Open("quit"):
                    self.ended = True
                case TranscriptShown():
                    self._heard = ()
        return written

    _heard: tuple[object, ...] = ()  # what was said last: it is not said again

    def _show(self) -> None:
        """The suggestion, or where one is in the text; nothing when that was said."""
        session, suggestion = self.session, self._shown()
        turn = session.turn.number if session.turn else 0
        sentence = session.units.around("sentence", session.cursor)
        place = (turn, sentence, session.selection) if self.reading else (suggestion, len(self.desk.done))
        before, self._heard = self._heard, place
        if place == before:
            return
        if self.reading:
            self._read_aloud(sentence, new_turn=before[:1] != (turn,))
        elif suggestion:
            self._propose(suggestion)

    def _read_aloud(self, sentence: Span, *, new_turn: bool) -> None:
        """Where one is, the sentence there or what is selected, and its codings."""
        session = self.session
        text, turn = session.units.transcript.text, session.turn
        if turn and new_turn:
            of = len(session.units.turns)
            head = self.words("desk.head.turn", turn=turn.number, of=of)
            self._line(f"{session.transcript}, {head}, {turn.speaker}:", "bold")
        if session.selection:
            length = self.words.some("desk.selected", len(session.units.covered("word", session.selection)))
            self._line(f"{length}: {session.selection.of(text)}")
        else:
            self._line(sentence.of(text))
        if codes := [self.desk.name(session.code_of(one)) for one in session.here]:
            self._line(self.words("desk.here_already", codes=", ".join(codes)))

    def _propose(self, suggestion: Suggestion) -> None:
        session = self.session
        transcript = session.units.transcript
        turn = transcript.turns[suggestion.turn - 1]
        code = session.codebook.by_id[suggestion.code]
        order = [one.id for one in session.queue]
        place = order.index(suggestion.id) + 1
        head = {"transcript": transcript.id, "turn": turn.number, "code": code.name}
        self._line(self.words("prompt.head", n=place, of=len(order), **head), "bold")
        if question := transcript.question_before(turn):
            self._line(self.words("desk.question", question=question), "dim")
        shown = _text(turn.span.of(transcript.text))
        start = turn.span.start
        shown.stylize("underline", suggestion.span.start - start, suggestion.span.end - start)
        for lit in (span for hit in suggestion.hits for span in hit.lit):
            shown.stylize("bold", lit.start - start, lit.end - start)
        self.console.print(Text.assemble(_text(f"{turn.speaker}: ", "bold"), shown))
        if suggestion.span != turn.span:
            self._line(self.words("prompt.proposed", words=suggestion.span.of(transcript.text)))
        reason = suggestion.strongest.reason
        why = Say("explained.brief", reason=reason, cue=suggestion.cue) if suggestion.cue else reason
        self._line(f"[{why.told(self.words)}]  {code.short}".rstrip(), "dim")

    def _line(self, told: str, style: str = "") -> None:
        if told:
            self.console.print(_text(told, style))


def _now(question: Coroutine[Any, Any, Any]) -> Any:
    """What a question comes to; here each answer is there at once, so it never waits."""
    try:
        question.send(None)
    except StopIteration as ended:
        return ended.value
    raise AssertionError("a question waited")


def _text(text: str, style: str = "") -> Text:
    return Text(visible(text), style=style)
