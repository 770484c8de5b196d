"""import: a plan first, then what it says."""

import shlex
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.printing import grid, out, progress, say, some
from qualcode.cli.state import state_of
from qualcode.errors import QualcodeError
from qualcode.model.span import collapsed

if TYPE_CHECKING:
    from qualcode.acts.import_options import Decisions, ImportOptions
    from qualcode.acts.import_plan import Doubt, Entry, Plan, Planner
    from qualcode.acts.importing import Imported
    from qualcode.acts.surveying import Survey
    from qualcode.text import Words

_SHOWN = 200  # rows of a plan on the screen; a folder of a thousand files is better read in a table


def import_(
    ctx: typer.Context,
    paths: Annotated[list[Path], typer.Argument(metavar="PATH…", help="Files with transcripts, or folders of them.")],
    check: Annotated[bool, typer.Option("--check", help="Show the plan, and stop.")] = False,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="PLAN", help="The plan to a .csv or .xlsx, to be edited.")
    ] = None,
    who: Annotated[
        Path | None, typer.Option("--who", metavar="PLAN", help="An edited plan: who speaks under which label.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Take what is proposed, without asking.")] = False,
    from_: Annotated[
        str | None, typer.Option("--from", metavar="FORMAT", help="The format, where the name misleads.")
    ] = None,
    id_: Annotated[str | None, typer.Option("--id", help="The transcript's id; else the file's name.")] = None,
    case: Annotated[str | None, typer.Option("--case", help="Whose interview it is.")] = None,
    interviewer: Annotated[
        list[str] | None, typer.Option("--interviewer", metavar="LABEL", help="A label of the interviewer; repeatable.")
    ] = None,
    respondent: Annotated[
        list[str] | None,
        typer.Option("--respondent", metavar="LABEL[=CASE]", help="A label of a respondent; repeatable."),
    ] = None,
    not_a_speaker: Annotated[
        list[str] | None,
        typer.Option("--not-a-speaker", metavar="LABEL", help="Words that open lines and are nobody; repeatable."),
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
    replace: Annotated[
        str | None, typer.Option("--replace", metavar="ID", help="The file takes the place of this transcript.")
    ] = None,
    append: Annotated[
        str | None, typer.Option("--append", metavar="ID", help="The file goes on with this transcript.")
    ] = None,
    changes: Annotated[
        str, typer.Option("--changes", help="Tracked changes of a Word file: final, the text with them; or original.")
    ] = "final",
    comments: Annotated[
        str, typer.Option("--comments", help="Comments in a Word file: drop, or memo: a memo of each.")
    ] = "drop",
    format_: Annotated[str, typer.Option("--format", help="How the plan is shown: table, csv or json.")] = "table",
) -> None:
    """Bring transcripts into the study.

    Who speaks is planned first. What no file can tell is asked; where nobody can answer, nothing is written and the plan
    is shown. Names that label speakers become ids; the key of names is kept beside the study, not in it.

    Example: qualcode import interviews/ --interviewer "Sanne Bakker"
    Example: qualcode import interviews/ -o who.xlsx
    Example: qualcode import interviews/ --who who.xlsx
    """
    from qualcode.acts.import_options import Decisions, ImportOptions
    from qualcode.acts.import_plan import Planner
    from qualcode.acts.importing import importing, write
    from qualcode.acts.who_file import read_plan, write_plan

    state = state_of(ctx)
    options = ImportOptions(
        from_, id_, case, tuple(interviewer or ()), tuple(respondent or ()), tuple(not_a_speaker or ()),
        kind, round_, key, keep_originals, again, replace, append, changes, comments,
    )  # fmt: skip
    with importing(state.root) as opened:
        decisions = Decisions()
        planner = Planner(opened, paths, options, decisions)
        plan = planner.plan(lambda found, total: progress(found, total, "reading"))
        if who:
            read_plan(plan, who, decisions)
            plan = planner.plan()
        words = opened.words
        if output:
            write_plan(plan, words, opened.study, output)
            say(f"Written: {output}. Set role and case right in it, then: {_command(ctx, '--who', str(output))}")
            return
        if check:
            _show(plan, words, format_)
            _tell(plan, words, options)
            raise typer.Exit(1 if plan.doubts else 0)
        if plan.doubts and not yes:
            if not (sys.stdin.isatty() and sys.stderr.isatty()):
                _stop(ctx, plan, words, options, format_)
            plan = _asked(planner, plan, decisions, words)
        coder = state.as_coder or opened.project.settings.coder
        written = list(progress(write(planner, plan, coder), len(plan.entries), "writing"))
    _tell(plan, words, options)
    _report(written, options.key or opened.study.key)


