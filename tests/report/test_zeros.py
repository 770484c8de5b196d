"""The law of the zero: nobody is only said where everybody was asked, in every table, sentence, figure and label.

One study is built twice: nothing of it read, and all of it read. Where the second prints a zero, or says that there is
none, or leaves a cell empty, the first prints a dash or leaves the sentence out.
"""

import ast
import inspect
import re
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest

import qualcode.report
import qualcode.report.figures
from qualcode.analysis.counts import Count
from qualcode.errors import NothingToShow
from qualcode.report.builders import BUILDERS
from qualcode.report.document import Figure, Heading, Items, Output, Prose, Quote, Table
from qualcode.report.figures import FIGURES, Options
from qualcode.report.proposals import filled
from qualcode.report.view import View
from qualcode.text import UNKNOWN, Words
from qualcode.usecases.operationalisation.write import matrix_with_evidence
from qualcode.usecases.study import Opened
from tests.report.forms import HEALTH

_NEVER = "- {id: koffie, name: Koffie}\n- {id: nooit, name: Nooit gezegd, kind: barrier, indicator: Nooit, row: M1.4}\n- {id: los, name: Los}\n"
_STUDY = (
    HEALTH.replace("- {id: koffie, name: Koffie}\n", _NEVER)
    .replace("name: Middelen, codes: [geld]", "name: Middelen, codes: [geld, nooit]")
    .replace("- {id: middelen", "- {id: leeg, name: Nooit, codes: [nooit]}\n- {id: middelen")
    .replace("codes: [geld]}\n  types", "codes: [nooit]}\n  types")
    .strip()
)
_UNREAD = re.sub(r"== done\n(jan .*\n)*", "", _STUDY)

# what a builder must or may be told; one that is not here is tried as it is
_TOLD: dict[str, tuple[dict[str, object], ...]] = {
    "sample": ({}, {"splits": ("groep/ervaring",)}),
    "frequencies": ({}, {"by": "groep"}, {"by": "ervaring"}),
    "crosstab": ({"by": "groep"}, {"by": "groep", "rows": "theme"}, {"by": "regio", "rows": "question"}),
    "factors": ({}, {"order": "hand"}, {"aspects": True}, {"style": "list"}, {"aspects": True, "style": "list"}),
    "themes": ({}, {"quotes": 2}, {"table_counts": False}),
    "theme-fragments": ({"name": "leeg"}, {"name": "samen"}),
    "summary": (
        {},
        {"by": "groep"},
        {"by": "groep", "per_group": True},
        {"style": "inline", "labels": "none"},
    ),
    "answers": ({"subject": "t1"}, {"subject": "nooit"}),
    "quotes": ({}, {"by": "groep"}),
    "chosen-quotes": ({}, {"by": "groep", "style": "above"}),
    "letter": ({"case": "H-1"}, {"case": "B-1"}),
    "framework": tuple({"cell": cell} for cell in ("presence", "references", "quotes", "summary")),
    "rigour": ({}, {"lists": ("srqr", "rtarg")}),
}
OPTIONS = {name: _TOLD.get(name, ({},)) for name in BUILDERS}
DRAWN = {
    "heatmap": Options(),
    "bars": Options(by="groep"),
    "new-codes": Options(),
    "timeline": Options(transcript="H-1"),
    "map": Options(),
}

