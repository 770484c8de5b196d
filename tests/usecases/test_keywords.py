"""How good keywords are: a study counted by hand."""

from collections.abc import Callable
from typing import TypeVar

import pytest

from qualcode.analysis.keywords import KeywordCount
from qualcode.model.selection import Filters
from qualcode.usecases.coding import by_hand as coding
from qualcode.usecases.keywords.decide import decide, decision_of
from qualcode.usecases.keywords.finder import Finder, find_all
from qualcode.usecases.keywords.quality import keyword_quality, keyword_table, prune
from qualcode.usecases.study import Opened, open_study

T = TypeVar("T")
STUDY = """
    == codebook.yaml
    language: en
    codes:
    - {id: trust, name: Trust, keywords: [trust, {any: [belief, faith]}, zebra]}
    - {id: rules, name: Rules, keywords: [law]}
    - {id: none, name: None, keywords: []}
    == P-1.txt
    I: Do you trust them?
    P-1: I trust them. It rains. Trusting is hard, trust me. I have faith.
    I: What about the law?
    P-1: The law is the law. Korte lijnen helpen.
    == P-2.txt
    I: And you?
    P-2: No trust here. Short lines. The quarterly review helps. Short lines help.
    I: So?
    P-2: The quarterly review, then.
"""


def watch(items: T, total: int, what: str) -> T:
    return items


def judged(make_study: Callable[[str], Opened], extra: str = "", verdicts: str = "aaar") -> Finder:
    """The first suggestions accepted (a) or rejected (r), in text order of P-1, then P-2."""
    opened = make_study(STUDY + extra)
    finder = Finder.make(opened, Filters(), "jan")
    found = [(p.handle, s) for p in find_all(finder) for s in p.suggestions]
    for (handle, suggestion), verdict in zip(found, verdicts, strict=False):
        decision = decision_of(suggestion, "accept" if verdict == "a" else "reject")
        decide(opened, "jan", handle, [decision], finder.analyser)
    return Finder.make(open_study(opened.study.root), Filters(), "jan")


def figures(count: KeywordCount) -> tuple[int, int, int, int]:
    return count.hits, count.accepted, count.rejected, count.open


def test_hits_decisions_and_precision_by_hand(make_study: Callable[[str], Opened]) -> None:
    """Suggestions in order: P-1 "I trust them." | "Trusting … I have faith." (3 hits) | law (2 hits) | P-2 "No trust here."."""
    quality = keyword_quality(judged(make_study), watch)
    trust = {count.keyword: figures(count) for count in quality.codes["trust"].keywords}
    assert trust == {"trust": (4, 2, 1, 0), "any: belief / faith": (1, 1, 0, 0), "zebra": (0, 0, 0, 0)}
    assert figures(quality.codes["trust"].total) == (5, 2, 1, 0)
    assert figures(quality.codes["rules"].total) == (2, 1, 0, 0)
    (keyword, *_) = quality.codes["trust"].keywords
    assert keyword.precision == pytest.approx(2 / 3)
    assert keyword.interval == pytest.approx((0.2077, 0.9385), abs=0.0001)
    assert keyword.worst_layer == "exact"
    assert keyword.share == pytest.approx(3 / 11)  # of eleven sentences, three have it
    assert quality.words == 37


def test_recall_is_known_only_where_everything_was_read(make_study: Callable[[str], Opened]) -> None:
    unread = keyword_quality(judged(make_study), watch).codes["trust"]
    assert (unread.read, unread.recall) == (False, None)
    by_hand = """
    == codings
    jan P-1 trust It rains.
    jan P-2 rules Short lines.
    == done
    jan P-1
    """
    read = keyword_quality(judged(make_study, by_hand), watch).codes
    # P-1 has two accepted references; "It rains." lies between them, touching neither
    assert (read["trust"].found, read["trust"].read_references) == (2, 3)
    assert read["trust"].recall == pytest.approx(2 / 3)
    assert (read["rules"].found, read["rules"].read_references) == (1, 1)  # P-2 was not read


