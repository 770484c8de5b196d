"""A corrected transcript takes the place of the one that is coded: what goes along, what is asked, what lapses."""

import csv
import io
import shutil
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from qualcode.errors import FaultyInput, QualcodeError
from qualcode.model.selection import NO_FILTERS, Filters
from qualcode.store.journal import read_codings
from qualcode.store.transcripts import read_transcript
from qualcode.usecases.coding import by_hand
from qualcode.usecases.coding.recode import revised
from qualcode.usecases.keywords.decide import Decision as Judgement
from qualcode.usecases.keywords.decide import decide as judge
from qualcode.usecases.keywords.finder import analyser_of
from qualcode.usecases.study import Opened, open_study
from qualcode.usecases.transcripts.importing.bring_in import bring_in
from qualcode.usecases.transcripts.importing.options import ImportOptions
from qualcode.usecases.transcripts.importing.plan import Planner
from qualcode.usecases.transcripts.revising import carry_out, sheet
from qualcode.usecases.transcripts.revising.correction import Correction, correction, waiting
from qualcode.usecases.transcripts.revising.decisions import Decision, decision
from tests.conftest import Ran, set_marks

Cli = Callable[..., Ran]

STUDY = """
== codebook.yaml
codes:
- {id: a, name: A}
- {id: b, name: B}
topics:
- {id: t1, text: Hoe gaat het samenwerken?, codes: [a]}
== P-1.txt interview 1 P-1
I: Hoe gaat het samenwerken met de anderen hier in de wijk?

P-1: Wij vertrouwen elkaar, maar de cijfers delen we liever niet. Dat is altijd zo geweest.

I: Waarom doen jullie dat niet?

P-1: Omdat een ander er zijn voordeel mee kan doen. Met de huisartsen gaat het juist heel goed.

I: En met de apotheek in het dorp?

P-1: Daar hebben we elke week overleg, en dat werkt prima.
== codings
jan P-1 a Wij vertrouwen elkaar
jan P-1 b de cijfers delen we liever niet
jan P-1 b Met de huisartsen gaat het juist heel goed.
piet P-1 a Omdat een ander er zijn voordeel mee kan doen.
piet P-1 b elke week overleg
== asked
jan P-1 t1 1
== done
jan P-1
piet P-1
"""


@pytest.fixture
def opened(make_study: Callable[[str], Opened]) -> Opened:
    return make_study(STUDY)


def again(opened: Opened) -> Opened:
    return open_study(opened.study.root)


def text_of(opened: Opened) -> str:
    return read_transcript(opened.study, "P-1").text


def corrected(opened: Opened, *changes: tuple[str, str], name: str = "P-1-verbeterd.txt") -> Path:
    """A file with the text of P-1, these words replaced."""
    text = text_of(opened)
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    file = opened.study.root.parent / name
    file.write_text(text, encoding="utf-8")
    return file


def look(opened: Opened, file: Path, coder: str = "jan") -> tuple[Planner, Correction]:
    planner = Planner(again(opened), [file], ImportOptions(revise="P-1"))
    plan = planner.plan()
    assert plan.doubts == []
    return planner, correction(planner, plan, coder)


def revise(opened: Opened, file: Path, coder: str = "jan", **said: str) -> Correction:
    """Revise with decisions by the words that they are about: `keep`, `withdraw`, or other words to move to."""
    planner, made = look(opened, file, coder)
    decisions = {}
    for one in made.touched:
        verdict = said.get(one.subject, "keep")
        words = "" if verdict in ("keep", "withdraw") else verdict
        decisions[one.id] = decision(made, one, "move" if words else verdict, words)
    carry_out.revise(planner, planner.plan(), made, decisions)
    return made


def quotes(opened: Opened, coder: str = "jan") -> list[tuple[str, str]]:
    return [(one.code, one.quote) for one in read_codings(opened.study, coder, "P-1").applied]


CODED = [
    ("a", "Wij vertrouwen elkaar"),
    ("b", "de cijfers delen we liever niet"),
    ("b", "Met de huisartsen gaat het juist heel goed."),
]
NUMBERS = ("maar de cijfers delen we liever niet", "maar onze cijfers delen we nooit meer")


def test_where_nothing_is_coded_a_correction_is_done_at_once(opened: Opened) -> None:
    made = revise(opened, corrected(opened, ("Dat is altijd zo geweest.", "Zo is het altijd al geweest.")))
    assert (made.touched, made.carried, dict(made.others)) == ((), 5, {})
    assert "Zo is het altijd al geweest." in text_of(opened)
    assert quotes(opened) == CODED
    assert len(read_codings(opened.study, "piet", "P-1").applied) == 2
    assert read_codings(opened.study, "piet", "P-1").adrift == ()


def test_what_stands_behind_the_change_goes_along_with_its_place(opened: Opened) -> None:
    file = corrected(opened, ("Dat is altijd zo geweest.", "Dat is al heel lang zo."))
    revise(opened, file)
    transcript = read_transcript(opened.study, "P-1")
    for one in read_codings(opened.study, "jan", "P-1").applied:
        assert one.span.of(transcript.text) == one.quote


def test_changed_words_are_asked_about_with_what_stands_there_now(opened: Opened) -> None:
    _, made = look(opened, corrected(opened, NUMBERS))
    (one,) = made.touched
    assert (one.subject, one.old) == ("b", "de cijfers delen we liever niet")
    assert one.place
    assert one.place.of(made.after.text) == "onze cijfers delen we nooit meer"


