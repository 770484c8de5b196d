"""Every sentence that a draft of the results can make about who said what, held against what no examiner accepts.

A study of N respondents has a code for each n from nobody to all, with a clause (`said`) and without, and with names of
every shape: a noun, a plural, a verb, a clause, an abbreviation. All of them are read in full.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from qualcode.analysis.counts import Count
from qualcode.model.selection import Filters
from qualcode.report.builders import BUILDERS
from qualcode.report.document import Heading, Prose
from qualcode.report.prose.summary import frame, summary
from qualcode.report.quantities import People, roughly
from qualcode.report.renderers.markdown import as_markdown
from qualcode.store.codebook_yaml import read_codebook
from qualcode.store.log import read_log
from qualcode.text import Words
from qualcode.usecases.codebook.edits import noticed
from qualcode.usecases.shipped import codebooks
from qualcode.usecases.study import Opened, open_study
from tests.conftest import Ran, coding_at

Make = Callable[[str], Opened]

SETTINGS = {"nl": "== qualcode.yaml\nlanguage: nl\n", "en": ""}  # a study of the tests is in English
NAMES = {
    "nl": ("Vertrouwen", "Onduidelijke rollen", "Elkaar kennen", "We doen het samen", "ICT-problemen"),
    "en": ("Trust", "Unclear roles", "Knowing each other", "We do it together", "IT problems"),
}
SAID = {
    "nl": ("dat men elkaar kent", "hoe er wordt besloten", "of het werkt", "wat er beter kan"),
    "en": ("that people know each other", "how decisions are made", "whether it works", "what could be better"),
}
FORBIDDEN = {
    "nl": (
        r"noem(t|en) (dit|het) thema", r"\b(\w+) van de \1\b", r"(?<!na )\balle \w+en \(", r"(?<![-\w])[01]\b", r"één fragmenten",
        r"(?<!van )\b(alle|beide|enkele|de meeste|op één na alle) [^.;]*\b(zegt|vertelt|spreekt)\b(?! het tegen)",
        r"(?<!na )\b(één van|geen van|de enige|niemand|de helft|minder dan)\b[^.;]*\b(zeggen|vertellen|spreken)\b",
        r"wordt genoemd", r"Per groep", r"\bgeen van de (één|twee)\b", r"\balle (één|twee)\b", r"[Aa]fwijkende",
    ),
    "en": (
        r"mentions? this theme", r"\b(\w+) of the \1\b", r"\ball respondents \(", r"(?<![-\w])[01]\b", r"one coded extracts",
        r"\b(all|both|a few|most) [^.;]*\b(says|describes)\b", r"(?<!but )\b(one of|none of|neither|nobody)\b[^.;]*\b(say|describe)\b",
        r"references?\b", r"is mentioned", r"By group", r"\ball (one|two)\b", r"none of the (one|two)\b", r"Deviant Cases",
    ),
}  # fmt: skip
ALWAYS = (r"  ", r"[{}]", r"\bNone\b(?! of)", r"\s[.,;]", r"\.\.", r"‘[^’]*$", r";\s*\.", r"\bnan\b")


def study(make_study: Make, language: str, total: int, against: bool = False) -> Opened:
    names, clauses = NAMES[language], SAID[language]
    codes, codings, marks = [], [], []
    for n in range(total + 1):
        for shape, clause in ((0, ""), (1, clauses[n % len(clauses)])):
            code = f"c{n}-{shape}"
            said = f', said: "{clause}"' if clause else ""
            codes.append(f'- {{id: {code}, name: "{names[n % len(names)]}"{said}}}')
            codings += [f"jan P-{case} {code} woord{shape}" for case in range(1, n + 1)]
            if against and n < total:
                codings.append(f"jan P-{total} {code} woord{shape}")
                marks.append(f"jan P-{total} {code} woord{shape} | deviant=true")
    cases = range(1, total + 1)
    texts = [f"== P-{case}.txt\nInterviewer: Hoe?\nP-{case}: woord0 en woord1 hier\n" for case in cases]
    themes = [
        f"- {{id: t{n}, name: T{n}, codes: [c{n}-0, c{n}-1]}}" for n in range(total + 1)
    ]  # a theme for each number too
    return make_study(
        f"{SETTINGS[language]}== codebook.yaml\nlanguage: {language}\ncodes:\n"
        + "\n".join(codes)
        + "\nthemes:\n"
        + "\n".join(themes)
        + "\n"
        + "".join(texts)
        + "== codings\n"
        + "\n".join(codings)
        + ("\n== marks\n" + "\n".join(marks) if marks else "")
        + "\n== done\n"
        + "\n".join(f"jan P-{case}" for case in cases)
        + "\n"
    )


def sentences(opened: Opened, by: str | None = None) -> Iterator[str]:
    for part in summary(opened.view(), by).report.parts:
        if isinstance(part, Prose):
            yield part.text


@pytest.mark.slow
@pytest.mark.parametrize("against", [False, True], ids=["", "against"])
@pytest.mark.parametrize("total", [1, 2, 3, 6, 14])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_law_no_sentence_is_one_that_no_examiner_accepts(
    language: str, total: int, against: bool, make_study: Make
) -> None:
    opened = study(make_study, language, total, against)
    made = list(sentences(opened))
    assert len(made) > total
    for sentence in made:
        assert sentence[:1].isupper() or sentence[:1] in "“", sentence
        for pattern in (*FORBIDDEN[language], *ALWAYS):
            assert not re.search(pattern, sentence), (pattern, sentence)


def test_the_sentences_of_six_respondents_written_out(make_study: Make) -> None:
    """All that is said of how many, in the order of the themes: nobody, one, two, three, four, five and six of six."""
    told = [one for one in sentences(study(make_study, "nl", 6)) if "“" not in one]
    assert told == [
        "Dit thema komt bij geen van de zes respondenten voor.",
        "Dit thema steunt op twee fragmenten van één van de zes respondenten.",
        "De code ‘Onduidelijke rollen’ komt voor bij één van de zes respondenten.",
        "Eén van de zes respondenten vertelt hoe er wordt besloten.",
        "Dit thema steunt op vier fragmenten van twee van de zes respondenten.",
        "De code ‘Elkaar kennen’ komt voor bij enkele respondenten (2 van de 6).",
        "Enkele respondenten (2 van de 6) vertellen of het werkt.",
        "Dit thema steunt op zes fragmenten van drie van de zes respondenten.",
        "De code ‘We doen het samen’ komt voor bij de helft van de respondenten (3 van de 6).",
        "De helft van de respondenten (3 van de 6) vertelt wat er beter kan.",
        "Dit thema steunt op acht fragmenten van vier van de zes respondenten.",
        "De code ‘ICT-problemen’ komt voor bij de meeste respondenten (4 van de 6).",
        "De meeste respondenten (4 van de 6) zeggen dat men elkaar kent.",
        "Dit thema steunt op tien fragmenten van vijf van de zes respondenten.",
        "De code ‘Vertrouwen’ komt voor bij op één na alle respondenten (5 van de 6).",
        "Op één na alle respondenten (5 van de 6) vertellen hoe er wordt besloten.",
        "Bij P-6 is bij dit thema niets gevonden, hoewel het hele transcript erop is gelezen; een ontkenning is dat niet.",
        "Dit thema steunt op twaalf fragmenten van alle zes de respondenten.",
        "De code ‘Onduidelijke rollen’ komt voor bij alle zes de respondenten.",
        "Alle zes de respondenten vertellen of het werkt.",
    ]


@pytest.mark.parametrize(
    ("total", "dutch", "english"),
    [
        (1, "De enige respondent zegt dat men elkaar kent.", "The only respondent says that people know each other."),
        (2, "Beide respondenten zeggen dat men elkaar kent.", "Both respondents say that people know each other."),
        (3, "Alle drie de respondenten zeggen dat men elkaar kent.", "All three respondents say that people know each other."),
    ],
)  # fmt: skip
def test_all_of_a_few_are_told_as_people_say_it(total: int, dutch: str, english: str, make_study: Make) -> None:
    for language, wanted in (("nl", dutch), ("en", english)):
        opened = make_study(
            f"{SETTINGS[language]}== codebook.yaml\nlanguage: {language}\n"
            f'codes: [{{id: a, name: A, said: "{SAID[language][0]}"}}]\nthemes: [{{id: t, name: T, codes: [a]}}]\n'
            + "".join(f"== P-{n}.txt\nInterviewer: Hoe?\nP-{n}: woord\n" for n in range(1, total + 1))
            + "== codings\n"
            + "".join(f"jan P-{n} a woord\n" for n in range(1, total + 1))
        )
        assert wanted in list(sentences(opened))


@pytest.mark.parametrize("cases", [0, 1, 2, 5, 6])
@pytest.mark.parametrize("path", codebooks().values(), ids=list(codebooks()))
def test_the_clauses_of_the_shipped_codebooks_fit_every_number(cases: int, path: object) -> None:
    """Of barriers, facilitators and strategies without codes below them; samenwerkingscondities has none of those."""
    codebook, _ = read_codebook(path.read_text(encoding="utf-8"))  # type: ignore[attr-defined]
    parents = {code.parent for code in codebook.codes}
    wanted = {code.id for code in codebook.codes if code.id not in parents and code.kind != "neutral"}
    assert {code.id for code in codebook.codes if code.said} == wanted
    words, found = Words("nl"), Count("cases", cases, 6, 6)
    for code in sorted(wanted):
        key, values = frame(codebook, code, found, words)
        told = words(key, who=roughly(found, People("respondenten", ""), words), against="", **values)
        assert values["said"] in told
        around = told.replace(values["said"], "dat het zo is")
        for pattern in (*FORBIDDEN["nl"], *ALWAYS):
            assert not re.search(pattern, around), (pattern, told)


def test_a_clause_in_another_language_than_the_studys_is_not_used(make_study: Make) -> None:
    opened = make_study(
        "== qualcode.yaml\nlanguage: nl\n== codebook.yaml\nlanguage: en\n"
        'codes: [{id: a, name: Alpha, said: "that all is well"}]\nthemes: [{id: t, name: T, codes: [a]}]\n'
        "== P-1.txt\nInterviewer: Hoe?\nP-1: woord\n== codings\njan P-1 a woord\n"
    )
    assert "De code ‘Alpha’ komt voor bij de enige respondent." in list(sentences(opened))


def test_a_clause_is_no_part_of_the_definition(make_study: Make) -> None:
    book = "codes: [{id: a, name: A, definition: D%s}]\n"
    with_it, without = (read_codebook(book % said)[0].by_id["a"] for said in (', said: "dat men elkaar kent"', ""))
    assert with_it.definition_hash == without.definition_hash


@pytest.mark.parametrize("said", ["men kent elkaar", "Dat men elkaar kent", "dating"])
def test_a_clause_begins_as_a_clause(said: str) -> None:
    _, (problem,) = read_codebook(f'codes:\n- id: a\n  name: A\n  said: "{said}"\n')
    assert (problem.line, problem.severity) == (4, "error")
    assert "said is a clause that begins with dat, hoe, of or wat" in str(problem.what)


@pytest.mark.parametrize(("language", "said"), [("nl", "dat zij elkaar kennen"), ("en", "that they know each other")])
def test_a_clause_about_its_speakers_is_told(language: str, said: str) -> None:
    codebook, (problem,) = read_codebook(f'language: {language}\ncodes:\n- {{id: a, name: A, said: "{said}"}}\n')
    assert (problem.line, problem.severity, len(codebook.codes)) == (3, "warning", 1)
    assert "one person or many" in str(problem.what)


def test_what_is_the_same_for_all_themes_is_said_once(make_study: Make) -> None:
    text = """
        == codebook.yaml
        codes: [{id: a, name: A}, {id: b, name: B}]
        themes: [{id: t, name: T, codes: [a]}, {id: u, name: U, codes: [b]}]
        == P-1.txt
        Interviewer: How?
        P-1: one two
        == P-2.txt
        Interviewer: How?
        P-2: one two
        == codings
        jan P-1 a one
        jan P-1 b two
        == done
        jan P-1
    """
    once = list(sentences(make_study(text)))
    assert once[0] == "The transcripts of one of the two respondents were read in full for all themes."
    assert sum("read in full" in one for one in once) == 1
    apart = list(sentences(make_study(text.replace("jan P-1\n    ", "jan P-1 a\n    "))))
    assert not [one for one in apart if "all themes" in one]


def test_a_reflexive_study_counts_in_no_sentence(make_study: Make) -> None:
    opened = make_study("""
        == qualcode.yaml
        language: nl
        variant: reflexive
        == codebook.yaml
        codes: [{id: a, name: A, said: "dat het goed gaat"}]
        themes: [{id: t, name: T, codes: [a]}]
        == P-1.txt
        Interviewer: Hoe?
        P-1: heel goed
        == codings
        jan P-1 a heel goed
        == marks
        jan P-1 a heel goed | key=true
    """)
    parts = summary(opened.view()).report.parts
    assert [part.text for part in parts if isinstance(part, Heading | Prose)] == [
        "T",
        "Een respondent zegt dat het goed gaat.",
        "P-1 zegt: “heel goed”.",
    ]


def test_who_is_quoted_twice_says_it_also(make_study: Make) -> None:
    opened = make_study("""
        == codebook.yaml
        codes: [{id: a, name: A}]
        themes: [{id: t, name: T, codes: [a]}]
        == P-1.txt
        Interviewer: How?
        P-1: one and then two
        == codings
        jan P-1 a one
        jan P-1 a two
        == marks
        jan P-1 a one | key=true
        jan P-1 a two | key=true
    """)
    assert list(sentences(opened))[-2:] == ["P-1 says: “one”.", "P-1 also says: “two”."]


def test_who_deviates_has_one_paragraph_with_all_they_say_of_it(make_study: Make) -> None:
    block = " ".join(f"w{n}" for n in range(40))
    opened = make_study(f"""
        == qualcode.yaml
        language: nl
        == codebook.yaml
        codes: [{{id: a, name: A}}]
        themes: [{{id: t, name: T, codes: [a]}}]
        == P-1.txt
        Interviewer: Hoe?
        P-1: een is niet twee. En {block} ook niet
        == P-2.txt
        Interviewer: Hoe?
        P-2: een zeker
        == codings
        jan P-1 a een
        jan P-1 a twee
        jan P-1 a {block}
        jan P-2 a een
        == marks
        jan P-1 a een | deviant=true
        jan P-1 a twee | deviant=true
        jan P-1 a {block} | deviant=true
        jan P-2 a een | key=true
    """)
    text = as_markdown(summary(opened.view()), opened.words)
    assert f"P-1 ziet dit anders: “een”. “twee”.\n\n> {block}\n" in text
    assert text.index("P-2 zegt: “een”.") < text.index("P-1 ziet dit anders")


def test_a_code_in_no_theme_stands_under_its_own_name(make_study: Make) -> None:
    opened = make_study("""
        == codebook.yaml
        codes: [{id: a, name: Alpha}, {id: b, name: Beta}]
        themes: [{id: t, name: T, codes: [a]}]
        == P-1.txt
        Interviewer: How?
        P-1: one two
        == codings
        jan P-1 a one
        jan P-1 b two
    """)
    assert [part.text for part in summary(opened.view()).report.parts if isinstance(part, Heading)] == ["T", "Beta"]


def test_groups_are_told_in_their_own_words(make_study: Make) -> None:
    people = {"H-1": "huisarts", "H-2": "huisarts", "H-3": "huisarts", "B-1": "bestuurder", "B-2": "bestuurder"}
    opened = make_study(
        "== qualcode.yaml\nlanguage: nl\ngroups: {H: [huisarts, huisartsen], B: [bestuurder, bestuurders]}\n"
        "== codebook.yaml\ncodes: [{id: a, name: A}]\nthemes: [{id: t, name: T, codes: [a]}]\n== cases.csv\ncase,groep\n"
        + "".join(f"{case},{group}\n" for case, group in people.items())
        + "".join(f"== {case}.txt\nInterviewer: Hoe?\n{case}: woord\n" for case in people)
        + "== codings\n"
        + "".join(f"jan H-{n} a woord\n" for n in (1, 2, 3))
        + "== done\n"
        + "".join(f"jan {case}\n" for case in people)
    )
    assert (
        "De code ‘A’ komt voor bij de meeste respondenten (3 van de 5). Het wordt genoemd door alle drie de huisartsen; geen van "
        "beide bestuurders noemt het."
    ) in list(sentences(opened, by="groep"))


@pytest.mark.parametrize(
    ("settings", "coder", "told"),
    [
        ("", "onderzoeker", "Er is gecodeerd door de onderzoeker."),
        ("", "jv", "Er is gecodeerd door de onderzoeker."),
        ("coders: {jv: J. de Vries}\n", "jv", "Er is gecodeerd door J. de Vries."),
    ],
)
def test_coders_are_called_as_a_reader_knows_them(settings: str, coder: str, told: str, make_study: Make) -> None:
    opened = make_study(
        f"== qualcode.yaml\nlanguage: nl\n{settings}== codebook.yaml\ncodes: [{{id: a, name: A}}]\n"
        f"== P-1.txt\nInterviewer: Hoe?\nP-1: woord\n== codings\n{coder} P-1 a woord\n"
    )
    view = opened.view(Filters(coder=(coder,)))
    for table in ("method", "frequencies", "rigour"):
        name = told.removeprefix("Er is gecodeerd door ").rstrip(".")
        assert name in as_markdown(BUILDERS.get(table)(view), opened.words), table
    assert told in as_markdown(BUILDERS.get("method")(view), opened.words)


@pytest.mark.parametrize(("labels", "label"), [("id", "H-1"), ("group", "een huisarts"), ("none", "een respondent")])
def test_a_letter_says_under_which_name_a_quote_is_printed(labels: str, label: str, make_study: Make) -> None:
    opened = make_study(f"""
        == qualcode.yaml
        language: nl
        groups: {{H: [huisarts, huisartsen]}}
        quotes: {{labels: {labels}}}
        == codebook.yaml
        codes: [{{id: a, name: A}}]
        == H-1.txt
        Interviewer: Hoe?
        H-1: woord
        == codings
        jan H-1 a woord
        == marks
        jan H-1 a woord | key=true
    """)
    text = as_markdown(BUILDERS.get("letter")(opened.view(), case="H-1"), opened.words)
    assert f"Onder een citaat komt niet uw naam te staan, maar: {label}." in text
    assert "Wilt u antwoorden vóór" in text


def test_the_trail_has_names_and_written_dates_on_paper_and_ids_in_data(make_study: Make) -> None:
    opened = make_study("""
        == qualcode.yaml
        language: nl
        == codebook.yaml
        codes: [{id: angst, name: Angst voor misbruik}]
        themes: [{id: vertrouwen, name: Vertrouwen en openheid, codes: [angst]}]
        == P-1.txt
        Interviewer: Hoe?
        P-1: woord
        == codings
        onderzoeker P-1 angst woord
        == done
        onderzoeker P-1
        == memos
        summary theme:vertrouwen,case:P-1 Dit dus.
    """)
    made = BUILDERS.get("trail")(replace(opened.view(), log=read_log(opened.study)[0]))
    assert {row[2] for row in made.data.rows} >= {"P-1; whole", "summary-theme-vertrouwen-case-p-1"}
    text = as_markdown(made, opened.words)
    assert "| transcript volledig gelezen | P-1 |" in text
    assert "samenvatting over thema Vertrouwen en openheid, respondent P-1" in text
    assert re.search(r"\| \d{1,2} [a-z]+ 20\d\d, \d\d\.\d\d \| transcript", text)
    assert not re.search(r"whole|summary-|\d{4}-\d\d-\d\d", text)


EDITS = """
    == codebook.yaml
    codes: [{id: a, name: Trust}, {id: b, name: Faith}]
    themes: [{id: t, name: First, codes: [a]}, {id: u, name: Second, codes: [b]}, {id: v, name: Third, codes: [b]}]
    == P-1.txt
    Interviewer: How?
    P-1: word
    == codings
    jan P-1 a word
    == memos
    interpretation theme:v So it is.
