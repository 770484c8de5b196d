"""qualcode.yaml -> Settings, with every fault by line."""

from typing import Any

from qualcode.errors import Problem, by_place
from qualcode.model.settings import OLDER_SECTIONS, Matching, Settings
from qualcode.store.schema import SETTINGS, validate
from qualcode.store.yaml.document import read_yaml


def read_settings(text: str, name: str = "qualcode.yaml") -> tuple[Settings, list[Problem]]:
    """The settings and all their faults; where there is a fault, the defaults."""
    document = read_yaml(text, name)
    if document.value is None:
        document.value = {}
    if not document.problems:
        validate(document, SETTINGS)
    if document.problems or not isinstance(document.value, dict):
        return Settings(), by_place(document.problems)
    return _settings(document.value), by_place(document.problems)


def _settings(raw: dict[str, Any]) -> Settings:
    tables = raw.get("tables", {})
    csv = tables.get("csv", {})
    matching = raw.get("matching", {})
    default = Settings()
    return Settings(
        title=raw.get("title", ""),
        language=raw.get("language", default.language),
        variant=raw.get("variant", default.variant),
        coder=raw.get("coder", ""),
        coders=dict(raw.get("coders", {})),
        interviewers=_texts(raw.get("interviewers", ())),
        analyser=raw.get("analyser", default.analyser),
        matching=Matching(
            tuple(matching.get("layers", default.matching.layers)), matching.get("unit", default.matching.unit)
        ),
        words={key: _texts(value) for key, value in raw.get("words", {}).items()},
        groups={key: _texts(value) for key, value in raw.get("groups", {}).items()},
        publish=_texts(raw.get("publish", ())),
        themes=raw.get("themes", ""),
        notes=tables.get("notes", default.notes),
        widely_shared=int(tables.get("widely_shared", 0)),
        csv_delimiter="\t" if csv.get("delimiter") == "tab" else csv.get("delimiter", default.csv_delimiter),
        csv_bom=csv.get("bom") == "true",
        quote_style=raw.get("quotes", {}).get("style", ""),
        quote_labels=raw.get("quotes", {}).get("labels", ""),
        quote_marks=raw.get("quotes", {}).get("marks", ""),
        report_sections=tuple(
            OLDER_SECTIONS.get(one, one) for one in _texts(raw.get("report", {}).get("sections", ()))
        ),
    )


def _texts(raw: Any) -> tuple[str, ...]:
    return (raw,) if isinstance(raw, str) else tuple(raw)
