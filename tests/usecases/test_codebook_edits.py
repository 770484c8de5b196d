"""The codebook's life in a study: every edit logged, undoable, and no coding ever without its code."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualcode.editing import edits
from qualcode.errors import QualcodeError
from qualcode.model.selection import Filters
from qualcode.report.tables.codings import stale_table
from qualcode.store.check import check
from qualcode.store.history import sha_of, versions
from qualcode.store.log import read_log
from qualcode.usecases.codebook import development
from qualcode.usecases.codebook import edits as codebook_edits
from qualcode.usecases.codebook.edits import CodeGiven, edit
from qualcode.usecases.coding import by_hand as coding
from qualcode.usecases.coding import recode as recoding
from qualcode.usecases.coding.by_hand import Fragment
from qualcode.usecases.coding.progress import unread_codes
from qualcode.usecases.study import Opened, open_study
from tests.conftest import Ran, build_study

Cli = Callable[..., Ran]
STUDY = """
== codebook.yaml
# mine
codes:
  - id: trust          # what holds
    name: Trust
    kind: barrier
    definition: Believing the other.
    codes:
      - {id: fear, name: Fear}
  - id: money
    name: Money
== P-1.txt
Interviewer: How is it?
P-1: I trust them. The money is the thing. I fear for it.
== codings
jan P-1 trust I trust them
jan P-1 money The money
jan P-1 fear I fear for it
== done
jan P-1
"""


@pytest.fixture
def opened(tmp_path: Path) -> Opened:
    return build_study(tmp_path / "study", STUDY.strip())


def again(opened: Opened) -> Opened:
    return open_study(opened.study.root)


def run(opened: Opened, what: str, change: Callable[[Any], Any], because: str = "why") -> Opened:
    edit(opened.study, "jan", f"codebook {what}", change, because)
    return again(opened)


def codes_used(opened: Opened) -> list[str]:
    return [one.code for one in opened.project.codings_of("jan", "P-1").applied]


def test_an_edit_is_one_line_of_the_log_with_its_reason(opened: Opened) -> None:
    run(opened, "rename", lambda raw: edits.rename(raw, "money", "Income"), "their own word")
    last = [entry for entry in read_log(opened.study)[0] if entry["what"].startswith("codebook")][-1]
    assert (last["what"], last["codes"], last["because"]) == ("codebook rename", ["money", "income"], "their own word")


def test_journals_are_never_rewritten_and_old_ids_still_count(opened: Opened) -> None:
    journal = opened.study.journal("jan", "P-1")
    before = journal.read_bytes()
    opened = run(opened, "merge", lambda raw: edits.merge(raw, ["fear"], "money"))
    assert journal.read_bytes() == before
    assert opened.project.codebook.current["fear"] == "money"
    assert list(check(opened.study)) == []


def test_line_ends_of_windows_stay(opened: Opened) -> None:
    path = opened.study.codebook
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    run(opened, "retire", lambda raw: edits.retire(raw, "money", "2026-01-01", "x"))
    data = path.read_bytes()
    assert data.count(b"\n") == data.count(b"\r\n") == 11


def test_an_added_code_keeps_its_date_and_first_fragment_which_is_coded(opened: Opened) -> None:
    new = CodeGiven("The thing", parent="money", definition="What it is about.")
    _, code, coding_id = codebook_edits.add(opened, "jan", new, "new", Fragment("P-1", None, "is the thing", None))
    opened = again(opened)
    made = opened.project.codebook.by_id[code]
    text = opened.project.transcripts["P-1"].read().text
    start = text.index("is the thing")
    assert (made.id, made.parent, made.origin, made.fragment) == (
        "the-thing", "money", "inductive", f"P-1:{start}:{start + 12}",
    )  # fmt: skip
    assert len(made.added) == 10
    assert coding_id in {one.id for one in opened.project.codings_of("jan", "P-1").applied}


def test_a_fragment_that_is_not_there_adds_no_code(opened: Opened) -> None:
    before = opened.study.codebook.read_bytes()
    with pytest.raises(QualcodeError):
        codebook_edits.add(opened, "jan", CodeGiven("X"), "", Fragment("P-1", None, "not said", None))
    assert opened.study.codebook.read_bytes() == before


def test_undo_gives_the_file_back_as_it_was_step_by_step(opened: Opened) -> None:
    texts = [opened.study.codebook.read_text()]
    for what, change in (
        ("rename", lambda raw: edits.rename(raw, "money", "Income")),
        ("move", lambda raw: edits.move(raw, "income", "trust")),
        ("retire", lambda raw: edits.retire(raw, "fear", "2026-01-01", "x")),
    ):
        opened = run(opened, what, change)
        texts.append(opened.study.codebook.read_text())
    for expected in (texts[2], texts[1], texts[0]):
        codebook_edits.undo(opened, "jan")
        assert opened.study.codebook.read_text() == expected
    with pytest.raises(QualcodeError, match="no edit to undo"):
        codebook_edits.undo(opened, "jan")


def test_undo_leaves_what_people_changed_elsewhere_and_refuses_where_they_changed_the_same(opened: Opened) -> None:
    opened = run(opened, "rename", lambda raw: edits.rename(raw, "money", "Income"))
    path = opened.study.codebook
    path.write_text(path.read_text().replace("# mine", "# ours"))
    codebook_edits.undo(opened, "jan")
    assert path.read_text().startswith("# ours")
    assert "name: Money" in path.read_text()
    opened = run(opened, "rename", lambda raw: edits.rename(raw, "money", "Income"))
    path.write_text(path.read_text().replace("name: Income", "name: Wages"))
    before = path.read_bytes()
    with pytest.raises(QualcodeError, match="by hand in the same lines"):
        codebook_edits.undo(opened, "jan")
    assert path.read_bytes() == before


def test_undoing_a_rename_keeps_the_codings_made_under_the_new_id(opened: Opened) -> None:
    opened = run(opened, "rename", lambda raw: edits.rename(raw, "money", "Income"))
    coding.apply_to(opened, "jan", Fragment("P-1", quote="the thing"), "income")
    codebook_edits.undo(again(opened), "jan")
    opened = again(opened)
    assert opened.project.codebook.by_id["money"].was == ("income",)
    assert set(codes_used(opened)) <= opened.project.codebook.current.keys()


def test_undo_goes_on_past_the_older_ids_that_it_had_to_keep(opened: Opened) -> None:
    texts = [opened.study.codebook.read_text()]
    for name in ("Income", "Wages"):
        opened = run(opened, "rename", change_of("rename", "money", "", 0, name))
        named = Fragment("P-1", quote={"Income": "the thing", "Wages": "is the thing"}[name])
        coding.apply_to(opened, "jan", named, name.casefold())
        texts.append(opened.study.codebook.read_text())
    codebook_edits.undo(again(opened), "jan")
    assert again(opened).project.codebook.by_id["income"].was == ("money", "wages")
    codebook_edits.undo(again(opened), "jan")
    assert set(again(opened).project.codebook.by_id["money"].was) == {"income", "wages"}
    assert list(check(opened.study)) == []
    opened = run(again(opened), "retire", lambda raw: edits.retire(raw, "fear", "2026-01-01", "x"))
    codebook_edits.undo(opened, "jan")
    assert set(again(opened).project.codebook.by_id["money"].was) == {"income", "wages"}
    with pytest.raises(QualcodeError, match="no edit to undo"):
        codebook_edits.undo(again(opened), "jan")


def test_undoing_an_added_code_that_is_in_use_is_refused(opened: Opened) -> None:
    codebook_edits.add(opened, "jan", CodeGiven("New"), "", Fragment("P-1", None, "is the thing", None))
    with pytest.raises(QualcodeError, match="Codings use 'new'"):
        codebook_edits.undo(again(opened), "jan")


def test_a_split_code_puts_its_fragments_in_the_queue_until_each_is_coded_anew(opened: Opened) -> None:
    coding.mark(opened, "jan", [opened.project.codings_of("jan", "P-1").applied[1].id], {"key": True, "note": "see"})
    opened = run(opened, "split", lambda raw: edits.split(raw, "money", ["Pay", "Debt"], "2026-01-01", "x"))
    waiting = list(recoding.queue(opened, Filters()))
    assert [(one.coding.code, one.choices) for one in waiting] == [("money", ("pay", "debt"))]
    assert recoding.recode(opened, "jan", "debt", [waiting[0].coding.id]) == 1
    assert list(recoding.queue(opened, Filters())) == []
    (new,) = (one for one in opened.project.codings_of("jan", "P-1").applied if one.code == "debt")
    assert (new.quote, new.key, new.note) == ("The money", True, "see")
    assert "money" not in codes_used(opened)


def test_recoding_to_the_code_it_has_leaves_the_coding_and_takes_it_out_of_the_queue(opened: Opened) -> None:
    opened = run(opened, "split", lambda raw: edits.split(raw, "money", ["Pay", "Debt"], "2026-01-01", "x"))
    ((waiting),) = recoding.queue(opened, Filters())
    recoding.recode(opened, "jan", "money", [waiting.coding.id])
    assert list(recoding.queue(opened, Filters())) == []
    assert "money" in codes_used(opened)


def test_a_coding_confirmed_before_a_split_waits_after_it_all_the_same(opened: Opened) -> None:
    (money,) = (one for one in opened.project.codings_of("jan", "P-1").applied if one.code == "money")
    recoding.confirm(opened, "jan", [money])
    opened = run(opened, "split", lambda raw: edits.split(raw, "money", ["Pay", "Debt"], "2026-01-01", "x"))
    assert [one.coding.id for one in recoding.queue(opened, Filters())] == [money.id]


def test_recoding_a_coding_under_an_older_id_to_its_code_changes_nothing(opened: Opened) -> None:
    opened = run(opened, "rename", lambda raw: edits.rename(raw, "money", "Income"))
    (money,) = (one for one in opened.project.codings_of("jan", "P-1").applied if one.code == "money")
    recoding.recode(opened, "jan", "income", [money.id])
    assert codes_used(opened).count("money") == 1
    assert "income" not in codes_used(opened)


def test_merging_tells_what_else_it_changes(cli: Cli, tmp_path: Path) -> None:
    root = build_study(tmp_path / "m", """
