"""Codebooks of other programs, in and out: REFI-QDA after its schema, and the tables that programs read."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from qualcode.errors import QualcodeError
from qualcode.formats.exchange.codes import Exchanged, with_parents
from qualcode.formats.exchange.programs import LAYOUTS, read_codes
from qualcode.formats.exchange.qdc import write
from qualcode.model.codebook import Code, Codebook
from qualcode.store.codebook_yaml import read_codebook
from qualcode.store.csv_files import format_csv
from qualcode.store.yaml.text import document
from qualcode.usecases.codebook.exchange import as_qdc, exchanged, read_exchange, with_codes
from qualcode.usecases.shipped import codebooks
from tests.conftest import Ran

Cli = Callable[..., Ran]
STRANGE = b"""<?xml version="1.0" encoding="UTF-8"?>
<qda:CodeBook xmlns:qda="urn:QDA-XML:codebook:1:0" origin="Another 9.1">
  <qda:Codes>
    <qda:Code guid="{5C9E0C0E-0000-0000-0000-000000000001}" name="Trust" isCodable="true" color="rgb(170, 51, 119)">
      <qda:Description>Believing the other.</qda:Description>
      <qda:Code guid="x" name=" Fear of
        loss " color="#abc"/>
    </qda:Code>
    <qda:Code guid="y" name="Money" color="no colour"/>
  </qda:Codes>
  <qda:Sets/>
