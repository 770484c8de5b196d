"""Small random studies, written as files: the same study for the same seed.

A study is made as one is made in life: transcripts; a codebook; a first round of coding and reading; then the codebook
changes (a code renamed, retired, split), what waits is looked at or not, and a second round follows.
"""

import hashlib
import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

WORDS = "we share data and fear misuse trust auto's e-mail zo’n rules late nobody knows it really works".split()
KINDS = ("barrier", "barrier", "facilitator", "facilitator", "neutral", "neutral", "strategy", "")
VALENCES = ("barrier", "facilitator", "mixed")
ROLES = ("GP", "nurse", "")
Span = tuple[int, int]
Event = dict[str, Any]


@dataclass
class Code:
    id: str
    kind: str = ""  # "" = that of the code above
    definition: str = ""
    was: str = ""
    retired: bool = False
    into: list[str] = field(default_factory=list)
    is_new: bool = False  # made by a split, after the first round
    indicator: bool = False
    codes: list["Code"] = field(default_factory=list)

    def all(self) -> Iterator["Code"]:
        yield self
        for code in self.codes:
            yield from code.all()

    @property
    def looked_at(self) -> str:
        digest = hashlib.sha256(f"{self.definition}\n\n".encode()).hexdigest()[:12]
        return f"{digest}:split" if self.into else digest

    @property
    def then(self) -> str:
        """The id that it had in the first round."""
        return self.was or self.id


@dataclass
class Turn:
    speaker: str
    role: str
    case: str
    start: int
    end: int


