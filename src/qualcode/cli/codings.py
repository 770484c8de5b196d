"""codings apply, withdraw, mark, done, asked, list, import."""

import shlex
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from qualcode.cli.lazy import group
from qualcode.cli.options import FilterOptions, OutputOptions, expanded
from qualcode.cli.printing import check_output, emit, mind, out, say
from qualcode.cli.state import state_of
from qualcode.errors import QualcodeError, unknown
from qualcode.report.tables.codings import coding_table, queue_table, stale_table
from qualcode.text import Say
from qualcode.usecases.coding import recode as recoding
from qualcode.usecases.coding.by_hand import list_codings
from qualcode.usecases.coding.import_file import import_codings
from qualcode.usecases.coding.recode import queue as waiting

if TYPE_CHECKING:
    from qualcode.usecases.study import Opened

app = group("command.codings")
_Ids = Annotated[list[str], typer.Argument(metavar="ID…", help="option.codings.ids")]


@app.command()
def apply(
    ctx: typer.Context,
    transcript: Annotated[str, typer.Argument(help="option.transcript")],
    code: Annotated[str, typer.Argument(help="option.codings.apply.code")],
    span: Annotated[str | None, typer.Option("--span", metavar="A:B", help="option.codings.apply.span")] = None,
    quote: Annotated[str | None, typer.Option("--quote", metavar="TEXT", help="option.codings.apply.quote")] = None,
    turn: Annotated[int | None, typer.Option("--turn", help="option.codings.apply.turn")] = None,
    note: Annotated[str, typer.Option("--note", help="option.codings.apply.note")] = "",
    valence: Annotated[str, typer.Option("--valence", help="option.codings.apply.valence")] = "",
) -> None:
    """Apply a code to a segment; prints the coding's id."""
    from qualcode.usecases.coding import by_hand as coding

    state = state_of(ctx)
    opened = state.open(about=transcript)
    fragment = coding.Fragment(transcript, span, quote, turn)
    applied = coding.apply_to(opened, state.coder(opened), fragment, code, note=note, valence=valence)
    if applied.already:
        say(Say("tell.in_force"))
    _tell_code(opened, code)
    if not applied.spoken:
        mind(Say("mind.interviewers_words"))
    out(applied.id)


def _tell_code(opened: "Opened", code: str) -> None:
    """Where the code has another id now, or is out of use."""
    now = opened.project.codebook.by_id[opened.project.code(code)]
    if code in opened.project.codebook.current and now.id != code:  # an older id; a name is the code's own
        say(Say("tell.code_is_now", code=code, now=now.id))
    if now.retired:
        parts = ", ".join(now.split_into)
        mind(Say("mind.was_split", code=now.id, parts=parts) if parts else Say("mind.is_retired", code=now.id))


@app.command()
def withdraw(ctx: typer.Context, ids: _Ids) -> None:
    """Withdraw codings, rejections or marks by id."""
    from qualcode.usecases.coding import by_hand as coding

    state = state_of(ctx)
    opened = state.open()
    say(Say("tell.withdrawn", n=coding.withdraw(opened, state.coder(opened), ids)))


@app.command()
def mark(
    ctx: typer.Context,
    ids: _Ids,
    key: Annotated[bool | None, typer.Option("--key/--no-key", help="option.key/--no-key")] = None,
    deviant: Annotated[bool | None, typer.Option("--deviant/--no-deviant", help="option.deviant/--no-deviant")] = None,
    valence: Annotated[str | None, typer.Option("--valence", help="option.codings.mark.valence")] = None,
    note: Annotated[str | None, typer.Option("--note", help="option.codings.mark.note")] = None,
    print_: Annotated[str | None, typer.Option("--print", metavar="TEXT", help="option.print")] = None,
    approval: Annotated[str | None, typer.Option("--approval", help="option.approval")] = None,
) -> None:
    """Mark codings: key quote, deviant case, valence, note, printed form, approval."""
    from qualcode.usecases.coding import by_hand as coding

    marks: dict[str, Any] = {
        "key": key, "deviant": deviant, "valence": valence, "note": note, "printed": print_, "approval": approval,
    }  # fmt: skip
    state = state_of(ctx)
    opened = state.open()
    set_ = {name: value for name, value in marks.items() if value is not None}
    if approval == "refused":
        mind(Say("mind.documents_hold"))
    say(Say("tell.marked", n=coding.mark(opened, state.coder(opened), ids, set_)))


@app.command()
@expanded
def done(
    ctx: typer.Context,
    transcript_id: Annotated[str, typer.Argument(metavar="TRANSCRIPT", help="option.codings.done.transcript_id")],
    filters: FilterOptions,
    pass_: Annotated[
        str | None,
        typer.Option("--pass", metavar="whole|selective|keyword", help="option.pass"),
    ] = None,
) -> None:
    """Record that you have read a transcript for all codes, or for those of a filter."""
    from qualcode.usecases.coding import by_hand as coding

    state = state_of(ctx)
    opened = state.open()
    handle = opened.project.transcript(transcript_id)
    reading, codes = coding.done(opened, state.coder(opened), handle, pass_, filters.filters(opened, part=False))
    say(Say("tell.read", transcript=handle.id, reading=Say.of("pass", reading), n=codes))


