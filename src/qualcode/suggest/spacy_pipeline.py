"""An installed spaCy pipeline as analyser: its words, lemmas, tags and sentences."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from qualcode.errors import QualcodeError
from qualcode.model.span import Span
from qualcode.model.transcript import Transcript
from qualcode.suggest.languages import LANGUAGES
from qualcode.suggest.lexicon import Lexicon, fold
from qualcode.suggest.tokens import Token
from qualcode.suggest.wanted import Wanted, is_wanted


class SpacyAnalyser:
    """The lexicon serves the layers that spaCy has no part in: stems, parts of compounds, separable verbs."""

    tags = True

    def __init__(self, language: str, model: str):
        import spacy

        try:
            self.pipeline: Any = spacy.load(model, exclude=["ner"])
        except Exception:  # whatever a pipeline's own code or files may raise
            raise QualcodeError("error.spacy_missing", model=model) from None
        if not any(map(self.pipeline.has_pipe, ("parser", "senter", "sentencizer"))):
            self.pipeline.add_pipe("sentencizer", first=True)
        self.name = f"spacy:{model}"
        self.lexicon = Lexicon(LANGUAGES.get(language))

    def cut(self, transcript: Transcript) -> None:
        return None

    def analyse(self, text: str, start: int = 0, known: object = None) -> "SpacyAnalysis":
        self.pipeline.max_length = max(self.pipeline.max_length, len(text) + 1)
        return SpacyAnalysis(self.pipeline(text), start)

    def forms(self, words: str) -> tuple[str, ...]:
        return tuple(fold(word.text) for word in self.pipeline.make_doc(words) if _is_word(word))


class SpacyAnalysis:
    def __init__(self, document: Any, start: int):
        self._document, self._start = document, start

    @cached_property
    def _found(self) -> list[tuple[Span, tuple[Token, ...]]]:
        found = []
        for sentence in self._document.sents:
            words = [word for word in sentence if _is_word(word)]
            if words:
                end = sentence.start_char + len(sentence.text.rstrip())
                tokens = tuple(_token(word, self._start) for word in words)
                found.append((Span(sentence.start_char + self._start, end + self._start), tokens))
        return found

    def __len__(self) -> int:
        return len(self._found)

    @cached_property
    def sentences(self) -> Sequence[Span]:
        return [span for span, _ in self._found]

    def tokens(self, index: int) -> tuple[Token, ...]:
        return self._found[index][1]

    def opening(self, index: int) -> str:
        return self._found[index][1][0].form

    def lemmas(self) -> set[str]:
        return {token.lemma for _, tokens in self._found for token in tokens}

    def holding(self, wanted: Wanted) -> list[int]:
        return [
            number
            for number, (_, tokens) in enumerate(self._found)
            if is_wanted({wanted(token.form, token.lemma) for token in tokens}, (token.form for token in tokens))
        ]


def _is_word(word: Any) -> bool:
    return any(character.isalnum() for character in word.text)


def _token(word: Any, start: int) -> Token:
    """The Dutch lemmatiser writes separable verbs as `samen_werken`; a codebook has `samenwerken`."""
    form = fold(word.text)
    lemma = fold(word.lemma_.replace("_", "")) or form
    following = word.nbor() if word.i + 1 < len(word.doc) else None
    stop = following is not None and not _is_word(following) and not following.is_space
    return Token(word.idx + start, word.idx + len(word.text) + start, form, lemma, stop, word.pos_, word.tag_)


def make(language: str, argument: str) -> SpacyAnalyser:
    if not argument:
        raise QualcodeError("error.spacy_without_pipeline")
    return SpacyAnalyser(language, argument)
