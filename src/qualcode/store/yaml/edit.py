"""Edits of a YAML text that touch only the lines they must: comments, order, quotes and layout of the rest stay.

`rewrite(text, value)` compares the value that the text has with the one it shall have, and splices the difference in.
Records in lists are known by their `id`, or by an older id in `was`; one that moves takes its own lines along. The
result is read back before it is returned, so a layout that cannot be edited is refused, never spoilt.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

import yaml

from qualcode.errors import QualcodeError
from qualcode.store.yaml.document import Loader, read_yaml
from qualcode.store.yaml.places import Places, Unfit
from qualcode.store.yaml.records import Record, Records, id_of, plain
from qualcode.store.yaml.text import WIDTH, after_mark, document, flow, item, scalar


def rewrite(text: str, value: Mapping[str, Any]) -> str:
    """`text` changed as little as its layout allows, so that it reads as `value`. Line ends are LF.

    Raises QualcodeError where the layout allows no change that keeps the comments.
    """
    result = _rewritten(text, value)
    again = read_yaml(result, "")
    if again.problems or again.value != value:
        raise _refusal()
    return result


def _refusal() -> QualcodeError:
    return QualcodeError("error.codebook_layout")


def _rewritten(text: str, value: Mapping[str, Any]) -> str:
    root = yaml.compose(text, Loader=Loader)
    if not isinstance(root, yaml.MappingNode) or root.flow_style:
        if root is not None and "#" in text:
            raise _refusal()
        return document(value, opening=text if root is None else "")
    editor = _Editor(text if text.endswith("\n") else text + "\n", root, value)
    return editor.result()


@dataclass
class _Splices:
    """Replacements of stretches of one text, noted in any order; what is put into a removed stretch stands behind it."""

    made: list[tuple[int, int, str]] = field(default_factory=list)

    def add(self, start: int, end: int, new: str) -> None:
        self.made.append((start, end, new))

    def apply(self, text: str, start: int, end: int) -> str:
        """The stretch start:end of the text with the replacements made."""
        parts, at = [], start
        for first, last, new in sorted(self.made, key=lambda one: one[:2]):
            parts += [text[at:first], new]
            at = max(at, last)
        return "".join([*parts, text[at:end]])


class _Editor:
    def __init__(self, text: str, root: yaml.MappingNode, value: Mapping[str, Any]):
        self.text = text
        self.root = root
        self.value = value
        self.at = Places(text, root)
        self.known = Records(root, value)
        dashes = (self.at.dash(node) for (key, _), node in self.known.homes.items() if key == "codes")
        self.offset = min(next(dashes, 2), 2)  # how far dashes stand to the right of their list's key

    def result(self) -> str:
        splices = _Splices()
        self._mapping(self.root, self.value, splices)
        return splices.apply(self.text, 0, len(self.text))

    def _any(self, key: str, mark: int, node: yaml.Node, new: Any, indent: int, splices: _Splices) -> None:
        """Edit the value behind a mark (`:` or `-`, which ends at index `mark`) of a thing at column `indent`."""
        if plain(node) == new:
            return
        inner = _Splices()
        try:
            if isinstance(node, yaml.MappingNode) and isinstance(new, Mapping):
                self._mapping(node, new, inner)
            elif isinstance(node, yaml.SequenceNode) and isinstance(new, list) and node.value and new:
                self._sequence(key, node, new, inner)
            else:
                raise Unfit
        except Unfit:
            inner = _Splices()
            inner.add(
                mark,
                max(self.at.end(node), mark),
                self._whole(mark, self.at.end(node), self._written(key, new, indent)),
            )
        splices.made += inner.made

    def _whole(self, start: int, end: int, new: str) -> str:
        """`new`, which takes the place of a stretch; refused where a comment of the stretch would be lost."""
        for at, comment in self.at.comments:
            if start <= at < end and comment not in new:
                raise _refusal()
        return new

    def _written(self, key: str, new: Any, indent: int) -> str:
        """What stands behind `key:`; records that are in the text already keep their lines."""
        if isinstance(new, list) and any(id_of(one) for one in new):
            dash = indent + self.offset
            return "\n" + "".join(self._record(key, one, dash) for one in new).rstrip("\n")
        return after_mark(new, indent)

    def _mapping(self, node: yaml.MappingNode, new: Mapping[str, Any], splices: _Splices) -> None:
        entries = {key.value: (key, value) for key, value in node.value}
        if node.flow_style or not entries:
            self._flow_mapping(node, new, splices)
            return
        indent = self.at.column(node.value[0][0].start_mark.index)
        for number, (key, (key_node, value_node)) in enumerate(entries.items()):
            colon = self.text.find(":", key_node.end_mark.index) + 1
            if key in new:
                self._any(key, colon, value_node, new[key], indent, splices)
            elif (
                number == 0
                and self.text[self.at.line_start(key_node.start_mark.index) : key_node.start_mark.index].strip()
            ):
                raise Unfit  # it shares its line with a dash
            else:
                start = self.at.line_start(key_node.start_mark.index)
                splices.add(start, self.at.line_end(max(self.at.end(value_node), colon)), "")
        for key, before in _new_keys(new, entries):
            key_node, value_node = entries[before]
            at = self.at.line_end(max(self.at.end(value_node), key_node.end_mark.index))
            text = f"{' ' * indent}{scalar(key, flow=True)}:{self._written(key, new[key], indent)}\n"
            splices.add(at, at, text)

    def _flow_mapping(self, node: yaml.MappingNode, new: Mapping[str, Any], splices: _Splices) -> None:
        """A record between braces stays one as long as it fits on its line."""
        start, end = node.start_mark.index, node.end_mark.index
        text = flow(new)
        nested = any(isinstance(one, (list, Mapping)) and any(map(id_of, one)) for one in new.values())
        if "\n" in self.text[start:end] or nested or self.at.column(start) + len(text) > WIDTH:
            raise Unfit
        splices.add(start, end, text)

    def _sequence(self, key: str, node: yaml.SequenceNode, new: Sequence[Any], splices: _Splices) -> None:
        records = all(id_of(plain(one)) for one in node.value) and all(map(id_of, new))
        if node.flow_style:
            if records:
                raise Unfit
            splices.add(node.start_mark.index, node.end_mark.index, self._flow_list(node, new))
            return
        if records:
            self._records(key, node, new, splices)
        else:
            self._items(node, new, splices)

    def _flow_list(self, node: yaml.SequenceNode, new: Sequence[Any]) -> str:
        """A list between brackets with its kept items as they were typed."""
        old = [(flow(plain(one)), self.text[one.start_mark.index : one.end_mark.index]) for one in node.value]
        typed = dict(old)
        if "\n" in self.text[node.start_mark.index : node.end_mark.index]:
            raise Unfit
        return "[" + ", ".join(typed.get(flow(one), flow(one)) for one in new) + "]"

    def _items(self, node: yaml.SequenceNode, new: Sequence[Any], splices: _Splices) -> None:
        """A block list of plain things: lines taken out, lines put in."""
        old = [flow(plain(one)) for one in node.value]
        dash = self.at.column(self.at.dash_at(node.value[0]))
        regions = [self.at.region(one) for one in node.value]
        for kind, a, b, c, d in SequenceMatcher(None, old, [flow(one) for one in new], autojunk=False).get_opcodes():
            if kind == "equal":
                continue
            at = regions[a][0] if a < len(regions) else regions[-1][1]
            for start, end in regions[a:b]:
                splices.add(start, end, "")
            splices.add(at, at, "".join(item(one, dash) + "\n" for one in new[c:d]))

    def _records(self, key: str, node: yaml.SequenceNode, new: Sequence[Any], splices: _Splices) -> None:
        old = [id_of(plain(one)) for one in node.value]
        nodes = dict(zip(old, node.value, strict=True))
        wanted = [self.known.old_id(key, one) for one in new]
        kept = {
            old[block.a + i]
            for block in SequenceMatcher(None, old, wanted, autojunk=False).get_matching_blocks()
            for i in range(block.size)
        }
        dash = self.at.column(self.at.dash_at(node.value[0]))
        spaced = self.at.spaced(node)
        elsewhere = {id(home) for home in self.known.still_used(key)}
        for name, one in nodes.items():
            if name not in kept:
                start, end = self.at.region(one, with_comments=id(one) in elsewhere)
                if (
                    self.text[start - 1 : start] == "\n"
                    and self.text[self.at.line_start(start - 1) : start].strip() == ""
                ):
                    start = self.at.line_start(start - 1)
                splices.add(start, end, "")
        at = self.at.line_start(self.at.dash_at(node.value[0]))
        for one, name in zip(new, wanted, strict=True):
            if name in kept:
                self._kept(nodes[name], one, dash, splices)
                at = self.at.region(nodes[name])[1]
            else:
                text = self._record(key, one, dash)
                splices.add(at, at, ("\n" if spaced and at else "") + text)

    def _kept(self, node: yaml.MappingNode, new: Record, dash: int, splices: _Splices) -> None:
        """A record that stays where it is."""
        if plain(node) == new:
            return
        inner = _Splices()
        try:
            self._mapping(node, new, inner)
        except Unfit:
            inner = _Splices()
            at = self.at.dash_at(node)
            inner.add(at, self.at.end(node), self._whole(at, self.at.end(node), self._fresh(new, dash).strip()))
        splices.made += inner.made

    def _record(self, key: str, record: Record, dash: int) -> str:
        """A record's own lines at a new place, or new lines; with a line end."""
        old = self.known.homes.get((key, self.known.old_id(key, record)))
        if old is None:
            return self._fresh(record, dash)
        try:
            start, end = self.at.region(old, with_comments=True)
        except Unfit:
            return self._whole(old.start_mark.index, self.at.end(old), self._fresh(record, dash))
        inner = _Splices()
        column = self.at.column(self.at.dash_at(old))
        self._kept(old, record, column, inner)
        text = inner.apply(self.text, start, end)
        text = text if text.endswith("\n") else text + "\n"
        return _indented(text, dash - column)

    def _fresh(self, record: Record, dash: int) -> str:
        """New lines for a record; those below it that are in the text already keep theirs."""
        below = record.get("codes")
        if not (isinstance(below, list) and any(map(id_of, below))):
            return item(record, dash) + "\n"
        head = item({name: value for name, value in record.items() if name != "codes"}, dash)
        inside = self._written("codes", below, dash + 2)
        return f"{head}\n{' ' * (dash + 2)}codes:{inside}\n"


def _new_keys(new: Mapping[str, Any], entries: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(new key, the key of the text behind which it goes)."""
    before = next(iter(entries))
    for key in new:
        if key in entries:
            before = key
        else:
            yield key, before


def _indented(text: str, by: int) -> str:
    if by >= 0:
        return re.sub(r"(?m)^(?=.)", " " * by, text)
    return re.sub(rf"(?m)^ {{1,{-by}}}", "", text)
