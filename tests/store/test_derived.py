"""What is kept between commands is what would be derived now, or it is not used."""

import hashlib
import os
import sqlite3
import stat
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.model.coding import Adrift, Asked, Coding, Codings, ReadPass, Rejection
from qualcode.model.span import Span
from qualcode.model.transcript import Transcript, Turn
from qualcode.store import derived
from qualcode.store.catalogue import _facts
from qualcode.store.columns import plain_codings, plain_turns
from qualcode.store.derived import Derived
from qualcode.store.layout import Study
from qualcode.store.sidecars import TextState
from qualcode.store.spoken import Spoken
from qualcode.suggest.light import LightAnalyser

CHANGES = st.sampled_from(
    ["write", "same size", "same size and time", "append", "replace", "remove", "touch", "nothing"]
)


def contents(files: list[Path]) -> list[bytes]:
    return [file.read_bytes() if file.exists() else b"" for file in files]


def changed(file: Path, how: str, data: bytes) -> None:
    if not file.exists():
        file.write_bytes(data)
        return
    before, times = file.read_bytes(), (file.stat().st_atime_ns, file.stat().st_mtime_ns)
    if how in ("same size", "same size and time"):
        file.write_bytes((data * len(before))[: len(before)])
    elif how == "append":
        file.write_bytes(before + data)
    elif how == "replace":
        other = file.with_suffix(".new")
        other.write_bytes((data * len(before))[: len(before)])
        os.utime(other, ns=times)
        os.replace(other, file)
    elif how == "remove":
        file.unlink()
    elif how == "write":
        file.write_bytes(data)
    if how in ("same size and time", "touch"):
        os.utime(file, ns=times)


@pytest.fixture(autouse=True)
def _with_a_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUALCODE_CACHE", "on")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "study").mkdir()
    return tmp_path / "study"


def one_command(
    folder: Path, files: list[Path], certain: bool = False, apart: bool = False
) -> tuple[list[bytes], bool]:
    """What a new process gets of these files, and whether it derived that itself."""
    asked: list[bool] = []

    def derive() -> list[bytes]:
        asked.append(True)
        return contents(files)

    found = Derived(Study(folder), certain)
    made = found.get("kind", "name", files, derive, apart=apart)
    found.keep()
    return made, bool(asked)


@settings(max_examples=40)
@given(
    st.lists(st.tuples(st.integers(0, 1), CHANGES, st.binary(min_size=1, max_size=3)), min_size=1, max_size=8),
    st.booleans(),
    st.booleans(),
)
def test_whatever_becomes_of_the_files_it_is_what_they_hold_now(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[int, str, bytes]], certain: bool, apart: bool
) -> None:
    folder = tmp_path_factory.mktemp("study")
    files = [folder / "one", folder / "two"]
    for which, how, data in changes:
        changed(files[which], how, data)
        assert one_command(folder, files, certain, apart)[0] == contents(files)


