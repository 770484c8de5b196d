"""What a draft of the results is made of: who is called what, quotes behind words that introduce them, deviant cases."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from qualcode.analysis.counted import Counted, Figures, Share
from qualcode.analysis.direction import OPPOSITE, is_mention, is_opposite
from qualcode.analysis.quoting import is_exchange
from qualcode.analysis.readings import readings
from qualcode.analysis.references import Targets
from qualcode.model.case import MISSING
from qualcode.model.coding import VALENCES
from qualcode.model.condition import condition
from qualcode.model.memo import Memo
from qualcode.model.selection import NO_FILTERS
from qualcode.report.citing import Record, form, group_word, label, quote_parts
from qualcode.report.document import Part, Prose, paragraphs
from qualcode.report.quantities import People, so_many, spoken
from qualcode.report.view import View
from qualcode.text import capital

if TYPE_CHECKING:
    from qualcode.text.keys import Key

_ENOUGH = 5  # respondents, from which one who is silent is worth a line
_NAMED = 3  # respondents up to which a sentence about directions names them


@dataclass(frozen=True)
class ResultsDraft:
    """What the sentences are made of."""

    view: View
    by: str = ""  # the attribute that splits respondents into groups, "" for none
    style: str = "apa"
    labels: str = "id"
    of_group: People | None = None  # where it is of one group alone: what those are called

    def groups(self) -> "Iterator[tuple[str, ResultsDraft]]":
        """The draft of each group of the attribute by itself, in the order of cases.csv. A missing value is no group."""
        view, words = self.view, self.view.words
        others = tuple(one for one in view.filters.where if condition(view.project, one).attribute != self.by)
        for value in self.values:
            own = replace(view, filters=replace(view.filters, where=(*others, f"{self.by}={value}")))
            here = own.selection.counted_cases
            if value == MISSING or not here:
                continue
            many = _of_group(self, value).many
            whole = replace(view, filters=replace(NO_FILTERS, where=(f"{self.by}={value}",))).selection.counted_cases
            if len(here) < len(whole):  # a selection of the group is not the group
                people = People(words("said.selected", people=many), self.name_of(here[0]) if len(here) == 1 else "")
            else:
                people = People(many, words("said.the_only", person=_one_of_group(self, value)))
            yield value, ResultsDraft(own, "", self.style, self.labels, people)

    def ungrouped(self) -> list[str]:
        """The cases of which the attribute is not known."""
        cases = self.view.project.cases
        return [case for case in self.view.selection.counted_cases if cases.get(case).value(self.by) == MISSING]

    @property
    def is_whole(self) -> bool:
        """Whether it is of everybody: of a part, what the researcher says of a theme or code as a whole may not hold."""
        return not (self.of_group or self.view.is_part)

    @cached_property
    def people(self) -> People:
        """What the respondents are called: their group's word where they are all of one group, else the study's.

        Those whom a filter chose are no group: not *de enige praktijkhouder*, and not *de praktijkhouders*.
        """
        if self.of_group:
            return self.of_group
        cases, words = self.view.selection.counted_cases, self.view.words
        many, one = _word(self, 2) or words.cases, _word(self, 1) or words.case
        if self.view.is_part:
            return People(words("said.selected", people=many), self.name_of(cases[0]) if len(cases) == 1 else "")
        return People(many, words("said.the_only", person=one))

    def name_of(self, case: str) -> str:
        """A respondent by the label that quotes have."""
        group = group_word(self.view.project, case) if self.labels == "group" else ""
        return case if self.labels == "id" else self.view.words("a_person", person=group or self.view.words.case)

    @cached_property
    def frame(self) -> pd.DataFrame:
        return self.view.fragments()

    @cached_property
    def counted(self) -> Counted:
        """The mentions of all codes, in one pass over the texts."""
        return self.view.count(only="mention")

    @cached_property
    def values(self) -> list[str]:
        """The values of the attribute, in the order of cases.csv."""
        return self.counted.values(self.by, self.view.project.cases.values(self.by))

    @cached_property
    def shares(self) -> Mapping[str, Mapping[str, Share]]:
        """Of each code what is counted of it with each value."""
        return self.counted.shares(self.by, self.values)

    @cached_property
    def pooled(self) -> Counted:
        """All that themes hold, as their table counts it: who speaks against a code is part of a theme too."""
        return self.view.count(self._themes)

    @cached_property
    def _themes(self) -> Targets:
        """Themes as `theme:ID`."""
        return {f"theme:{theme.id}": self.view.pool(theme) for theme in self.view.themes}

    @cached_property
    def targets(self) -> Targets:
        """Themes and codes."""
        return {**self._themes, **self.view.targets()}

    @cached_property
    def figures(self) -> Mapping[str, Figures]:
        """Of a code its mentions, of a theme all it holds."""
        return {**self.pooled.figures(), **self.counted.figures()}

    def opponents(self, target: str) -> tuple[str, ...]:
        """The cases that speak against a code of the target, in their order."""
        said = dict(self.counted.facts.against)
        found = {case for code in self.targets[target] for case in said.get(code, ())}
        return tuple(case for case in self.view.selection.counted_cases if case in found)

    def who_mention(self, target: str) -> frozenset[str]:
        """The cases that mention a code, or that have a part in a theme."""
        return frozenset((self.pooled if target in self._themes else self.counted).spoken(target))

    def memos_of(self, record: Record) -> list[Memo]:
        """What the researcher wrote about a quote: what it means, then how it is to the literature."""
        return self.view.project.memos_on_codings(str(record["id"]).split("; "), "interpretation", "literature")

    @cached_property
    def deviants(self) -> Mapping[str, Sequence[Record]]:
        """code -> its fragments that are no mention of it: marked as deviant, or all of the `opposite` valence."""
        view = self.view
        found = {
            coding.id: is_opposite(coding, view.codebook)
            for reading in readings(view.project, view.selection, view.coders)
            for coding in reading.codings
            if not is_mention(coding, view.codebook)
        }
        records: dict[str, list[Record]] = {}
        for row in self.frame[self.frame["against"].astype(bool)].to_dict("records"):
            ids = [name for name in str(row["id"]).split("; ") if name in found]
            record = {**named(row), "opposite": all(found[name] for name in ids)}
            records.setdefault(str(row["code"]), []).append(record)
        return records


def _word(draft: ResultsDraft, number: int) -> str:
    """What one or several of them are called where they are all of one group, "" where they are not."""
    if (
        draft.of_group
        and group_word(draft.view.project, draft.view.selection.counted_cases[0], 2) not in draft.of_group.many
    ):
        return ""  # a group by another attribute, that is called otherwise
    found = {group_word(draft.view.project, case, number) for case in draft.view.selection.counted_cases}
    return found.pop() if len(found) == 1 else ""


def unquoted(name: str) -> str:
    """A name without the quotation marks that it is set in: it gets others around it."""
    pairs = ("‘’", "“”", "''", '""')
    return name[1:-1] if len(name) > 2 and name[0] + name[-1] in pairs else name


def told(draft: ResultsDraft, target: str, key: "Key", who: str, **values: object) -> str:
    """The sentence `key` about who mentions a code (`target`), with those who speak against it behind it.

    What nobody can know is left out: of a code that nobody mentions, though not everybody was read, only who is against it
    is told; "" where nobody is.
    """
    words, found = draft.view.words, draft.figures[target].cases
    opponents = draft.opponents(target)
    against = _against(draft, target, opponents) if opponents else ""
    if found.known:
        return capital(words(key, who=who, against=f"; {against}" if against else "", **values))
    return capital(f"{against}.") if against else ""


def _against(draft: ResultsDraft, code: str, opponents: Sequence[str]) -> str:
    """Who of those who mention a code also speaks against it, and who else does."""
    words, found = draft.view.words, draft.figures[code].cases
    mention = draft.who_mention(code)
    both, others = ([case for case in opponents if (case in mention) is wanted] for wanted in (True, False))
    name = unquoted(draft.view.codebook.by_id[code].name)
    thing = words("against.it") if found.known else words("against.code", code=name)
    parts = []
    if both:
        alone = found.n == 1  # one who says both
        who = words("against.same") if alone else words("against.of_them", who=spoken(len(both), words))
        who += "" if alone else named_behind(draft, both)
        parts.append(words.some("against", len(both), who=who, also=words("against.also"), thing=thing))
    if others:
        key = ("person", "people") if not found.n else ("other", "others")
        one, many = _word(draft, 1) or words.case, _word(draft, 2) or words.cases
        who = words.of("against", key[len(others) > 1], who=spoken(len(others), words), case=one, cases=many)
        who += named_behind(draft, others)
        parts.append(
            words("against.only", who=who)
            if both
            else words.some("against", len(others), who=who, also="", thing=thing)
        )
    return words.listed(parts)


def named_behind(draft: ResultsDraft, cases: Sequence[str]) -> str:
    """Their ids in brackets, where quotes have those."""
    return draft.view.words("against.names", names=", ".join(cases)) if draft.labels == "id" else ""


def opening(draft: ResultsDraft, record: Record, number: int, before: Record | None = None) -> str:
    """Words before a quote that say whose it is, in three forms by turns; `before`: the quote that it follows."""
    nobodys = not record["case"] and {one.role for one in record["spoken"]} == {"respondent"}  # of a document
    how = "exchange" if is_exchange(record) else "document" if nobodys else str(number % 3)
    if before is not None and how == str(number % 3):
        turned = {str(before["valence"]), str(record["valence"])} == set(OPPOSITE)
        how = "also" if _same_speaker(before, record) else "turned" if turned else how
    return capital(draft.view.words.of("quoted", how, who=who(draft, record)))


def _same_speaker(one: Record, other: Record) -> bool:
    """Whether one respondent says both; two of a group may have the same label."""
    return bool(one["case"]) and one["case"] == other["case"] and _roles(one) == _roles(other)


def _roles(record: Record) -> list[str]:
    return sorted({one.role for one in record["spoken"]})


def who(draft: ResultsDraft, record: Record) -> str:
    words = draft.view.words
    if {one.role for one in record["spoken"]} == {"interviewer"}:
        return words("the_interviewer")
    if not record["case"]:
        return str(record["transcript"])
    return label(draft.view.project, words, record, draft.labels) or words("a_person", person=words.case)


def introduced(draft: ResultsDraft, record: Record, opening: str) -> list[Part]:
    """The words before it say whose it is, so that no label follows."""
    return quote_parts(
        draft.view, record, "apa" if draft.style == "inline" else draft.style, draft.labels, opening, False
    )


def told_by(memos: Sequence[Memo]) -> Iterator[Part]:
    """The researcher's own words."""
    for memo in memos:
        yield from paragraphs(memo.text)


