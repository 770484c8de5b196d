"""What is known of a code: one record a field, from which schema, reading, writing, tables, matrices and headings come.

To add one: a line in `Code` (`model/codebook.py`), a line here, and its heading for readers, `column.KEY`, in both catalogues.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from qualcode.model.codebook import KINDS, ORIGINS

SHAPES = (
    "id", "ids", "text", "texts",  # texts: one, or a list of several
    "list",  # a list of texts, also where it is one
    "choice", "clause", "colour", "map", "keywords", "added", "retired", "codes",
)  # fmt: skip
LISTED = ("list", "texts")


@dataclass(frozen=True)
class Field:
    key: str  # in codebook.yaml, and its column in tables
    shape: str  # one of SHAPES
    told: str = ""  # for the published schema
    attribute: str = ""  # of `Code`, where that has another name
    choices: tuple[str, ...] = ()
    inherited: bool = False  # the parent's where absent
    editable: bool = False  # people may change it in a table of the codebook
    column: int = 0  # its place in such a table; 0: none. The id is the first, the parent the third
    merges: bool = True  # of two codes that become one, what both say is kept, where it is a list
    headings: str = ""  # how people head it in tables of codes, in Dutch, English and German: a pattern, no capitals
    matrix: str = ""  # the same in operationalisation matrices, where it is a column of theirs

    @property
    def name(self) -> str:
        """Of the attribute of `Code`."""
        return self.attribute or self.key


FIELDS = (
    Field("id", "id", told="unique in the whole tree"),
    Field("name", "text", editable=True, column=2),
    Field(
        "question",
        "id",
        told="id of a research question; the parent's where absent",
        inherited=True,
        editable=True,
        column=5,
        matrix=r"(deel|sub|hoofd|onderzoeks?|kern)[ -]?vra(ag|gen)|centrale vra(ag|gen)|(sub|main|research)[ -]?questions?|probleemstelling|rqs?",
    ),
    Field(
        "kind",
        "choice",
        told="the parent's where absent",
        choices=KINDS,
        inherited=True,
        editable=True,
        column=4,
        headings=r"soort|kind|art|richting",
    ),
    Field(
        "short",
        "text",
        told="brief definition",
        editable=True,
        column=6,
        headings=r"(korte|beknopte) (omschrijving|beschrijving|definitie)|(short|brief) (description|definition)|short"
        r"|(code )?(definition|description) short|kurz(e )?(definition|beschreibung)",
    ),
    Field(
        "said",
        "clause",
        told="what people said, for the sentences of the results: a clause such as *dat men elkaar kent*",
        editable=True,
        column=17,
    ),
    Field(
        "definition",
        "text",
        editable=True,
        column=7,
        headings=r"(volledige |code ?)?(definities?|omschrijving|beschrijving|toelichting|betekenis|uitleg|inhoud)"
        r"|(full |code ?)?(definitions?|descriptions?|meaning|explanation)|(code ?)?memo|comments?|opmerking(en)?|kommentare?"
        r"|beschreibung|erläuterung|bedeutung|begriffsbestimmung|def|operationalisatie",
        matrix=r"definities?|definitions?|(begrips)?omschrijving(en)?|beschrijving(en)?|descriptions?",
    ),
    Field(
        "include",
        "text",
        told="when to use the code",
        editable=True,
        column=8,
        headings=r"wel|(wanneer )?wel( coderen| gebruiken)?( als| bij| wanneer)?|(wanneer )?(gebruik(en)?|coderen)( bij| als)?|valt hieronder"
        r"|inclusie(criteri(a|um))?|include[ds]?|inclusion( criteri(a|on))?|when to use|use (when|if|for)|applies to|incl"
        r"|(wann )?einschluss(kriteri(en|um))?|ein(zu)?schließen|anwenden wenn|wann verwenden|gilt für"
        r"|(codeer|kodier)regeln?|coding (rules?|instructions?)|codeer(regels?|instructies?)|toepassing",
    ),
    Field(
        "exclude",
        "text",
        told="when not to use it",
        editable=True,
        column=9,
        headings=r"niet|(wanneer )?niet( coderen| gebruiken)?( als| bij| wanneer)?|exclusie(criteri(a|um))?|exclude[ds]?|excl|afbakening"
        r"|exclusion( criteri(a|on))?|when not to use|(do )?not (use|code)( when| if| for)?|ausschluss(kriteri(en|um))?|abgrenzung",
    ),
    Field(
        "examples",
        "list",
        editable=True,
        column=10,
        headings=r"(typische? )?voorbeeld(en)?|vb|(voorbeeld|illustratie[fv]e? ?)?(citaat|citaten)|(interview)?fragment(en)?|zitate?|ankerzitate?"
        r"|examples?( quotes?| quotations?)?|quotes?|quotations?|typical exemplars?|(anker)?beispiele?",
    ),
    Field(
        "indicator",
        "texts",
        editable=True,
        column=11,
        headings=r"indicator(en|s)?|indikator(en)?|items?",
        matrix=r"indicator(en|s)?|items?|meetpunt(en)?",
    ),
    Field(
        "interview_question",
        "texts",
        editable=True,
        column=12,
        headings=r"(interview|gespreks) ?vra(ag|gen)|interview ?questions?|interview ?fragen?",
        matrix=r"(interview|gespreks|topic|vragenlijst)?[ -]?vra(ag|gen)|topics?|topiclijst|gespreksonderwerp(en)?|(interview )?questions?",
    ),
    Field(
        "source",
        "texts",
        inherited=True,
        editable=True,
        column=13,
        headings=r"bron(nen)?|literatuur|theorie|sources?|literature|theory|quellen?|literatur",
        matrix=r"bron(nen|vermelding)?|auteurs?|literatuur(verwijzing)?|theorie(ën)?|referenties?|sources?|authors?|literature|theor(y|ies)|references?",
    ),
    Field("row", "text", told="place in the operationalisation matrix", column=18),
    Field("other", "map", told="further columns of the matrix, by their heading"),
    Field(
        "keywords",
        "keywords",
        editable=True,
        column=14,
        headings=r"(tref|zoek|kern|sleutel|signaal) ?(woord(en)?|term(en)?)|synoniem(en)?|key ?words?|search (terms?|words?)|synonyms?"
        r"|(schlag|stich|such|schlüssel) ?(wort|wörter|worte)|suchbegriffe?|synonyme?",
        matrix=r"(tref|zoek|sleutel|signaal)[ -]?(woord(en)?|term(en)?)|synoniemen|key[ -]?words?|search[ -]?(terms?|words?)|synonyms",
    ),
    Field("keywords_proposed", "keywords", told="match nothing until accepted"),
    Field(
        "not",
        "keywords",
        told="a sentence that matches one of these is no suggestion",
        attribute="unless",
        editable=True,
        column=15,
        merges=False,
    ),
    Field("origin", "choice", choices=ORIGINS, column=19),
    Field("added", "added", told="of an inductive code: when, and where it was first seen"),
    Field("color", "colour", told='quoted: "#aa3377"', editable=True, column=16, headings=r"kleur|colou?r|farbe"),
    Field("was", "ids", told="older ids"),
    Field("retired", "retired", told="no longer offered, still counted; into: split into", column=20),
    Field("codes", "codes"),
)
BY_KEY: Mapping[str, Field] = {field.key: field for field in FIELDS}


def keys_of(*shapes: str) -> tuple[str, ...]:
    """The keys of the fields of these shapes."""
    return tuple(field.key for field in FIELDS if field.shape in shapes)


INHERITED = tuple(field.key for field in FIELDS if field.inherited)
COLUMNS = tuple(
    name for _, name in sorted([(1, "code"), (3, "parent"), *((one.column, one.key) for one in FIELDS if one.column)])
)
EDITABLE = tuple(key for key in COLUMNS if key == "parent" or (key in BY_KEY and BY_KEY[key].editable))
