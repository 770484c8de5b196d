"""The counting rules, each on a small study counted by hand. docs/counting.md tells the same in words."""

import pytest

from qualcode.analysis.counted import Counted
from qualcode.errors import QualcodeError
from qualcode.model.selection import Filters
from qualcode.model.span import Span
from qualcode.report.document import Output
from qualcode.report.tables.crosstab import crosstab
from qualcode.report.tables.frequencies import frequency_table
from qualcode.report.tables.quotes import quote_table
from qualcode.report.tables.themes import theme_table
from qualcode.usecases.study import Opened

KEYS = ("code", "references", "turns", "cases", "of_cases", "read_cases", "transcripts", "words")


def figures(output: Output, *keys: str) -> list[tuple[object, ...]]:
    return [tuple(record[key] for key in keys) for record in output.data.plain()]


def frequencies(study: Opened, *keys: str, by: str | None = None, **filters: object) -> list[tuple[object, ...]]:
    return figures(frequency_table(study.view(Filters(**filters)), by), *(keys or KEYS))  # type: ignore[arg-type]


def count_of(study: Opened) -> Counted:
    return study.view().count({"a": ("a",)})


def notes(output: Output) -> str:
    return " ".join(note for part in output.report.parts for note in getattr(part, "notes", ()))


def test_two_coders_overlapping_are_one_reference(study: Opened) -> None:
    """
    Both coded the same passage, ann three words more. Pooled that is one reference of seven words; each alone
    has one of four and of seven words.

    == P-1.txt
    I: How is it?
    P-1: We work well together most days.
    I: And then?
    P-1: Fine.
    == codings
    jan P-1 a We work well together
    ann P-1 a We work well together most days.
    """
    assert frequencies(study, coder=("all",)) == [("a", 1, 1, 1, 1, 0, 1, 6)]
    assert frequencies(study, coder=("jan",)) == [("a", 1, 1, 1, 1, 0, 1, 4)]
    assert frequencies(study) == frequencies(study, coder=("jan",))  # the study's own coder


def test_several_coders_and_none_named_is_a_question_not_a_guess(study: Opened) -> None:
    """
    == P-1.txt
    I: How is it?
    P-1: Fine.
    I: Sure?
    P-1: Yes.
    == codings
    ann P-1 a Fine.
    bob P-1 a Fine.
    """
    with pytest.raises(QualcodeError, match=r"Several people coded \(ann, bob\)"):
        frequencies(study)


def test_who_speaks_in_a_pilot_is_not_counted_for_it_though_interviewed_elsewhere(study: Opened) -> None:
    """
    P-1 was interviewed, and in the pilot says b: a reference of b, of nobody.

    == codebook.yaml
    codes: [{id: a, name: A}, {id: b, name: B}]
    == cases.csv
    case,group
    P-1,x
    == P-1.txt
    Interviewer: How?
    P-1: Fine.
    == T-1.txt pilot
    Interviewer: How?
    P-1: Late.
    == codings
    jan P-1 a Fine.
    jan T-1 b Late.
    """
    assert frequencies(study, "code", "references", "cases", "of_cases") == [("a", 1, 1, 1), ("b", 1, 0, 1)]
    assert frequencies(study, "code", "references_x", "cases_x", by="group") == [("a", 1, 1), ("b", 0, 0)]
    assert "1 coding is from documents, field notes or pilots" in notes(frequency_table(study.view(Filters())))


def test_a_theme_never_counts_less_than_a_code_in_it_whatever_the_filter(study: Opened) -> None:
    """
    The parent p is of q1, its child c of q2. Filtered on q1 the theme holds p, which counts its own and c: 2, as ever.

    == codebook.yaml
    questions: [{id: q1, text: Why?}, {id: q2, text: How?}]
    codes:
    - {id: p, name: P, question: q1, codes: [{id: c, name: C, question: q2}]}
    themes: [{id: t, name: T, codes: [p]}]
    == P-1.txt
    Interviewer: How?
    P-1: one two
    == codings
    jan P-1 p one
    jan P-1 c two
    """
    table = theme_table(study.view(Filters(question=("q1",))))
    assert figures(table, "theme", "code", "references") == [("t", "", 2), ("t", "p", 2)]