"""


def test_the_trail_tells_what_an_edit_changed_in_the_names_of_the_time(
    make_study: Make, cli: Callable[..., Ran]
) -> None:
    opened = make_study(EDITS)
    root = opened.study.root
    coding = coding_at(opened, "jan P-1 a word")
    for command in (
        ("theme", "rename", "t", "Best"), ("theme", "status", "best", "reviewed"),
        ("theme", "relate", "best", "u", "--as", "feeds"), ("theme", "put", "b", "best"),
        ("theme", "merge", "v", "--into", "u"), ("theme", "drop", "u"),
        ("codebook", "rename", "a", "Reliance"), ("codebook", "merge", "b", "--into", "reliance"),
    ):  # fmt: skip
        ran = cli("-C", root, *command, "--because", "so")
        assert ran.status == 0, (command, ran.err)
    assert cli("-C", root, "memo", "add", f"coding:{coding}", "--text", "Hm.").status == 0
    book = opened.study.codebook
    book.write_text(book.read_text().replace("name: Reliance", "name: Relying"))
    noticed(open_study(root), "jan")
    opened = open_study(root)
    text = as_markdown(BUILDERS.get("trail")(replace(opened.view(), log=read_log(opened.study)[0])), opened.words)
    told = [row.split(" | ")[1:3] for row in text.splitlines() if row.startswith("| ")][-10:]
    assert told == [
        ["theme renamed", "First → Best"],
        ["status of theme", "Best: candidate → reviewed"],
        ["relation between themes", "Best: feeds Second"],
        ["codes put into theme", "Best: Faith"],
        ["themes merged", "Third → Second"],
        ["theme dropped", "Best: feeds Second → –; Second"],
        ["code renamed", "Trust → Reliance"],
        ["codes merged", "Faith → Reliance"],
        ["memo written", "note about extract from P-1 under ‘Relying’"],
        ["codebook changed by hand", "renamed: Reliance → Relying"],
    ]


def test_a_name_that_stands_in_quotation_marks_gets_no_second_pair(make_study: Make) -> None:
    study = EDITS.replace("name: Trust", 'name: "‘We know each other’"')
    text = as_markdown(BUILDERS.get("summary")(make_study(study).view()), Words("en"))
    assert "The code ‘We know each other’ occurs" in text


def test_a_log_line_whose_number_is_none_is_told_as_it_is(make_study: Make) -> None:
    opened = make_study(EDITS)
    entry = {"id": "x", "at": "2027-01-01T10:00:00.000Z", "what": "sheet", "decisions": "several"}
    text = as_markdown(BUILDERS.get("trail")(replace(opened.view(), log=(entry,))), opened.words)
    assert "| several |" in text


GROUPED = """
    == qualcode.yaml
    language: nl
    groups: {H: [huisarts, huisartsen]}
    quotes: {labels: group}
    == codebook.yaml
    codes: [{id: a, name: A}]
    themes: [{id: t, name: T, codes: [a]}]
    == H-1.txt
    Interviewer: Hoe?
    H-1: een woord
    == H-2.txt
    Interviewer: Hoe?
    H-2: twee woorden
    == codings
    jan H-1 a een woord
    jan H-2 a twee woorden
    == marks
    jan H-1 a een woord | MARK=true
    jan H-2 a twee woorden | MARK=true
