"""revise: a corrected transcript in the place of the one that is there."""

import shlex
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.completing import names_of
from qualcode.cli.import_talk import tell_beside
from qualcode.cli.imports import LabelOptions, command_with, without_doubts
from qualcode.cli.options import DecisionOptions, OutputOptions, expanded
from qualcode.cli.printing import emit, mind, say
from qualcode.cli.state import state_of
from qualcode.errors import QualcodeError
from qualcode.model.span import collapsed
from qualcode.report.tables.revisions import words_of
from qualcode.text import Say
from qualcode.usecases.study import who_codes
from qualcode.usecases.transcripts.importing.bring_in import importing
from qualcode.usecases.transcripts.importing.options import Decisions as Said
from qualcode.usecases.transcripts.importing.plan import Planner
from qualcode.usecases.transcripts.revising.carry_out import decide, revise, take_remarks
from qualcode.usecases.transcripts.revising.correction import Correction, correction, waiting
from qualcode.usecases.transcripts.revising.decisions import Decision, check_complete, decision, marks_lost
from qualcode.usecases.transcripts.revising.sheet import read_decisions, table_of, write_sheet

if TYPE_CHECKING:
    from qualcode.text import Words
    from qualcode.usecases.study import Opened
    from qualcode.usecases.transcripts.importing.bring_in import Imported


_SHOWN = 5  # codings that are named; the sheet and `codings list` have the rest


@expanded
def revise_(
    ctx: typer.Context,
    transcript: Annotated[str, typer.Argument(help="option.transcript", autocompletion=names_of("transcript"))],
    labels: LabelOptions,
    deciding: DecisionOptions,
    file: Annotated[
        Path | None,
        typer.Argument(metavar="[FILE]", help="option.revise.file"),
    ] = None,
) -> None:
    """Put a corrected text in the place of a transcript, coded or not."""
    state = state_of(ctx)
    with importing(state.root, state.language) as opened:
        coder = who_codes(opened.project, state.as_coder)
        if file is None:
            decide_on_waiting(opened, coder, transcript, deciding)
        else:
            correct(opened, coder, transcript, file, labels, deciding)


def correct(
    opened: "Opened", coder: str, transcript: str, file: Path, labels: LabelOptions, deciding: DecisionOptions
) -> None:
    """The file in the place of the transcript, once everything is decided."""
    said, options = Said(), replace(labels.said(), revise=transcript)
    planner = Planner(opened, [file], options, said)
    plan = planner.plan()
    if plan.doubts and not deciding.yes:
        plan = without_doubts(planner, plan, said)
    made = correction(planner, plan, coder)
    if not made.is_change and not made.touched:
        tell_beside(plan, opened.words, options)
        if deciding.apply:
            read_decisions(made, deciding.apply)
        if options.comments == "memo" and not deciding.check:
            take_remarks(planner, plan, coder)
        say(Say("revise.nothing", transcript=made.handle.id))
        return
    tell_beside(plan, opened.words, options)
    _tell(made, opened.words)
    decided = _decided(opened, made, deciding, f"{made.handle.id} {shlex.quote(str(file))}")
    if decided is not None:
        _tell_done(revise(planner, plan, made, decided), made, decided, opened.words)


def decide_on_waiting(opened: "Opened", coder: str, transcript: str, deciding: DecisionOptions) -> None:
    """What waits for this coder since earlier corrections, decided."""
    made = waiting(opened, opened.project.transcript(transcript), coder)
    if not (made.touched or made.revisions):
        if deciding.apply:
            read_decisions(made, deciding.apply)  # a sheet of somebody else's decisions is refused
        say(Say("revise.nothing_waits", transcript=made.handle.id))
        return
    decided = _decided(opened, made, deciding, made.handle.id)
    if decided is not None:
        decide(opened, made, decided)
        _tell_lost(made, decided, opened.words)
        say(Say("revise.decided", transcript=made.handle.id, n=len(decided)))


