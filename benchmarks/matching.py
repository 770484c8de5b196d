"""How right matching is, against treebanks and coded interviews of others, and how fast.

The material is not part of the project; where it is absent, a line says so. docs/matching.md has the figures.
"""

import gc
import random
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

from benchmarks import treebank
from benchmarks.measure import best, line, one_process
from benchmarks.treebank import Sentence
from qualcode.model.codebook import Code, Codebook
from qualcode.model.coding import Codings
from qualcode.model.decided import Decided
from qualcode.model.keyword.keyword import Phrase
from qualcode.model.span import Span
from qualcode.model.transcript import Transcript, Turn
from qualcode.suggest import analyser
from qualcode.suggest.compounds import Compounds
from qualcode.suggest.languages import LANGUAGES
from qualcode.suggest.lexicon import fold
from qualcode.suggest.light import WORD, LightAnalyser
from qualcode.suggest.matching import Matcher
from qualcode.suggest.segments import Search, find
from qualcode.suggest.sentences import split_sentences
from qualcode.usecases.study import Start, open_study, start_study
from qualcode.usecases.transcripts.importing.bring_in import bring_in
from qualcode.usecases.transcripts.importing.options import ImportOptions

DATA = Path(__file__).parents[2] / "shared" / "data"
DUTCH, ENGLISH = "Alpino dev", "EWT dev"
FILES = {DUTCH: ("nl", "nl_alpino-ud-dev.conllu"), ENGLISH: ("en", "en_ewt-ud-dev.conllu")}
CONTENT = frozenset({"NOUN", "VERB", "ADJ"})
BEYOND_COMPOUNDS = ("exact", "lemma", "separable", "stem")


def run() -> Iterator[str]:
    if not DATA.is_dir():
        yield "matching: the treebanks and interviews (shared/data) are not here"
        return
    for name, (language, file) in FILES.items():
        sentences = treebank.read(DATA / "ud" / file)
        yield told(f"lemmas, 300 most frequent, {name}", *lemmas(sentences, language))
    dutch = treebank.read(DATA / "ud" / FILES[DUTCH][1])
    yield told(f"separable verbs, {DUTCH}", *separable(dutch))
    yield told(f"parts of compounds, {DUTCH}", *compounds(dutch))
    for lower in (False, True):
        yield f"{'sentences, lower-case starts' if lower else 'sentences'}, {DUTCH}: F1 {boundaries(dutch, lower):.3f}"
    yield from speed(dutch)


def told(what: str, right: int, found: int, gold: int) -> str:
    return f"{what}: precision {right / found:.3f} recall {right / gold:.3f} ({right} of {found} found, {gold} there)"


def lemmas(sentences: Sequence[Sentence], language: str) -> tuple[int, int, int]:
    """(right, found, there): words whose gold lemma is a keyword, the keywords being the most frequent content lemmas."""
    words = [word for sentence in sentences for word in sentence.words]
    common = Counter(word.lemma for word in words if word.tag in CONTENT).most_common(300)
    keywords = {lemma for lemma, _ in common if any(map(str.isalnum, lemma))}
    gold = {(word.start, word.lemma) for word in words if word.lemma in keywords}
    found = set()
    for keyword, starts in _hits(sentences, language, keywords, BEYOND_COMPOUNDS):
        right = [start for start in starts if (start, keyword) in gold]  # of a separated verb, the verb
        found.add((right[0] if right else starts[0], keyword))
    return len(gold & found), len(found), len(gold)


def separable(sentences: Sequence[Sentence]) -> tuple[int, int, int]:
    """The keywords are the joined lemmas of all verbs with a particle of their own (`compound:prt`)."""
    gold = {}
    for sentence in sentences:
        for word in sentence.words:
            verb = sentence.words[word.head]
            if word.relation == "compound:prt" and len(verb.parts) > 1 and verb.parts[0] == word.form.lower():
                gold[tuple(sorted((verb.start, word.start)))] = verb.lemma
    found = {starts: keyword for keyword, starts in _hits(sentences, "nl", set(gold.values()), ("separable",))}
    return sum(gold.get(starts) == keyword for starts, keyword in found.items()), len(found), len(gold)


def _hits(
    sentences: Iterable[Sentence], language: str, keywords: Iterable[str], layers: Sequence[str]
) -> Iterator[tuple[str, tuple[int, ...]]]:
    """(keyword, where its words start) of every hit."""
    tool = analyser("light", language)
    matcher = Matcher([Code(f"c{n}", k, keywords=(Phrase(k),)) for n, k in enumerate(sorted(keywords))], layers, tool)
    for sentence in sentences:
        analysis = tool.analyse(sentence.text)
        for index in analysis.holding(matcher.wanted):
            for hit in matcher.hits(analysis.tokens(index), sentence.text):
                yield hit.keyword, tuple(span.start + sentence.start for span in hit.lit)


def compounds(sentences: Sequence[Sentence]) -> tuple[int, int, int]:
    """The keywords are all parts of six letters or more of nouns, names and adjectives that the treebank divides."""
    words = [word for sentence in sentences for word in sentence.words]
    parts = {word.start: word.parts for word in words if len(word.parts) > 1 and word.tag in {"NOUN", "ADJ", "PROPN"}}
    keywords = {part for divided in parts.values() for part in divided if len(part) >= 6 and part.isalpha()}
    lexicon = analyser("light", "nl").lexicon
    sought = Compounds(lexicon, keywords)
    gold = {(word.start, part) for word in words for part in parts.get(word.start, ()) if part in keywords}
    found = {
        (word.start, part)
        for word in words
        for part in sought.parts(fold(word.form))
        if part not in (word.lemma, lexicon.lemma(fold(word.form)))  # the word itself is no part
    }
    return len(gold & found), len(found), len(gold)


