"""A thesis held against the study: every form of quotation that theses print, whole and spoiled, in every format."""

import csv
import html
import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import docx
import pytest
from docx.shared import Cm

from qualcode.report.tables.verification import COLUMNS, Finding
from qualcode.usecases.study import Opened, open_study
from qualcode.usecases.thesis.verify import Verified, verify
from tests.conftest import Ran, set_marks

Cli = Callable[..., Ran]

STUDY = """
== qualcode.yaml
language: nl
groups: {H: [huisarts, huisartsen], B: [bestuurder, bestuurders]}
== codebook.yaml
codes:
- {id: vertrouwen, name: Onderling vertrouwen}
- {id: geld, name: Geld en tijd}
themes:
- {id: samen, name: Samen sterker, codes: [vertrouwen]}
== H-1.txt interview 1 H-1
I: Hoe werken jullie hier samen in de wijk?

H-1: Wij kennen elkaar al twintig jaar, dus een telefoontje is zo gepleegd. 's Avonds bellen we ook wel eens, als er iets dringends is met een patiënt.

I: Waar loopt u dan tegenaan?

H-1: Het kost gewoon te veel tijd, die overleggen. En niemand die dat betaalt, hè, dat doen we er allemaal maar bij.
== H-2.txt interview 1 H-2
I: Wat betekent vertrouwen voor u?

H-2: Vertrouwen komt te voet en gaat te paard, zei mijn vader altijd. Je moet het elke dag opnieuw verdienen, ook bij collega's die je al lang kent.

I: Kunt u daar een voorbeeld van geven?

H-2: Toen de cijfers op straat lagen, hebben we een half jaar niet met elkaar gepraat. Dat was geen leuke tijd.
== B-1.txt interview 1 B-1
I: Wat ziet u als bestuurder?

B-1: De dokters willen best delen, maar ze zijn bang dat de verzekeraar meekijkt. Zonder "harde afspraken" op papier komt er niets van de grond.

I: En wat zou helpen?

B-1: Een onafhankelijke partij die de gegevens beheert, zodat niemand de ander in de kaart kan kijken.
== codings
jan H-1 vertrouwen Wij kennen elkaar al twintig jaar
jan H-2 vertrouwen Vertrouwen komt te voet en gaat te paard
jan H-1 geld Het kost gewoon te veel tijd
== done
jan H-1
jan H-2
jan B-1
"""

SPOKEN = [  # words of the transcripts, and whose they are
    ("H-1", "Wij kennen elkaar al twintig jaar, dus een telefoontje is zo gepleegd."),
    ("H-1", "Het kost gewoon te veel tijd, die overleggen."),
    ("H-1", "niemand die dat betaalt, hè, dat doen we er allemaal maar bij"),
    ("H-2", "Vertrouwen komt te voet en gaat te paard, zei mijn vader altijd."),
    ("H-2", "Je moet het elke dag opnieuw verdienen, ook bij collega's die je al lang kent."),
    ("H-2", "hebben we een half jaar niet met elkaar gepraat"),
    ("B-1", "De dokters willen best delen, maar ze zijn bang dat de verzekeraar meekijkt."),
    ("B-1", 'Zonder "harde afspraken" op papier komt er niets van de grond.'),
    ("B-1", "Een onafhankelijke partij die de gegevens beheert"),
    ("H-1", "'s Avonds bellen we ook wel eens, als er iets dringends is met een patiënt."),
]


@dataclass(frozen=True)
class Piece:
    """A paragraph of a thesis: `kind` text | block | label | row, with what stands beside it in a row."""

    kind: str
    text: str
    beside: str = ""


FORMS: dict[str, Callable[[str, str], list[Piece]]] = {
    "curly, label behind": lambda who, said: [Piece("text", f"Dat speelt overal. “{said}” ({who}).")],
    "straight": lambda who, said: [Piece("text", f'Zo zegt {who}: "{inner(said)}"')],
    "single": lambda who, said: [Piece("text", f"Bestuurder of huisarts, {who} geeft aan: ‘{said}’ En zo verder.")],
    "low and high": lambda who, said: [Piece("text", f"{who} merkt op: „{said}” Dat is duidelijk.")],
    "commas": lambda who, said: [Piece("text", f"Volgens {who}: ,,{inner(said)}'' Zo is het.")],
    "guillemets": lambda who, said: [Piece("text", f"So sagt {who}: »{said}«")],
    "with experience": lambda who, said: [Piece("text", f"{who}, met dertig jaar ervaring, schetst: “{said}”")],
    "a block with its label behind": lambda who, said: [Piece("block", f"{said} ({who})")],
    "a block with its label before": lambda who, said: [Piece("block", f"{who}: {said}")],
    "a label above an unmarked block": lambda who, said: [Piece("label", f"{who}"), Piece("text", said)],
    "a block with its label below": lambda who, said: [Piece("block", said), Piece("block", f"— {who}, maart 2024")],
    "a row of a table": lambda who, said: [Piece("row", f"“{said}”", who)],
    "a row without marks": lambda who, said: [Piece("row", said, who)],
    "an omission": lambda who, said: [Piece("text", f"“{without_the_middle(said)}” ({who})")],
    "an omission in round brackets": lambda who, said: [Piece("text", f"“{without_the_middle(said, '(…)')}” ({who})")],
    "an insertion": lambda who, said: [Piece("text", f"“{with_an_insertion(said)}” ({who})")],
    "another capital": lambda who, said: [Piece("text", f"Zij zei dat “{said[0].swapcase()}{said[1:]}” ({who}).")],
    "a bracketed capital": lambda who, said: [Piece("text", f"“[{said[0].swapcase()}]{said[1:]}” ({who})")],
    "typography": lambda who, said: [Piece("text", f"“{said.replace(chr(39), '’').replace('...', '…')}” ({who})")],
    "strung in a sentence": lambda who, said: [
        Piece("text", f"Er wordt gezegd ‘{first_words(said)}’, en zo gaat het.")
    ],
    "bracketed": lambda who, said: [Piece("text", f"“{said}” [{who}]")],
}

