"""Suggestions of a whole study: cues as filters, warnings, several processes, search."""

from pathlib import Path

import pytest

from qualcode.errors import QualcodeError
from qualcode.model.selection import NO_FILTERS, Filters
from qualcode.store import derived
from qualcode.suggest.light import LightAnalyser
from qualcode.usecases.keywords import finder as finding
from qualcode.usecases.keywords.finder import Finder, KeywordTally, by_id, explain, find_all
from qualcode.usecases.keywords.search import parse_query, search_table
from qualcode.usecases.study import Opened, open_study
from qualcode.usecases.transcripts.importing.bring_in import bring_in
from qualcode.usecases.transcripts.importing.options import ImportOptions


def quotes(opened: Opened, **how: object) -> list[str]:
    finder = Finder.make(open_study(opened.study.root), Filters(), "jan", **how)  # type: ignore[arg-type]
    return [s.span.of(p.transcript.text) for p in find_all(finder) for s in p.suggestions]


def test_cues_are_a_filter(study: Opened) -> None:
    """
    == codebook.yaml
    language: en
    codes: [{id: a, name: A, keywords: [trust]}]
    == P-1.txt
    I: How?
    P-1: There is no trust. Fine. A lack of trust. Fine. I trust them. Fine.
    I: So?
    P-1: So.
    """
    assert quotes(study, cues=("any",)) == ["There is no trust.", "A lack of trust."]
    assert quotes(study, cues=("none",)) == ["I trust them."]
    assert quotes(study, cues=("lack", "no")) == ["There is no trust.", "A lack of trust."]


