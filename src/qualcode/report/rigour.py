"""What the study itself can show for two lists that reviewers use, and what it leaves to the researcher.

V. Braun & V. Clarke (2006), "Using thematic analysis in psychology", Qualitative Research in Psychology 3(2), 77-101:
fifteen points of good thematic analysis. A. Tong, P. Sainsbury & J. Craig (2007), "Consolidated criteria for reporting
qualitative research (COREQ)", International Journal for Quality in Health Care 19(6), 349-357: 32 items. The points are
told in our own words.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import pandas as pd

from qualcode import __version__
from qualcode.analysis.counts import Count
from qualcode.analysis.facts import StudyFacts, study_facts, theme_codes
from qualcode.analysis.study import readings
from qualcode.analysis.tables import Figures, cases_read, code_targets, figures
from qualcode.model.span import merge
from qualcode.model.transcript import count_words
from qualcode.report.counts import shown_value
from qualcode.report.figures.new_codes import new_codes
from qualcode.report.listing import Listing, Shown
from qualcode.report.method import origin_of_codes, origin_of_themes
from qualcode.report.tree import Output, Value
from qualcode.report.view import View

COLUMNS = ("list", "item", "point", "evidence", "open")
_POINTS, _ITEMS = 15, 32
_FEW = 2  # respondents; a theme that rests on so few is named


def rigour(view: View) -> Output:
    """Every point of both lists: its evidence, or that it is the researcher's to answer."""
    known = _Evidence(view)
    words = view.words
    rows: list[tuple[Value, ...]] = []
    for name, most, told in (("bc", _POINTS, _BRAUN_CLARKE), ("coreq", _ITEMS, _COREQ)):
        for item in range(1, most + 1):
            evidence = " ".join(told[item](known)) if item in told else ""
            rows.append((name, item, words(f"{name}.{item}"), evidence, not evidence))
    shown = (
        Shown("item", 1, True),
        Shown("point", 5),
        Shown("evidence", 8, text=lambda record: str(record["evidence"]) or words("rigour.open")),
    )
    notes = [*view.only, words("rigour.note")]
    listing = Listing(
        "rigour", COLUMNS, rows, shown, words("rigour.title"), notes,
        group=lambda record: words(f"rigour.{record['list']}"), long=True,
    )  # fmt: skip
    return listing.output(words, view.project.changed, view.warnings)


@dataclass(frozen=True)
class _Evidence:
    """What is asked of the study, worked out once."""

    view: View

    @cached_property
    def frame(self) -> pd.DataFrame:
        return self.view.fragments()

    @cached_property
    def facts(self) -> StudyFacts:
        view = self.view
        return study_facts(view.project, view.selection, view.coders, theme_codes(view.project, view.themes))

    @cached_property
    def themes(self) -> Mapping[str, Figures]:
        """theme id -> what is counted of it; a theme without codes is left out."""
        targets = {theme.id: self.view.pool(theme) for theme in self.view.themes if self.view.members(theme)}
        return figures(self.view.count(targets, "mention"), targets)

    @cached_property
    def readers(self) -> frozenset[str]:
        """The cases that were read for every code in use."""
        view = self.view
        return frozenset(cases_read(view.count(code_targets(view.codebook, view.codes)), view.codes))

    @cached_property
    def names(self) -> Mapping[str, str]:
        return {theme.id: theme.name for theme in self.view.themes}

    @property
    def n(self) -> int:
        return len(self.view.selection.counted_cases)


def _attention(known: _Evidence) -> Iterator[str]:
    """2: every transcript coded and read alike."""
    view = known.view
    told = []
    for reading in readings(view.project, view.selection, view.coders):
        text = reading.transcript.text
        spoken = [turn.span for turn in reading.transcript.turns if turn.is_respondent]
        inside = [
            part
            for span in merge(coding.span for coding in reading.codings)
            for turn in spoken
            if (part := span.intersection(turn))
        ]
        words = sum(count_words(span.of(text)) for span in spoken)
        whole = "whole" in reading.done
        coded = Count("words", sum(count_words(span.of(text)) for span in inside), 1, int(whole))
        how = view.words("rigour.whole" if whole else "rigour.not_whole")
        share = view.words.whole(coded.n) if coded.known else view.words.figure(coded)
        spoken_words = view.words.whole(words)
        told.append(view.words("rigour.coded", name=reading.handle.id, coded=share, words=spoken_words, how=how))
    if told:
        yield "; ".join(told) + "."


