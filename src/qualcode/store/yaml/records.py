"""Which record of a YAML text is which record of the value it shall have: by `id`, or by an older id in `was`."""

from collections.abc import Iterator, Mapping
from typing import Any

import yaml

Record = Mapping[str, Any]


class Records:
    """The records of a text and of its new value, each list by itself."""

    def __init__(self, root: yaml.Node, value: Mapping[str, Any]):
        self.homes: dict[tuple[str, str], yaml.MappingNode] = {}  # (list, id) -> the record's node
        self._find_homes(root, "")
        self.older: dict[tuple[str, str], str] = {}  # (list, new id) -> the id the record has in the text
        self._find_older(value, "")

    def _find_homes(self, node: yaml.Node, key: str) -> None:
        if isinstance(node, yaml.MappingNode):
            for key_node, value_node in node.value:
                self._find_homes(value_node, key_node.value)
        elif isinstance(node, yaml.SequenceNode):
            for one in node.value:
                name = id_of(plain(one))
                if name and isinstance(one, yaml.MappingNode):
                    self.homes.setdefault((key, name), one)
                self._find_homes(one, key)

    def _find_older(self, value: object, key: str) -> None:
        new = {(k, id_of(record)) for k, record in _records(value, key)}
        for k, record in _records(value, key):
            name = id_of(record)
            was = [name, *(record.get("was") or ())] if isinstance(record.get("was", []), (list, tuple)) else [name]
            known = [old for old in was if (k, old) in self.homes and (old == name or (k, old) not in new)]
            if known:
                self.older[k, name] = known[0]

    def old_id(self, key: str, record: object) -> str:
        return self.older.get((key, id_of(record)), "")

    def still_used(self, key: str) -> Iterator[yaml.MappingNode]:
        """The nodes of the records that the new value has too, wherever they stand."""
        for (list_name, _), old in self.older.items():
            if list_name == key:
                yield self.homes[key, old]


def plain(node: yaml.Node) -> Any:
    """The value of a node, all scalars as text."""
    if isinstance(node, yaml.MappingNode):
        return {key.value: plain(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [plain(one) for one in node.value]
    return node.value


def id_of(value: object) -> str:
    name = value.get("id") if isinstance(value, Mapping) else None
    return name if isinstance(name, str) else ""


def _records(value: object, key: str) -> Iterator[tuple[str, Record]]:
    """(list, record) of every record in the value, at any depth."""
    if isinstance(value, Mapping):
        for name, inside in value.items():
            yield from _records(inside, str(name))
    elif isinstance(value, list):
        for one in value:
            if isinstance(one, Mapping) and id_of(one):
                yield key, one
            yield from _records(one, key)
