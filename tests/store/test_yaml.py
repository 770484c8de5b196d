"""An edit of the codebook touches only the lines it must, and always reads as what it should say."""

import copy
import difflib
import inspect
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.errors import QualcodeError
from qualcode.store.yaml.document import read_yaml
from qualcode.store.yaml.edit import rewrite
from qualcode.store.yaml.text import Noted, document

BOOK = inspect.cleandoc(
    """
    # A codebook with a voice of its own.
    title: 'Working together'   # single quotes, as typed

    codes:
      # ---- first matrix ----
      - id: trust
        name: Trust
        definition: >-
          Whether people believe
          that the other means well.
        keywords:
          - trust*        # also trusting
          - believe
        codes:
          # about fear
          - id: fear
            name: Fear
            examples:
            - "I never tell them: who knows."
            kind: barrier

          - {id: openness, name: Openness}

      - id: money
        name: Money
        keywords: [euro*, "*loon", price]
    themes:
      - {id: t, name: T, codes: [trust, money]}
    """
)


def value_of(text: str) -> Any:
    return copy.deepcopy(read_yaml(text, "").value)


def changed_lines(before: str, after: str) -> list[str]:
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    return [line for line in lines if not line.startswith(("---", "+++", "@@"))]


def test_the_same_value_is_the_same_text() -> None:
    assert rewrite(BOOK + "\n", value_of(BOOK)) == BOOK + "\n"


def test_a_changed_text_is_a_changed_line() -> None:
    value = value_of(BOOK)
    value["codes"][0]["codes"][0]["name"] = "Fear of loss"
    assert changed_lines(BOOK, rewrite(BOOK, value)) == ["-        name: Fear", "+        name: Fear of loss"]


def test_a_new_key_stands_where_it_was_put_and_a_comment_on_the_line_stays() -> None:
    value = value_of(BOOK)
    value["codes"][0] = {"id": "trust", "name": "Trust", "kind": "barrier", **value["codes"][0]}
    assert changed_lines(BOOK, rewrite(BOOK, value)) == ["+    kind: barrier"]
    value = value_of(BOOK)
    value["title"] = "no"
    assert changed_lines(BOOK, rewrite(BOOK, value)) == [
        "-title: 'Working together'   # single quotes, as typed",
        '+title: "no"   # single quotes, as typed',
    ]


def test_items_come_and_go_in_both_kinds_of_list() -> None:
    value = value_of(BOOK)
    value["codes"][0]["keywords"] = ["trust*", Noted("faith", "in 2 of 3 rows")]
    value["codes"][1]["keywords"].insert(2, "cost, sum")
    assert changed_lines(BOOK, rewrite(BOOK, value)) == [
        "-      - believe",
        "+      - faith  # in 2 of 3 rows",
        '-    keywords: [euro*, "*loon", price]',
        '+    keywords: [euro*, "*loon", "cost, sum", price]',
    ]


def test_a_record_that_moves_takes_its_lines_and_the_comment_above_it_along() -> None:
    value = value_of(BOOK)
    fear = value["codes"][0]["codes"].pop(0)
    value["codes"][1]["codes"] = [fear]
    after = rewrite(BOOK, value)
    assert inspect.cleandoc(
        """
          - id: money
            name: Money
            keywords: [euro*, "*loon", price]
            codes:
              # about fear
              - id: fear
                name: Fear
                examples:
                - "I never tell them: who knows."
                kind: barrier
        """
    ).splitlines() == [line[2:] for line in after.split("\n\n")[-1].splitlines()[:10]]


def test_a_renamed_record_is_known_by_its_older_id() -> None:
    value = value_of(BOOK)
    value["codes"][1]["id"], value["codes"][1]["was"] = "income", ["money"]
    value["themes"][0]["codes"] = ["trust", "income"]
    assert changed_lines(BOOK, rewrite(BOOK, value)) == [
        "-  - id: money",
        "+  - id: income",
        "+    was: [money]",
        "-  - {id: t, name: T, codes: [trust, money]}",
        "+  - {id: t, name: T, codes: [trust, income]}",
    ]


def test_a_record_between_braces_opens_up_when_it_grows() -> None:
    value = value_of(BOOK)
    value["codes"][0]["codes"][1]["definition"] = "What is said is what is meant, and everybody hears it. " * 2 + "So."
    after = rewrite(BOOK, value)
    assert "      - id: openness\n        name: Openness\n        definition: >-\n" in after


def test_a_new_record_keeps_the_distance_between_its_neighbours() -> None:
    value = value_of(BOOK)
    value["codes"].append({"id": "time", "name": "Time"})
    assert changed_lines(BOOK, rewrite(BOOK, value)) == ["+", "+  - id: time", "+    name: Time"]


def test_an_empty_list_and_an_empty_file_can_be_filled() -> None:
    value = {"codes": [{"id": "a", "name": "A"}]}
    assert rewrite("# mine\ncodes: []\n", value) == "# mine\ncodes:\n  - id: a\n    name: A\n"
    assert value_of(rewrite("# mine\n", value)) == value
    assert rewrite("# mine\n", value).startswith("# mine\n")


def test_what_cannot_be_edited_without_spoiling_it_is_refused() -> None:
    text = "codes:\n  - &one {id: a, name: A}\nthemes:\n  - {id: t, name: T, names: *one}\n"
    value = value_of(text)
    value["codes"][0]["name"] = "B"
    with pytest.raises(QualcodeError, match="by hand"):
        rewrite(text, value)


