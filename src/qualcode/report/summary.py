"""A draft of the results, a section a theme, made of counts, key quotes and the researcher's own words.

No sentence interprets: what it means is a memo, put in its place. What people said, a code tells by its `said`; else
its sentence is about the code, which nobody says. What was not mentioned is not denied. Where the data are thin, a note
in the margin says so. In a reflexive study no sentence counts.
"""

from collections.abc import Iterator, Sequence

from qualcode.analysis.counts import Count
from qualcode.analysis.tables import Figures
from qualcode.model.codebook import CLAUSES, Codebook, Theme
from qualcode.model.memo import Memo
from qualcode.report.citing import Record, style_of, with_margin
from qualcode.report.draft import Draft, contrast, deviant, named, quoted, silent, told
from qualcode.report.memos import paragraphs
from qualcode.report.quantities import exactly, is_singular, roughly, so_many
from qualcode.report.tree import Data, Heading, Items, Output, Part, Prose, Quote, Report
from qualcode.report.view import View
from qualcode.text import Words

SUMMARY_COLUMNS = ("part", "theme", "text")
_CARRIES = 3  # references from which one case can be said to supply most of them


def summary(view: View, by: str | None = None, style: str = "", labels: str = "") -> Output:
    """The sections of all themes, the answers to the research questions, the recommendations and the closing words."""
    style, labels = style_of(view.project, style, labels)
    draft = Draft(view, view.attribute(by) if by else "", style, labels)
    themes = [theme for theme in view.themes if view.members(theme)]
    shares = {(found.read, found.of) for found in (draft.figures[f"theme:{theme.id}"].cases for theme in themes)}
    alike = len(themes) > 1 and len(shares) == 1  # what is the same for all themes is said once
    parts: list[Part] = [*map(Prose, view.only)]
    for read, total in shares if alike and view.numbers else ():
        parts += map(Prose, _read_in_full(draft, "summary.read.all", read, total))
    for theme in themes:
        parts += _theme(draft, theme, tell_read=not alike)
    parts += _loose(draft)
    parts += _answers(draft)
    parts += _recommendations(view)
    parts += _closing(view)
    rows = []
    theme_name = ""
    for part in parts:
        if isinstance(part, Heading) and part.level == 1:
            theme_name = part.text
        for text in _texts(part):
            rows.append((type(part).__name__.casefold(), theme_name, text))
    data = Data("summary", SUMMARY_COLUMNS, tuple(rows))
    return Output(data, Report(view.words("summary.title"), tuple(parts), view.project.changed), view.warnings)


def _texts(part: Part) -> Iterator[str]:
    match part:
        case Items(items):
            yield from items
        case Heading(text) | Prose(text):
            yield text
        case _:
            yield str(getattr(part, "text", ""))


def _read_in_full(draft: Draft, key: str, read: int, total: int) -> list[str]:
    """Whose transcripts were read in full, where not everybody's were."""
    words = draft.view.words
    told = words(key if read else f"{key}.none", who=so_many(read, total, draft.people, words))
    return [told] if read < total else []


def _theme(draft: Draft, theme: Theme, tell_read: bool) -> Iterator[Part]:
    view, words = draft.view, draft.view.words
    members, target = view.members(theme), f"theme:{theme.id}"
    found = draft.figures[target]
    yield Heading(theme.name)
    expected = theme.id in view.expectations
    if theme.statement and not expected:
        yield Prose(theme.statement)
    yield from _memos(view.project.memos_on(target, kind="summary"))
    margin = " ".join([*([words("expectation.left")] if expected else []), *_thin(draft, target, members, found)])
    counted = [_rests_on(draft, target)] if view.numbers else []
    if view.numbers and tell_read:
        counted += _read_in_full(draft, "summary.read", found.cases.read, found.cases.of)
    said: list[Part] = [Prose(" ".join(filter(None, counted)))] if any(counted) else []
    said += _codes(draft, members)
    yield from _beside_first(said, margin)
    if view.numbers:
        yield from silent(draft, target)
    yield from _memos(view.project.memos_on(target, kind="interpretation"))
    yield from _memos(view.project.memos_on(target, kind="literature"))


def _beside_first(parts: list[Part], margin: str) -> Iterator[Part]:
    """The parts, with a note beside the first that can have one."""
    for part in parts:
        if margin and isinstance(part, Prose | Quote):
            part, margin = with_margin(part, f"{margin} {part.margin}".strip()), ""
        yield part


def _rests_on(draft: Draft, target: str) -> str:
    """On how many fragments of whom a theme rests; "" where nobody can know."""
    words, found = draft.view.words, draft.figures[target]
    key = "summary.theme" if found.cases.n else "summary.theme.none"
    who = exactly(found.cases, draft.people, words) if found.cases.known else ""
    return told(draft, target, key, who, fragments=words.some("said.fragments", _spoken_in(draft, target)))


