"""Law: what is looked for in speech that was cut before is found as in the speech itself."""

from hypothesis import given
from hypothesis import strategies as st

from qualcode.model.codebook import Code, Codebook
from qualcode.model.coding import Codings
from qualcode.model.decided import Decided
from qualcode.model.keyword.keyword import LAYERS, parse_keyword
from qualcode.model.span import Span
from qualcode.model.transcript import Transcript, Turn
from qualcode.suggest.cut import Cut, TurnCut
from qualcode.suggest.light import LightAnalyser
from qualcode.suggest.matching import Matcher
from qualcode.suggest.segments import Search, find

ANALYSERS = {code: LightAnalyser(code) for code in ("nl", "en", "de")}
PIECES = (
    "samen", "werken", "wij", "Goed", "overleg", "don't", "I've", "bijv.", "z.B.", "e.g.", "A.", "1.5", "één",
    "co\u00adde", "e-mail", "_x", ".", "?", "...", "…", ",", "«ja»", "'t", "—", " ", "  ", "\n", "\n\n", "人",
)  # fmt: skip
SPEECH = st.lists(st.sampled_from(PIECES), max_size=16).map(" ".join)
TURNS = st.lists(st.tuples(st.booleans(), SPEECH), min_size=1, max_size=5)


def transcript(said: list[tuple[bool, str]]) -> Transcript:
    text, turns = "", []
    for number, (respondent, speech) in enumerate(said, 1):
        text += "P-1: " if respondent else "I: "
        span = Span(len(text), len(text) + len(speech) + 1)
        text += speech + "!\n"
        turns.append(Turn(number, span, "P-1" if respondent else "I", "respondent" if respondent else "interviewer"))
    return Transcript("P-1", text, tuple(turns), sha="0" * 64)


@given(TURNS, st.sampled_from(sorted(ANALYSERS)))
def test_a_turn_has_the_same_sentences_and_words(said: list[tuple[bool, str]], language: str) -> None:
    one, analyser = transcript(said), ANALYSERS[language]
    cut = Cut(analyser.cut(one))
    for turn in one.turns:
        if turn.is_respondent:
            text, start = turn.span.of(one.text), turn.span.start
            alone, known = analyser.analyse(text, start), analyser.analyse(text, start, TurnCut(cut, turn.number))
            assert known.sentences == alone.sentences
            assert len(known) == len(alone)
            assert known.lemmas() == alone.lemmas()
            for index in range(len(alone)):
                assert known.tokens(index) == alone.tokens(index)
                assert known.opening(index) == alone.opening(index)


@given(TURNS, st.sampled_from(sorted(ANALYSERS)), st.booleans())
def test_the_same_is_found(said: list[tuple[bool, str]], language: str, interviewer: bool) -> None:
    one, analyser = transcript(said), ANALYSERS[language]
    words = ("samenwerken", "goed overleg", "wij", "don't", "*ken", "e-mail")
    codes = [
        Code("a", "A", keywords=tuple(map(parse_keyword, words))),
        Code("b", "B", keywords=(parse_keyword("één"),)),
    ]
    search = Search(Matcher(codes, LAYERS, analyser), analyser, interviewer=interviewer)
    decided = Decided(Codings(), Codebook())
    assert find(one, search, decided, Cut(analyser.cut(one))) == find(one, search, decided)
