"""Where each coder was in each study, kept in the user's own state folder, never in the study."""

import hashlib
import json
from pathlib import Path
from typing import Any

from qualcode.errors import QualcodeError
from qualcode.store.files import write_text
from qualcode.store.layout import Study


def read_place(study: Study, coder: str) -> tuple[str, int] | None:
    """(transcript, position) where this coder was last; None when nothing is known."""
    place = _read(_path(study)).get(coder)
    if isinstance(place, list) and len(place) == 2 and isinstance(place[0], str) and type(place[1]) is int:
        return place[0], place[1]
    return None


def write_place(study: Study, coder: str, transcript: str, position: int) -> None:
    """Keep the place. Where that cannot be done, the desk opens at the start next time; nothing else is lost."""
    try:
        path = _path(study)
        write_text(path, json.dumps({**_read(path), coder: [transcript, position]}))
    except (OSError, QualcodeError):
        return


def _path(study: Study) -> Path:
    from platformdirs import user_state_path

    name = hashlib.sha256(str(study.root.resolve()).encode()).hexdigest()[:24]
    return user_state_path("qualcode", appauthor=False) / "places" / f"{name}.json"


def _read(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
