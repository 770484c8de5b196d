"""An installed spaCy pipeline as analyser: a small one is built on disk."""

from collections.abc import Callable
from pathlib import Path

import pytest

from qualcode.errors import QualcodeError
from qualcode.model.selection import Filters
from qualcode.suggest import analyser
from qualcode.usecases.keywords.finder import Finder, find_all
from qualcode.usecases.study import Opened, open_study


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory: pytest.TempPathFactory) -> Path:
    import spacy
    from spacy.lookups import Lookups

    nlp = spacy.blank("nl")
    nlp.add_pipe("sentencizer")
    lemmatizer = nlp.add_pipe("lemmatizer", config={"mode": "lookup"})
    lookups = Lookups()
    lookups.add_table("lemma_lookup", {"samengewerkt": "samen_werken", "afspraken": "afspraak"})
    lemmatizer.initialize(lookups=lookups)  # type: ignore[attr-defined]
    ruler = nlp.add_pipe("attribute_ruler")
    ruler.add([[{"LOWER": "afspraken"}]], {"POS": "NOUN", "TAG": "N|mv"})  # type: ignore[attr-defined]
    path = tmp_path_factory.mktemp("spacy") / "klein"
    nlp.to_disk(path)
    return path


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_its_lemmas_and_sentences_are_used_and_underscores_taken_out(
    pipeline: Path, make_study: Callable[[str], Opened]
) -> None:
    study = make_study(f"""
    == qualcode.yaml
    analyser: "spacy:{pipeline}"
    == codebook.yaml
    codes: [{{id: a, name: A, keywords: [samenwerken, afspraak]}}]
    == P-1.txt
    I: Hoe?
    P-1: Er is samengewerkt. Punt. De afspraken staan.
    I: En?
    P-1: Ja.
    """)
    finder = Finder.make(open_study(study.study.root), Filters(), "jan")
    (_, transcript, found, _), = find_all(finder)  # fmt: skip
    assert [(s.span.of(transcript.text), s.strongest.layer) for s in found] == [
        ("Er is samengewerkt.", "lemma"), ("De afspraken staan.", "lemma"),
    ]  # fmt: skip
    assert finder.analyser.name == f"spacy:{pipeline}"


@pytest.mark.filterwarnings("ignore")
def test_its_tags_serve_patterns_and_separable_verbs_are_found_in_its_tokens(
    pipeline: Path, make_study: Callable[[str], Opened]
) -> None:
    study = make_study(f"""
    == qualcode.yaml
    analyser: "spacy:{pipeline}"
    == codebook.yaml
    language: nl
    codes: [{{id: a, name: A, keywords: [{{pattern: [{{POS: NOUN}}, {{TAG: x, OP: "?"}}]}}, samenwerken]}}]
    == P-1.txt
    I: Hoe?
    P-1: De afspraken staan. We werken goed samen. Maar goed.
    I: En?
    P-1: Ja.
    """)
    (proposed,) = find_all(Finder.make(open_study(study.study.root), Filters(), "jan"))
    (suggestion,) = proposed.suggestions
    assert [(hit.form, hit.layer) for hit in suggestion.hits] == [
        ("afspraken", "pattern"), ("werken … samen", "separable"),
    ]  # fmt: skip
    assert suggestion.cue == "wending volgt"


def test_a_pipeline_that_is_not_installed_is_told() -> None:
    with pytest.raises(
        QualcodeError, match=r"'nl_missing' is not installed, or cannot be loaded; install it, or set `analyser: light`"
    ):
        analyser("spacy:nl_missing", "nl")
    with pytest.raises(QualcodeError, match="did you mean light"):
        analyser("ligt", "nl")