# Facts of the material and of the work: how much was read, written and asked is itself what was looked for.
_FACTS = (
    r"(Volledig gelezen: de transcripten van|Read in full: the transcripts of) 0\b",
    r"Geen van de transcripten is volledig op|None of the transcripts was read in full for",
    r"(Niemands transcript is volledig|Nobody's transcript was read)",
    r"(Er is nog geen kerncitaat gekozen|No key quote has been chosen)",
    r"(Een nul staat er alleen|A zero stands)",
    r"Met niemand is meer dan één gesprek gevoerd|Nobody was interviewed more than once",
    r"\b0 (woorden in memo's|words in memos)",
    r"op één na alle \(n = N − 1|in geen van de lijsten",
    r"geen eigen richting|no direction of its own|geen optelsom|no sum of the codes|no measure of",
    r"gelijknamige stap|not the step",
    r"Codes die in geen thema staan|(?i:in no theme)",
    r"een grens: geen|kernboodschap: geen|a boundary: none|a statement: none|[Gg]een (kerncitaten|memo's)|no (key quotes|memos)|[Zz]onder kerncitaat|[Ww]ithout a key quote",
    r"^(Niet ingedeeld|Not classified)$",
)
# tables of what is there, of the work done, or (rigour) of sentences, which are held against the law below
_TABLES_APART = (
    "trail",
    "rigour",
    "method",
    "sources",
    "theme-fragments",
    "quotes",
    "model",
    "framework {'cell': 'summary'",
)
_ROWS_APART = (
    "Niet ingedeeld",
    "Meer dan een type",
    "Not classified",
    "More than one type",
)  # what the researcher judged
_ZERO = re.compile(r"(?<![\d.,:–-])0(?![\d.,:])|\b(?:geen|niemand|none|nobody|no)\b", re.IGNORECASE)
# what may be empty in a table whatever was read: words of the codebook, of the researcher and of the material
_MAY_BE_EMPTY = (
    "Omschrijving", "Description", "Concept", "Indicator", "Interviewvraag", "Interview question", "Citaten", "Reden",
    "Because", "Codeur", "Coder", "Codes", "Toelichting", "Minuten", "Methode", "Paragraaf", "Theme as a whole",
    "Thema als geheel", "Past", "Fits", "Kenmerk", "Attribute", "Waarover", "Details", "Bron", "Source", "Deelvraag",
    "Variabele", "Perspectief", "Letter", "Knelpunten", "Strategieën", "Bevorderende factoren", "Soort", "Kind",
    "formeel", "informeel", "Bevorderende aspecten", "Belemmerende aspecten", "Knelpunten aspecten", "Waakzaamheid",
    "Vertrouwen",
)  # fmt: skip


def views(make_study: Callable[[str], Opened], language: str = "nl") -> tuple[View, View]:
    """The study that nobody read, and the one that was read whole."""
    texts = [_UNREAD, _STUDY]
    if language == "en":
        texts = [one.replace("language: nl\n", "", 1).replace("language: nl", "language: en") for one in texts]
    unread, read = (make_study(text).view() for text in texts)
    return unread, read


def made(view: View, build: Callable[..., Output], *args: object, **options: object) -> Output | None:
    try:
        return build(view, *args, **options)
    except NothingToShow:
        return None


def sentences(output: Output) -> Iterator[str]:
    """Everything in words, a sentence at a time; the quotes of respondents are their own."""
    for part in output.report.parts:
        texts: tuple[str, ...] = ()
        match part:
            case Prose(text, margin):
                texts = (re.sub(r"“[^”]*”|‘[^’]*’", "", text), margin)
            case Items(items):
                texts = items
            case Heading(text):
                texts = (text,)
            case Quote():
                texts = (part.margin,)
            case Table():
                texts = (part.title, *part.notes)
            case Figure():
                texts = (part.title, part.alt, *part.notes)
        for text in texts:
            yield from re.split(r"(?<=[.;!?])\s+", text)


def untrue(sentence: str) -> bool:
    return bool(_ZERO.search(sentence)) and not any(re.search(fact, sentence) for fact in _FACTS)


def says_none(cell: str, heading: str) -> bool:
    """Whether a cell tells that there is none."""
    return untrue(cell) if cell else heading not in _MAY_BE_EMPTY


