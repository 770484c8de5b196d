"""A command group that knows where its commands are, and imports one when it is called; and the help of all."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Annotated, Any, ClassVar

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption

from qualcode.cli import helping
from qualcode.cli.helping import Mistyped
from qualcode.cli.speaking import words
from qualcode.cli.state import State
from qualcode.errors import Stopped, did_you_mean
from qualcode.registry import load
from qualcode.text import Say

CommandTable = Mapping[str, str]  # name -> module:object


def _study(ctx: typer.Context, value: Path | None) -> None:
    _take(ctx, "-C", root=value)


def _coder(ctx: typer.Context, value: str | None) -> None:
    _take(ctx, "--as", as_coder=value)


def _take(ctx: Any, option: str, **given: Any) -> None:
    """Keep what an option that may stand before a command or behind it says."""
    (name, value), state = *given.items(), ctx.meta.setdefault("qualcode", State())
    if value is not None:
        if getattr(state, name) is not None:
            raise Mistyped(ctx, Say("usage.given_twice", name=option, n=2))
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
            raise Mistyped(ctx, Say("usage.given_twice", name=option.opts[-1], n=given.count(option)))


class _Helped:
    """How a command prints its help: in the language of the call."""

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        pieces = helping.usage(self.collect_usage_pieces(ctx))  # type: ignore[attr-defined]
        formatter.write_usage(ctx.command_path, pieces, prefix=f"{words()('help.usage')}: ")

    def format_help_text(self, ctx: Any, formatter: Any) -> None:
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(helping.said(self.help))  # type: ignore[attr-defined]

    def format_options(self, ctx: Any, formatter: Any) -> None:
        for heading, kind in (("help.arguments", "argument"), ("help.options", "option")):
            params = [one for one in self.get_params(ctx) if one.param_type_name == kind]  # type: ignore[attr-defined]
            if rows := [row for one in params if (row := helping.record(one, ctx))]:
                with formatter.section(helping.said(heading)):
                    formatter.write_dl(rows)
        if names := self.listed():
            with formatter.section(helping.said("help.commands")):
                formatter.write_dl([(name, helping.line_of(key)) for name, key in names])

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        if isinstance(self, LazyGroup) and self.path == "command":
            formatter.write_paragraph()
            with formatter.indentation():
                formatter.write_text(helping.said("help.epilog"))

    def listed(self) -> list[tuple[str, str]]:
        """The commands below it, each with the key of its help."""
        return []


class _Group(_Helped, TyperGroup):
    """A group behind whose name -C and --as are understood."""

    def __init__(self, *, params: list[Any] | None = None, **settings: Any):
        super().__init__(params=_with_anywhere(params), **settings)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        _check_once(self, ctx, args)
        return super().parse_args(ctx, args)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if args and args[0] not in self.list_commands(ctx) and not args[0].startswith("-"):
            known = self.list_commands(ctx)
            raise no_command(ctx, args[0], known, self.deeper(ctx, args[0]))
        return super().resolve_command(ctx, args)

    def deeper(self, ctx: Any, name: str) -> list[str]:
        return []

    def listed(self) -> list[tuple[str, str]]:
        return [(name, command.help or "") for name, command in self.commands.items()]


class LazyGroup(_Group):
    """Looks a command up in `table`, which a subclass gives; `older`: names that commands had, and are understood by.

    `path`: the key of its own help; those of its commands begin with it.
    """

    path: ClassVar[str]
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
        return as_command(load(self.table[cmd_name]), cmd_name, f"{self.path}.{cmd_name}")

    def deeper(self, ctx: Any, name: str) -> list[str]:
        """The commands of that name a group deeper, as they are typed."""
        groups = [one for one, target in self.table.items() if target.endswith(":app")]
        return [f"{one} {name}" for one in groups if name in self.get_command(ctx, one).list_commands(ctx)]

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        return super().resolve_command(ctx, [*(self.older.get(one, one) for one in args[:1]), *args[1:]])

    def listed(self) -> list[tuple[str, str]]:
        return [(name, f"{self.path}.{name}") for name in self.table]


def lazy_group(path: str, table: CommandTable, older: Mapping[str, str] | None = None) -> type[LazyGroup]:
    return type("Commands", (LazyGroup,), {"path": path, "table": table, "older": older or {}})


def no_command(ctx: Any, name: str, known: Iterable[str], deeper: Sequence[str] = ()) -> Mistyped:
    """The error of a name that no command has; `deeper`: those of that name in a group."""
    hint = Say("hint.did_you_mean", name=" / ".join(deeper)) if deeper else did_you_mean(name, known)
    said = Say("usage.no_such_command.near", name=name, hint=hint) if hint else Say("usage.no_such_command", name=name)
    return Mistyped(ctx, said)


class _Command(_Helped, TyperCommand):
    """A command behind whose name -C and --as are understood."""

    def __init__(self, name: str | None, *, params: list[Any] | None = None, **settings: Any):
        super().__init__(name, params=_with_anywhere(params), **settings)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        _check_once(self, ctx, args)
        return super().parse_args(ctx, args)


class _App(typer.Typer):
    """A group of commands of ours; `path`: the key of its help, with which those of its commands begin."""

    path: str

    def command(self, name: str | None = None, **options: Any) -> Any:
        def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
            own = name or function.__name__.strip("_").replace("_", "-")
            return typer.Typer.command(self, own, cls=_Command, help=f"{self.path}.{own}", **options)(function)

        return decorate


def as_command(thing: Any, name: str, path: str) -> Any:
    """A Typer command from a function, or the group of a Typer app; `path`: the key of its help."""
    if isinstance(thing, typer.Typer):
        group: Any = typer.main.get_group(thing)
        group.name = name
        return group
    holder = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)
    function: Callable[..., Any] = thing
    holder.command(name, cls=_Command, help=path, context_settings={"help_option_names": ["-h", "--help"]})(function)
    return typer.main.get_command(holder)


def group(path: str, table: CommandTable | None = None) -> typer.Typer:
    """A Typer app for a group of commands: those of one file, or those of a table, each imported when it is called.

    `path`: the key of its help.
    """
    app = _App(
        help=path,
        cls=lazy_group(path, table) if table else _Group,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        add_completion=False,
        no_args_is_help=True,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.path = path
    return app
