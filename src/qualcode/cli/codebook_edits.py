"""codebook add, rename, merge, split, move, retire, undo: edits that keep the trail."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.completing import names_of
from qualcode.cli.printing import mind, out, say
from qualcode.cli.state import state_of
from qualcode.editing import edits
from qualcode.errors import QualcodeError
from qualcode.text import Say
from qualcode.usecases.codebook import edits as codebook_edits
from qualcode.usecases.codebook.edits import CodeGiven, edit, merge_told, today
from qualcode.usecases.codebook.edits import add as add_code
from qualcode.usecases.coding.by_hand import Fragment

if TYPE_CHECKING:
    from qualcode.editing.edits import Raw
    from qualcode.usecases.codebook.edits import Edited

_Code = Annotated[str, typer.Argument(metavar="CODE", help="option.codebook.code", autocompletion=names_of("code"))]
_Because = Annotated[str, typer.Option("--because", metavar="TEXT", help="option.because")]
_Reason = Annotated[str | None, typer.Option("--because", metavar="TEXT", help="option.because")]


def add(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="option.codebook.add.name")],
    parent: Annotated[str, typer.Option("--parent", metavar="CODE", help="option.parent")] = "",
    definition: Annotated[str, typer.Option("--definition", metavar="TEXT", help="option.definition")] = "",
    kind: Annotated[str, typer.Option("--kind", help="option.codebook.add.kind")] = "",
    question: Annotated[str, typer.Option("--question", metavar="QUESTION", help="option.codebook.add.question")] = "",
    id_: Annotated[str, typer.Option("--id", metavar="ID", help="option.id")] = "",
    transcript: Annotated[
        str | None, typer.Option("--transcript", metavar="TRANSCRIPT", help="option.codebook.add.transcript")
    ] = None,
    quote: Annotated[str | None, typer.Option("--quote", metavar="TEXT", help="option.codebook.add.quote")] = None,
    span: Annotated[str | None, typer.Option("--span", metavar="A:B", help="option.codebook.add.span")] = None,
    turn: Annotated[int | None, typer.Option("--turn", help="option.codebook.add.turn")] = None,
    because: _Reason = None,
) -> None:
    """Add a code found in the interviews (inductive)."""

    state = state_of(ctx)
    opened = state.open()
    if transcript is None and (quote is not None or span is not None or turn is not None):
        raise QualcodeError("error.say_in_which_transcript")
    fragment = Fragment(transcript, span, quote, turn) if transcript is not None else None
    new = CodeGiven(name, id_, parent, definition, kind, question)
    edited, code, coding = add_code(opened, state.coder(opened), new, because or "", fragment)
    out(code)
    _mind_name(edited, code)
    if coding:
        say(Say("tell.fragment_coded", coding=coding))


def rename(
    ctx: typer.Context,
    code: _Code,
    name: Annotated[str, typer.Argument(help="option.name")],
    id_: Annotated[str, typer.Option("--id", metavar="ID", help="option.codebook.rename.id")] = "",
    because: _Reason = None,
) -> None:
    """Give a code another name and id."""

    edited = _edit(ctx, "rename", because, lambda raw: edits.rename(raw, code, name, id_))
    _mind_name(edited, edited.after.current[edited.before.code_meant(code)])


def merge(
    ctx: typer.Context,
    codes: Annotated[list[str], typer.Argument(metavar="CODE…", help="option.codebook.merge.codes")],
    into: Annotated[str, typer.Option("--into", metavar="CODE", help="option.codebook.merge.into")],
    because: _Because,
) -> None:
    """Make several codes one."""

    edited = _edit(ctx, "merge", because, lambda raw: edits.merge(raw, codes, into))
    for told in merge_told(edited.before, edited.after, into):
        mind(told)


def split(
    ctx: typer.Context,
    code: _Code,
    into: Annotated[list[str], typer.Option("--into", metavar="NAME", help="option.codebook.split.into")],
    because: _Because,
) -> None:
    """Split a code into new ones."""

    edited = _edit(ctx, "split", because, lambda raw: edits.split(raw, code, into, today(), because))
    parts = edited.after.by_id[edited.after.current[edited.before.code_meant(code)]].split_into
    out("\n".join(parts))
    for part in parts:
        _mind_name(edited, part)
    say(Say("tell.split_waits"))


def move(
    ctx: typer.Context,
    code: _Code,
    because: _Because,
    to: Annotated[str | None, typer.Option("--to", metavar="CODE", help="option.to")] = None,
    top: Annotated[bool, typer.Option("--top", help="option.top")] = False,
) -> None:
    """Put a code below another parent."""

    if (to is None) != top:
        raise QualcodeError("error.say_where_to")
    _edit(ctx, "move", because, lambda raw: edits.move(raw, code, to or ""))


def retire(ctx: typer.Context, code: _Code, because: _Because) -> None:
    """Take a code out of use; it still counts."""

    _edit(ctx, "retire", because, lambda raw: edits.retire(raw, code, today(), because))


def undo(ctx: typer.Context) -> None:
    """Take back the last edit."""

    state = state_of(ctx)
    opened = state.open()
    undone = codebook_edits.undo(opened, state.coder(opened))
    codes = ", ".join((*undone.entry.get("codes", ()), *undone.entry.get("themes", ())))
    what = Say("desk.act_about", act=undone.entry["what"], about=codes) if codes else undone.entry["what"]
    say(Say("tell.taken_back", what=what, at=undone.at[:16].replace("T", " ")))


def _mind_name(edited: "Edited", code: str) -> None:
    """Tell where another code has the same name."""
    name = edited.after.by_id[code].name
    alike = [one.id for one in edited.after.codes if one.name.casefold() == name.casefold() and one.id != code]
    if alike:
        mind(Say("mind.same_name", codes=", ".join(alike), name=name))


def _edit(ctx: typer.Context, what: str, because: str | None, change: "Callable[[Raw], Raw]") -> "Edited":

    if because is not None and not because.strip():
        raise QualcodeError("error.reason_empty")
    state = state_of(ctx)
    opened = state.open()
    edited = edit(opened.study, state.coder(opened), f"codebook {what}", change, because or "")
    gone, new = edited.changed
    if gone or new:
        say(Say("tell.lines_changed", gone=Say.some("count.lines", gone), new=new))
    else:
        say(Say("tell.nothing_to_change"))
    return edited