def test_a_change_that_would_show_in_two_places_is_refused() -> None:
    text = "codes:\n  - id: a\n    name: A\n    keywords: &k\n      - x\n  - id: b\n    name: B\n    keywords: *k\n"
    value = value_of(text)
    value["codes"][0]["keywords"] = ["x", "more"]
    with pytest.raises(QualcodeError, match="by hand"):
        rewrite(text, value)


def test_a_dash_on_a_line_of_its_own_with_a_comment_is_one_too() -> None:
    text = "codes:\n  - # about trust\n    id: trust\n    name: T\n  -\n    id: b\n    name: B\n"
    value = value_of(text)
    value["codes"][0]["name"] = "Trust"
    value["codes"].append({"id": "c", "name": "C"})
    assert rewrite(text, value) == text.replace("name: T", "name: Trust") + "  - id: c\n    name: C\n"


@pytest.mark.parametrize(
    "text",
    [
        "codes:\n  - id: a\n    name: A\n    keywords: [een, # eerste\n      twee]\n",
        "{codes: [{id: a, name: A, keywords: [een]}] # all of it\n}\n",
        "codes: [\n  {id: a, name: A, keywords: [een]}, # the only one\n]\n",
    ],
)
def test_comments_inside_brackets_are_never_lost(text: str) -> None:
    value = value_of(text)
    value["codes"][0]["keywords"] = ["een", "drie"]
    value["codes"].append({"id": "b", "name": "B", "definition": "Long enough to need lines of its own. " * 4})
    with pytest.raises(QualcodeError, match="by hand"):
        rewrite(text, value)


def test_a_comment_between_items_is_no_empty_line_and_a_hash_in_a_text_no_comment() -> None:
    text = "codes:\n  - id: a\n    name: 'A #1'\n  # b now\n  - {id: b, name: B, keywords: ['#x']}\n"
    value = value_of(text)
    value["codes"][1]["keywords"] = ["#x", "why"]
    value["codes"].append({"id": "c", "name": "C"})
    assert rewrite(text, value) == text.replace("['#x']", '["#x", why]') + "  - id: c\n    name: C\n"


def test_the_first_key_of_the_file_can_go_and_keys_are_quoted_where_they_must() -> None:
    text = "questions: []\ncodes:\n  - id: a\n    name: A\n    other:\n      B: c\n"
    value = value_of(text)
    del value["questions"]
    value["codes"][0]["other"]["NB: more"] = "d"
    after = rewrite(text, value)
    assert value_of(after) == value
    assert after.startswith("codes:\n")


def test_what_is_written_any_reader_of_yaml_can_read() -> None:
    import yaml

    record = {
        "id": "a",
        "name": "A",
        "interview_question": ["Deel jij?", "Deelt u?"],
        "keywords": ["yes", "1.0", "a: b", "#c"],
    }
    again = yaml.load(document({"codes": [record]}), Loader=yaml.SafeLoader)  # the one in pure Python
    assert again == {"codes": [record]}


# ---- laws ----

_texts = st.text(st.characters(codec="utf-8", exclude_characters="\r\0"), max_size=40) | st.sampled_from(
    [
        "no",
        "1.0",
        "a: b",
        "- x",
        "# c",
        "x #y",
        "a\nb",
        " lead",
        "*x",
        "{a}",
        "long words " * 20,
        "é 😀",
        "a\n\n b\n",
        "",
    ]
)


@st.composite
def _trees(draw: st.DrawFn, ids: list[str] | None = None) -> list[dict[str, Any]]:
    """A forest of records over some of a few ids."""
    ids = draw(st.permutations("abcdefgh")) if ids is None else ids
    roots: list[dict[str, Any]] = []
    every: list[dict[str, Any]] = []
    for name in ids[: draw(st.integers(1, 8))]:
        record: dict[str, Any] = {"id": name, "name": draw(_texts)}
        if draw(st.booleans()):
            record["definition"] = draw(_texts)
        if draw(st.booleans()):
            record["keywords"] = draw(st.lists(_texts | st.fixed_dictionaries({"exact": _texts}), max_size=4))
        parent = draw(st.sampled_from([None, *every])) if every else None
        (roots if parent is None else parent.setdefault("codes", [])).append(record)
        every.append(record)
    return roots


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(_trees(), _trees(), _texts)
def test_whatever_the_change_the_text_reads_as_the_new_value(
    old: list[dict[str, Any]], new: list[dict[str, Any]], title: str
) -> None:
    text = document({"title": "T", "codes": old}, "# opening\n")
    assert value_of(text) == {"title": "T", "codes": old}
    value = {"title": title, "codes": new}
    after = rewrite(text, value)
    assert value_of(after) == value
    assert after.startswith("# opening\n")
    assert value_of(rewrite(after, {"title": "T", "codes": old})) == {"title": "T", "codes": old}


@settings(max_examples=200, deadline=None)
@given(st.permutations(["trust", "fear", "openness", "money"]), st.lists(st.integers(0, 3), min_size=4, max_size=4))
def test_records_that_move_lose_no_comment_and_no_quotes(order: list[str], parents: list[int]) -> None:
    value = value_of(BOOK)
    every = {}
    for root in value["codes"]:
        for below in root.pop("codes", []):
            every[below["id"]] = below
        every[root["id"]] = root
    value["codes"] = []
    for number, name in enumerate(order):
        parent = order[parents[number]] if number and parents[number] < number else None
        (value["codes"] if parent is None else every[parent].setdefault("codes", [])).append(every[name])
    after = rewrite(BOOK, value)
    assert value_of(after) == value
    assert sorted(line.strip() for line in after.splitlines() if line.strip() and "codes:" not in line) == sorted(
        line.strip() for line in BOOK.splitlines() if line.strip() and "codes:" not in line
    ) or every["openness"].get("codes")  # it stood between braces
