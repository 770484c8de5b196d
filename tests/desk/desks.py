"""Desks for tests: a study on disk, a session at it, and keys by the names of their actions."""

from collections.abc import Callable
from typing import Any

from qualcode.desk import session as core
from qualcode.desk import sitting
from qualcode.desk.desk import Desk
from qualcode.desk.events import Ask, Open
from qualcode.desk.session import Session
from qualcode.desk.sitting import DeskQuestion, Fault, Faulty, Reply
from qualcode.model.selection import Filters
from qualcode.text import Say
from qualcode.usecases.study import Opened

STUDY = """
== codebook.yaml
# kept
language: en
questions: [{id: q1, text: What stands in the way?}]
codes:
  - {id: trust, name: Trust, definition: To rely on others., include: Said or shown., examples: [I lean on them.],
     interview_question: Do you trust the others?, keywords: [good, rely], kind: facilitator}
  - {id: fear, name: Fear of abuse, short: To be wary., keywords: [afraid]}
  - id: rules
    name: Rules
    codes:
      - {id: law, name: The law, keywords: [law*]}
themes:
  - {id: bond, set: s, name: The bond, statement: They rely on one another., codes: [trust]}
  - {id: limits, set: s, name: The limits, codes: [rules]}
topics: [{id: t1, text: How do you work together?}]
== P-1.txt
I: How is it, working together?
P-1: It is good. We rely on one another. It rains.
I: And are there laws that stand in the way?
P-1: The law is the law. I am afraid of it. Good laws help.
I: Anything else?
P-1: No. Not at all, I should say.
== P-2.txt
I: Is it good?
P-2: Good enough. I was afraid once.
"""


class Sitting:
    """The product's own sitting, by the names of actions: what it replies is kept, and a fault raised."""

    def __init__(self, opened: Opened, coder: str = "jan", filters: Filters | None = None, **how: Any):
        self.own = sitting.Sitting(Desk.start(opened, coder, filters or Filters(), **how))
        self.desk = self.own.desk
        self.said: list[Say] = []
        self.questions: list[DeskQuestion] = []
        self.opened: list[str] = []

    @property
    def session(self) -> Session:
        return self.own.session

    @session.setter
    def session(self, session: Session) -> None:
        self.own.session = session

    @property
    def asked(self) -> list[Ask]:
        return [one.ask for one in self.questions]

    def propose(self) -> "Sitting":
        ticket = self.own.begin_suggestions()
        for name, found in self.desk.suggestions(self.session.transcript):
            self.own.found(ticket, name, found)
        return self

    def do(self, action: str, answer: Any = None) -> "Sitting":
        return self.keep(self.own.do(action, answer))

    def keep(self, reply: Reply) -> "Sitting":
        for one in reply.reactions:
            match one:
                case Say():
                    self.said.append(one)
                case DeskQuestion():
                    self.questions.append(one)
                case Open(what):
                    self.opened.append(what)
                case Fault(error) | Faulty(error):
                    raise error
        return self

    def to(self, words: str) -> "Sitting":
        """The cursor to where these words stand."""
        text = self.session.units.transcript.text
        self.session = core.at(self.session, text.index(words))
        return self

    @property
    def selected(self) -> str:
        assert self.session.selection
        return self.session.selection.of(self.session.units.transcript.text)

    @property
    def at(self) -> str:
        """The word at the cursor."""
        return self.session.units.around("word", self.session.cursor).of(self.session.units.transcript.text)

    @property
    def codings(self) -> list[tuple[str, str]]:
        return [(self.session.code_of(one), one.quote) for one in sorted(self.session.mine.applied, key=_place)]

    @property
    def last_said(self) -> str:
        return self.said[-1].key


def _place(coding: Any) -> tuple[Any, ...]:
    return (coding.span, coding.code)


Make = Callable[[str], Opened]
