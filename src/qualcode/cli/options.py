"""Options that many commands share; and a parameter annotated with a dataclass of options, which becomes all of them."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

import typer

from qualcode.cli.completing import names_of
from qualcode.report.formats import TERMINAL, printed_as

if TYPE_CHECKING:
    from qualcode.model.selection import Filters
    from qualcode.usecases.study import Opened

_Names = list[str] | None
TEMPLATE = typer.Option("--template", metavar="FILE", help="option.template")


@dataclass(frozen=True)
class FilterOptions:
    """The filters. The same one repeated means or; different ones mean and."""

    code: Annotated[
        _Names,
        typer.Option(
            "--code",
            metavar="CODE",
            help="option.code",
            autocompletion=names_of("code"),
        ),
    ] = None
    theme: Annotated[
        _Names,
        typer.Option(
            "--theme",
            metavar="THEME",
            help="option.theme",
            autocompletion=names_of("theme"),
        ),
    ] = None
    question: Annotated[
        _Names,
        typer.Option(
            "--question",
            metavar="QUESTION",
            help="option.question",
            autocompletion=names_of("question"),
        ),
    ] = None
    case: Annotated[
        _Names,
        typer.Option("--case", metavar="CASE", help="option.case", autocompletion=names_of("case")),
    ] = None
    where: Annotated[
        _Names,
        typer.Option(
            "--where",
            metavar="CONDITION",
            help="option.where",
        ),
    ] = None
    transcript: Annotated[
        _Names,
        typer.Option(
            "--transcript",
            metavar="TRANSCRIPT",
            help="option.options.transcript",
            autocompletion=names_of("transcript"),
        ),
    ] = None
    kind: Annotated[_Names, typer.Option("--kind", metavar="KIND", help="option.kind")] = None
    round: Annotated[list[int] | None, typer.Option("--round", metavar="N", help="option.round")] = None
    coder: Annotated[
        _Names,
        typer.Option("--coder", metavar="CODER", help="option.coder", autocompletion=names_of("coder")),
    ] = None
    themes: Annotated[str | None, typer.Option("--themes", metavar="SET", help="option.themes")] = None

    def filters(self, opened: "Opened", part: bool = True) -> "Filters":
        """What they choose of a study, by ids. `part`: whether a part of a name is enough; nothing is written by one."""
        from qualcode.model.selection import Filters

        values: dict[str, Any] = {field.name: tuple(getattr(self, field.name) or ()) for field in fields(self)}
        return opened.understood(Filters(**{**values, "themes": self.themes}), part)


@dataclass(frozen=True)
class OutputOptions:
    """Where results go."""

    output: Annotated[
        list[Path] | None,
        typer.Option("-o", "--output", metavar="FILE", help="option.output"),
    ] = None
    template: Annotated[Path | None, TEMPLATE] = None
    format: Annotated[str, typer.Option("--format", metavar="|".join(printed_as()), help="option.format")] = TERMINAL


@dataclass(frozen=True)
class DecisionOptions:
    """How what must be decided is decided."""

    check: Annotated[bool, typer.Option("--check", help="option.check")] = False
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="SHEET", help="option.options.output")] = None
    apply: Annotated[Path | None, typer.Option("--apply", metavar="SHEET", help="option.apply")] = None
    yes: Annotated[bool, typer.Option("--yes", help="option.options.yes")] = False


def expanded(function: Callable[..., Any]) -> Callable[..., Any]:
    """`function` with every parameter of an option class replaced by the options of that class (a dataclass)."""
    hints = get_type_hints(function, include_extras=True)
    parameters: list[inspect.Parameter] = []
    groups: dict[str, type] = {}
    for name, parameter in inspect.signature(function).parameters.items():
        if is_dataclass(hints[name]):
            groups[name] = hints[name]
        else:
            parameters.append(parameter.replace(annotation=hints[name]))
    for group in groups.values():
        own = get_type_hints(group, include_extras=True)
        parameters += [
            inspect.Parameter(
                field.name, inspect.Parameter.KEYWORD_ONLY, default=field.default, annotation=own[field.name]
            )
            for field in fields(group)
        ]

    @wraps(function)
    def wrapper(**values: Any) -> Any:
        for name, group in groups.items():
            own = {field.name: values.pop(field.name) for field in fields(group)}
            values[name] = group(**own)
        return function(**values)

    wrapper.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    wrapper.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    del wrapper.__wrapped__
    return wrapper
