"""What a draft of the results is made of: who is called what, quotes behind words that introduce them, deviant cases."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from qualcode.analysis.quoting import valence_of
from qualcode.analysis.study import Counted, readings
from qualcode.analysis.tables import cases_read, code_targets, counts_by, read_per_value, values_of
from qualcode.model.case import MISSING
from qualcode.report.citing import Record, form, group_word, label, quote_parts, with_margin
from qualcode.report.counts import shown_value
from qualcode.report.quantities import People
from qualcode.report.tree import Heading, Part, Prose
from qualcode.report.view import View


@dataclass(frozen=True)
class Draft:
    """What the sentences are made of."""

    view: View
    by: str = ""  # the attribute that splits respondents into groups, "" for none
    style: str = "apa"
    labels: str = "id"

    @cached_property
    def people(self) -> People:
        """What the respondents are called: their group's word where they are all of one group, else the study's."""
        cases, words = self.view.selection.counted_cases, self.view.words
        found = {group_word(self.view.project, case, 2) for case in cases}
        if len(found) == 1 and "" not in found:
            return People(group_word(self.view.project, cases[0]), found.pop())
        return People(words.case, words.cases)

    @cached_property
    def frame(self) -> pd.DataFrame:
        return self.view.fragments()

    @cached_property
    def counted(self) -> Counted:
        """The counts of all themes and codes, in one pass over the texts."""
        view = self.view
        themes = {f"theme:{theme.id}": view.pool(theme) for theme in view.themes}
        return view.count({**themes, **code_targets(view.codebook, view.codes)})

    @cached_property
    def deviants(self) -> Mapping[str, Sequence[Record]]:
        """code -> its fragments that were marked as deviant, or are of the valence against its kind (`opposite`)."""
        view = self.view
        against = {"barrier": "facilitator", "facilitator": "barrier"}
        found: dict[str, bool] = {}
        for reading in readings(view.project, view.selection, view.coders):
            for coding in reading.codings:
                now = view.codebook.current.get(coding.code, "")
                opposite = bool(now) and against.get(view.codebook.by_id[now].kind) == valence_of(coding, view.codebook)
                if opposite or coding.deviant:
                    found[coding.id] = opposite
        records: dict[str, list[Record]] = {}
        for row in self.frame.to_dict("records"):
            ids = [name for name in str(row["id"]).split("; ") if name in found]
            if ids:
                record = {**named(row), "opposite": any(found[name] for name in ids)}
                records.setdefault(str(row["code"]), []).append(record)
        return records

    @property
    def total(self) -> int:
        return len(self.view.selection.counted_cases)


def quoted(draft: Draft, record: Record, number: int) -> Iterator[Part]:
    """A quote behind words that say whose it is, in three forms by turns."""
    opening = draft.view.words(f"quoted.{number % 3}", who=who(draft, record))
    margin = "" if record["key"] else draft.view.words("chosen.auto")
    *before, last = introduced(draft, record, opening[:1].upper() + opening[1:])
    yield from before
    yield with_margin(last, margin)


def who(draft: Draft, record: Record) -> str:
    words = draft.view.words
    return label(draft.view.project, words, record, draft.labels) or words("a_person", person=words.case)


def introduced(draft: Draft, record: Record, opening: str) -> list[Part]:
    """The words before it say whose it is, so that no label follows."""
    return quote_parts(draft.view, record, "apa" if draft.style == "inline" else draft.style, "none", opening)


def in_sentence(name: str) -> str:
    """A code's name inside a sentence: a small first letter, unless the word is an abbreviation."""
    return name if len(name) > 1 and name[1].isupper() else name[:1].lower() + name[1:]


def named(row: object) -> Record:
    assert isinstance(row, dict)
    return {str(key): value for key, value in row.items()}


def contrast(draft: Draft, code: str) -> str:
    """Where more than half of one group mentions it and at most a third of another: the figures of all groups.

    A missing value is no group, and neither is one respondent alone, who could be recognised; few means nothing where
    not all of a group were read.
    """
    view, words = draft.view, draft.view.words
    codes = view.codebook.descendants(code)
    targets, counted = {code: codes}, draft.counted
    groups = values_of(counted, draft.by, view.project.cases.values(draft.by))
    sizes = counted.cases[draft.by].value_counts()
    values = [value for value in groups if value != MISSING and sizes[value] > 1]
    row = counts_by(counted, targets, draft.by, values).iloc[0]
    figures = {value: (int(row[f"cases_{value}"]), int(row[f"of_cases_{value}"])) for value in values}
    readable = view.readable(codes)
    high = any(2 * n > total for n, total in figures.values())
    low = any(
        3 * n <= total and read_per_value(counted, readable, draft.by, value) == total
        for value, (n, total) in figures.items()
    )
    if not (high and low):
        return ""
    told = [
        words("contrast.group", value=shown_value(value, words), n=n, total=total)
        for value, (n, total) in figures.items()
    ]
    return words("contrast", groups=words.listed(told))


def deviant(draft: Draft, target: str, codes: Sequence[str]) -> Iterator[Part]:
    """Marked ones, codings against their code's kind, and cases that were read and did not mention it."""
    view, words = draft.view, draft.view.words
    parts: list[Part] = []
    for record in (one for code in codes for one in draft.deviants.get(code, ())):
        key = "deviant.opposite" if record["opposite"] else "deviant.marked"
        opening = words(key, who=who(draft, record), code=in_sentence(str(record["name"])))
        if form(record):
            parts += introduced(draft, record, opening[:1].upper() + opening[1:])
    touches = draft.counted.touches
    spoke = set(touches[touches["target"] == target]["case"])
    silent = [case for case in cases_read(draft.counted, view.readable(codes)) if case not in spoke]
    if silent and spoke:
        parts.append(Prose(words("deviant.silent", names=", ".join(silent))))
    if parts:
        yield Heading(words("deviant.title"), 2)
        yield from parts
