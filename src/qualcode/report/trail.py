"""The trail: what was done when, by whom and why, from the log."""

from collections.abc import Mapping
from typing import Any

from qualcode.report.listing import Listing, Shown
from qualcode.report.tree import Output
from qualcode.report.view import View

_LEFT_OUT = frozenset({"definition", "report"})


def trail(view: View) -> Output:
    """What was done when and by whom; decisions on single fragments are in the journals."""
    words = view.words
    rows = []
    for entry in view.log:
        if entry["what"] not in _LEFT_OUT:
            what = words.known(f"trail.{entry['what']}", str(entry["what"]))
            rows.append(
                (str(entry["at"]), what, _details(entry), str(entry.get("because", "")), str(entry.get("coder", "")))
            )
    shown = (
        Shown("at", 3, text=lambda record: str(record["at"])[:16].replace("T", " "), heading=words.heading("date")),
        Shown("what", 3),
        Shown("details", 5),
        Shown("because", 5),
        Shown("coder", 2),
    )
    columns = ("at", "what", "details", "because", "coder")
    listing = Listing("trail", columns, rows, shown, words("section.trail"), [words("trail.note")])
    return listing.output(words, view.project.changed)


def _details(entry: Mapping[str, Any]) -> str:
    """What an entry is about, by the ids it names."""
    keys = ("transcript", "codes", "themes", "memo", "name", "pass", "codings", "decisions", "theme", "question")
    told = []
    for key in keys:
        value = entry.get(key)
        if value and not (key == "codes" and entry["what"] in ("pass", "codebook by hand")):
            told.append(", ".join(map(str, value)) if isinstance(value, list) else str(value))
    return "; ".join(told)