def test_candidates_are_words_of_the_references_that_no_keyword_finds(make_study: Callable[[str], Opened]) -> None:
    filler = "".join(f"\n    P-3: Word{n} is something else about gardens and tables number{n}." for n in range(40))
    study = judged(
        make_study,
        """
    == P-3.txt
    I: Hm?"""
        + filler
        + """
    == P-4.txt
    I: Hm?
    P-4: A quarterly review it is. Short lines. Spoons and spoons and spoons.
    I: So?
    P-4: So.
    == codings
    jan P-2 rules The quarterly review helps.
    jan P-4 rules A quarterly review it is.
    jan P-2 trust Short lines.
    jan P-4 trust Short lines.
    jan P-4 trust Spoons and spoons and spoons.
    """,
    )
    quality = keyword_quality(study, watch)
    assert [c.term for c in quality.codes["rules"].candidates][:1] == ["quarterly review"]
    assert [c.term for c in quality.codes["trust"].candidates] == ["short lines"]  # spoons are one person's word
    assert quality.codes["none"].candidates == []


def test_prune_prints_an_edit_and_changes_nothing(make_study: Callable[[str], Opened]) -> None:
    more = "\n".join(f"    I: And?\n    P-4: The law of {word}." for word in "one two three four five six".split())
    finder = judged(make_study, f"\n    == P-4.txt\n{more}\n", "aarrrrrrrrrr")
    before = finder.opened.study.codebook.read_bytes()
    printed = prune(finder, watch)
    assert "- id: rules\n  keywords: []\n  # - law  # 0 of 7 accepted (0.00-0.35)" in printed
    assert "trust" not in printed
    assert finder.opened.study.codebook.read_bytes() == before
    assert prune(judged(make_study), watch).startswith("# Nothing to prune")


def test_the_table_has_a_row_for_every_keyword_and_the_print_only_those_that_hit(
    make_study: Callable[[str], Opened],
) -> None:
    output = keyword_table(judged(make_study), watch)
    records = output.data.plain()
    assert [(r["code"], r["keyword"]) for r in records][:4] == [
        ("trust", ""), ("trust", "trust"), ("trust", "any: belief / faith"), ("trust", "zebra"),
    ]  # fmt: skip
    assert (records[0]["recall"], records[0]["read_references"]) == (None, None)
    decisions, recall, silent = output.report.parts
    assert "zebra" not in str(decisions)
    assert "zebra" in str(silent)
    assert "trust !" in str(decisions)  # more than one sentence in ten
    assert "cannot be known" in str(recall)


def test_a_coder_who_decided_nothing_has_no_precision(make_study: Callable[[str], Opened]) -> None:
    opened = make_study(STUDY)
    records = keyword_table(Finder.make(opened, Filters(), "ann"), watch).data.plain()
    assert {record["precision"] for record in records} == {None}
    assert records[1]["open"] == 3


def test_memory_goes_with_the_code_when_it_is_coded_by_hand(make_study: Callable[[str], Opened]) -> None:
    finder = judged(make_study, verdicts="")
    handle = finder.opened.project.transcript("P-1")
    place = handle.read().text.index("I trust them.")
    coding.apply(finder.opened, "jan", handle, "trust", coding.checked_span(handle.read(), place, place + 13))
    again = Finder.make(open_study(finder.opened.study.root), Filters(), "jan")
    assert figures(keyword_quality(again, watch).codes["trust"].keywords[0]) == (4, 1, 0, 2)


def test_what_was_coded_in_the_interviewers_words_is_no_miss(make_study: Callable[[str], Opened]) -> None:
    coded = "\n    == codings\n    jan P-1 trust Do you trust them?\n    == done\n    jan P-1\n"
    trust = keyword_quality(judged(make_study, coded, verdicts=""), watch).codes["trust"]
    assert (trust.read, trust.read_references, trust.recall) == (True, 0, None)
