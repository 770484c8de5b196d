"""The plan of an import to a person: shown, told, and asked about at a terminal."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import typer

from qualcode.cli.lists import grid
from qualcode.cli.printing import out, say
from qualcode.errors import QualcodeError
from qualcode.model.span import collapsed
from qualcode.text import Say
from qualcode.usecases.transcripts.importing.answers import accept, decide, refuse
from qualcode.usecases.transcripts.importing.plan_file import COLUMNS, as_csv, rows_of

if TYPE_CHECKING:
    from qualcode.text import Words
    from qualcode.usecases.transcripts.importing.options import Decisions, ImportOptions
    from qualcode.usecases.transcripts.importing.plan import Doubt, Plan, PlannedFile, Planner
    from qualcode.usecases.transcripts.importing.survey import Survey

SHOWN = ("table", "csv", "json")
_MOST = 200  # rows of a plan on the screen; a folder of a thousand files is better read in a table


def show_plan(plan: "Plan", words: "Words", format_: str) -> None:
    """The plan to standard output."""

    rows = list(rows_of(plan, words))
    if format_ == "csv":
        out(as_csv(rows), nl=False)
    elif format_ == "json":
        import json

        out(json.dumps([dict(zip(COLUMNS, row, strict=True)) for row in rows], ensure_ascii=False, indent=1))
    else:
        shown = ("label", "role", "case", "turns", "words", "first_words")
        headings = [words.of("import.column", name) for name in shown]
        grid(headings, _by_file(rows[:_MOST], shown), headings[3:5], headings[-1])
        if len(rows) > _MOST:
            say(Say("tell.more_rows", n=len(rows) - _MOST))


def _by_file(rows: Sequence[Sequence[str]], shown: Sequence[str]) -> Iterator[Sequence[str] | str]:
    """The labels of each file below its name and the id that it will have; what is doubtful below its label."""
    before = ""
    for row in (dict(zip(COLUMNS, cells, strict=True)) for cells in rows):
        if (head := f"{row['file']} → {row['id']}") != before:
            yield head
            before = head
        yield [row[name] for name in shown]
        if row["doubt"]:
            yield f"  ? {row['doubt']}"


def tell_beside(plan: "Plan", words: "Words", options: "ImportOptions") -> None:
    """What was passed over and left out, under the plan."""
    for file, why in plan.passed_over:
        known = why if why in ("hidden", "no transcript") else "imported"
        say(Say.of("import.told", known, file=file.name, what=why))
    for entry in plan.entries:
        name = entry.survey.file.name
        passed = [one for one in entry.passed if not one.same_as]
        for what, found in (("passed", passed), ("slips", [one for one in entry.passed if one.same_as])):
            if found:
                told = ", ".join(f"“{one.label}” ({words.some('import.lines', one.number)})" for one in found)
                say(Say.of("import.told", what, file=name, what=told))
        for what, number in (("times", entry.survey.times), ("aside", entry.survey.aside)):
            if number:
                say(Say.some_of("import.told", what, number, file=name))
        for what_became in _margin(entry.survey, words, options):
            say(what_became)
        if entry.leave_out:
            same = next(doubt.about for doubt in (*entry.doubts, *entry.settled) if doubt.kind == "same")
            say(Say("import.told.left_out", file=name, what=same))


def _margin(one: "Survey", words: "Words", options: "ImportOptions") -> Iterator[Say]:
    """What became of the tracked changes of a file and of the comments in its margin."""
    if one.inserted or one.deleted:
        numbers = [Say.some("import.inserted", one.inserted), Say.some("import.deleted", one.deleted)]
        yield Say.of("import.told", options.changes, file=one.file.name, inserted=numbers[0], deleted=numbers[1])
    if one.remarks:
        number = Say.some("import.comments", len(one.remarks))
        yield Say.of("import.told", options.comments, file=one.file.name, comments=number)
    if nowhere := [collapsed(placed.remark.text) for placed in one.remarks if placed.turn is None]:
        told = words.listed([f"“{text[:60]}”" for text in nowhere])
        yield Say("import.told.nowhere", file=one.file.name, what=told)


def question_of(entry: "PlannedFile", doubt: "Doubt") -> Say:
    row = next((row for row in entry.rows if row.label == doubt.label), entry.rows[0])
    layout, _, column = doubt.label.partition(" ")
    label = Say.of("import.layout", layout, column=column) if doubt.kind == "layout" else doubt.label
    return Say.of(
        "import.ask",
        "one asker" if doubt.kind == "asker" else doubt.kind,
        file=entry.survey.file.name,
        label=label,
        turns=Say.some("import.turns", row.turns),
        words=row.first_words,
        role=Say.of("import.role", row.role),
        case=row.case or entry.id,
        about=doubt.about,
    )


def askers(plan: "Plan") -> tuple[list["Doubt"], list["Doubt"]]:
    """The doubts about who asks, which are one question an import; and the others."""
    asking = [doubt for doubt in plan.doubts if doubt.kind == "asker"]
    return asking, [doubt for doubt in plan.doubts if doubt.kind != "asker"]


def who_asks(asking: Sequence["Doubt"], words: "Words") -> Say:
    files = Counter(doubt.label for doubt in asking)
    told = [f"“{label}” ({words.some('import.files', number)})" for label, number in files.most_common()]
    return Say("import.ask.asker", who=words.listed(told))


def asked(planner: "Planner", plan: "Plan", decisions: "Decisions", words: "Words") -> "Plan":
    """The plan after a person answered; each answer may settle others."""

    show_plan(plan, words, "table")
    asking = askers(plan)[0]
    if len(asking) > 1:
        say(who_asks(asking, words))
        if _answer(words("import.yes"), "yjn") in ("y", "j", ""):
            for doubt in asking:
                accept(decisions, plan, doubt)
            plan = planner.plan()
    while doubts := plan.doubts:
        doubt = doubts[0]
        entry = plan.entry(doubt.sha)
        say(question_of(entry, doubt))
        if doubt.kind == "person":
            row = next(row for row in entry.rows if row.label == doubt.label)
            answer = _answer(words("import.answers", role=words.of("import.role", row.role)), "irt")
            role = {"i": "interviewer", "r": "respondent", "t": "text", "": row.role}[answer]
            decide(decisions, doubt, role)
        elif _answer(words("import.yes"), "yjn") in ("y", "j", ""):
            accept(decisions, plan, doubt)
        else:
            _refused(plan, decisions, doubt)
        plan = planner.plan()
    return plan


def _refused(plan: "Plan", decisions: "Decisions", doubt: "Doubt") -> None:
    """What a no means: another asks, the same person after all, take it too; else it must be said in another way."""

    if not refuse(decisions, plan, doubt):
        raise QualcodeError("error.not_imported_who_speaks")


def _answer(told: str, letters: str) -> str:
    while True:
        answer = str(typer.prompt(f"  {told}", default="", show_default=False, err=True)).strip().casefold()[:1]
        if answer == "" or answer in letters:
            return answer
