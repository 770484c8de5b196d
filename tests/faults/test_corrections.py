"""A part of the corrections at random; all of them run with `make faults`."""

import random
from pathlib import Path

from tests.faults.corrections import trial

PART = 40  # studies of five corrections


def test_every_coding_stands_on_its_own_words_or_was_asked_about(tmp_path: Path) -> None:
    chance = random.Random("corrections")
    assert [fault for _ in range(PART) for fault in trial(tmp_path / "study", chance)] == []
