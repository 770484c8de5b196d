"""One text among very many: an open answer, a complaint, a letter, a note."""

from typing import NamedTuple

from qualcode.model.span import Span
from qualcode.model.transcript import Transcript, Turn


class Unit(NamedTuple):
    """A row of data that holds a text. A text of nothing but blanks is no answer: such a unit is counted apart."""

    number: int  # of its row in its file, as the program that made it counts
    id: str
    text: str
    by: str = ""  # the group that it is in; "" where that is not known

    @property
    def is_answered(self) -> bool:
        return bool(self.text) and not self.text.isspace()

    def transcript(self) -> Transcript:
        """What is done to speech is done to it as one turn of somebody's."""
        return Transcript(str(self.number), self.text, (Turn(1, Span(0, len(self.text)), "", "respondent"),))
