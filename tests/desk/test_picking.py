"""Part of a name is enough; a number too; what was used last goes first."""

import pytest

from qualcode.desk.picking import Choice, likest, matching

CODES = (
    Choice("vertrouwen", "Vertrouwen", number=1),
    Choice("angst-voor-opportunisme", "Angst voor opportunisme", number=2),
    Choice("autonomie", "Autonomie", number=3),
    Choice("cooptatie", "Coöptatie", number=10),
    Choice("gezamenlijk-doel", "Gezamenlijk doel", number=11),
)


def found(typed: str, *recent: str) -> list[str]:
    return [choice.id for choice in matching(CODES, typed, recent)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("ver", "vertrouwen"),
        ("opp", "angst-voor-opportunisme"),  # a word inside the name
        ("coop", "cooptatie"),  # without the accent
        ("voor angst", "angst-voor-opportunisme"),  # words in any order
        ("vertruowen", "vertrouwen"),  # two letters changed places
        ("2", "angst-voor-opportunisme"),
        ("10", "cooptatie"),
        ("11", "gezamenlijk-doel"),
    ],
)
def test_what_is_typed_finds(typed: str, first: str) -> None:
    assert found(typed)[0] == first


def test_a_number_finds_its_own_before_longer_ones() -> None:
    assert found("1") == ["vertrouwen", "cooptatie", "gezamenlijk-doel"]


def test_with_nothing_typed_the_recent_ones_go_first_and_the_rest_keep_their_order() -> None:
    assert found("", "autonomie", "cooptatie")[:3] == ["autonomie", "cooptatie", "vertrouwen"]


def test_of_equal_fits_the_recent_one_goes_first() -> None:
    assert found("a") == ["angst-voor-opportunisme", "autonomie", *found("a")[2:]]
    assert found("a", "autonomie")[0] == "autonomie"


def test_nonsense_finds_nothing() -> None:
    assert found("qqqqq") == []


def test_a_question_is_found_by_the_likeness_of_its_words() -> None:
    topics = {
        "h1": ["Kunt u iets vertellen over uw rol in de coöperatie?"],
        "h2": ["Hoe zijn de afspraken over het delen van informatie tot stand gekomen?"],
        "h3": [],
    }
    assert likest("En hoe kwamen die afspraken over informatie delen tot stand?", topics)[0] == "h2"