def _show(plan: "Plan", words: "Words", format_: str) -> None:
    """The plan to standard output."""
    from qualcode.acts.who_file import COLUMNS, rows_of

    rows = list(rows_of(plan, words))
    if format_ == "csv":
        from qualcode.store.csv_files import format_csv

        out(format_csv([COLUMNS, *rows], ","), nl=False)
    elif format_ == "json":
        import json

        out(json.dumps([dict(zip(COLUMNS, row, strict=True)) for row in rows], ensure_ascii=False, indent=1))
    else:
        shown = ("file", "id", "label", "turns", "words", "first_words", "role", "case", "doubt")
        places = [COLUMNS.index(name) for name in shown]
        headings = [words(f"import.column.{name}") for name in shown]
        grid(headings, [[row[at] for at in places] for row in rows[:_SHOWN]], (headings[3], headings[4]), headings[5])
        if len(rows) > _SHOWN:
            say(f"{len(rows) - _SHOWN} more rows; -o PLAN writes them all.")


def _tell(plan: "Plan", words: "Words", options: "ImportOptions") -> None:
    """What was passed over and left out, under the plan."""
    for file, why in plan.passed_over:
        key = f"import.told.{why}" if why in ("hidden", "no transcript") else "import.told.imported"
        say(words(key, file=file.name, what=why))
    for entry in plan.entries:
        name = entry.survey.file.name
        passed = [one for one in entry.passed if not one.same_as]
        for what, found in (("passed", passed), ("slips", [one for one in entry.passed if one.same_as])):
            if found:
                told = ", ".join(f"“{one.label}” ({words.some('import.lines', one.number)})" for one in found)
                say(words(f"import.told.{what}", file=name, what=told))
        for what, number in (("times", entry.survey.times), ("aside", entry.survey.aside)):
            if number:
                say(words.some(f"import.told.{what}", number, file=name))
        for told in _margin(entry.survey, words, options):
            say(told)
        if entry.leave_out:
            same = next(doubt.about for doubt in (*entry.doubts, *entry.settled) if doubt.kind == "same")
            say(words("import.told.left_out", file=name, what=same))


def _margin(one: "Survey", words: "Words", options: "ImportOptions") -> Iterator[str]:
    """What became of the tracked changes of a file and of the comments in its margin."""
    if one.inserted or one.deleted:
        numbers = [words.some("import.inserted", one.inserted), words.some("import.deleted", one.deleted)]
        yield words(f"import.told.{options.changes}", file=one.file.name, inserted=numbers[0], deleted=numbers[1])
    if one.remarks:
        number = words.some("import.comments", len(one.remarks))
        yield words(f"import.told.{options.comments}", file=one.file.name, comments=number)
    if nowhere := [collapsed(placed.remark.text) for placed in one.remarks if placed.turn is None]:
        told = words.listed([f"“{text[:60]}”" for text in nowhere])
        yield words("import.told.nowhere", file=one.file.name, what=told)


def _question(entry: "Entry", doubt: "Doubt", words: "Words") -> str:
    row = next((row for row in entry.rows if row.label == doubt.label), entry.rows[0])
    return words(
        f"import.ask.{'one asker' if doubt.kind == 'asker' else doubt.kind}",
        file=entry.survey.file.name,
        label=doubt.label,
        turns=words.some("import.turns", row.turns),
        words=row.first_words,
        role=words(f"import.role.{row.role}"),
        case=row.case or entry.id,
        about=doubt.about,
    )


def _askers(plan: "Plan") -> tuple[list["Doubt"], list["Doubt"]]:
    """The doubts about who asks, which are one question an import; and the others."""
    asking = [doubt for doubt in plan.doubts if doubt.kind == "asker"]
    return asking, [doubt for doubt in plan.doubts if doubt.kind != "asker"]


def _who_asks(asking: Sequence["Doubt"], words: "Words") -> str:
    files = Counter(doubt.label for doubt in asking)
    told = [f"“{label}” ({words.some('import.files', number)})" for label, number in files.most_common()]
    return words("import.ask.asker", who=words.listed(told))