def _tell(made: Correction, words: "Words") -> None:
    """What goes along, what waits for others, and what lapses."""
    say(Say.some("revise.carried", made.carried, transcript=made.handle.id))
    speaking = list(dict.fromkeys(turn.speaker for turn in made.after.turns))
    if set(speaking) != {turn.speaker for turn in made.before.turns}:
        mind(Say("revise.speakers", transcript=made.handle.id, speakers=", ".join(speaking)))
    if made.other_speakers:
        shown = "; ".join(f"{name} ({old} → {new})" for name, old, new in made.other_speakers[:_SHOWN])
        mind(Say.some("revise.other_speakers", len(made.other_speakers), shown=shown))
    if not made.before.intact:
        mind(Say("revise.unknown"))
    for name, number in made.others.items():
        say(Say.some("revise.others", number, coder=name, transcript=made.handle.id))
    if made.lapsed:
        say(Say.some("revise.lapsed", made.lapsed))
    for name in made.to_read_again:
        say(Say("revise.to_read_again", coder=name, transcript=made.handle.id))
    if made.touched:
        say(Say.some("revise.touched", len(made.touched)))


def _decided(opened: "Opened", made: Correction, deciding: DecisionOptions, what: str) -> Mapping[str, Decision] | None:
    """The decisions, from the sheet or a person; None where it ends here: it was only looked at."""
    if deciding.check:
        if made.touched:
            emit(opened.project.settings, table_of(opened, made), OutputOptions())
        raise typer.Exit(1 if made.touched else 0)
    if deciding.output and deciding.apply:
        raise QualcodeError("error.sheet_out_or_in")
    if deciding.output:
        if not made.touched:
            raise QualcodeError("error.nothing_to_decide", transcript=made.handle.id)
        write_sheet(opened, made, deciding.output)
        sheet = ("--apply", str(deciding.output))
        command = command_with(*sheet) if "revise" in sys.argv else f"qualcode revise {what} {shlex.join(sheet)}"
        say(Say("revise.sheet", file=deciding.output, command=command))
        return None
    found = read_decisions(made, deciding.apply) if deciding.apply else {}
    if sys.stdin.isatty() and sys.stderr.isatty() and not deciding.apply:
        found = _asked(opened, made)
    check_complete(made, found)
    return found


def _asked(opened: "Opened", made: Correction) -> dict[str, Decision]:
    """Old and new one above the other, and what becomes of each."""
    words, found = opened.words, dict[str, Decision]()
    before, after = made.shown(opened)
    for number, one in enumerate(made.touched, 1):
        old, new = words_of(opened.view(), one, before, after)
        code = opened.project.codebook.current.get(one.subject, one.subject)
        say(Say("revise.one", number=number, n=len(made.touched), code=code, id=one.id))
        say(Say("revise.was", words=collapsed(old)))
        say(Say("revise.is", words=new) if new else Say("revise.is_nothing"))
        found[one.id] = _answer(made, number - 1, words)
    return found


def _answer(made: Correction, number: int, words: "Words") -> Decision:
    one = made.touched[number]
    keep, move, withdraw, stop = [*words("revise.letters")]
    while True:
        told = words("revise.choices" if one.place else "revise.choices_gone")
        letter = str(typer.prompt(f"  {told}", default="", show_default=False, err=True)).strip().casefold()[:1]
        try:
            if letter == stop:
                say(Say("revise.stopped"))
                raise typer.Exit(1)
            if letter == keep and one.place:
                return decision(made, one, "keep")
            if letter == withdraw:
                return decision(made, one, "withdraw")
            if letter == move:
                where = typer.prompt(f"  {words('revise.where')}", default="", show_default=False, err=True)
                return decision(made, one, "move", where)
        except QualcodeError as error:
            say(error)


def _tell_done(written: "Imported", made: Correction, decided: Mapping[str, Decision], words: "Words") -> None:
    _tell_lost(made, decided, words)
    if made.taken_back:
        say(Say.some("revise.taken_back", len(made.taken_back)))
    for warning in written.warnings:
        mind(Say("mind.at", place=written.id, what=warning))
    say(Say("revise.done", transcript=made.handle.id))


def _tell_lost(made: Correction, decided: Mapping[str, Decision], words: "Words") -> None:
    """The approvals and printed forms that went with the old words."""
    for one in made.touched:
        place = decided[one.id].place
        for mark in marks_lost(made, one, place) if place else ():
            say(Say.of("revise.lost", mark, id=one.id))
