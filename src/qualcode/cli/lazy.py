"""A command group that knows its commands by one line each, and imports one when it is called."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption

from qualcode.errors import Stopped, did_you_mean
from qualcode.registry import load

CommandTable = Mapping[str, tuple[str, str]]  # name -> (module:object, one line of help)


class LazyGroup(TyperGroup):
    """Looks a command up in `table`, which a subclass gives."""

    table: ClassVar[CommandTable]

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
        if args and args[0] not in self.table and not args[0].startswith("-"):
            hint = did_you_mean(args[0], self.table)
            ctx.fail(f"There is no command {args[0]!r}" + (f" ({hint})." if hint else "."))
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in self.table.items()])


def lazy_group(table: CommandTable) -> type[LazyGroup]:
    return type("Commands", (LazyGroup,), {"table": table})


class OnceCommand(TyperCommand):
    """A command that refuses an option given twice where one is taken: the first would be lost in silence."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        *_, given = self.make_parser(ctx).parse_args(args=list(args))
        for option in given:
            of_one = isinstance(option, TyperOption) and not (option.multiple or option.is_flag)
            if of_one and given.count(option) > 1:
                ctx.fail(f"{option.opts[-1]} is given {given.count(option)} times; it takes one value.")
        return super().parse_args(ctx, args)


class _App(typer.Typer):
    """A group of which every command is a OnceCommand."""

    def command(self, name: str | None = None, **options: Any) -> Any:
        return super().command(name, cls=OnceCommand, **options)


def as_command(thing: Any, name: str) -> Any:
    """A Typer command from a function, or the group of a Typer app."""
    if isinstance(thing, typer.Typer):
        group: Any = typer.main.get_group(thing)
        group.name = name
        return group
    holder = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)
    function: Callable[..., Any] = thing
    holder.command(name, cls=OnceCommand, context_settings={"help_option_names": ["-h", "--help"]})(function)
    return typer.main.get_command(holder)


def group(help_: str, table: CommandTable | None = None) -> typer.Typer:
    """A Typer app for a group of commands: those of one file, or those of a table, each imported when it is called."""
    return _App(
        help=help_,
        cls=lazy_group(table) if table else TyperGroup,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        add_completion=False,
        no_args_is_help=True,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
