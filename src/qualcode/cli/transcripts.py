"""speakers, cases."""

from pathlib import Path
from typing import Annotated

import typer

from qualcode.cli.lists import grid
from qualcode.cli.options import OutputOptions, expanded
from qualcode.cli.printing import check_output, emit, mind, say
from qualcode.cli.state import state_of
from qualcode.errors import QualcodeError
from qualcode.report.tables.cases import case_table
from qualcode.text import Say
from qualcode.usecases.case_sheet import apply_cases
from qualcode.usecases.transcripts import speakers as acts
from qualcode.usecases.transcripts.turns import give_turn, split_turn


def speakers(
    ctx: typer.Context,
    transcript: Annotated[str | None, typer.Argument(help="option.speakers.transcript")] = None,
    changes: Annotated[
        list[str] | None, typer.Argument(metavar="[LABEL=CASE|LABEL=interviewer]…", help="option.speakers.changes")
    ] = None,
    turn: Annotated[list[str] | None, typer.Option("--turn", metavar="N=CASE", help="option.speakers.turn")] = None,
    split: Annotated[
        list[str] | None,
        typer.Option("--split", metavar='N:"WORDS"=CASE', help="option.split"),
    ] = None,
    key: Annotated[Path | None, typer.Option("--key", help="option.key")] = None,
) -> None:
    """Show who speaks in the transcripts, or set it right."""

    state = state_of(ctx)
    opened = state.open()
    if (turn or split) and not transcript:
        raise QualcodeError("error.turn_of_which_transcript")
    coder = state.as_coder or opened.project.settings.coder
    if changes and transcript:
        for told in acts.correct(opened, transcript, changes, coder, key):
            mind(told)
        opened = state.open()
    for act, said in [*((give_turn, one) for one in turn or ()), *((split_turn, one) for one in split or ())]:
        if transcript:
            act(opened, transcript, said, coder, key)
        opened = state.open()
    rows = acts.speakers(opened, transcript)
    grid(
        ("transcript", "speaker", "role", "case", "turns", "words"),
        [(row.transcript, row.speaker, row.role, row.case, row.turns, row.words) for row in rows],
        ("turns", "words"),
    )


@expanded
def cases(
    ctx: typer.Context,
    output: OutputOptions,
    apply: Annotated[Path | None, typer.Option("--apply", metavar="SHEET", help="option.cases.apply")] = None,
) -> None:
    """List the respondents with their attributes."""
    if apply:
        if output != OutputOptions():
            raise QualcodeError("error.apply_and_output")
        say(Say.some("tell.values_changed", apply_cases(state_of(ctx).open(), apply)))
        return
    check_output(output)
    opened = state_of(ctx).open()
    project = opened.project
    spoken = [case for handle in project.transcripts.values() for case in handle.cases]
    known = dict.fromkeys((*project.cases.ids(), *spoken))
    if not known:
        raise QualcodeError("error.no_respondents_yet")
    if output != OutputOptions():
        emit(project.settings, case_table(opened.view()), output)
        return
    rows = []
    for case_id in known:
        case = project.cases.get(case_id)
        where = [handle.id for handle in project.transcripts.values() if case_id in handle.cases]
        values = (case.attributes.get(attribute) or opened.words("missing") for attribute in project.cases.attributes)
        rows.append((case_id, ", ".join(where), *values))
    grid(("case", "transcripts", *project.cases.attributes), rows)