def test_a_chain_of_overlaps_is_one_reference(study: Opened) -> None:
    """
    A touches B and B touches C, though A and C share nothing: one reference. D only follows C, with no shared
    character: a second.

    == P-1.txt
    I: How?
    P-1: one two three four five six seven eight
    I: And?
    P-1: no
    == codings
    jan P-1 a one two three
    jan P-1 a three four five
    jan P-1 a five six
    jan P-1 a seven
    """
    assert frequencies(study) == [("a", 2, 1, 1, 1, 0, 1, 7)]


def test_spans_that_only_touch_stay_apart(study: Opened) -> None:
    """
    The second begins at the very character where the first ends.

    == P-1.txt
    I: How?
    P-1: one two
    I: And?
    P-1: no
    """
    from qualcode.usecases.coding.by_hand import apply
    from qualcode.usecases.study import open_study

    handle = study.project.transcript("P-1")
    start = handle.read().text.index("one")
    for span in (Span(start, start + 3), Span(start + 3, start + 7), Span(start + 1, start + 3)):
        apply(study, "jan", handle, "a", span)
    assert frequencies(open_study(study.study.root), "references", "turns") == [(2, 1)]


def test_a_case_was_read_only_when_all_its_transcripts_were(study: Opened) -> None:
    """
    == codebook.yaml
    codes: [{id: a, name: A}, {id: b, name: B}]
    == P-1.txt
    I: How?
    P-1: Good.
    I: So?
    P-1: So.
    == later.txt
    I: And now?
    P-1: Bad.
    I: So?
    P-1: So.
    == done
    jan P-1
    jan T-1 b
    """
    assert frequencies(study, "code", "of_cases", "read_cases") == [("a", 1, 0), ("b", 1, 1)]
    assert frequencies(study, "code", "read_cases", transcript=("P-1",)) == [("a", 1), ("b", 1)]


def test_a_coding_over_question_and_answer_belongs_to_the_respondent(study: Opened) -> None:
    """
    The coding runs from the interviewer's question into the answer. It is one reference, of one case, in one
    respondent turn, of the three words of the answer. The coding on the question alone has no case.

    == P-1.txt
    I: Do you trust them?
    P-1: Yes I do, always.
    I: Why is that?
    P-1: Just so.
    == codings
    jan P-1 a trust them?\\n P-1: Yes I do
    jan P-1 a Why is that?
    """
    output = frequency_table(study.view(Filters()))
    assert figures(output, *KEYS) == [("a", 2, 1, 1, 1, 0, 1, 3)]
    quotes = quote_table(study.view(Filters())).data.plain()
    assert [(row["case"], row["turn"], row["words"]) for row in quotes] == [("P-1", 2, 3), ("", 3, 0)]
    assert count_of(study).facts.without_case == 1


def test_a_case_with_two_transcripts_counts_once(study: Opened) -> None:
    """
    == cases.csv
    case
    P-1
    P-2
    == P-1.txt
    I: How?
    P-1: Good.
    I: And?
    P-1: Good again.
    == later.txt interview 2
    I: How now?
    P-1: Still good.
    I: And?
    P-1: Yes.
    == P-2.txt
    I: How?
    P-2: Bad.
    I: And?
    P-2: Bad.
    == codings
    jan P-1 a Good again.
    jan T-1 a Still good.
    """
    assert frequencies(study) == [("a", 2, 2, 1, 2, 0, 2, 4)]
    assert frequencies(study, round=(2,)) == [("a", 1, 1, 1, 1, 0, 1, 2)]


def test_a_focus_group_counts_each_speaker_touched(study: Opened) -> None:
    """
    One coding over R1 and R2, one on R3. Group x is R1 and R3, group y is R2. The first reference counts for both
    groups, so the groups' references add to three where there are two.

    == cases.csv
    case,group
    R1,x
    R2,y
    R3,x
    == group.txt focus-group
    Moderator: What do you think?
    R1: I agree.
    R2: Me too.
    R3: Not me.
    Moderator: Well?
    R1: Yes.
    R2: Yes.
    R3: No.
    == codings
    jan group a I agree.\\nR2: Me too.
    jan group a Not me.
    """
    assert frequencies(study) == [("a", 2, 3, 3, 3, 0, 1, 6)]
    output = frequency_table(study.view(Filters()), by="group")
    keys = ("references_x", "cases_x", "of_cases_x", "references_y", "cases_y", "of_cases_y")
    assert figures(output, *keys) == [(2, 2, 2, 1, 1, 1)]
    assert frequencies(study, "references", "turns", "cases", "of_cases", "words", case=("R2",)) == [(1, 1, 1, 1, 2)]