SPOILED: dict[str, tuple[str, Callable[[str], str]]] = {
    "a word changed": (
        "changed",
        lambda said: (
            said.replace(" die ", " welke ")
            .replace(" is ", " was ")
            .replace(" we ", " wij ")
            .replace(" te ", " veel te ")
            .replace(" niet ", " nooit ")
        ),
    ),
    "a word left out": ("changed", lambda said: " ".join([*said.split()[:3], *said.split()[4:]])),
    "a word put in": ("changed", lambda said: " ".join([*said.split()[:2], "eigenlijk", *said.split()[2:]])),
    "words of nobody": (
        "not-found",
        lambda said: "De gemeente heeft ons nooit gevraagd wat wij daar nu zelf van vonden.",
    ),
}


def inner(said: str) -> str:
    """Marks inside become single ones."""
    return said.replace('"', "‘", 1).replace('"', "’", 1)


def without_the_middle(said: str, mark: str = "[…]") -> str:
    words = said.split()
    return " ".join([*words[:3], mark, *words[-3:]])


def with_an_insertion(said: str) -> str:
    words = said.split()
    return " ".join([*words[:2], "[namelijk]", *words[2:]])


def first_words(said: str) -> str:
    return " ".join(said.rstrip(".").split()[:6]).rstrip(",")


def as_docx(pieces: list[Piece], file: Path) -> None:
    document = docx.Document()
    for one in pieces:
        if one.kind == "row":
            table = document.add_table(rows=2, cols=2)
            table.cell(0, 0).text, table.cell(0, 1).text = "Citaat", "Respondent"
            table.cell(1, 0).text, table.cell(1, 1).text = one.text, one.beside
        elif one.kind == "block":
            document.add_paragraph(one.text).paragraph_format.left_indent = Cm(1.25)
        else:
            document.add_paragraph(one.text)
    document.save(str(file))


def as_md(pieces: list[Piece], file: Path) -> None:
    def told(one: Piece) -> str:
        if one.kind == "row":
            return f"| Citaat | Respondent |\n| --- | --- |\n| {one.text} | {one.beside} |"
        return f"> {one.text}" if one.kind == "block" else one.text

    file.write_text("\n\n".join(map(told, pieces)) + "\n", encoding="utf-8")


def as_html(pieces: list[Piece], file: Path) -> None:
    parts = []
    for one in pieces:
        text, beside = html.escape(one.text), html.escape(one.beside)
        if one.kind == "row":
            parts.append(
                f"<table><tr><th>Citaat</th><th>Respondent</th></tr><tr><td>{text}</td><td>{beside}</td></tr></table>"
            )
        else:
            tag = "blockquote" if one.kind == "block" else "p"
            parts.append(f"<{tag}>{text}</{tag}>")
    file.write_text(f"<!doctype html><html><body>{''.join(parts)}</body></html>", encoding="utf-8")


def as_tex(pieces: list[Piece], file: Path) -> None:
    parts = []
    for one in pieces:
        text = re.sub(r"([&%#_])", r"\\\1", one.text)
        if one.kind == "row":
            parts.append(
                f"\\begin{{tabular}}{{ll}}\nCitaat & Respondent \\\\\n{text} & {one.beside} \\\\\n\\end{{tabular}}"
            )
        elif one.kind == "block":
            parts.append(f"\\begin{{quote}}\n{text}\n\\end{{quote}}")
        else:
            parts.append(text)
    body = "\n\n".join(parts)
    file.write_text(f"\\documentclass{{article}}\n\\begin{{document}}\n{body}\n\\end{{document}}\n", encoding="utf-8")


WRITERS = {"docx": as_docx, "md": as_md, "html": as_html, "tex": as_tex}


@pytest.fixture
def opened(make_study: Callable[[str], Opened]) -> Opened:
    return make_study(STUDY)


def checked(opened: Opened, tmp_path: Path, *pieces: Piece | str, format_: str = "md") -> Verified:
    file = tmp_path / f"scriptie.{format_}"
    WRITERS[format_]([one if isinstance(one, Piece) else Piece("text", one) for one in pieces], file)
    return verify(open_study(opened.study.root), file)