def named(row: object) -> Record:
    assert isinstance(row, dict)
    return {str(key): value for key, value in row.items()}


def contrast(draft: ResultsDraft, code: str) -> str:
    """Where more than half of one group mentions it and at most a third of another: the figures of all groups.

    A missing value is no group, and neither is one respondent alone, who could be recognised; few means nothing where
    not all of a group were read, and of a zero that nobody knows nothing is said.
    """
    words, counted = draft.view.words, draft.counted
    sizes = counted.sizes(draft.by)
    values = [value for value in draft.values if value != MISSING and sizes[value] > 1]
    found = {value: draft.shares[code][value].cases for value in values}
    high = any(2 * cases.n > cases.of for cases in found.values())
    low = any(3 * cases.n <= cases.of == cases.read for cases in found.values())
    if not (high and low):
        return ""
    told: dict[bool, list[str]] = {True: [], False: []}
    for value, cases in found.items():
        if cases.known:
            told[cases.n > 0].append(so_many(cases.n, cases.of, _of_group(draft, value), words))
    of_group = dict(zip(counted.cases, counted.attributes[draft.by], strict=True))
    without = {value for value, cases in found.items() if not cases.n}
    so = any(of_group[case] in without for case in draft.opponents(code))  # who denies it speaks of it
    key: Key = "contrast.others.so" if so else "contrast.others"
    others = words(key, groups=words.listed(told[False])) if told[False] else ""
    return words("contrast", groups=words.listed(told[True]), others=others)