def _command(ctx: typer.Context, *more: str) -> str:
    """What was typed, with something added."""
    skip = {"-o", "--output"}
    typed = [arg for at, arg in enumerate(sys.argv[1:]) if arg not in skip and (at == 0 or sys.argv[at] not in skip)]
    return shlex.join(["qualcode", *typed, *more])


def _stop(ctx: typer.Context, plan: "Plan", words: "Words", options: "ImportOptions", format_: str) -> None:
    """Where nobody can be asked: the plan, what is doubtful, and the command that goes on; nothing is written."""
    _show(plan, words, format_)
    _tell(plan, words, options)
    asking, others = _askers(plan)
    if asking:
        say(_who_asks(asking, words))
    for doubt in others:
        say(_question(plan.entry(doubt.sha), doubt, words))
    raise QualcodeError(
        f"Nothing was imported: a person must answer {some(len(others) + bool(asking), 'question')}. To take the plan as it is shown: "
        f"{_command(ctx, '--yes')}. To set it right: --interviewer, --respondent and --not-a-speaker LABEL, or -o who.xlsx."
    )


def _asked(planner: "Planner", plan: "Plan", decisions: "Decisions", words: "Words") -> "Plan":
    """The plan after a person answered; each answer may settle others."""
    from qualcode.acts.import_plan import accept, decide

    _show(plan, words, "table")
    asking, _ = _askers(plan)
    if len(asking) > 1:
        say(_who_asks(asking, words))
        if _answer(words("import.yes"), "yjn") in ("y", "j", ""):
            for doubt in asking:
                accept(decisions, plan, doubt)
            plan = planner.plan()
    while doubts := plan.doubts:
        doubt = doubts[0]
        entry = plan.entry(doubt.sha)
        say(_question(entry, doubt, words))
        if doubt.kind == "person":
            row = next(row for row in entry.rows if row.label == doubt.label)
            answer = _answer(words("import.answers", role=words(f"import.role.{row.role}")), "irt")
            role = {"i": "interviewer", "r": "respondent", "t": "text", "": row.role}[answer]
            decide(decisions, doubt, role)
        elif _answer(words("import.yes"), "yjn") in ("y", "j", ""):
            accept(decisions, plan, doubt)
        else:
            _refused(plan, decisions, doubt, words)
        plan = planner.plan()
    return plan


def _refused(plan: "Plan", decisions: "Decisions", doubt: "Doubt", words: "Words") -> None:
    """What a no means: another asks, the same person after all, take it too; else it must be said in another way."""
    from qualcode.acts.import_plan import refuse

    if not refuse(decisions, plan, doubt):
        raise QualcodeError(
            "Nothing was imported. Say who speaks with --interviewer, --respondent or --not-a-speaker LABEL, with --case, "
            "or in a plan: -o who.xlsx."
        )


def _answer(told: str, letters: str) -> str:
    while True:
        answer = str(typer.prompt(f"  {told}", default="", show_default=False, err=True)).strip().casefold()[:1]
        if answer == "" or answer in letters:
            return answer


def _report(written: Sequence["Imported"], key: Path) -> None:
    """What was imported: each id with its file and first words, so that T-3 is somebody."""
    if not written:
        return
    grid(
        ("transcript", "file", "format", "turns", "interviewer", "respondents", "first words"),
        [
            (
                item.id, item.source.name, item.format, item.turns,
                "yes" if item.cast.asks else "–", ", ".join(item.cast.cases) or "–", item.first_words,
            )
            for item in written
        ],
        ("turns",),
        "first words",
    )  # fmt: skip
    for item in written:
        if item.encoding not in ("", "utf-8"):
            say(f"{item.source.name} was read as {item.encoding}.")
        if item.restores:
            say(f"{item.id} is put back: the codings that were made on it stand again.")
    for warning in _warnings(written):
        say(f"Mind: {warning}.")
    if any(item.cast.renamed for item in written):
        say(f"Labels and the ids that replace them are kept in {key}, outside the study.")
    say("Names spoken in the text are not yet pseudonymised.")


def _warnings(written: Sequence["Imported"]) -> Iterator[str]:
    for item in written:
        yield from (f"{item.id}: {warning}" for warning in item.warnings)
