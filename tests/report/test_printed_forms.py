"""What the forms of theses ask for beside their tables: groups by themselves, lists, follow-up questions, memos on quotes."""

import re
from collections.abc import Callable

import pytest

from qualcode.analysis.counts import Count
from qualcode.errors import QualcodeError
from qualcode.report.builders import BUILDERS
from qualcode.report.citing import marked
from qualcode.report.document import Heading, Items, Value
from qualcode.report.listing import Shown
from qualcode.report.prose.summary import summary
from qualcode.report.renderers.markdown import as_markdown
from qualcode.text import Words
from qualcode.usecases import memos
from qualcode.usecases.study import Opened, open_study
from tests.conftest import Ran, coding_at

Make = Callable[[str], Opened]


def told(opened: Opened, name: str, **options: object) -> str:
    opened = open_study(opened.study.root)
    return as_markdown(BUILDERS.get(name)(opened.view(), **options), opened.words)


GROUPS = """
    == codebook.yaml
    codes: [{id: a, name: A}, {id: b, name: B}]
    themes: [{id: t, name: Trust, status: final, statement: It holds., codes: [a, b]}]
    == cases.csv
    case,role
    G-1,GP
    G-2,GP
    M-1,manager
    M-2,manager
    X-1,
    == G-1.txt
    Interviewer: How?
    G-1: one
    == G-2.txt
    Interviewer: How?
    G-2: one
    == M-1.txt
    Interviewer: How?
    M-1: two
    == M-2.txt
    Interviewer: How?
    M-2: nothing
    == X-1.txt
    Interviewer: How?
    X-1: two
    == codings
    jan G-1 a one
    jan G-2 a one
    jan M-1 b two
    jan X-1 b two
    == done
    jan G-1
    jan G-2
    jan M-1
    jan M-2
    jan X-1
    == memos
    summary theme:t OF-THEME
    interpretation code:a OF-A
"""


def test_each_group_by_itself_under_the_same_headings_and_then_what_sets_them_apart(make_study: Make) -> None:
    """Both GPs say a, one of two managers says b. Who is in no group is named; the researcher's words are told once."""
    opened = make_study(GROUPS)
    text = told(opened, "summary", by="role", per_group=True)
    headings = re.findall(r"^(#+) (.*)$", text, re.MULTILINE)
    assert headings == [
        ("#", "Respondents with role ‘GP’"), ("##", "Trust"),
        ("#", "Respondents with role ‘manager’"), ("##", "Trust"),
        ("#", "The Groups Compared"), ("##", "Trust"),
    ]  # fmt: skip
    gps, managers, compared = re.split(r"^# .*$", text, flags=re.MULTILINE)[1:]
    assert "This theme rests on two coded extracts from both respondents with role ‘GP’." in gps
    assert "The code ‘A’ occurs in extracts from both respondents with role ‘GP’." in gps
    assert "‘B’" not in gps
    assert "The code ‘B’ occurs in extracts from one of the two respondents with role ‘manager’." in managers
    assert "In no group, as role is not known: X-1." in compared
    assert (
        "The code ‘A’ occurs in extracts from fewer than half of the respondents (2 of the 5). It is mentioned by both respondents with role "
        "‘GP’; neither of the two respondents with role ‘manager’ mentions it."
    ) in compared
    assert [text.count(one) for one in ("OF-THEME", "OF-A", "It holds.")] == [1, 1, 0]
    assert compared.count("OF-THEME") == compared.count("OF-A") == 1
    assert "Only:" not in text


def test_groups_need_an_attribute(make_study: Make, cli: Callable[..., Ran]) -> None:
    ran = cli("-C", make_study(GROUPS).study.root, "summary", "--per-group")
    assert (ran.status, ran.err) == (1, "--per-group needs an attribute that makes the groups: --by ATTRIBUTE.\n")


def test_a_filter_on_the_attribute_leaves_the_other_groups_out(make_study: Make, cli: Callable[..., Ran]) -> None:
    root = make_study(GROUPS).study.root
    out = cli("-C", root, "summary", "--by", "role", "--per-group", "--where", "role=GP", "--format", "md").out
    assert "Only: role ‘GP’." in out
    assert "# Respondents with role ‘GP’" in out
    assert "manager" not in out


FACTORS = """
    == codebook.yaml
    codes:
    - id: trust
      name: Trust
      codes:
      - {id: fear, name: Fear, kind: barrier}
      - {id: bond, name: Bond, kind: facilitator}
      - {id: never, name: Never, kind: barrier}
    - {id: money, name: Money, kind: barrier}
    - {id: food, name: Food}
    == P-1.txt
    Interviewer: How?
    P-1: one two three
    == P-2.txt
    Interviewer: How?
    P-2: one two three
    == codings
    jan P-1 fear one
    jan P-1 money two
    jan P-2 money two
    jan P-1 food three
    jan P-2 bond three
"""


