"""The trail of codings: who did what with which reason, and when."""

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest

import qualcode
from qualcode.model.selection import NO_FILTERS, Filters
from qualcode.text import entries
from qualcode.usecases.coding import by_hand
from qualcode.usecases.coding.trail import trail_of_codings
from qualcode.usecases.keywords.decide import Decision, decide
from qualcode.usecases.keywords.finder import Finder, find_all
from qualcode.usecases.study import Opened, open_study
from tests.conftest import Ran, set_marks

Cli = Callable[..., Ran]

STUDY = """
== qualcode.yaml
language: nl
== codebook.yaml
codes:
- {id: a, name: Vertrouwen, keywords: [vertrouw*]}
- {id: b, name: Geld}
topics:
- {id: t1, text: Hoe gaat het?, codes: [a]}
== P-1.txt interview 1 P-1
I: Hoe gaat het?

P-1: Wij vertrouwen elkaar. Over geld praten we niet.
== codings
jan P-1 b Over geld praten we niet.
piet P-1 a Wij vertrouwen elkaar.
== asked
jan P-1 t1 1
== done
jan P-1
"""


@pytest.fixture
def opened(make_study: Callable[[str], Opened]) -> Opened:
    return make_study(STUDY)


def told(opened: Opened, filters: Filters = NO_FILTERS) -> list[tuple[str, str, str, str]]:
    found = trail_of_codings(open_study(opened.study.root), filters)
    return [(one.coder, one.what, one.code, one.reason) for one in found]


def test_what_was_done_is_told_the_oldest_first(opened: Opened) -> None:
    assert told(opened) == [
        ("jan", "coded", "b", ""),
        ("piet", "coded", "a", ""),
        ("jan", "read", "", "whole"),
        ("jan", "asked", "t1", ""),
    ]
    ats = [one.at for one in trail_of_codings(opened, NO_FILTERS)]
    assert ats == sorted(ats)


def test_a_rejection_has_its_reason_and_a_mark_its_value(opened: Opened) -> None:
    finder = Finder.make(opened, NO_FILTERS, "jan")
    (proposed,) = find_all(finder)
    judged = Decision("reject", "a", proposed.suggestions[0].span, reason="bedoelt iets anders")
    decide(opened, "jan", proposed.handle, [judged], finder.analyser)
    set_marks(opened, "jan P-1 b Over geld praten we niet.", {"key": "true", "note": "wat de respondent zei"})
    assert ("jan", "rejected", "a", "bedoelt iets anders") in told(opened)
    assert told(opened)[-1] == ("jan", "marked", "b", "key: True, note")


def test_what_was_withdrawn_is_told_with_its_code_and_its_words(opened: Opened) -> None:
    (coding,) = opened.project.codings_of("jan", "P-1").applied
    by_hand.withdraw(opened, "jan", [coding.id])
    last = trail_of_codings(open_study(opened.study.root), NO_FILTERS)[-1]
    assert (last.what, last.code, last.id, last.turn) == ("withdrawn", "b", coding.id, 2)
    assert last.quote == "Over geld praten we niet."


def test_filters_choose_codes_coders_and_transcripts(opened: Opened) -> None:
    assert told(opened, Filters(code=("a",))) == [("piet", "coded", "a", "")]
    assert {coder for coder, *_ in told(opened, Filters(coder=("jan",)))} == {"jan"}


def test_words_that_were_refused_are_not_shown(opened: Opened, cli: Cli) -> None:
    set_marks(opened, "jan P-1 b Over geld praten we niet.", {"approval": "refused"})
    ran = cli("-C", opened.study.root, "log", "--codings", "--quotes", "--format", "csv")
    assert ran.status == 0, ran.err
    assert "Over geld" not in ran.out
    decided = trail_of_codings(open_study(opened.study.root), NO_FILTERS)[-1]
    assert (decided.what, decided.reason) == ("marked", "")  # what was said of such words may repeat them
    assert "Wij vertrouwen elkaar." in ran.out


def test_rows_have_the_keys_of_the_contract_and_no_quotes_unasked(opened: Opened, cli: Cli) -> None:
    ran = cli("-C", opened.study.root, "log", "--codings", "--format", "csv")
    rows = list(csv.reader(io.StringIO(ran.out)))
    assert rows[0] == ["at", "coder", "transcript", "turn", "what", "code", "name", "reason", "id"]
    assert rows[1][1:8] == ["jan", "P-1", "2", "coded", "b", "Geld", ""]
    shown = cli("-C", opened.study.root, "log", "--codings").out
    assert "gecodeerd" in shown
    assert "volledig gelezen" in shown


def test_what_belongs_to_the_codings_is_refused_without_them(opened: Opened, cli: Cli) -> None:
    ran = cli("-C", opened.study.root, "log", "--coder", "jan")
    assert (ran.status, ran.out) == (1, "")
    assert "log --codings" in ran.err


def test_codings_are_listed_of_who_codes_and_of_all_when_asked(opened: Opened, cli: Cli) -> None:
    own = cli("-C", opened.study.root, "codings", "list", "--format", "csv")
    assert [row["coder"] for row in csv.DictReader(io.StringIO(own.out))] == ["jan"]
    assert "--coder all toont ook die van piet" in own.err
    nobody = cli("-C", opened.study.root, "--as", "jann", "codings", "list", "--format", "csv")
    assert (nobody.status, nobody.out, "bedoel je jan?" in nobody.err) == (1, "", True)
    every = cli("-C", opened.study.root, "codings", "list", "--coder", "all", "--format", "csv")
    assert sorted(row["coder"] for row in csv.DictReader(io.StringIO(every.out))) == ["jan", "piet"]


def test_quotes_of_several_coders_say_whose_they_are(opened: Opened, cli: Cli) -> None:
    assert "Codeur" not in cli("-C", opened.study.root, "quotes", "--format", "md").out
    pooled = cli("-C", opened.study.root, "quotes", "--coder", "all", "--format", "md").out
    assert "Codeur" in pooled
    assert "piet |" in pooled


def test_the_log_tells_in_words_what_was_done_and_is_written_as_any_table(
    opened: Opened, cli: Cli, tmp_path: Path
) -> None:
    root = opened.study.root
    cli("-C", root, "codings", "done", "P-1")
    shown = cli("-C", root, "log").out
    assert "transcript ingelezen" in shown
    assert "transcript volledig gelezen" in shown
    assert cli("-C", root, "log", "-o", tmp_path / "log.csv").status == 0
    text = (tmp_path / "log.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert list(rows[0]) == ["at", "what", "details", "because", "coder"]
    assert "import" in [row["what"] for row in rows]  # for machines, whatever the language


def test_whatever_the_log_tells_has_words_in_both_languages() -> None:
    """What is logged is a literal where it is logged."""
    logged: set[str] = set()
    for path in Path(qualcode.__file__).parent.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        logged.update(re.findall(r'\.log\(\s*"([^"]+)"', text))
        logged.update(re.findall(r'\bedit\([\w. ]+,\s*[\w.]+,\s*"([^"]+)"', text))
        logged.update(re.findall(r'target\.change\(\w+, "([^"]+)"', text))
    assert {"pass", "codebook update", "codebook import", "codebook from-matrix"} <= logged
    for language in ("nl", "en"):
        assert [one for one in logged if f"trail.{one}" not in entries(language)] == []
