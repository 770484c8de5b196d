"""An installed spaCy pipeline as analyser: its words, lemmas and sentences."""

from typing import Any

from qualcode.errors import QualcodeError
from qualcode.model.span import Span
from qualcode.suggest.light import fold
from qualcode.suggest.tokens import Analysis, Token


class SpacyAnalyser:
    def __init__(self, model: str):
        import spacy

        try:
            self._pipeline: Any = spacy.load(model, exclude=["ner"])
        except (OSError, TypeError, ValueError, AttributeError):
            raise QualcodeError(
                f"The spaCy pipeline {model!r} is not installed; install it, or set `analyser: light` in qualcode.yaml."
            ) from None
        if not any(map(self._pipeline.has_pipe, ("parser", "senter", "sentencizer"))):
            self._pipeline.add_pipe("sentencizer", first=True)
        self.name = f"spacy:{model}"

    def analyse(self, text: str, start: int = 0) -> Analysis:
        sentences = []
        for sentence in self._pipeline(text).sents:
            words = [word for word in sentence if any(character.isalnum() for character in word.text)]
            if words:
                span = Span(sentence.start_char + start, sentence.start_char + start + len(sentence.text.rstrip()))
                sentences.append((span, tuple(_token(word, start) for word in words)))
        return Analysis(tuple(sentences))


def _token(word: Any, start: int) -> Token:
    """The Dutch lemmatiser writes separable verbs as `samen_werken`; a codebook has `samenwerken`."""
    form = fold(word.text)
    lemma = fold(word.lemma_.replace("_", "")) or form
    return Token(word.idx + start, word.idx + len(word.text) + start, form, lemma)


def make(language: str, argument: str) -> SpacyAnalyser:
    if not argument:
        raise QualcodeError("`analyser: spacy` needs a pipeline, as in spacy:nl_core_news_sm.")
    return SpacyAnalyser(argument)