def lists(opened: Opened, **options: object) -> list[tuple[str, str, tuple[str, ...]]]:
    """(heading, style, items) of each list."""
    found, heading = [], ""
    for part in BUILDERS.get("factors")(opened.view(), style="list", **options).report.parts:
        heading = part.text if isinstance(part, Heading) else heading
        if isinstance(part, Items):
            found.append((heading, part.style, part.items))
    return found


def test_two_numbered_lists_and_a_bulleted_third_in_the_researchers_order(make_study: Make) -> None:
    """Only what somebody mentions, without figures; by hand unless the rank is asked for."""
    opened = make_study(FACTORS)
    assert lists(opened) == [
        ("Barriers", "number", ("Fear", "Money")),
        ("Facilitators", "number", ("Bond",)),
        ("Other points", "bullet", ("Food",)),
    ]
    assert lists(opened, order="rank")[0] == ("Barriers", "number", ("Money", "Fear"))
    assert lists(opened, aspects=True)[:2] == [("Trust", "bullet", ("Bond",)), ("Trust", "bullet", ("Fear",))]
    with pytest.raises(QualcodeError, match="style"):
        BUILDERS.get("factors")(opened.view(), style="tabel")


def test_several_names_in_a_cell_are_bulleted_and_one_is_not(make_study: Make) -> None:
    text = FACTORS.replace("== P-1.txt", "themes: [{id: t, name: T, codes: [fear, money, bond]}]\n    == P-1.txt", 1)
    assert "| T | • Fear<br>• Money | Bond |" in told(make_study(text), "model")


ASKED = """
    == codebook.yaml
    codes: [{id: a, name: A}, {id: b, name: B}]
    topics: [{id: t1, text: Do you trust them?, codes: [a]}, {id: t2, text: And money?, codes: [b]}]
    == P-1.txt
    Interviewer: Do you trust them?
    P-1: No.
    Interviewer: Not at all?
    Colleague: Really?
    P-1: Well, now I do.
    Interviewer: And money?
    P-1: Fine.
    == P-2.txt
    Interviewer: And money?
    P-2: Fine.
    == P-3.txt
    Interviewer: Hello.
    P-3: Hello.
    == asked
    jan P-1 t1 1
    jan P-2 t2 1
    == done
    jan P-3
"""


def test_follow_up_questions_stand_between_the_answers(make_study: Make) -> None:
    """Without them "Well, now I do." says nothing. Where it is not on record that the next was asked, an answer ends at it."""
    opened = make_study(
        ASKED.replace("    Colleague: Really?\n", "").replace("jan P-2 t2 1", "jan P-1 t2 5\n    jan P-2 t2 1")
    )
    text = told(opened, "answers", subject="t1")
    assert "> P-1 (turn 2, 4)\n>\n> No.<br>Interviewer: Not at all?<br>Well, now I do." in text
    data = BUILDERS.get("answers")(open_study(opened.study.root).view(), subject="t1").data.plain()
    assert [(row["turn"], row["answer"], row["question_before"]) for row in data] == [
        (2, "No.", ""),
        (4, "Well, now I do.", "Not at all?"),
    ]


def test_not_asked_is_no_missing_answer(make_study: Make) -> None:
    """P-2 was asked something else; of P-3 nothing is on record, and the transcript was read."""
    text = told(make_study(ASKED.replace("    Colleague: Really?\n", "")), "answers", subject="t1")
    assert "Not asked, as far as is on record: P-2." in text
    assert "No answer found from: P-3." in text


INLINE = """
    == codebook.yaml
    codes: [{id: a, name: A}]
    themes: [{id: t, name: T, codes: [a]}]
    == P-1.txt
    Interviewer: So what is the mood?
    P-1: The mood is fine. Anna decides. Why not?
    == P-2.txt
    Interviewer: How?
    P-2: Nobody helps.
    == codings
    jan P-1 a The mood is fine.
    jan P-1 a Anna decides.
    jan P-1 a Why not?
    jan P-2 a Nobody helps.
    == marks
    jan P-1 a The mood is fine. | key=true
    jan P-1 a Anna decides. | key=true
    jan P-1 a Why not? | key=true
"""


def test_short_fragments_stand_in_a_sentence_that_carries_them(make_study: Make) -> None:
    """*the* stands in small letters elsewhere, *Anna* and *Why* do not: who knows whether those are names."""
    text = told(make_study(INLINE), "chosen-quotes", style="inline")
    assert "One respondent puts it like this: ‘the mood is fine’, ‘Anna decides’ and ‘Why not?’.[^1]" in text
    assert "[^1]: Sources of the quotes: 1: P-1, turn 2" in text
    both = INLINE + "    jan P-2 a Nobody helps. | key=true\n"
    assert "Respondents put it like this: ‘the mood is fine’" in told(make_study(both), "chosen-quotes", style="inline")