def _thin_themes(known: _Evidence) -> Iterator[str]:
    """3: themes that rest on one or two respondents; that none does is only said where everything was read."""
    cases = {name: row.cases for name, row in known.themes.items()}
    thin = [known.names[name] for name, count in cases.items() if 1 <= count.n <= _FEW]
    if thin:
        yield known.view.words("rigour.thin", names=known.view.words.listed(thin))
    elif cases and all(count.known for count in cases.values()):
        yield known.view.words("rigour.no_thin")


def _collated(known: _Evidence) -> Iterator[str]:
    """4: all extracts of a theme together."""
    words = known.view.words
    told = [known.names[name] for name in known.themes]
    if known.view.numbers:
        told = [f"{known.names[name]}: {words.fragments(row.references)}" for name, row in known.themes.items()]
    if told:
        yield words("rigour.collated", told="; ".join(told))


def _overlap(known: _Evidence) -> Iterator[str]:
    """5: themes that were held against the material, and codes that two of them share."""
    view = known.view
    tested = [theme.name for theme in view.themes if theme.status in ("reviewed", "final")]
    if tested:
        yield view.words("rigour.tested", names=view.words.listed(tested))
    told = []
    for one, other in combinations(view.themes, 2):
        shared = [code for code in view.members(one) if code in view.members(other)]
        if shared:
            names = ", ".join(view.codebook.by_id[code].name for code in shared)
            told.append(f"{one.name} / {other.name}: {names}")
    if told:
        yield view.words("rigour.overlap", told="; ".join(told))


def _balance(known: _Evidence) -> Iterator[str]:
    """8 and 10: words of the researcher against words of key quotes."""
    view = known.view
    told = []
    for theme in view.themes:
        own = known.frame[known.frame["code"].isin(view.members(theme)) & known.frame["key"]]
        texts = (str(row["printed"] or row["quote"]) for row in own.to_dict("records"))
        quoted = sum(map(count_words, texts))
        written = sum(count_words(memo.text) for memo in view.project.memos if f"theme:{theme.id}" in memo.about)
        read = (len(known.view.selection.counted_cases), len(known.readers))
        quotes, words = (view.words.figure(Count("quotes", n, *read)) for n in (len(own), quoted))
        told.append(view.words("rigour.balance", theme=theme.name, quotes=quotes, quoted=words, written=written))
    if told:
        yield "; ".join(told) + "."


def _quotes_each(known: _Evidence) -> Iterator[str]:
    """How many key quotes each respondent has."""
    view = known.view
    keys = known.frame[known.frame["key"]]["case"].str.split("; ").explode().value_counts()
    each = {
        case: Count("quotes", int(keys.get(case, 0)), 1, case in known.readers) for case in view.selection.counted_cases
    }
    if any(count.known for count in each.values()):
        told = ", ".join(f"{case} {view.words.figure(count)}" for case, count in each.items())
        yield view.words("rigour.quotes", told=told)


def _balance_and_quotes(known: _Evidence) -> Iterator[str]:
    yield from _balance(known)
    yield from _quotes_each(known)


def _said(key: str, **values: Callable[[_Evidence], object]) -> Callable[[_Evidence], Iterator[str]]:
    """A sentence of the catalogue with figures of the study."""

    def told(known: _Evidence) -> Iterator[str]:
        yield known.view.words(key, **{name: value(known) for name, value in values.items()})

    return told


def _sample(known: _Evidence) -> Iterator[str]:
    view = known.view
    for name in view.published if view.selection.counted_cases else ():
        counts = pd.Series(
            [view.project.cases.get(case).value(name) for case in view.selection.counted_cases]
        ).value_counts()
        yield f"{name}: {', '.join(f'{shown_value(str(value), view.words)} {number}' for value, number in counts.items())}."


