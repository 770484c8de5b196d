"""What is printed is true: whom a sentence counts, which way a coding points, whose words a quote is, what was expected."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from qualcode.editing import theme_edits
from qualcode.model.selection import Filters
from qualcode.report.builders import BUILDERS
from qualcode.report.document import Figure, Heading, Prose, Table
from qualcode.report.figures import FIGURES, Options
from qualcode.report.renderers.markdown import as_markdown
from qualcode.store.check import check
from qualcode.usecases.codebook import edits as codebook_edits
from qualcode.usecases.coding import by_hand as coding
from qualcode.usecases.coding import recode as recoding
from qualcode.usecases.study import Opened, open_study
from tests.conftest import Ran
from tests.report.forms import HEALTH

Make = Callable[[str], Opened]


def told(study: Opened, table: str = "summary", filters: Filters | None = None, **options: object) -> str:
    view = study.view(filters or Filters())
    return as_markdown(BUILDERS.get(table)(view, **options), study.words).replace("\\", "")


# ---- whom a sentence counts


def test_a_selection_is_named_first_and_is_never_the_group(make_study: Make) -> None:
    study = make_study(HEALTH.strip())
    one = told(study, filters=Filters(case=("H-1",)))
    assert one.startswith("Alleen: respondent H-1.\n")
    assert "van H-1." in one
    assert "enige" not in one
    three = told(study, filters=Filters(where=("groep=huisarts",)))
    assert three.startswith("Alleen: groep ‘huisarts’.\n")
    assert "van alle drie de huisartsen in deze selectie" in three
    assert "Alleen" not in told(study)


def test_one_of_one_where_no_filter_chose_is_the_only_one(make_study: Make) -> None:
    study = make_study("""
        == qualcode.yaml
        language: nl
        == codebook.yaml
        codes: [{id: a, name: A}]
        themes: [{id: t, name: T, codes: [a]}]
        == P-1.txt
        Interviewer: Hoe?
        P-1: Goed.
        == codings
        jan P-1 a Goed.
    """)
    assert "Dit thema steunt op één fragment van de enige respondent." in told(study)


FILTERED = Filters(case=("H-1",))
WITHOUT = {"questions", "topics", "sets", "account", "trail", "phases"}  # what no filter narrows


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in BUILDERS if name not in WITHOUT])
def test_law_everything_with_a_filter_says_so(name: str, make_study: Make) -> None:
    """A text in its first line, a table in its note."""
    from tests.report.test_zeros import OPTIONS

    view = make_study(HEALTH.strip()).view(FILTERED)
    for options in OPTIONS[name]:
        if options.get("subject") == "nooit" or options.get("name") == "leeg":
            continue
        parts = BUILDERS.get(name)(view, **options).report.parts
        tables = [part for part in parts if isinstance(part, Table)]
        if name == "letter":  # who it is to, is no filter
            assert all("Alleen" not in part.text for part in parts if isinstance(part, Prose))
            continue
        first = next((part for part in parts if isinstance(part, Prose)), None)
        lines = [part.text for part in parts if isinstance(part, Prose)]
        if first and not isinstance(parts[0], Table):
            assert lines[0] == "Alleen: respondent H-1.", name
        for table in tables:
            said = table.notes[:1] == ("Alleen: respondent H-1.",) or "Alleen: respondent H-1." in lines[:1]
            assert said or not table.rows, f"{name}: {table.title}"


@pytest.mark.slow
@pytest.mark.parametrize("kind", list(FIGURES))
def test_a_figure_with_a_filter_says_so(kind: str, make_study: Make) -> None:
    view = make_study(HEALTH.strip()).view(FILTERED)
    options = Options(by="groep" if kind == "bars" else "", transcript="H-1" if kind == "timeline" else "")
    (figure,) = FIGURES.get(kind)(view, options).report.parts
    assert isinstance(figure, Figure)
    assert figure.notes[0] == "Alleen: respondent H-1."


# ---- direction

FEAR = """
== codebook.yaml
codes:
- {id: a, name: Fear, kind: barrier}
- {id: b, name: Money}
- {id: s, name: Plan, kind: strategy}
themes: [{id: t, name: T, status: reviewed, codes: [a, b]}]
== P-1.txt
Interviewer: How?
P-1: I fear it. Then I do not. Money hurts.
== P-2.txt
Interviewer: How?
P-2: No fear here at all. Money helps.
== P-3.txt
Interviewer: How?
P-3: Fear too.
== P-4.txt
Interviewer: How?
P-4: Fear as well.
== P-5.txt
Interviewer: How?
P-5: Fear again. Both ways.
== codings
jan P-1 a I fear it.
jan P-1 a Then I do not.
jan P-1 b Money hurts.
jan P-2 a No fear here at all.
jan P-2 b Money helps.
jan P-3 a Fear too.
jan P-4 a Fear as well.
jan P-5 a Fear again.
jan P-5 s Both ways.
== marks
jan P-1 a Then I do not. | deviant=true
jan P-1 b Money hurts. | valence=barrier
jan P-2 a No fear here at all. | valence=facilitator
jan P-2 b Money helps. | valence=facilitator
jan P-5 a Fear again. | valence=mixed
== done
jan P-1
jan P-2
jan P-3
jan P-4
jan P-5
"""


def test_who_speaks_against_a_code_does_not_mention_it_and_who_does_both_is_in_both(make_study: Make) -> None:
    """P-1 fears and does not, P-2 does not, P-3 and P-4 fear, P-5 says both at once, which is no contradiction."""
    study = make_study(FEAR)
    text = told(study)
    assert (
        "The code ‘Fear’ occurs in extracts from most respondents (4 of the 5); one of them (P-1) also says something "
        "that does not fit this and one other respondent (P-2) only that." in text
    )
    rests = (
        "rests on eight coded extracts from all five respondents, two of whom (P-1, P-2) contradict one of its codes."
    )
    assert rests in text  # as the table of themes counts it
    assert text.count("Then I do not.") == 1  # told once, as what deviates
    assert "P-2, by contrast: “No fear here at all.”" in text
    assert "P-1 also says: “Then I do not.”" in text
    assert "P-1" not in told(study, labels="none")


def test_a_table_that_counts_what_speaks_against_a_code_says_so(make_study: Make) -> None:
    study = make_study(FEAR)
    for name in ("frequencies", "themes", "tree", "coverage"):
        output = told(study, name)
        assert "Also counted: extracts that speak against their code" in output, name
        assert "Fear (P-1, P-2)" in output, name
    assert "Fear (P-1, P-2)" not in told(study, "frequencies", Filters(code=("b",)))


def test_a_quote_that_speaks_against_its_code_is_no_example_of_it_or_says_so(make_study: Make) -> None:
    """P-2's is the key quote, and yet not the example; where it is all there is, it says so."""
    key = "jan P-2 a No fear here at all. | valence=facilitator"
    study = make_study(FEAR.replace(key, key + "; key=true"))
    row = next(one for one in BUILDERS.get("themes")(study.view()).data.plain() if one["code"] == "a")
    assert row["quote"] != "No fear here at all."
    alone = told(study, "themes", Filters(case=("P-2",)))
    assert "“No fear here at all.” (P-2) [speaks against the code]" in alone
    assert "(2) [speaks against the code]" in told(study, "framework", cell="quotes")
    assert "This quote speaks against the code ‘Fear’." in told(study, "chosen-quotes")


