"""A draft of the results, a section a theme, made of counts, key quotes and the researcher's own words.

No sentence interprets: what it means is a memo, put in its place. What people said, a code tells by its `said`; else
its sentence is about the code, which nobody says. What was not mentioned is not denied. Where the data are thin, a note
in the margin says so. In a reflexive study no sentence counts.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from qualcode.analysis.counted import Figures
from qualcode.analysis.counts import Count
from qualcode.errors import QualcodeError
from qualcode.model.codebook import CLAUSES, Codebook, Theme
from qualcode.report.citing import Record, proposed, style_of, with_margin
from qualcode.report.document import Data, Heading, Items, Output, Part, Prose, Quote, Report
from qualcode.report.notes import small_cells
from qualcode.report.prose.draft import (
    ResultsDraft,
    contrast,
    deviant,
    directions,
    introduced,
    named,
    named_behind,
    opening,
    silent,
    told,
    told_by,
    unquoted,
)
from qualcode.report.quantities import exactly, is_singular, roughly, so_many, so_many_things, spoken
from qualcode.report.view import View
from qualcode.text import Say, Words, capital

if TYPE_CHECKING:
    from qualcode.text.keys import Key, Stem

SUMMARY_COLUMNS = ("part", "theme", "text")
_CARRIES = 3  # references from which one case can be said to supply most of them


def summary(view: View, by: str | None = None, style: str = "", labels: str = "", per_group: bool = False) -> Output:
    """The sections of all themes, the answers to the research questions, the recommendations and the closing words.

    `by`: an attribute, whose groups are set against one another; with `per_group` first each group by itself, under the
    same themes, and then the themes again with what sets the groups apart and the researcher's words.
    """
    style, labels = style_of(view.project, style, labels)
    draft = ResultsDraft(view, view.attribute(by) if by else "", style, labels)
    if per_group and not by:
        raise QualcodeError("error.per_group")
    parts: list[Part] = [*map(Prose, view.only)]
    parts += _per_group(draft) if per_group else _themes(draft)
    if draft.is_whole:
        parts += _answers(draft)
        parts += _recommendations(view)
        parts += _closing(view)
    rows = []
    theme_name = ""
    for part in parts:
        if isinstance(part, Heading):
            theme_name = part.text
        for text in _texts(part):
            rows.append((type(part).__name__.casefold(), theme_name, text))
    data = Data("summary", SUMMARY_COLUMNS, tuple(rows))
    alerts = [*view.warnings, *(small_cells(draft.counted, [by]) if by else ())]
    if not draft.is_whole and view.project.memos:
        alerts.append(Say("mind.memos_left_out"))
    return Output(data, Report(view.words("summary.title"), tuple(parts), view.project.changed), tuple(alerts))


def _themes(draft: ResultsDraft) -> Iterator[Part]:
    """A section a theme, and one for each code in none."""
    view = draft.view
    themes = [theme for theme in view.themes if view.members(theme)]
    shares = {(found.read, found.of) for found in (draft.figures[f"theme:{theme.id}"].cases for theme in themes)}
    alike = len(themes) > 1 and len(shares) == 1  # what is the same for all themes is said once
    for read, total in shares if alike and view.numbers else ():
        yield from map(Prose, _read_in_full(draft, "summary.read.all", read, total))
    told_in: dict[str, Theme] = {}  # code -> the theme that has its quotes: a code in two themes is quoted in the first
    for theme in themes:
        yield from _theme(draft, theme, told_in, tell_read=not alike)
    yield from _loose(draft)


def _per_group(draft: ResultsDraft) -> Iterator[Part]:
    """Each group under the same headings, and then what sets the groups apart. A missing value is no group."""
    for _, own in draft.groups():
        yield Heading(capital(own.people.many))
        for part in _themes(own):
            yield Heading(part.text, part.level + 1) if isinstance(part, Heading) else part
    themes = [theme for theme in draft.view.themes if draft.view.members(theme)]
    apart = draft.view.numbers and any(
        contrast(draft, code) for theme in themes for code in _that_say_something(draft, draft.view.members(theme))
    )
    yield Heading(draft.view.words("summary.compared" if apart else "summary.together"))
    if left := draft.ungrouped():
        yield Prose(draft.view.words("summary.ungrouped", names=draft.view.words.listed(left), attribute=draft.by))
    for theme in themes:
        told = [*_compared(draft, theme)]
        if told:
            yield Heading(theme.name, 2)
            yield from told


def _compared(draft: ResultsDraft, theme: Theme) -> Iterator[Part]:
    """What the researcher says of a theme, and where the groups differ in one of its codes."""
    view, target = draft.view, f"theme:{theme.id}"
    yield from told_by(view.project.memos_on(target, kind="summary"))
    for code in _that_say_something(draft, view.members(theme)):
        if apart := contrast(draft, code) if view.numbers else "":
            yield Prose(f"{_who_says(draft, code)} {apart}")
        for kind in ("summary", "interpretation", "literature"):
            yield from told_by(view.project.memos_on(f"code:{code}", kind=kind))
    for kind in ("interpretation", "literature"):
        yield from told_by(view.project.memos_on(target, kind=kind))


def _texts(part: Part) -> Iterator[str]:
    match part:
        case Items(items):
            yield from items
        case Heading(text) | Prose(text):
            yield text
        case _:
            yield str(getattr(part, "text", ""))


def _read_in_full(draft: ResultsDraft, key: "Stem", read: int, total: int) -> list[str]:
    """Whose transcripts were read in full, where not everybody's were."""
    words = draft.view.words
    who = so_many(read, total, draft.people, words)
    told = words(key, who=who) if read else words.of(key, "none", who=who)
    return [told] if read < total else []