def test_a_missing_attribute_is_a_group_of_its_own(study: Opened) -> None:
    """
    == cases.csv
    case,group
    P-1,x
    P-2,
    == P-1.txt
    I: How?
    P-1: Good.
    I: So?
    P-1: So.
    == P-2.txt
    I: How?
    P-2: Fine.
    I: So?
    P-2: So.
    == codings
    jan P-2 a Fine.
    """
    output = crosstab(study.view(Filters()), by="group")
    assert output.data.columns == (
        "code", "name", "references_x", "cases_x", "of_cases_x",
        "references_(missing)", "cases_(missing)", "of_cases_(missing)", "read_cases_x", "read_cases_(missing)",
    )  # fmt: skip
    assert [tuple(row.values()) for row in output.data.plain()] == [("a", "A", 0, 0, 1, 1, 1, 1, 0, 0)]


def test_a_parent_pools_its_own_codings_and_its_childrens(study: Opened) -> None:
    """
    Child b and child c overlap: for the parent that is one reference, not two. The parent's own coding elsewhere is
    its second. Sums of the children (2) would give another figure than the parent's references (2 of other places).

    == codebook.yaml
    codes:
    - id: a
      name: A
      codes: [{id: b, name: B}, {id: c, name: C}]
    == P-1.txt
    I: How?
    P-1: We share data and fear misuse. It is late.
    I: So?
    P-1: So.
    == codings
    jan P-1 b We share data
    jan P-1 c data and fear misuse.
    jan P-1 a It is late.
    """
    assert frequencies(study, "code", "references", "turns", "cases", "words") == [
        ("a", 2, 1, 1, 9),
        ("b", 1, 1, 1, 3),
        ("c", 1, 1, 1, 4),
    ]
    quotes = quote_table(study.view(Filters())).data.plain()
    assert [(row["code"], row["quote"]) for row in quotes] == [
        ("a", "It is late."),
        ("b", "We share data"),
        ("c", "data and fear misuse."),
    ]


def test_a_theme_pools_its_codes_and_is_no_sum(study: Opened) -> None:
    """
    Theme t holds a and b, which overlap in P-1: one reference. Theme u holds b too. Code c is in no theme and last.

    == codebook.yaml
    codes: [{id: a, name: A}, {id: b, name: B}, {id: c, name: C}]
    themes:
    - {id: t, set: s, name: T, statement: said, codes: [a, b]}
    - {id: u, set: s, name: U, codes: [b]}
    == P-1.txt
    I: How?
    P-1: We share data now.
    I: So?
    P-1: It ends here.
    == codings
    jan P-1 a We share
    jan P-1 b share data
    jan P-1 c It ends
    """
    output = theme_table(study.view(Filters()))
    assert figures(output, "theme", "code", "references", "cases", "quote", "chosen") == [
        ("t", "", 1, 1, "", ""),
        ("t", "a", 1, 1, "We share", "auto"),
        ("t", "b", 1, 1, "share data", "auto"),
        ("u", "", 1, 1, "", ""),
        ("u", "b", 1, 1, "share data", "auto"),
        ("", "c", 1, 1, "It ends", "auto"),
    ]


def test_a_zero_is_printed_only_where_everyone_was_read(study: Opened) -> None:
    """
    P-1 was read for all codes, P-2 for b alone. So b's zero is a finding; a's absence in P-2 is not known.

    == codebook.yaml
    codes: [{id: a, name: A}, {id: b, name: B}]
    == P-1.txt
    I: How?
    P-1: Good.
    I: So?
    P-1: So.
    == P-2.txt
    I: How?
    P-2: Fine.
    I: So?
    P-2: So.
    == done
    jan P-1
    jan P-2 b
    """
    output = frequency_table(study.view(Filters()))
    assert figures(output, "code", "cases", "read_cases") == [("a", 0, 1), ("b", 0, 2)]
    table = output.report.parts[0]
    assert [row.cells[2:] for row in table.rows] == [("–", "–", "–"), ("0", "0", "0 of 2")]  # type: ignore[union-attr]
    assert "Read in full: the transcripts of 1 of 2 respondents" in notes(output)


def test_a_keyword_pass_is_no_reading(study: Opened) -> None:
    """
    == P-1.txt
    I: How?
    P-1: Good.
    I: So?
    P-1: So.
    """
    from qualcode.usecases.coding.by_hand import done
    from qualcode.usecases.study import open_study

    done(study, "jan", study.project.transcript("P-1"), "keyword", Filters())
    assert frequencies(open_study(study.study.root), "read_cases") == [(0,)]


