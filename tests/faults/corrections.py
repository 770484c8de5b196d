"""Corrected texts at random: whatever was changed, every coding stands on its own words or a person was asked about it.

A text is a list of turns; edits insert, delete and replace words, move and drop turns, rename and split speakers, and the
file is saved in one of several ways. What is checked knows nothing of how places are found: the words of a coding that
stands, before and after.
"""

import random
import re
import shutil
import unicodedata
from pathlib import Path

from qualcode.model.locate import plain_words
from qualcode.model.span import Span
from qualcode.model.transcript import Transcript
from qualcode.store.journal import read_codings
from qualcode.store.transcripts import read_transcript
from qualcode.usecases.coding import by_hand
from qualcode.usecases.study import Opened, Start, open_study, start_study
from qualcode.usecases.transcripts.importing.answers import accept
from qualcode.usecases.transcripts.importing.bring_in import bring_in
from qualcode.usecases.transcripts.importing.options import Decisions, ImportOptions
from qualcode.usecases.transcripts.importing.plan import Planner
from qualcode.usecases.transcripts.revising.carry_out import revise
from qualcode.usecases.transcripts.revising.correction import Correction, correction
from qualcode.usecases.transcripts.revising.decisions import decision

ROOT = Path(__file__).resolve().parents[2]
IN_A_ROW = 5  # corrections of one study
Said = list[tuple[str, str]]  # speaker, words
_WORDS = "de het een en van ik dat is niet maar wel vertrouwen samen praktijk nieuw overleg".split()
_EDITS = ("insert", "delete", "replace", "move", "drop", "rename", "split", "new turn")
_SAVED = ("plain", "crlf", "bom", "nfd", "quotes", "times", "names")


def start(root: Path, chance: random.Random) -> Opened:
    """A study of one interview, coded by two people."""
    shutil.rmtree(root, ignore_errors=True)
    start_study(Start(root, coder="jan", codebook_text="codes:\n- {id: a, name: A}\n- {id: b, name: B}\n"))
    name, asks = chance.choice((("P-1.docx", ("Sanne de Wit",)), ("P-4.txt", ()), ("B-2.txt", ())))
    bring_in(open_study(root), [ROOT / "transcripts_example" / name], ImportOptions(id="T", interviewers=asks), "jan")
    opened = open_study(root)
    handle = opened.project.transcript("T")
    text = handle.read()
    words = [found.span() for found in re.finditer(r"\w+", text.text)]
    for coder, number in (("jan", 12), ("piet", 6)):
        for _ in range(number):
            first = chance.randrange(len(words))
            last = min(first + chance.choice((0, 2, 6, 15, 40)), len(words) - 1)
            span = Span(words[first][0], words[last][1])
            if speech(text, span):
                by_hand.apply(opened, coder, handle, chance.choice("ab"), span)
    return open_study(root)


def speech(text: Transcript, span: Span) -> str:
    """The words of respondents and interviewers in a span, whatever their typography, labels apart."""
    shared = (turn.span.intersection(span) for turn in text.turns_touched(span))
    return plain_words(" ".join(one.of(text.text) for one in shared if one)).casefold().replace(" ", "")


def edited(text: Transcript, chance: random.Random) -> Said:
    said = [(turn.speaker, turn.span.of(text.text)) for turn in text.turns]
    for _ in range(chance.randint(1, 6)):
        _edit(said, chance)
    return said


def _edit(said: Said, chance: random.Random) -> None:
    at = chance.randrange(len(said))
    speaker, spoken = said[at]
    words = spoken.split(" ")
    place = chance.randrange(len(words))
    match chance.choice(_EDITS):
        case "insert":
            words[place:place] = [chance.choice(_WORDS) for _ in range(chance.randint(1, 4))]
        case "delete" if len(words) > 4:
            del words[place : place + chance.randint(1, 4)]
        case "replace":
            words[place] = chance.choice(_WORDS)
        case "move":
            said.insert(chance.randrange(len(said)), said.pop(at))
            return
        case "drop" if len(said) > 10:
            del said[at]
            return
        case "rename" if speaker != "Interviewer":
            other = chance.choice(("H-1", "H-2"))
            said[:] = [(other if one == speaker else one, heard) for one, heard in said]
            return
        case "split" if len(words) > 6:
            said[at : at + 1] = [(speaker, " ".join(words[:5])), ("H-2", " ".join(words[5:]))]
            return
        case "new turn":
            said.insert(at, ("Interviewer", "Mag ik daar nog iets over vragen?"))
            return
    said[at] = (speaker, " ".join(words) or "Ja.")


def saved(said: Said, how: str, file: Path) -> None:
    """The file as a person might save it."""
    if how == "times":
        lines = [f"[00:{at // 60:02}:{at % 60:02}] {speaker}: {words}" for at, (speaker, words) in enumerate(said)]
    else:
        lines = [f"{speaker}: {words}" for speaker, words in said]
    text = "\n\n".join(lines) + "\n"
    if how == "names":
        text = re.sub(r"(?m)^Interviewer:", "I:", text)
    if how == "nfd":
        text = unicodedata.normalize("NFD", text)
    if how == "quotes":
        text = text.replace("'", "’").replace("...", "…")
    if how == "crlf":
        text = text.replace("\n", "\r\n")
    file.write_bytes(("\ufeff" * (how == "bom") + text).encode())


def trial(root: Path, chance: random.Random) -> list[str]:
    """Some corrections of one study in a row; what went wrong."""
    opened = start(root, chance)
    faults: list[str] = []
    for _ in range(IN_A_ROW):
        faults += _one(opened, chance)
        opened = open_study(root)
    return faults


def _one(opened: Opened, chance: random.Random) -> list[str]:
    how = chance.choice(_SAVED)
    before = read_transcript(opened.study, "T")
    file = opened.study.root.parent / "verbeterd.txt"
    saved(edited(before, chance), how, file)
    stood = {coder: _words(opened, coder, before) for coder in ("jan", "piet")}
    said = Decisions()
    planner = Planner(opened, [file], ImportOptions(revise="T"), said)
    plan = planner.plan()
    while plan.doubts:
        accept(said, plan, plan.doubts[0])
        plan = planner.plan()
    made = correction(planner, plan, "jan")
    if not made.is_change:
        return []
    verdicts = {one.id: chance.choice(("keep", "withdraw") if one.place else ("withdraw",)) for one in made.touched}
    revise(planner, plan, made, {one.id: decision(made, one, verdicts[one.id]) for one in made.touched})
    return [f"{how}: {fault}" for fault in _faults(open_study(opened.study.root), made, stood, verdicts)]


def _words(opened: Opened, coder: str, text: Transcript) -> dict[str, str]:
    return {one.id: speech(text, one.span) for one in read_codings(opened.study, coder, "T").applied}


def _faults(opened: Opened, made: Correction, stood: dict[str, dict[str, str]], verdicts: dict[str, str]) -> list[str]:
    after = read_transcript(opened.study, "T")
    found = []
    for coder, before in stood.items():
        said = read_codings(opened.study, coder, "T")
        now = _words(opened, coder, after)
        waiting = set(said.waiting)
        for name, words in before.items():
            if name in verdicts:
                if (name in now) is (verdicts[name] == "withdraw"):
                    found.append(
                        f"{coder} {name}: {verdicts[name]}, and yet it is {'' if name in now else 'not '}there"
                    )
            elif name in waiting:
                if coder == made.coder:
                    found.append(f"{coder} {name}: it waits, and was not asked about")
            elif now.get(name) != words:
                found.append(f"{coder} {name}: {words!r} became {now.get(name)!r}")
    return found