def test_a_reflexive_draft_does_not_say_that_what_was_denied_is_mentioned(make_study: Make) -> None:
    text = "== qualcode.yaml\nvariant: reflexive\n" + FEAR.strip()
    whole = told(make_study(text))
    assert "The code ‘Fear’ is part of this theme." in whole  # lest its quotes stand under another code's words
    assert not re.search(r"occurs|mention|respondents", whole)
    assert "Fear" not in told(make_study(text), filters=Filters(case=("P-2",)))


def test_what_speaks_against_a_code_is_in_no_list_of_factors(make_study: Make) -> None:
    """Fear: four, with the mixed one. Money, of neither kind: by the valence of each. Plan is a strategy."""
    table = BUILDERS.get("factors")(make_study(FEAR).view())
    found = [(row["list"], row["code"], row["respondents"]) for row in table.data.plain()]
    assert found == [("barrier", "a", "P-1; P-3; P-4; P-5"), ("barrier", "b", "P-1"), ("facilitator", "b", "P-2")]
    (printed,) = (part for part in table.report.parts if isinstance(part, Table))
    assert any("Not counted: extracts that speak against their code" in note for note in printed.notes)


def test_one_who_is_silent_is_worth_a_line_only_where_all_others_speak(make_study: Make) -> None:
    """Six, of whom P-6 says nothing of the theme and was read: one line, and no deviant case. Of four, none."""
    more = FEAR.replace("== codings", "== P-6.txt\nInterviewer: How?\nP-6: Nothing of the kind.\n== codings")
    study = make_study(more.replace("jan P-5\n", "jan P-5\njan P-6\n"))
    text = told(study)
    assert "Nothing was found with P-6 for this theme, although the whole transcript was read for it" in text
    assert text.index("P-2, by contrast") < text.index("Nothing was found with P-6")
    assert "Nothing was found with" not in told(make_study(more))  # P-6 was not read
    assert "Nothing was found with" not in told(study, filters=Filters(case=("P-1", "P-2", "P-3", "P-6")))


