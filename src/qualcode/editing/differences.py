"""What tells a codebook from a table of it: a matrix, an edited export, another program's list."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Difference:
    """One difference between a codebook and a table of it.

    `kind`: new, changed, kept (the codebook's own stays), gone (no longer in the matrix), missing (its code is), unlisted.
    """

    kind: str
    code: str
    what: str = ""
    before: str = ""
    after: str = ""

    def __str__(self) -> str:
        match self.kind:
            case "new":
                return f"+ {self.code}: {self.after}"
            case "changed":
                return f"~ {self.code}, {self.what}: {_short(self.before)} -> {_short(self.after)}"
            case "kept":
                return f"= {self.code}, {self.what}: yours stays; the table says {_short(self.after)}"
            case "gone":
                return f"- {self.code}: no longer in the matrix; it stays in the codebook"
            case "unlisted":
                return f"= {self.code}: not in the table; it stays as it is"
        return f"? {self.what}: its code is not in your codebook any more; not brought back"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return repr(text if len(text) <= 60 else text[:59] + "…") if text else "(empty)"