def test_words_that_nobody_speaks_are_asked_about_too(make_study: Callable[[str], Opened]) -> None:
    above = "Gesprek in de praktijk, op een regenachtige dinsdag."
    study = STUDY.replace("I: Hoe gaat", f"{above}\n\nI: Hoe gaat", 1)
    opened = make_study(study.replace("== codings\n", f"== codings\njan P-1 b {above}\n"))
    _, found = look(opened, corrected(opened, ("regenachtige dinsdag", "zonnige woensdagmiddag")))
    assert [one.old for one in found.touched] == [above]


def test_what_is_decided_is_kept_moved_or_withdrawn(opened: Opened) -> None:
    file = corrected(opened, NUMBERS)
    before = {path: path.read_bytes() for path in opened.study.root.rglob("*") if path.is_file()}
    planner, made = look(opened, file)
    with pytest.raises(QualcodeError, match="1 coding or question must be decided on by a person"):
        carry_out.revise(planner, planner.plan(), made, {})
    assert {path: path.read_bytes() for path in opened.study.root.rglob("*") if path.is_file()} == before
    revise(opened, file, b="keep")
    assert quotes(opened)[1] == ("b", "onze cijfers delen we nooit meer")


def test_a_coding_may_move_to_other_words(opened: Opened) -> None:
    revise(opened, corrected(opened, NUMBERS), b="Dat is altijd zo")
    assert quotes(opened)[1] == ("b", "Dat is altijd zo")


def test_a_coding_may_be_withdrawn(opened: Opened) -> None:
    revise(opened, corrected(opened, NUMBERS), b="withdraw")
    assert quotes(opened) == [CODED[0], CODED[2]]


def test_where_words_are_gone_nothing_can_be_kept(opened: Opened) -> None:
    _, made = look(opened, corrected(opened, (" Met de huisartsen gaat het juist heel goed.", "")))
    (one,) = made.touched
    assert one.place is None
    with pytest.raises(QualcodeError, match="no words stand in the place"):
        decision(made, one, "keep")
    with pytest.raises(QualcodeError, match="do not stand in the new text"):
        decision(made, one, "move", "heel andere woorden")
    with pytest.raises(QualcodeError, match="stand 3 times"):
        decision(made, one, "move", "dat")
    assert decision(made, one, "trek in") == Decision(None)


def test_nobody_writes_in_anothers_journal_and_what_waits_is_told_and_decided_later(opened: Opened) -> None:
    journal = opened.study.journal("piet", "P-1")
    before = journal.read_bytes()
    made = revise(
        opened, corrected(opened, ("Omdat een ander er zijn voordeel mee kan doen.", "Omdat het te veel zegt."))
    )
    assert (made.touched, dict(made.others)) == ((), {"piet": 1})
    assert journal.read_bytes() == before
    said = read_codings(opened.study, "piet", "P-1")
    assert [one.quote for one in said.applied] == ["elke week overleg"]
    assert len(said.waiting) == 1
    told = [str(one) for one in again(opened).project.left_out()]
    assert told == [
        "1 entry of P-1 waits since its text was revised, and is not counted; see: qualcode codings queue --coder all"
    ]
    ((coder, _, item),) = revised(again(opened), NO_FILTERS)
    assert (coder, item.old) == ("piet", "Omdat een ander er zijn voordeel mee kan doen.")
    assert list(revised(again(opened), Filters(coder=("jan",)))) == []
    open_now = again(opened)
    late = waiting(open_now, open_now.project.transcript("P-1"), "piet")
    carry_out.decide(open_now, late, {one.id: decision(late, one, "houd") for one in late.touched})
    assert quotes(opened, "piet") == [("a", "Omdat het te veel zegt."), ("b", "elke week overleg")]
    assert again(opened).project.left_out() == ()


def test_a_question_stays_with_its_turn_whatever_is_changed_in_it(opened: Opened) -> None:
    made = revise(
        opened, corrected(opened, ("Hoe gaat het samenwerken met de anderen", "Zo, hoe is het met de anderen"))
    )
    assert made.touched == ()
    (one,) = read_codings(opened.study, "jan", "P-1").asked
    assert one.span.of(text_of(opened)) == "Zo, hoe is het met de anderen hier in de wijk?"


def test_a_question_of_which_nothing_is_left_is_asked_about(opened: Opened) -> None:
    _, made = look(
        opened, corrected(opened, ("Hoe gaat het samenwerken met de anderen hier in de wijk?", "Begint u maar."))
    )
    (one,) = made.touched
    assert one.is_question
    assert one.place
    revise(opened, corrected(opened, ("Hoe gaat het samenwerken met de anderen hier in de wijk?", "Begint u maar.")))
    (asked,) = read_codings(opened.study, "jan", "P-1").asked
    assert asked.span.of(text_of(opened)) == "Begint u maar."