# ---- sides


SIDES = """
== codebook.yaml
codes:
  - {id: b, name: Fear, kind: barrier}
  - {id: n, name: Talk}
themes: [{id: t, name: T, codes: [b, n]}]
== P-1.txt
Interviewer: How?
P-1: I fear it. Talking helps.
== P-2.txt
Interviewer: How?
P-2: Fear keeps me sharp. Talking hinders.
== P-3.txt
Interviewer: How?
P-3: Fear does me good. There is no fear.
== codings
jan P-1 b I fear it.
jan P-1 n Talking helps.
jan P-2 b Fear keeps me sharp.
jan P-2 n Talking hinders.
jan P-3 b Fear does me good.
== marks
jan P-1 b I fear it. | key=true
jan P-1 n Talking helps. | key=true; valence=facilitator
jan P-2 b Fear keeps me sharp. | valence=facilitator; key=true
jan P-2 n Talking hinders. | key=true; valence=barrier
jan P-3 b Fear does me good. | valence=facilitator
== done
jan P-1
jan P-2
jan P-3
"""


def test_of_the_other_valence_is_told_apart_and_quoted_against_the_others(make_study: Make) -> None:
    """P-3 says both the opposite and, marked as such, a denial."""
    text = told(make_study(SIDES))
    assert (
        "one of the three respondents; two other respondents (P-2, P-3) say something that does not fit this." in text
    )
    assert "P-2, by contrast: “Fear keeps me sharp.”" in text
    assert "P-3, by contrast: “Fear does me good.”" in text
    denied = SIDES.replace("== done", "jan P-3 b There is no fear. | deviant=true\n== done").replace(
        "== marks", "jan P-3 b There is no fear.\n== marks"
    )
    assert "P-3 sees this differently: “Fear does me good.” “There is no fear.”" in told(make_study(denied))


def test_one_fragment_of_both_kinds_is_a_denial(make_study: Make) -> None:
    """Two codings that overlap are one fragment: of the other valence, and marked as deviant."""
    both = SIDES.replace("== marks", "jan P-3 b good. There is no fear.\n== marks").replace(
        "== done", "jan P-3 b good. There is no fear. | deviant=true\n== done"
    )
    text = told(make_study(both))
    assert "P-3 sees this differently: “Fear does me good. There is no fear.”" in text
    assert "P-3, by contrast" not in text


