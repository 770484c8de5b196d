"""What synchronised folders leave behind: recognised by what it holds, united where that is sure, told where not."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from qualcode.store.check import check
from qualcode.usecases.study import Opened, open_study
from tests.conftest import Ran

STUDY = """
== P-1.txt
I: Hoe?
P-1: Goed zo. Heel goed.
I: En?
P-1: Ja, dat is goed.
== P-2.txt
I: Hoe?
P-2: Slecht.
I: En?
P-2: Nee.
== codings
jan P-1 a Goed zo.
jan P-1 a Heel goed.
jan P-2 a Slecht.
els P-1 a dat is goed.
== memos
note project Een gedachte.
"""


@pytest.fixture
def root(make_study: Callable[[str], Opened]) -> Path:
    return make_study(STUDY).study.root


def lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines(keepends=True)


def split(path: Path, other: Path) -> None:
    """What two machines make of a journal: the first line in both, the second in the copy alone."""
    first, second = lines(path)
    path.write_text(first, encoding="utf-8")
    other.parent.mkdir(exist_ok=True)
    other.write_text(first + second, encoding="utf-8")


def table(cli: Callable[..., Ran], root: Path) -> str:
    return cli("-C", root, "quotes", "--coder", "all", "--format", "csv").out


@pytest.mark.parametrize(
    "name",
    [
        "jan/P-1 (conflicted copy 2026-11-27).jsonl",
        "jan/P-1-LAPTOP.jsonl",
        "jan/P-1.sync-conflict-20261127-101010-ABCDEFG.jsonl",
        "jan (1)/P-1.jsonl",
        "jan-LAPTOP/P-1.jsonl",
    ],
)
def test_a_copy_of_a_journal_is_told_by_check_and_tables_and_united_by_repair(
    cli: Callable[..., Ran], root: Path, name: str
) -> None:
    whole = table(cli, root)
    split(root / "codings/jan/P-1.jsonl", root / "codings" / name)
    counted = cli("-C", root, "frequencies", "--coder", "jan")
    assert f"1 event in codings/{name} is not counted; see: qualcode check" in counted.err
    checked = cli("-C", root, "check")
    assert checked.status == 1
    assert f"codings/{name}: a copy of codings/jan/P-1.jsonl with 1 event that is not in it" in checked.out
    assert cli("-C", root, "check", "--repair").status == 0
    assert not (root / "codings" / name).exists()
    assert not list(root.rglob("*.bad"))
    assert table(cli, root) == whole


def test_nobody_is_taken_for_a_coder_for_a_folder_of_copies(cli: Callable[..., Ran], root: Path) -> None:
    shutil.copytree(root / "codings/jan", root / "codings/jan (1)")
    assert open_study(root).project.coders == ("els", "jan")
    assert cli("-C", root, "status").out.splitlines()[0].endswith("coders: els, jan")


def test_a_journal_of_another_transcript_with_a_name_alike_is_no_copy(make_study: Callable[[str], Opened]) -> None:
    opened = make_study(STUDY.replace("P-2", "P-1-2"))
    assert {one.transcript for one in open_study(opened.study.root).project.journals} == {"P-1", "P-1-2"}
    assert [problem for problem in check(opened.study) if "copy" in str(problem.what)] == []


def test_events_in_the_wrong_journal_go_where_they_belong(cli: Callable[..., Ran], root: Path) -> None:
    whole = table(cli, root)
    (line,) = lines(root / "codings/jan/P-2.jsonl")
    (root / "codings/jan/P-2.jsonl").unlink()
    with (root / "codings/els/P-1.jsonl").open("a", encoding="utf-8") as file:
        file.write(line + "no event\n")
    assert "brings it to the journal it belongs to" in cli("-C", root, "check").out
    assert cli("-C", root, "check", "--repair").status == 0
    assert table(cli, root) == whole
    assert (root / "codings/els/P-1.jsonl.bad").read_text(encoding="utf-8") == "no event\n"


def test_two_lines_of_one_id_that_differ_are_both_kept_and_an_error(cli: Callable[..., Ran], root: Path) -> None:
    first, second = lines(root / "codings/jan/P-1.jsonl")
    copy = root / "codings/jan/P-1 (1).jsonl"
    copy.write_text(first.replace('"code":"a"', '"code":"b"'), encoding="utf-8")
    ran = cli("-C", root, "check", "--repair")
    assert ran.status == 1
    assert f"two lines have the id {json.loads(first)['id']} and say different things" in ran.out
    assert len(lines(root / "codings/jan/P-1.jsonl")) == 3
    assert lines(root / "codings/jan/P-1.jsonl")[:2] == [first, second]


def test_a_copy_of_the_log_is_united(cli: Callable[..., Ran], root: Path) -> None:
    before = lines(root / "log.jsonl")
    (root / "log.jsonl").write_text("".join(before[:2]), encoding="utf-8")
    (root / "log-LAPTOP.jsonl").write_text("".join([before[0], *before[2:]]), encoding="utf-8")
    assert f"a copy of log.jsonl with {len(before) - 2} entries that are not in it" in cli("-C", root, "check").out
    cli("-C", root, "check", "--repair")
    assert sorted(lines(root / "log.jsonl")) == sorted(before)
    assert not (root / "log-LAPTOP.jsonl").exists()


@pytest.mark.parametrize(
    ("original", "copy"),
    [
        ("codebook.yaml", "codebook (1).yaml"),
        ("cases.csv", "cases-LAPTOP.csv"),
        ("qualcode.yaml", "qualcode (Jan's conflicted copy).yaml"),
        ("transcripts/P-1.txt", "transcripts/P-1 (conflicted copy).txt"),
        ("transcripts/P-1.json", "transcripts/P-1 (conflicted copy).json"),
        ("memos/note-project.md", "memos/note-project (1).md"),
    ],
)
def test_other_copies_are_told_with_what_differs_and_left_as_they_are(
    cli: Callable[..., Ran], root: Path, original: str, copy: str
) -> None:
    before = table(cli, root), cli("-C", root, "memo", "list").out
    shutil.copy(root / original, root / copy)
    same = cli("-C", root, "check")
    assert same.status == 0
    assert f"{copy}: warning: a copy of {original}, " in same.out
    assert "it holds the same" in same.out or "with the same words" in same.out
    with (root / copy).open("a", encoding="utf-8") as file:
        file.write("\nmore\n")
    other = cli("-C", root, "check", "--repair").out
    assert "differ from line" in other or "with other words" in other or "no transcript side-car" in other
    assert (root / copy).exists()
    assert (table(cli, root), cli("-C", root, "memo", "list").out) == before


def test_a_transcript_copied_as_a_whole_is_not_a_second_one(cli: Callable[..., Ran], root: Path) -> None:
    for ending in ("txt", "json"):
        shutil.copy(root / f"transcripts/P-1.{ending}", root / f"transcripts/P-1-LAPTOP.{ending}")
    assert cli("-C", root, "status").out.startswith("study-0: 2 transcripts")
    told = cli("-C", root, "check").out
    assert "transcripts/P-1-LAPTOP.json: warning: a copy of transcripts/P-1.json" in told
    assert "transcripts/P-1-LAPTOP.txt: warning: a copy of transcripts/P-1.txt" in told


def test_what_a_stop_left_behind_is_told_and_removed(cli: Callable[..., Ran], root: Path) -> None:
    left = [
        root / ".codebook.yaml.0123456789ab.tmp", root / "transcripts/.P-1.txt.0123456789ab.tmp", root / "memos/.m.md.0123456789ab.tmp",
        root / "codings/jan/.P-1.jsonl.bad.0123456789ab.tmp", root.parent / f".{root.name}.key.csv.0123456789ab.tmp",
    ]  # fmt: skip
    mine = [root / ".notes.settings", root / ".cases.csv.backup01", root.parent / f".{root.name}.key.csv.20260101"]
    for path in (*left, *mine):
        path.write_text("x", encoding="utf-8")
    told = cli("-C", root, "check").out
    assert told.count("a file that a stop left behind") == len(left)
    assert "5 files that a stop left behind removed" in cli("-C", root, "check", "--repair").err
    assert [path for path in left if path.exists()] == []
    assert all(path.exists() for path in mine)


@pytest.mark.parametrize(
    ("link", "target"),
    [
        ("codings/ander", "jan"),
        ("codings/jan/P-1.jsonl", "P-1-master.jsonl"),
        ("log.jsonl", "log-master.jsonl"),
        ("codings/Jan", "jan"),
    ],
)
def test_two_names_of_one_file_are_no_copies(cli: Callable[..., Ran], root: Path, link: str, target: str) -> None:
    """A link, or on macOS and Windows another spelling: what is "united" with itself must not be removed."""
    whole = table(cli, root)
    path = root / link
    if path.exists():
        path.rename(path.parent / target)
    path.symlink_to(target)
    cli("-C", root, "check", "--repair")
    path.unlink()
    if not (root / link).exists() and link.endswith("jsonl"):
        (path.parent / target).rename(path)
    assert table(cli, root) == whole


def test_what_a_newer_version_wrote_stays(cli: Callable[..., Ran], root: Path) -> None:
    path = root / "codings/jan/P-1.jsonl"
    first, second = lines(path)
    changed = [first.replace('"v":1', '"v":2'), second.replace('"event":"apply"', '"event":"linked"')]
    path.write_text("".join(changed), encoding="utf-8")
    assert cli("-C", root, "check", "--repair").status == 1
    assert lines(path) == changed


def test_kinds_and_keys_of_a_newer_program_are_kept_named_and_not_counted(cli: Callable[..., Ran], root: Path) -> None:
    """Of the same version of the format: the lines stay as they are, also where they are brought home from a copy."""
    path = root / "codings/jan/P-1.jsonl"
    first, second = lines(path)
    own = first.replace('"start"', '"colour":"red","start"')
    foreign = second.replace('"event":"apply"', '"event":"linked"')
    path.write_text(own, encoding="utf-8")
    copy = path.with_name("P-1 (conflicted copy).jsonl")
    copy.write_text(foreign, encoding="utf-8")
    cli("-C", root, "check", "--repair")
    assert not copy.exists()
    assert lines(path) == [own, foreign]
    told = cli("-C", root, "check")
    assert told.status == 0
    assert "is of a kind that only a newer program knows: linked (it is kept, and counts for nothing here)" in told.out
    assert "has what only a newer program knows: colour" in told.out
    assert cli("-C", root, "frequencies", "--coder", "jan").err.startswith("Mind: 1 journal line could not be read")


def test_a_byte_order_mark_on_a_journal_hides_nothing(cli: Callable[..., Ran], root: Path) -> None:
    whole, path = table(cli, root), root / "codings/jan/P-1.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert table(cli, root) == whole
    assert cli("-C", root, "check").status == 0


@pytest.mark.parametrize(
    "place", ["codings (1)/jan/P-1.jsonl", "codings/P-1.jsonl", "codings/jan/jan/P-1.jsonl", "codings/jan/P-1.JSONL"]
)
def test_journals_in_the_wrong_place_are_told_and_brought_home(cli: Callable[..., Ran], root: Path, place: str) -> None:
    whole, path = table(cli, root), root / place
    path.parent.mkdir(parents=True, exist_ok=True)
    (root / "codings/jan/P-1.jsonl").rename(path)
    assert f"2 events in {place} are not counted" in cli("-C", root, "frequencies", "--coder", "jan").err
    assert f"{place}: a copy of codings/jan/P-1.jsonl with 2 events that are not in it" in cli("-C", root, "check").out
    cli("-C", root, "check", "--repair")
    assert table(cli, root) == whole


def test_a_folder_beside_codings_is_read_and_left_and_a_circle_of_links_ends(
    cli: Callable[..., Ran], root: Path
) -> None:
    shutil.copytree(root / "codings", root / "codings-backup")
    (root / "codings/jan/circle").symlink_to(root / "codings")
    (root / "codings/up").symlink_to(root)
    whole = table(cli, root)
    assert cli("-C", root, "check", "--repair").status == 0
    assert len(list((root / "codings-backup").rglob("*.jsonl"))) == 3
    assert table(cli, root) == whole


def test_codings_of_a_transcript_that_is_gone_are_told_by_tables(cli: Callable[..., Ran], root: Path) -> None:
    for ending in ("txt", "json"):
        (root / f"transcripts/P-1.{ending}").unlink()
    told = cli("-C", root, "frequencies", "--coder", "jan").err
    assert "2 events in codings/jan/P-1.jsonl are not counted" in told


def test_a_renamed_transcript_is_read_under_its_new_name(cli: Callable[..., Ran], root: Path) -> None:
    for ending in ("txt", "json"):
        (root / f"transcripts/P-2.{ending}").rename(root / f"transcripts/X-2.{ending}")
    assert cli("-C", root, "status").out.startswith("study-0: 2 transcripts")


def test_what_a_cloud_did_not_bring_yet_is_an_error(cli: Callable[..., Ran], root: Path) -> None:
    (root / "codings/jan/P-1.jsonl").rename(root / "codings/jan/.P-1.jsonl.icloud")
    ran = cli("-C", root, "frequencies")
    assert ran.status == 1
    assert "codings/jan/P-1.jsonl: this file is in the cloud and not on this computer" in ran.err


def test_a_file_of_ones_own_is_no_log(cli: Callable[..., Ran], root: Path) -> None:
    mine = root / "mynotes.jsonl"
    mine.write_text('{"id":"a","at":"2026-01-01","what":"mine"}\n', encoding="utf-8")
    cli("-C", root, "check", "--repair")
    assert mine.exists()