def test_a_transcript_stays_read_while_little_is_new(opened: Opened) -> None:
    made = revise(opened, corrected(opened, ("elke week overleg, en dat", "elke week overleg, en ook dat")))
    assert made.to_read_again == ()
    assert len(read_codings(opened.study, "jan", "P-1").done) == 1
    more = (
        "Dat is altijd zo geweest.",
        "Dat is altijd zo geweest, al twintig jaar lang, sinds de oude praktijk werd verkocht.",
    )
    made = revise(opened, corrected(opened, more))
    assert made.to_read_again == ("jan", "piet")
    assert read_codings(opened.study, "jan", "P-1").done == ()
    now = again(opened)
    by_hand.done(now, "jan", now.project.transcript("P-1"), None, NO_FILTERS)
    assert len(read_codings(opened.study, "jan", "P-1").done) == 1


def test_a_rejection_of_words_that_changed_lapses_and_is_told_with_its_number(opened: Opened) -> None:
    handle = opened.project.transcript("P-1")
    span = by_hand.place(handle.read(), by_hand.Fragment("P-1", quote="en dat werkt prima"))
    judge(opened, "jan", handle, [Judgement("reject", "a", span)], analyser_of(opened.project))
    assert len(read_codings(opened.study, "jan", "P-1").rejected) == 1
    made = revise(opened, corrected(opened, ("en dat werkt prima", "en dat gaat vanzelf")))
    assert made.lapsed == 1
    said = read_codings(opened.study, "jan", "P-1")
    assert (said.rejected, [one.kind for one in said.lapsed], said.adrift) == ((), ["reject"], ())


def test_an_approval_lapses_with_the_words_and_so_does_a_printed_form_that_they_cannot_make(opened: Opened) -> None:
    set_marks(
        opened, "jan P-1 b de cijfers delen we liever niet", {"printed": "de cijfers […] liever niet", "key": "true"}
    )
    set_marks(again(opened), "jan P-1 b de cijfers delen we liever niet", {"approval": "approved"})
    (before,) = [one for one in read_codings(opened.study, "jan", "P-1").applied if one.printed]
    assert before.standing_approval == "approved"
    revise(opened, corrected(opened, NUMBERS))
    (now,) = [one for one in read_codings(opened.study, "jan", "P-1").applied if one.id == before.id]
    assert (now.key, now.printed, now.standing_approval) == (True, "", "")


def test_what_was_refused_stays_blacked_out_also_while_nobody_decided(opened: Opened) -> None:
    set_marks(opened, "piet P-1 a Omdat een ander er zijn voordeel mee kan doen.", {"approval": "refused"})
    revise(
        opened,
        corrected(
            opened,
            ("Omdat een ander er zijn voordeel mee kan doen.", "Omdat de buurman er zijn voordeel mee kan doen."),
        ),
    )
    project = again(opened).project
    shown = project.printable(project.transcript("P-1").read())
    assert "buurman" not in shown
    assert "voordeel" not in shown
    assert "Met de huisartsen" in shown


def test_the_old_text_comes_back_with_what_was_decided_since_taken_back(opened: Opened) -> None:
    old = corrected(opened, name="oud.txt")
    first = text_of(opened)
    revise(opened, corrected(opened, NUMBERS), b="Dat is altijd zo")
    piet = opened.study.journal("piet", "P-1")
    assert piet.exists()
    made = revise(opened, old)
    assert (made.touched, len(made.taken_back)) == ((), 1)
    assert text_of(opened) == first
    assert quotes(opened) == CODED


def test_what_was_withdrawn_comes_back_with_the_old_text(opened: Opened) -> None:
    set_marks(opened, "jan P-1 b de cijfers delen we liever niet", {"note": "let op"})
    old = corrected(opened, name="oud.txt")
    revise(opened, corrected(opened, NUMBERS), b="withdraw")
    assert quotes(opened) == [CODED[0], CODED[2]]
    revise(opened, old)
    assert sorted(quotes(opened)) == sorted(CODED)
    assert [one.note for one in read_codings(opened.study, "jan", "P-1").applied if one.note] == ["let op"]


def test_two_revisions_in_a_row_and_what_was_coded_between(opened: Opened) -> None:
    revise(opened, corrected(opened, ("Waarom doen jullie dat niet?", "Waarom is dat?")))
    now = again(opened)
    by_hand.apply_to(now, "jan", by_hand.Fragment("P-1", quote="dat werkt prima"), "a")
    revise(opened, corrected(opened, ("Dat is altijd zo geweest.", "Zo was het altijd.")))
    assert quotes(opened) == [*CODED, ("a", "dat werkt prima")]


