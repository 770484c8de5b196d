"""Keywords -> hits. What a form can match is decided once per distinct form, then the text is only scanned."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from qualcode.model.codebook import Code
from qualcode.model.keyword import LAYERS, Group, Keyword, Pattern, Words, show_keyword
from qualcode.model.span import Span
from qualcode.model.suggestion import Hit
from qualcode.suggest.light import fold
from qualcode.suggest.tokens import Token

Found = tuple[int, int, str]  # first token, token after the last, layer


@dataclass(frozen=True)
class _Word:
    """One word of a keyword: what is compared, and how."""

    text: str
    layers: frozenset[str]

    def layer_of(self, form: str, lemma: str) -> str:
        """The strongest layer that makes this token a hit, or ""."""
        if "*" in self.text:
            return "wildcard" if self._fits(form) else ""
        if "exact" in self.layers and form == self.text:
            return "exact"
        return "lemma" if "lemma" in self.layers and lemma == self.text else ""

    def _fits(self, form: str) -> bool:
        bare = self.text.strip("*")
        if self.text.startswith("*") and self.text.endswith("*"):
            return bare in form
        return form.endswith(bare) if self.text.startswith("*") else form.startswith(bare)


@dataclass(frozen=True)
class _Entry:
    """A keyword ready to run: of which code, how people read it, its words (a phrase has several) or its group."""

    code: str
    shown: str
    words: tuple[_Word, ...]
    group: Group | None = None


class Matcher:
    """The keywords of a set of codes, for one analyser's tokens."""

    def __init__(self, codes: Iterable[Code], layers: Sequence[str]):
        self._layers = frozenset(layers)
        self._entries: list[_Entry] = []
        self._unless: dict[str, list[_Entry]] = {}
        for code in codes:
            self._entries += [self._entry(code.id, keyword) for keyword in code.keywords if not _is_pattern(keyword)]
            self._unless[code.id] = [
                self._entry(code.id, keyword) for keyword in code.unless if not _is_pattern(keyword)
            ]
        self._plain = [entry for entry in self._entries if entry.words]
        self._groups = [entry for entry in self._entries if entry.group]
        self._openers: dict[tuple[str, str], tuple[tuple[_Entry, str], ...]] = {}

    def _entry(self, code: str, keyword: Keyword) -> _Entry:
        if isinstance(keyword, Words):
            return _Entry(code, show_keyword(keyword), self._words(keyword))
        return _Entry(code, show_keyword(keyword), (), keyword if isinstance(keyword, Group) else None)

    def _words(self, keyword: Words) -> tuple[_Word, ...]:
        layers = frozenset(keyword.layers) or self._layers
        return tuple(_Word(fold(word), layers) for word in keyword.text.split())

    def hits(self, tokens: Sequence[Token], sentence: Span) -> Iterator[Hit]:
        """The hits in one sentence, in text order within each code's keyword."""
        found: list[tuple[_Entry, Found]] = []
        for index, token in enumerate(tokens):
            for entry, layer in self._opening(token):
                if ending := _run(entry.words, tokens, index, layer):
                    found.append((entry, (index, *ending)))
        for entry in self._groups:
            if entry.group and (group := self._group(entry.group, tokens)):
                found.append((entry, group))
        barred = {code for code in {entry.code for entry, _ in found} if self._barred(code, tokens)}
        for entry, (first, after, layer) in found:
            if entry.code not in barred:
                form = (
                    " ".join(token.form for token in tokens[first:after])
                    if not entry.group
                    else _ends(tokens, first, after)
                )
                yield Hit(entry.code, entry.shown, form, layer, Span(tokens[first].start, tokens[after - 1].end))

    def _opening(self, token: Token) -> tuple[tuple[_Entry, str], ...]:
        """The keywords that can begin with this token, each with the layer of its first word."""
        key = (token.form, token.lemma)
        if key not in self._openers:
            layered = ((entry, entry.words[0].layer_of(*key)) for entry in self._plain)
            self._openers[key] = tuple((entry, layer) for entry, layer in layered if layer)
        return self._openers[key]

    def _barred(self, code: str, tokens: Sequence[Token]) -> bool:
        return any(self._find(entry, tokens) for entry in self._unless[code])

    def _find(self, entry: _Entry, tokens: Sequence[Token]) -> list[Found]:
        if entry.group:
            found = self._group(entry.group, tokens)
            return [found] if found else []
        return _occurrences(entry.words, tokens)

    def _group(self, group: Group, tokens: Sequence[Token]) -> Found | None:
        """The place of a group in a sentence; its layer is its weakest part's."""
        parts = [self._part(part, tokens) for part in group.parts]
        if group.mode == "any":
            flat = [found for part in parts for found in part]
            return min(flat, key=lambda found: found[0]) if flat else None
        if not all(parts):
            return None
        if group.mode == "all":
            return _joined([part[0] for part in parts])
        near = (_nearest(start, parts) for start in parts[0])
        return next((_joined(chosen) for chosen in near if _width(chosen) <= group.within), None)

    def _part(self, part: Words | Group, tokens: Sequence[Token]) -> list[Found]:
        if isinstance(part, Group):
            found = self._group(part, tokens)
            return [found] if found else []
        return _occurrences(self._words(part), tokens)


def _is_pattern(keyword: Keyword) -> bool:
    return isinstance(keyword, Pattern)


def _occurrences(words: Sequence[_Word], tokens: Sequence[Token]) -> list[Found]:
    found: list[Found] = []
    for index, token in enumerate(tokens):
        layer = words[0].layer_of(token.form, token.lemma)
        if layer and (ending := _run(words, tokens, index, layer)):
            found.append((index, *ending))
    return found


def _run(words: Sequence[_Word], tokens: Sequence[Token], first: int, layer: str) -> tuple[int, str] | None:
    """Where a phrase that opens at `first` ends, with its weakest layer; None where it is not all there."""
    if first + len(words) > len(tokens):
        return None
    layers = [layer]
    for word, token in zip(words[1:], tokens[first + 1 :], strict=False):
        following = word.layer_of(token.form, token.lemma)
        if not following:
            return None
        layers.append(following)
    return first + len(words), max(layers, key=LAYERS.index)


def _nearest(start: Found, parts: Sequence[list[Found]]) -> list[Found]:
    return [start, *(min(part, key=lambda found: abs(found[0] - start[0])) for part in parts[1:])]


def _width(found: Sequence[Found]) -> int:
    """Tokens from the first word of a group to its last, beside those at the ends."""
    return max(first for first, _, _ in found) - min(after - 1 for _, after, _ in found)


def _joined(found: Sequence[Found]) -> Found:
    weakest = max((layer for _, _, layer in found), key=LAYERS.index)
    return min(first for first, _, _ in found), max(after for _, after, _ in found), weakest


def _ends(tokens: Sequence[Token], first: int, after: int) -> str:
    return tokens[first].form if after - first == 1 else f"{tokens[first].form} … {tokens[after - 1].form}"
