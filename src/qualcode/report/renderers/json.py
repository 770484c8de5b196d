"""The data as one JSON array with an object a row."""

import json

from qualcode.model.settings import Settings
from qualcode.report.tree import Output
from qualcode.text import Words


def render(output: Output, words: Words, settings: Settings) -> bytes:
    return as_json(output).encode("utf-8", "surrogatepass")


def as_json(output: Output) -> str:
    return json.dumps(output.data.records(), ensure_ascii=False, indent=1) + "\n"