def quotes(found: Verified) -> list[tuple[str, str, str]]:
    return [(one.status, one.transcript, one.stated) for one in found.findings if one.what == "quote"]


@pytest.mark.parametrize("format_", WRITERS)
@pytest.mark.parametrize("form", FORMS)
def test_each_form_of_quotation_is_found_and_placed(form: str, format_: str, opened: Opened, tmp_path: Path) -> None:
    for who, said in SPOKEN:
        if format_ == "tex" and '"' in said and form not in ("straight", "commas"):
            said = inner(said)
        (one,) = [
            one
            for one in checked(opened, tmp_path, *FORMS[form](who, said), format_=format_).findings
            if one.what == "quote"
        ]
        assert (one.status, one.transcript, one.respondent) == ("verbatim", who, who), (said, one)
        assert one.stated == ("" if form == "strung in a sentence" else who)
        assert one.turn is not None


@pytest.mark.parametrize("format_", WRITERS)
def test_a_thesis_of_a_hundred_quotations_of_which_twenty_are_spoiled(
    format_: str, opened: Opened, tmp_path: Path
) -> None:
    pieces: list[Piece] = []
    expected: list[tuple[str, str]] = []
    forms, spoilers = list(FORMS), list(SPOILED)
    for number in range(100):
        who, said = SPOKEN[number % len(SPOKEN)]
        said = inner(said) if '"' in said else said
        form = FORMS[forms[(number // 5) % len(forms)]]
        if number % 5 == 4:
            status, spoil = SPOILED[spoilers[(number // 5) % len(spoilers)]]
            spoiled = spoil(said)
            assert spoiled != said
            form = FORMS[
                ("curly, label behind", "straight", "a block with its label behind", "a row of a table")[
                    number // 5 % 4
                ]
            ]
            pieces += form(who, spoiled)
            expected.append((status, "" if status == "not-found" else who))
        else:
            pieces += form(who, said)
            expected.append(("verbatim", who))
        pieces.append(Piece("text", "Dit sluit aan bij wat anderen hierover zeggen."))
    found = [one for one in checked(opened, tmp_path, *pieces, format_=format_).findings if one.what == "quote"]
    told = [("verbatim" if one.status == "repeated" else one.status, one.transcript) for one in found]
    assert told == expected
    assert sum(one.status in ("changed", "not-found") for one in found) == 20
    assert all(one.difference for one in found if one.status == "changed")


def test_what_was_changed_is_shown(opened: Opened, tmp_path: Path) -> None:
    (one, *_) = checked(opened, tmp_path, "“Het kost gewoon veel tijd, die vergaderingen.” (H-1)").findings
    assert (one.status, one.found) == ("changed", "Het kost gewoon te veel tijd, die overleggen")
    assert one.difference == "Het kost gewoon [-te -]veel tijd, die [-overleggen-]{+vergaderingen+}"


@pytest.mark.parametrize(
    ("text", "status", "stated"),
    [
        ("H-2 zegt: “Het kost gewoon te veel tijd”.", "other-respondent", "H-2"),
        ("Waar H-2 twijfelt, zegt H-1: “Het kost gewoon te veel tijd”.", "verbatim", "H-1"),
        ("Respondent H1 zegt: “Het kost gewoon te veel tijd”.", "verbatim", "H-1"),
        ("Huisarts 2 zegt: “Het kost gewoon te veel tijd”.", "other-respondent", "H-2"),
        ("“Het kost gewoon te veel tijd” (H-1, H-2).", "verbatim", "H-1, H-2"),
        ("Een huisarts zegt: “Het kost gewoon te veel tijd”.", "verbatim", ""),
        ("H-9 zegt: “Het kost gewoon te veel tijd”.", "verbatim", ""),
        ("H-1 zegt: “Waar loopt u dan tegenaan?”", "other-respondent", "H-1"),
        ("Aan H-1 wordt gevraagd: “Waar loopt u dan tegenaan?”", "verbatim", "H-1"),
        ("B-1 ziet het somber in. “Het kost gewoon te veel tijd”, zegt H-1.", "verbatim", "H-1"),
        ("B-1 ziet het somber in. “Het kost gewoon te veel tijd” (H-1).", "verbatim", "H-1"),
        ("B-1 ziet het somber in. “Het kost gewoon te veel tijd.”", "other-respondent", "B-1"),
        ("B-1 ziet het somber in. Een ander zegt: “Het kost gewoon te veel tijd.”", "verbatim", ""),
        ("B-1 ziet het somber in. Hij zegt: “Het kost gewoon te veel tijd.”", "other-respondent", "B-1"),
        ("H-1 zegt over H-2: “Het kost gewoon te veel tijd”.", "verbatim", "H-1"),
        ("De huisartsen H-1 tot en met H-2 vinden: “Je moet het elke dag opnieuw verdienen”.", "verbatim", "H-2"),
        ("“Het kost gewoon te veel tijd” (H–2).", "other-respondent", "H-2"),
        ("“Het kost gewoon te veel tijd” (H-02, p. 4).", "other-respondent", "H-2"),
        ("“Het kost gewoon te veel tijd” (huisarts 2, maart 2024).", "other-respondent", "H-2"),
        ("“Het kost gewoon te veel tijd” (R2).", "other-respondent", "H-2"),
        ("“Het kost gewoon te veel tijd” (H-1) en “Vertrouwen komt te voet” (H-2).", "verbatim", "H-1"),
    ],
)
def test_whose_words_they_are_is_held_against_who_is_said_to_speak(
    text: str, status: str, stated: str, opened: Opened, tmp_path: Path
) -> None:
    assert quotes(checked(opened, tmp_path, text))[0][::2] == (status, stated)


LITERATURE = [
    "“Coöpetitie is een spel met een dubbele agenda” (Bakker & De Wit, 2018, p. 12).",
    "Bakker (2016) noemt dit “een spel dat niemand werkelijk winnen kan”.",
    "Volgens Bakker e.a. (2019) is dit ‘een probleem van grenzen, niet van karakters’, en dat klopt.",
    'Het is "a record of small kept promises made daily" [12].',
    "“Vertrouwen is geen eigenschap maar een werkwoord” [@bakker2018].",
    "“Vertrouwen is geen eigenschap maar een werkwoord”[^3].",
    "Artikel 3 stelt: “De zorgaanbieder draagt er zorg voor dat gegevens veilig zijn”.",
    "Het rapport “Samen verder in de eerste lijn van morgen” verscheen vorig jaar.",
    "“Wie deelt verliest op korte termijn altijd iets” (p. 45).",
    "“Wie deelt verliest op korte termijn altijd iets” (Reglement Coöperatie).",
    "Bakker (2016) schrijft “een eerste stelling van de auteur” en ook “nog een tweede stelling daarnaast”.",
    "H-1 lijkt te denken aan wat Bakker (2016) “een spel dat niemand winnen kan” noemt.",
    "Zo denkt H-1 er ook over: “een spel dat niemand ooit winnen kan” (Bakker, 2016).",
    "Bakker en De Wit noemen dit “een spel dat niemand werkelijk winnen kan”.",
    "Bakker (2016) schreef hierover. Volgens hem is het “een spel dat niemand werkelijk winnen kan”.",
    "De Zorgwet noemt dit “een spel dat niemand werkelijk winnen kan”.",
    "Wie deelt verliest, zoals “een spel dat niemand werkelijk winnen kan” (ebd.).",
    "De openingsvraag luidde: “Hoe werken de mensen hier in de wijk met elkaar samen?”",
]


@pytest.mark.parametrize("text", LITERATURE)
def test_quotations_from_literature_are_told_apart_and_not_accused(text: str, opened: Opened, tmp_path: Path) -> None:
    found = checked(opened, tmp_path, text)
    assert {one.status for one in found.findings if one.what == "quote"} == {"literature"}
    assert found.wrong == 0


def test_a_reference_beside_words_of_a_respondent_makes_them_no_literature(opened: Opened, tmp_path: Path) -> None:
    text = "“Het kost gewoon te veel tijd, die overleggen” (H-1), wat past bij Bakker (2018)."
    assert quotes(checked(opened, tmp_path, text)) == [("verbatim", "H-1", "H-1")]


@pytest.mark.parametrize(
    "text",
    [
        "De ‘zachte’ kant en het “menselijk kapitaal” tellen.",
        "Dat heet ook wel ‘tussen wal en schip’.",
        "Het thema “Samen sterker” en de code ‘Onderling vertrouwen’.",
        "'s Avonds en 's ochtends zijn de praktijken' deuren open, foto's en al.",
        "# Literatuur\n\nBakker, P. (2018). “Een artikel met een lange titel over zorg in de wijk”. Uitgever.",
    ],
)
def test_terms_names_apostrophes_and_the_list_of_literature_are_no_quotations(
    text: str, opened: Opened, tmp_path: Path
) -> None:
    file = tmp_path / "scriptie.md"
    file.write_text(text, encoding="utf-8")
    found = verify(opened, file)
    assert quotes(found) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (  # words before a colon that name nobody are spoken
            '> Zonder "harde afspraken" op papier: komt er niets van de grond. (B-1)',
            [("changed", "B-1", "B-1")],
        ),
        ("> Het kost gewoon te veel tijd, die overleggen.\n\n(H-2)", [("other-respondent", "H-1", "H-2")]),
        (
            "> Het kost gewoon te veel tijd.\n>\n> En niemand die dat betaalt, hè. (H-2)",
            [("other-respondent", "H-1", "H-2")] * 2,
        ),
        (
            "> Interviewer: Waar loopt u dan tegenaan?\n> H-2: Het kost gewoon te veel tijd, die overleggen.",
            [("verbatim", "H-1", ""), ("other-respondent", "H-1", "H-2")],
        ),
        (
            "| Respondent | Citaat |\n|---|---|\n| H-1 | Het kost gewoon te veel tijd |\n| | Vertrouwen komt te voet |",
            [("verbatim", "H-1", "H-1"), ("other-respondent", "H-2", "H-1")],
        ),
        (
            "1. “Het kost gewoon te veel tijd.” (H-1)\n2. “Vertrouwen komt te voet.” (H-2)",
            [("verbatim", "H-1", "H-1"), ("verbatim", "H-2", "H-2")],
        ),
        ("H-1 zegt: ‘Er kost gewoon veel te veel tijd, die overleggen.’", [("changed", "H-1", "H-1")]),
        ("H-1 zegt: “Het kost gewoon ‘te veel tijd’, die overleggen.”", [("verbatim", "H-1", "H-1")]),
        ("## “Het kost gewoon te veel tijd”: over geld", [("verbatim", "H-1", "")]),
        ("# Vragenlijst\n\n“Wat vindt u zelf van de samenwerking in de wijk?”", [("literature", "", "")]),
    ],
)
def test_what_is_set_apart_says_itself_whose_words_it_is(
    text: str, told: list[tuple[str, str, str]], opened: Opened, tmp_path: Path
) -> None:
    assert quotes(checked(opened, tmp_path, text)) == told


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("a.html", "<blockquote><p>Het kost gewoon te veel tijd.</p><footer>H-2</footer></blockquote>"),
        (
            "a.html",
            "<figure><blockquote>Het kost gewoon te veel tijd.</blockquote><figcaption>— H-2</figcaption></figure>",
        ),
        ("a.html", "<div class='quote'>Het kost gewoon te veel tijd. (H-2)</div>"),
        (
            "a.html",
            "<table><tr><th>Wie</th><th>Citaat</th></tr><tr><td rowspan=2>H-2</td><td>Vertrouwen komt te voet</td></tr>"
            "<tr><td>Het kost gewoon te veel tijd</td></tr></table>",
        ),
        ("a.tex", r"\blockquote[H-2]{Het kost gewoon te veel tijd}"),
        ("a.tex", "\\begin{displayquote}[H-2]\nHet kost gewoon \\textelp{} tijd.\n\\end{displayquote}"),
    ],
)
def test_the_marks_of_web_pages_and_latex_say_whose_words_they_are(
    file: str, text: str, opened: Opened, tmp_path: Path
) -> None:
    (tmp_path / file).write_text(text, encoding="utf-8")
    assert quotes(verify(opened, tmp_path / file))[-1] == ("other-respondent", "H-1", "H-2")


def test_words_that_stand_far_apart_are_no_quotation(opened: Opened, tmp_path: Path) -> None:
    text = "“twintig jaar bellen ook patiënt tijd niemand betaalt allemaal” (H-1)."
    assert quotes(checked(opened, tmp_path, text)) == [("not-found", "", "H-1")]


def test_short_words_that_stand_nowhere_are_told(opened: Opened, tmp_path: Path) -> None:
    assert checked(opened, tmp_path, "Dat heet ook wel ‘tussen wal en schip’.").terms == ("tussen wal en schip",)


def test_the_same_words_twice_are_told(opened: Opened, tmp_path: Path) -> None:
    found = checked(
        opened, tmp_path, "“Het kost gewoon te veel tijd” (H-1).", "“kost gewoon te veel tijd, die overleggen” (H-1)."
    )
    assert [one.status for one in found.findings if one.what == "quote"] == ["verbatim", "repeated"]
    assert found.wrong == 0


def test_approval_is_asked_of_a_study_that_ever_asked_it(opened: Opened, tmp_path: Path) -> None:
    text = ["“Wij kennen elkaar al twintig jaar” (H-1).", "“Vertrouwen komt te voet en gaat te paard” (H-2)."]
    assert {status for status, _, _ in quotes(checked(opened, tmp_path, *text))} == {"verbatim"}
    set_marks(opened, "jan H-1 vertrouwen Wij kennen elkaar al twintig jaar", {"approval": "approved"})
    assert [status for status, _, _ in quotes(checked(opened, tmp_path, *text))] == ["verbatim", "not-approved"]
    set_marks(opened, "jan H-2 vertrouwen Vertrouwen komt te voet en gaat te paard", {"approval": "refused"})
    found = checked(opened, tmp_path, *text)
    assert [status for status, _, _ in quotes(found)] == ["verbatim", "not-approved"]
    assert "te paard" not in "".join(one.found + one.difference for one in found.findings)


def test_key_quotes_that_are_not_used_are_told(opened: Opened, tmp_path: Path) -> None:
    set_marks(opened, "jan H-1 geld Het kost gewoon te veel tijd", {"key": "true"})
    set_marks(opened, "jan H-1 vertrouwen Wij kennen elkaar al twintig jaar", {"key": "true"})
    found = checked(opened, tmp_path, "“Wij kennen elkaar al twintig jaar” (H-1).")
    assert [(one.what, one.status, one.found) for one in found.findings][1:] == [
        ("key-quote", "unused", "Het kost gewoon te veel tijd")
    ]
    assert found.wrong == 0


def test_words_that_were_corrected_since_are_told_with_the_text_that_had_them(
    opened: Opened, cli: Cli, tmp_path: Path
) -> None:
    file = tmp_path / "H-1.txt"
    text = opened.project.transcript("H-1").read().text
    sha = opened.project.transcript("H-1").text_sha256[:12]
    file.write_text(text.replace("die overleggen", "al dat overleg"))
    ran = cli("-C", opened.study.root, "revise", "H-1", file)
    assert ran.status == 0, ran.err
    (one,) = [
        one
        for one in checked(opened, tmp_path, "“Het kost gewoon te veel tijd, die overleggen.” (H-1)").findings
        if one.what == "quote"
    ]
    assert (one.status, one.transcript, one.respondent) == ("changed", "H-1", "H-1")
    assert one.difference.startswith(f"alleen in een eerdere tekst ({sha}): Het kost gewoon te veel tijd, ")


COUNTS = [
    ("Twee van de drie respondenten noemen Onderling vertrouwen.", "as-now", "Onderling vertrouwen: 2 van 3"),
    ("Drie van de drie respondenten noemen Onderling vertrouwen.", "differs", "Onderling vertrouwen: 2 van 3"),
    ("Twee van de vier respondenten noemen Onderling vertrouwen.", "differs", "Onderling vertrouwen: 2 van 3"),
    ("De meeste respondenten noemen onderling vertrouwen.", "as-now", "Onderling vertrouwen: 2 van 3"),
    ("Alle huisartsen noemen Onderling vertrouwen.", "as-now", "Onderling vertrouwen: 2 van 2"),
    (
        "Beide huisartsen noemen Onderling vertrouwen, geen van de bestuurders doet dat.",
        "as-now",
        "Onderling vertrouwen: 2 van 2",
    ),
    ("De helft van de huisartsen (1/2) noemt Geld en tijd.", "as-now", "Geld en tijd: 1 van 2"),
    ("Bij Geld en tijd gaat het om 2/3 respondenten.", "differs", "Geld en tijd: 1 van 3"),
    ("Het thema ‘Samen sterker’ komt bij twee van de drie deelnemers voor.", "as-now", "Samen sterker: 2 van 3"),
    ("Two of the three respondents mention Geld en tijd.", "differs", "Geld en tijd: 1 van 3"),
    ("Zwei von drei Befragten nennen Onderling vertrouwen.", "as-now", "Onderling vertrouwen: 2 van 3"),
    ("Drie huisartsen noemen Onderling vertrouwen.", "differs", "Onderling vertrouwen: 2 van 2"),
    ("Bijna alle respondenten noemen Onderling vertrouwen.", "as-now", "Onderling vertrouwen: 2 van 3"),
    ("Niet alle respondenten noemen Onderling vertrouwen.", "as-now", "Onderling vertrouwen: 2 van 3"),
    ("Minstens twee respondenten noemen Onderling vertrouwen.", "as-now", "Onderling vertrouwen: 2 van 3"),
    ("Meer dan twee respondenten noemen Onderling vertrouwen.", "differs", "Onderling vertrouwen: 2 van 3"),
    ("Iedereen noemt Onderling vertrouwen.", "differs", "Onderling vertrouwen: 2 van 3"),
    ("Niemand noemt Geld en tijd.", "differs", "Geld en tijd: 1 van 3"),
    ("Elke huisarts noemt Onderling vertrouwen.", "as-now", "Onderling vertrouwen: 2 van 2"),
    ("Van de drie respondenten noemen er twee Onderling vertrouwen.", "as-now", "Onderling vertrouwen: 2 van 3"),
    ("Twee derde van de respondenten noemt Onderling vertrouwen.", "as-now", "Onderling vertrouwen: 2 van 3"),
    ("67% van de respondenten noemt Onderling vertrouwen.", "as-now", "Onderling vertrouwen: 2 van 3"),
    ("60% van de respondenten noemt Onderling vertrouwen.", "differs", "Onderling vertrouwen: 2 van 3"),
    ("Slechts één respondent noemt Geld en tijd.", "as-now", "Geld en tijd: 1 van 3"),
    ("Onderling vertrouwen (n = 2) komt voorop.", "as-now", "Onderling vertrouwen: 2 van 3"),
    ("In alle interviews komt Onderling vertrouwen voor.", "differs", "Onderling vertrouwen: 2 van 3"),
    ("# Onderling vertrouwen (3 van 3 respondenten)", "differs", "Onderling vertrouwen: 2 van 3"),
    ("Nobody mentioned Geld en tijd.", "differs", "Geld en tijd: 1 van 3"),
    ("At least two of the participants described Onderling vertrouwen.", "as-now", "Onderling vertrouwen: 2 van 3"),
    ("Keiner der Befragten nennt Geld en tijd.", "differs", "Geld en tijd: 1 van 3"),
]

SEVERAL = [  # each number of a sentence is about its own name
    (
        "Twee huisartsen en geen van de bestuurders spraken over Onderling vertrouwen.",
        ["Onderling vertrouwen: 2 van 2", "Onderling vertrouwen: 0 van 1"],
    ),
    (
        "Twee van de drie respondenten noemden Onderling vertrouwen, en een derde van de respondenten Geld en tijd.",
        ["Onderling vertrouwen: 2 van 3", "Geld en tijd: 1 van 3"],
    ),
    ("Twee respondenten hebben over Onderling vertrouwen gesproken.", ["Onderling vertrouwen: 2 van 3"]),
    (
        "Een van de drie respondenten noemt Geld en tijd, terwijl twee van de drie respondenten Onderling vertrouwen noemen.",
        ["Geld en tijd: 1 van 3", "Onderling vertrouwen: 2 van 3"],
    ),
    (
        "Onderling vertrouwen wordt door twee van de drie respondenten genoemd, Geld en tijd door één van de drie.",
        ["Onderling vertrouwen: 2 van 3", "Geld en tijd: 1 van 3"],
    ),
    (
        "Geld en tijd (n = 1) komt minder voor dan Onderling vertrouwen (n = 2).",
        ["Geld en tijd: 1 van 3", "Onderling vertrouwen: 2 van 3"],
    ),
    (
        "Twee respondenten noemen Onderling vertrouwen. Eén respondent vertelt over Geld en tijd.",
        ["Onderling vertrouwen: 2 van 3", "Geld en tijd: 1 van 3"],
    ),
]


def test_both_numbers_of_two_groups_are_counted_also_where_the_first_is_wrong(opened: Opened, tmp_path: Path) -> None:
    text = "Eén van de huisartsen en een bestuurder noemden Onderling vertrouwen."
    counts = [one for one in checked(opened, tmp_path, text).findings if one.what == "count"]
    assert [(one.status, one.found) for one in counts] == [
        ("differs", "Onderling vertrouwen: 2 van 2"),
        ("differs", "Onderling vertrouwen: 0 van 1"),
    ]


def test_a_theme_is_known_by_its_other_names_and_by_what_stands_before_a_dash(
    make_study: Callable[[str], Opened], tmp_path: Path
) -> None:
    study = STUDY.replace("name: Samen sterker,", "name: Samen sterker - de kern, ")
    study = study.replace("name: Geld en tijd}", "name: Geld en tijd, short: Middelen}")
    text = "Samen sterker werd door drie respondenten genoemd. Drie respondenten noemden Middelen."
    counts = [one for one in checked(make_study(study), tmp_path, text).findings if one.what == "count"]
    assert [(one.status, one.found) for one in counts] == [
        ("differs", "Samen sterker - de kern: 2 van 3"),
        ("differs", "Geld en tijd: 1 van 3"),
    ]


def test_an_apostrophe_that_begins_a_word_is_shown_with_it(opened: Opened, tmp_path: Path) -> None:
    text = "“’s Avonds bellen we ook soms eens” (H-1)."
    (one,) = [one for one in checked(opened, tmp_path, text).findings if one.what == "quote"]
    assert (one.status, one.found) == ("changed", "'s Avonds bellen we ook wel eens")
    assert one.difference == "'s Avonds bellen we ook [-wel-]{+soms+} eens"


@pytest.mark.parametrize(("text", "found"), SEVERAL)
def test_each_number_is_held_against_the_name_that_it_is_about(
    text: str, found: list[str], opened: Opened, tmp_path: Path
) -> None:
    counts = [one for one in checked(opened, tmp_path, text).findings if one.what == "count"]
    assert [(one.status, one.found) for one in counts] == [("as-now", one) for one in found]


@pytest.mark.parametrize(("text", "status", "found"), COUNTS)
def test_numbers_near_the_name_of_a_theme_or_code_are_counted_anew(
    text: str, status: str, found: str, opened: Opened, tmp_path: Path
) -> None:
    counts = [one for one in checked(opened, tmp_path, text).findings if one.what == "count"]
    assert (counts[0].status, counts[0].found) == (status, found)
    assert all(one.status == status for one in counts)


@pytest.mark.parametrize(
    "text",
    [
        "Twee van de drie respondenten werken in de stad.",
        "Een bestuurder die Onderling vertrouwen zoekt, belt.",
        "“Twee van de drie huisartsen doen niet aan Onderling vertrouwen, zeg ik u” (Bakker, 2010).",
        "In 2018 nam Geld en tijd 3/4 van het overleg in beslag.",
        "Bakker (2019) vond dat tien van de twaalf respondenten Onderling vertrouwen noemden.",
        "Onderling vertrouwen is een van de twee codes.",
        "Drie van de drie respondenten die Geld en tijd noemen, werken in de stad.",
        "Alle respondenten behalve B-1 noemen Onderling vertrouwen.",
        "De overige twee respondenten noemen Geld en tijd.",
        "Drie van de drie respondenten noemen Onderling vertrouwen niet.",
        "Geen van de respondenten noemt Onderling vertrouwen als nadeel.",
        "Drie van de drie respondenten vinden Onderling vertrouwen belangrijker dan Geld en tijd.",
        "Onderling vertrouwen is belangrijk. Drie van de drie respondenten werken deeltijd.",
        "Onderling vertrouwen kreeg een 4/5 op de schaal.",
        "Ongeveer drie respondenten noemen Onderling vertrouwen.",
    ],
)
def test_numbers_about_something_else_are_left_alone(text: str, opened: Opened, tmp_path: Path) -> None:
    counts = [one for one in checked(opened, tmp_path, text).findings if one.what == "count"]
    assert counts == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Tabel 2: Respondenten (N = 3)", [("as-now", "N = 3", "3")]),
        ("Tabel 2: Respondenten (N = 14)", [("differs", "N = 14", "3")]),
        ("Tabel 2: Huisartsen (N = 2) en bestuurders (N = 1)", [("as-now", "N = 2", "2"), ("as-now", "N = 1", "1")]),
        ("Tabel 2: Onderling vertrouwen (n = 2)", [("as-now", "n = 2", "Onderling vertrouwen: 2 van 3")]),
        (
            "Tabel 2: Geld en tijd (n = 3)",
            [("differs", "n = 3", "Geld en tijd: 1 van 3")],
        ),  # as many as there are: N, not n
        ("Tabel 2: Geld en tijd (N = 3)", [("as-now", "N = 3", "3")]),
        ("Tabel 2: Fragmenten per code (N = 92)", []),
        ("Tabel 2: Respondenten van Bakker (2018) (N = 92)", []),
        ("Figuur 1. Kaart van 2 codes en 1 thema's", [("as-now", "2 codes", "2"), ("as-now", "1 thema's", "1")]),
        ("Table 4. What 2 huisartsen said", [("as-now", "2 huisartsen", "2")]),
        (
            "Tabel 3: Geld en tijd bij 2 van de 3 respondenten",
            [("differs", "2 van de 3 respondenten", "Geld en tijd: 1 van 3")],
        ),
    ],
)
def test_captions_are_held_against_the_study(
    text: str, told: list[tuple[str, str, str]], opened: Opened, tmp_path: Path
) -> None:
    found = [one for one in checked(opened, tmp_path, text).findings if one.what == "caption"]
    assert [(one.status, one.stated, one.found) for one in found] == told


