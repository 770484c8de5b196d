"""The trail: what was done when, by whom and why, from the log."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from qualcode.editing.development import Change, changes, theme_changes
from qualcode.report.document import Output
from qualcode.report.listing import Listing, Record, Shown
from qualcode.report.tables.memos import about_in_words
from qualcode.report.view import View
from qualcode.store.codebook_yaml import read_codebook
from qualcode.store.history import BY_HAND, versions

_COLUMNS = ("at", "what", "details", "because", "coder")
_LEFT_OUT = frozenset({"definition", "report"})
_ABOUT = (
    "transcript", "codes", "code", "themes", "memo", "name", "pass", "codings", "decisions", "count", "theme", "question",
)  # fmt: skip
_RENAMING = ("renamed", "theme_renamed", "merged", "theme_merged")  # changes that tell both names
_TURNING = ("theme_status", "theme_related", "moved", "codes_in", "codes_out", "split", "theme_split")  # was and now
_MOST = 5  # changes of one entry that are written out


def trail(view: View) -> Output:
    """What was done when and by whom; decisions on single fragments are in the journals.

    The data name things by their ids; on paper they have the names that people know, those of codes and themes as they
    were at the time, and dates are written out.
    """
    words, edits = view.words, _edits(view)
    rows: list[tuple[str, ...]] = []
    in_words: dict[tuple[str, ...], tuple[str, str]] = {}  # a row -> what was done, and to what
    for entry in view.log:
        if entry["what"] not in _LEFT_OUT:
            what = words.known(f"trail.{entry['what']}", str(entry["what"]))
            ids = "; ".join(_told(entry, lambda key, value: value))
            row = (
                str(entry["at"]),
                str(entry["what"]),
                ids,
                str(entry.get("because", "")),
                str(entry.get("coder", "")),
            )
            rows.append(row)
            about = edits.get(str(entry["id"])) or "; ".join(_told(entry, partial(_name, view, entry)))
            in_words[row] = (words.known(f"trail.{entry['what']}.{entry.get('pass', '')}", what), about)

    def texts(record: Record) -> tuple[str, str]:
        return in_words[tuple(str(record[key]) for key in _COLUMNS)]

    shown = (
        Shown("at", 4, text=lambda record: words.moment(str(record["at"])), heading=words.heading("date")),
        Shown("what", 3, text=lambda record: texts(record)[0]),
        Shown("details", 5, text=lambda record: texts(record)[1]),
        Shown("because", 5),
        Shown("coder", 2, text=lambda record: view.names_of(list(filter(None, [str(record["coder"])])))),
    )
    listing = Listing("trail", _COLUMNS, rows, shown, words("section.trail"), [words("trail.note")])
    return listing.output(words, view.project.changed)


def _told(entry: Mapping[str, Any], name: Callable[[str, str], str]) -> Iterator[str]:
    """What an entry is about, each thing as `name` has it; nothing where that is in what was done."""
    for key in _ABOUT:
        value = entry.get(key)
        if value and not (key == "codes" and entry["what"] in ("pass", BY_HAND)):
            values = value if isinstance(value, list) else [value]
            yield from filter(None, [", ".join(filter(None, (name(key, str(one)) for one in values)))])


def _name(view: View, entry: Mapping[str, Any], key: str, value: str) -> str:
    """A thing of an entry as a reader knows it: by name, or as a number of what it is."""
    words, book = view.words, view.codebook
    if key in ("codes", "code"):
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
        return ""  # what was done says it
    if key in ("codings", "decisions", "count") and value.isdigit():
        return words.some_of("trail.number", "codings" if key == "codings" else "decisions", int(value))
    if key == "question":
        return next((one.text for one in book.questions if one.id == value), value)
    return value


def _edits(view: View) -> Mapping[str, str]:
    """Entry id -> what an edit of the codebook changed, from the versions before and after it."""
    known = versions(view.log)
    texts = {version.sha: version.text for version in known}
    told = {}
    for version in known:
        before = texts.get(str(version.entry["version"].get("of", "")))
        if before is not None:
            found = list(_changes(before, version.text))
            by_hand = version.entry["what"] == BY_HAND
            parts = [_change(view, change, by_hand) for change in found[:_MOST]]
            parts += [view.words("changes.more", n=len(found) - _MOST)] if len(found) > _MOST else []
            told[str(version.entry["id"])] = "; ".join(parts)
    return told


def _changes(before: str, after: str) -> Iterator[Change]:
    """What became of codes and themes; nothing where one of the two has errors: a file that is being edited by hand may."""
    (old, wrong), (new, also_wrong) = read_codebook(before), read_codebook(after)
    if not any(problem.severity == "error" for problem in (*wrong, *also_wrong)):
        yield from changes(old, new)
        yield from theme_changes(old, new)


def _change(view: View, change: Change, with_kind: bool) -> str:
    """One change: what has another name by both, else what it is of, and what was and is where that is short."""
    words = view.words
    was, now = change.before, change.after
    if change.kind == "theme_status":
        was, now = (words.of("status", one) for one in (was, now))
    turned = f"{was} → {now or '–'}" if was else now
    if change.kind in _RENAMING:
        told = turned
    elif change.kind in _TURNING and turned:
        told = f"{change.name}: {turned}"
    else:
        told = change.name
    return f"{words.of('change', change.kind)}: {told}" if with_kind else told
