"""The two catalogues say the same things."""

import ast
import pickle
import re
import string
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import get_args

import pytest

import qualcode
from qualcode.errors import FaultyInput, Problem, QualcodeError, unknown
from qualcode.model.checklists import POINTS
from qualcode.model.selection import Filters
from qualcode.report.builders import BUILDERS
from qualcode.text import ROOMS, Say, Several, Words, entries, errors_en, lists_en, said_en, usage_en
from qualcode.usecases.study import Opened
from tests.report.test_zeros import OPTIONS, made, views

NL, EN = entries("nl"), entries("en")


def test_no_two_files_of_a_catalogue_have_a_text_of_one_key() -> None:
    files = [import_module(f"qualcode.text.{room}en").TEXTS for room in ROOMS]
    assert sum(map(len, files)) == len(EN)


def test_both_languages_have_every_text_in_one_order() -> None:
    assert list(NL) == list(EN)


@pytest.mark.parametrize("key", sorted(NL))
def test_a_text_takes_the_same_values_in_both(key: str) -> None:
    def names(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    assert names(NL[key]) - {"case", "cases", "Cases"} == names(EN[key]) - {"case", "cases", "Cases"}


def test_the_studys_own_words_replace_the_terms() -> None:
    words = Words("nl", {"case": ("deelnemer", "deelnemers"), "barrier": ("knelpunt",)})
    assert words("note.n", n=words.count(3)).startswith("N = 3 deelnemers")
    assert words.heading("cases") == "Deelnemers"
    assert words.term("barrier") == "knelpunt"


def test_a_heading_of_a_group_names_its_value() -> None:
    assert Words("nl").heading("cases_huisarts") == "Respondenten: huisarts"


def test_filters_are_told_in_the_studys_language_and_words() -> None:
    told = Filters(case=("P-1",), where=("groep=x",), round=(2,)).told()
    assert Words("nl", {"case": ("deelnemer",)}).filters(told) == "deelnemer P-1, groep=x, ronde 2"


def test_one_respondent_is_no_respondents() -> None:
    assert (Words("nl").count(1), Words("nl").count(2)) == ("1 respondent", "2 respondenten")


@pytest.mark.slow
def test_every_column_has_a_heading_and_an_attribute_its_own_name(make_study: Callable[[str], Opened]) -> None:
    """Of all tables; but for the columns that are named after codes, criteria and attributes."""
    view = views(make_study)[1]
    ours = {"v", "evidence_v", "w", "evidence_w", "groep", "regio", "steun", "gezag", *view.codebook.by_id}
    for name, several in OPTIONS.items():
        for options in several:
            made_ = made(view, BUILDERS.get(name), **options)
            for column in made_.data.columns if made_ else ():
                if (
                    column not in ours
                    and ":" not in column
                    and not column.startswith(("references_", "cases_", "of_cases_", "read_"))
                ):
                    assert {f"column.{column}", f"plural.{column}"} & set(NL), (name, column)
    assert Words("nl").heading("groep") == "Groep"
    assert Words("nl", {"barrier": ("knelpunt", "knelpunten")}).heading("barrier") == "Knelpunten"


def families() -> dict[str, Iterable[object]]:
    """Family of texts -> the values of the program that it has a text for."""
    from qualcode import errors
    from qualcode.desk import events as desk
    from qualcode.model import checklists, codebook, coding, settings, suggestion, transcript
    from qualcode.model.events import event as events
    from qualcode.model.keyword import keyword
    from qualcode.report.tables import codebook as codebook_report
    from qualcode.report.tables import framework, phases

    acts = [one.__name__.lower() for one in get_args(desk.Act) if one not in (desk.Undo, desk.Redo, desk.EditThemes)]
    return {
        "section": settings.SECTIONS,
        "method.variant": settings.VARIANTS,
        "event": [kind for kind, made in events.KINDS.items() if made is not events.RowDecided],  # it changed nothing
        "entry": events.KINDS,
        "hit": suggestion.STRENGTH,
        "decided": suggestion.STATUSES,
        "os": errors.OF_THE_SYSTEM,
        "fit": coding.FITS,
        "desk.fit": coding.FITS,
        "theme.fitted": coding.FITS,
        "status": codebook.STATUSES,
        "kinds": transcript.KINDS,
        "rigour": checklists.LISTS,
        "list": checklists.LISTS,
        "codebook.after": codebook_report.FORMS,
        "framework": framework.CELLS,
        "framework.note": framework.CELLS,
        "phase": phases.EVENTS,
        "desk.why": keyword.LAYERS,
        "act": acts,
        "crosstab": [f"{rows}.title" for rows in ("code", "theme", "question")],
        "desk.filter": ("code", "transcript", "layer", "cue"),
        "seq": ("table", "figure"),
    }


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_value_of_a_family_has_its_text(language: str) -> None:
    known = entries(language)
    missing = {f"{family}.{name}" for family, names in families().items() for name in names} - set(known)
    assert missing == set()
    assert all(point in known for point in POINTS)


SAYING = {"Say", "QualcodeError", *(one.__name__ for one in QualcodeError.__subclasses__())} - {
    "FaultyInput",
    "CsvFault",
}


def calls() -> Iterator[tuple[str, int, str, set[str] | None]]:
    """(file, line, key, names of the values) of every text that is asked for by a literal key; None where they are computed."""
    root = Path(qualcode.__file__).parent
    for path in root.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not (isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant)):
                continue
            asked = ast.unparse(node.func)
            some = asked in ("Say.some", "words.some") or asked.endswith(".words.some")
            key = node.args[0].value
            if (some or re.search(r"(^|\.)words$", asked) or asked in SAYING) and isinstance(key, str):
                names = {one.arg for one in node.keywords if one.arg} | ({"n"} if some else set())
                computed = any(one.arg is None for one in node.keywords)
                yield path.name, node.lineno, key, None if computed else names