== codebook.yaml
questions: [{id: q1, text: One?}, {id: q2, text: Two?}]
codes:
- {id: a, name: A, question: q1, definition: D, include: I, keywords: [x], not: [y]}
- {id: b, name: B, question: q2}
themes: [{id: t, name: Theme, codes: [a]}]
""".strip()).study.root  # fmt: skip
    ran = cli("-C", root, "codebook", "merge", "a", "--into", "b", "--because", "x")
    assert ran.err.splitlines()[1:] == [
        "Mind: a was of question q1; its fragments now count there no more.",
        "Mind: the definition, include, not of a are not taken over.",
        "Mind: b now stands in Theme too, with all its fragments.",
    ]
    again_ = cli("-C", root, "codebook", "add", "b")
    assert again_.err == "Mind: b is called 'b' too; to make them one: qualcode codebook merge.\n"


def test_what_was_read_before_a_code_existed_is_listed(opened: Opened) -> None:
    assert list(unread_codes(opened, Filters())) == []
    codebook_edits.add(opened, "jan", CodeGiven("New"), "")
    (one,) = unread_codes(again(opened), Filters())
    assert (one.transcript, one.coder, one.codes) == ("P-1", "jan", ("new",))
    coding.done(again(opened), "jan", opened.project.transcripts["P-1"], None, Filters(code=("new",)))
    assert list(unread_codes(again(opened), Filters())) == []


def test_a_code_taken_out_by_hand_is_a_problem_that_says_how_to_mend_it(opened: Opened) -> None:
    path = opened.study.codebook
    path.write_text(path.read_text().replace("  - id: money\n    name: Money\n", ""))
    (problem,) = check(opened.study)
    assert "1 coding has the code 'money', which is not in the codebook" in str(problem)
    assert "was:" in str(problem.hint)


# ---- versions ----


def test_a_coding_made_under_an_older_definition_is_stale_until_it_is_confirmed(opened: Opened) -> None:
    path = opened.study.codebook
    path.write_text(path.read_text().replace("Believing the other.", "Expecting good of the other."))
    opened = again(opened)
    ((found, transcript),) = recoding.stale(opened, Filters())
    assert found.code == "trust"
    (row,) = stale_table(opened.view(), [(found, transcript)], recoding.definitions(opened)).data.plain()
    assert (row["definition_then"], row["definition_now"]) == ("Believing the other.", "Expecting good of the other.")
    assert recoding.confirm(opened, "jan", [found]) == 1
    logged = [entry.get("definition") for entry in read_log(opened.study)[0] if entry["what"] == "definition"]
    assert "Expecting good of the other." in logged
    assert list(recoding.stale(opened, Filters())) == []
    path.write_text(path.read_text().replace("Expecting good", "Hoping for the best"))
    opened = again(opened)
    ((found, transcript),) = recoding.stale(opened, Filters())
    recoding.requeue(opened, "jan", [found])
    ((waiting),) = recoding.queue(opened, Filters())
    assert waiting.reason == "requeued"
    assert list(recoding.stale(opened, Filters())) == []
    recoding.recode(opened, "jan", "trust", [found.id])
    assert list(recoding.queue(opened, Filters())) == []
    assert list(recoding.stale(opened, Filters())) == []


def test_the_development_table_tells_each_change_with_its_reason(opened: Opened) -> None:
    opened = run(opened, "rename", lambda raw: edits.rename(raw, "money", "Income"), "their word")
    opened = run(opened, "split", lambda raw: edits.split(raw, "income", ["Pay", "Debt"], "2026-01-01", "two"), "two")
    opened = run(opened, "merge", lambda raw: edits.merge(raw, ["fear"], "trust"), "the same")
    path = opened.study.codebook
    path.write_text(path.read_text().replace("Believing the other.", "Expecting good."))
    rows = development.compare_moments(codebook_edits.noticed(opened, "jan"), None, None).data.plain()
    told = [(row["change"], row["code"], row["was"], row["now"], row["because"]) for row in rows]
    assert told == [
        ("redefined", "trust", "Believing the other.", "Expecting good.", ""),
        ("merged", "trust", "Fear", "Trust", "the same"),
        ("renamed", "income", "Money", "Income", "their word"),
        ("split", "income", "Income", "Pay; Debt", "two"),
    ]
    assert all(row["at"] for row in rows)


def test_moments_and_files_are_compared_alike(opened: Opened, cli: Cli, tmp_path: Path) -> None:
    root = opened.study.root
    (tmp_path / "old.yaml").write_text(opened.study.codebook.read_text())
    run(opened, "retire", lambda raw: edits.retire(raw, "money", "2026-01-01", "never said"))
    by_file = json.loads(cli("codebook", "diff", "old.yaml", root / "codebook.yaml", "--format", "json").out)
    by_date = json.loads(cli("-C", root, "codebook", "diff", "--format", "json").out)
    assert [(row["change"], row["code"], row["now"]) for row in by_file] == [("retired", "money", "never said")]
    assert [(row["change"], row["code"], row["because"]) for row in by_date] == [("retired", "money", "why")]
    early = cli("-C", root, "codebook", "diff", "2001-01-01", "2001-01-02")
    assert early.status == 1
    assert "knows no codebook of 2001-01-02" in early.err
    from_before = json.loads(cli("-C", root, "codebook", "diff", "2001-01-01", "--format", "json").out)
    assert from_before == by_date
    assert cli("-C", root, "codebook", "diff", "2001-99-99").status == 1


# ---- the law ----

_ids = st.integers(0, 30)
_steps = st.lists(
    st.tuples(st.sampled_from(["rename", "merge", "split", "move", "retire", "apply", "undo"]), _ids, _ids), max_size=9
)


def change_of(what: str, one: str, other: str, number: int, name: str = "") -> Callable[[Any], Any]:
    def change(raw: Any) -> Any:
        match what:
            case "rename":
                return edits.rename(raw, one, name or f"Name {number}")
            case "merge":
                return edits.merge(raw, [one], other)
            case "split":
                return edits.split(raw, one, [f"P {number}", f"Q {number}"], "2026-01-01", "x")
            case "move":
                return edits.move(raw, one, other)
        return edits.retire(raw, one, "2026-01-01", "x")

    return change


@pytest.mark.slow
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_steps)
def test_any_sequence_of_edits_keeps_every_coding_resolvable(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int, int]]
) -> None:
    opened = build_study(tmp_path_factory.mktemp("law") / "study", STUDY.strip())
    for number, (what, one, other) in enumerate(steps):
        ids = list(opened.project.codebook.by_id)
        first, second = ids[one % len(ids)], ids[other % len(ids)]
        try:
            if what == "undo":
                codebook_edits.undo(opened, "jan")
            elif what == "apply":
                handle = opened.project.transcripts["P-1"]
                coding.apply(
                    opened, "jan", handle, first, coding.checked_span(handle.read(), number * 3, number * 3 + 5)
                )
            else:
                edit(opened.study, "jan", f"codebook {what}", change_of(what, first, second, number), "x")
        except QualcodeError:
            pass
        opened = again(opened)
        assert set(codes_used(opened)) <= opened.project.codebook.current.keys()
        assert opened.study.codebook.read_text().startswith("# mine\n")


# ---- several writers, and writers that are killed ----

_ADDING = """
import sys
from pathlib import Path
from qualcode.usecases.codebook.edits import edit
from qualcode.editing import edits
from qualcode.store.layout import Study
print("ready", flush=True)
while not (Path(sys.argv[1]) / "go").exists():
    pass
