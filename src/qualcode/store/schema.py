"""The published JSON Schemas of codebook.yaml and qualcode.yaml, and the one walk that checks a document against them.

The schemas use only: type (object, array, string), properties, required, items, enum, pattern, anyOf,
additionalProperties and description; the walk understands exactly these, so that each fault has its line and the
nearest name as a hint.
"""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from qualcode.errors import did_you_mean
from qualcode.model.codebook import CLAUSES, STATUSES
from qualcode.model.fields import FIELDS, Field
from qualcode.model.keyword.keyword import LAYERS
from qualcode.model.settings import (
    LANGUAGES,
    MATCHED,
    OLDER_SECTIONS,
    QUOTE_LABELS,
    QUOTE_STYLES,
    SECTIONS,
    UNITS,
    VARIANTS,
)
from qualcode.store.yaml.document import Document, Path
from qualcode.text import Say

if TYPE_CHECKING:
    from qualcode.text.keys import Key


Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
ID: Schema = {"type": "string", "pattern": r"^[A-Za-z0-9][A-Za-z0-9._-]*$"}
TEXTS: Schema = {"anyOf": [TEXT, {"type": "array", "items": TEXT}]}
IDS: Schema = {"type": "array", "items": ID}


def _record(required: tuple[str, ...] = (), **properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _choice(*values: str) -> Schema:
    return {"type": "string", "enum": list(values)}


def _map(values: Schema) -> Schema:
    return {"type": "object", "additionalProperties": values}


def _told(schema: Schema, description: str) -> Schema:
    return {**schema, "description": description}


KEYWORD: Schema = {"anyOf": [TEXT, {"type": "object"}]}
KEYWORDS: Schema = {"type": "array", "items": KEYWORD}

# What a field of a code may say, by its shape.
_SHAPES: Mapping[str, Schema] = {
    "id": ID,
    "ids": IDS,
    "text": TEXT,
    "texts": TEXTS,
    "list": TEXTS,
    "clause": {"type": "string", "pattern": rf"^({'|'.join(map('|'.join, CLAUSES.values()))})\b"},
    "colour": {"type": "string", "pattern": "^#[0-9A-Fa-f]{6}$"},
    "map": _map(TEXT),
    "keywords": KEYWORDS,
    "added": _record(date=TEXT, fragment=TEXT),
    "retired": _record(("because",), date=TEXT, because=TEXT, into=IDS),
    "codes": {"type": "array", "items": {"$ref": "#/$defs/code"}},
}


def _field(field: Field) -> Schema:
    schema = _choice(*field.choices) if field.choices else _SHAPES[field.shape]
    return _told(schema, field.told) if field.told else schema


CODE: Schema = _record(("id", "name"), **{field.key: _field(field) for field in FIELDS})

CODEBOOK: Schema = _record(
    ("codes",),
    title=TEXT,
    language=_told(_choice(*MATCHED), "of the interviews"),
    version=TEXT,
    source=TEXT,
    questions=_list(
        _record(("id", "text"), id=ID, text=TEXT, kind=_choice("literature", "empirical"), method=TEXT, section=TEXT)
    ),
    matrices=_told(
        _list(_record(("id",), id=ID, title=TEXT, columns=_list(TEXT), roles=_map(TEXT), cells=_map(TEXT))),
        "the operationalisation matrices as they were read; cells: fingerprints, to tell later changes apart",
    ),
    codes={"type": "array", "items": {"$ref": "#/$defs/code"}},
    themes=_list(
        _record(
            ("id", "name"),
            id=ID,
            set=ID,
            name=TEXT,
            names=_told(_map(TEXT), "per research question: the theme's name there"),
            statement=TEXT,
            boundary=TEXT,
            status=_choice(*STATUSES),
            relations=_told(
                _list(_record(("to", "as"), to=ID, **{"as": {"type": "string", "pattern": r"\S"}})),
                "arrows of the map: to another theme, and what it does",
            ),
            codes=IDS,
            was=_told(IDS, "older ids"),
        )
    ),
    topics=_list(
        _record(("id", "text"), id=ID, group=TEXT, section=TEXT, perspective=TEXT, letter=TEXT, text=TEXT, codes=IDS)
    ),
    typologies=_list(
        _record(
            ("id", "name"),
            id=ID,
            name=TEXT,
            attribute=TEXT,
            criteria=_list(_record(("id", "name"), id=ID, name=TEXT, attribute=TEXT, codes=IDS)),
            types=_list(_record(("id", "name"), id=ID, name=TEXT, description=TEXT, values=_map(TEXT))),
        )
    ),
    scales=_list(_record(("id", "name"), id=ID, name=TEXT, low=TEXT, high=TEXT, attribute=TEXT)),
    sets=_list(
        _record(
            ("id", "name"),
            id=ID,
            name=TEXT,
            columns=_list(TEXT),
            items=_list(_record(("id", "name"), id=ID, name=TEXT, column=TEXT)),
        )
    ),
)
CODEBOOK = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "qualcode codebook",
    **CODEBOOK,
    "$defs": {"code": CODE},
}