def directions(draft: ResultsDraft, code: str) -> str:
    """Whom a code hinders and whom it helps, where its mentions differ in that, or say more than its kind; else ""."""
    words, kind = draft.view.words, draft.view.codebook.by_id[code].kind
    found: dict[str, set[str]] = {}
    rows = draft.frame[(draft.frame["code"] == code) & ~draft.frame["against"].astype(bool)]
    for row in rows.to_dict("records"):
        for valence in filter(None, str(row["valence"]).split("; ")):
            found.setdefault(valence, set()).update(str(row["case"]).split("; "))
    counted = draft.view.selection.counted_cases  # nobody of a pilot interview or a document
    found = {valence: there for valence, cases in found.items() if (there := cases & set(counted))}
    if not set(found) - {kind} or (kind == "neutral" and len(found) < 2):
        return ""
    parts = [
        words(
            "directions.part",
            valence=words.term(valence),
            who=spoken(len(cases), words),
            names=named_behind(draft, [case for case in counted if case in cases]) if len(cases) <= _NAMED else "",
        )
        for valence in VALENCES
        if (cases := found.get(valence))
    ]
    return words("directions", parts=", ".join(parts))


def _of_group(draft: ResultsDraft, value: str) -> People:
    """The people with a value of the attribute: by the plural of `groups:` where the value is such a word."""
    words = draft.view.words
    many = {forms[0].casefold(): forms[-1] for forms in draft.view.project.settings.groups.values()}
    told = words("said.with", people=words.cases, attribute=draft.by, value=value)
    return People(many.get(value.casefold(), told), "")