@dataclass
class Transcript:
    id: str
    kind: str
    text: str = ""
    turns: list[Turn] = field(default_factory=list)

    @property
    def sha(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()

    def say(self, words: str, speaker: str, case: str = "") -> None:
        """One turn more; a paragraph of a document has no speaker."""
        self.text += ("\n\n" if self.text else "") + (f"{speaker}: " if speaker else "")
        role = "interviewer" if speaker == "Interviewer" else "respondent"
        self.turns.append(Turn(speaker, role, case, len(self.text), len(self.text) + len(words)))
        self.text += words


@dataclass
class Journal:
    """What one coder writes about one transcript."""

    coder: str
    transcript: Transcript
    random: random.Random
    events: list[Event] = field(default_factory=list)

    def add(self, event: str, **data: Any) -> Event:
        number = len(self.events) + 1
        made: Event = {"v": 1, "event": event, "id": f"{self.random.getrandbits(48):012x}", "seq": number}
        made |= {"at": f"2026-01-{1 + number // 60:02}T10:{number % 60:02}:00.000Z", "coder": self.coder}
        made |= {"transcript": self.transcript.id} | data
        self.events.append(made)
        return made

    def apply(self, code: str, span: Span, **data: Any) -> Event:
        start, end = span
        place = {"sha": self.transcript.sha[:12], "start": start, "end": end, "quote": self.transcript.text[start:end]}
        return self.add("apply", **(place | {"code": code, "origin": "hand"} | data))

    def done(self, reading: str, codes: Sequence[str], **data: Any) -> Event:
        return self.add("done", **({"sha": self.transcript.sha[:12], "pass": reading, "codes": list(codes)} | data))

    def mark(self, target: Event, **marks: Any) -> Event:
        return self.add("mark", of=[target["id"]], set=marks)

    def withdraw(self, target: Event) -> None:
        self.add("withdraw", of=[target["id"]])


@dataclass
class Study:
    """What a study has, and `met`: which of the things that a count must get right it has."""

    random: random.Random
    codes: list[Code] = field(default_factory=list)
    themes: dict[str, list[str]] = field(default_factory=dict)
    topics: dict[str, list[str]] = field(default_factory=dict)
    transcripts: list[Transcript] = field(default_factory=list)
    rows: dict[str, str] = field(default_factory=dict)  # case -> role, as cases.csv has them
    coders: list[str] = field(default_factory=list)
    journals: list[Journal] = field(default_factory=list)
    met: set[str] = field(default_factory=set)

    def chance(self, share: float, what: str = "") -> bool:
        happens = self.random.random() < share
        if happens and what:
            self.met.add(what)
        return happens

    def all_codes(self) -> list[Code]:
        return [code for top in self.codes for code in top.all()]


def make(folder: Path, seed: int) -> Study:
    """Write the study of a seed into a folder that is not there yet."""
    study = Study(random.Random(seed))
    study.coders = ["jan", "piet"] if study.chance(0.4, "two coders") else ["jan"]
    _speak(study)
    _think(study)
    for coder in study.coders:
        for transcript in study.transcripts:
            if not study.chance(0.1, "no journal"):
                study.journals.append(_code(study, Journal(coder, transcript, study.random)))
    _look_for_unused(study)
    write(study, folder)
    return study


def _look_for_unused(study: Study) -> None:
    used = {event["code"] for journal in study.journals for event in journal.events if event["event"] == "apply"}
    for code in study.all_codes():
        if code.retired:
            names = {name for one in code.all() for name in (one.id, one.then)}
            study.met.add("retired, coded" if names & used else "retired, never coded")


# Transcripts and cases


def _speak(study: Study) -> None:
    people = [f"P-{number}" for number in range(1, study.random.randint(3, 6))]
    for name in people:
        study.transcripts.append(_interview(study, name, "interview", name))
    if study.chance(0.3, "interviewed twice"):
        study.transcripts.append(_interview(study, "P-1-again", "interview", "P-1"))
    if study.chance(0.5, "focus group"):
        study.transcripts.append(_group(study, ["P-1", "P-2", "G-1"]))
        people.append("G-1")
    if study.chance(0.5, "document"):
        study.transcripts.append(_document(study))
    if study.chance(0.3, "pilot"):
        study.transcripts.append(_interview(study, "pilot", "pilot", study.random.choice(["P-1", "X-1"])))
    _list_cases(study, people)


def _list_cases(study: Study, people: Sequence[str]) -> None:
    """In an order of its own, the second with no role; sometimes with a row too many, or one too few."""
    study.rows = {case: study.random.choice(ROLES) for case in study.random.sample(people, len(people))}
    study.rows |= {"P-1": study.random.choice(ROLES[:2]), "P-2": ""}
    if study.chance(0.3, "row without a transcript"):
        study.rows["Z-9"] = study.random.choice(("GP", "ghost"))
    if study.chance(0.2, "case without a row"):
        del study.rows["P-3" if "P-3" in study.rows else "P-2"]


def _words(study: Study, fewest: int, most: int) -> str:
    words = [study.random.choice(WORDS) for _ in range(study.random.randint(fewest, most))]
    return " ".join(words).capitalize() + study.random.choice((".", "?", " …", ""))


def _interview(study: Study, name: str, kind: str, case: str) -> Transcript:
    made = Transcript(name, kind)
    for _ in range(study.random.randint(2, 4)):
        made.say(_words(study, 2, 4), "Interviewer")
        made.say(_words(study, 3, 12), case, case)
    return made


def _group(study: Study, people: Sequence[str]) -> Transcript:
    made = Transcript("group", "focus-group")
    for _ in range(2):
        made.say(_words(study, 2, 4), "Interviewer")
        for case in study.random.sample(people, len(people)):
            made.say(_words(study, 2, 6), case, case)
    return made


def _document(study: Study) -> Transcript:
    made = Transcript("paper", study.random.choice(("document", "fieldnotes")))
    for _ in range(2):
        made.say(_words(study, 4, 10), "")
    return made


# The codebook


def _think(study: Study) -> None:
    """Some four codes at the top, with codes below some of them; then what became of them."""
    names = iter("abcdefghijklmnop")
    study.codes = [_tree(study, names, 0) for _ in range(study.random.randint(3, 4))]
    codes = study.all_codes()
    _change(study, study.random.sample(codes, len(codes)))
    ids = [code.id for code in study.all_codes() if not code.retired]
    for number in range(study.random.randint(0, 3)):
        # A theme has a code in use, as one that lost its last would be dropped, and may have retired ones.
        chosen = [study.random.choice(ids), *study.random.sample([code.id for code in study.all_codes()], 2)]
        study.themes[f"theme-{number}"] = list(dict.fromkeys(chosen))
        study.met.add("theme")
    if study.chance(0.4, "topics"):
        study.topics = {f"topic-{number}": study.random.sample(ids, 2) for number in range(2)}


def _tree(study: Study, names: Iterator[str], depth: int) -> Code:
    made = Code(next(names), study.random.choice(KINDS), study.random.choice(("", "What it means.")))
    made.indicator = study.chance(0.2)
    if depth < 2 and study.chance((0.6, 0.25)[depth]):
        made.codes = [_tree(study, names, depth + 1) for _ in range(study.random.randint(1, 2))]
    return made


def _change(study: Study, codes: Sequence[Code]) -> None:
    """Rename the first of the codes, retire the second, split the third, and what that became once more."""
    if study.chance(0.4, "renamed"):
        codes[0].was = f"old-{codes[0].id}"
    if study.chance(0.6, "retired"):
        codes[1].retired = True
    if study.chance(0.8, "split"):
        made = _split(study, codes[2])
        if study.chance(0.3, "split twice"):
            _split(study, made[0])


def _split(study: Study, code: Code) -> list[Code]:
    """As `codebook split` leaves it: retired, with the new codes beside it, of its kind."""
    code.retired, code.into = True, [f"{code.id}1", f"{code.id}2"]
    home = next(codes for codes in _lists(study.codes) if code in codes)
    made = [Code(name, code.kind, is_new=True) for name in code.into]
    home[home.index(code) + 1 : home.index(code) + 1] = made
    return made


def _lists(codes: list[Code]) -> Iterator[list[Code]]:
    yield codes
    for code in codes:
        yield from _lists(code.codes)


# Coding and reading


def _code(study: Study, journal: Journal) -> Journal:
    codes = study.all_codes()
    first = [code for code in codes if not code.is_new]
    second = [code for code in codes if not code.retired]
    # Not every code is used in every study: so that some retired ones have no coding anywhere.
    used = [code for code in first if not (code.retired and code.id in "aceg")]
    _apply_some(study, journal, [code.then for code in used for _ in range(3 if code.into else 1)], 9)
    _read(study, journal, [code.then for code in first])
    for code in codes:
        if code.into:
            _look_again(study, journal, code)
    if study.chance(0.6):
        _apply_some(study, journal, [code.id for code in second], 4)
        _read(study, journal, [code.id for code in second])
    _leave_what_counts_for_nothing(study, journal, [code.id for code in codes])
    return journal


def _apply_some(study: Study, journal: Journal, codes: Sequence[str], most: int) -> None:
    spans: list[Span] = []
    for _ in range(study.random.randint(0, most)):
        spans.append(_span(study, journal.transcript, spans))
        valence = {"valence": study.random.choice(VALENCES)} if study.chance(0.3, "valence of a coding") else {}
        applied = journal.apply(study.random.choice(codes), spans[-1], **valence)
        _mark(study, journal, applied)
        if study.chance(0.12, "withdrawn coding"):
            journal.withdraw(applied)


def _mark(study: Study, journal: Journal, applied: Event) -> None:
    if study.chance(0.2, "marked valence"):
        for _ in range(study.random.randint(1, 2)):  # of two, the last holds
            journal.mark(applied, valence=study.random.choice((*VALENCES, "")))
    if study.chance(0.15, "deviant"):
        mark = journal.mark(applied, deviant=True, key=study.chance(0.5))
        if study.chance(0.3, "withdrawn mark"):
            journal.withdraw(mark)
    if study.chance(0.05, "put back"):
        journal.mark(applied, requeued=True)


def _span(study: Study, transcript: Transcript, earlier: Sequence[Span]) -> Span:
    """A stretch of one turn; or one that overlaps, lies in, holds or touches an earlier one; or one over several turns."""
    last = len(transcript.text)
    if earlier and study.chance(0.5):
        start, end = study.random.choice(earlier)
        middle = study.random.randint(start, end - 1)
        beyond = min(last, end + study.random.randint(1, 15))
        near = {"overlap": (middle, beyond), "touch": (end, beyond), "inside": (middle, end), "around": (start, beyond)}
        chosen = study.random.choice(list(near))
        if near[chosen][0] < near[chosen][1]:
            study.met.add(chosen)
            return near[chosen]
    if study.chance(0.2, "over several turns"):
        start = study.random.randint(0, last - 2)
        return start, min(last, start + study.random.randint(10, 60))
    asking = study.chance(0.15, "interviewer's words")
    turn = study.random.choice(
        [one for one in transcript.turns if asking == (one.role == "interviewer")] or transcript.turns
    )
    start = study.random.randint(turn.start, turn.end - 1)
    return start, study.random.randint(start + 1, turn.end)


def _read(study: Study, journal: Journal, codes: Sequence[str]) -> None:
    """Whole, in part, in two parts, by keyword, or not."""
    how = study.random.choice(("whole", "whole", "whole", "selective", "in parts", "keyword", "not", "taken back"))
    study.met.add(f"read: {how}")
    some = study.random.sample(codes, len(codes) * 2 // 3)
    if how == "in parts":
        journal.done("selective", some)
        journal.done("selective", [code for code in codes if code not in some])
    elif how == "taken back":
        journal.withdraw(journal.done("whole", codes))
    elif how != "not":
        journal.done(how, some if how == "selective" else codes)


def _look_again(study: Study, journal: Journal, code: Code) -> None:
    """At the codings of a split code in this transcript: all of them, some, or none."""
    diligence = study.random.choice((0.0, 0.5, 1.0, 1.0))
    taken_back = {target for event in journal.events if event["event"] == "withdraw" for target in event["of"]}
    for applied in [event for event in journal.events if event["event"] == "apply" and event["id"] not in taken_back]:
        if applied["code"] not in (code.id, code.then):
            continue
        if study.random.random() > diligence:
            study.met.add("waits")
        elif study.chance(0.4, "coded anew"):
            journal.apply(study.random.choice(code.into), (applied["start"], applied["end"]))
            journal.withdraw(applied)
        else:
            _confirm(study, journal, code, applied)


def _confirm(study: Study, journal: Journal, code: Code, applied: Event) -> None:
    """It stays; or was confirmed before the split, or put back since, so that it waits."""
    if study.chance(0.25, "confirmed before the split"):
        journal.mark(applied, confirmed=code.looked_at.partition(":")[0])
        return
    journal.mark(applied, confirmed=code.looked_at, requeued=False)
    study.met.add("confirmed")
    if study.chance(0.4, "confirmed and put back"):
        journal.mark(applied, requeued=True)


def _leave_what_counts_for_nothing(study: Study, journal: Journal, codes: Sequence[str]) -> None:
    """Rejections, questions, an unknown code, and what was made on other words."""
    code = study.random.choice(codes)
    start, end = _span(study, journal.transcript, ())
    if study.chance(0.3, "rejection"):
        journal.add("reject", sha=journal.transcript.sha[:12], start=start, end=end, code=code)
    if study.topics and study.chance(0.6, "asked"):
        turn = journal.transcript.turns[0]
        place = {"sha": journal.transcript.sha[:12], "start": turn.start, "end": turn.end}
        journal.add("asked", **place, subject=study.random.choice(list(study.topics)))
    if study.chance(0.1, "unknown code"):
        journal.apply("nobody-knows", (start, end))
    if study.chance(0.1, "another text"):
        journal.apply(code, (start, end), sha="0" * 12)
        journal.done("whole", codes, sha="0" * 12)
    if study.chance(0.1, "other words"):
        journal.apply(code, (start, end), quote="never said")
    if study.chance(0.1, "outside the text"):
        journal.apply(code, (len(journal.transcript.text), len(journal.transcript.text) + 3), quote="abc")


# Files


def write(study: Study, folder: Path) -> None:
    for name in ("transcripts", "codings", "memos", "exports"):
        (folder / name).mkdir(parents=True)
    settings = f"title: counted\nlanguage: en\nvariant: codebook\ncoder: {study.coders[0]}\n"
    _write(folder / "qualcode.yaml", settings)
    _write(folder / "codebook.yaml", codebook_text(study))
    rows = "".join(f"{case},{role}\n" for case, role in study.rows.items())
    _write(folder / "cases.csv", f"case,role\n{rows}")
    for transcript in study.transcripts:
        _write(folder / "transcripts" / f"{transcript.id}.txt", transcript.text)
        _write(folder / "transcripts" / f"{transcript.id}.json", json.dumps(side_car(transcript)))
    for journal in study.journals:
        _write_journal(study, journal, folder / "codings" / journal.coder)


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _write_journal(study: Study, journal: Journal, folder: Path) -> None:
    """Now and then as two copies are united: in another order, and lines twice."""
    lines = [json.dumps(event, ensure_ascii=False) + "\n" for event in journal.events]
    if study.chance(0.2, "united journal"):
        lines = study.random.sample(lines, len(lines)) + lines[:2]
    folder.mkdir(exist_ok=True)
    _write(folder / f"{journal.transcript.id}.jsonl", "".join(lines))


def side_car(transcript: Transcript) -> dict[str, Any]:
    rows = [[turn.speaker, turn.role, turn.case, turn.start, turn.end, None] for turn in transcript.turns]
    packed = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    turns = [
        {"speaker": turn.speaker, "role": turn.role, "case": turn.case, "start": turn.start, "end": turn.end}
        for turn in transcript.turns
    ]
    head = {"v": 1, "id": transcript.id, "kind": transcript.kind, "round": 1, "format": "txt"}
    hashes = {"source_sha256": transcript.sha, "text_sha256": transcript.sha}
    return head | hashes | {"turns_sha256": hashlib.sha256(packed.encode()).hexdigest(), "turns": turns}


def codebook_text(study: Study) -> str:
    """JSON is YAML."""
    book: dict[str, Any] = {"title": "counted", "codes": [_entry(code) for code in study.codes]}
    if study.themes:
        named = study.themes.items()
        book["themes"] = [{"id": name, "set": "main", "name": name, "codes": codes} for name, codes in named]
    if study.topics:
        book["topics"] = [{"id": name, "text": f"On {name}?", "codes": codes} for name, codes in study.topics.items()]
    return json.dumps(book, indent=1) + "\n"


def _entry(code: Code) -> Mapping[str, Any]:
    retired: dict[str, Any] = {"date": "2026-02-01", "because": "read again"}
    said: dict[str, Any] = {
        "id": code.id,
        "name": f"Code {code.id}",
        "kind": code.kind,
        "definition": code.definition,
        "was": [code.was] if code.was else [],
        "indicator": "What shows it" if code.indicator else "",
        "retired": retired | ({"into": code.into} if code.into else {}) if code.retired else {},
        "codes": [_entry(below) for below in code.codes],
    }
    return {key: value for key, value in said.items() if value}
