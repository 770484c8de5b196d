"""What a person means by a name."""

from collections.abc import Callable

import pytest

from qualcode.errors import UnknownName
from qualcode.model.selection import Filters, understood
from qualcode.usecases.study import Opened, open_study
from tests.conftest import Ran

STUDY = """
== codebook.yaml
questions:
- {id: dv1, text: Hoe werken zij samen?}
codes:
- id: samenwerking
  name: Samenwerking in de wijk
  codes:
  - {id: vertrouwen-wijk, name: Onderling vertrouwen}
- id: bestuur
  name: Bestuur
  question: dv1
  codes:
  - {id: vertrouwen-bestuur, name: Onderling vertrouwen, was: [vertrouwen-oud]}
  - {id: tijd, name: Tijd en geld}
themes:
- {id: samen, name: Samen sterker, codes: [tijd]}
== P-1.txt interview 1 P-1
I: Hoe gaat het?
P-1: Er is geen tijd.
== codings
jan P-1 tijd Er is geen tijd.
"""


@pytest.fixture
def opened(make_study: Callable[[str], Opened]) -> Opened:
    return make_study(STUDY)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("tijd", "tijd"),
        ("Tijd", "tijd"),
        ("Tijd en geld", "tijd"),
        ("tijd-en-geld", "tijd"),
        ("TIJD EN GELD", "tijd"),
        ("vertrouwen-oud", "vertrouwen-bestuur"),
        ("vertrouwen bestuur", "vertrouwen-bestuur"),
        ("samenwerking in de wijk", "samenwerking"),
    ],
)
def test_an_id_or_a_name_says_which_code_is_meant(typed: str, code: str, opened: Opened) -> None:
    assert opened.project.code(typed) == code


def test_a_part_of_a_name_is_enough_to_read_and_not_to_write(opened: Opened) -> None:
    assert opened.project.code("geld", part=True) == "tijd"
    assert opened.project.code("in de wijk", part=True) == "samenwerking"
    with pytest.raises(UnknownName):
        opened.project.code("geld")
    typed = Filters(code=("geld",), theme=("sterker",), question=("zij samen",))
    assert understood(opened.project, typed) == Filters(code=("tijd",), theme=("samen",), question=("dv1",))
    with pytest.raises(UnknownName):
        understood(opened.project, typed, part=False)


@pytest.mark.slow
@pytest.mark.parametrize("filter_", ["--code|tijd|Tijd en geld|en geld", "--theme|samen|Samen sterker|sterker"])
@pytest.mark.parametrize(
    "command",
    ["themes", "frequencies", "quotes", "framework", "summary", "log --codings"],
)
def test_a_table_is_the_same_by_id_by_name_and_by_a_part_of_it(
    command: str, filter_: str, opened: Opened, cli: Callable[..., Ran]
) -> None:
    option, *names = filter_.split("|")
    ran = [cli("-C", opened.study.root, *command.split(), option, name, "--format", "md") for name in names]
    assert [(one.status, one.out) for one in ran] == [(0, ran[0].out)] * 3, ran[-1].err
    rows = [line for line in ran[2].out.splitlines() if not line.startswith("*Note.*")]  # the note names it in any case
    assert "Tijd en geld" in "\n".join(rows)


def test_nothing_is_written_by_a_part_of_a_name(opened: Opened, cli: Callable[..., Ran]) -> None:
    for command in (
        ["codings", "done", "P-1", "--pass", "selective"],
        ["code", "--plain"],
        ["suggest", "--accept", "all"],
    ):
        ran = cli("-C", opened.study.root, "--as", "jan", *command, "--theme", "sterker")
        assert (ran.status, "There is no theme 'sterker'" in ran.err) == (1, True), (command, ran)


@pytest.mark.parametrize("typed", ["Onderling vertrouwen", "onderling-vertrouwen"])
def test_of_one_name_all_that_may_be_meant_are_listed_with_what_they_stand_below(typed: str, opened: Opened) -> None:
    with pytest.raises(UnknownName) as error:
        opened.project.code(typed)
    assert "vertrouwen-wijk (Samenwerking in de wijk, Onderling vertrouwen)" in str(error.value)
    assert "vertrouwen-bestuur (Bestuur, Onderling vertrouwen)" in str(error.value)


@pytest.mark.parametrize(
    ("typed", "nearest"), [("tijdd", "tijd"), ("Tijd en gelt", "Tijd en geld"), ("bestuurr", "bestuur")]
)
def test_what_is_mistyped_is_never_taken(typed: str, nearest: str, opened: Opened) -> None:
    for part in (False, True):
        with pytest.raises(UnknownName) as error:
            opened.project.code(typed, part=part)
        assert f"did you mean {nearest}?" in str(error.value)


def test_names_are_understood_by_the_commands(opened: Opened, cli: Callable[..., Ran]) -> None:
    root = opened.study.root
    assert "Tijd en geld" in cli("-C", root, "codebook", "show", "geld").out
    applied = cli("-C", root, "--as", "jan", "codings", "apply", "P-1", "Tijd en geld", "--quote", "geen tijd")
    assert applied.status == 0, applied.err
    assert cli("-C", root, "--as", "jan", "codings", "apply", "P-1", "geld", "--quote", "geen tijd").status == 1
    assert cli("-C", root, "codebook", "rename", "tijd en geld", "Tijd").status == 0
    assert open_study(root).project.codebook.by_id["tijd"].name == "Tijd"


def test_a_coding_and_its_code_stand_in_either_order(opened: Opened, cli: Callable[..., Ran]) -> None:
    (coding,) = opened.project.codings_of("jan", "P-1").applied
    ran = cli("-C", opened.study.root, "--as", "jan", "codings", "recode", coding.id, "Bestuur")
    assert ran.status == 0, ran.err
    assert "is bestuur now" not in ran.err
    (now,) = open_study(opened.study.root).project.codings_of("jan", "P-1").applied
    assert now.code == "bestuur"
    wrong = cli("-C", opened.study.root, "--as", "jan", "codings", "recode", now.id, "Bestuurr")
    assert "There is no code 'Bestuurr'" in wrong.err


def test_transcripts_respondents_and_kinds_are_understood_too_and_a_number_is_never_a_part_of_another(
    make_study: Callable[[str], Opened],
) -> None:
    opened = make_study(
        "== codebook.yaml\ncodes: [{id: a, name: A}]\n"
        "== P-30.txt\nI: Hoe?\nP-30: Goed.\nI: En?\nP-30: Ja.\n== verslag-vergadering.txt\nI: Hoe?\nP-2: Goed.\nI: En?\nP-2: Ja.\n"
    )
    known = next(name for name in opened.project.transcripts if name != "P-30")
    assert opened.understood(Filters(transcript=(known[:4],))).transcript == (known,) or len(known) < 4
    assert opened.understood(Filters(kind=("Focus group",))).kind == ("focus-group",)
    assert opened.understood(Filters(kind=("focusgroep",))).kind == ("focus-group",)
    assert opened.understood(Filters(case=("p-30",))).case == ("P-30",)
    for typed in (Filters(case=("P-3",)), Filters(transcript=("P-3",))):
        with pytest.raises(UnknownName, match="did you mean P-30"):
            opened.understood(typed)
