"""The codebook, its matrix and its development as they are printed, in full."""

import inspect
from functools import partial
from pathlib import Path

from qualcode.editing import edits
from qualcode.report.document import Output
from qualcode.report.renderers.markdown import as_markdown
from qualcode.report.tables.codebook import codebook_table
from qualcode.usecases.codebook import development
from qualcode.usecases.codebook import edits as codebook_edits
from qualcode.usecases.codebook.edits import CodeGiven
from qualcode.usecases.coding import recode as recoding
from qualcode.usecases.operationalisation.write import matrix_with_evidence
from qualcode.usecases.study import Opened, open_study
from tests.conftest import build_study

STUDY = """
== qualcode.yaml
words: {case: [deelnemer, deelnemers]}
== codebook.yaml
title: T
questions:
- {id: q1, text: Which barriers?}
matrices:
- {id: M1, title: Barriers, columns: [Question, Concept, Variable, Indicator]}
codes:
- id: trust
  name: Trust
  codes:
  - {id: fear, name: Fear, question: q1, definition: D., include: I., exclude: E., examples: [One., Two.], indicator: Number of worries, row: M1.1}
  - {id: open, name: Openness, question: q1, indicator: [sharing, telling], row: M1.2}
- {id: new, name: New, origin: inductive}
== P-1.txt
Interviewer: How?
P-1: I am afraid. I am so afraid. We share it.
Interviewer: So?
P-1: I am afraid still.
== P-2.txt
Interviewer: How?
P-2: I am not afraid.
== codings
jan P-1 fear I am afraid.
jan P-1 fear am afraid. I am so
jan P-1 fear I am afraid still
jan P-2 fear not afraid
jan P-1 open We share it
== done
jan P-1
jan P-2
"""


def markdown(opened: Opened, output: Output) -> str:
    return as_markdown(output, opened.words)


def study(tmp_path: Path) -> Opened:
    return build_study(tmp_path / "study", STUDY.strip())


def test_the_matrix_with_its_evidence_counts_references_and_cases_by_hand(tmp_path: Path) -> None:
    """Fear: two overlapping codings in P-1 are one reference, a third apart, one in P-2: 3 references, 2 of 2."""
    opened = study(tmp_path)
    text = markdown(opened, matrix_with_evidence(opened.view(), ("references", "cases", "quote")))
    table = text.split("\n\n")[1]
    assert table == inspect.cleandoc(
        """
        | Question | Concept | Variable | Indicator | Coded extracts | Deelnemers | Example quote |
        | --- | --- | --- | --- | ---: | ---: | --- |
        | Which barriers? | Trust | Fear | Number of worries | 3 | 2 of 2 | “I am afraid. I am so” (P-1) \\[proposal\\] |
        |  |  | Openness | • sharing<br>• telling | 1 | 1 of 2 | “We share it” (P-1) \\[proposal\\] |
        """
    )
    assert "does not measure an indicator that asks for a number" in text
    assert "Not from the matrix: New." in text
    assert "N = 2" in text


def test_the_row_of_a_split_code_counts_what_became_of_it(tmp_path: Path) -> None:
    """Three references of Fear: one is coded anew as Dread, one as Worry, one waits; together they are still three."""
    opened = study(tmp_path)
    change = partial(edits.split, name="fear", new_names=["Dread", "Worry"], date="2026-01-01", because="two")
    codebook_edits.edit(opened.study, "jan", "codebook split", change, "two")
    opened = open_study(opened.study.root)
    first, _, third, *_ = opened.project.codings_of("jan", "P-1").applied
    recoding.recode(opened, "jan", "dread", [first.id])
    recoding.recode(opened, "jan", "worry", [third.id])
    text = markdown(opened, matrix_with_evidence(open_study(opened.study.root).view(), ("references", "cases")))
    assert "| Which barriers? | Trust | Fear | Number of worries | 3 | 2 of 2 |" in text


def test_the_printed_codebook_in_full(tmp_path: Path) -> None:
    opened = study(tmp_path)
    assert (
        markdown(opened, codebook_table(opened.project.codebook, "macqueen", opened.words))
        == inspect.cleandoc(
            """
        **Table 1**
        *Codebook: T*

        | Code | Brief definition | Definition | When to use | When not to use | Examples |
        | --- | --- | --- | --- | --- | --- |
        | **Trust** |  |  |  |  |  |
        | &nbsp;&nbsp;Fear |  | D. | I. | E. | One.<br><br>Two. |
        | &nbsp;&nbsp;Openness |  |  |  |  |  |
        | New |  |  |  |  |  |

        *Note.* Layout after MacQueen et al. (1998). Inductive, from the interviews: New.
        """
        ).replace("**Table 1**\n", "**Table 1**  \n")
        + "\n"
    )


def test_the_development_of_the_codebook_in_full(tmp_path: Path) -> None:
    opened = study(tmp_path)
    codebook_edits.add(opened, "jan", CodeGiven("Power", definition="Who decides."), "said by two")
    codebook_edits.edit(
        opened.study, "jan", "codebook move", lambda raw: edits.move(raw, "new", "trust"), "belongs there"
    )
    opened = open_study(opened.study.root)
    output = development.compare_moments(opened, None, None)
    day = codebook_edits.today()
    (today,) = {row["at"] for row in output.data.plain()}
    assert today in (day, output.report.changed[:10])
    assert markdown(opened, output).split("\n\n")[1].replace(
        opened.words.day(str(today)), "DAY"
    ).strip() == inspect.cleandoc(
        """
        | Change | Name | Was | Now | Date | Reason |
        | --- | --- | --- | --- | --- | --- |
        | moved | New |  | Trust | DAY | belongs there |
        | added | Power |  | Who decides. | DAY | said by two |
        """
    )