def check(unread: Output | None, read: Output | None, told: str) -> int:
    """Hold one against the other; returns how many zeros the study that was read has."""
    zeros = 0
    for sentence in sentences(unread) if unread else ():
        assert not untrue(sentence), f"{told}: {sentence}"
    if read is None or unread is None:
        return sum(untrue(sentence) for sentence in sentences(read)) if read else 0
    zeros += sum(untrue(sentence) for sentence in sentences(read))
    tables = [[part for part in one.report.parts if isinstance(part, Table)] for one in (unread, read)]
    assert len(tables[0]) == len(tables[1]), told
    for before, after in zip(*tables, strict=True):
        rows = {row.cells[0] + str(at): row for at, row in enumerate(before.rows)}
        for at, row in enumerate(after.rows):
            if row.across or row.cells[0] in _ROWS_APART or told.startswith(_TABLES_APART):
                continue
            same = rows.get(row.cells[0] + str(at))
            assert same, f"{told}: the row {row.cells[0]!r} depends on what was read: _ROWS_APART or _TABLES_APART"
            cells, before_ = (filled(one, Words("nl")).cells for one in (row, same))  # a place for a quote is no zero
            for column, cell, then in list(zip(after.columns, cells, before_, strict=True))[1:]:
                theme = (row.group or row.cells[1] in ("Grens van dit thema", "Boundary of this theme")) and not (
                    row.group and column.numeric
                )
                if says_none(re.sub("“[^”]*”", "…", cell), column.heading) and not theme:
                    zeros += 1
                    assert UNKNOWN in then, f"{told}: {row.cells[0]}, {column.heading}: {then!r} where nobody looked"
    if told.startswith("rigour"):
        for record in unread.data.plain():
            for sentence in re.split(r"(?<=[.;!?])\s+|, ", str(record["evidence"])):
                assert not untrue(sentence), f"{told}: {sentence}"
    return zeros


@pytest.mark.slow
@pytest.mark.parametrize("name", list(BUILDERS))
def test_law_a_zero_is_printed_only_where_it_was_looked_for(name: str, make_study: Callable[[str], Opened]) -> None:
    for language in ("nl", "en"):
        unread, read = views(make_study, language)
        for options in OPTIONS[name]:
            build = BUILDERS.get(name)
            check(made(unread, build, **options), made(read, build, **options), f"{name} {options}")


def test_the_law_can_fail(make_study: Callable[[str], Opened]) -> None:
    """The study that was read has zeros of every kind; printed by the other they are found."""
    unread, read = views(make_study)
    kinds = ("frequencies", "coverage", "themes", "tree", "unplaced", "factors", "typologies", "framework", "summary")
    for name in kinds:
        options = {"cell": "quotes"} if name == "framework" else {}
        build = BUILDERS.get(name)
        assert check(made(unread, build, **options), made(read, build, **options), name), name
    table = BUILDERS.get("frequencies")(read)
    with pytest.raises(AssertionError, match="frequencies"):
        check(table, table, "frequencies")


def test_the_matrix_with_its_evidence_keeps_the_law(make_study: Callable[[str], Opened]) -> None:
    unread, read = views(make_study)
    wanted = ("references", "cases", "quote")
    assert check(matrix_with_evidence(unread, wanted), matrix_with_evidence(read, wanted), "matrix")