def test_documents_and_pilots_have_references_but_no_case_in_n(study: Opened) -> None:
    """
    == P-1.txt
    I: How?
    P-1: Good work.
    I: So?
    P-1: So.
    == X-9.txt pilot
    I: How?
    X-9: Good work too.
    I: So?
    X-9: So.
    == minutes.md document
    # Minutes

    Good work was praised.
    == codings
    jan P-1 a Good work.
    jan X-9 a Good work too.
    jan minutes a Good work was praised.
    """
    assert frequencies(study) == [("a", 3, 3, 1, 1, 0, 3, 9)]
    assert frequencies(study, kind=("interview",)) == [("a", 1, 1, 1, 1, 0, 1, 2)]


def test_code_filters_never_change_n(study: Opened) -> None:
    """
    == codebook.yaml
    codes: [{id: a, name: A}, {id: b, name: B}]
    == cases.csv
    case,group
    P-1,x
    P-2,y
    P-9,x
    == P-1.txt
    I: How?
    P-1: Good.
    I: So?
    P-1: So.
    == P-2.txt
    I: How?
    P-2: Fine.
    I: So?
    P-2: So.
    == codings
    jan P-1 a Good.
    """
    assert frequencies(study, "code", "of_cases", code=("a",)) == [("a", 2)]
    assert frequencies(study, "code", "of_cases", where=("group=x",)) == [("a", 1), ("b", 1)]


def test_older_ids_count_for_the_code_they_became(study: Opened) -> None:
    """
    == codebook.yaml
    codes: [{id: old, name: Old}, {id: b, name: B}]
    == P-1.txt
    I: How?
    P-1: Good.
    I: So?
    P-1: So.
    == codings
    jan P-1 old Good.
    """
    from qualcode.usecases.study import open_study

    study.study.codebook.write_text("codes: [{id: new, name: New, was: [old]}]\n")
    assert frequencies(open_study(study.study.root), "code", "references") == [("new", 1)]


def test_what_was_accepted_in_bulk_is_told(study: Opened) -> None:
    """
    == codebook.yaml
    codes: [{id: a, name: A, keywords: [good]}, {id: b, name: B}]
    == P-1.txt
    I: How?
    P-1: Good. It rains. That is good.
    I: So?
    P-1: So.
    """
    from qualcode.usecases.keywords.decide import decide_all
    from qualcode.usecases.keywords.finder import Finder
    from qualcode.usecases.study import open_study

    assert decide_all(Finder.make(study, Filters(), "jan"), "accept", "all clear") == (2, "a")
    output = frequency_table(open_study(study.study.root).view(Filters()))
    assert figures(output, "code", "references") == [("a", 2), ("b", 0)]
    assert "2 of 2 codings were accepted in bulk." in notes(output)
    other = frequency_table(open_study(study.study.root).view(Filters(code=("b",))))
    assert "in bulk" not in notes(other)


def test_a_merged_reference_joins_what_its_codings_say(study: Opened) -> None:
    """
    == P-1.txt
    I: How?
    P-1: We share data now.
    I: So?
    P-1: So.
    == codings
    jan P-1 a We share
    ann P-1 a share data
    """
    from qualcode.usecases.coding.by_hand import list_codings, mark
    from qualcode.usecases.study import open_study

    ids = {coding.coder: coding.id for coding, _ in list_codings(study, Filters())}
    mark(study, "jan", [ids["jan"]], {"note": "first", "key": True, "valence": "barrier"})
    mark(study, "ann", [ids["ann"]], {"note": "second"})
    (row,) = quote_table(open_study(study.study.root).view(Filters(coder=("all",)))).data.plain()
    assert (row["id"], row["coder"], row["note"]) == (f"{ids['jan']}; {ids['ann']}", "jan; ann", "first; second")
    assert (row["quote"], row["words"], row["key"], row["valence"]) == ("We share data", 3, True, "barrier")


def test_valence_is_the_codings_own_else_the_codes_kind(study: Opened) -> None:
    """
    == codebook.yaml
    codes: [{id: a, name: A, kind: barrier}, {id: b, name: B, kind: strategy}]
    == P-1.txt
    I: How?
    P-1: It hampers us.
    I: So?
    P-1: So be it.
    == codings
    jan P-1 a It hampers us.
    jan P-1 b So be it.
    """
    rows = quote_table(study.view(Filters())).data.plain()
    assert [(row["code"], row["valence"]) for row in rows] == [("a", "barrier"), ("b", "")]


