"""Ids: the names of transcripts, cases, codes and coders, safe as file names on every system."""

import re
import unicodedata

from qualcode.text import Say

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_WINDOWS_DEVICES = {"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(1, 10))}
ID_RULE = Say("hint.id_rule")


def is_id(name: str) -> bool:
    device = name.split(".")[0].casefold() in _WINDOWS_DEVICES
    return bool(_ID.fullmatch(name)) and len(name) <= 200 and not name.endswith(".") and not device


def is_number(text: str) -> bool:
    """A whole number as people type it: up to nine digits 0-9."""
    return bool(re.fullmatch(r"[0-9]{1,9}", text))


def slug(text: str) -> str:
    """`text` as an id: accents off, other characters to hyphens; "" when nothing is left."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", plain).strip("-._")
    return name if is_id(name) else ""


def short_slug(text: str, longest: int = 60) -> str:
    """A slug in small letters that people can type, cut between words."""
    name = slug(text.replace("'", "").replace("’", "").replace(".", " ").replace("_", " ")).casefold()
    if len(name) > longest:
        name = name[: longest + 1].rpartition("-")[0] or name[:longest]
    return name
