"""Where things stand in a YAML text: nodes, dashes, whole lines, comments."""

import re
from collections.abc import Iterator

import yaml


class Unfit(Exception):
    """This node's layout takes no small edit: it is written anew as a whole."""


class Places:
    """The places of one text, whose nodes PyYAML has marked."""

    def __init__(self, text: str, root: yaml.Node):
        self.text = text
        self.comments = list(_comments(text, root))  # (place, text)

    def end(self, node: yaml.Node) -> int:
        """Where the content of a node ends, trailing blank lines and comments left out."""
        if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
            last = node.value[-1]
            return self.end(last[1] if isinstance(last, tuple) else last)
        end: int = node.end_mark.index
        if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
            return len(self.text[:end].rstrip("\n "))
        return max(end, node.start_mark.index)

    def line_start(self, index: int) -> int:
        return self.text.rfind("\n", 0, index) + 1

    def line_end(self, index: int) -> int:
        """Behind the line's own line end."""
        found = self.text.find("\n", index)
        return len(self.text) if found < 0 else found + 1

    def column(self, index: int) -> int:
        return index - self.line_start(index)

    def dash_at(self, node: yaml.Node) -> int:
        """The place of the dash of a block list's item: before it on its line, or on a line above with nothing but a comment."""
        start: int = node.start_mark.index
        line = self.line_start(start)
        found = re.match(r" *(?:- +)*?(-) +$", self.text[line:start])
        while not found and line and not self.text[line:start].strip():
            line, start = self.line_start(line - 1), line - 1
            found = re.match(r" *(-)[ ]*(?:#.*)?$", self.text[line:start])
            if not found and self.text[line:start].lstrip().startswith("#"):
                start = line
        if not found:
            raise Unfit
        return line + found.start(1)

    def dash(self, node: yaml.Node) -> int:
        """The column of the dash; that of the node itself where there is none."""
        try:
            return self.column(self.dash_at(node))
        except Unfit:
            return 2

    def region(self, node: yaml.Node, with_comments: bool = False) -> tuple[int, int]:
        """The whole lines of an item of a block list; `with_comments`: and the comments right above it."""
        start = self.line_start(self.dash_at(node))
        while with_comments and start:
            above = self.line_start(start - 1)
            if not self.text[above:start].lstrip(" ").startswith("#"):
                break
            start = above
        return start, self.line_end(self.end(node))

    def spaced(self, node: yaml.SequenceNode) -> bool:
        """Do empty lines stand between the items?"""
        ends = [self.region(one)[1] for one in node.value[:-1]]
        starts = [self.line_start(self.dash_at(one)) for one in node.value[1:]]
        between = (self.text[end:start].split("\n") for end, start in zip(ends, starts, strict=True))
        return any(not line.strip() for lines in between for line in lines[:-1])


def _comments(text: str, root: yaml.Node) -> Iterator[tuple[int, str]]:
    """(place, text) of every comment: what begins with # and is inside no scalar."""
    scalars: list[tuple[int, int]] = []
    nodes = [root]
    while nodes:
        node = nodes.pop()
        if isinstance(node, yaml.ScalarNode):
            scalars.append((node.start_mark.index, node.end_mark.index))
        else:
            nodes += [one for item in node.value for one in (item if isinstance(item, tuple) else (item,))]
    inside = iter(sorted(scalars))
    start, end = next(inside, (len(text), len(text)))
    for found in re.finditer(r"(?m)(?:^|(?<=\s))#.*$", text):
        while end <= found.start():
            start, end = next(inside, (len(text), len(text) + 1))
        if not start <= found.start() < end:
            yield found.start(), found.group()