</qda:CodeBook>
"""


def shipped(name: str) -> Codebook:
    return read_codebook(codebooks()[name].read_text(encoding="utf-8"))[0]


@pytest.mark.parametrize("name", sorted(codebooks()))
def test_a_qdc_file_is_valid_against_the_published_schema(name: str, shared: Path) -> None:
    schema = etree.XMLSchema(etree.parse(str(shared / "refi" / "Codebook.xsd")))
    data = as_qdc(shipped(name))
    assert schema.validate(etree.fromstring(data)), schema.error_log
    assert not schema.validate(etree.fromstring(data.replace(b"isCodable", b"codable", 1)))


def test_a_qdc_file_keeps_hierarchy_colours_descriptions_and_themes() -> None:
    codebook = shipped("coopetitie")
    data = as_qdc(codebook)
    assert read_codes("c.qdc", data).codes == exchanged(codebook)
    assert as_qdc(codebook) == data
    root = etree.fromstring(data)
    space = {"q": "urn:QDA-XML:codebook:1.0"}
    (theme,) = (one for one in root.iterfind(".//q:Set", space) if one.get("name") == "Vertrouwen en autonomie")
    named = {code.get("guid"): code.get("name") for code in root.iterfind(".//q:Code", space)}
    assert {named[member.get("guid")] for member in theme.iterfind("q:MemberCode", space)} == {
        "Angst voor opportunisme", "Transparantie in communicatie", "Toepassing van conflictmanagementstijlen",
    }  # fmt: skip


def test_a_codebook_comes_back_whole_in_what_the_format_holds() -> None:
    codebook = shipped("zorgcooperatie")
    brought = with_codes({"version": "1.0"}, read_codes("c.qdc", as_qdc(codebook)))
    raw, told = brought.raw, brought.new
    again, problems = read_codebook(document(raw))
    assert problems == []
    assert len(told) == len(codebook.codes) + len(codebook.themes)
    assert [(one.name, one.statement) for one in again.themes] == [(one.name, one.statement) for one in codebook.themes]

    def kept(code: Code) -> tuple[str, ...]:
        return (code.name, code.definition, code.include, code.exclude, code.color.lower())

    assert [kept(code) for code in again.codes] == [kept(code) for code in codebook.codes]


def test_reading_is_tolerant_of_what_other_programs_write() -> None:
    assert read_codes("other.qdc", STRANGE).codes == [
        Exchanged(("Trust",), "Believing the other.", "#aa3377"),
        Exchanged(("Trust", "Fear of loss"), "", "#aabbcc"),
        Exchanged(("Money",)),
    ]
    assert (
        read_codes("other.qdc", STRANGE.decode().replace("UTF-8", "UTF-16").encode("utf-16")).codes
        == read_codes("o.qdc", STRANGE).codes
    )


_bomb = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><CodeBook>&b;</CodeBook>'
)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"no xml at all", "c.qdc:1: this is no XML"),
        (STRANGE[:300], "this is no XML, or it is damaged"),
        (_bomb, "document type declaration"),
        (_bomb.decode().encode("utf-16"), "document type declaration"),
        (b"<CodeBook>" + b" " * 50 * 2**20 + b"</CodeBook>", "50 MiB"),
        (b"<CodeBook><Codes/></CodeBook>", "no codes"),
        (b"<html><body/></html>", "no codes"),
        (b"<CodeBook><Codes><Code name=''/></Codes></CodeBook>", "no name"),
        (b"<CodeBook><Codes>" + b"<Code name='a'>" * 60 + b"</Code>" * 60 + b"</Codes></CodeBook>", "deeper than 50"),
        (b"<CodeBook><Codes>" + b"<Code name='a'>" * 100_000 + b"</Code>" * 100_000 + b"</Codes></CodeBook>", "c.qdc"),
        (b"", "no XML"),
    ],
)
def test_what_is_no_codebook_is_told_in_one_sentence(cli: Cli, tmp_path: Path, data: bytes, words: str) -> None:
    (tmp_path / "c.qdc").write_bytes(data)
    ran = cli("codebook", "import", "c.qdc", "-o", "codebook.yaml")
    assert (ran.status, ran.out, len(ran.err.strip().splitlines())) == (1, "", 1), ran
    assert words in ran.err
    assert not (tmp_path / "codebook.yaml").exists()


# ---- tables ----

TREE = [Exchanged(("Trust",), "What holds."), Exchanged(("Trust", "Fear"), "Of loss."), Exchanged(("Money",), "")]


@pytest.mark.parametrize(
    ("program", "lines"),
    [
        ("qualcoder", ["Trust", "Trust>Fear", "Money"]),
        ("taguette", ["tag,description", "Trust,What holds.", "Trust.Fear,Of loss.", "Money,"]),
        ("maxqda", ["Code,Memo", "Trust,What holds.", "Trust > Fear,Of loss.", "Money,"]),
        ("atlasti", ["Code,Comment,Code Group 1", "Trust,What holds.,", "Fear,Of loss.,Trust", "Money,,"]),
    ],
)
def test_each_program_gets_its_own_layout_and_it_is_read_back(program: str, lines: list[str]) -> None:
    text = format_csv(LAYOUTS[program](TREE))
    assert text.splitlines() == lines
    expected = [Exchanged(code.path) for code in TREE] if program == "qualcoder" else TREE
    assert read_codes("codes.csv", text.encode()).codes == expected


def test_the_forms_that_programs_write_themselves_are_read() -> None:
    assert read_codes("q.csv", b"category>code\nTrust>Fear\n").codes[-1].path == ("Trust", "Fear")
    assert read_codes("t.csv", b"tag,description,number of highlights\nloss,Of money,3\nloss.big,,1\nvs. them,,2\n").codes == [
        Exchanged(("loss",), "Of money"), Exchanged(("loss", "big")), Exchanged(("vs. them",)),
    ]  # fmt: skip
    assert read_codes("m.csv", b"Code;Memo\nA\\B;x\n").codes == [Exchanged(("A",)), Exchanged(("A", "B"), "x")]
    assert read_codes("a.csv", b"Code,Code Definition,Code Group 1,Code Group 2\nFear,Of loss,Trust,Old\n").codes == [
        Exchanged(("Trust",)), Exchanged(("Trust", "Fear"), "Of loss"),
    ]  # fmt: skip


def test_names_that_a_path_would_cut_stay_whole() -> None:
    codes = [Exchanged(("Profit > loss",)), Exchanged(("A" * 70,))]
    assert read_codes("m.csv", format_csv(LAYOUTS["maxqda"](codes)).encode()).codes[0].path == ("Profit › loss",)
    assert len(read_codes("m.csv", format_csv(LAYOUTS["maxqda"](codes)).encode()).codes[1].path[0]) == 63
    assert read_codes("a.csv", format_csv(LAYOUTS["atlasti"](codes)).encode()).codes[0].path == ("Profit › loss",)


def test_a_codebook_goes_out_to_every_program_and_what_is_imported_keeps_what_was_there(
    cli: Cli, tmp_path: Path
) -> None:
    cli("init", "s", "--codebook", "coopetitie", "--coder", "jan")
    for target in (
        ["c.qdc"],
        ["m.xlsx", "--for", "maxqda"],
        ["t.csv", "--for", "taguette"],
        ["a.xlsx", "--for", "atlasti"],
    ):
        assert cli("-C", "s", "codebook", "export", *target).status == 0
        assert len(read_exchange(tmp_path / target[0]).codes) == 19
    assert cli("-C", "s", "codebook", "export", "x.docx", "--for", "maxqda").status == 1
    assert cli("-C", "s", "codebook", "export", "x.xlsx", "--for", "nvivo12").status == 1
    (tmp_path / "more.csv").write_text(
        "Code,Memo\nVertrouwen,Anders\nVertrouwen > Nieuw,Wat nieuw is\n", encoding="utf-8"
    )
    before = (tmp_path / "s" / "codebook.yaml").read_text(encoding="utf-8")
    asked = cli("codebook", "import", "more.csv", "-o", "s/codebook.yaml")
    assert (asked.status, asked.out) == (1, "+ nieuw: 'Vertrouwen > Nieuw'\n")
    assert cli("codebook", "import", "more.csv", "-o", "s/codebook.yaml", "--yes").status == 0
    after = (tmp_path / "s" / "codebook.yaml").read_text(encoding="utf-8")
    assert set(after.splitlines()) - set(before.splitlines()) == {
        "      - id: nieuw", "        name: Nieuw", "        definition: Wat nieuw is",
    }  # fmt: skip
    assert "codebook import" in cli("-C", "s", "log", "--format", "csv").out


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("m.csv", "Concept;Indicator\nA;b\n", "seen: Concept | Indicator"),
        ("m.csv", ">\n>>\n", "no codes"),
        ("m.pdf", "x", "a codebook is read from .qdc, .csv, .xlsx, .docx, .md"),
    ],
)
def test_what_is_no_list_of_codes_is_told(cli: Cli, tmp_path: Path, name: str, text: str, words: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    ran = cli("codebook", "import", name, "-o", "c.yaml")
    assert (ran.status, len(ran.err.splitlines())) == (1, 1), ran
    assert words in ran.err


def test_the_code_may_stand_in_any_column() -> None:
    data = b"ID,Parent code,Code,Memo\n1,,Trust,What holds\n2,Trust,Fear,Of loss\n"
    assert read_codes("m.csv", data).codes == [
        Exchanged(("Trust",), "What holds"),
        Exchanged(("Trust", "Fear"), "Of loss"),
    ]


def test_names_that_a_layout_makes_alike_are_told(cli: Cli) -> None:
    cli("init", "s", "--coder", "jan")
    for name in ("A" * 70 + " one", "A" * 70 + " other"):
        assert cli("-C", "s", "codebook", "add", name).status == 0
    ran = cli("-C", "s", "codebook", "export", "m.csv", "--for", "maxqda")
    assert (ran.status, "layout of maxqda" in ran.err) == (1, True)


def test_two_codes_of_one_name_are_told(tmp_path: Path) -> None:
    with pytest.raises(QualcodeError, match="Two codes are called 'A'"):
        exchanged(Codebook(codes=(Code("a", "A"), Code("a-2", "A"))))


_name = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"]), min_size=1, max_size=8)
_text = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=20).map(str.strip)


@pytest.mark.slow
@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.tuples(st.lists(_name, min_size=1, max_size=4), _text, st.sampled_from(["", "#aa3377"])),
        min_size=1,
        max_size=6,
    )
)
def test_whatever_the_codes_a_qdc_file_gives_them_back(rows: list[tuple[list[str], str, str]]) -> None:
    codes, _ = with_parents(Exchanged(tuple(path), text, color) for path, text, color in rows)
    again = read_codes("c.qdc", write(codes, [], "test")).codes
    assert sorted(again) == sorted(codes)
