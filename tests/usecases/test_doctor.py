"""Advice on a codebook: what a second reader would ask, and never an error."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from qualcode.usecases.codebook.advice import advise, advise_study
from qualcode.usecases.study import Opened
from tests.conftest import Ran

T = TypeVar("T")
Cli = Callable[..., Ran]


def watch(items: Iterable[T], total: int, what: str) -> Iterator[T]:
    yield from items


def static(opened: Opened) -> list[str]:
    return list(map(str, advise(opened.project.codebook, opened.project.settings)))


def in_study(opened: Opened) -> list[str]:
    return list(map(str, advise_study(opened, watch)))


def test_codes_that_say_too_little_are_named_and_retired_ones_are_not(study: Opened) -> None:
    """
    == codebook.yaml
    codes:
      - id: top
        name: Top
        definition: What is above.
        codes:
          - {id: bare, name: Bare}
          - {id: full, name: Full, definition: D, include: I, examples: [E]}
          - {id: gone, name: Gone, retired: {because: x}}
    """
    assert static(study) == [
        "no definition: bare", "no rule when to use it (include): bare", "no example: bare",
    ]  # fmt: skip


def test_a_hierarchy_deeper_than_three_is_told(study: Opened) -> None:
    """
    == codebook.yaml
    codes:
      - {id: a, name: A, definition: D, codes: [{id: b, name: B, definition: D, codes: [{id: c, name: C, definition: D,
          codes: [{id: d, name: D, definition: D, include: I, examples: E}]}]}]}
    """
    assert static(study) == ["deeper than 3 levels: d"]


def test_keywords_that_a_code_beside_it_finds_too_are_told_whatever_their_form(study: Opened) -> None:
    """
    == codebook.yaml
    language: en
    codes:
      - {id: a, name: A, definition: D, include: I, examples: E, keywords: [agreements, contract]}
      - {id: b, name: B, definition: D, include: I, examples: E, keywords: [agreement, price]}
      - {id: c, name: C, definition: D, codes: [{id: d, name: D, definition: D, include: I, examples: E, keywords: [price]}]}
    """
    assert static(study) == ["b finds keywords of a too: agreements"]  # a finds the plural alone


def test_what_only_the_interviews_show(study: Opened) -> None:
    """
    == codebook.yaml
    language: en
    codes:
      - {id: a, name: A, keywords: [trust, unicorn]}
      - {id: b, name: B}
      - {id: c, name: C}
      - {id: d, name: D}
    == P-1.txt
    Interviewer: How?
    P-1: I trust them. I know them. They help. It costs a lot.
    == codings
    jan P-1 a I trust them
    jan P-1 a I know them
    jan P-1 a They help
    jan P-1 b trust
    jan P-1 b know them. They
    jan P-1 b help
    jan P-1 c It costs a lot
    jan P-1 d I know
    jan P-1 d costs
    """
    assert in_study(study) == [
        "no hit in any transcript: a: unicorn",
        "used once: c",
        "always in the same fragments: a and b (3 and 3 references)",
    ]


def test_many_keywords_without_a_hit_are_counted(study: Opened) -> None:
    """
    == codebook.yaml
    language: en
    codes:
      - {id: a, name: A, keywords: [trust, b1, b2, b3, b4, b5, b6]}
      - {id: b, name: B, keywords: [c1, c2, c3]}
    == P-1.txt
    Interviewer: How?
    P-1: I trust them.
    """
    assert in_study(study) == [
        "no hit in any transcript: 6 of 7 keywords of a and 3 of 3 keywords of b (qualcode keywords lists them)"
    ]


def test_codes_that_are_not_always_together_are_not_told(study: Opened) -> None:
    """
    == codebook.yaml
    codes:
      - {id: a, name: A}
      - {id: b, name: B}
    == P-1.txt
    Interviewer: How?
    P-1: I trust them. I know them. They help. It costs a lot.
    == codings
    jan P-1 a I trust them
    jan P-1 a I know them
    jan P-1 a They help
    jan P-1 b trust
    jan P-1 b know
    jan P-1 b help
    jan P-1 b costs
    """
    assert in_study(study) == []


def test_advice_is_no_error(cli: Cli) -> None:
    cli("init", "s", "--coder", "jan")
    assert cli("-C", "s", "codebook", "add", "New").status == 0
    ran = cli("-C", "s", "codebook", "check")
    assert ran.status == 0
    assert "advice: no definition: new\n" in ran.out
    outside = cli("codebook", "check", "s/codebook.yaml")
    assert outside.out == ran.out
