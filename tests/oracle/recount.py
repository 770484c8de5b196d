"""A second count of a study, from nothing but its files.

It follows docs/counting.md and shares no line with the program, so that a wrong number has to be made twice to pass.
Speed is no aim: a reference is found by walking along the characters, and every figure is counted anew for every row.
"""

import csv
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

MISSING = "(missing)"
PEOPLE = ("interview", "focus-group")  # the kinds whose speakers are respondents
READING = ("whole", "selective")  # the passes in which a transcript is read
LISTS = ("barrier", "facilitator", "mixed", "other")  # of factors

Cells = dict[str, str]  # column -> what stands there
Rows = dict[str, Cells]  # the key of a row, in the order of the table
Event = Mapping[str, Any]


@dataclass(frozen=True)
class Turn:
    start: int
    end: int
    case: str  # "" for an interviewer and in a document
    is_counted: bool  # respondents' speech, or a paragraph of a document


@dataclass(frozen=True)
class Transcript:
    id: str
    kind: str
    text: str
    turns: tuple[Turn, ...]

    @property
    def sha(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def speakers(self) -> frozenset[str]:
        return frozenset(turn.case for turn in self.turns if turn.case)


@dataclass(frozen=True)
class Code:
    id: str
    parent: str
    kind: str
    was: tuple[str, ...]
    is_retired: bool
    split_into: tuple[str, ...]
    looked_at: str  # the mark of a coding that was held against what this code means now
    has_indicator: bool
    has_question: bool


@dataclass(frozen=True)
class Fragment:
    """A coding in force."""

    coder: str
    transcript: str
    code: str  # the id of today
    start: int
    end: int
    valence: str
    is_deviant: bool
    confirmed: str
    is_requeued: bool


@dataclass(frozen=True)
class Reading:
    coder: str
    transcript: str
    codes: frozenset[str]  # the ids of today of what was offered


@dataclass(frozen=True)
class Reference:
    transcript: str
    start: int
    end: int


# Reading the folder


def read_yaml(path: Path) -> dict[str, Any]:
    """All scalars as text: `no` is a word here."""
    return yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader) or {}


def read_codes(raw: Iterable[Mapping[str, Any]], parent: str = "", kind: str = "neutral") -> Iterator[Code]:
    """The codes in the order of the file; one without a kind has that of the code above it."""
    for entry in raw:
        own_kind = entry.get("kind", kind)
        into = tuple(entry.get("retired", {}).get("into", ()))
        yield Code(
            entry["id"],
            parent,
            own_kind,
            tuple(entry.get("was", ())),
            "retired" in entry,
            into,
            definition_hash(entry) + (":split" if into else ""),
            bool(entry.get("indicator")),
            bool(entry.get("interview_question")),
        )
        yield from read_codes(entry.get("codes", ()), entry["id"], own_kind)


def definition_hash(entry: Mapping[str, Any]) -> str:
    parts = (" ".join(entry.get(key, "").split()) for key in ("definition", "include", "exclude"))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]


def read_transcript(side_car: Path) -> Transcript:
    raw = json.loads(side_car.read_text(encoding="utf-8"))
    turns = (
        Turn(turn["start"], turn["end"], turn.get("case", ""), turn["role"] == "respondent") for turn in raw["turns"]
    )
    text = side_car.with_suffix(".txt").read_bytes().decode("utf-8")
    return Transcript(side_car.stem, raw["kind"], text, tuple(turns))


def read_cases(path: Path) -> dict[str, Cells]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row.pop("case"): row for row in csv.DictReader(file)}


# What holds of a journal


def standing(events: Iterable[Event], transcript: Transcript) -> list[Event]:
    """The events that were not taken back and stand on the text, each once, in the order in which marks win."""
    by_id = {event["id"]: event for event in events}
    taken_back = {target for event in by_id.values() if event["event"] == "withdraw" for target in event["of"]}
    kept = [event for event in by_id.values() if event["id"] not in taken_back and stands(event, transcript)]
    return sorted(kept, key=lambda event: (event["seq"], event["at"], event["id"]))