def test_several_processes_find_the_same_in_the_same_order(make_study, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    texts = "\n".join(
        f"    == P-{n}.txt\n    I: How?\n    P-{n}: The nurses trusted us {n}. Fine.\n    I: So?\n    P-{n}: So."
        for n in range(12)
    )
    study = make_study(
        f"    == codebook.yaml\n    language: en\n    codes: [{{id: a, name: A, keywords: [trust]}}]\n{texts}"
    )
    alone = quotes(study)
    monkeypatch.setattr(finding, "_WORTH_PROCESSES", 0)
    assert quotes(study) == alone
    assert len(alone) == 12


def test_what_is_found_is_the_same_when_the_words_are_kept(make_study, monkeypatch, tmp_path) -> None:  # type: ignore[no-untyped-def]
    """By one process and by several, first and again, and when a text was put in its place."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    texts = "\n".join(
        f"    == P-{n}.txt\n    I: How?\n    P-{n}: Trust, e.g. {n}. They don't trust us.\n    I: So?\n    P-{n}: So."
        for n in range(12)
    )
    study = make_study(
        f"    == codebook.yaml\n    language: en\n    codes: [{{id: a, name: A, keywords: [trust us, e.g]}}]\n{texts}"
    )
    none = quotes(study)
    assert len(none) == 12
    monkeypatch.setenv("QUALCODE_CACHE", "on")
    monkeypatch.setattr(derived, "_OPEN", {})  # as a process of its own begins
    monkeypatch.setattr(derived, "_SURE", -(10**12))  # the files were written just now
    cut, alone = LightAnalyser.cut, finding._WORTH_PROCESSES
    monkeypatch.setattr(finding, "_WORTH_PROCESSES", 0)
    assert quotes(study) == none  # the processes keep the words when they end
    monkeypatch.setattr(LightAnalyser, "cut", lambda self, text: pytest.fail("cut again"))
    assert quotes(study) == none
    monkeypatch.setattr(finding, "_WORTH_PROCESSES", alone)
    assert quotes(study) == none
    monkeypatch.setattr(LightAnalyser, "cut", cut)
    bring_in(
        open_study(study.study.root),
        [write_again(tmp_path / "P-3.txt", "I: How?\nP-3: We trust us all.\nI: So?\nP-3: So.\n")],
        ImportOptions(replace="P-3"),
        "jan",
    )
    assert quotes(study) == [*none[:3], "We trust us all.", *none[4:]]


def write_again(file: Path, text: str) -> Path:
    file.write_text(text, encoding="utf-8")
    return file


def test_a_keyword_in_every_sentence_is_told(study: Opened) -> None:
    """
    == codebook.yaml
    language: en
    codes: [{id: a, name: A, keywords: [it, rare]}]
    == P-1.txt
    I: How?
    P-1: It is. It is. It is. It is. It is. It is. It is. It is. It is. It is. It is. It is. It is. It is. It is.
    I: How?
    P-1: It is. It is. It is. It is. It is. It is. It is. It is. It is. It is. It is. It is. It is. It is. It is.
    I: How?
    P-1: No. It is. It is. It is. It is. It is. It is. It is. It is. It is. It is. It is. It is. It is. It is. Rare.
    I: How?
    P-1: It is. It is. It is. It is. It is. It is. It is. It is. It is. It is. It is. It is. It is. It is. It is.
    """
    tally = KeywordTally()
    assert len(list(tally.count(find_all(Finder.make(study, Filters(), "jan"))))) == 1
    assert [*map(str, tally.warnings())] == [
        "the keyword 'it' of a stands in 59 of 61 sentences, which is too many to judge; narrow it, or use a phrase or near"
    ]


def test_why_explains_in_full(study: Opened) -> None:
    """
    == codebook.yaml
    language: nl
    codes: [{id: a, name: A, keywords: [samenwerken, afspraak], not: [garage]}]
    == P-1.txt
    I: Hoe?
    P-1: We werken niet goed samen, ondanks de samenwerkingsafspraken.
    I: En?
    P-1: Ja.
    """
    finder = Finder.make(study, Filters(), "jan")
    (proposed,) = find_all(finder)
    _, suggestion = by_id(finder, proposed.suggestions[0].id[:5])
    assert list(map(str, explain(suggestion, finder))) == [
        "werken … samen: in two words, samenwerken (separable, 26:48), cue: zwak: niet",
        "samenwerkingsafspraken: part afspraak (compound, 61:83)",
        "keywords of a: samenwerken, afspraak",
        "not where the sentence has: garage",
        "analyser: light; layers: exact, lemma, separable, stem, compound, wildcard, pattern; unit: sentence",
        "status: open",
    ]
    with pytest.raises(QualcodeError, match="no suggestion whose id begins with 'zzz'"):
        by_id(finder, "zzz")


def rows(
    opened: Opened, query: str, filters: Filters = NO_FILTERS, interviewer: bool = False
) -> list[tuple[object, ...]]:
    opened = open_study(opened.study.root)
    output = search_table(opened, query, filters, interviewer=interviewer, watch=lambda items, *_: items)
    return [(r["transcript"], r["turn"], r["before"], r["hit"], r["after"], r["layer"]) for r in output.data.plain()]


def test_search_prints_a_keyword_in_its_context(study: Opened) -> None:
    """
    == codebook.yaml
    language: nl
    codes: [{id: a, name: A}]
    == P-1.txt
    I: Werken jullie samen?
    P-1: Ja. We werken goed samen hoor.
    I: En?
    P-1: Afspraken zijn er ook.
    == P-2.txt
    I: En u?
    P-2: Geen afspraken.
    I: En?
    P-2: Nee.
    == codings
    jan P-2 a Geen afspraken.
    """
    assert rows(study, "samenwerken") == [("P-1", 2, "Ja. We ", "werken goed samen", " hoor.", "separable")]
    assert len(rows(study, "samenwerken", interviewer=True)) == 2
    assert [row[0] for row in rows(study, "afspraak")] == ["P-1", "P-2"]
    assert [row[0] for row in rows(study, "afspraak", Filters(case=("P-2",)))] == ["P-2"]
    assert [row[0] for row in rows(study, "afspraak", Filters(code=("a",)))] == ["P-2"]
    assert [row[3] for row in rows(study, "{near: [geen, afspraak], within: 2}")] == ["Geen afspraken"]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("*", "The query cannot be searched: a keyword needs at least one letter"),
        ("{near: [a", "The query cannot be read"),
        ("{near: [aa, bb]}", "a keyword is a word"),
        ("", "at least one letter"),
    ],
)
def test_a_query_that_is_no_keyword_is_told(query: str, said: str) -> None:
    with pytest.raises(QualcodeError, match=said.replace("*", r"\*")):
        parse_query(query)