def test_a_copy_in_word_has_comments_at_the_places(opened: Opened, cli: Cli, tmp_path: Path) -> None:
    file, out = tmp_path / "scriptie.docx", tmp_path / "nagezien.docx"
    document = docx.Document()
    document.add_paragraph("Inleiding zonder citaten.")
    paragraph = document.add_paragraph("Eerst dit: ")
    paragraph.add_run("“Het kost gewoon veel tijd, die overleggen.”").italic = True
    paragraph.add_run(" (H-1). Verder niets.")
    document.add_paragraph("“Vertrouwen komt te voet en gaat te paard” (H-2).")
    document.save(str(file))
    before = file.read_bytes()
    ran = cli("-C", opened.study.root, "verify", file, "-o", out, "-o", tmp_path / "v.json")
    assert ran.status == 1, ran.err
    assert file.read_bytes() == before
    checked_copy = docx.Document(str(out))
    (comment,) = checked_copy.comments
    assert "Veranderd ten opzichte van H-1, 4: Het kost gewoon [-te -]veel tijd" in comment.text
    assert [one.text for one in checked_copy.paragraphs] == [one.text for one in document.paragraphs]
    paragraph = checked_copy.paragraphs[1]
    assert [(run.text, run.italic) for run in paragraph.runs if run.text] == [
        ("Eerst dit: ", None),
        ("“", True),
        ("Het kost gewoon veel tijd, die overleggen.", True),
        ("”", True),
        (" (H-1). Verder niets.", None),
    ]
    xml = paragraph._p.xml
    assert xml.index(">“<") < xml.index("commentRangeStart") < xml.index("Het kost gewoon")
    assert xml.index("Het kost gewoon") < xml.index("commentRangeEnd") < xml.index(">”<")
    assert "scriptie.docx is de scriptie zelf" in cli("-C", opened.study.root, "verify", file, "-o", file).err


