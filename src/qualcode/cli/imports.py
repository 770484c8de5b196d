"""import: a plan first, then what it says."""

import shlex
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.here import say_next
from qualcode.cli.import_talk import SHOWN, asked, askers, question_of, show_plan, tell_beside, who_asks
from qualcode.cli.lists import grid
from qualcode.cli.options import expanded
from qualcode.cli.printing import mind, progress, say
from qualcode.cli.speaking import told
from qualcode.cli.state import state_of
from qualcode.errors import QualcodeError, unknown
from qualcode.text import Say
from qualcode.usecases.transcripts.importing.bring_in import importing, write
from qualcode.usecases.transcripts.importing.options import Decisions, ImportOptions
from qualcode.usecases.transcripts.importing.plan import Planner
from qualcode.usecases.transcripts.importing.plan_file import read_plan, write_plan

if TYPE_CHECKING:
    from qualcode.text import Words
    from qualcode.usecases.transcripts.importing.bring_in import Imported
    from qualcode.usecases.transcripts.importing.plan import Plan


@dataclass(frozen=True)
class PlanOptions:
    """What is done with the plan."""

    check: Annotated[bool, typer.Option("--check", help="option.imports.check")] = False
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="PLAN", help="option.imports.output")] = None
    who: Annotated[Path | None, typer.Option("--who", metavar="PLAN", help="option.who")] = None
    yes: Annotated[bool, typer.Option("--yes", help="option.imports.yes")] = False
    format_: Annotated[str, typer.Option("--format", metavar="|".join(SHOWN), help="option.imports.format")] = SHOWN[0]


@dataclass(frozen=True)
class LabelOptions:
    """How a file is read, and what is said of the labels in it."""

    from_: Annotated[str | None, typer.Option("--from", metavar="FORMAT", help="option.from")] = None
    interviewer: Annotated[
        list[str] | None, typer.Option("--interviewer", metavar="LABEL", help="option.interviewer")
    ] = None
    respondent: Annotated[
        list[str] | None,
        typer.Option("--respondent", metavar="LABEL[=CASE]", help="option.respondent"),
    ] = None
    not_a_speaker: Annotated[
        list[str] | None,
        typer.Option("--not-a-speaker", metavar="LABEL", help="option.not-a-speaker"),
    ] = None
    key: Annotated[Path | None, typer.Option("--key", help="option.key")] = None
    changes: Annotated[str, typer.Option("--changes", help="option.imports.changes")] = "final"
    comments: Annotated[str, typer.Option("--comments", help="option.comments")] = "drop"

    def said(self) -> ImportOptions:
        return ImportOptions(
            self.from_,
            interviewers=tuple(self.interviewer or ()),
            respondents=tuple(self.respondent or ()),
            not_speakers=tuple(self.not_a_speaker or ()),
            key=self.key,
            changes=self.changes,
            comments=self.comments,
        )


@dataclass(frozen=True)
class FileOptions:
    """What is said of the transcripts that all files become."""

    id_: Annotated[str | None, typer.Option("--id", help="option.imports.id")] = None
    case: Annotated[str | None, typer.Option("--case", help="option.imports.case")] = None
    kind: Annotated[str, typer.Option("--kind", help="option.imports.kind")] = ""
    round_: Annotated[int | None, typer.Option("--round", min=1, help="option.imports.round")] = None
    keep_originals: Annotated[bool, typer.Option("--keep-originals", help="option.keep-originals")] = False
    again: Annotated[bool, typer.Option("--again", help="option.imports.again")] = False
    replace: Annotated[str | None, typer.Option("--replace", metavar="ID", help="option.replace")] = None
    append: Annotated[str | None, typer.Option("--append", metavar="ID", help="option.append")] = None

    def said(self, labels: LabelOptions) -> ImportOptions:
        return replace(
            labels.said(),
            id=self.id_,
            case=self.case,
            kind=self.kind,
            round=self.round_ or 0,
            keep_originals=self.keep_originals,
            again=self.again,
            replace=self.replace,
            append=self.append,
        )


