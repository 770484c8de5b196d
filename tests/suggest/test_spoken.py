"""Dutch as it is spoken: no commas, 't and d'r, particles in a row. The sentences are made up."""

import pytest

from tests.suggest.test_layers import hits


def found(said: str, keyword: str, language: str = "nl") -> bool:
    return bool(hits(said, keyword, language=language))


@pytest.mark.parametrize(
    ("said", "keyword"),
    [
        ("en dan moet je dus gewoon samen kunnen werken hè", "samenwerken"),
        ("da's lastig om met die club samen te blijven werken", "samenwerken"),
        ("ik hou dat allemaal bij", "bijhouden"),
        ("wanneer hou je dat dan bij", "bijhouden"),
        ("we leggen dat gewoon vast", "vastleggen"),
        ("hij past dat niet aan", "aanpassen"),
        ("we stemmen dat af met de apotheker", "afstemmen"),
        ("hij koppelde toen alles terug", "terugkoppelen"),
        ("daar denken we over na", "nadenken"),
        ("daar denk ik dan wel es over na als ik thuis ben", "nadenken"),
        ("hoe gaan ze daar mee om", "omgaan"),
        ("spreek die man daar nou es op aan", "aanspreken"),
        ("daar sluit ik me bij aan", "aansluiten"),
        ("daar zetten we vol op in", "inzetten"),
        ("ik hou het goed bij", "bijhouden"),
        ("hij legt het niet goed uit", "uitleggen"),
        ("dat pakken we samen op", "oppakken"),
        ("neem gerust contact op zeiden ze", "opnemen"),
        ("dat lossen we op hè", "oplossen"),
        ("dat lossen we op denk ik", "oplossen"),
        ("hij gaf 't aan", "aangeven"),
        ("dat ziet er wel goed uit", "uitzien"),
        ("hoe om te gaan met verschillen", "omgaan"),
        ("ik werk al twaalf jaar op de poli", "werken"),
        ("met wie werk jij dan", "werken"),
        ("dan overleg ik effe met de praktijkondersteuner", "overleggen"),
        ("ik vertrouwde 'm voor geen meter", "vertrouwen"),
        ("ze hebben ons nooit geïnformeerd", "informeren"),
        ("we hebben dat samen opgezet", "opzetten"),
        ("dat was zo'n werkafspraakje", "afspraak"),
        ("een patient belt op", "patiënt"),
        ("de cooperaties in de regio", "coöperatie"),
        ("twee teamgesprekken", "gesprek"),
        ("het tijdgebrek", "gebrek"),
    ],
)
def test_what_is_found(said: str, keyword: str) -> None:
    assert found(said, keyword)


@pytest.mark.parametrize(
    ("said", "keyword"),
    [
        ("we houden 't bij 't oude", "bijhouden"),
        ("hij nam op 'n gegeven moment een besluit", "opnemen"),
        ("daar doen ze niks mee", "meedoen"),
        ("dat systeem waar we mee werken", "meewerken"),
        ("ik vind 't fijn om te werken in zo'n praktijk", "omwerken"),
        ("ze neemt een groot deel van de spreekuren", "deelnemen"),
        ("d'r komt steeds meer werk op ons af", "afwerken"),
        ("twee jaar geleden is 't bestuur opgestapt", "leden"),
        ("ik heb een voorstel gedaan", "voorstellen"),
        ("gaan samenwerken met die van hiernaast", "werken"),
        ("hij wil het vastleggen", "leggen"),
        ("uit belangstelling", "belang"),
        ("een maatregel", "regel"),
        ("over twee weken op de poli", "overwerken"),
        ("daar ben ik het niet mee eens dus ik doe niks", "meedoen"),
    ],
)
def test_what_is_left(said: str, keyword: str) -> None:
    assert not found(said, keyword)


@pytest.mark.parametrize(
    ("said", "keyword"),
    [
        ("ze gaven 't aan 't bestuur", "geven"),
        ("daar doen ze niks mee", "doen"),
        ("'t is goed om te geven", "geven"),
        ("ze neemt een groot deel van de spreekuren", "nemen"),
    ],
)
def test_the_bare_verb_stays_where_the_particle_is_none(said: str, keyword: str) -> None:
    assert found(said, keyword)


@pytest.mark.parametrize("said", ["an agreement", "the management", "they distrust us", "a disability"])
@pytest.mark.parametrize("keyword", ["agree", "manage", "trust", "ability"])
def test_english_affixes_make_no_compounds(said: str, keyword: str) -> None:
    assert not found(said, keyword, "en")
