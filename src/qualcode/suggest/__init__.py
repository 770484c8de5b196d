"""Keyword-assisted coding: analysers (text -> tokens), matching (tokens -> hits), segments (hits -> suggestions)."""

from collections.abc import Callable

from qualcode.registry import Registry
from qualcode.suggest.tokens import Analyser

# name in qualcode.yaml -> maker(language, argument after the colon)
ANALYSERS: Registry[Callable[[str, str], Analyser]] = Registry(
    "thing.analyser",
    {"light": "qualcode.suggest.light:make", "spacy": "qualcode.suggest.spacy_pipeline:make"},
)


def analyser(name: str, language: str) -> Analyser:
    """The analyser that qualcode.yaml names: `light`, or `spacy:MODEL` for an installed pipeline."""
    kind, _, argument = name.partition(":")
    return ANALYSERS.get(kind)(language, argument)
