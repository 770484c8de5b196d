"""Names to things that are imported only when used: adding one is one line in a table."""

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from qualcode.errors import unknown

if TYPE_CHECKING:
    from qualcode.text.keys import Key

T = TypeVar("T")


def load(target: str) -> Any:
    """The object at `module:name`."""
    module, _, name = target.partition(":")
    return getattr(import_module(module), name)


class Registry(Generic[T]):
    """A table of `name -> "module:object"`."""

    def __init__(self, what: "Key", entries: Mapping[str, str]):
        self.what = what
        self.entries = entries

    def __iter__(self) -> Iterator[str]:
        return iter(self.entries)

    def get(self, name: str) -> T:
        """The object called `name`; an unknown name is an error with the nearest one."""
        if name not in self.entries:
            raise unknown(self.what, name, self.entries)
        thing: T = load(self.entries[name])
        return thing