@app.command()
def asked(
    ctx: typer.Context,
    transcript: Annotated[str, typer.Argument(help="option.transcript")],
    subject: Annotated[str, typer.Argument(metavar="TOPIC|CODE", help="option.subject")],
    turn: Annotated[int, typer.Option("--turn", help="option.codings.asked.turn")],
) -> None:
    """Record that a topic, or a code's interview question, was asked in a turn."""
    from qualcode.usecases.coding import by_hand as coding

    state = state_of(ctx)
    opened = state.open(about=transcript)
    handle = opened.project.transcript(transcript)
    applied = coding.asked(opened, state.coder(opened), handle, subject, turn)
    if applied.spoken:
        mind(Say("mind.turn_of_respondent", turn=turn))
    if applied.already:
        say(Say("tell.on_record"))
    out(applied.id)


@app.command("list")
@expanded
def list_(ctx: typer.Context, filters: FilterOptions, output: OutputOptions) -> None:
    """List the codings in force of who codes; with `--coder all` those of all."""

    check_output(output)
    state = state_of(ctx)
    opened = state.open()
    wanted = filters.filters(opened)
    coders = opened.project.coders
    coder = state.coder(opened)
    if not wanted.coder and state.as_coder and coder not in coders:
        raise unknown("thing.coder_with_codings", coder, coders)
    if not wanted.coder and len(coders) > 1 and coder in coders:
        wanted = replace(wanted, coder=(coder,))
        say(Say("tell.codings_of", coder=coder, others=[one for one in coders if one != coder]))
    emit(opened.project.settings, coding_table(opened.view(), list_codings(opened, wanted)), output)


@app.command()
@expanded
def queue(ctx: typer.Context, filters: FilterOptions, output: OutputOptions) -> None:
    """List what waits for a decision: codings of codes that were split, those put back, and what was coded or asked in"""

    check_output(output)
    opened = state_of(ctx).open()
    wanted = filters.filters(opened)
    found = queue_table(opened.view(), waiting(opened, wanted), recoding.revised(opened, wanted))
    emit(opened.project.settings, found, output)


@app.command()
def recode(
    ctx: typer.Context,
    code: Annotated[str, typer.Argument(help="option.codings.recode.code")],
    ids: _Ids,
) -> None:
    """Give codings another code. Note and marks stay; the old coding is withdrawn. The code may stand last as well."""

    state = state_of(ctx)
    opened = state.open()
    code, *ids = recoding.code_first(opened, [code, *ids])
    say(Say("tell.recoded", n=recoding.recode(opened, state.coder(opened), code, ids)))


@app.command("import")
def import_(
    ctx: typer.Context,
    file: Annotated[
        Path,
        typer.Argument(help="option.codings.import.file"),
    ],
    author: Annotated[
        list[str] | None,
        typer.Option("--author", metavar="NAME=CODER", help="option.author"),
    ] = None,
) -> None:
    """Bring in codings made elsewhere: all rows or none."""

    state = state_of(ctx)
    opened = state.open()
    if file.suffix.casefold() == ".docx":
        from qualcode.usecases.coding import in_word as word_codings

        command = f"qualcode codings import {shlex.quote(str(file))}"
        comments = word_codings.import_comments(
            opened, file, word_codings.named_authors(author or ()), state.as_coder, command
        )
        for told in comments.unknown:
            mind(told)
        for name, coder in comments.coders.items():
            say(Say("tell.comments_of", name=name or Say("somebody"), coder=coder))
        say(Say("tell.codings_written", new=comments.new, known=comments.known))
        return
    if author:
        raise QualcodeError("error.author_is_for_word")
    result = import_codings(opened, state.coder(opened), file)
    if result.passed_over:
        mind(Say("mind.columns_passed_over", columns=", ".join(result.passed_over)))
    say(Say("tell.codings_written", new=result.new, known=result.known))


@expanded
def stale(
    ctx: typer.Context,
    filters: FilterOptions,
    output: OutputOptions,
    confirm: Annotated[list[str] | None, typer.Option("--confirm", metavar="ID|all", help="option.confirm")] = None,
    requeue: Annotated[list[str] | None, typer.Option("--requeue", metavar="ID|all", help="option.requeue")] = None,
) -> None:
    """Codings made under an older definition."""

    check_output(output)
    state = state_of(ctx)
    opened = state.open()
    found = list(recoding.stale(opened, filters.filters(opened, part=not (confirm or requeue))))
    if confirm and requeue:
        raise QualcodeError("error.confirm_or_put_back")
    if confirm or requeue:
        coder = state.coder(opened)
        chosen = recoding.chosen([coding for coding, _ in found if coding.coder == coder], confirm or requeue or [])
        act = recoding.confirm if confirm else recoding.requeue
        say(Say("tell.confirmed" if confirm else "tell.requeued", n=act(opened, coder, chosen)))
        return
    emit(opened.project.settings, stale_table(opened.view(), found, recoding.definitions(opened)), output)