def _guide(known: _Evidence) -> Iterator[str]:
    topics = len(known.view.codebook.topics)
    if topics:
        yield known.view.words.some("rigour.guide", topics)


def _rounds(known: _Evidence) -> Iterator[str]:
    handles = [handle for handle in known.view.project.transcripts.values() if handle.counts_people]
    several = [
        case for case in known.view.selection.counted_cases if sum(case in handle.cases for handle in handles) > 1
    ]
    words = known.view.words
    yield words("rigour.repeats", names=", ".join(several)) if several else words("rigour.no_repeats")


def _duration(known: _Evidence) -> Iterator[str]:
    if known.facts.seconds:
        yield known.view.words.some("method.duration", known.facts.timed, minutes=round(known.facts.seconds / 60))


def _saturation(known: _Evidence) -> Iterator[str]:
    """22: what the new codes per interview tell; it belongs to no reflexive analysis."""
    words = known.view.words
    if not known.view.numbers:
        yield words("rigour.no_saturation")
        return
    rows, left = new_codes(known.view)
    if rows:
        yield words("rigour.saturation", told=", ".join(f"{name} {number}" for name, number, _ in rows))
    if rows and left:
        yield words("figure.new_codes.left", names=", ".join(left))


def _derivation(known: _Evidence) -> Iterator[str]:
    """26: where the themes come from, and the codes in them."""
    view = known.view
    if view.themes:
        yield origin_of_themes(view)
    if view.numbers and (told := origin_of_codes(view)):
        yield told
    if inductive := [code.name for code in view.codebook.offered() if code.origin == "inductive"]:
        yield view.words("codebook.inductive", names=view.words.listed(inductive))


def _returned(known: _Evidence) -> Iterator[str]:
    """23: transcripts that respondents were sent."""
    told = [
        f"{one.id} ({known.view.words(f'member.{one.member_check}')})"
        for one in known.view.selection.transcripts
        if one.member_check
    ]
    if told:
        yield known.view.words("rigour.returned", names=", ".join(told))


def _orientation(known: _Evidence) -> Iterator[str]:
    yield known.view.words(f"method.variant.{known.view.project.settings.variant}")


def _minor(known: _Evidence) -> Iterator[str]:
    """32: deviant cases."""
    view = known.view
    marked = sum(
        coding.deviant for reading in readings(view.project, view.selection, view.coders) for coding in reading.codings
    )
    cases = view.selection.counted_cases
    count = Count("references", marked, len(cases), len(known.readers))
    if count.known:
        yield view.words("rigour.deviant", n=view.words.figure(count))


def _clear_themes(known: _Evidence) -> Iterator[str]:
    themes = known.view.themes
    stated = sum(bool(theme.statement) for theme in themes)
    bounded = sum(bool(theme.boundary) for theme in themes)
    yield known.view.words.some("rigour.themes", len(themes), stated=stated, bounded=bounded)
    if expected := [theme.name for theme in themes if theme.id in known.view.expectations]:
        yield known.view.words("rigour.expected", names="; ".join(expected))


_BRAUN_CLARKE: dict[int, Callable[[_Evidence], Iterator[str]]] = {
    2: _attention,
    3: _thin_themes,
    4: _collated,
    5: _overlap,
    8: _balance,
    10: _balance_and_quotes,
}
_COREQ: dict[int, Callable[[_Evidence], Iterator[str]]] = {
    9: _orientation,
    12: _said("rigour.size", n=lambda known: known.view.words.count(known.n)),
    16: _sample,
    17: _guide,
    18: _rounds,
    21: _duration,
    22: _saturation,
    23: _returned,
    24: _said("rigour.coders", n=lambda known: len(known.view.project.coders), names=lambda known: known.view.names_of(known.view.project.coders)),
    25: _said("rigour.tree", n=lambda known: len(known.view.codebook.offered())),
    26: _derivation,
    27: _said("rigour.software", version=lambda known: __version__),
    29: _quotes_each,
    30: _balance,
    31: _clear_themes,
    32: _minor,
}  # fmt: skip