def _theme(draft: ResultsDraft, theme: Theme, told_in: dict[str, Theme], tell_read: bool) -> Iterator[Part]:
    view, words = draft.view, draft.view.words
    members, target = view.members(theme), f"theme:{theme.id}"
    found = draft.figures[target]
    yield Heading(theme.name)
    expected = theme.id in view.expectations
    if theme.statement and not expected and not draft.of_group:
        yield Prose(theme.statement)
    if draft.is_whole:  # of groups, the researcher's words about a theme are told once, where those are compared
        yield from told_by(view.project.memos_on(target, kind="summary"))
    margin = " ".join([*([words("expectation.left")] if expected else []), *_thin(draft, target, members, found)])
    counted = [_rests_on(draft, target)] if view.numbers else []
    if view.numbers and tell_read:
        counted += _read_in_full(draft, "summary.read", found.cases.read, found.cases.of)
    said: list[Part] = [Prose(" ".join(filter(None, counted)))] if any(counted) else []
    said += _codes(draft, members, theme, told_in)
    yield from _beside_first(said, margin)
    if view.numbers:
        yield from silent(draft, target)
    for kind in ("interpretation", "literature") if draft.is_whole else ():
        yield from told_by(view.project.memos_on(target, kind=kind))


def _beside_first(parts: list[Part], margin: str) -> Iterator[Part]:
    """The parts, with a note beside the first that can have one."""
    for part in parts:
        if margin and isinstance(part, Prose | Quote):
            part, margin = with_margin(part, f"{margin} {part.margin}".strip()), ""
        yield part


def _rests_on(draft: ResultsDraft, target: str) -> str:
    """On how many fragments of whom a theme rests, as its table has them; "" where nobody can know."""
    words, cases = draft.view.words, draft.figures[target].cases
    if not cases.known:
        return ""
    if not cases.n:
        return capital(words("summary.theme.none", who=exactly(cases, draft.people, words)))
    fragments = so_many_things("said.fragments", draft.pooled.spoken_in(target), words)
    against = ""
    if opponents := draft.opponents(target):
        n, names = len(opponents), named_behind(draft, opponents)
        against = words("summary.theme.contradicted.alone")
        if cases.n > 1:
            against = words.some("summary.theme.contradicted", n, who=spoken(n, words), names=names)
    return words("summary.theme", fragments=fragments, who=exactly(cases, draft.people, words), against=against)


