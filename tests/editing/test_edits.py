"""Edits of a codebook as data: what each does, and what none of them loses."""

import copy
from typing import Any

import pytest

from qualcode.editing import edits
from qualcode.errors import QualcodeError

BOOK: dict[str, Any] = {
    "codes": [
        {
            "id": "trust", "name": "Trust", "kind": "barrier", "question": "q1", "keywords": ["trust*"],
            "codes": [{"id": "fear", "name": "Fear", "was": ["angst"], "examples": ["I am afraid"]}],
        },
        {"id": "money", "name": "Money", "kind": "facilitator", "keywords": ["euro", "trust*"]},
    ],
    "themes": [{"id": "t", "name": "T", "codes": ["fear", "money"]}],
    "topics": [{"id": "a", "text": "?", "codes": ["money"]}],
    "typologies": [{"id": "y", "name": "Y", "criteria": [{"id": "c", "name": "C", "codes": ["fear"]}]}],
}  # fmt: skip


@pytest.fixture
def book() -> dict[str, Any]:
    return copy.deepcopy(BOOK)


def test_no_edit_changes_what_it_was_given(book: dict[str, Any]) -> None:
    edits.rename(book, "fear", "Dread")
    edits.merge(book, ["money"], "fear")
    edits.split(book, "money", ["Pay", "Debt"], "2026-01-01", "two things")
    edits.move(book, "fear", "money")
    assert book == BOOK


def test_a_renamed_code_keeps_its_old_ids_and_is_named_anew_everywhere(book: dict[str, Any]) -> None:
    new = edits.rename(book, "fear", "Dread of loss")
    fear = edits.find(new, "fear")
    assert (fear["id"], fear["name"], fear["was"]) == ("dread-of-loss", "Dread of loss", ["angst", "fear"])
    assert new["themes"][0]["codes"] == ["dread-of-loss", "money"]
    assert new["typologies"][0]["criteria"][0]["codes"] == ["dread-of-loss"]
    assert edits.find(edits.rename(new, "angst", "Fear"), "dread-of-loss")["id"] == "fear"


def test_a_name_that_makes_the_same_id_changes_the_name_alone(book: dict[str, Any]) -> None:
    new = edits.rename(book, "money", "MONEY")
    assert edits.find(new, "money") == {
        "id": "money",
        "name": "MONEY",
        "kind": "facilitator",
        "keywords": ["euro", "trust*"],
    }


def test_a_merged_code_gives_its_ids_keywords_and_place_in_themes_to_the_other(book: dict[str, Any]) -> None:
    new = edits.merge(book, ["fear"], "money")
    money = edits.find(new, "fear")
    assert money["was"] == ["fear", "angst"]
    assert money["examples"] == ["I am afraid"]
    assert money["keywords"] == ["euro", "trust*"]
    assert new["themes"][0]["codes"] == ["money"]
    assert "codes" not in edits.find(new, "trust")


def test_a_merged_code_takes_its_places_in_the_matrix_its_source_and_its_question_along(book: dict[str, Any]) -> None:
    edits.find(book, "fear").update(row="M1.1", source="Lee", indicator="worry", other={"Scale": "1-5"})
    edits.find(book, "money").update(row="M1.2", source="Ray")
    money = edits.find(edits.merge(book, ["fear"], "money"), "money")
    assert (money["row"], money["source"], money["indicator"], money["question"]) == (
        "M1.2, M1.1",
        ["Ray", "Lee"],
        "worry",
        "q1",
    )
    assert money["other"] == {"Scale": "1-5"}
    fear = edits.find(edits.merge(book, ["money"], "fear"), "fear")
    assert "question" not in fear  # it inherits its own


def test_codes_below_a_merged_code_keep_their_question_and_kind(book: dict[str, Any]) -> None:
    new = edits.merge(book, ["trust"], "money")
    fear = edits.find(new, "fear")
    assert edits.parent_of(new, fear)["id"] == "money"
    assert (edits.effective(new, fear, "question"), fear["kind"]) == ("q1", "barrier")
    assert edits.find(new, "money")["keywords"] == ["euro", "trust*"]


def test_a_split_code_is_retired_and_its_parts_stand_behind_it(book: dict[str, Any]) -> None:
    new = edits.split(book, "money", ["Pay", "Fear"], "2026-01-01", "two things")
    assert [code["id"] for code in new["codes"]] == ["trust", "money", "pay", "fear-2"]
    assert edits.find(new, "money")["retired"] == {
        "date": "2026-01-01", "because": "two things", "into": ["pay", "fear-2"]
    }  # fmt: skip
    assert edits.find(new, "pay")["kind"] == "facilitator"
    assert new["topics"][0]["codes"] == ["money", "pay", "fear-2"]


def test_a_moved_code_keeps_what_it_inherited(book: dict[str, Any]) -> None:
    new = edits.move(book, "fear", "money")
    fear = edits.find(new, "fear")
    assert (edits.parent_of(new, fear)["id"], fear["kind"], fear["question"]) == ("money", "barrier", "q1")
    top = edits.move(book, "fear")
    assert [code["id"] for code in top["codes"]] == ["trust", "money", "fear"]


@pytest.mark.parametrize(
    "edit",
    [
        lambda book: edits.merge(book, ["trust"], "fear"),
        lambda book: edits.merge(book, ["money"], "money"),
        lambda book: edits.move(book, "trust", "fear"),
        lambda book: edits.move(book, "trust", "trust"),
        lambda book: edits.move(book, "trust"),
        lambda book: edits.split(book, "money", ["Pay"], "2026-01-01", "x"),
        lambda book: edits.split(book, "money", ["Pay", "Pay"], "2026-01-01", "x"),
        lambda book: edits.rename(book, "money", "Income", "fear"),
        lambda book: edits.rename(book, "money", "Income", "no id"),
        lambda book: edits.retire(edits.retire(book, "money", "", "x"), "money", "", "x"),
        lambda book: edits.find(book, "mony"),
        lambda book: edits.split(edits.retire(book, "money", "", "x"), "money", ["A", "B"], "", "x"),
        lambda book: edits.rename(book, "money", "  "),
        lambda book: edits.split(book, "money", ["Pay", ""], "2026-01-01", "x"),
        lambda book: edits.add(book, {"id": "x", "name": ""}),
    ],
)
def test_an_edit_that_makes_no_sense_is_refused(book: dict[str, Any], edit: Any) -> None:
    with pytest.raises(QualcodeError):
        edit(book)


def test_ids_are_made_of_names_and_are_never_used_twice(book: dict[str, Any]) -> None:
    assert edits.new_id(book, "Coöpetitie & co.") == "cooopetitie-co".replace("ooo", "oo")
    assert edits.new_id(book, "Fear", beside="money") == "money-fear"
    assert edits.new_id(book, "Angst") == "angst-2"
    assert edits.new_id(book, "…") == "code"
    assert edits.new_id(book, "word " * 40) == "-".join(["word"] * 12)