def test_a_group_that_denies_a_code_mentions_it_in_another_sense(make_study: Make) -> None:
    people = [f"{name}-{n}" for name in "XY" for n in (1, 2)]
    study = (
        "== codebook.yaml\ncodes: [{id: b, name: Fear, kind: barrier}]\nthemes: [{id: t, name: T, codes: [b]}]\n"
        "== cases.csv\ncase,group\n" + "".join(f"{one},{one[0].lower()}\n" for one in people)
        + "".join(f"== {one}.txt\nInterviewer: How?\n{one}: word\n" for one in people)
        + "== codings\njan X-1 b word\njan X-2 b word\nDENIAL== marks\nMARK== done\n"
        + "".join(f"jan {one}\n" for one in people)
    )  # fmt: skip
    silent = study.replace("DENIAL", "").replace("== marks\nMARK", "")
    assert "neither of the two respondents with group ‘y’ mentions it." in told(make_study(silent), by="group")
    denied = study.replace("DENIAL", "jan Y-1 b word\n").replace("MARK", "jan Y-1 b word | deviant=true\n")
    assert "‘y’ mentions it in that sense." in told(make_study(denied), by="group")


def test_a_reflexive_draft_says_that_there_are_people_who_say_so_where_not_all_do(make_study: Make) -> None:
    study = (
        "== qualcode.yaml\nvariant: reflexive\n== codebook.yaml\nlanguage: en\n"
        "codes: [{id: a, name: A, said: that it works}]\nthemes: [{id: t, name: T, codes: [a]}]\n"
        + "".join(f"== P-{n}.txt\nInterviewer: How?\nP-{n}: word\n" for n in (1, 2, 3))
        + "== codings\njan P-1 a word\njan P-2 a word\n"
    )
    assert "There are respondents who say that it works." in told(make_study(study))
    assert "Respondents say that it works." in told(make_study(study + "jan P-3 a word\n"))


def test_a_neutral_code_that_helps_one_and_hinders_another_says_so(make_study: Make) -> None:
    direction = "Direction, where recorded: barrier with one (P-2), facilitator with one (P-1)."
    assert f"two of the three respondents. {direction}" in told(make_study(SIDES))
    assert "(P-2)," not in told(make_study(SIDES), labels="none")
    pilot = SIDES.replace("== codings", "== P-9.txt pilot\nInterviewer: How?\nP-9: Talk hurts.\n== codings").replace(
        "== marks", "jan P-9 n Talk hurts.\n== marks\njan P-9 n Talk hurts. | valence=barrier"
    )
    assert f"two of the three respondents. {direction}" in told(make_study(pilot))  # whom no sentence counts
    one_way = SIDES.replace("valence=barrier", "valence=facilitator")
    assert "Direction" not in told(make_study(one_way))
    with_reserve = one_way.replace("jan P-1 b I fear it. | key=true", "jan P-1 b I fear it. | valence=mixed")
    assert "Direction, where recorded: mixed with one (P-1)." in told(make_study(with_reserve))


def test_a_quote_of_the_other_valence_is_set_against_the_one_before_it(make_study: Make) -> None:
    text = told(make_study(SIDES))
    assert "“Talking helps.”\n\nP-2, by contrast: “Talking hinders.”" in text
    same = told(make_study(SIDES.replace("valence=barrier", "valence=facilitator")))
    assert "P-2, by contrast: “Talking hinders.”" not in same


def test_quotes_in_running_text_stand_apart_from_those_against_their_code(make_study: Make) -> None:
    text = told(make_study(SIDES), "chosen-quotes", style="inline")
    assert "‘I fear it’" in text.split("Against this")[0]
    assert "Against this: ‘fear keeps me sharp’." in text


# ---- whose words

ASKED = """
== codebook.yaml
codes: [{id: a, name: Trust}, {id: b, name: Money}]
themes: [{id: t, name: T, status: reviewed, codes: [a, b]}]
== P-1.txt
Interviewer: Do you trust them?
P-1: Yes I do, always.
Interviewer: And money?
P-1: Money is fine.
== codings
jan P-1 a Do you trust them?
jan P-1 b And money?\\n P-1: Money is fine.
== marks
jan P-1 a Do you trust them? | key=true
jan P-1 b And money?\\n P-1: Money is fine. | key=true
"""


