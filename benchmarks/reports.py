"""Whole documents: do keyword lists written from definitions alone find the themes that 23 Dutch reports name?

A report has a theme when so many of its sentences have a hit. Then one round: on every second report the suggestions are
accepted where the report names the theme and rejected elsewhere, `keywords` advises, and its advice is followed blindly
(all it prunes, the first three candidate words of each code). The other reports are counted before and after.
"""

import re
import tempfile
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import yaml

from benchmarks.matching import DATA
from qualcode.model.keyword.keyword import parse_keyword, show_keyword
from qualcode.model.selection import Filters
from qualcode.usecases.keywords.decide import decide, decision_of
from qualcode.usecases.keywords.finder import Finder, find_all
from qualcode.usecases.keywords.quality import keyword_quality
from qualcode.usecases.study import Start, open_study, start_study
from qualcode.usecases.transcripts.importing.bring_in import bring_in
from qualcode.usecases.transcripts.importing.options import ImportOptions

RULES = (1, 3)  # suggestions that make a report have the theme
CANDIDATES = 3
CATCH_ALL = "overig"  # "no theme fits": nothing to find
T = TypeVar("T")
Themes = dict[str, set[str]]


def run() -> Iterator[str]:
    if not DATA.is_dir():
        yield "documents: the reports (shared/data) are not here"
        return
    codebook = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as name:
        root = Path(name) / "study"
        gold = _study(root, Path(name) / "source", codebook)
        names = sorted(gold)
        yield from _told("before", root, gold, names)
        yield from _told("before, held out", root, gold, names[1::2])
        _round(root, gold, names[::2], codebook)
        yield from _told("after one round, held out", root, gold, names[1::2])


def _study(root: Path, source: Path, codebook: dict[str, Any]) -> Themes:
    source.mkdir()
    gold = {}
    for number, file in enumerate(sorted((DATA / "reports-nl").glob("[!L]*.md"))):
        _, front, body = file.read_text(encoding="utf-8").split("---\n", 2)
        gold[f"r-{number:02}"] = set(yaml.safe_load(front).get("themes") or []) - {CATCH_ALL}
        (source / f"r-{number:02}.txt").write_text(re.sub(r"<!--.*?-->", "", body, flags=re.DOTALL))
    start_study(Start(root, coder="jan", codebook_text=yaml.safe_dump(codebook, allow_unicode=True)))
    opened, options = open_study(root), ImportOptions(kind="document")
    bring_in(opened, sorted(source.glob("*.txt")), options, "jan")
    return gold


def _told(what: str, root: Path, gold: Themes, names: Collection[str]) -> Iterator[str]:
    found = {p.handle.id: p.suggestions for p in find_all(Finder.make(open_study(root), Filters(), "nobody"))}
    for least in RULES:
        right = predicted = there = 0
        for name in names:
            codes = [suggestion.code for suggestion in found[name] if suggestion.code != CATCH_ALL]
            themes = {code for code in codes if codes.count(code) >= least}
            right += len(themes & gold[name])
            predicted += len(themes)
            there += len(gold[name])
        yield (
            f"documents, {what}, {least} suggestions or more: precision {right / predicted:.2f} recall {right / there:.2f}"
            f" ({right} of {predicted} found, {there} there)"
        )


def _round(root: Path, gold: Themes, names: Collection[str], codebook: dict[str, Any]) -> None:
    finder = Finder.make(open_study(root), Filters(), "jan")
    for proposed in find_all(finder):
        if proposed.handle.id in names:
            verdicts = dict.fromkeys(gold[proposed.handle.id], "accept")
            decisions = [decision_of(s, verdicts.get(s.code, "reject")) for s in proposed.suggestions]
            decide(finder.opened, "jan", proposed.handle, decisions, finder.analyser)
    quality = keyword_quality(Finder.make(open_study(root), Filters(), "jan"), _unwatched)
    for code in codebook["codes"]:
        count = quality.codes[code["id"]]
        useless = {keyword.keyword for keyword in count.keywords if keyword.useless}
        kept = [raw for raw in code["keywords"] if show_keyword(parse_keyword(raw)) not in useless]
        single = [candidate.term for candidate in count.candidates if " " not in candidate.term]
        code["keywords"] = kept + single[:CANDIDATES]
    (root / "codebook.yaml").write_text(yaml.safe_dump(codebook, allow_unicode=True))


def _unwatched(items: Iterable[T], total: int, what: str) -> Iterable[T]:
    return items