@pytest.mark.slow
@pytest.mark.parametrize("kind", list(FIGURES))
def test_law_no_figure_draws_a_zero_that_nobody_looked_for(
    kind: str, make_study: Callable[[str], Opened], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Labels too. An axis begins at 0."""
    unread, read = (made(view, FIGURES.get(kind), DRAWN[kind]) for view in views(make_study))
    check(unread, read, f"figure {kind}")
    if unread:
        assert labels(unread).count("0") <= 1
        assert not [one for one in labels(unread) if one.startswith("0 ")]
    if kind == "bars":
        assert read
        assert [one for one in labels(read) if one.startswith("0 van ")]


def labels(output: Output) -> list[str]:
    (figure,) = (part for part in output.report.parts if isinstance(part, Figure))
    return re.findall(r"<text[^>]*>([^<]*)</text>", figure.picture("svg").decode())


def test_a_group_that_nobody_read_has_a_dash_beside_one_that_was_read(make_study: Callable[[str], Opened]) -> None:
    """All GPs were read, the manager was not: of what nobody said the GPs have a zero, the manager has none."""
    study = make_study(_STUDY.replace("jan B-1\n== asked", "== asked"))
    table = BUILDERS.get("crosstab")(study.view(), by="groep")
    row = next(row for row in table.data.records() if row["code"] == "nooit")
    counts = [row["cases_huisarts"], row["cases_bestuurder"]]
    assert counts == [Count("cases", 0, 3, 3), Count("cases", 0, 1, 0)]
    printed = next(part for part in table.report.parts if isinstance(part, Table))
    assert next(row.cells[1:] for row in printed.rows if row.cells[0] == "Nooit gezegd") == (
        "0\u00a0van\u00a03\u00a0(0)",
        "–",
    )
    (bars,) = FIGURES.get("bars")(study.view(), Options(by="groep")).report.parts
    assert isinstance(bars, Figure)
    assert "Nooit gezegd: huisarts 0 van 3, bestuurder –" in bars.alt
    assert next(row for row in table.data.plain() if row["code"] == "nooit")["cases_bestuurder"] == 0  # for machines


def test_new_codes_run_over_the_interviews_that_were_read(make_study: Callable[[str], Opened]) -> None:
    """H-2 was not read: its codes are new in nobody's bar, and it is named."""
    study = make_study(_STUDY.replace("jan H-2\njan H-3", "jan H-3"))
    figure = FIGURES.get("new-codes")(study.view(), Options())
    assert [tuple(row.values()) for row in figure.data.plain()] == [
        ("H-1", 1, 1),
        ("H-3", 0, 1),
        ("B-1", 0, 1),
        ("H-2", None, None),
    ]
    assert "Niet volledig gelezen, en daarom niet meegenomen: H-2." in figure.report.parts[0].notes  # type: ignore[union-attr]


def test_a_count_is_printed_by_the_catalogue_alone() -> None:
    count = Count("cases", 0, 6, 5)
    for show in (str, int, bool, "{}".format, lambda one: f"{one}", lambda one: Words("nl")("fragments", n=one)):
        with pytest.raises(TypeError):
            show(count)
    words = Words("nl")
    assert (words.figure(count), words.n_of(count), words.fragments(count)) == ("–", "–", "–")
    looked = Count("cases", 0, 6, 6)
    assert (words.figure(looked), words.n_of(looked), words.fragments(looked)) == ("0", "0 van 6", "0 fragmenten")
    assert words.n_of(Count("cases", 2, 6, 0)) == "2 van 6"
    assert words.figure(Count("references", 0, 0, 0)) == "–"  # of nobody nothing is known


# made of no codings: of the codebook, memos, keywords, or what somebody else counted; and what others are made with
_NOT_COUNTED = frozenset(
    "codebook_table memo_list memo_document keyword_table coded_turns matrix_report count_output output draw".split()
)


def test_every_builder_is_registered_and_tried() -> None:
    assert set(_TOLD) <= set(BUILDERS)
    assert set(DRAWN) == set(FIGURES)
    registered = {target.split(":")[1] for target in BUILDERS.entries.values()}
    modules = [f"qualcode.report.{one.name}" for one in iter_modules(qualcode.report.__path__)]
    modules += [f"qualcode.report.figures.{one.name}" for one in iter_modules(qualcode.report.figures.__path__)]
    for module in map(import_module, modules):
        for name, function in inspect.getmembers(module, inspect.isfunction):
            own = function.__module__ == module.__name__ and not name.startswith("_")
            if own and function.__annotations__.get("return") is Output:
                assert name in registered | _NOT_COUNTED, f"{module.__name__}:{name} is no line of BUILDERS"


def test_commands_reach_builders_through_the_registry_alone() -> None:
    targets = {tuple(target.split(":")) for target in BUILDERS.entries.values()}
    root = Path(qualcode.report.__file__).parents[1]
    for folder in ("cli", "usecases", "desk", "tui"):
        for path in (root / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.ImportFrom):
                    taken = {(node.module, alias.name) for alias in node.names}
                    assert not taken & targets, f"{path.name} imports {taken & targets} past BUILDERS"