def stands(event: Event, transcript: Transcript) -> bool:
    """Whether it was made on this text, and on the words that it says; outside the text there are none."""
    if event.get("sha", transcript.sha)[:12] != transcript.sha[:12]:
        return False
    if event["event"] != "apply":
        return True
    return bool(transcript.text[event["start"] : event["end"]] == event["quote"])


def marks_on(events: Sequence[Event], target: str) -> dict[str, Any]:
    """What was marked last, field by field."""
    found: dict[str, Any] = {}
    for event in events:
        if event["event"] == "mark" and target in event["of"]:
            found.update(event["set"])
    return found


def fragments_of(events: Sequence[Event], today: Mapping[str, str]) -> Iterator[Fragment]:
    """The codings; one of a code that nobody knows is none."""
    for event in events:
        if event["event"] == "apply" and event["code"] in today:
            said = {"valence": event.get("valence", ""), **marks_on(events, event["id"])}
            yield Fragment(
                event["coder"],
                event["transcript"],
                today[event["code"]],
                event["start"],
                event["end"],
                said["valence"],
                said.get("deviant", False),
                said.get("confirmed", ""),
                said.get("requeued", False),
            )


def readings_of(events: Sequence[Event], today: Mapping[str, str]) -> Iterator[Reading]:
    for event in events:
        if event["event"] == "done" and event["pass"] in READING:
            offered = frozenset(today[code] for code in event["codes"] if code in today)
            yield Reading(event["coder"], event["transcript"], offered)


# Words and references


def count_words(text: str) -> int:
    """Runs of letters and digits; an apostrophe or hyphen between two of them does not end a run."""
    words, inside = 0, False
    for place, sign in enumerate(text):
        joins = sign in "'’‑-" and inside and text[place + 1 : place + 2].isalnum()
        if sign.isalnum() and not inside:
            words += 1
        inside = sign.isalnum() or joins
    return words


def references(fragments: Iterable[Fragment]) -> list[Reference]:
    """Walk along the coded characters; a new reference begins where no single coding holds this one and the last."""
    coded: dict[str, set[int]] = {}
    joined: dict[str, set[int]] = {}  # the characters that a coding joins to the one before
    for one in fragments:
        coded.setdefault(one.transcript, set()).update(range(one.start, one.end))
        joined.setdefault(one.transcript, set()).update(range(one.start + 1, one.end))
    found: list[Reference] = []
    for transcript, places in coded.items():
        for place in sorted(places):
            if place in joined[transcript]:
                found[-1] = Reference(transcript, found[-1].start, place + 1)
            else:
                found.append(Reference(transcript, place, place + 1))
    return found


