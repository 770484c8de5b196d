"""Cues: words near a hit that a reader should see before deciding. They flag; they never decide."""

from collections.abc import Sequence

from qualcode.suggest.languages import Language
from qualcode.suggest.tokens import Token

_FARTHEST = 25  # words; speech without commas has clauses without end


class Cues:
    """The cues of a language."""

    def __init__(self, language: Language):
        self._language = language
        self._strong, self._strong_after = _Phrases(language.cues), _Phrases(language.cue_verbs)
        self._weak, self._weak_after = _Phrases(language.weak_cues), _Phrases(language.weak_after)
        self.echo = language.echo  # told where a hit only repeats the interviewer

    def of(self, tokens: Sequence[Token], lit: Sequence[int]) -> str:
        """The cues for the hit at the tokens `lit`, in its clause: `gebrek aan; zwak: niet`, or ""."""
        before, after = self._clause(tokens, lit)
        strong = self._strong.last_in(before) or self._strong_after.last_in(after)
        weak = self._weak.last_in(before) or self._weak_after.last_in(after)
        return "; ".join(filter(None, (strong, f"{self._language.weakly}: {weak}" if weak else "")))

    def turn_follows(self, opening: str) -> str:
        """Told where the next sentence opens with a word that turns (*maar*, *echter*)."""
        return self._language.turn_follows if opening in self._language.turning else ""

    def _clause(self, tokens: Sequence[Token], lit: Sequence[int]) -> tuple[list[Token], list[Token]]:
        """The words before and after a hit in its clause, which ends at punctuation and at a word that joins clauses."""
        joins = self._language.joins
        start = end = lit[0]
        while start and lit[0] - start < _FARTHEST and not tokens[start - 1].stop and tokens[start].form not in joins:
            start -= 1
        while (
            end + 1 < len(tokens)
            and end - lit[0] < _FARTHEST
            and not tokens[end].stop
            and tokens[end + 1].form not in joins
        ):
            end += 1
        return list(tokens[start : lit[0]]), [tokens[n] for n in range(lit[0] + 1, end + 1) if n not in lit]


class _Phrases:
    """Words and phrases by lemma; of a phrase and its last word, the phrase (*gebrek aan*) is told."""

    def __init__(self, phrases: Sequence[str]):
        self._ending: dict[str, list[list[str]]] = {}
        for phrase in sorted(phrases, key=len, reverse=True):
            words = phrase.split()
            self._ending.setdefault(words[-1], []).append(words)

    def last_in(self, tokens: Sequence[Token]) -> str:
        """The one nearest to the end of `tokens`, or ""."""
        for last in range(len(tokens) - 1, -1, -1):
            token = tokens[last]
            for phrase in self._ending.get(token.lemma) or self._ending.get(token.form) or ():
                words = tokens[max(last + 1 - len(phrase), 0) : last + 1]
                if len(words) == len(phrase) and all(
                    word in (other.lemma, other.form) for word, other in zip(phrase, words, strict=True)
                ):
                    return " ".join(phrase)
        return ""