for number in range(int(sys.argv[3])):
    name = f"{sys.argv[2]} {number}"
    code = {"name": name, "origin": "inductive"}
    edit(Study(Path(sys.argv[1])), "jan", "codebook add",
         lambda raw: edits.add(raw, {"id": edits.new_id(raw, name), **code}), "why")
    print(number, flush=True)
"""


def adding(opened: Opened, name: str, number: int) -> "subprocess.Popen[str]":
    arguments = [sys.executable, "-c", _ADDING, str(opened.study.root), name, str(number)]
    return subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True)


def test_two_who_edit_at_once_lose_nothing(opened: Opened) -> None:
    both = [adding(opened, name, 8) for name in ("one", "other")]
    assert all(process.stdout and process.stdout.readline() == "ready\n" for process in both)
    (opened.study.root / "go").touch()
    assert [process.wait(60) for process in both] == [0, 0]
    for process in both:
        assert process.stdout is not None
        process.stdout.close()
    codebook = again(opened).project.codebook
    assert {f"{name}-{number}" for name in ("one", "other") for number in range(8)} <= codebook.by_id.keys()
    known = versions(read_log(opened.study)[0])
    assert known[-1].text == opened.study.codebook.read_text()
    assert len(known) >= 17


def test_an_edit_that_is_killed_leaves_a_sound_codebook_and_a_whole_history(opened: Opened) -> None:
    process = adding(opened, "new", 10_000)
    assert process.stdout is not None
    process.stdout.readline()
    (opened.study.root / "go").touch()
    told = [process.stdout.readline() for _ in range(5)]
    process.kill()
    process.wait(60)
    process.stdout.close()
    codebook = again(opened).project.codebook
    assert {f"new-{line.strip()}" for line in told} <= codebook.by_id.keys()
    codebook_edits.add(again(opened), "jan", CodeGiven("After"), "")
    known = versions(read_log(opened.study)[0])
    assert known[-1].text == opened.study.codebook.read_text()


def test_undo_takes_back_what_this_file_came_from_whatever_the_clocks_say(opened: Opened) -> None:
    opened = run(opened, "rename", lambda raw: edits.rename(raw, "money", "Income"))
    log = opened.study.log
    lines = log.read_text().splitlines()
    (ahead,) = (line for line in lines if '"codebook rename"' in line)
    entry = json.loads(ahead)
    entry["at"] = "2999-01-01T00:00:00.000Z"  # a colleague's clock
    log.write_text("\n".join([*(line for line in lines if line != ahead), json.dumps(entry)]) + "\n")
    before = opened.study.codebook.read_text()
    run(again(opened), "retire", lambda raw: edits.retire(raw, "fear", "2026-01-01", "x"))
    codebook_edits.undo(again(opened), "jan")
    assert opened.study.codebook.read_text() == before


def test_an_edit_that_changes_nothing_is_not_logged(opened: Opened) -> None:
    before = opened.study.log.read_bytes()
    assert edit(opened.study, "jan", "codebook update", lambda raw: raw).changed == (0, 0)
    assert opened.study.log.read_bytes() == before


def test_what_people_did_by_hand_is_logged_and_never_undone(opened: Opened) -> None:
    path = opened.study.codebook
    path.write_text(path.read_text().replace("name: Money", "name: Cash"))
    development.compare_moments(codebook_edits.noticed(opened, "jan"), None, None)
    assert [entry["what"] for entry in read_log(opened.study)[0]][-1] == "codebook by hand"
    with pytest.raises(QualcodeError, match="no edit to undo"):
        codebook_edits.undo(again(opened), "jan")
    assert "name: Cash" in path.read_text()


def test_a_version_that_was_tampered_with_is_none() -> None:
    entry = {"id": "x", "at": "2026", "what": "init", "version": {"sha": sha_of("a"), "text": "a"}}
    assert [version.text for version in versions([entry])] == ["a"]
    assert versions([{**entry, "version": {"sha": sha_of("a"), "text": "b"}}]) == []
    assert versions([{**entry, "version": {"sha": sha_of("a"), "of": sha_of("z"), "lines": []}}]) == []


def test_a_beginning_of_an_id_must_be_of_one_coding(opened: Opened) -> None:
    every = list(opened.project.codings_of("jan", "P-1").applied)
    assert recoding.chosen(every, [every[0].id[:8]]) == [every[0]]
    for wrong in ("", "nothing"):
        with pytest.raises(QualcodeError, match="begins with"):
            recoding.chosen(every, [wrong])


def test_a_selective_pass_alone_says_of_other_codes_nothing(tmp_path: Path) -> None:
    opened = build_study(tmp_path / "sel", STUDY.strip().replace("== done\njan P-1", "== done\njan P-1 money"))
    assert list(unread_codes(opened, Filters())) == []


def test_undo_leaves_a_line_put_on_top_by_hand(opened: Opened) -> None:
    path = opened.study.codebook
    path.write_text("codes: []\n")
    for handle in opened.study.codings.rglob("*.jsonl"):
        handle.unlink()
    opened = run(again(opened), "add", lambda raw: edits.add(raw, {"id": "h", "name": "H"}))
    path.write_text("# mine\n" + path.read_text())
    codebook_edits.undo(opened, "jan")
    assert path.read_text() == "# mine\ncodes: []\n"


def test_recoding_is_refused_as_a_whole_where_one_text_was_changed(opened: Opened, tmp_path: Path) -> None:
    opened = build_study(
        tmp_path / "two",
        STUDY.strip().replace(
            "== codings", "== P-2.txt\nInterviewer: So?\nP-2: The money.\n== codings\njan P-2 money The money"
        ),
    )
    ids = [
        one.id
        for name in ("P-1", "P-2")
        for one in opened.project.codings_of("jan", name).applied
        if one.code == "money"
    ]
    opened.study.text("P-2").write_text("changed")
    with pytest.raises(QualcodeError):
        recoding.recode(again(opened), "jan", "trust", ids)
    assert "money" in codes_used(again(opened))


def test_a_note_joins_the_coding_that_is_there_already(opened: Opened) -> None:
    there = coding.apply_to(opened, "jan", Fragment("P-1", quote="The money"), "trust")
    (money,) = (one for one in opened.project.codings_of("jan", "P-1").applied if one.code == "money")
    coding.mark(opened, "jan", [money.id], {"note": "see", "key": True})
    recoding.recode(opened, "jan", "trust", [money.id])
    (kept,) = (one for one in opened.project.codings_of("jan", "P-1").applied if one.id == there.id)
    assert (kept.note, kept.key) == ("see", True)


def test_applying_a_code_by_its_new_id_where_it_stands_under_the_old_is_a_no_op(opened: Opened) -> None:
    opened = run(opened, "rename", lambda raw: edits.rename(raw, "money", "Income"))
    assert coding.apply_to(opened, "jan", Fragment("P-1", quote="The money"), "income").already


def test_logs_of_two_copies_merge_and_tell_the_versions_of_both(opened: Opened, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(opened.study.root, copy)
    run(opened, "rename", lambda raw: edits.rename(raw, "money", "Income"))
    other = run(open_study(copy), "rename", lambda raw: edits.rename(raw, "trust", "Faith"))
    lines = [*opened.study.log.read_text().splitlines(), *other.study.log.read_text().splitlines()]
    opened.study.log.write_text("\n".join(dict.fromkeys(lines)) + "\n")
    texts = [version.text for version in versions(read_log(opened.study)[0])]
    assert opened.study.codebook.read_text() in texts
    assert other.study.codebook.read_text() in texts