class Recount:
    """The tables of a study. `coders`: whose codings count; else those that the study itself says."""

    def __init__(self, folder: Path, coders: Sequence[str] = ()) -> None:
        raw = read_yaml(folder / "codebook.yaml")
        self.codes = tuple(read_codes(raw.get("codes", ())))
        self.themes = {theme["id"]: tuple(theme.get("codes", ())) for theme in raw.get("themes", ())}
        self.topics = {topic["id"]: tuple(topic.get("codes", ())) for topic in raw.get("topics", ())}
        self.attributes = read_cases(folder / "cases.csv")
        side_cars = sorted((folder / "transcripts").glob("*.json"))
        self.transcripts = {path.stem: read_transcript(path) for path in side_cars}
        journals = sorted((folder / "codings").glob("*/*.jsonl"))
        self.coders = coders or self._counted_coders(folder, {path.parent.name for path in journals})
        self.journals = [self._standing(path) for path in journals if path.parent.name in self.coders]
        self.fragments = tuple(one for events in self.journals for one in fragments_of(events, self.today))
        self.readings = tuple(one for events in self.journals for one in readings_of(events, self.today))

    def _counted_coders(self, folder: Path, known: set[str]) -> Sequence[str]:
        """The only coder there is, else the study's."""
        return tuple(known) if len(known) == 1 else (read_yaml(folder / "qualcode.yaml").get("coder", ""),)

    def _standing(self, journal: Path) -> list[Event]:
        events = [json.loads(line) for line in journal.read_text(encoding="utf-8").splitlines()]
        return standing(events, self.transcripts[journal.stem])

    # Codes

    @cached_property
    def today(self) -> dict[str, str]:
        """Every id that a code has or had -> the one it has."""
        return {name: code.id for code in self.codes for name in (*code.was, code.id)}

    @cached_property
    def by_id(self) -> dict[str, Code]:
        return {code.id: code for code in self.codes}

    def above(self, code: str) -> list[str]:
        """The codes above one, the nearest first."""
        parent = self.by_id[code].parent
        return [parent, *self.above(parent)] if parent else []

    def with_below(self, code: str) -> frozenset[str]:
        return frozenset(one.id for one in self.codes if one.id == code or code in self.above(one.id))

    def members(self, theme: str) -> list[str]:
        """The codes of a theme and all below them, in the order of the codebook."""
        wanted = {below for code in self.themes[theme] for below in self.with_below(code)}
        return [code.id for code in self.codes if code.id in wanted]

    def shown(self) -> list[Code]:
        """The codes with a row: a retired one has none when nothing was ever coded with it, or below it, and counts."""
        return [code for code in self.codes if not code.is_retired or self._coded(self.with_below(code.id))]

    def _coded(self, codes: Iterable[str]) -> list[Fragment]:
        wanted = frozenset(codes)
        return [one for one in self.fragments if one.code in wanted]

    # Cases

    @cached_property
    def cases(self) -> list[str]:
        """N: who speaks in an interview or focus group, in the order of cases.csv."""
        speaking = {case for one in self.transcripts.values() if one.kind in PEOPLE for case in one.speakers}
        listed = [case for case in self.attributes if case in speaking]
        return [*listed, *sorted(speaking - set(listed))]

    def groups(self, attribute: str) -> dict[str, list[str]]:
        """The values of an attribute, in the order of cases.csv, with the cases of N that have them."""
        found: dict[str, list[str]] = {self._value(case, attribute): [] for case in self.attributes}
        for case in self.cases:
            found.setdefault(self._value(case, attribute), []).append(case)
        return {value: cases for value, cases in found.items() if cases}

    def _value(self, case: str, attribute: str) -> str:
        return self.attributes.get(case, {}).get(attribute, "") or MISSING

    # What a reference amounts to

    def _turns(self, reference: Reference) -> list[Turn]:
        """The respondents' turns of whose speech it has a character."""
        here = set(range(reference.start, reference.end))
        turns = self.transcripts[reference.transcript].turns
        return [turn for turn in turns if turn.is_counted and here & set(range(turn.start, turn.end))]

    def _cases(self, reference: Reference) -> set[str]:
        """Whose it is; what is said in a document or a pilot is nobody's."""
        if self.transcripts[reference.transcript].kind not in PEOPLE:
            return set()
        return {turn.case for turn in self._turns(reference)} & set(self.cases)

    def _words(self, reference: Reference) -> int:
        text = self.transcripts[reference.transcript].text
        return sum(
            count_words(text[max(turn.start, reference.start) : min(turn.end, reference.end)])
            for turn in self._turns(reference)
        )

    def _mentioned(self, found: Iterable[Reference], cases: Iterable[str]) -> int:
        """How many of these cases have a reference among those found."""
        return len({case for one in found for case in self._cases(one)} & set(cases))

    # What was read

    @cached_property
    def _offered(self) -> dict[str, frozenset[str]]:
        return {name: self._offered_in(name) for name in self.transcripts}

    def _offered_in(self, transcript: str) -> frozenset[str]:
        """What the counted coders together were offered; of a split code also what it became, until nothing is added."""
        offered = {code for one in self.readings if one.transcript == transcript for code in one.codes}
        while True:
            grown = offered | {
                self.today[child]
                for code in offered
                if not self._waits(code, transcript)
                for child in self.by_id[code].split_into
            }
            if grown == offered:
                return frozenset(offered)
            offered = grown

    def _waits(self, code: str, transcript: str) -> bool:
        """Whether a coding of a split code has not been looked at since, or was put back."""
        return any(
            one.confirmed != self.by_id[code].looked_at or one.is_requeued
            for one in self.fragments
            if one.code == code and one.transcript == transcript
        )

    def _to_read(self, code: str) -> frozenset[str]:
        """What must be offered to read for a code: itself and all below it that is in use.

        What is retired below it is offered to nobody any more. A retired code itself must have been: what would have
        been coded with it may have another code now, beside it, so that those below it do not stand for it.
        """
        return frozenset(one for one in self.with_below(code) if one == code or not self.by_id[one].is_retired)

    def _to_read_theme(self, theme: str) -> frozenset[str]:
        return frozenset(one for one in self.members(theme) if not self.by_id[one].is_retired)

    def _was_read(self, case: str, codes: frozenset[str]) -> bool:
        """Whether every interview and focus group of a case was read with all these codes offered."""
        speaks_in = [one.id for one in self.transcripts.values() if one.kind in PEOPLE and case in one.speakers]
        return all(codes <= self._offered[name] for name in speaks_in)

    def _read_cases(self, codes: frozenset[str], cases: Iterable[str]) -> int:
        return sum(self._was_read(case, codes) for case in cases)

    # Tables

    def frequencies(self, by: str = "") -> Rows:
        rows: Rows = {}
        for code in self.shown():
            found = references(self._coded(self.with_below(code.id)))
            to_read = self._to_read(code.id)
            rows[code.id] = self._totals(found) | self._people(found, to_read) | self._split(found, to_read, by)
        return rows

    def _totals(self, found: Sequence[Reference]) -> Cells:
        turns = {(one.transcript, turn) for one in found for turn in self._turns(one)}
        transcripts = {one.transcript for one in found}
        words = sum(self._words(one) for one in found)
        return {"turns": f"{len(turns)}", "transcripts": f"{len(transcripts)}", "words": f"{words}"}

    def _people(self, found: Sequence[Reference], to_read: frozenset[str]) -> Cells:
        return {
            "references": f"{len(found)}",
            "cases": f"{self._mentioned(found, self.cases)}",
            "of_cases": f"{len(self.cases)}",
            "read_cases": f"{self._read_cases(to_read, self.cases)}",
        }

    def _split(self, found: Sequence[Reference], to_read: frozenset[str], by: str) -> Cells:
        """The figures of each group. A reference counts once in each group that one of its cases is of."""
        cells: Cells = {}
        for value, cases in (self.groups(by) if by else {}).items():
            cells[f"references_{value}"] = f"{sum(bool(self._cases(one) & set(cases)) for one in found)}"
            cells[f"cases_{value}"] = f"{self._mentioned(found, cases)}"
            cells[f"of_cases_{value}"] = f"{len(cases)}"
            cells[f"read_cases_{value}"] = f"{self._read_cases(to_read, cases)}"
        return cells

    def crosstab(self, by: str, rows: str) -> Rows:
        if rows == "theme":
            return {
                theme: self._split(references(self._coded(self.members(theme))), self._to_read_theme(theme), by)
                for theme in self.themes
            }
        return {
            code.id: self._split(references(self._coded(self.with_below(code.id))), self._to_read(code.id), by)
            for code in self.shown()
        }

    def theme_table(self) -> Rows:
        """A theme, then its codes; codes in no theme last. A key is THEME/CODE."""
        rows: Rows = {}
        placed: set[str] = set()
        for theme in self.themes:
            members = self.members(theme)
            rows[f"{theme}/"] = self._people(references(self._coded(members)), self._to_read_theme(theme))
            rows |= {f"{theme}/{code.id}": self._code_cells(code.id) for code in self.shown() if code.id in members}
            placed.update(members)
        # A code above one that has a place is told through that one, unless it was applied itself.
        applied = {code.id for code in self.shown() if self._coded([code.id])}
        unplaced = [
            code.id
            for code in self.shown()
            if code.id not in placed and (code.id in applied or not self.with_below(code.id) & placed)
        ]
        return rows | {f"/{code}": self._code_cells(code) for code in unplaced}

    def _code_cells(self, code: str) -> Cells:
        return self._people(references(self._coded(self.with_below(code))), self._to_read(code))

    def matrix(self, cell: str) -> Rows:
        """A row a case. `unread`: the codes of which a zero means nothing, since the case was not read for them."""
        found = {code.id: references(self._coded(self.with_below(code.id))) for code in self.shown()}
        rows: Rows = {}
        for case in self.cases:
            numbers = {code: sum(case in self._cases(one) for one in said) for code, said in found.items()}
            unread = [code for code in found if not numbers[code] and not self._was_read(case, self._to_read(code))]
            show: Callable[[int], str] = str if cell == "references" else lambda number: str(number > 0).lower()
            rows[case] = {code: show(number) for code, number in numbers.items()} | {"unread": "; ".join(unread)}
        return rows

    def coverage(self) -> Rows:
        """The codes that one looks for: those with none below them, those applied themselves, those with an indicator."""
        rows: Rows = {}
        for code in self.shown():
            if len(self.with_below(code.id)) == 1 or self._coded([code.id]) or code.has_indicator:
                rows[code.id] = {"asked_of": self._asked_of(code)} | self._code_cells(code.id)
        return rows

    def _asked_of(self, code: Code) -> str:
        """How many were asked; nothing where no question is about the code, or no question to anyone is on record."""
        naming = {topic for topic, codes in self.topics.items() if {code.id, *self.above(code.id)} & set(codes)}
        subjects = naming | ({code.id} if code.has_question else set())
        asked = [event for events in self.journals for event in events if event["event"] == "asked"]
        heard = {(case, event["subject"]) for event in asked for case in self._heard(event["transcript"])}
        return str(len({case for case, subject in heard if subject in subjects})) if subjects and heard else ""

    def _heard(self, transcript: str) -> frozenset[str]:
        """Everyone of N who speaks there."""
        return self.transcripts[transcript].speakers & set(self.cases)

    # Factors

    def list_of(self, fragment: Fragment) -> str:
        """The list in which a coding counts, "" for none: it goes against its code, or its code is no factor."""
        kind = self.by_id[fragment.code].kind
        if fragment.is_deviant or kind == "strategy" or {kind, fragment.valence} == {"barrier", "facilitator"}:
            return ""
        return kind if kind in ("barrier", "facilitator") else fragment.valence or "other"

    def factors(self) -> Rows:
        """The four lists. A key is LIST/CODE."""
        return {
            f"{name}/{code}": cells for name in LISTS for code, cells in self._ranked(name, self._listed(name)).items()
        }

    def _listed(self, name: str) -> dict[str, list[Reference]]:
        """The codes of a list, in the order of the codebook, with their references there."""
        found: dict[str, list[Reference]] = {}
        for code in self.codes:
            said = [one for one in self._coded(self.with_below(code.id)) if self.list_of(one) == name]
            if self._is_in(code, name) and (said or not code.is_retired):
                found[code.id] = references(said)
        return found

    def _is_in(self, code: Code, name: str) -> bool:
        """A barrier is in the list of barriers alone; a code of neither kind wherever one of its own codings is."""
        if code.kind in ("barrier", "facilitator"):
            return code.kind == name
        return any(self.list_of(one) == name for one in self._coded([code.id]))

    def _ranked(self, name: str, listed: Mapping[str, list[Reference]]) -> Rows:
        """A rank is for factors that somebody mentions, and that are below no other of the list."""
        ranked = [code for code in listed if not set(self.above(code)) & set(listed)]
        mentioned = {code: self._mentioned(found, self.cases) for code, found in listed.items()}
        order = sorted(listed, key=lambda code: (-mentioned[code], -len(listed[code])))
        rows: Rows = {}
        for code in order:
            ahead = sum(mentioned[other] > mentioned[code] for other in ranked)
            rank = f"{ahead + 1}" if code in ranked and mentioned[code] and name != "other" else ""
            rows[code] = {"rank": rank} | self._people(listed[code], self._to_read(code))
        return rows
