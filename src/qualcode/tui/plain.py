"""The plain prompt: one suggestion after another in its context, one key each; every decision is on disk at once."""

from collections.abc import Callable
from dataclasses import dataclass, field

from rich.console import Console
from rich.text import Text

from qualcode.acts.coding import withdraw_events
from qualcode.acts.finding import Finder, find_all
from qualcode.acts.suggesting import decide, decision_of, log_pass
from qualcode.model.controls import visible
from qualcode.model.suggestion import Suggestion
from qualcode.model.transcript import Handle, Transcript
from qualcode.store.transaction import transaction
from qualcode.tui.actions import BY_KEY, PROMPT

_WIDEN = {"accept": "", "turn": "turn", "next": "+1", "previous": "-1", "note": ""}


@dataclass(frozen=True)
class Item:
    """A suggestion in the queue."""

    handle: Handle
    transcript: Transcript
    suggestion: Suggestion


@dataclass
class Prompt:
    """The loop's state: where it is, and the events of each decision, so that undo can withdraw them."""

    finder: Finder
    console: Console
    read_key: Callable[[], str]
    read_line: Callable[[str], str]
    queue: list[Item] = field(default_factory=list)
    at: int = 0
    made: list[tuple[int, list[str]]] = field(default_factory=list)

    def run(self) -> int:
        """Ask until the queue is through or the coder quits; returns how many decisions stand."""
        self.queue = [
            Item(found.handle, found.transcript, one) for found in find_all(self.finder) for one in found.suggestions
        ]
        while self.at < len(self.queue):
            self._show(self.queue[self.at])
            name = self._ask()
            if name == "quit":
                break
            self._do(name, self.queue[self.at])
        return len(self.made)

    def _ask(self) -> str:
        language = self.finder.opened.project.settings.language
        keys = Text("  ").join(
            Text.assemble((action.key, "bold reverse"), f" {action.label(language)}") for action in PROMPT
        )
        self.console.print(keys)
        while True:
            key = self.read_key()
            if key in BY_KEY:
                return BY_KEY[key]

    def _do(self, name: str, item: Item) -> None:
        if name == "skip":
            self.at += 1
        elif name == "undo":
            self._undo()
        elif name == "definition":
            code = self.finder.opened.project.codebook.by_id[item.suggestion.code]
            parts = (
                code.definition,
                f"+ {code.include}" if code.include else "",
                f"− {code.exclude}" if code.exclude else "",
            )
            self.console.print(_text("\n".join(filter(None, parts)), "italic"))
        elif name == "reject":
            self._decide(item, "reject", reason=self.read_line(self.finder.opened.words("prompt.because")))
        elif name == "change":
            self._change(item)
        else:
            note = self.read_line(self.finder.opened.words("prompt.note")) if name == "note" else ""
            self._decide(item, "accept", widen=_WIDEN[name], note=note)

    def _decide(self, item: Item, verdict: str, **how: object) -> None:
        decision = decision_of(item.suggestion, verdict, **how)
        with transaction(self.finder.opened.study):
            if not self.made:
                log_pass(self.finder.opened, self.finder.coder, self.finder.filters)
            ids = decide(self.finder.opened, self.finder.coder, item.handle, [decision], self.finder.analyser)
        self.made.append((self.at, ids))
        self.at += 1

    def _change(self, item: Item) -> None:
        codebook = self.finder.opened.project.codebook
        typed = self.read_line(self.finder.opened.words("prompt.code")).strip()
        offered = [code.id for code in codebook.offered()]
        starting = [code for code in offered if code.casefold().startswith(typed.casefold())]
        code = typed if typed in offered else starting[0] if len(starting) == 1 else ""
        if typed and code and code != item.suggestion.code:
            self.console.print(_text(f"→ {code}"))
            self._decide(item, "change", new_code=code)
        else:
            self.console.print(_text(", ".join(starting or offered), "dim"))

    def _undo(self) -> None:
        if not self.made:
            self.console.print("–")
            return
        self.at, ids = self.made.pop()
        if ids:
            handle = self.queue[self.at].handle
            withdraw_events(self.finder.opened, self.finder.coder, handle.id, ids)

    def _show(self, item: Item) -> None:
        suggestion, transcript = item.suggestion, item.transcript
        turn = transcript.turns[suggestion.turn - 1]
        code = self.finder.opened.project.codebook.by_id[suggestion.code]
        head = f"{self.at + 1}/{len(self.queue)}  {transcript.id}, {turn.number}  {code.name}"
        self.console.print(_text(head, "bold"))
        if question := transcript.question_before(turn):
            self.console.print(_text(question, "dim"))
        shown = _text(turn.span.of(transcript.text))
        start = turn.span.start
        shown.stylize("underline", suggestion.span.start - start, suggestion.span.end - start)
        for lit in (span for hit in suggestion.hits for span in hit.lit):
            shown.stylize("bold", lit.start - start, lit.end - start)
        self.console.print(Text.assemble(_text(f"{turn.speaker}: ", "bold"), shown))
        why = suggestion.strongest.reason + (f"; cue: {suggestion.cue}" if suggestion.cue else "")
        self.console.print(_text(f"[{why}]  {code.short}", "dim"))


def _text(text: str, style: str = "") -> Text:
    return Text(visible(text), style=style)
