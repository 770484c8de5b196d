"""Codings made elsewhere: all rows or none, every fault named by row, twice is a no-op."""

from pathlib import Path

import openpyxl
import pytest

from qualcode.errors import FaultyInput, QualcodeError
from qualcode.usecases.coding.import_file import import_codings
from qualcode.usecases.study import Opened, open_study


def test_quotes_and_positions_in_both_kinds_of_file(study: Opened, tmp_path: Path) -> None:
    """
    == P-1.txt
    I: How?
    P-1: Good, good. Late.
    I: So?
    P-1: Good, good.
    """
    csv = tmp_path / "c.csv"
    csv.write_bytes(
        "Transcript;Code;Quote;Turn;Start;End;Coder;Note;Valence\r\nP-1;a;Late.;;;;;laat é;mixed\r\nP-1;a;Good, good.;4;;;ann;;\r\nP-1;a;;;0;11;;;\r\n".encode(
            "cp1252"
        )
    )
    assert import_codings(study, "jan", csv) == import_codings(study, "jan", csv).__class__(3, 0)
    assert import_codings(open_study(study.study.root), "jan", csv).known == 3
    book = openpyxl.Workbook()
    for row in (["transcript", "code", "start", "end"], ["P-1", "a", 12, 17]):
        book.worksheets[0].append(row)
    book.save(tmp_path / "c.xlsx")
    assert import_codings(open_study(study.study.root), "jan", tmp_path / "c.xlsx").new == 1
    found = {
        (j.coder, c.quote, c.note, c.valence)
        for j in open_study(study.study.root).project.journals
        for c in j.read().applied
    }
    assert ("jan", "Late.", "laat é", "mixed") in found
    assert ("ann", "Good, good.", "", "") in found


def test_every_fault_is_named_by_row_and_nothing_is_written(study: Opened, tmp_path: Path) -> None:
    """
    == P-1.txt
    I: How?
    P-1: Good. Good.
    I: So?
    P-1: So.
    """
    csv = tmp_path / "c.csv"
    csv.write_text(
        "transcript,code,quote,start,end,turn,valence\nP-1,a,So.,,,,\nP-9,a,So.,,,,\nP-1,z,So.,,,,\nP-1,a,Good.,,,,\nP-1,a,,5,900,,\nP-1,a,,,,,\nP-1,a,So.,,,,high\nP-1,a,So.,,,x,\n"
    )
    with pytest.raises(FaultyInput) as error:
        import_codings(study, "jan", csv)
    assert [str(problem).split(" ")[0] for problem in error.value.problems] == [f"c.csv:{row}:" for row in range(3, 10)]
    assert "stands in 2 places" in str(error.value)
    assert open_study(study.study.root).project.journals == ()


def test_a_table_without_the_columns_is_refused(study: Opened, tmp_path: Path) -> None:
    """
    == P-1.txt
    I: How?
    P-1: Good.
    I: So?
    P-1: So.
    """
    csv = tmp_path / "c.csv"
    csv.write_text("transcript,code\nP-1,a\n")
    with pytest.raises(QualcodeError, match="needs the columns transcript, code, and quote or start and end"):
        import_codings(study, "jan", csv)
    (tmp_path / "c.xlsx").write_bytes(b"no workbook")
    with pytest.raises(QualcodeError, match="no Excel workbook"):
        import_codings(study, "jan", tmp_path / "c.xlsx")
