"""YAML with every plain scalar as text, and the line of every key: so `no`, `on` and `1.0` stay what people typed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from qualcode.errors import Problem, QualcodeError
from qualcode.text import Say

try:
    from yaml import CBaseLoader as Loader
except ImportError:  # pragma: no cover - PyYAML built without libyaml
    from yaml import BaseLoader as Loader  # type: ignore[assignment]

__all__ = ["Document", "Loader", "Path", "read_yaml"]

Path = tuple[str | int, ...]
_TOO_MANY = 500_000  # values; the largest codebooks have some ten thousand
_DEEPEST = 200  # levels; whatever the interpreter could stand
_BRACKET = re.compile(r"[\[\]{}]")
_OPENING = (
    yaml.FlowSequenceStartToken, yaml.FlowMappingStartToken, yaml.BlockSequenceStartToken, yaml.BlockMappingStartToken,
)  # fmt: skip
_CLOSING = (yaml.FlowSequenceEndToken, yaml.FlowMappingEndToken, yaml.BlockEndToken)
_TOO_DEEP = Say("fault.too_deep")


@dataclass
class Document:
    """Nested dicts, lists and strings, the line of each by its path, and what is wrong with the file."""

    name: str
    value: object = None
    lines: dict[Path, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def fault(self, at: Path, what: Say | QualcodeError, hint: Say | None = None, severity: str = "error") -> None:
        """Note a Problem at the path, or at the nearest thing above it that has a line."""
        while at and at not in self.lines:
            at = at[:-1]
        self.problems.append(Problem(self.name, self.lines.get(at, 1), what, hint, severity))


def _too_deep(text: str) -> bool:
    """Nested deeper than the parser can stand: it recurses in C, without a limit.

    Brackets may stand in a text, too: where they seem to nest so deep, the scanner, which does not recurse, looks again.
    """
    depth = deepest = 0
    for bracket in _BRACKET.findall(text):
        depth = depth + 1 if bracket in "[{" else max(depth - 1, 0)
        deepest = max(deepest, depth)
    if deepest <= _DEEPEST:
        return "- " * _DEEPEST in text
    depth = 0
    try:
        for token in yaml.scan(text, Loader=Loader):
            if isinstance(token, _OPENING):
                depth += 1
            elif isinstance(token, _CLOSING):
                depth -= 1
            if depth > _DEEPEST:
                return True
    except (yaml.YAMLError, RecursionError):
        pass  # told by the parser
    return False


def read_yaml(text: str, name: str) -> Document:
    """The document in `text`; `name` is what Problems call the file."""
    document = Document(name)
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith("\t") or line[: len(line) - len(line.lstrip())].count("\t"):
            document.problems.append(Problem(name, number, Say("fault.tab"), Say("hint.spaces_only")))
    if document.problems:
        return document
    if _too_deep(text):
        document.problems.append(Problem(name, 1, _TOO_DEEP))
        return document
    try:
        root = yaml.compose(text, Loader=Loader)
    except yaml.MarkedYAMLError as error:
        document.problems.append(_syntax(error, text, name))
        return document
    except yaml.YAMLError:
        document.problems.append(Problem(name, 1, Say("fault.yaml_characters"), Say("hint.save_as_utf8")))
        return document
    except RecursionError:
        document.problems.append(Problem(name, 1, _TOO_DEEP))
        return document
    if root is not None:
        try:
            document.value = _value(root, (), document, frozenset())
        except RecursionError:
            document.problems.append(Problem(name, 1, _TOO_DEEP))
    return document


def _syntax(error: yaml.MarkedYAMLError, text: str, name: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    line = mark.line + 1 if mark else 1
    words = text.split("\n")[line - 1].strip() if line <= text.count("\n") + 1 else ""
    said = error.problem or ""
    if "alias" in f"{said} {error.context or ''}" or words.lstrip("- ").startswith("*"):
        return Problem(name, line, Say("fault.star_unquoted"), Say("hint.quote_star"))
    if "nesting depth" in said:
        return Problem(name, line, _TOO_DEEP)
    if "mapping values are not allowed" in said:
        return Problem(name, line, Say("fault.colon_in_value"), Say("hint.quote_value"))
    return Problem(
        name,
        line,
        Say("fault.no_yaml", why=said),
        Say("hint.look_at_indents"),
    )


def _value(node: yaml.Node, at: Path, document: Document, above: frozenset[int]) -> object:
    if len(document.lines) > _TOO_MANY or len(at) > _DEEPEST:
        raise RecursionError  # aliases that multiply; levels
    document.lines.setdefault(at, node.start_mark.line + 1)
    if id(node) in above:
        document.fault(at, Say("fault.alias_in_itself"))
        return None
    if isinstance(node, yaml.MappingNode):
        return dict(_pairs(node, at, document, above | {id(node)}))
    if isinstance(node, yaml.SequenceNode):
        inside = above | {id(node)}
        return [_value(item, (*at, index), document, inside) for index, item in enumerate(node.value)]
    return node.value


def _pairs(node: yaml.MappingNode, at: Path, document: Document, above: frozenset[int]) -> Iterator[tuple[str, object]]:
    seen: set[str] = set()
    for key_node, value_node in node.value:
        key = str(key_node.value)
        here = (*at, key)
        line = key_node.start_mark.line + 1
        if key in seen:
            document.problems.append(
                Problem(document.name, line, Say("fault.key_twice", key=key), Say("hint.keep_one"))
            )
            continue
        seen.add(key)
        document.lines[here] = line
        yield key, _value(value_node, here, document, above)
