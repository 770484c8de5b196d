"""import, speakers, cases."""

from pathlib import Path
from typing import Annotated

import typer

from qualcode.cli.printing import grid, progress, say
from qualcode.cli.state import state_of
from qualcode.errors import QualcodeError


def import_(
    ctx: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help=".docx, .txt, .md, .vtt or .srt")],
    from_: Annotated[
        str | None, typer.Option("--from", metavar="FORMAT", help="The format, where the name misleads.")
    ] = None,
    id_: Annotated[str | None, typer.Option("--id", help="The transcript's id; else the file's name.")] = None,
    case: Annotated[str | None, typer.Option("--case", help="Whose interview it is.")] = None,
    interviewer: Annotated[
        list[str] | None, typer.Option("--interviewer", metavar="LABEL", help="A label of the interviewer; repeatable.")
    ] = None,
    kind: Annotated[
        str, typer.Option("--kind", help="interview, focus-group, document, fieldnotes or pilot.")
    ] = "interview",
    round_: Annotated[int, typer.Option("--round", help="The round of interviews.")] = 1,
    key: Annotated[
        Path | None, typer.Option("--key", help="The file that keeps names and ids; else beside the study.")
    ] = None,
    keep_originals: Annotated[bool, typer.Option("--keep-originals", help="Copy the files into the study.")] = False,
    again: Annotated[
        bool, typer.Option("--again", help="Import an interview that the study has already once more.")
    ] = False,
) -> None:
    """Bring transcripts into the study.

    Names that label speakers become ids; the key of names is kept beside the study, not in it.

    Example: qualcode import interviews/*.docx --interviewer "Sanne Bakker"
    """
    from qualcode.acts.importing import ImportOptions, importing, prepare, write

    state = state_of(ctx)
    options = ImportOptions(from_, id_, case, tuple(interviewer or ()), kind, round_, key, keep_originals, again)
    with importing(state.root) as opened:
        prepared = list(progress(prepare(opened, files, options), len(files), "reading"))
        coder = state.as_coder or opened.project.settings.coder
        written = list(progress(write(opened, prepared, options, coder), len(prepared), "writing"))
    renamed = 0
    rows = []
    warnings = []
    for item in written:
        renamed += len(item.cast.renamed)
        turns = item.transcript.turns
        asking = "yes" if any(turn.role == "interviewer" for turn in turns) else "–"
        source = item.format + (f", {item.encoding}" if item.encoding else "")
        rows.append((item.transcript.id, source, len(turns), asking, ", ".join(item.cases) or "–"))
        warnings += [f"{item.transcript.id}: {warning}." for warning in item.warnings]
    grid(("transcript", "format", "turns", "interviewer", "respondents"), rows, ("turns",))
    for item in written:
        if item.restores:
            say(f"{item.transcript.id} is put back: the codings that were made on it stand again.")
    for warning in warnings:
        say(f"Mind: {warning}")
    if renamed:
        say(f"Labels and the ids that replace them are kept in {options.key or opened.study.key}, outside the study.")
    say("Names spoken in the text are not yet pseudonymised.")


def speakers(
    ctx: typer.Context,
    transcript: Annotated[str | None, typer.Argument(help="The transcript; else all.")] = None,
    changes: Annotated[
        list[str] | None, typer.Argument(metavar="[LABEL=CASE|LABEL=interviewer]…", help="What to set right.")
    ] = None,
) -> None:
    """Show who speaks in the transcripts, or set it right.

    Example: qualcode speakers T-1 T-1-1=interviewer T-1-2=H-1
    """
    from qualcode.acts import speakers as acts

    state = state_of(ctx)
    opened = state.open()
    if changes and transcript:
        acts.correct(opened, transcript, changes, state.as_coder or opened.project.settings.coder)
        opened = state.open()
    rows = acts.speakers(opened, transcript)
    grid(
        ("transcript", "speaker", "role", "case", "turns", "words"),
        [(row.transcript, row.speaker, row.role, row.case, row.turns, row.words) for row in rows],
        ("turns", "words"),
    )


def cases(ctx: typer.Context) -> None:
    """List the respondents with their attributes.

    Attributes are edited in cases.csv with a spreadsheet.

    Example: qualcode cases
    """
    opened = state_of(ctx).open()
    project = opened.project
    spoken = [case for handle in project.transcripts.values() for case in handle.cases]
    known = dict.fromkeys((*project.cases.ids(), *spoken))
    if not known:
        raise QualcodeError("There are no respondents yet; import transcripts first.")
    rows = []
    for case_id in known:
        case = project.cases.get(case_id)
        where = [handle.id for handle in project.transcripts.values() if case_id in handle.cases]
        rows.append((case_id, ", ".join(where), *(case.value(attribute) for attribute in project.cases.attributes)))
    grid(("case", "transcripts", *project.cases.attributes), rows)
