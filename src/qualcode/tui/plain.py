"""The plain prompt: one suggestion after another in its context, one key each; every decision is on disk at once."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from rich.console import Console
from rich.text import Text

from qualcode.desk.actions import BY_KEY, PROMPT
from qualcode.desk.session import show_suggestion
from qualcode.desk.sitting import Fault, Faulty, Recount, Reply, Sitting
from qualcode.model.controls import visible
from qualcode.model.suggestion import Suggestion
from qualcode.suggest.segments import Proposed
from qualcode.text import Say

# What each key does at the desk; `note`, `reject` and `change` ask for a line first.
_AT_THE_DESK = {
    "accept": ("accept",), "turn": ("accept-turn",), "next": ("grow-sentence", "accept"),
    "previous": ("grow-back", "accept"),
}  # fmt: skip


@dataclass
class Prompt:
    """A face of the sitting that asks each open suggestion once, in the order of the transcripts."""

    sitting: Sitting
    console: Console
    read_key: Callable[[], str]
    read_line: Callable[[str], str]
    passed: set[str] = field(default_factory=set)  # ids of suggestions that were skipped

    def run(self, found: Iterable[Proposed]) -> tuple[int, int]:
        """Ask until the queue is through or the coder quits. Returns how many decisions stand, and how many were not seen."""
        ticket = self.sitting.begin_suggestions()
        for one in found:
            self.sitting.found(ticket, one.handle.id, one.suggestions)
        self._to_next()
        while suggestion := self._shown():
            self._show(suggestion)
            name = self._ask()
            if name == "quit":
                break
            self._do(name, suggestion)
        return len(self.sitting.desk.done), len(self._ahead())

    def _ahead(self) -> list[Suggestion]:
        return [one for one in self.sitting.session.pending if one.id not in self.passed]

    def _shown(self) -> Suggestion | None:
        session = self.sitting.session
        return session.suggestion if session.mode == "judge" and session.current not in self.passed else None

    def _to_next(self) -> None:
        """The next that was not asked yet; one whose transcript cannot be shown is told, and passed over."""
        while ahead := self._ahead():
            reply = self.sitting.take(show_suggestion(replace(self.sitting.session, mode="judge"), ahead[0]))
            self._tell(reply, was_done=False)
            if reply.done:
                return
            self.passed |= {one.id for one in ahead if one.transcript == ahead[0].transcript}

    def _ask(self) -> str:
        language = self.sitting.desk.opened.words.language
        keys = Text("  ").join(
            Text.assemble((action.key, "bold reverse"), f" {action.label(language)}") for action in PROMPT
        )
        self.console.print(keys)
        while True:
            key = self.read_key()
            if key in BY_KEY:
                return BY_KEY[key]

    def _do(self, name: str, suggestion: Suggestion) -> None:
        words = self.sitting.desk.opened.words
        if name == "skip":
            self.passed.add(suggestion.id)
            self._to_next()
        elif name == "definition":
            self._define(suggestion)
        elif name == "reject":
            self._follow(self.sitting.do("reject-because", self.read_line(words("prompt.because"))))
        elif name == "note":
            self._follow(self.sitting.do("accept-note", self.read_line(words("prompt.note"))))
        elif name == "change":
            self._change(suggestion)
        elif name == "undo":
            self._undo()
        else:
            for action in _AT_THE_DESK[name]:
                reply = self.sitting.do(action)
            self._follow(reply)

    def _follow(self, reply: Reply) -> None:
        """What could not be done is told, and asked again; else the next is asked."""
        done = any(isinstance(one, Recount) for one in reply.reactions)
        self._tell(reply, was_done=done)
        if done:
            self._to_next()

    def _undo(self) -> None:
        """Back to what was undone; what comes after it is asked again."""
        stood = len(self.sitting.desk.done)
        reply = self.sitting.do("undo")
        was_done = len(self.sitting.desk.done) < stood
        self._tell(reply, was_done=was_done)
        session = self.sitting.session
        order = [one.id for one in session.queue]
        if was_done and session.current in order:
            self.passed -= set(order[order.index(session.current) :])

    def _tell(self, reply: Reply, *, was_done: bool) -> None:
        """Faults; and where nothing was done, why. After a decision, whether the next can be shown is told when it is."""
        words = self.sitting.desk.opened.words
        for one in reply.reactions:
            if isinstance(one, Faulty) or (isinstance(one, Fault) and not was_done):
                self.console.print(_text(one.error.told(words), "bold"))
            elif isinstance(one, Say) and not was_done:
                self.console.print(_text(one.told(words), "dim"))

    def _define(self, suggestion: Suggestion) -> None:
        code = self.sitting.session.codebook.by_id[suggestion.code]
        parts = (
            code.definition,
            f"+ {code.include}" if code.include else "",
            f"− {code.exclude}" if code.exclude else "",
        )
        self.console.print(_text("\n".join(filter(None, parts)), "italic"))

    def _change(self, suggestion: Suggestion) -> None:
        typed = self.read_line(self.sitting.desk.opened.words("prompt.code")).strip()
        offered = [code.id for code in self.sitting.session.codebook.offered()]
        starting = [code for code in offered if code.casefold().startswith(typed.casefold())]
        code = typed if typed in offered else starting[0] if len(starting) == 1 else ""
        if typed and code and code != suggestion.code:
            self.console.print(_text(f"→ {code}"))
            self._follow(self.sitting.do("change", code))
        else:
            self.console.print(_text(", ".join(starting or offered), "dim"))

    def _show(self, suggestion: Suggestion) -> None:
        session = self.sitting.session
        transcript = session.units.transcript
        turn = transcript.turns[suggestion.turn - 1]
        code = session.codebook.by_id[suggestion.code]
        order = [one.id for one in session.queue]
        head = f"{order.index(suggestion.id) + 1}/{len(order)}  {transcript.id}, {turn.number}  {code.name}"
        self.console.print(_text(head, "bold"))
        if question := transcript.question_before(turn):
            self.console.print(_text(question, "dim"))
        shown = _text(turn.span.of(transcript.text))
        start = turn.span.start
        shown.stylize("underline", suggestion.span.start - start, suggestion.span.end - start)
        for lit in (span for hit in suggestion.hits for span in hit.lit):
            shown.stylize("bold", lit.start - start, lit.end - start)
        self.console.print(Text.assemble(_text(f"{turn.speaker}: ", "bold"), shown))
        reason = suggestion.strongest.reason
        why = Say("explained.brief", reason=reason, cue=suggestion.cue) if suggestion.cue else reason
        self.console.print(_text(f"[{why.told(self.sitting.desk.opened.words)}]  {code.short}", "dim"))


def _text(text: str, style: str = "") -> Text:
    return Text(visible(text), style=style)