def _one_of_group(draft: ResultsDraft, value: str) -> str:
    """One of those with a value of the attribute: its word in `groups:` where it has one."""
    words = draft.view.words
    one = {forms[0].casefold(): forms[0] for forms in draft.view.project.settings.groups.values()}
    told = words("said.with", people=words.case, attribute=draft.by, value=value)
    return one.get(value.casefold(), told)


def silent(draft: ResultsDraft, target: str) -> Iterator[Part]:
    """The one who does not mention what all others do, where there are five or more and that one was read in full."""
    cases = draft.figures[target].cases
    if cases.of < _ENOUGH or cases.n != cases.of - 1:
        return
    spoke = draft.who_mention(target)
    left = [case for case in draft.pooled.cases_read(draft.targets[target], target) if case not in spoke]
    if left:
        yield Prose(capital(draft.view.words("silent", name=draft.name_of(left[0]))))


def deviant(draft: ResultsDraft, code: str) -> Iterator[Part]:
    """What speaks against a code: a paragraph for each who says so, in their words; who mentions it too, says it also."""
    words = draft.view.words
    records = [record for record in draft.deviants.get(code, ()) if form(draft.view, record)]
    by_person: dict[tuple[str, ...], list[Record]] = {}
    for record in records:
        by_person.setdefault((str(record["case"]), str(record["transcript"]), *_roles(record)), []).append(record)
    for (case, *_), said in by_person.items():
        turned = all(record["opposite"] for record in said)
        key: Key = "quoted.also" if case in draft.who_mention(code) else "quoted.turned" if turned else "deviant"
        yield from _one_paragraph(draft, said, capital(words(key, who=who(draft, said[0]))))
        for record in said:
            yield from told_by(draft.memos_of(record))


def _one_paragraph(draft: ResultsDraft, records: Sequence[Record], opening: str) -> Iterator[Part]:
    """Quotes behind one opening: those in running text in one paragraph, each block below what comes before it."""
    paragraph: list[str] = []
    for number, record in enumerate(records):
        *before, last = introduced(draft, record, "" if number else opening)
        paragraph += [part.text for part in before if isinstance(part, Prose)]
        if isinstance(last, Prose):
            paragraph.append(last.text)
            continue
        if paragraph:
            yield Prose(" ".join(paragraph))
        paragraph = []
        yield last
    if paragraph:
        yield Prose(" ".join(paragraph))