@expanded
def import_(
    ctx: typer.Context,
    paths: Annotated[list[Path], typer.Argument(metavar="PATH…", help="option.paths")],
    plan: PlanOptions,
    labels: LabelOptions,
    files: FileOptions,
) -> None:
    """Bring transcripts into the study."""
    state = state_of(ctx)
    if plan.format_ not in SHOWN:
        raise unknown("thing.format_of_a_plan", plan.format_, SHOWN)
    options = files.said(labels)
    with importing(state.root, state.language) as opened:
        decisions, words = Decisions(), opened.words
        planner = Planner(opened, paths, options, decisions)
        made = planner.plan(lambda found, total: progress(found, total, "reading"))
        if plan.who:
            read_plan(made, plan.who, decisions)
            made = planner.plan()
        if plan.output:
            write_plan(made, words, opened.study, plan.output)
            say(Say("tell.plan_written", file=plan.output, command=command_with("--who", str(plan.output))))
            return
        if plan.check:
            show_plan(made, words, plan.format_)
            tell_beside(made, words, options)
            raise typer.Exit(1 if made.doubts else 0)
        if made.doubts and not plan.yes:
            made = without_doubts(planner, made, decisions, plan.format_)
        coder = state.as_coder or opened.project.settings.coder
        written = list(progress(write(planner, made, coder), len(made.entries), "writing"))
    tell_beside(made, words, options)
    _report(written, options.key or opened.study.key)
    if written:
        say_next(state)


def command_with(*more: str) -> str:
    """What was typed but for the plan's file, with something added."""
    typed = iter(sys.argv[1:])
    kept = []
    for word in typed:
        if word in ("-o", "--output"):
            next(typed, None)
        elif not word.startswith(("--output=", "-o")):
            kept.append(word)
    return shlex.join(["qualcode", *kept, *more])


def without_doubts(planner: Planner, made: "Plan", decisions: Decisions, format_: str = SHOWN[0]) -> "Plan":
    """The plan once a person answered what no file can tell; where nobody can be asked, it is shown and refused."""
    words = planner.opened.words
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        _stop(made, words, planner.options, format_)
    return asked(planner, made, decisions, words)


def _stop(plan: "Plan", words: "Words", options: ImportOptions, format_: str) -> None:
    """Where nobody can be asked: the plan, what is doubtful, and the command that goes on; nothing is written."""
    show_plan(plan, words, format_)
    tell_beside(plan, words, options)
    asking, others = askers(plan)
    if asking:
        say(who_asks(asking, words))
    for doubt in others:
        say(question_of(plan.entry(doubt.sha), doubt))
    raise QualcodeError(
        "error.not_revised_who" if options.revise else "error.not_imported",
        questions=Say.some("count.questions", len(others) + bool(asking)),
        command=command_with("--yes"),
    )


def _report(written: Sequence["Imported"], key: Path) -> None:
    """What was imported: each id with its file and first words, so that T-3 is somebody."""
    if not written:
        return
    grid(
        ("transcript", "file", "turns", "interviewer", "respondents", "first words"),
        [
            (
                item.id, item.source.name, item.turns,
                told(Say("listed.yes")) if item.cast.asks else "–", ", ".join(item.cast.cases) or "–", item.first_words,
            )
            for item in written
        ],
        ("turns",),
        "first words",
    )  # fmt: skip
    for item in written:
        if item.encoding not in ("", "utf-8"):
            say(Say("tell.read_as", file=item.source.name, encoding=item.encoding))
        if item.restores:
            say(Say("tell.put_back", transcript=item.id))
        for warning in item.warnings:
            mind(Say("mind.at", place=item.id, what=warning))
    if any(item.cast.renamed for item in written):
        say(Say("tell.key_kept", file=key))
    say(Say("tell.names_spoken"))
