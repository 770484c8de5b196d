"""The trail: what was done when, by whom and why, from the log."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from qualcode.report.listing import Listing, Shown
from qualcode.report.memos import about_in_words
from qualcode.report.tree import Output
from qualcode.report.view import View

_COLUMNS = ("at", "what", "details", "because", "coder")
_LEFT_OUT = frozenset({"definition", "report"})
_ABOUT = ("transcript", "codes", "themes", "memo", "name", "pass", "codings", "decisions", "theme", "question")


def trail(view: View) -> Output:
    """What was done when and by whom; decisions on single fragments are in the journals.

    The data name things by their ids; on paper they have the names that people know, and dates are written out.
    """
    words = view.words
    rows: list[tuple[str, ...]] = []
    in_words: dict[tuple[str, ...], str] = {}
    for entry in view.log:
        if entry["what"] not in _LEFT_OUT:
            what = words.known(f"trail.{entry['what']}", str(entry["what"]))
            ids = "; ".join(_told(entry, lambda key, value: value))
            row = (str(entry["at"]), what, ids, str(entry.get("because", "")), str(entry.get("coder", "")))
            rows.append(row)
            in_words[row] = "; ".join(_told(entry, partial(_name, view, entry)))
    shown = (
        Shown("at", 4, text=lambda record: words.moment(str(record["at"])), heading=words.heading("date")),
        Shown("what", 3),
        Shown("details", 5, text=lambda record: in_words[tuple(str(record[key]) for key in _COLUMNS)]),
        Shown("because", 5),
        Shown("coder", 2, text=lambda record: view.names_of(list(filter(None, [str(record["coder"])])))),
    )
    listing = Listing("trail", _COLUMNS, rows, shown, words("section.trail"), [words("trail.note")])
    return listing.output(words, view.project.changed)


def _told(entry: Mapping[str, Any], name: Callable[[str, str], str]) -> Iterator[str]:
    """What an entry is about, each thing as `name` has it."""
    for key in _ABOUT:
        value = entry.get(key)
        if value and not (key == "codes" and entry["what"] in ("pass", "codebook by hand")):
            values = value if isinstance(value, list) else [value]
            yield ", ".join(name(key, str(one)) for one in values)


def _name(view: View, entry: Mapping[str, Any], key: str, value: str) -> str:
    """A thing of an entry as a reader knows it: by name, or as a number of what it is."""
    words, book = view.words, view.codebook
    if key == "codes":
        code = book.by_id.get(book.current.get(value, value))
        return code.name if code else value
    if key in ("themes", "theme"):
        return next((one.name for one in book.themes if one.id == book.current_theme.get(value, value)), value)
    if key == "memo" and entry.get("about"):
        about = about_in_words(view.project, entry["about"], words)
        return words(
            "trail.about", kind=words.term(f"memo.{entry.get('kind', 'note')}"), about=about[:1].lower() + about[1:]
        )
    if key == "pass":
        return words.known(f"pass.{value}", value)
    if key in ("codings", "decisions"):
        return words.some(f"trail.number.{key}", int(value)) if value.isdigit() else value
    if key == "question":
        return next((one.text for one in book.questions if one.id == value), value)
    return value