@pytest.mark.parametrize("first", ["revise", "merge"])
def test_a_second_coders_journal_may_come_before_the_correction_or_after_it(
    first: str, opened: Opened, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(opened.study.root, copy)
    by_hand.apply_to(open_study(copy), "els", by_hand.Fragment("P-1", quote="Met de huisartsen"), "a")
    by_hand.apply_to(open_study(copy), "els", by_hand.Fragment("P-1", quote="cijfers delen we"), "a")
    file = corrected(opened, NUMBERS)

    def merge() -> None:
        shutil.copytree(copy / "codings" / "els", opened.study.codings / "els")

    if first == "merge":
        merge()
    revise(opened, file)
    if first == "revise":
        merge()
    said = read_codings(opened.study, "els", "P-1")
    # of the changed line three words that stand together are kept: a coding of these alone goes along
    assert [one.quote for one in said.applied] == ["Met de huisartsen", "cijfers delen we"]
    assert said.waiting == ()


def test_of_two_corrections_from_one_text_both_coders_find_their_places(opened: Opened, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(opened.study.root, copy)
    other = open_study(copy)
    revise(opened, corrected(opened, ("Dat is altijd zo geweest.", "Zo was het altijd.")))
    revise(other, corrected(other, ("Daar hebben we elke week overleg", "Daar is elke week overleg"), name="ander.txt"))
    by_hand.apply_to(open_study(copy), "els", by_hand.Fragment("P-1", quote="Met de huisartsen"), "a")
    shutil.copytree(copy / "codings" / "els", opened.study.codings / "els")
    lines = (copy / "log.jsonl").read_text().splitlines()
    mine = opened.study.log.read_text().splitlines()
    opened.study.log.write_text("\n".join(dict.fromkeys([*mine, *lines])) + "\n")
    assert quotes(opened, "els") == [("a", "Met de huisartsen")]
    assert quotes(opened) == CODED


def test_a_paragraph_that_moved_is_the_same_paragraph(opened: Opened) -> None:
    text = text_of(opened)
    blocks = text.rstrip("\n").split("\n\n")
    blocks = [*blocks[2:], *blocks[:2]]
    file = opened.study.root.parent / "verplaatst.txt"
    file.write_text("\n\n".join(blocks) + "\n", encoding="utf-8")
    made = revise(opened, file)
    assert made.touched == ()
    assert sorted(quotes(opened)) == sorted(CODED)


@pytest.mark.parametrize("change", ["quotation marks", "crlf", "bom", "last newline", "accents"])
def test_typography_and_how_a_file_is_saved_is_no_change_of_words(
    change: str, make_study: Callable[[str], Opened]
) -> None:
    study = make_study(
        STUDY.replace("Wij vertrouwen elkaar,", 'Wij "vertrouwen" elkaar, café\'s ook,').replace(
            "jan P-1 a Wij vertrouwen elkaar", 'jan P-1 a Wij "vertrouwen" elkaar, café\'s'
        )
    )
    data = {
        "quotation marks": text_of(study).replace('"vertrouwen"', "“vertrouwen”").replace("café's", "café’s"),
        "crlf": text_of(study).replace("\n", "\r\n"),
        "bom": "\ufeff" + text_of(study),
        "last newline": text_of(study).rstrip("\n"),
        "accents": unicodedata.normalize("NFD", text_of(study)),
    }[change]
    file = study.study.root.parent / "anders.txt"
    file.write_bytes(data.encode())
    _, made = look(study, file)
    assert made.touched == ()
    assert made.is_change is (change in ("quotation marks", "accents"))


def test_the_text_that_was_exported_to_word_comes_back_as_it_was(opened: Opened, cli: Cli, tmp_path: Path) -> None:
    set_marks(opened, "jan P-1 b de cijfers delen we liever niet", {"approval": "refused"})
    for more in ((), ("--for-coding",)):
        file = tmp_path / f"P-1{len(more)}.docx"
        assert cli("-C", opened.study.root, "transcript", "export", "P-1", *more, "-o", file).status == 0
        ran = cli("-C", opened.study.root, "revise", "P-1", file)
        assert (ran.status, ran.err) == (0, "P-1: the text is the same; nothing was changed.\n")


def test_a_word_file_with_tracked_changes_is_read_as_such(opened: Opened, cli: Cli, tmp_path: Path) -> None:
    import docx
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    file = tmp_path / "P-1.docx"
    assert cli("-C", opened.study.root, "transcript", "export", "P-1", "-o", file).status == 0
    document = docx.Document(str(file))
    (paragraph,) = [one for one in document.paragraphs if "altijd zo geweest" in one.text]
    added = OxmlElement("w:ins")
    added.set(qn("w:id"), "900")
    added.set(qn("w:author"), "P-1")
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = " Sinds de fusie."
    text.set(qn("xml:space"), "preserve")
    run.append(text)
    added.append(run)
    paragraph._p.append(added)
    document.save(str(file))
    ran = cli("-C", opened.study.root, "revise", "P-1", file)
    assert ran.status == 0, ran.err
    assert "P-1.docx: tracked changes: 1 insertion taken in" in ran.err
    assert "Dat is altijd zo geweest. Sinds de fusie.\n" in text_of(opened)
    assert quotes(opened) == CODED


def test_a_document_of_another_transcript_is_refused(opened: Opened, cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "P-1.docx"
    assert cli("-C", opened.study.root, "transcript", "export", "P-1", "-o", file).status == 0
    source = tmp_path / "P-2.txt"
    source.write_text("I: Wat?\n\nP-2: Dit hier.\n\nI: En?\n\nP-2: Dat daar.\n")
    assert cli("-C", opened.study.root, "import", source).status == 0
    ran = cli("-C", opened.study.root, "revise", "P-2", file)
    assert (ran.status, "this document was made of P-1, not of P-2" in ran.err) == (1, True)


def test_a_file_with_the_labels_of_the_recording_takes_the_speakers_that_are_known(
    opened: Opened, cli: Cli, tmp_path: Path
) -> None:
    file = corrected(opened, ("Dat is altijd zo geweest.", "Zo was het altijd."))
    file.write_text(file.read_text().replace("P-1:", "Dokter Jansen:").replace("Interviewer:", "I:"))
    ran = cli("-C", opened.study.root, "revise", "P-1", file)
    assert ran.status == 0, ran.err
    assert {turn.speaker for turn in read_transcript(opened.study, "P-1").turns} == {"Interviewer", "P-1"}
    assert quotes(opened) == CODED


def test_times_stay_where_the_corrected_file_has_none(make_study: Callable[[str], Opened]) -> None:
    study = make_study("""
        == P-1.txt interview 1 P-1
        [00:00:05] I: Hoe gaat het hier op de praktijk?
        [00:00:09] P-1: Goed hoor, we werken met veel plezier samen.
        [00:01:00] I: En met de anderen in de wijk?
        [00:02:30] P-1: Ook goed, dat loopt al jaren prima.
        == codings
        jan P-1 a dat loopt al jaren prima
        """)
    before = read_transcript(study.study, "P-1")
    made = revise(study, corrected(study, ("veel plezier", "heel veel plezier")))
    after = read_transcript(study.study, "P-1")
    assert made.touched == ()
    assert [turn.time for turn in after.turns] == [turn.time for turn in before.turns] == [5.0, 9.0, 60.0, 150.0]
    assert [time for _, time in after.times] == [time for _, time in before.times]


def test_where_the_old_text_is_gone_codings_are_found_by_their_words(opened: Opened, cli: Cli) -> None:
    path = opened.study.text("P-1")
    path.write_text(path.read_text().replace(*NUMBERS).replace("Waarom doen", "Nou, waarom doen"))
    assert (
        "restore the file, or take the change over: qualcode revise P-1 transcripts/P-1.txt"
        in cli("-C", opened.study.root, "check").out
    )
    _, made = look(opened, path)
    assert [one.old for one in made.touched] == ["de cijfers delen we liever niet"]
    revise(opened, path, b="withdraw")
    assert quotes(opened) == [CODED[0], CODED[2]]
    assert len(quotes(opened, "piet")) == 2
    assert len(read_codings(opened.study, "jan", "P-1").asked) == 1
    assert cli("-C", opened.study.root, "check").status == 0


def test_the_sheet_goes_out_and_comes_back(opened: Opened, cli: Cli, tmp_path: Path) -> None:
    file, out = corrected(opened, NUMBERS), tmp_path / "besluit.csv"
    ran = cli("-C", opened.study.root, "revise", "P-1", file)
    assert (ran.status, "-o SHEET.xlsx" in ran.err) == (1, True)
    assert cli("-C", opened.study.root, "revise", "P-1", file, "--check").status == 1
    assert cli("-C", opened.study.root, "revise", "P-1", file, "-o", out).status == 0
    heading, row = out.read_text("utf-8-sig").splitlines()
    assert heading == "id,transcript,turn,code,old,new,start,end,decision,place,text_sha"
    cells = row.split(",")
    assert cells[1:6] == ["P-1", "2", "b", "de cijfers delen we liever niet", "onze cijfers delen we nooit meer"]
    out.write_text(f"{heading}\n{row}\n")
    ran = cli("-C", opened.study.root, "revise", "P-1", file, "--apply", out)
    assert (ran.status, "1 coding or question must be decided" in ran.err) == (1, True)
    cells[8:10] = ["verplaats", "nooit meer"]
    out.write_text(f"{heading}\n{','.join(cells)}\n")
    assert cli("-C", opened.study.root, "revise", "P-1", file, "--apply", out).status == 0
    assert quotes(opened)[1] == ("b", "nooit meer")
    ran = cli("-C", opened.study.root, "revise", "P-1", file, "--apply", out)
    assert (ran.status, ran.err) == (0, "P-1: the text is the same; nothing was changed.\n")


@pytest.mark.parametrize(
    ("column", "value", "told"),
    [
        (8, "misschien", "'misschien' is no decision; it is keep, move or withdraw"),
        (8, "move", "its new words must stand in the column place"),
        (0, "ffffffffffff", "'ffffffffffff' is nothing that is to be decided here"),
        (10, "000000000000-000000000000", "this sheet was made for other texts of P-1"),
    ],
)
def test_a_sheet_with_a_fault_writes_nothing(
    column: int, value: str, told: str, opened: Opened, tmp_path: Path
) -> None:
    _, made = look(opened, corrected(opened, NUMBERS))
    out = tmp_path / "besluit.csv"
    sheet.write_sheet(opened, made, out)
    heading, row = out.read_text("utf-8-sig").splitlines()
    cells = row.split(",")
    cells[8] = cells[8] or "keep"
    cells[column] = value
    out.write_text(f"{heading}\n{','.join(cells)}\n")
    with pytest.raises(FaultyInput, match=told):
        sheet.read_decisions(made, out)


def test_an_editor_changes_a_few_words(opened: Opened, cli: Cli) -> None:
    run = ("-C", opened.study.root, "transcript")
    ran = cli(*run, "edit", "P-1", EDITOR="sed -i s/altijd/eigenlijk/")
    assert ran.status == 0, ran.err
    assert "Dat is eigenlijk zo geweest" in text_of(opened)
    assert cli(*run, "versions", "P-1", "--diff").out == (
        "P-1: Wij vertrouwen elkaar, maar de cijfers delen we liever niet. Dat is [-altijd-]{+eigenlijk+} zo geweest.\n"
    )
    ran = cli(*run, "edit", "P-1", EDITOR="sed -i s/vertrouwen/kennen/")
    assert ran.status == 1
    kept = Path(ran.err.partition("What you wrote is kept in ")[2].partition(";")[0])
    assert "Wij kennen elkaar" in kept.read_text()
    assert "Wij vertrouwen elkaar" in text_of(opened)
    assert "No editor is known" in cli(*run, "edit", "P-1", EDITOR="", VISUAL="").err
    assert "could not be run" in cli(*run, "edit", "P-1", EDITOR="geen-editor", VISUAL="").err


def test_earlier_texts_stay_readable_until_they_are_removed(opened: Opened, cli: Cli) -> None:
    first, sha = text_of(opened), opened.project.transcript("P-1").text_sha256[:12]
    revise(opened, corrected(opened, NUMBERS))
    run = ("-C", opened.study.root, "transcript", "versions", "P-1")
    listed = cli(*run).out.splitlines()
    assert [line.split()[0] for line in listed[-2:]] == [sha, again(opened).project.transcript("P-1").text_sha256[:12]]
    assert cli(*run, sha[:6]).out == first
    ran = cli(*run, "--drop", sha)
    assert ran.status == 0
    assert "3 quotes of that text still stand in codings/jan/P-1.jsonl" in ran.err
    assert "kept are: " in cli(*run, sha).err
    assert not list(opened.study.versions.iterdir()) or all(
        sha not in path.name for path in opened.study.versions.iterdir()
    )
    assert quotes(opened)[0] == CODED[0]  # ranges stay


def test_the_queue_lists_what_waits(opened: Opened, cli: Cli) -> None:
    revise(opened, corrected(opened, ("Omdat een ander er zijn voordeel mee kan doen.", "Omdat het te veel zegt.")))
    ran = cli("-C", opened.study.root, "codings", "queue", "--format", "csv")
    assert ran.out.splitlines()[1].split(",")[1:9] == [
        "P-1", "4", "a", "A", "text revised", "", "Omdat een ander er zijn voordeel mee kan doen.", "piet",
    ]  # fmt: skip
    assert cli("-C", opened.study.root, "--as", "piet", "revise", "P-1").status == 1
    assert "nothing waits" in cli("-C", opened.study.root, "revise", "P-1").err


def test_a_review_sheet_made_before_a_correction_is_placed_in_the_text_it_was_made_on(
    make_study: Callable[[str], Opened], cli: Cli, tmp_path: Path
) -> None:
    study = make_study(STUDY.replace("- {id: a, name: A}", "- {id: a, name: A, keywords: [overleg, voordeel]}"))
    sheet_file = tmp_path / "review.csv"
    assert cli("-C", study.study.root, "--as", "els", "suggest", "-o", sheet_file).status == 0
    revise(
        study, corrected(study, ("zijn voordeel mee kan", "zijn winst mee kan"), ("Dat is altijd", "Dat was altijd"))
    )
    heading, *rows = csv.reader(io.StringIO(sheet_file.read_text("utf-8-sig")))
    place = heading.index("decision")
    with sheet_file.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([heading, *([*row[:place], "accept", *row[place + 1 :]] for row in rows)])
    ran = cli("-C", study.study.root, "--as", "els", "suggest", "--apply", sheet_file)
    assert ran.status == 0, ran.err
    said = read_codings(study.study, "els", "P-1")
    assert [one.quote for one in said.applied] == ["Daar hebben we elke week overleg, en dat werkt prima."]
    assert len(said.waiting) == 1
    assert cli("-C", study.study.root, "--as", "els", "suggest", "--apply", sheet_file).status == 0
    assert read_codings(study.study, "els", "P-1") == said


def test_codings_made_elsewhere_before_a_correction_are_placed_in_their_text(
    opened: Opened, cli: Cli, tmp_path: Path
) -> None:
    text = text_of(opened)
    start = text.index("elke week overleg")
    table = tmp_path / "codings.csv"
    table.write_text(
        "transcript,code,quote,start,end\n"
        f"P-1,a,elke week overleg,{start},{start + 17}\n"
        "P-1,a,de cijfers delen we liever niet,,\n"
    )
    revise(opened, corrected(opened, NUMBERS, ("Dat is altijd zo geweest.", "Zo is het altijd al geweest, zeg ik.")))
    ran = cli("-C", opened.study.root, "--as", "els", "codings", "import", table)
    assert ran.status == 0, ran.err
    said = read_codings(opened.study, "els", "P-1")
    assert [one.quote for one in said.applied] == ["elke week overleg"]
    assert len(said.waiting) == 1
    table.write_text(f"transcript,code,quote,start,end\nP-1,a,iets anders,{start},{start + 17}\n")
    ran = cli("-C", opened.study.root, "codings", "import", table)
    assert (ran.status, "stand other words than the row's quote" in ran.err) == (1, True)


def test_a_word_file_to_be_coded_may_come_back_after_a_correction(opened: Opened, cli: Cli, tmp_path: Path) -> None:
    import docx

    file = tmp_path / "voor-els.docx"
    assert cli("-C", opened.study.root, "transcript", "export", "P-1", "--for-coding", "-o", file).status == 0
    document = docx.Document(str(file))
    (paragraph,) = [one for one in document.paragraphs if "elke week overleg" in one.text]
    document.add_comment(paragraph.runs[-1], text="a", author="Els", initials="E")
    document.save(str(file))
    revise(opened, corrected(opened, ("Dat is altijd zo geweest.", "Zo is het altijd al geweest, zeg ik.")))
    ran = cli("-C", opened.study.root, "--as", "els", "codings", "import", file)
    assert ran.status == 0, ran.err
    (one,) = read_codings(opened.study, "els", "P-1").applied
    assert one.quote == "Daar hebben we elke week overleg, en dat werkt prima."


def test_a_respondent_is_sent_the_text_and_status_tells_who_answered(opened: Opened, cli: Cli, tmp_path: Path) -> None:
    out, root = tmp_path / "P-1-controle.docx", opened.study.root
    ran = cli("-C", root, "transcript", "member-check", "P-1", "asked", "-o", out)
    assert ran.status == 0, ran.err
    import docx

    document = docx.Document(str(out))
    assert "Track Changes" in document.sections[0].header.paragraphs[0].text
    assert "no answer yet" in cli("-C", root, "status").out
    (paragraph,) = [one for one in document.paragraphs if "altijd zo geweest" in one.text]
    paragraph.add_run(" Echt waar.")
    document.save(str(out))
    ran = cli("-C", root, "revise", "P-1", out)
    assert ran.status == 0, ran.err
    assert "the member check (asked) was of the text as it was before" in ran.err
    assert "no answer yet, but the text was changed since" in " ".join(
        cli("-C", root, "status", COLUMNS="200").out.split()
    )
    assert cli("-C", root, "transcript", "member-check", "P-1", "corrected").status == 0
    assert "corrected" in cli("-C", root, "status", COLUMNS="200").out
    set_marks(again(opened), "jan P-1 b de cijfers delen we liever niet", {"approval": "approved"})
    revise(opened, corrected(opened, NUMBERS))
    told = cli("-C", root, "status", COLUMNS="200").out
    assert "1 lapsed" in told
    assert "read before a correction" in told


def test_a_check_lapses_with_the_text_and_holds_through_other_labels(opened: Opened, cli: Cli) -> None:
    root = opened.study.root
    assert cli("-C", root, "transcript", "member-check", "P-1", "approved").status == 0
    assert cli("-C", root, "speakers", "P-1", "P-1=H-7").status == 0
    handle = again(opened).project.transcript("P-1")
    assert (handle.member_check, handle.lapsed_check) == ("approved", "")
    old = corrected(opened, name="oud.txt")
    revise(opened, corrected(opened, ("Dat is altijd zo geweest.", "Zo was het altijd.")))
    handle = again(opened).project.transcript("P-1")
    assert (handle.member_check, handle.lapsed_check) == ("", "approved")
    revise(opened, old)
    assert again(opened).project.transcript("P-1").member_check == "approved"


def test_going_to_and_fro_leaves_one_coding(opened: Opened) -> None:
    old, new = corrected(opened, name="oud.txt"), corrected(opened, NUMBERS)
    for _ in range(4):
        revise(opened, new, b="withdraw")
        revise(opened, old)
        assert sorted(quotes(opened)) == sorted(CODED)


def plan_of(opened: Opened, text: str) -> list[str]:
    file = opened.study.root.parent / "sprekers.txt"
    file.write_text(text, encoding="utf-8")
    return [doubt.kind for doubt in Planner(again(opened), [file], ImportOptions(revise="P-1")).plan().doubts]


def test_who_speaks_is_asked_where_labels_are_gone_or_somebody_is_new(opened: Opened) -> None:
    text = text_of(opened)
    assert plan_of(opened, text) == []
    assert plan_of(opened, text.replace("Interviewer: ", "").replace("P-1: ", "")) == ["nobody"]
    assert plan_of(opened, text.replace("P-1: Omdat", "P1: Omdat")) == ["new"]
    assert plan_of(opened, text.replace("P-1: Omdat", "Dokter Bos: Omdat")) == ["person", "new"]
    assert plan_of(opened, text.replace("P-1:", "Dokter Jansen:")) == []  # the one respondent under another name


def test_words_that_somebody_else_speaks_now_are_told(opened: Opened) -> None:
    file = corrected(opened, ("P-1: Daar hebben", "Interviewer: Daar hebben"))
    _, made = look(opened, file)
    (one,) = made.other_speakers
    assert one[1:] == ("P-1", "Interviewer")
    renamed = opened.study.root.parent / "anders.txt"
    renamed.write_text(text_of(opened).replace("P-1:", "H-7:"))
    planner = Planner(again(opened), [renamed], ImportOptions(revise="P-1", respondents=("H-7=H-7",)))
    assert correction(planner, planner.plan(), "jan").other_speakers == ()


def test_the_names_of_a_focus_group_are_never_dealt_out_anew(
    make_study: Callable[[str], Opened], tmp_path: Path
) -> None:
    source = (
        "Moderator: Wat vinden jullie?\n\nAnna: Ik vind het goed zo.\n\nBert: Ik vind het minder goed.\n\n"
        "Anna: Dat zeg jij altijd, Bert.\n\nBert: En jij ook.\n\nModerator: En verder?\n\nAnna: Verder niets.\n\nBert: Nee.\n"
    )
    study = make_study("")
    file = tmp_path / "FG-1.txt"
    file.write_text(source)
    options = ImportOptions(kind="focus-group", id="FG-1", interviewers=("Moderator",))
    bring_in(study, [file], options, "jan")
    key = study.study.key.read_text()
    file.write_text(source.replace("Anna: Ik vind het goed zo.\n\n", ""))
    planner = Planner(again(study), [file], ImportOptions(revise="FG-1", interviewers=("Moderator",)))
    plan = planner.plan()
    assert {speaker.label: speaker.written for speaker in plan.entries[0].cast.speakers.values()} == {
        "Moderator": "Interviewer", "Bert": "FG-1-2", "Anna": "FG-1-1",
    }  # fmt: skip
    carry_out.revise(planner, plan, correction(planner, plan, "jan"), {})
    assert study.study.key.read_text() == key
    study.study.key.unlink()
    planner = Planner(again(study), [file], ImportOptions(revise="FG-1", interviewers=("Moderator",)))
    assert [doubt.kind for doubt in planner.plan().doubts] == ["new", "new"]


def test_words_typed_beside_the_number_of_a_turn_are_words(opened: Opened, cli: Cli, tmp_path: Path) -> None:
    import docx

    file = tmp_path / "P-1.docx"
    assert cli("-C", opened.study.root, "transcript", "export", "P-1", "-o", file).status == 0
    document = docx.Document(str(file))
    (paragraph,) = [one for one in document.paragraphs if "elke week overleg" in one.text]
    number, speech = paragraph.runs[0], paragraph.runs[1]
    assert number.text.strip() == "6"
    number.text = f"{number.text}P-1: Kijk eens. "
    speech.text = speech.text.removeprefix("P-1: ")
    document.save(str(file))
    ran = cli("-C", opened.study.root, "revise", "P-1", file)
    assert ran.status == 0, ran.err
    assert "P-1: Kijk eens. Daar hebben we elke week overleg" in text_of(opened)


@pytest.mark.parametrize("left", [1, 8])
def test_a_black_box_comes_back_whole_or_not_at_all(left: int, opened: Opened, cli: Cli, tmp_path: Path) -> None:
    set_marks(opened, "jan P-1 b de cijfers delen we liever niet", {"approval": "refused"})
    shown = again(opened).printable(again(opened).project.transcript("P-1").read())
    box = "█" * len("de cijfers delen we liever niet")
    assert box in shown
    file = tmp_path / "zwart.txt"
    file.write_text(shown.replace(box, "█" * left), encoding="utf-8")
    ran = cli("-C", opened.study.root, "revise", "P-1", file)
    assert (ran.status, "are blacked out in line" in ran.err) == (1, True)


def test_a_file_with_nothing_but_comments_gives_its_comments(opened: Opened, cli: Cli, tmp_path: Path) -> None:
    import docx

    file = tmp_path / "P-1.docx"
    assert cli("-C", opened.study.root, "transcript", "export", "P-1", "-o", file).status == 0
    document = docx.Document(str(file))
    (paragraph,) = [one for one in document.paragraphs if "elke week overleg" in one.text]
    document.add_comment(paragraph.runs[-1], text="Dit klopt, akkoord!", author="P-1", initials="P")
    document.save(str(file))
    ran = cli("-C", opened.study.root, "revise", "P-1", file)
    assert "1 comment" in ran.err
    for _ in range(2):
        ran = cli("-C", opened.study.root, "revise", "P-1", file, "--comments", "memo")
        assert ran.status == 0, ran.err
    assert [memo.text.count("akkoord") for memo in again(opened).project.memos] == [1]


def test_a_sheet_is_not_written_over_nor_contradicts_itself(opened: Opened, cli: Cli, tmp_path: Path) -> None:
    file, out = corrected(opened, NUMBERS), tmp_path / "besluit.csv"
    run = ("-C", opened.study.root, "revise", "P-1", file)
    assert cli(*run, "-o", out).status == 0
    assert "is there already" in cli(*run, "-o", out).err
    assert "give one of them" in cli(*run, "-o", tmp_path / "x.csv", "--apply", out).err
    heading, row = out.read_text("utf-8-sig").splitlines()
    cells = row.split(",")
    rows = [",".join([*cells[:8], verdict, *cells[9:]]) for verdict in ("keep", "withdraw")]
    out.write_text("\n".join([heading, *rows]) + "\n")
    ran = cli(*run, "--apply", out)
    assert (ran.status, "another row decides otherwise" in ran.err) == (1, True)
    out.write_text(f"{heading}\n{rows[0]}\n")
    ran = cli("-C", opened.study.root, "--as", "piet", "revise", "P-1", "--apply", out)
    assert (ran.status, "nothing that is to be decided here" in ran.err) == (1, True)


def test_a_file_with_the_words_of_another_transcript_is_refused(opened: Opened, cli: Cli, tmp_path: Path) -> None:
    other = tmp_path / "P-2.txt"
    other.write_text(
        "I: Wat doet u hier?\n\nP-2: Ik werk hier al heel lang met veel plezier, zoals u ziet.\n\nI: En?\n\nP-2: Dat was het.\n"
    )
    assert cli("-C", opened.study.root, "import", other).status == 0
    ran = cli("-C", opened.study.root, "revise", "P-1", other, "--yes")
    assert (ran.status, "another transcript of the study" in ran.err) == (1, True)
