"""An edit of the codebook, by what was decided of its keywords. It is printed, never made."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace

from qualcode.analysis.keywords import CodeCount, KeywordCount, Quality
from qualcode.model.codebook import Code, Codebook
from qualcode.model.keyword.keyword import Keyword, Phrase, show_keyword, write_keyword
from qualcode.text import Words


def advice(codebook: Codebook, quality: Quality, layers: Sequence[str], words: Words) -> str:
    """YAML to paste over the codes it names, with the figures as comments. The codebook itself is not touched."""
    blocks = ["\n".join(_edit(codebook.by_id[code], count, layers, words)) for code, count in quality.codes.items()]
    found = [block for block in blocks if block]
    return "\n".join(found) if found else words("pruning.nothing")


def _edit(code: Code, count: CodeCount, layers: Sequence[str], words: Words) -> Iterator[str]:
    """The code's keywords without those that are mostly wrong, without the layers that brought rejections only."""
    figures = {keyword.keyword: keyword for keyword in count.keywords}
    edits = [(keyword, figures[show_keyword(keyword)]) for keyword in code.keywords]
    if not any(figure.poor or figure.useless_layers for _, figure in edits):
        return
    yield f"- id: {code.id}"
    yield "  keywords:" if any(not figure.useless for _, figure in edits) else "  keywords: []"
    for keyword, figure in edits:
        if figure.useless:
            low, high = figure.interval or (0.0, 1.0)
            yield f"  # - {_yaml(keyword)}  # {_told(figure, words)} ({low:.2f}-{high:.2f})"
        elif figure.poor:
            yield f"  - {_yaml(keyword)}  # {words('pruning.poor', told=_told(figure, words))}"
        elif figure.useless_layers and isinstance(keyword, Phrase):
            kept = tuple(layer for layer in keyword.layers or layers if layer not in figure.useless_layers)
            rejected = ", ".join(f"{layer} {figure.wrong_by_layer[layer]}" for layer in figure.useless_layers)
            yield f"  - {_yaml(replace(keyword, layers=kept))}  # {words('pruning.layers', layers=rejected)}"
        else:
            yield f"  - {_yaml(keyword)}"


def _told(figure: KeywordCount, words: Words) -> str:
    told = {"n": figure.accepted, "of": figure.judged}
    return (
        words("pruning.told.passed", **told, passed=figure.passed) if figure.passed else words("pruning.told", **told)
    )


def _yaml(keyword: Keyword) -> str:
    """On one line; a plain word stays bare, all else is written as JSON, which YAML reads."""
    raw = write_keyword(keyword)
    bare = isinstance(raw, str) and all(character.isalnum() or character in " *-" for character in raw)
    return str(raw) if bare and not str(raw).startswith(("*", "-")) else json.dumps(raw, ensure_ascii=False)