def _codes(draft: ResultsDraft, codes: Sequence[str], theme: Theme, told_in: dict[str, Theme]) -> Iterator[Part]:
    for turn, code in enumerate(_that_say_something(draft, codes)):
        if (first := told_in.setdefault(code, theme)) is theme:
            yield from _code(draft, code, turn)
        else:
            name = unquoted(draft.view.codebook.by_id[code].name)
            elsewhere = draft.view.words("summary.elsewhere", code=name, theme=first.name)
            yield Prose(" ".join(filter(None, (_who_says(draft, code), elsewhere))))


def _that_say_something(draft: ResultsDraft, codes: Sequence[str]) -> list[str]:
    """The codes that say something by themselves, most respondents first."""
    view = draft.view
    found = draft.figures
    place = {code: at for at, code in enumerate(view.codes)}
    said = [code for code in codes if code in view.told and (found[code].references.n or draft.opponents(code))]
    return sorted(said, key=lambda code: (-found[code].cases.n, -found[code].references.n, place[code]))


def _loose(draft: ResultsDraft) -> Iterator[Part]:
    """What was said that no theme holds: each code under its own name."""
    for code in _that_say_something(draft, draft.view.loose):
        if draft.view.themes:
            yield Heading(draft.view.codebook.by_id[code].name)
        yield from _code(draft, code, 0)


def _thin(draft: ResultsDraft, target: str, codes: Sequence[str], found: Figures) -> Iterator[str]:
    """What a supervisor would ask about first."""
    view, words = draft.view, draft.view.words
    if view.is_part:  # of a part of the study nothing can be said of the theme
        return
    if view.numbers:
        yield from _rests_on_few(draft, target, found)
    quotes = draft.frame[draft.frame["code"].isin(codes)]
    if len(quotes) and not quotes["key"].any():
        yield words("thin.no_key")
    inductive = [view.codebook.by_id[code].name for code in codes if view.codebook.by_id[code].origin == "inductive"]
    if inductive and any(code.row for code in view.codebook.codes):
        yield words("thin.inductive", names=", ".join(inductive))


def _rests_on_few(draft: ResultsDraft, target: str, found: Figures) -> Iterator[str]:
    """Where a theme rests on one respondent, mostly on one, or on keywords alone."""
    words = draft.view.words
    n, fragments = found.cases.n, found.references.n
    name, most = max(draft.pooled.spoken(target).items(), key=lambda one: one[1], default=("", 0))
    if n == 1:
        yield words("thin.one_case", name=name)
    elif fragments >= _CARRIES and 2 * most > fragments:
        yield words("thin.most_quotes", name=name, n=most, total=fragments)
    if found.cases.read == 0 and found.cases.of and fragments:
        yield words("thin.keywords_only")


def _code(draft: ResultsDraft, code: str, turn: int) -> Iterator[Part]:
    """Who mentions it, the contrast between groups where there is one, its key quotes, and what the researcher wrote."""
    view = draft.view
    parts = [_who_says(draft, code), contrast(draft, code) if draft.by and view.numbers else ""]
    parts.append(directions(draft, code) if view.numbers else "")
    if any(parts):
        yield Prose(" ".join(filter(None, parts)))
    if draft.is_whole:
        yield from told_by(view.project.memos_on(f"code:{code}", kind="summary"))
    with_code = draft.frame[~draft.frame["against"].astype(bool)]  # what speaks against it is told below
    own = with_code[(with_code["code"] == code) & (with_code["quote"] != "")]
    chosen: list[Record] = [named(row) for row in own[own["key"]].to_dict("records")]
    for number, record in enumerate(chosen):
        before = chosen[number - 1] if number else None
        yield from introduced(draft, record, opening(draft, record, turn + number, before))
        yield from told_by(draft.memos_of(record))
    if not chosen and code in view.examples and not view.examples[code]["against"]:
        example = view.examples[code]
        yield proposed(view, example, draft.labels, opening(draft, example, turn))
    yield from deviant(draft, code)
    for kind in ("interpretation", "literature") if draft.is_whole else ():
        yield from told_by(view.project.memos_on(f"code:{code}", kind=kind))