def test_a_memo_on_a_coding_stands_behind_its_quote(make_study: Make) -> None:
    """An interpretation and then the literature; a note is nobody's business. A fragment that was coded anew keeps them."""
    opened = make_study(INLINE.replace("jan P-1 a Why not? | key=true", "jan P-2 a Nobody helps. | deviant=true"))
    for quote, kind, words in (
        ("jan P-1 a The mood is fine.", "literature", "LITERATURE"),
        ("jan P-1 a The mood is fine.", "interpretation", "MEANING"),
        ("jan P-1 a The mood is fine.", "note", "PRIVATE"),
        ("jan P-2 a Nobody helps.", "interpretation", "DEVIANT"),
    ):
        opened = open_study(opened.study.root)
        memos.add(opened, "jan", [f"coding:{coding_at(opened, quote)}"], kind, words)
    opened = open_study(opened.study.root)
    texts = [getattr(part, "text", "") for part in summary(opened.view()).report.parts]
    places = [next(at for at, text in enumerate(texts) if word in text) for word in ("mood", "MEANING", "LITERATURE")]
    assert places == list(range(places[0], places[0] + 3))
    assert texts[next(at for at, text in enumerate(texts) if "Nobody helps" in text) + 1] == "DEVIANT"
    assert not any("PRIVATE" in text for text in texts)


def test_a_fragment_that_was_coded_anew_keeps_its_memos(make_study: Make, cli: Callable[..., Ran]) -> None:
    opened = make_study(
        INLINE.replace("codes: [{id: a, name: A}]", "codes: [{id: a, name: A}, {id: b, name: B}]").replace(
            "codes: [a]", "codes: [a, b]"
        )
    )
    root, coding = opened.study.root, coding_at(opened, "jan P-1 a The mood is fine.")
    assert (
        cli("-C", root, "memo", "add", f"coding:{coding}", "--kind", "interpretation", "--text", "MEANING").status == 0
    )
    assert cli("-C", root, "codings", "recode", "b", coding).status == 0
    assert "MEANING" in cli("-C", root, "summary", "--format", "md").out
    assert "MEANING" in cli("-C", root, "memo", "list", "--format", "csv").out
    ran = cli("-C", root, "check")
    assert "coding" not in ran.out + ran.err


def test_a_selection_of_a_group_is_not_the_group(make_study: Make, cli: Callable[..., Ran]) -> None:
    root = make_study(GROUPS).study.root
    out = cli("-C", root, "summary", "--by", "role", "--per-group", "--case", "G-1", "--format", "md").out
    assert "the only" not in out
    assert "one coded extract from G-1" in out


def test_who_could_be_recognised_is_told_with_the_groups(make_study: Make, cli: Callable[..., Ran]) -> None:
    root = make_study(GROUPS).study.root
    for options in (("--by", "role"), ("--by", "role", "--per-group")):
        assert "fewer than three cases fall in a group" in cli("-C", root, "summary", *options).err


@pytest.mark.parametrize(
    "more", ["", "jan P-1 t2 5\n    "], ids=["up to the interviewer's turn", "up to the next question"]
)
def test_a_question_asked_twice_has_each_answer_once_and_the_second_asking_between(more: str, make_study: Make) -> None:
    text = ASKED.replace("    Colleague: Really?\n", "").replace(
        "jan P-2 t2 1", f"jan P-1 t1 3\n    {more}jan P-2 t2 1"
    )
    data = BUILDERS.get("answers")(make_study(text).view(), subject="t1").data.plain()
    assert [(row["turn"], row["answer"], row["question_before"]) for row in data] == [
        (2, "No.", ""),
        (4, "Well, now I do.", "Not at all?"),
    ]


REFUSED = """
    == codebook.yaml
    codes: [{id: a, name: A}]
    topics: [{id: t1, text: How is it?, codes: [a]}, {id: t2, text: And?, codes: [a]}]
    == P-1.txt
    Interviewer: How is it?
    P-1: Well, the alderman lies to us every month. I say so.
    Interviewer: The Alderman lies to us every month, you say?
    P-1: Every month.
    Interviewer: And?
    P-1: That is it.
    == codings
    jan P-1 a the alderman lies to us every month
    == marks
    jan P-1 a the alderman lies to us every month | approval=refused
    == asked
    jan P-1 t1 1
    jan P-1 t2 5
"""


