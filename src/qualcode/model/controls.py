"""Control characters: what a terminal obeys, and no reader sees.

A transcript, a name or cases.csv may hold them: a tool's bell, an escape sequence that sets the title of a terminal or
hides what follows. They stay in the data, and never reach a face of the program as they are: files for people get
U+FFFD, a terminal a sign that can be seen. Tab and line feed are white space.
"""

import re

CONTROLS = tuple(code for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\t\n")  # Unicode's Cc
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ANY = re.compile(f"[{''.join(map(re.escape, map(chr, CONTROLS)))}]")
_REPLACED = dict.fromkeys(CONTROLS, "\ufffd")
_VISIBLE = {code: chr(0x2400 + code) if code < 0x20 else "\u2421" if code == 0x7F else "\ufffd" for code in CONTROLS}


def replaced(text: str) -> str:
    """For a file: U+FFFD in their place, as in the formats that refuse them."""
    return text.translate(_REPLACED) if _ANY.search(text) else text


def has_unwritable(text: str) -> bool:
    """Whether a text holds characters that XML, and so Word and Excel, cannot (XML 1.0, 2.2)."""
    return _UNWRITABLE.search(text) is not None


def writable(text: str) -> str:
    """For a file of XML: U+FFFD in the place of what it cannot hold."""
    return _UNWRITABLE.sub("\ufffd", text)


def visible(text: str) -> str:
    """For a terminal: ␛ for escape, ␇ for a bell; character for character, so that positions hold."""
    return text.translate(_VISIBLE) if _ANY.search(text) else text