def test_the_interviewers_words_are_the_interviewers(make_study: Make) -> None:
    study = make_study(ASKED)
    for style in ("apa", "above", "inline"):
        text = told(study, "chosen-quotes", style=style)
        assert "Do you trust them?” (P-1)" not in text
        assert "interviewer" in text.casefold()
    assert "“Do you trust them?” (interviewer)" in told(study, "chosen-quotes", style="apa")
    draft = told(study)
    assert "P-1 says: “Do you trust them?”" not in draft
    assert re.search("he interviewer( says)?: “Do you trust them[?]”", draft)


@pytest.mark.parametrize(("labels", "who"), [("id", "P-1"), ("group", "Respondent"), ("none", "Respondent")])
def test_an_exchange_has_each_speaker_named(labels: str, who: str, make_study: Make) -> None:
    study = make_study(ASKED)
    exchange = f"“Interviewer: And money? {who}: Money is fine.”"
    assert exchange in told(study, "chosen-quotes", style="apa", labels=labels)
    assert f"From the conversation: {exchange}" in told(study, labels=labels)
    assert "Interviewer: And money? P-1: Money is fine." in told(study, "letter", case="P-1")
    assert "Interviewer: And money? P-1: Money is fine." in told(study, "framework", cell="quotes")


def test_answers_elsewhere_are_the_respondents_own_words(make_study: Make) -> None:
    assert "> Money is fine." in told(make_study(ASKED), "answers", subject="b")
    assert "And money" not in told(make_study(ASKED), "answers", subject="b")


def test_a_key_quote_of_the_interviewer_alone_is_told_by_check(make_study: Make) -> None:
    problems = [one for one in check(make_study(ASKED).study) if "interviewer" in str(one.what)]
    assert len(problems) == 1
    assert problems[0].severity == "warning"


# ---- what was expected

EXPECTED = """
== codebook.yaml
codes: [{id: a, name: Trust}]
themes:
- {id: t, name: T, statement: Trust grows slowly., codes: [a]}
== P-1.txt
Interviewer: How?
P-1: Good.
== codings
jan P-1 a Good.
"""


def test_what_was_expected_beforehand_is_no_finding(make_study: Make) -> None:
    study = make_study(EXPECTED)
    assert "Trust grows slowly" not in told(study)
    margins = [part.margin for part in BUILDERS.get("summary")(study.view()).report.parts if isinstance(part, Prose)]
    assert "is still what was expected beforehand" in margins[0]
    assert "Expected beforehand, not yet tested: Trust grows slowly." in told(study, "themes")
    assert BUILDERS.get("themes")(study.view()).data.plain()[0]["expectation"] is True


@pytest.mark.parametrize("change", ["statement", "status"])
def test_a_statement_that_was_rewritten_or_a_theme_that_was_reviewed_is_a_finding(
    change: str, make_study: Make
) -> None:
    study = make_study(EXPECTED)
    said = "Trust grows fast." if change == "statement" else "Trust grows slowly."
    if change == "statement":
        edit(study, "theme statement", theme_edits.describe, "t", "statement", said)
    else:
        edit(study, "theme status", theme_edits.describe, "t", "status", "reviewed")
    assert f"\n{said}\n" in told(open_study(study.study.root))


def test_a_theme_that_was_built_here_came_from_the_material(make_study: Make) -> None:
    study = make_study(EXPECTED)
    edit(study, "theme add", theme_edits.add, "Later", "", "", "Said in the interviews.", ["a"])
    now = open_study(study.study.root)
    assert "\nSaid in the interviews.\n" in told(now)
    assert "There are two themes, of which one from before the coding and one formed during the analysis." in told(
        now, "method"
    )


def test_a_renamed_theme_is_followed(make_study: Make) -> None:
    study = make_study(EXPECTED)
    edit(study, "theme rename", theme_edits.rename, "t", "Growing trust")
    assert "Trust grows slowly" not in told(open_study(study.study.root))


