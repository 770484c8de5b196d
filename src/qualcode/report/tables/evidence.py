"""What a study can show for the points of a list that reviewers use: each a function to sentences, none where it knows nothing."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING

import pandas as pd

from qualcode.analysis.counted import Figures
from qualcode.analysis.counts import Count
from qualcode.analysis.direction import is_mention
from qualcode.analysis.facts import StudyFacts, study_facts, theme_codes
from qualcode.analysis.readings import readings
from qualcode.model.codebook import Theme
from qualcode.model.memo import Memo
from qualcode.model.span import merge
from qualcode.model.transcript import count_words
from qualcode.report.checks import check_told
from qualcode.report.counts import shown_value
from qualcode.report.prose.method import origin_of_codes, origin_of_themes, told_material
from qualcode.report.quantities import in_words, so_many_things
from qualcode.report.tables.new_codes import inductive, new_codes
from qualcode.report.view import View
from qualcode.text import Words, capital

if TYPE_CHECKING:
    from qualcode.text.keys import Key

_FEW = 2  # respondents; a theme that rests on so few is named
_WRITTEN = ("summary", "interpretation", "literature")  # kinds of memo that a section of the results has


@dataclass(frozen=True)
class StudyEvidence:
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
        return self.view.count(targets).figures()

    @cached_property
    def readers(self) -> frozenset[str]:
        """The cases that were read for every code in use."""
        view = self.view
        return frozenset(view.count().cases_read(view.codes))

    @cached_property
    def names(self) -> Mapping[str, str]:
        return {theme.id: theme.name for theme in self.view.themes}

    @property
    def n(self) -> int:
        return len(self.view.selection.counted_cases)


def attention(known: StudyEvidence) -> Iterator[str]:
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
        if not view.numbers:
            told.append(f"{reading.handle.id}: {how}")
            continue
        share = view.words.whole(coded.n) if coded.known else view.words.figure(coded)
        spoken_words = view.words.whole(words)
        told.append(view.words("rigour.coded", name=reading.handle.id, coded=share, words=spoken_words, how=how))
    if told:
        yield "; ".join(told) + "."


def thin_themes(known: StudyEvidence) -> Iterator[str]:
    """3: themes that rest on one or two respondents; that none does is only said where everything was read."""
    if not known.view.numbers:
        return
    cases = {name: row.cases for name, row in known.themes.items()}
    thin = [known.names[name] for name, count in cases.items() if 1 <= count.n <= _FEW]
    if thin:
        yield known.view.words.some("rigour.thin", len(thin), names=known.view.words.listed(thin))
    elif cases and all(count.known for count in cases.values()):
        yield known.view.words("rigour.no_thin")


def collated(known: StudyEvidence) -> Iterator[str]:
    """4: how many extracts of each theme stand together."""
    words = known.view.words
    found = known.themes.items() if known.view.numbers else ()
    told = [f"{known.names[name]}: {words.figure(row.references)}" for name, row in found]
    if told:
        yield words("rigour.collated", told="; ".join(told))


def overlap(known: StudyEvidence) -> Iterator[str]:
    """5: themes that count as reviewed, those whose extracts were judged one by one, and codes that two themes share."""
    view = known.view
    tested = [theme.name for theme in view.themes if theme.status in ("reviewed", "final")]
    if tested:
        yield view.words("rigour.tested", names=view.words.listed(tested))
    if fitted := list(_fitted(view)):
        yield view.words("rigour.fitted", names="; ".join(fitted))
    told = []
    for one, other in combinations(view.themes, 2):
        shared = [code for code in view.members(one) if code in view.members(other)]
        if shared:
            names = ", ".join(view.codebook.by_id[code].name for code in shared)
            told.append(f"{one.name} / {other.name}: {names}")
    if told:
        yield view.words("rigour.overlap", told="; ".join(told))


def _fitted(view: View) -> Iterator[str]:
    """The themes of which it was said, coding by coding, whether it fits: of how many."""
    current = view.codebook.current
    codings = [one for reading in readings(view.project, view.selection, view.coders) for one in reading.codings]
    for theme in view.themes:
        pool, ids = set(view.pool(theme)), {theme.id, *theme.was}
        own = [one for one in codings if current.get(one.code) in pool]
        judged = sum(any(name in ids for name, _ in one.fit) for one in own)
        if judged and view.numbers:
            yield view.words("rigour.fitted.of", theme=theme.name, n=judged, total=len(own))
        elif judged:
            yield theme.name if judged == len(own) else view.words("rigour.fitted.part", theme=theme.name)


def balance(known: StudyEvidence) -> Iterator[str]:
    """8 and 10: words of the researcher against words of key quotes."""
    view = known.view
    told = []
    for theme in view.themes:
        own = known.frame[known.frame["code"].isin(view.members(theme)) & known.frame["key"]]
        texts = (str(row["printed"] or row["quote"]) for row in own.to_dict("records"))
        quoted = sum(map(count_words, texts))
        memos = sum(count_words(memo.text) for memo in _in_section(view, theme, own))
        quotes = so_many_things("phases.left.key", len(own), view.words) if len(own) else ""
        key: Key = (
            "rigour.balance"
            if memos and quotes
            else "rigour.balance.unwritten"
            if quotes
            else "rigour.balance.none"
            if memos
            else "rigour.balance.neither"
        )
        written = view.words.whole(memos)
        told.append(view.words(key, theme=theme.name, quotes=quotes, quoted=quoted, written=written))
    if told:
        yield "; ".join(told) + "."


def _in_section(view: View, theme: Theme, quotes: pd.DataFrame) -> list[Memo]:
    """The memos that stand in the section of a theme: about it, about one of its codes, or behind one of its key quotes."""
    about = [(f"theme:{theme.id}",), *((f"code:{code}",) for code in view.members(theme))]
    ids = {one for row in quotes["id"] for one in str(row).split("; ")}
    own = [memo for memo in view.project.memos if memo.about in about and memo.kind in _WRITTEN]
    return own + view.project.memos_on_codings(ids, *_WRITTEN[1:])


def quotes_each(known: StudyEvidence) -> Iterator[str]:
    """How many key quotes each respondent has, and who has none: what the researcher chose, and no count of what was said."""
    view = known.view
    keys = known.frame[known.frame["key"]]["case"].str.split("; ").explode().value_counts()
    chosen = {case: int(keys.get(case, 0)) for case in view.selection.counted_cases}
    quoted = [case for case, n in chosen.items() if n]
    if not quoted:
        return
    if view.numbers:
        yield view.words("rigour.quotes", told=", ".join(f"{case}: {chosen[case]}" for case in quoted))
    else:
        yield view.words("rigour.quoted", names=view.words.listed(quoted))
    if left := [case for case in chosen if not chosen[case]]:
        yield view.words("rigour.unquoted", names=view.words.listed(left))


def balance_and_quotes(known: StudyEvidence) -> Iterator[str]:
    yield from balance(known)
    yield from quotes_each(known)


def said(key: "Key", **values: Callable[[StudyEvidence], object]) -> Callable[[StudyEvidence], Iterator[str]]:
    """A sentence of the catalogue with figures of the study."""

    def told(known: StudyEvidence) -> Iterator[str]:
        yield known.view.words(key, **{name: value(known) for name, value in values.items()})

    return told


def sample(known: StudyEvidence) -> Iterator[str]:
    view = known.view
    for name in view.described if view.selection.counted_cases else ():
        counts = pd.Series(
            [view.project.cases.get(case).value(name) for case in view.selection.counted_cases]
        ).value_counts()
        told = ", ".join(f"{shown_value(str(value), view.words)}: {number}" for value, number in counts.items())
        yield f"{capital(name)} ({told})."


def guide(known: StudyEvidence) -> Iterator[str]:
    topics = len(known.view.codebook.topics)
    if topics:
        yield so_many_things("rigour.guide", topics, known.view.words)


def rounds(known: StudyEvidence) -> Iterator[str]:
    handles = [handle for handle in known.view.project.transcripts.values() if handle.counts_people]
    several = [
        case for case in known.view.selection.counted_cases if sum(case in handle.cases for handle in handles) > 1
    ]
    words = known.view.words
    yield words("rigour.repeats", names=", ".join(several)) if several else words("rigour.no_repeats")


def duration(known: StudyEvidence) -> Iterator[str]:
    """How long each interview took of which that is known."""
    words = known.view.words
    lengths = {handle: seconds for handle, seconds in known.facts.lengths.items() if seconds}
    if lengths:
        told = ", ".join(words("rigour.minutes", name=name, n=round(s / 60)) for name, s in lengths.items())
        yield words("rigour.duration", told=told)
    if lengths and (left := [name for name in known.facts.lengths if name not in lengths]):
        yield words("rigour.untimed", names=words.listed(left))


def saturation(known: StudyEvidence) -> Iterator[str]:
    """22: what the new inductive codes per interview tell; it belongs to no reflexive analysis."""
    words = known.view.words
    if not known.view.numbers:
        yield from no_saturation(known)
        return
    if not inductive(known.view):
        return
    rows, left = new_codes(known.view)
    if rows:
        yield words("rigour.saturation", told=", ".join(f"{name}: {number}" for name, number, _ in rows))
    if rows and left:
        yield words("figure.new_codes.left", names=", ".join(left))


def no_saturation(known: StudyEvidence) -> Iterator[str]:
    yield known.view.words("rigour.no_saturation")


def derivation(known: StudyEvidence) -> Iterator[str]:
    """26: where the themes come from, and the codes in them."""
    view = known.view
    if view.themes:
        yield origin_of_themes(view)
    if view.numbers and (told := origin_of_codes(view)):
        yield told
    if found := [code.name for code in view.codebook.offered() if code.origin == "inductive"]:
        yield view.words("codebook.inductive", names=view.words.listed(found))


def returned(known: StudyEvidence) -> Iterator[str]:
    """23: transcripts that respondents were sent."""
    words = known.view.words
    told = [
        f"{one.id} ({check_told(words, one)})"
        for one in known.view.selection.transcripts
        if one.member_check or one.lapsed_check
    ]
    if told:
        yield words("rigour.returned", names=", ".join(told))


def orientation(known: StudyEvidence) -> Iterator[str]:
    yield known.view.words.of("method.variant", known.view.project.settings.variant)


def minor(known: StudyEvidence) -> Iterator[str]:
    """32: what speaks against its code: marked as deviant, or of the opposite direction."""
    view = known.view
    against = [
        coding.code
        for reading in readings(view.project, view.selection, view.coders)
        for coding in reading.codings
        if not is_mention(coding, view.codebook)
    ]
    cases = view.selection.counted_cases
    count = Count("references", len(against), len(cases), len(known.readers))
    current = view.codebook.current
    codes = dict.fromkeys(view.codebook.by_id[current[code]].name for code in against if code in current)
    names = view.words.listed(list(codes))
    if against and view.numbers:
        yield capital(so_many_things("rigour.deviant", len(against), view.words, names=names))
    elif against:
        yield view.words.some("rigour.deviant.codes", len(against), names=names)
    elif count.known and view.numbers:
        yield view.words("rigour.deviant.none")


def clear_themes(known: StudyEvidence) -> Iterator[str]:
    themes, words = known.view.themes, known.view.words
    having = ([theme.name for theme in themes if getattr(theme, what)] for what in ("statement", "boundary"))
    stated, bounded = (_which(names, len(themes), words) for names in having)
    if themes:
        yield capital(so_many_things("rigour.themes", len(themes), words, stated=stated, bounded=bounded))
    if expected := [theme.name for theme in themes if theme.id in known.view.expectations]:
        yield known.view.words("rigour.expected", names="; ".join(expected))


def _which(names: Sequence[str], total: int, words: Words) -> str:
    """Which of them, by name; *all* or *none* where it is those."""
    if len(names) == total > 1:
        return words("all_of")
    return words.listed(names) if names else words("none_of_them")


def people(known: StudyEvidence) -> str:
    """*respondent* of one, else *respondents*."""
    words = known.view.words
    return words.case if known.n == 1 else words.cases


def coders(known: StudyEvidence) -> Iterator[str]:
    """24: who coded."""
    view, everyone = known.view, known.view.project.coders
    if everyone:
        n = capital(in_words(len(everyone), view.words))
        yield view.words("rigour.coders", n=n, names=view.names_of(everyone))


def tree(known: StudyEvidence) -> Iterator[str]:
    yield so_many_things("rigour.tree", len(known.view.codebook.offered()), known.view.words)


def title(known: StudyEvidence) -> Iterator[str]:
    if known.view.project.settings.title:
        yield f"‘{known.view.project.settings.title}’."


def questions(known: StudyEvidence) -> Iterator[str]:
    yield from (question.text for question in known.view.codebook.questions)


def material(known: StudyEvidence) -> Iterator[str]:
    """How the data came: what there is, how long, who was asked more than once."""
    yield from told_material(known.view, known.facts)
    yield from rounds(known)


def reflections(known: StudyEvidence) -> Iterator[str]:
    """That the researcher wrote about their own part in it."""
    written = [memo for memo in known.view.project.memos if memo.kind == "reflexive"]
    if written:
        yield capital(so_many_things("rigour.reflections", len(written), known.view.words))


def trustworthiness(known: StudyEvidence) -> Iterator[str]:
    """What was done to hold the analysis against the material and the people."""
    yield from overlap(known)
    yield from returned(known)
    yield from minor(known)
    if known.view.log:
        yield known.view.words("rigour.trail", day=known.view.words.day(str(known.view.log[0]["at"])[:10]))
