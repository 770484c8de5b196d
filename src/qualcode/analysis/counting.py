"""From the readings of a study to what the tables ask (`Counted`), in one pass."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

import pandas as pd

from qualcode.analysis.counted import Counted, Facts
from qualcode.analysis.direction import is_mention
from qualcode.analysis.readings import Reading, readings
from qualcode.analysis.references import Targets, references, words_in
from qualcode.model.codebook import Codebook
from qualcode.model.coding import Coding
from qualcode.model.project import Project
from qualcode.model.selection import Selection


def count(
    project: Project,
    selection: Selection,
    coders: tuple[str, ...],
    targets: Targets,
    only: Callable[[Coding], bool] | None = None,
) -> Counted:
    """Everything the tables need of the selection, in one pass over its transcripts; `only` leaves codings out."""
    book = project.codebook
    facts = Facts(len(selection.counted_cases), strays=project.strays)
    rows, read = _Rows(), _ReadCases(selection)
    pooled = {code for codes in targets.values() for code in codes}
    applied: set[str] = set()
    against: dict[str, dict[str, None]] = {}
    asked: list[tuple[str, str]] = []
    for reading in readings(project, selection, coders):
        applied.update(reading.codes_applied(book.current))
        _speak_against(against, reading, selection, book, pooled)
        if only:
            reading = replace(reading, codings=tuple(filter(only, reading.codings)))
        asked += [(case, one.subject) for one in reading.asked for case in reading.handle.cases]
        facts = _with_reading(facts, reading, book.current, pooled)
        read.add(reading)
        rows.add(reading, selection, targets, book.current)
    cases = _case_frame(project, selection)
    retired = frozenset(code.id for code in book.codes if code.retired)
    in_full = read.for_all(set(selection.codes) - retired or selection.codes) if selection.narrowed else read.in_full()
    told = tuple((code, tuple(against[code])) for code in book.by_id if code in against)
    facts = replace(facts, read_in_full=in_full, without_case=len(rows.homeless), against=told)
    asked_frame = pd.DataFrame(asked, columns=["case", "subject"]).drop_duplicates()
    return Counted(
        targets,
        pd.DataFrame(rows.refs, columns=["target", "ref", "transcript", "words"]),
        pd.DataFrame(rows.touches, columns=["target", "ref", "transcript", "turn", "case"]),
        cases,
        asked_frame[asked_frame["case"].isin(cases["case"])],
        read.readers(),
        retired,
        frozenset(applied),
        coders,
        facts,
    )


class _Rows:
    """The rows of `refs` and `touches`, and the codings on nobody's speech (rules 2 and 3)."""

    def __init__(self) -> None:
        self.refs: list[tuple[str, int, str, int]] = []
        self.touches: list[tuple[str, int, str, int, str]] = []
        self.homeless: set[str] = set()

    def add(self, reading: Reading, selection: Selection, targets: Targets, current: Mapping[str, str]) -> None:
        counts = reading.handle.counts_people  # in a pilot or document nobody is counted, whoever speaks
        for target, transcript, span, codings, turns, words in references(
            reading.transcript, reading.codings, targets, current
        ):
            if not selection.includes(turns):
                continue
            touched = selection.touched(turns)
            if not touched:
                self.homeless.update(coding.id for coding in codings)
            number = len(self.refs)
            words = words_in(reading.transcript, span, touched) if selection.by_case else words
            self.refs.append((target, number, transcript, words))
            self.touches += [(target, number, transcript, turn.number, turn.case if counts else "") for turn in touched]


def _speak_against(
    found: dict[str, dict[str, None]], reading: Reading, selection: Selection, codebook: Codebook, pooled: set[str]
) -> None:
    """Add, of each pooled code, the counted cases whose words here are no mention of it."""
    for coding in reading.codings:
        code = codebook.current.get(coding.code, "")
        if code in pooled and not is_mention(coding, codebook):
            touched = selection.touched(reading.transcript.turns_touched(coding.span))
            people = [turn.case for turn in touched if turn.case and reading.handle.counts_people]
            if people or not selection.by_case:
                found.setdefault(code, {}).update(dict.fromkeys(people))


def _with_reading(facts: Facts, reading: Reading, known: dict[str, str], pooled: set[str]) -> Facts:
    """The facts with those of one more transcript; only codings that some row of the table pools are counted."""
    counted = [coding for coding in reading.codings if known.get(coding.code) in pooled]
    return replace(
        facts,
        codings=facts.codings + len(counted),
        bulk=facts.bulk + sum(coding.bulk for coding in counted),
        elsewhere=facts.elsewhere + (0 if reading.handle.counts_people else len(counted)),
        unread_lines=facts.unread_lines + reading.unread_lines,
        unknown_codes=facts.unknown_codes + sum(coding.code not in known for coding in reading.codings),
        adrift=facts.adrift + (((reading.handle.id, reading.adrift),) if reading.adrift else ()),
        waiting=facts.waiting + (((reading.handle.id, reading.waiting),) if reading.waiting else ()),
    )


class _ReadCases:
    """Which cases were read for which codes: all their transcripts, in a pass that reads the whole text (rule 4)."""

    def __init__(self, selection: Selection):
        self._counted = selection.counted_cases
        self._codes: dict[str, frozenset[str]] = {}
        self._whole: dict[str, bool] = {}

    def add(self, reading: Reading) -> None:
        if not reading.handle.counts_people:
            return
        offered = reading.read_for
        for case in reading.handle.cases:
            self._codes[case] = self._codes[case] & offered if case in self._codes else offered
            self._whole[case] = self._whole.get(case, True) and "whole" in reading.done

    def readers(self) -> dict[str, frozenset[str]]:
        """code -> the counted cases read for it."""
        found: dict[str, set[str]] = {}
        for case in self._counted:
            for code in self._codes.get(case, ()):
                found.setdefault(code, set()).add(case)
        return {code: frozenset(cases) for code, cases in found.items()}

    def for_all(self, codes: Iterable[str]) -> int:
        """How many cases were read for all these codes, if not for all there are."""
        wanted = set(codes)
        return sum(wanted <= self._codes.get(case, frozenset()) for case in self._counted)

    def in_full(self) -> int:
        return sum(self._whole.get(case, False) for case in self._counted)


def _case_frame(project: Project, selection: Selection) -> pd.DataFrame:
    attributes = project.cases.attributes
    rows = []
    for case_id in selection.counted_cases:
        case = project.cases.get(case_id)
        rows.append((case_id, *(case.value(attribute) for attribute in attributes)))
    return pd.DataFrame(rows, columns=["case", *attributes])
