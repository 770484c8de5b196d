"""A command group that knows its commands by one line each, and imports one when it is called."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Annotated, Any, ClassVar

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption

from qualcode.cli.state import State
from qualcode.errors import Stopped, did_you_mean
from qualcode.registry import load

CommandTable = Mapping[str, tuple[str, str]]  # name -> (module:object, one line of help)


def _study(ctx: typer.Context, value: Path | None) -> None:
    _take(ctx, "-C", root=value)


def _coder(ctx: typer.Context, value: str | None) -> None:
    _take(ctx, "--as", as_coder=value)


def _take(ctx: Any, option: str, **given: Any) -> None:
    """Keep what an option that may stand before a command or behind it says."""
    (name, value), state = *given.items(), ctx.meta.setdefault("qualcode", State())
    if value is not None:
        if getattr(state, name) is not None:
            ctx.fail(f"{option} is given 2 times; it takes one value.")
        ctx.meta["qualcode"] = replace(state, **given)


@cache
def _anywhere() -> list[Any]:
    """-C and --as, as options of every command: they belong before it, and are understood behind it."""

    def options(
        study_anywhere: Annotated[
            Path | None, typer.Option("-C", hidden=True, expose_value=False, callback=_study)
        ] = None,
        coder_anywhere: Annotated[
            str | None, typer.Option("--as", hidden=True, expose_value=False, callback=_coder)
        ] = None,
    ) -> None: ...

    holder = typer.Typer(add_completion=False)
    holder.command()(options)
    return typer.main.get_command(holder).params


def _with_anywhere(params: list[Any] | None) -> list[Any]:
    """The parameters of a command, and those of them all that it has no option of its own for (`theme relate --as`)."""
    own = {name for one in params or () for name in one.opts}
    return [*(params or ()), *(one for one in _anywhere() if not own & set(one.opts))]


def _check_once(command: Any, ctx: Any, args: list[str]) -> None:
    """Refuse an option given twice where one is taken: the first would be lost in silence."""
    *_, given = command.make_parser(ctx).parse_args(args=list(args))
    for option in given:
        of_one = isinstance(option, TyperOption) and not (option.multiple or option.is_flag)
        if of_one and given.count(option) > 1:
            ctx.fail(f"{option.opts[-1]} is given {given.count(option)} times; it takes one value.")


class _Group(TyperGroup):
    """A group behind whose name -C and --as are understood."""

    def __init__(self, *, params: list[Any] | None = None, **settings: Any):
        super().__init__(params=_with_anywhere(params), **settings)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        _check_once(self, ctx, args)
        return super().parse_args(ctx, args)


class LazyGroup(_Group):
    """Looks a command up in `table`, which a subclass gives; `older`: names that commands had, and are understood by."""

    table: ClassVar[CommandTable]
    older: ClassVar[Mapping[str, str]]

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            raise Stopped from None

    def list_commands(self, ctx: Any) -> list[str]:
        return list(self.table)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in self.table:
            return None
        return as_command(load(self.table[cmd_name][0]), cmd_name)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        args = [*(self.older.get(one, one) for one in args[:1]), *args[1:]]
        if args and args[0] not in self.table and not args[0].startswith("-"):
            hint = did_you_mean(args[0], self.table)
            ctx.fail(f"There is no command {args[0]!r}" + (f" ({hint})." if hint else "."))
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in self.table.items()])


def lazy_group(table: CommandTable, older: Mapping[str, str] | None = None) -> type[LazyGroup]:
    return type("Commands", (LazyGroup,), {"table": table, "older": older or {}})


class _Command(TyperCommand):
    """A command behind whose name -C and --as are understood."""

    def __init__(self, name: str | None, *, params: list[Any] | None = None, **settings: Any):
        super().__init__(name, params=_with_anywhere(params), **settings)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        _check_once(self, ctx, args)
        return super().parse_args(ctx, args)


class _App(typer.Typer):
    """A group of commands of ours."""

    def command(self, name: str | None = None, **options: Any) -> Any:
        return super().command(name, cls=_Command, **options)


def as_command(thing: Any, name: str) -> Any:
    """A Typer command from a function, or the group of a Typer app."""
    if isinstance(thing, typer.Typer):
        group: Any = typer.main.get_group(thing)
        group.name = name
        return group
    holder = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)
    function: Callable[..., Any] = thing
    holder.command(name, cls=_Command, context_settings={"help_option_names": ["-h", "--help"]})(function)
    return typer.main.get_command(holder)


def group(help_: str, table: CommandTable | None = None) -> typer.Typer:
    """A Typer app for a group of commands: those of one file, or those of a table, each imported when it is called."""
    return _App(
        help=help_,
        cls=lazy_group(table) if table else _Group,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        add_completion=False,
        no_args_is_help=True,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