def edit(study: Opened, what: str, change: Callable[..., dict[str, object]], *args: object) -> None:
    codebook_edits.edit(study.study, "jan", what, lambda raw: change(raw, *args), "because")


# ---- the account


def test_the_account_is_of_this_study(make_study: Make, tmp_path: Path, cli: Callable[..., Ran]) -> None:
    """Two by hand, one of them coded anew; one suggestion accepted and one rejected; a code from the material."""
    study = make_study("""
        == codebook.yaml
        codes: [{id: a, name: A, keywords: [good]}, {id: b, name: B}, {id: c, name: C, origin: inductive}]
        == P-1.txt
        Interviewer: How?
        P-1: One good day. It rains. Two good days. We left.
        == codings
        jan P-1 b It rains.
        jan P-1 b We left.
    """)
    text = told(study, "method")
    assert (
        "The codebook has three codes, of which two set in advance (deductive) and one from the material (inductive); one of them was applied."
        in text
    )
    assert "There are two codings, both made by hand." in text
    for never in ("suggestion", "bulk", "Selective", " 0 ", "read from a file"):
        assert never not in text, never
    root = study.study.root
    sheet = tmp_path / "s.csv"
    assert cli("-C", root, "suggest", "-o", sheet).status == 0
    rows = sheet.read_text("utf-8").splitlines()
    filled = [line.replace(",,,,", f",{word},,,", 1) for line, word in zip(rows[1:], ("ja", "nee"), strict=True)]
    sheet.write_text("\n".join([rows[0], *filled]) + "\n", encoding="utf-8")
    assert "2 decisions read, 2 events written" in cli("-C", root, "suggest", "--apply", sheet).err
    now = open_study(root)
    by_hand = next(one.id for one in now.project.codings_of("jan", "P-1").applied if one.code == "b")
    recoding.recode(now, "jan", "c", [by_hand])
    text = told(open_study(root), "method")
    assert (
        "There are three codings, of which one made by hand, one on a suggestion of the program and one recoded later."
        in text
    )
    assert "Decisions on keyword suggestions: one accepted and one rejected." in text


def test_coding_reliability_is_no_claim_that_coders_were_compared(make_study: Make) -> None:
    study = make_study(EXPECTED)
    path = study.study.root / "qualcode.yaml"
    path.write_text(path.read_text().replace("variant: codebook", "variant: coding-reliability"))
    assert "independently" not in told(open_study(study.study.root), "method")


# ---- after a split

SPLIT = """
== codebook.yaml
codes: [{id: a, name: A}, {id: z, name: Z}]
themes: [{id: t, name: T, codes: [a]}]
== P-1.txt
Interviewer: How?
P-1: One. Two.
== codings
jan P-1 a One.
jan P-1 a Two.
== done
jan P-1
"""


def test_after_a_split_nothing_that_was_read_becomes_unread(make_study: Make) -> None:
    from qualcode.editing import edits

    study = make_study(SPLIT)
    edit(study, "codebook split", edits.split, "a", ["B", "C"], "2026-01-01", "because")
    now = open_study(study.study.root)
    rows = {row["code"]: row for row in BUILDERS.get("frequencies")(now.view()).data.plain()}
    assert {code: row["read_cases"] for code, row in rows.items()} == {"a": 1, "b": 0, "c": 0, "z": 1}  # both wait
    one, two = (coding_.id for coding_ in now.project.codings_of("jan", "P-1").applied)
    recoding.recode(now, "jan", "b", [one])
    now = open_study(study.study.root)
    assert rows_of(now)["c"] == (0, 0)  # one still waits
    recoding.recode(now, "jan", "b", [two])
    now = open_study(study.study.root)
    assert rows_of(now) == {"b": (2, 1), "c": (0, 1), "z": (0, 1)}  # and the retired code has no row
    assert "Read in full for this theme" not in told(now)
    coding.done(now, "jan", now.project.transcript("P-1"), None, Filters())
    assert len(open_study(study.study.root).project.codings_of("jan", "P-1").done) == 1  # it was on record