def test_a_filter_leaves_out_other_themes_and_the_note_names_it(study: Opened) -> None:
    """
    == codebook.yaml
    codes: [{id: a, name: A}, {id: b, name: B}]
    themes:
    - {id: t, set: s, name: T, codes: [a]}
    - {id: u, set: s, name: U, codes: [b]}
    == cases.csv
    case,group
    P-1,x
    == P-1.txt
    I: How?
    P-1: We share data now.
    I: So?
    P-1: It ends here.
    == codings
    jan P-1 a We share
    jan P-1 b It ends
    """
    output = theme_table(study.view(Filters(code=("a",))))
    assert figures(output, "theme", "code", "references") == [("t", "", 1), ("t", "a", 1)]
    assert "Only: code ‘A’." in notes(output)
    table = crosstab(study.view(Filters(code=("a",))), by="group", rows="theme")
    assert figures(table, "theme", "references_x") == [("t", 1)]
    assert "Only: code ‘A’." in notes(table)


def test_an_adapted_quote_is_marked_as_such(study: Opened) -> None:
    """
    == P-1.txt
    I: How?
    P-1: We share data, you know, now.
    I: So?
    P-1: So.
    == codings
    jan P-1 a We share data, you know, now.
    """
    from qualcode.usecases.coding.by_hand import list_codings, mark
    from qualcode.usecases.study import open_study

    ((coding, _),) = list_codings(study, Filters())
    mark(study, "jan", [coding.id], {"printed": "We share data […] now."})
    output = quote_table(open_study(study.study.root).view(Filters()))
    assert output.report.parts[0].rows[1].cells[0] == "We share data […] now.†"  # type: ignore[union-attr]
    assert "† were shortened or adapted" in notes(output)


def test_a_theme_called_like_a_code_is_not_indented_like_one(study: Opened) -> None:
    """
    == codebook.yaml
    codes: [{id: a, name: A, codes: [{id: b, name: B}, {id: c, name: C}]}]
    themes:
    - {id: a, set: s, name: T, codes: [a]}
    - {id: b, set: s, name: U, codes: [b]}
    == cases.csv
    case,group
    P-1,x
    == P-1.txt
    I: How?
    P-1: Good.
    I: So?
    P-1: So.
    """

    def levels(rows: str) -> list[int]:
        return [row.level for row in crosstab(study.view(Filters()), by="group", rows=rows).report.parts[0].rows]  # type: ignore[union-attr]

    assert (levels("theme"), levels("code")) == ([0, 0], [0, 1, 1])


def test_a_parent_counts_as_read_only_when_all_codes_below_it_were_offered(study: Opened) -> None:
    """
    == codebook.yaml
    codes:
    - id: p
      name: P
      codes: [{id: a, name: A}, {id: b, name: B}]
    == P-1.txt
    I: How?
    P-1: Good.
    I: So?
    P-1: So.
    == P-2.txt
    I: How?
    P-2: Good.
    I: So?
    P-2: So.
    == done
    jan P-1 a
    jan P-2 p
    """
    # P-1 was read for a alone; P-2 for p, and with it for a and b
    assert frequencies(study, "code", "read_cases") == [("p", 1), ("a", 2), ("b", 1)]
    table = frequency_table(study.view()).report.parts[0]
    assert [row.cells[-1] for row in table.rows] == ["–", "0 of 2", "–"]  # type: ignore[union-attr]


def test_a_group_of_two_is_warned_about_and_one_of_three_is_not(study: Opened) -> None:
    """
    == cases.csv
    case,groep
    P-1,x
    P-2,x
    P-3,x
    P-4,y
    P-5,y
    P-6,y
    == P-1.txt
    I: How?
    P-1: One.
    I: So?
    P-1: So.
    == P-2.txt
    I: How?
    P-2: Two.
    I: So?
    P-2: So.
    == P-3.txt
    I: How?
    P-3: Three.
    I: So?
    P-3: So.
    == P-4.txt
    I: How?
    P-4: Four.
    I: So?
    P-4: So.
    == P-5.txt
    I: How?
    P-5: Five.
    I: So?
    P-5: So.
    """
    told = "with groep, fewer than three cases fall in a group; they may be recognisable"
    assert [*map(str, crosstab(study.view(), by="groep").warnings)] == [told]
    of_x = study.view(Filters(where=("groep=x",)))
    assert crosstab(of_x, by="groep").warnings == ()