def boundaries(sentences: Sequence[Sentence], lower: bool) -> float:
    """F1 of the ends of sentences in the joined text."""
    texts = [s.text[:1].lower() + s.text[1:] if lower else s.text for s in sentences]
    gold = {sentence.start + len(sentence.text) for sentence in sentences}
    found = {end for _, end in split_sentences(" ".join(texts), LANGUAGES.get("nl"))}
    return 2 * len(gold & found) / (len(gold) + len(found))


def speed(dutch: Sequence[Sentence]) -> Iterator[str]:
    """100 transcripts of 8,000 words made of the sentences of real texts; 200 keywords drawn from their words."""
    gc.set_threshold(1_000_000)  # as the program has it
    pick = random.Random(1)
    pool = _sentences(dutch)
    common = Counter(w.lemma for s in dutch for w in s.words if w.tag in CONTENT and len(w.lemma) > 5).most_common()
    keywords = pick.sample([lemma for lemma, _ in common[200:] if lemma.isalpha()], 200)
    codes = [Code(f"c{n}", str(n), keywords=tuple(map(Phrase, keywords[n::20]))) for n in range(20)]
    texts = [_transcript(number, pool, pick) for number in range(100)]
    tool = LightAnalyser("nl")
    search = Search(Matcher(codes, (*BEYOND_COMPOUNDS, "compound"), tool), tool)
    spoken = sum(turn.span.end - turn.span.start for text in texts for turn in text.turns if turn.is_respondent)
    found = [
        find(text, search, Decided(Codings(), Codebook())) for text in texts
    ]  # the forms are decided here, as in a long run
    hits = sum(len(suggestion.hits) for one in found for suggestion in one.suggestions)
    ours = best(lambda: [find(text, search, Decided(Codings(), Codebook())) for text in texts], 5)
    bare = best(partial(_bare, texts), 5)
    sentences = sum(one.sentences for one in found)
    yield f"matching: {spoken / 1e6 / ours:.1f} MB/s; {hits} hits in {sentences} sentences; bare loop {spoken / 1e6 / bare:.1f} MB/s"
    yield line("matching 100 x 8,000 words / bare loop", ours, bare, "3")
    yield from _memory(codes, texts)


def _sentences(dutch: Sequence[Sentence]) -> list[str]:
    found = [sentence.text for sentence in dutch]
    for file in sorted((DATA / "reports-nl").glob("*.md")):
        text = file.read_text(encoding="utf-8")
        found += [text[start:end] for start, end in split_sentences(text, LANGUAGES.get("nl")) if end - start < 400]
    return [" ".join(sentence.split()) for sentence in found]


def _transcript(number: int, pool: Sequence[str], pick: random.Random) -> Transcript:
    turns: list[Turn] = []
    text, said = "", 0
    while said < 8000:
        asks = len(turns) % 2 == 0
        label = "Interviewer" if asks else f"R{number}"
        speech = " ".join(pick.choices(pool, k=1 if asks else 7))
        start = len(text) + len(label) + 2
        text += f"{label}: {speech}\n\n"
        said += len(speech.split())
        role, case = ("interviewer", "") if asks else ("respondent", label)
        turns.append(Turn(len(turns) + 1, Span(start, start + len(speech)), label, role, case))
    return Transcript(f"t-{number}", text, tuple(turns))


def _bare(texts: Iterable[Transcript]) -> int:
    """The least that any matching of words does: find the words, look each up."""
    known: dict[str, int] = {}
    return sum(
        match.group() in known
        for text in texts
        for turn in text.turns
        if turn.is_respondent
        for match in WORD.finditer(text.text, turn.span.start, turn.span.end)
    )


SUGGEST = """
import contextlib, os, sys
from qualcode.cli.main import main
sys.argv = ["qualcode", "-C", sys.argv[1], "suggest", "--format", "csv"]
with open(os.devnull, "w") as nowhere, contextlib.redirect_stdout(nowhere), contextlib.redirect_stderr(nowhere):
    with contextlib.suppress(SystemExit):
        main()
"""


def _memory(codes: Sequence[Code], texts: Sequence[Transcript]) -> Iterator[str]:
    """The whole command over ten times as many transcripts."""
    with tempfile.TemporaryDirectory() as name:
        root, source = Path(name) / "study", Path(name) / "source"
        source.mkdir()
        book = "codes:\n" + "".join(
            f"- {{id: {code.id}, name: {code.name}, keywords: [{', '.join(k.text for k in code.keywords if isinstance(k, Phrase))}]}}\n"
            for code in codes
        )
        start_study(Start(root, codebook_text=book, coder="jan"))
        for number in range(1000):
            (source / f"t-{number}.txt").write_text(f"{texts[number % 100].text}R{number % 100}: Nummer {number}.\n")
        opened = open_study(root)
        bring_in(opened, sorted(source.glob("*.txt")), ImportOptions(), "x")
        seconds, memory = one_process(SUGGEST, str(root))
        read: Callable[[], int] = lambda: sum(len(path.read_text()) for path in root.glob("transcripts/*.txt"))  # noqa: E731
        yield line("suggest, 1,000 transcripts / reading them", seconds, best(read), "", memory)
