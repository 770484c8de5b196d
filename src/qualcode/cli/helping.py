"""Help and usage errors in the words of this call: what commands and options are for are keys of the catalogue."""

import re
from functools import cache
from typing import Any

from qualcode.cli.speaking import words
from qualcode.errors import nearest
from qualcode.text import Say

_TYPERS_OWN = {
    "--help": "help.help",
    "--install-completion": "help.install_completion",
    "--show-completion": "help.show_completion",
}
_PLACEHOLDER = re.compile(r"(?<![\w-])[A-Z]{2,}(?!\w)")  # FILE in `-o, --output FILE`
_ADDED = re.compile(r"  \[(.*)\]$", re.DOTALL)  # what Typer says behind the help: [default: 10; required]
_TYPE = re.compile(r" <(?:list\[)?(\w+)\]?>(?:\.\.\.)?")  # <str>: how Typer tells what is to be filled in
_FILLED = {"int": " N", "str": " TEXT", "path": " FILE"}


class Mistyped(Exception):
    """Something typed that no command takes: exit status 2, with the usage line."""

    def __init__(self, ctx: Any, said: Say):
        super().__init__(said)
        self.ctx, self.said = ctx, said


@cache
def _values() -> dict[str, str]:
    """What the help texts have places for."""
    from qualcode.model.memo import KINDS
    from qualcode.report.formats import FORMATS

    return {"formats": " ".join(FORMATS), "kinds": ", ".join(KINDS)}


def said(key: str) -> str:
    """A help text, by its key."""
    return words().known(key, key, **_values())


def line_of(key: str) -> str:
    """What a list of commands says of one: the first line of its help."""
    return said(key).split("\n", 1)[0]


def record(param: Any, ctx: Any) -> tuple[str, str] | None:
    """The name and the help of an option or argument, as `--help` prints them."""
    shown = param.get_help_record(ctx)
    if shown is None:
        return None
    name, added = shown[0], _ADDED.search(shown[1])
    own = next((_TYPERS_OWN[one] for one in param.opts if one in _TYPERS_OWN), param.help or "")
    parts = [said(own) if own else "", f"[{_added(added[1])}]" if added else ""]
    if param.param_type_name == "argument":
        return _place(param.metavar or param.name), "  ".join(filter(None, parts))
    name = _TYPE.sub(lambda found: _FILLED.get(found[1].casefold(), ""), name)
    return in_words(name), "  ".join(filter(None, parts))


def _added(told: str) -> str:
    text = words()
    return told.replace("default: ", f"{text('help.default')}: ").replace("required", text("help.required"))


def in_words(name: str) -> str:
    """Placeholders such as FILE in the language of the call."""
    return _PLACEHOLDER.sub(lambda found: words().known(f"metavar.{found[0]}", found[0]), name)


def usage(pieces: list[str]) -> str:
    """What follows the name of a command in its usage line."""
    text = words()
    known = {"[OPTIONS]": text("help.options_place"), "COMMAND [ARGS]...": text("help.command_place")}
    return " ".join(known.get(one) or _place(one) for one in pieces)


def _place(piece: str) -> str:
    """An argument in a usage line: `FILE…`, `[FILE]`."""
    name = piece.strip("{}[].…")
    name = name if "|" in name else name.upper()  # words to choose from stay as they are typed
    several = "…" if piece.endswith(("...", "…", "…]")) and "…" not in name else ""
    return in_words(f"[{name}{several}]" if piece.startswith("[") else f"{name}{several}")


def fault(error: Any) -> Say:
    """What somebody typed wrong: an error of `lazy`, or one of Typer's (`UsageError` and its kinds)."""
    if isinstance(error, Mistyped):
        return error.said
    param, message = getattr(error, "param", None), error.message
    match type(error).__name__:
        case "MissingParameter" if param:
            return Say.of("usage.missing", param.param_type_name, name=_name_of(param))
        case "NoSuchOption" if close := _nearest_option(error):
            return Say("usage.no_such_option.close", name=error.option_name, close=close)
        case "NoSuchOption":
            return Say("usage.no_such_option", name=error.option_name)
        case "BadOptionUsage":
            takes_none = "not take a value" in message
            return Say("usage.takes_no_value" if takes_none else "usage.needs_value", name=error.option_name)
        case "BadParameter" if param:
            return Say("usage.whole_number", name=_name_of(param))
    if extra := re.search(r"unexpected extra argument\(?s?\)? \((.*)\)", message, re.DOTALL):
        return Say("usage.too_many", extra=extra[1])
    return Say("usage.no_command") if "Missing command" in message else Say("usage.other", what=message)


def _nearest_option(error: Any) -> str | None:
    shown = (one for one in error.ctx.command.params if not one.hidden) if error.ctx else ()
    names = {name.strip("-"): name for one in shown for name in one.opts}  # the dashes make all alike
    return names.get(nearest(error.option_name.strip("-"), names))


def _name_of(param: Any) -> str:
    return str(param.opts[-1]) if param.param_type_name == "option" else _place(param.metavar or param.name)