@pytest.mark.parametrize(
    ("name", "options"), [("answers", {"subject": "t1"}), ("quotes", {}), ("theme-fragments", {"name": "t"})]
)
def test_what_was_refused_is_not_printed_out_of_the_interviewers_mouth_either(
    name: str, options: dict[str, object], make_study: Make
) -> None:
    """A run of four words or more; the answer that was not refused stays as it is."""
    study = REFUSED.replace("    topics:", "    themes: [{id: t, name: T, codes: [a]}]\n    topics:")
    opened = make_study(study)
    output = BUILDERS.get(name)(opened.view(), **options)
    everything = as_markdown(output, opened.words) + repr(output.data.plain())
    assert "lies to us" not in everything
    if name == "answers":
        assert "Interviewer: \\[…\\], you say?" in everything
        assert "Every month." in everything


def test_a_code_in_two_themes_is_quoted_in_the_first(make_study: Make) -> None:
    both = INLINE.replace("codes: [a]}]", "codes: [a]}, {id: u, name: U, codes: [a]}]")
    first, second = told(make_study(both), "summary").split("# U\n")
    assert "“The mood is fine.”" in first
    assert "“The mood is fine.”" not in second
    assert "The code ‘A’ occurs in extracts from both respondents. For more on ‘A’ see the theme ‘T’." in second


def test_a_long_quote_is_named_as_the_labels_say(make_study: Make) -> None:
    """Who asks for no names gets none, not behind a block and not behind a proposal either."""
    words = " ".join(f"w{n}" for n in range(30))
    study = INLINE.replace("Why not?", words).replace("    jan P-1 a Anna decides. | key=true\n", "")
    for labels, name in (("none", ""), ("group", "a respondent"), ("id", "P-1")):
        text = told(make_study(study), "chosen-quotes", style="inline", labels=labels).split("[^1]:")[0]
        assert ("P-1" in text) == (labels == "id")
        assert not name or name in text


def test_two_themes_of_one_name_quote_a_code_once(make_study: Make) -> None:
    both = INLINE.replace("codes: [a]}]", "codes: [a]}, {id: u, name: T, codes: [a]}]")
    assert told(make_study(both), "summary").count("“The mood is fine.”") == 1


def test_four_words_in_a_row_are_theirs_and_what_the_respondent_says_elsewhere_was_not_refused(
    make_study: Make,
) -> None:
    study = REFUSED.replace(
        "The Alderman lies to us every month, you say?", "He LIES to us every week? Every month?"
    ).replace("P-1: Every month.", "P-1: He lies to us every day.")
    text = told(make_study(study), "answers", subject="t1")
    assert "Interviewer: He \\[…\\] week? Every month?" in text  # three words and fewer are anybody's
    assert "He lies to us every day." in text


def test_an_amount_has_its_thousands_apart_and_a_place_has_not() -> None:
    record: dict[str, Value] = {"words": 1620, "turn": 1620, "n": Count("cases", 1620, 2000, 2000)}
    words = Words("nl")
    cells = [Shown(key, numeric=True).cell(record, words) for key in ("words", "turn", "n")]
    assert cells == ["1.620", "1620", "1.620"]


@pytest.mark.parametrize(
    ("said", "printed"),
    [
        ("7,4. En, eh, wat deed dat met u?", "Quote 1, at the question: Wat deed dat met u?"),
        ("Uhm, how is it?", "Quote 1, at the question: How is it?"),
        ("Tell me more.", "Quote 1, after: Tell me more."),
    ],
)
def test_a_letter_has_the_question_and_not_what_stood_before_it(said: str, printed: str, make_study: Make) -> None:
    opened = make_study(INLINE.replace("So what is the mood?", said))
    assert printed in told(opened, "letter", case="P-1")


def test_the_data_of_chosen_quotes_are_those_that_are_printed(make_study: Make) -> None:
    """A key quote and a proposal; the third fragment, which nobody chose, is in neither."""
    study = make_study("""
        == codebook.yaml
        codes: [{id: a, name: A}, {id: b, name: B}]
        == P-1.txt
        Interviewer: How?
        P-1: one. two. three.
        == codings
        jan P-1 a one.
        jan P-1 a two.
        jan P-1 b three.
        == marks
        jan P-1 a two. | key=true
    """)
    rows = BUILDERS.get("chosen-quotes")(study.view()).data.plain()
    assert [(row["code"], row["quote"], row["key"]) for row in rows] == [("a", "two.", True), ("b", "three.", False)]


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ('I said "yes" and "no".', "“I said ‘yes’ and ‘no’.”"),
        ("I said “yes”.", "“I said ‘yes’.”"),
        ('A board of 5" wide.', '“A board of 5" wide.”'),
    ],
)
def test_a_quotation_inside_a_quotation_has_single_marks(text: str, printed: str) -> None:
    assert marked(text) == printed
