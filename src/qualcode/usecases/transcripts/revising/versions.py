"""The texts that a transcript had: listed, read, held against the present one, removed."""

from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import zip_longest

from qualcode.errors import QualcodeError
from qualcode.model.alignment import words_differing
from qualcode.model.events.event import CodeApplied, CodingsMoved
from qualcode.model.handle import read_intact
from qualcode.model.transcript import Transcript
from qualcode.model.versions import SHORT
from qualcode.store.journal import read_events
from qualcode.store.transaction import transaction
from qualcode.store.versions import Version as Version
from qualcode.store.versions import read_version, read_versions, version_files, version_named
from qualcode.usecases.study import Opened


def present(opened: Opened, name: str) -> Transcript:
    """The text as it is."""
    return read_intact(opened.project.transcript(name))


def versions_of(opened: Opened, name: str) -> list[Version]:
    """Every text, the first one first; the present one stands last, where there was another."""
    return read_versions(opened.study, opened.project.transcript(name).id)


def earlier(opened: Opened, name: str, version: str) -> Transcript:
    """An earlier text by its hash; the latest that is kept where none is named."""
    handle = opened.project.transcript(name)
    if not version:
        kept = [
            one for one in versions_of(opened, handle.id) if one.path and not handle.text_sha256.startswith(one.sha)
        ]
        if not kept:
            raise QualcodeError("error.no_earlier_text", transcript=handle.id)
        version = kept[-1].sha
    found = read_version(opened.study, handle.id, version_named(opened.study, handle.id, version).sha)
    if found is None:
        raise QualcodeError("error.no_earlier_text", transcript=handle.id)
    return found


def differences(opened: Opened, name: str, version: str) -> Iterator[tuple[str, str]]:
    """(old line, new line) where an earlier text and the present one differ, in order; "" where there is none on that side."""
    before = opened.printable(earlier(opened, name, version)).split("\n")
    after = opened.printable(present(opened, name)).split("\n")
    for what, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what != "equal":
            yield from zip_longest(filter(None, before[a:b]), filter(None, after[c:d]), fillvalue="")


def told(old: str, new: str) -> str:
    """A changed line with what went between [- and -], and what came between {+ and +}."""
    if not (old and new):
        return f"[-{old}-]" if old else f"{{+{new}+}}"
    return "".join(
        {"same": text, "gone": f"[-{text}-]", "come": f"{{+{text}+}}"}[how] for how, text in words_differing(old, new)
    )


def drop(opened: Opened, name: str, version: str, coder: str) -> tuple[str, dict[str, int]]:
    """Remove an earlier text; returns its hash, and how many quotes of it each coder's journal still has."""
    handle, study = opened.project.transcript(name), opened.study
    found = version_named(study, handle.id, version)
    if handle.text_sha256.startswith(found.sha):
        raise QualcodeError("error.present_version", transcript=handle.id, version=found.sha)
    with transaction(study) as act:
        act.log("version dropped", coder, transcript=handle.id, text=found.sha)
        for path in version_files(study, handle.id, found.sha):
            act.remove(path)
    left = Counter[str]()
    for one in opened.project.journals_on(handle.id):
        events = read_events(study.journal(one.coder, one.transcript), one.coder, one.transcript)[0]
        left[one.coder] += sum(
            isinstance(event.what, CodeApplied | CodingsMoved)
            and bool(event.what.quote)
            and event.what.sha[:SHORT] == found.sha[:SHORT]
            for event in events
        )
    return found.sha, {coder: number for coder, number in left.items() if number}
