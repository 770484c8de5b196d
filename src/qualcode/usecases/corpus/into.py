"""A sample as a study, for people to code: a transcript for every unit, under an id that tells nothing."""

import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from qualcode.errors import QualcodeError, reason
from qualcode.formats.decode import unix_lines
from qualcode.formats.units import Chosen
from qualcode.model.span import Span
from qualcode.model.transcript import Transcript, Turn
from qualcode.model.unit import Unit
from qualcode.store.layout import Study
from qualcode.store.sidecars import sha256
from qualcode.store.sidefiles import with_attributes, with_keys
from qualcode.store.transaction import transaction
from qualcode.store.transcripts import new_transcript
from qualcode.usecases.corpus.data import Corpus
from qualcode.usecases.corpus.drawing import Sample
from qualcode.usecases.corpus.sampled import SAMPLED
from qualcode.usecases.study import Start, open_study, start_study, study_around

_FACTS: Mapping[str, Any] = {"kind": "interview", "round": 1, "format": "sample"}


def check_into(folder: Path, chosen: Chosen) -> None:
    """Refuse a folder with something in it or within a study, whose readers are not meant to have the key; and a stratum that
    is called like the column of the respondents."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise QualcodeError("error.into_is_there", folder=folder)
    if around := study_around(folder.resolve().parent):
        raise QualcodeError("error.into_a_study", folder=folder, study=around)
    if chosen.by.casefold() == "case":
        raise QualcodeError("error.column_is_ours", column=chosen.by)
    if (key := Study(folder).key).exists():
        raise QualcodeError("error.key_is_there", path=key)


def make_study(start: Start, corpus: Corpus, sample: Sample) -> None:
    """The study, whole or not at all; the ids that the data have go to the key file beside it."""
    target, by = Study(start.root), corpus.chosen.by
    units = {f"S-{number}": unit for number, unit in enumerate(sample.units, 1)}
    with _beside(target) as made:
        start_study(replace(start, root=made.root))
        settings = open_study(made.root).project.settings
        with transaction(made) as act:
            for id_, unit in units.items():
                source = sha256(unit.text.encode("utf-8", "surrogatepass"))
                for path, content in new_transcript(made, transcript_of(id_, unit), _FACTS, source):
                    act.put(path, content)
                act.log("import", settings.coder, transcript=id_, **_FACTS, turns=1, source_sha256=source)
            attributes = {id_: {by: written(unit.by)} if by else {} for id_, unit in units.items()}
            act.put(made.cases, with_attributes(made, attributes, settings.csv_delimiter))
            act.log(SAMPLED, settings.coder, **_told(corpus, sample, units))
            keys = with_keys(
                target.key, [(id_, written(unit.id), id_) for id_, unit in units.items()], settings.csv_delimiter
            )
            act.put(made.key, keys or b"", private=True)


def transcript_of(id_: str, unit: Unit) -> Transcript:
    """A unit as what one respondent says."""
    text = f"{id_}: {said(unit.text)}\n"
    start = len(id_) + 2
    return Transcript(id_, text, (Turn(1, Span(start, len(text) - 1), id_, "respondent", id_),))


def said(text: str) -> str:
    """The text of a unit as it stands in a study."""
    return written(unix_lines(text)).strip()


def written(text: str) -> str:
    """As a file can have it: half of a character, which JSON can hold, becomes a question mark."""
    return text.encode("utf-8", "replace").decode()


def _told(corpus: Corpus, sample: Sample, units: Mapping[str, Unit]) -> dict[str, Any]:
    """What the log keeps of a sample: how it was drawn, and how many each stratum of it stands for."""
    of: dict[str, list[str]] = {stratum: [] for stratum in sample.sizes}
    for id_, unit in units.items():
        of[unit.by].append(id_)
    strata = [{"value": written(one), "units": size, "sample": of[one]} for one, size in sample.sizes.items()]
    chosen = corpus.chosen
    return {
        "seed": sample.seed, "data": [Path(file).name for file in corpus.files], "text": chosen.text, "ids": chosen.id,
        "by": chosen.by, "silent": sample.silent, "strata": strata,
    }  # fmt: skip


@contextmanager
def _beside(target: Study) -> Iterator[Study]:
    """A study in a hidden folder that nobody else can open; it gets its name and place when all of it is there, and is gone
    where it never is."""
    folder = target.root.resolve()
    hidden = folder.with_name(f".{folder.name}.{secrets.token_hex(6)}")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        hidden.mkdir(mode=0o700)
        made = Study(hidden / folder.name)
        made.root.mkdir()
        yield made
        with suppress(OSError):
            folder.rmdir()  # an empty one; Windows puts nothing in its place else
        key = Study(folder).key
        os.replace(made.key, key)
        try:
            os.replace(made.root, folder)
        except OSError:
            key.unlink()
            raise
    except OSError as error:
        raise QualcodeError("error.unwritable", path=target.root, why=reason(error)) from None
    finally:
        shutil.rmtree(hidden, ignore_errors=True)