def rows_of(study: Opened) -> dict[object, tuple[object, object]]:
    table = BUILDERS.get("frequencies")(study.view())
    return {row["code"]: (row["references"], row["read_cases"]) for row in table.data.plain()}


def test_a_retired_code_counts_while_it_has_codings_and_then_has_no_row(make_study: Make) -> None:
    from qualcode.editing import edits

    study = make_study(SPLIT)
    edit(study, "codebook retire", edits.retire, "z", "2026-01-01", "because")
    assert "z" not in rows_of(open_study(study.study.root))
    edit(study, "codebook retire", edits.retire, "a", "2026-01-01", "because")
    now = open_study(study.study.root)
    assert rows_of(now) == {"a": (2, 1)}
    assert list(rows_of(now)) == ["a"]
    heads = [part.text for part in BUILDERS.get("summary")(now.view()).report.parts if isinstance(part, Heading)]
    assert heads == ["T"]


# ---- more of whose words, and of whom

GROUP = """
== codebook.yaml
codes: [{id: a, name: Fear, kind: barrier}, {id: b, name: Money}]
themes: [{id: t, name: T, status: reviewed, codes: [a, b]}]
== fg.txt focus-group
Moderator: Any fear?
G-1: I fear misuse of data.
G-2: I agree with that.
Moderator: More?
G-1: No.
G-2: None.
== note.md document
Policy: openness comes first.

Money follows.
== codings
jan fg a I fear misuse of data.\\nG-2: I agree with that.
jan fg b More?\\n G-1: No.
jan note b Money follows.
jan note a Policy: openness comes first.
"""


def test_two_people_are_never_one_also_where_the_form_was_adapted(make_study: Make) -> None:
    place = "jan fg a I fear misuse of data.\\nG-2: I agree with that."
    marks = f"== marks\n{place} | key=true; printed=I fear misuse of data. […] I agree with that.\n"
    study = make_study(GROUP.strip() + "\n" + marks)
    form = "G-1, G-2: I fear misuse of data. […] I agree with that."
    assert f"From the conversation: “{form}”" in told(study)
    assert "A respondent says" not in told(study, labels="none")
    assert form in told(study, "letter", case="G-1")
    assert form in told(study, "quotes")


def test_a_document_is_no_respondent(make_study: Make) -> None:
    study = make_study(GROUP.strip() + "\n== marks\njan note b Money follows. | key=true\n")
    for labels in ("id", "group", "none"):
        text = told(study, labels=labels)
        assert "note says: “Money follows.”" in text.replace("Note", "note")
        assert "respondent says: “Money follows.”" not in text


def test_reading_a_theme_names_who_speaks_first(make_study: Make) -> None:
    assert "Moderator: »More?" in told(make_study(GROUP), "theme-fragments", name="t").replace(
        "Interviewer", "Moderator"
    )


def test_the_place_of_a_quote_names_the_transcript_where_it_is_called_otherwise(make_study: Make) -> None:
    assert "| fg" not in told(make_study(GROUP), "quotes")
    assert "G-1; G-2, fg, 2" in told(make_study(GROUP), "quotes")
    assert "| note, 2 |" in told(make_study(GROUP), "quotes")


def test_a_sentence_counts_the_fragments_of_those_it_names(make_study: Make) -> None:
    """Two people and a document: of Money one fragment is G-1's, one the document's; in the theme two are people's."""
    text = told(make_study(GROUP))
    assert "This theme rests on two coded extracts from both respondents." in text


def test_what_was_refused_is_no_absence(make_study: Make) -> None:
    text = ASKED.replace("Do you trust them? | key=true", "Do you trust them? | approval=refused")
    text = text.replace("P-1: Money is fine. | key=true", "P-1: Money is fine. | approval=refused")
    study = make_study(text + "== done\njan P-1\n")
    assert "(not approved" in told(study, "framework", cell="quotes")
    assert "(not approved" in told(study, "themes")


