"""What tells a codebook from a table of it: a matrix, an edited export, another program's list."""

from dataclasses import dataclass

from qualcode.text import Sayable, Words


@dataclass(frozen=True)
class Difference(Sayable):
    """One difference between a codebook and a table of it.

    `kind`: new, changed, kept (the codebook's own stays; kept_shown: of what no
    table changes), gone (no longer in the matrix), missing (its code is), unlisted.
    """

    kind: str
    code: str
    what: str = ""
    before: str = ""
    after: str = ""

    def told(self, words: Words) -> str:
        before, after = (_short(text, words) for text in (self.before, self.after))
        return words.of("difference", self.kind, code=self.code, what=self.what, before=before, after=after)

    __str__ = Sayable.__str__  # not what a dataclass makes


def _short(text: str, words: Words) -> str:
    text = " ".join(text.split())
    return repr(text if len(text) <= 60 else text[:59] + "…") if text else words("difference.empty")