def test_rows_have_the_keys_of_the_contract_and_the_status_tells_the_end(
    opened: Opened, cli: Cli, tmp_path: Path
) -> None:
    file = tmp_path / "scriptie.md"
    as_md([Piece("text", "“Het kost gewoon te veel tijd” (H-1).")], file)
    ran = cli("-C", opened.study.root, "verify", file, "--format", "csv")
    assert ran.status == 0, ran.err
    rows = list(csv.reader(io.StringIO(ran.out)))
    assert tuple(rows[0]) == COLUMNS
    assert rows[1] == [
        "quote",
        "Het kost gewoon te veel tijd",
        "verbatim",
        "H-1",
        "4",
        "H-1",
        "H-1",
        "Het kost gewoon te veel tijd",
        "",
    ]
    assert "1 citaten" in ran.err or "1 citaat" in ran.err
    (tmp_path / "x.pdf").write_bytes(b"%PDF-1.7")
    assert "x.pdf" in cli("-C", opened.study.root, "verify", tmp_path / "x.pdf").err
    file.write_text("“Dit zegt helemaal niemand in een van de interviews” (H-1).")
    assert cli("-C", opened.study.root, "verify", file).status == 1


def test_a_finding_without_a_place_has_no_row_of_its_own_in_the_margin() -> None:
    assert Finding("key-quote", "unused").place is None