def test_who_speaks_against_a_code_is_told_of_that_code(make_study: Make) -> None:
    """Nobody was read, and nobody mentions fear: that P-2 denies it is said of fear; of the theme, of one of its codes."""
    text = FEAR.split("== done")[0]
    study = make_study(text)
    alone = told(study, filters=Filters(code=("a",), case=("P-2",)))
    assert "One respondent (P-2) says something that goes against the code ‘Fear’." in alone
    assert (
        "rests on eight coded extracts from all five respondents, two of whom (P-1, P-2) contradict one of its codes."
        in told(study)
    )


def test_of_a_part_of_the_study_nothing_is_said_of_the_theme_as_a_whole(make_study: Make) -> None:
    study = make_study(FEAR)
    assert "No key quote" in told(study)
    assert "No key quote" not in told(study, filters=Filters(case=("P-2",)))
    assert "rests on one respondent" not in told(study, filters=Filters(case=("P-2",)))


def test_nobody_of_one_is_nobody(make_study: Make) -> None:
    study = make_study(EXPECTED.replace("jan P-1 a Good.", "") + "== done\njan P-1\n")
    assert "This theme rests on extracts from nobody." in told(study)
    assert "of the one" not in told(study)


def test_the_account_of_a_part_is_of_that_part(make_study: Make) -> None:
    study = make_study(FEAR)
    assert "There are nine codings, all made by hand." in told(study, "method")
    assert "There are two codings, both made by hand." in told(study, "method", Filters(code=("b",)))


def test_a_study_of_documents_has_no_people_in_its_account(make_study: Make) -> None:
    study = make_study(
        "== note.md document\nPolicy: openness comes first.\n\nMoney follows.\n== codings\njan note a Money follows."
    )
    text = told(study, "method")
    assert text.startswith("In addition, not counted in N: one document.")
    assert " 0 " not in text


def test_codes_that_came_of_a_split_were_not_set_before(make_study: Make) -> None:
    from qualcode.editing import edits
    from qualcode.usecases.operationalisation.write import matrix_with_evidence

    study = make_study(SPLIT.replace("{id: a, name: A}", "{id: a, name: A, row: M1.1}"))
    edit(study, "codebook split", edits.split, "a", ["B", "C"], "2026-01-01", "because")
    now = open_study(study.study.root)
    assert "three codes, of which one set in advance (deductive) and two by splitting a code." in told(now, "method")
    recoding.recode(now, "jan", "b", [one.id for one in now.project.codings_of("jan", "P-1").applied])
    now = open_study(study.study.root)  # the split code has no row of counts any more, and yet its row of the matrix
    assert "2" in as_markdown(matrix_with_evidence(now.view(), ("references", "cases")), now.words)


def test_a_suggestion_that_was_coded_anew_was_accepted_first(make_study: Make, cli: Callable[..., Ran]) -> None:
    study = make_study("""
        == codebook.yaml
        codes: [{id: a, name: A, keywords: [good]}, {id: b, name: B}]
        == P-1.txt
        Interviewer: How?
        P-1: One good day. It rains. Two good days. We left.
    """)
    root = study.study.root
    assert cli("-C", root, "suggest", "--accept", "all", "--code", "a", "--because", "x").status == 0
    now = open_study(root)
    recoding.recode(now, "jan", "b", [now.project.codings_of("jan", "P-1").applied[0].id])
    text = told(open_study(root), "method")
    assert "There are two codings, of which one on a suggestion of the program and one recoded later." in text
    assert "Decisions on keyword suggestions: two accepted. Of these, in bulk: two accepted." in text


def test_columns_of_codings_that_say_nothing_are_named(
    make_study: Make, tmp_path: Path, cli: Callable[..., Ran]
) -> None:
    study = make_study(FEAR)
    (tmp_path / "c.csv").write_text("transcript,code,quote,deviant,empty\nP-3,b,Fear too.,yes,\n", encoding="utf-8")
    ran = cli("-C", study.study.root, "codings", "import", tmp_path / "c.csv")
    assert ran.err.splitlines() == [
        "Mind: columns that were passed over: deviant.",
        "1 codings written, 0 were there already.",
    ]
