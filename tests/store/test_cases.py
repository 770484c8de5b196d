"""cases.csv as spreadsheets save it."""

from pathlib import Path

import pytest

from qualcode.store.layout import Study
from qualcode.store.sidefiles import add_cases, read_cases


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_whatever_the_delimiter_and_the_encoding(tmp_path: Path, encoding: str, delimiter: str) -> None:
    study = Study(tmp_path)
    text = f"case{delimiter}functie\r\nP-1{delimiter}coördinator\r\n"
    study.cases.write_bytes(text.encode(encoding))
    cases, problems = read_cases(study)
    assert problems == []
    assert cases.get("P-1").value("functie") == "coördinator"
    before = study.cases.read_bytes()
    add_cases(study, ["P-2"], ",")
    assert study.cases.read_bytes() == before + f"P-2{delimiter}\r\n".encode()
    assert read_cases(study)[0].ids() == ("P-1", "P-2")


def test_faults_have_their_row(tmp_path: Path) -> None:
    study = Study(tmp_path)
    study.cases.write_text("case,x\nP-1,1\np-1,2\nP 3,3\n")
    assert [str(problem) for problem in read_cases(study)[1]] == [
        "cases.csv:3: the case 'p-1' stands twice",
        "cases.csv:4: 'P 3' is no case id (an id has letters and digits without accents, '.', '_' or '-', and starts with a letter or digit; at most 200)",
    ]


def test_a_missing_attribute_is_a_value_of_its_own(tmp_path: Path) -> None:
    study = Study(tmp_path)
    study.cases.write_text("case,x\nP-1,\nP-2,hoog\n")
    assert read_cases(study)[0].values("x") == ("(missing)", "hoog")