"""


@pytest.mark.parametrize(("mark", "never"), [("key", "zegt ook"), ("deviant", "“een woord”. “twee woorden”.")])
def test_two_people_with_one_label_are_not_told_as_one(mark: str, never: str, make_study: Make) -> None:
    told = list(sentences(make_study(GROUPED.replace("MARK", mark))))
    assert not [one for one in told if never in one]
    assert sum("huisarts" in one and "woord" in one for one in told) == 2


def test_of_a_group_that_nobody_read_no_zero_is_told(make_study: Make) -> None:
    """All of x, none of y, who were read; of z, who were not read, nobody knows."""
    people = {"P-1": "x", "P-2": "x", "P-3": "y", "P-4": "y", "P-5": "z", "P-6": "z"}
    opened = make_study(
        "== codebook.yaml\ncodes: [{id: a, name: A}]\nthemes: [{id: t, name: T, codes: [a]}]\n== cases.csv\ncase,group\n"
        + "".join(f"{case},{group}\n" for case, group in people.items())
        + "".join(f"== {case}.txt\nInterviewer: How?\n{case}: word\n" for case in people)
        + "== codings\njan P-1 a word\njan P-2 a word\n== done\njan P-1\njan P-2\njan P-3\njan P-4\n"
    )
    (told,) = [one for one in sentences(opened, by="group") if "It is mentioned by" in one]
    assert "‘y’" in told
    assert "‘z’" not in told