def test_a_text_gets_the_values_that_it_takes() -> None:
    found = list(calls())
    assert len(found) > 900
    wrong = []
    for file, line, key, given in found:
        taken = {name for _, name, _, _ in string.Formatter().parse(NL[key]) if name} - {"case", "cases", "Cases"}
        if given is not None and not taken <= given:
            wrong.append(f"{file}:{line} {key} lacks {taken - given}")
    assert wrong == []


def test_every_message_is_said_somewhere() -> None:
    """An error, a hint or a message that no code asks for is dead."""
    sources = [path for path in Path(qualcode.__file__).parent.rglob("*.py") if path.parent.name != "text"]
    code = "\n".join(path.read_text("utf-8") for path in sources)
    messages = {**errors_en.TEXTS, **said_en.TEXTS, **lists_en.TEXTS, **usage_en.TEXTS}
    computed = (
        "listed.",
        "progress.",
        "advice.",
        "difference.",
        "hit.",
        "os.",
        "entry.",
        "metavar.",
        "decided.",
        "usage.missing.",
    )
    messages = {key: text for key, text in messages.items() if not key.startswith(computed)}
    own = {key for key in messages if key.removesuffix(".one") not in messages or not key.endswith(".one")}
    assert [key for key in sorted(own) if not re.search(rf"['\"]{re.escape(key)}['\"]", code)] == []


def test_a_message_stands_in_a_sentence_without_its_full_stop() -> None:
    inner = QualcodeError("error.memo_empty")
    assert str(inner) == "The memo is empty."
    assert str(QualcodeError("error.in_file", file="m.md", why=inner)) == "m.md: The memo is empty."
    assert str(Problem("m.md", 3, inner, Say("hint.keep_one"))) == "m.md:3: The memo is empty (keep one)"
    assert str(QualcodeError("error.option", option="changes", ways=("a", "b"))) == "--changes is a or b."
    assert Say("tell.added", file="f", added=["a", Say.some("count.codes", 1), "c"]).told(Words("nl")) == (
        "f: a, 1 code en c toegevoegd."
    )
    assert Say("error.option", option="changes", ways=("a", "b")).told(Words("nl")).endswith("a of b.")
    assert str(
        QualcodeError("error.nothing_to_report", warnings=Several((Say("mind.at", place="P", what=inner), inner)))
    ) == ("There is nothing to report: P: The memo is empty; The memo is empty.")


def test_an_error_of_a_worker_comes_home_whole() -> None:
    """Workers send what went wrong as bytes."""
    problems = [Problem("a.csv", 2, Say("fault.no_codebook")), Problem("a.csv", 1, QualcodeError("error.memo_empty"))]
    for error in (unknown("thing.code", "x", ["xx"]), FaultyInput(problems), QualcodeError("error.no_codes", name="a")):
        again = pickle.loads(pickle.dumps(error))
        assert (type(again), str(again)) == (type(error), str(error))
        assert again.told(Words("nl")) == error.told(Words("nl"))


def test_problems_stand_by_place_and_kind_of_fault_whatever_the_words() -> None:
    one, two = Say("fault.tab"), Say("fault.key_twice", key="zz")
    told = FaultyInput([Problem("b", 1, one), Problem("a", 9, one), Problem("a", 2, one), Problem("a", 2, two)])
    assert [(one.path, one.line, str(one.what)) for one in told.problems] == [
        ("a", 2, "'zz' stands here twice"),
        ("a", 2, "a tab indents this line"),
        ("a", 9, "a tab indents this line"),
        ("b", 1, "a tab indents this line"),
    ]