SETTINGS: Schema = _record(
    title=TEXT,
    language=_choice(*LANGUAGES),
    variant=_choice(*VARIANTS),
    coder=ID,
    coders=_told(_map(TEXT), "id of a coder: the name that is printed; mind that it is a name in a file you may share"),
    interviewers=TEXTS,
    analyser=TEXT,
    matching=_record(layers=_list(_choice(*LAYERS)), unit=_choice(*UNITS)),
    words=_told(_map(TEXTS), "the study's own words: case: [deelnemer, deelnemers]"),
    groups=_told(_map(TEXTS), "id prefix: [singular, plural]"),
    publish=_told(TEXTS, "attributes that may be printed"),
    themes=ID,
    tables=_record(
        notes=_choice("short", "full"),
        widely_shared={"type": "string", "pattern": "^[0-9]{1,4}$"},
        csv=_record(delimiter=_choice(",", ";", "tab"), bom=_choice("true", "false")),
    ),
    quotes=_record(
        style=_choice(*QUOTE_STYLES),
        labels=_choice(*QUOTE_LABELS),
        marks=_told({"type": "string", "pattern": "^[^ ]{2}$"}, "an opening and a closing mark, as in “”"),
    ),
    report=_record(sections=_list(_choice(*SECTIONS, *OLDER_SECTIONS))),
)

_KIND_NAMES: "dict[str, Key]" = {"object": "shape.keys", "array": "shape.list", "string": "shape.text"}


def validate(document: Document, schema: Schema) -> None:
    """Add a Problem to the document for everything that the schema does not allow."""
    _walk(document, document.value, schema, (), schema.get("$defs", {}))


def _walk(document: Document, value: object, schema: Schema, at: Path, defs: Mapping[str, Schema]) -> None:
    if "$ref" in schema:
        schema = defs[schema["$ref"].rsplit("/", 1)[1]]
    options = schema.get("anyOf", [schema])
    fitting = next((option for option in options if _kind(value) == option["type"]), None)
    name = str(at[-1]) if at and isinstance(at[-1], str) else Say("this")
    if fitting is None:
        wanted = tuple(Say(_KIND_NAMES[option["type"]]) for option in options)
        document.fault(at, Say("fault.wrong_kind", name=name, wanted=wanted))
    elif isinstance(value, dict):
        _walk_record(document, value, fitting, at, defs)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            _walk(document, item, fitting["items"], (*at, index), defs)
    else:
        _check_text(document, str(value), fitting, at, name)


def _walk_record(
    document: Document, value: dict[str, object], schema: Schema, at: Path, defs: Mapping[str, Schema]
) -> None:
    known = schema.get("properties", {})
    others = schema.get("additionalProperties", True)
    for key in schema.get("required", ()):
        if key not in value:
            document.fault(at, Say("fault.missing", key=key))
    for key, item in value.items():
        if key in known:
            _walk(document, item, known[key], (*at, key), defs)
        elif others is False:
            document.fault((*at, key), Say("fault.unknown_key", key=key), did_you_mean(key, known))
        elif isinstance(others, dict):
            _walk(document, item, others, (*at, key), defs)


def _check_text(document: Document, value: str, schema: Schema, at: Path, name: str | Say) -> None:
    if "enum" in schema and value not in schema["enum"]:
        document.fault(
            at, Say("fault.wrong_value", name=name, value=value), Say("hint.one_of", names=", ".join(schema["enum"]))
        )
    elif "pattern" in schema and not re.match(schema["pattern"], value):
        if name == "color":
            document.fault(at, Say("fault.colour"), Say("hint.colour"))
        elif name == "said":
            document.fault(at, Say("fault.said"), Say("hint.said"))
        elif schema["pattern"] == ID["pattern"]:
            document.fault(at, Say("fault.no_id", value=value), Say("hint.id"))
        else:
            document.fault(at, Say("fault.wrong_value", name=name, value=value))


def _kind(value: object) -> str:
    return "object" if isinstance(value, dict) else "array" if isinstance(value, list) else "string"
