"""The development of the codebook between two files, or two moments of the study's log, with the researcher's reasons."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

from qualcode.editing.development import changes
from qualcode.errors import QualcodeError
from qualcode.model.settings import LANGUAGES, Settings
from qualcode.report.document import Output
from qualcode.report.tables.development import code_development
from qualcode.store.codebook_yaml import sound_codebook
from qualcode.store.files import read_text
from qualcode.store.history import BY_HAND, Version, lineage, read_codebook_text, sha_of, versions
from qualcode.store.log import read_log
from qualcode.usecases.study import Opened


def compare_files(one: Path, other: Path) -> tuple[Settings, Output]:
    """Two codebook files, told in the language of the second."""
    old, new = (sound_codebook(read_text(path), path.name) for path in (one, other))
    settings = Settings(language=new.language if new.language in LANGUAGES else "nl")
    return settings, code_development(list(changes(old, new)), (), settings.reader, "")


def compare_moments(opened: Opened, since: str | None, until: str | None) -> Output:
    """Two moments of the log: dates (a day counts to its end); else the first version, and the codebook as it is."""
    known = versions(read_log(opened.study)[0])
    present = lineage(known, sha_of(read_codebook_text(opened.study)))
    old = (version_at(known, since) or known[0]) if since else known[0]
    new = version_at(known, until) if until else present[0]
    if new is None:
        raise QualcodeError("error.no_codebook_then", day=until, first=known[0].at[:10])
    between = [version for version in known if old.at < version.at <= new.at]
    found = list(changes(sound_codebook(old.text), sound_codebook(new.text)))
    entries = [version.entry for version in between if version.entry["what"] != BY_HAND]
    return code_development(found, [*_by_hand([old, *between]), *entries], opened.words, opened.project.changed)


def _by_hand(known: Sequence[Version]) -> Iterator[Mapping[str, Any]]:
    """An entry for every change that people made in the file itself, so that it has its date."""
    for before, after in pairwise(known):
        if after.entry["what"] == BY_HAND:
            for change in changes(sound_codebook(before.text), sound_codebook(after.text)):
                yield {**after.entry, "change": change.kind, "codes": [change.code]}


def is_moment(text: str) -> bool:
    """Whether it is a day or a moment as the log has them: `2026-01-31`, `2026-01-31T12:00`."""
    day, has_time, _ = text.partition("T")
    try:
        return len(day) == 10 and bool(datetime.fromisoformat(text) if has_time else date.fromisoformat(day))
    except ValueError:
        return False


def version_at(known: Sequence[Version], moment: str) -> Version | None:
    """The version in force at the moment; None before the first."""
    end = moment if "T" in moment else f"{moment}T99"
    return next((version for version in reversed(known) if version.at <= end), None)