def in_ten_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files that were just written are old enough to be known by their times."""
    monkeypatch.setattr(derived, "time", type("Later", (), {"time_ns": lambda: time.time_ns() + 10**10}))


def test_files_that_stay_are_not_read_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = [folder / "one", folder / "two"]
    changed(files[0], "write", b"a")
    in_ten_seconds(monkeypatch)
    assert one_command(folder, files) == ([b"a", b""], True)
    assert one_command(folder, files) == ([b"a", b""], False)
    monkeypatch.setattr(derived, "_sha", lambda files: pytest.fail("read"))
    assert one_command(folder, files) == ([b"a", b""], False)


def test_a_file_that_changed_and_kept_its_size_and_its_time_is_read_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [folder / "one"]
    changed(files[0], "write", b"a")
    in_ten_seconds(monkeypatch)
    assert one_command(folder, files) == ([b"a"], True)
    time.sleep(0.05)  # the time of a change is told in steps of some milliseconds
    changed(files[0], "same size and time", b"b")
    assert one_command(folder, files) == ([b"b"], True)


def test_contents_are_looked_at_where_times_say_nothing(folder: Path) -> None:
    """A file that was just written may be written again within the same step of the clock."""
    files = [folder / "one"]
    changed(files[0], "write", b"a")
    assert [one_command(folder, files)[1] for _ in range(4)] == [True, True, False, False]


def test_who_wants_it_certain_looks_at_the_contents(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = [folder / "one"]
    changed(files[0], "write", b"a")
    in_ten_seconds(monkeypatch)
    looked: list[bool] = []
    sha = derived._sha

    def looked_at(files: list[Path]) -> bytes:
        looked.append(True)
        return sha(files)

    monkeypatch.setattr(derived, "_sha", looked_at)
    one_command(folder, files, certain=True)
    assert one_command(folder, files, certain=True) == ([b"a"], False)
    assert len(looked) == 2


def the_cache(folder: Path) -> Path:
    (found,) = (folder.parent / "cache/qualcode/studies").glob("*/*.sqlite3")
    return found


@pytest.mark.parametrize("torn", [b"", b"no database", None])
def test_a_torn_cache_is_no_error_and_is_made_anew(folder: Path, torn: bytes | None) -> None:
    files = [folder / "one"]
    changed(files[0], "write", b"a")
    for _ in range(3):
        one_command(folder, files)
    whole = the_cache(folder).read_bytes()
    the_cache(folder).write_bytes(whole[: len(whole) // 2] if torn is None else torn)
    assert [one_command(folder, files)[0] for _ in range(4)] == [[b"a"]] * 4
    assert not one_command(folder, files)[1]


def test_a_bit_that_fell_over_is_noticed(folder: Path) -> None:
    files = [folder / "one"]
    changed(files[0], "write", b"speech")
    for _ in range(2):
        one_command(folder, files)
    with sqlite3.connect(the_cache(folder)) as found:
        (data,) = found.execute("SELECT data FROM derived").fetchone()
        found.execute("UPDATE derived SET data = ?", (data.replace(b"speech", b"speach"),))
    found.close()
    assert one_command(folder, files) == ([b"speech"], True)


@pytest.mark.parametrize("column", ["crc", "stamps", "read", "sha", "data"])
@pytest.mark.parametrize("value", [None, "x", b"\0", 7, 9e99])
@pytest.mark.parametrize("apart", [False, True])
def test_whatever_stands_in_a_column_is_no_error_and_is_made_anew(
    folder: Path, column: str, value: object, apart: bool
) -> None:
    files = [folder / "one"]
    changed(files[0], "write", b"speech")
    for _ in range(2):
        one_command(folder, files, apart=apart)
    with sqlite3.connect(the_cache(folder)) as found:
        found.execute(f"UPDATE {'apart' if apart else 'derived'} SET {column} = ?", (value,))
    found.close()
    assert [one_command(folder, files, apart=apart)[0] for _ in range(3)] == [[b"speech"]] * 3
    assert not one_command(folder, files, apart=apart)[1]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no names but of letters")
def test_a_study_whose_name_is_no_text_has_a_cache_too(folder: Path) -> None:
    odd = folder.rename(os.fsdecode(os.fsencode(folder.parent) + b"/st\xff"))
    files = [odd / "one"]
    changed(files[0], "write", b"a")
    assert [one_command(odd, files)[1] for _ in range(4)] == [True, True, False, False]
    one_command(folder.parent, files)  # the cache of another study is begun: that of this one stays
    assert not one_command(odd, files)[1]


def test_without_a_cache_everything_is_derived(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = [folder / "one"]
    changed(files[0], "write", b"a")
    monkeypatch.setenv("QUALCODE_CACHE", "off")
    assert [one_command(folder, files) for _ in range(3)] == [([b"a"], True)] * 3
    assert not (folder.parent / "cache").exists()


def test_who_has_no_folder_of_their_own_has_no_cache(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "here")
    monkeypatch.chdir(folder)
    changed(folder / "one", "write", b"a")
    assert [one_command(folder, [folder / "one"])[0] for _ in range(2)] == [[b"a"]] * 2
    assert [path.name for path in folder.iterdir()] == ["one"]


def test_nobody_else_may_read_it_and_it_goes_when_its_study_is_gone(folder: Path) -> None:
    files = [folder / "one"]
    changed(files[0], "write", b"a")
    one_command(folder, files)
    cache = the_cache(folder)
    assert stat.S_IMODE(cache.stat().st_mode) == 0o600
    assert stat.S_IMODE(cache.parent.stat().st_mode) == 0o700
    other = folder.rename(folder.with_name("moved"))
    one_command(other, [other / "one"])
    assert not cache.exists()
    assert the_cache(other).exists()


def test_a_cache_that_cannot_be_written_is_no_error(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = [folder / "one"]
    changed(files[0], "write", b"a")
    (folder.parent / "cache").write_text("a file where the folder should be")
    assert [one_command(folder, files)[0] for _ in range(2)] == [[b"a"]] * 2


def test_what_was_kept_of_a_transcript_that_is_gone_is_forgotten(folder: Path) -> None:
    study = Derived(Study(folder))
    for kind, name in (("transcript", "P-1"), ("transcript", "P-2"), ("codings", "jan/P-1"), ("codings", "jan/P-2")):
        study.get(kind, name, [folder / "one"], list)
    study.keep()
    later = Derived(Study(folder))
    later.hold("transcript", ["P-2"])
    later.keep()
    with sqlite3.connect(the_cache(folder)) as found:
        assert {name for (name,) in found.execute("SELECT name FROM derived")} == {"P-2", "jan/P-2"}
    found.close()


def words_kept(folder: Path) -> list[str]:
    with sqlite3.connect(the_cache(folder)) as found:
        names = [name for (name,) in found.execute("SELECT name FROM apart ORDER BY name")]
    found.close()
    return names


def test_large_things_are_written_before_they_pile_up(folder: Path) -> None:
    study = Derived(Study(folder))
    for number in range(3):
        study.get("words", f"P-{number}", [folder / "one"], lambda: b"x" * 5 * 2**20, apart=True)
    assert words_kept(folder) == ["P-0", "P-1"]
    study.keep()
    assert words_kept(folder) == ["P-0", "P-1", "P-2"]


def test_a_cache_is_written_anew_when_words_were_taken_out(folder: Path) -> None:
    """SQLite leaves copies of small rows in the gaps of its pages, which zeroes do not reach: seen in one of 30 rounds."""
    for name in ("P-1", "P-2"):
        changed(folder / name, "write", b"word" * 50_000)
    before = 0
    for text in (b"word" * 50_000, b"word"):
        changed(folder / "P-1", "write", text)
        asked = Derived(Study(folder))
        for name in ("P-1", "P-2"):
            asked.get("words", name, [folder / name], (folder / name).read_bytes, apart=True)
        asked.keep()
        size = the_cache(folder).stat().st_size
        before = before or size
    assert size < before - 150_000


def test_words_that_were_taken_out_of_a_transcript_stand_in_the_cache_no_more(folder: Path) -> None:
    facts = {name: folder / name for name in ("P-1", "P-2", "P-3")}
    for file in facts.values():
        changed(file, "write", b"sha of a text")
    asked = Derived(Study(folder))
    for name, file in facts.items():
        asked.get("transcript", name, [file], file.read_bytes)
        asked.get("words", name, [file], f"Wilhelmina of {name}".encode, apart=True)
    asked.keep()
    assert words_kept(folder) == ["P-1", "P-2", "P-3"]
    changed(facts["P-1"], "write", b"sha of another")
    facts.pop("P-3").unlink()
    status = Derived(Study(folder))  # a command that asks for no words
    status.hold("transcript", [*facts])
    for name, file in facts.items():
        status.get("transcript", name, [file], file.read_bytes)
    status.keep()
    assert words_kept(folder) == ["P-2"]
    told = the_cache(folder).read_bytes()
    assert b"Wilhelmina of P-2" in told
    assert b"Wilhelmina of P-1" not in told
    assert b"Wilhelmina of P-3" not in told


def test_two_processes_at_once_do_not_hinder_each_other(folder: Path) -> None:
    files = [folder / "one"]
    changed(files[0], "write", b"a")
    one_command(folder, files)
    with sqlite3.connect(the_cache(folder), isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        assert one_command(folder, files)[0] == [b"a"]
        other.execute("ROLLBACK")
    other.close()


TEXT = "I: How is it?\nP-1: Goed-gekeurd. Not\u00ad so.\n"
TURNS = (Turn(1, Span(3, 13), "I", "interviewer"), Turn(2, Span(19, 40), "P-1", "respondent", "P-1", 3.5))
STATE = TextState.of("0" * 64, Transcript("T-1", TEXT, TURNS))
SAID = Codings(
    (
        Coding("1", "jan", "T-1", "a", Span(0, 24), "", "2026-01-02", valence="mixed", bulk=True, confirmed="x"),
        Coding("2", "jan", "T-1", "b", Span(23, 24), "", "2026-01-01", deviant=True, approval="asked", requeued=True),
    ),
    (Rejection("3", "jan", "T-1", "a", Span(1, 2)),),
    (ReadPass("4", "jan", "T-1", "whole", ("a",), "2026-01-03"),),
    (Asked("5", "jan", "T-1", "t", Span(3, 4)),),
    unread=2,
    adrift=(Adrift("6", "done", "revised"),),
)
OF_FORM = {4: "b103e39dab4f"}  # the number of the form, and the first characters of the hash of what it makes of these


def test_another_form_has_another_number() -> None:
    """Raise `_FORM` where this fails, and put the new hash beside it: what an earlier commit kept is then not read."""
    spoken = Spoken(Transcript("T-1", TEXT, TURNS))
    words = LightAnalyser("en").cut(Transcript("T-1", TEXT, TURNS, sha="0"))
    kept = plain_turns(spoken.turns()), plain_codings(spoken.codings(SAID)), words
    facts = _facts({"kind": "interview", "format": "txt", "member_check": "asked", "source_sha256": "s"}, STATE)
    assert {derived._FORM: hashlib.sha256(repr((kept, facts)).encode()).hexdigest()[:12]} == OF_FORM