def _spoken_in(draft: Draft, target: str) -> int:
    """In how many of its fragments a counted case speaks: those of documents are not of the people who are named."""
    touches = draft.counted.touches
    own = touches[(touches["target"] == target) & touches["case"].isin(draft.counted.cases["case"])]
    return int(own["ref"].nunique())


def _codes(draft: Draft, codes: Sequence[str]) -> Iterator[Part]:
    for turn, code in enumerate(_that_say_something(draft, codes)):
        yield from _code(draft, code, turn)


def _that_say_something(draft: Draft, codes: Sequence[str]) -> list[str]:
    """The codes that say something by themselves, most respondents first."""
    view = draft.view
    found = draft.figures
    place = {code: at for at, code in enumerate(view.codes)}
    said = [code for code in codes if code in view.told and (found[code].references.n or draft.opponents(code))]
    return sorted(said, key=lambda code: (-found[code].cases.n, -found[code].references.n, place[code]))


def _loose(draft: Draft) -> Iterator[Part]:
    """What was said that no theme holds: each code under its own name."""
    for code in _that_say_something(draft, draft.view.loose):
        if draft.view.themes:
            yield Heading(draft.view.codebook.by_id[code].name)
        yield from _code(draft, code, 0)


def _thin(draft: Draft, target: str, codes: Sequence[str], found: Figures) -> Iterator[str]:
    """What a supervisor would ask about first."""
    view, words = draft.view, draft.view.words
    if view.is_part:  # of a part of the study nothing can be said of the theme
        return
    n, fragments = found.cases.n, found.references.n
    touches = draft.counted.touches
    own = touches[(touches["target"] == target) & touches["case"].isin(draft.counted.cases["case"])]
    each = own.drop_duplicates(["ref", "case"])["case"].value_counts()
    if n == 1:
        yield words("thin.one_case", name=each.index[0])
    elif fragments >= _CARRIES and len(each) and 2 * each.iloc[0] > fragments:
        yield words("thin.most_quotes", name=each.index[0], n=int(each.iloc[0]), total=fragments)
    if found.cases.read == 0 and found.cases.of and fragments:
        yield words("thin.keywords_only")
    quotes = draft.frame[draft.frame["code"].isin(codes)]
    if len(quotes) and not quotes["key"].any():
        yield words("thin.no_key")
    inductive = [view.codebook.by_id[code].name for code in codes if view.codebook.by_id[code].origin == "inductive"]
    if inductive:
        yield words("thin.inductive", names=", ".join(inductive))


def _code(draft: Draft, code: str, turn: int) -> Iterator[Part]:
    """Who mentions it, the contrast between groups where there is one, its key quotes, and what the researcher wrote."""
    view = draft.view
    if view.numbers:
        parts = [_who_says(draft, code), contrast(draft, code) if draft.by else ""]
        if any(parts):
            yield Prose(" ".join(filter(None, parts)))
    yield from _memos(view.project.memos_on(f"code:{code}", kind="summary"))
    with_code = draft.frame[~draft.frame["against"].astype(bool)]  # what speaks against it is told below
    own = with_code[(with_code["code"] == code) & (with_code["quote"] != "")]
    chosen: list[Record] = [named(row) for row in own[own["key"]].to_dict("records")]
    if not chosen and code in view.examples and not view.examples[code]["against"]:
        chosen = [view.examples[code]]
    for number, record in enumerate(chosen):
        yield from quoted(draft, record, turn + number, chosen[number - 1] if number else None)
    yield from deviant(draft, code)
    yield from _memos(view.project.memos_on(f"code:{code}", kind="interpretation"))
    yield from _memos(view.project.memos_on(f"code:{code}", kind="literature"))


def _who_says(draft: Draft, code: str) -> str:
    """Who says what the code tells, or with whom it occurs; "" where nobody can know."""
    words, cases = draft.view.words, draft.figures[code].cases
    who = roughly(cases, draft.people, words) if cases.known else ""
    key, values = frame(draft.view.codebook, code, cases, words)
    return told(draft, code, key, who, **values)


def frame(codebook: Codebook, code: str, cases: Count, words: Words) -> tuple[str, dict[str, str]]:
    """The sentence that fits a code, by its key, and what stands in it beside who and who is against.

    A clause is used where the codebook is in the language of the study.
    """
    of = codebook.by_id[code]
    if not of.said or codebook.language not in ("", words.language):
        return "summary.code" if cases.n else "summary.code.none", {"code": of.name}
    verb = "that" if of.said.split()[0] == CLAUSES[words.language][0] else "how"
    return f"summary.{verb}{'.one' if is_singular(cases, words) else ''}", {"said": of.said.rstrip(". ")}


def _memos(memos: Sequence[Memo]) -> Iterator[Part]:
    for memo in memos:
        yield from paragraphs(memo.text)


def _answers(draft: Draft) -> Iterator[Part]:
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
            yield from _memos(whole)
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
        yield from _memos(memos)


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
