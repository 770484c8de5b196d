"""The data as one JSON array with an object a row."""

import json
import re

from qualcode.model.settings import Settings
from qualcode.report.document import Output
from qualcode.text import Words

_UNESCAPED = re.compile("[\x7f-\x9f]")  # control characters that json leaves as they are


def render(output: Output, words: Words, settings: Settings) -> bytes:
    return as_json(output).encode("utf-8", "surrogatepass")


def as_json(output: Output) -> str:
    text = json.dumps(output.data.plain(), ensure_ascii=False, indent=1)
    return _UNESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"
