"""What is named in a string and loaded on use is there."""

import re
from pathlib import Path

import pytest

import qualcode
from qualcode.registry import load

ROOT = Path(qualcode.__file__).parent
NAMED = sorted(
    {
        target
        for path in ROOT.rglob("*.py")
        for target in re.findall(r'"(qualcode(?:\.\w+)+:\w+)"', path.read_text(encoding="utf-8"))
    }
)


@pytest.mark.parametrize("target", NAMED)
def test_a_registered_string_resolves(target: str) -> None:
    assert load(target) is not None


def test_there_are_many() -> None:
    assert len(NAMED) > 100
