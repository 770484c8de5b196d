"""Values as YAML text, laid out as people would write a codebook: plain where that is safe, folded where it is long."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

WIDTH = 100  # columns
_SPECIAL = re.compile(r"""^[\s\-?:,\[\]{}#&*!|>'"%@`]|: |:$| #|\s$|\n""")
_IN_FLOW = re.compile(r"[,\[\]{}?]")
_NOT_TEXT = re.compile(
    r"(?i)^(~|null|true|false|yes|no|on|off|y|n|[-+.]?[0-9][0-9_.,:eE+-]*|[0-9]{4}-.*|\.inf|\.nan|=|<<)$"
)


class Noted(str):
    """A text that is written with a comment behind it."""

    note: str

    def __new__(cls, text: str, note: str = "") -> "Noted":
        made = super().__new__(cls, text)
        made.note = " ".join(note.split())
        return made


def scalar(text: str, indent: int = 0, *, flow: bool = False) -> str:
    """One text. `indent` is that of the key it belongs to; `flow`: it stands between brackets, on one line."""
    note = f"  # {text.note}" if isinstance(text, Noted) and not flow else ""
    if _printable(text) and not flow:
        if "\n" in text and (block := _literal(text, indent)):
            return block
        if len(text) + indent > WIDTH - 20 and (block := _folded(text, indent)):
            return block
    return (text if _plain(text, flow) else _quoted(text)) + note


def _plain(text: str, flow: bool) -> bool:
    unsafe = not text or _SPECIAL.search(text) or _NOT_TEXT.match(text) or (flow and _IN_FLOW.search(text))
    return not unsafe and _printable(text)


def _printable(text: str) -> bool:
    return all(character.isprintable() or character == "\n" for character in text)


def _quoted(text: str) -> str:
    escaped = json.dumps(text, ensure_ascii=False)[1:-1]
    return '"' + "".join(c if c.isprintable() else _escape(c) for c in escaped) + '"'


def _escape(character: str) -> str:
    number = ord(character)
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def _folded(text: str, indent: int) -> str:
    """`>-`: every single space may become a line end. "" where folding would change the text."""
    if "\n" in text or "  " in text or text != text.strip():
        return ""
    room = max(WIDTH - indent - 2, 40)
    lines = [""]
    for word in text.split(" "):
        if lines[-1] and len(lines[-1]) + 1 + len(word) > room:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return _block(">-", lines, indent)


def _literal(text: str, indent: int) -> str:
    """`|-`: line ends as they are. "" where a literal block cannot hold the text."""
    lines = text.split("\n")
    if not lines[0] or not lines[-1] or any(line != line.strip() for line in lines):
        return ""
    return _block("|-", lines, indent)


def _block(mark: str, lines: Iterable[str], indent: int) -> str:
    pad = " " * (indent + 2)
    return "\n".join([mark, *(pad + line if line else "" for line in lines)])


def flow(value: Any) -> str:
    """A value on one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{scalar(str(key), flow=True)}: {flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, str):
        return scalar(value, flow=True)
    return "[" + ", ".join(map(flow, value)) + "]"


def entry(key: str, value: Any, indent: int) -> str:
    """`key: value` without a line end, its first line at `indent`."""
    return f"{' ' * indent}{scalar(key, flow=True)}:{after_mark(value, indent)}"


def after_mark(value: Any, indent: int) -> str:
    """What stands behind `key:`: a space and a value, or a block on the lines below."""
    if isinstance(value, str):
        return f" {scalar(value, indent)}"
    if not value or _is_short(value, indent):
        return f" {flow(value)}"
    if isinstance(value, Mapping):
        return "\n" + "\n".join(entry(key, item, indent + 2) for key, item in value.items())
    return "\n" + "\n".join(item(one, indent + 2) for one in value)


def item(value: Any, indent: int) -> str:
    """`- value`, its dash at `indent`; a record's keys stand one a line, a single nested value on one line."""
    pad = " " * indent
    if isinstance(value, Mapping) and "id" in value:
        lines = "\n".join(entry(key, one, indent + 2) for key, one in value.items())
        return f"{pad}- {lines[indent + 2 :]}"
    if isinstance(value, str):
        return f"{pad}- {scalar(value, indent)}"
    return f"{pad}- {flow(value)}"


def _is_short(value: Any, indent: int) -> bool:
    """A few short things fit on one line; records never do."""
    inside: Sequence[Any] = list(value.values()) if isinstance(value, Mapping) else list(value)
    if any(isinstance(one, Noted) or not isinstance(one, str) for one in inside):
        return False
    long = any(len(one) > 60 or "\n" in one for one in inside)
    return not long and indent + 20 + len(flow(value)) <= WIDTH


def document(value: Mapping[str, Any], opening: str = "") -> str:
    """A whole file, with an empty line between its lists of records."""
    parts = [opening] if opening else []
    for key, one in value.items():
        records = isinstance(one, list) and any(isinstance(item, Mapping) for item in one)
        parts.append(("\n" if records and parts else "") + entry(key, one, 0) + "\n")
    return "".join(parts)