def _who_says(draft: ResultsDraft, code: str) -> str:
    """Who says what the code tells, or with whom it occurs; "" where nobody can know.

    Where counts are no results, what people say alone, or that the code is part of the theme.
    """
    words, cases = draft.view.words, draft.figures[code].cases
    who = roughly(cases, draft.people, words) if cases.known else ""
    key, values = frame(draft.view.codebook, code, cases, words)
    if draft.view.numbers:
        return told(draft, code, key, who, **values)
    if not cases.n:
        return ""
    if "said" not in values:  # else its quotes would stand under what another code says
        return "" if code in draft.view.loose else words("summary.plain.code", **values)
    how = key.split(".")[1]
    if 1 < cases.n < cases.of:
        return words.of("summary.plain.some", how, **values)
    return words.of("summary.plain", f"{how}.one" if cases.n == 1 else how, **values)


def frame(codebook: Codebook, code: str, cases: Count, words: Words) -> tuple["Key", dict[str, str]]:
    """The sentence that fits a code, by its key, and what stands in it beside who and who is against.

    A clause is used where the codebook is in the language of the study.
    """
    of = codebook.by_id[code]
    if not of.said or codebook.language not in ("", words.language):
        return "summary.code" if cases.n else "summary.code.none", {"code": unquoted(of.name)}
    one, said = is_singular(cases, words), {"said": of.said.rstrip(". ")}
    if of.said.split()[0] == CLAUSES[words.language][0]:
        return "summary.that.one" if one else "summary.that", said
    return "summary.how.one" if one else "summary.how", said


def _answers(draft: ResultsDraft) -> Iterator[Part]:
    """What the researcher answers to each research question, theme by theme, under the name a theme has there."""
    view, opened = draft.view, False
    for question in view.codebook.questions:
        texts = [
            f"{theme.names.get(question.id, theme.name)}: {' '.join(memo.text.split())}"
            for theme in view.themes
            for memo in view.project.memos_on(f"theme:{theme.id}", f"question:{question.id}", kind="summary")
        ]
        whole = view.project.memos_on(f"question:{question.id}", kind="summary")
        if texts or whole:
            if not opened:
                yield Heading(view.words("summary.answers"))
            opened = True
            yield Heading(question.text, 2)
            yield from told_by(whole)
            if texts:
                yield Items(tuple(texts), "number")


def _closing(view: View) -> Iterator[Part]:
    """What the researcher says of the study as a whole; of a part of it, nothing."""
    memos = [
        memo
        for kind in ("summary", "interpretation", "literature")
        for memo in view.project.memos_on("project", kind=kind)
        if not view.selection.narrowed
    ]
    if memos:
        yield Heading(view.words("summary.closing"))
        yield from told_by(memos)


def _recommendations(view: View) -> Iterator[Part]:
    """Numbered through, theme by theme; a line of a memo that begins with a dash is a lettered point below it."""
    targets = [f"theme:{theme.id}" for theme in view.themes] + [f"code:{code}" for code in view.codes]
    targets += [] if view.selection.narrowed else ["project"]  # of a part of the study, only what is about that part
    memos = [memo for target in targets for memo in view.project.memos_on(target, kind="recommendation")]
    if memos:
        yield Heading(view.words("recommendations"))
    for number, memo in enumerate(memos, 1):
        lines = memo.text.split("\n")
        points = tuple(line.lstrip("-• ").strip() for line in lines if line.lstrip().startswith(("- ", "• ")))
        whole = " ".join(line.strip() for line in lines if not line.lstrip().startswith(("- ", "• ")))
        yield Items((whole.strip(),), "number", number)
        if points:
            yield Items(points, "letter")
