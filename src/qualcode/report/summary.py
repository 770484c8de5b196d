"""A draft of the results, a section a theme, made of counts, key quotes and the researcher's own words.

No sentence interprets: what it means is a memo, put in its place. A coding shows that something was said, so the verb
is *mention* (noemen); what was not mentioned is not denied. Where the data are thin, a note in the margin says so.
"""

from collections.abc import Iterator, Sequence

from qualcode.analysis.tables import basic_counts, cases_read, code_targets
from qualcode.model.codebook import Theme
from qualcode.model.memo import Memo
from qualcode.report.citing import Record, style_of
from qualcode.report.draft import Draft, contrast, deviant, in_sentence, named, quoted
from qualcode.report.memos import paragraphs
from qualcode.report.quantities import exactly, is_singular, roughly
from qualcode.report.tree import Data, Heading, Items, Output, Part, Prose, Report
from qualcode.report.view import View

SUMMARY_COLUMNS = ("part", "theme", "text")
_CARRIES = 3  # references from which one case can be said to supply most of them


def summary(view: View, by: str | None = None, style: str = "", labels: str = "") -> Output:
    """The sections of all themes, the answers to the research questions, the recommendations and the closing words."""
    style, labels = style_of(view.project, style, labels)
    draft = Draft(view, view.attribute(by) if by else "", style, labels)
    parts: list[Part] = []
    for theme in view.themes:
        if view.members(theme):
            parts += _theme(draft, theme)
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


def _theme(draft: Draft, theme: Theme) -> Iterator[Part]:
    view, words = draft.view, draft.view.words
    members, target = view.members(theme), f"theme:{theme.id}"
    touches = draft.counted.touches
    n = touches[(touches["target"] == target) & touches["case"].isin(draft.counted.cases["case"])]["case"].nunique()
    yield Heading(theme.name)
    if theme.statement:
        yield Prose(theme.statement)
    yield from _memos(view.project.memos_on(target, kind="summary"))
    read = len(cases_read(draft.counted, view.readable(members)))
    fragments = int((draft.counted.refs["target"] == target).sum())
    margin = " ".join(_thin(draft, target, members, n, read, fragments))
    if view.numbers:
        key = "summary.theme.one" if n <= 1 else "summary.theme"
        who = exactly(n, draft.total, draft.people, words)
        told = words(key, who=who, fragments=words.some("fragments", fragments))
        if not n and read < draft.total:
            told = words("summary.unknown")
        if read < draft.total:
            told += " " + words("summary.read", n=read, total=draft.total)
        yield Prose(told, margin)
    elif margin:
        yield Prose(words("summary.fragments_of"), margin)
    yield from _codes(draft, members)
    yield from _memos(view.project.memos_on(target, kind="interpretation"))
    yield from _memos(view.project.memos_on(target, kind="literature"))
    yield from deviant(draft, target, members)


def _codes(draft: Draft, codes: Sequence[str]) -> Iterator[Part]:
    """The codes that say something by themselves, most respondents first."""
    view = draft.view
    counts = basic_counts(draft.counted, code_targets(view.codebook, codes)).to_dict("index")
    place = {code: at for at, code in enumerate(view.codes)}
    told = [code for code in codes if code in view.told and counts[code]["references"]]
    told.sort(key=lambda code: (-counts[code]["cases"], -counts[code]["references"], place[code]))
    for turn, code in enumerate(told):
        yield from _code(draft, code, int(counts[code]["cases"]), turn)


def _loose(draft: Draft) -> Iterator[Part]:
    """What was said that no theme holds."""
    found = list(_codes(draft, draft.view.loose))
    if found and draft.view.themes:
        yield Heading(draft.view.words("no_theme"))
    yield from found


def _thin(draft: Draft, target: str, codes: Sequence[str], n: int, read: int, fragments: int) -> Iterator[str]:
    """What a supervisor would ask about first. `n` cases, `read` of N in full, so many `fragments` of the theme."""
    view, words = draft.view, draft.view.words
    touches = draft.counted.touches
    own = touches[(touches["target"] == target) & touches["case"].isin(draft.counted.cases["case"])]
    each = own.drop_duplicates(["ref", "case"])["case"].value_counts()
    if n == 1:
        yield words("thin.one_case", name=each.index[0])
    elif fragments >= _CARRIES and len(each) and 2 * each.iloc[0] > fragments:
        yield words("thin.most_quotes", name=each.index[0], n=int(each.iloc[0]), total=fragments)
    if read == 0 and fragments:
        yield words("thin.keywords_only")
    quotes = draft.frame[draft.frame["code"].isin(codes)]
    if len(quotes) and not quotes["key"].any():
        yield words("thin.no_key")
    inductive = [view.codebook.by_id[code].name for code in codes if view.codebook.by_id[code].origin == "inductive"]
    if inductive:
        yield words("thin.inductive", names=", ".join(inductive))


def _code(draft: Draft, code: str, n: int, turn: int) -> Iterator[Part]:
    """Who mentions it, the contrast between groups where there is one, its key quotes, and what the researcher wrote."""
    view, words = draft.view, draft.view.words
    name = in_sentence(view.codebook.by_id[code].name)
    if view.numbers:
        key = "summary.code.one" if is_singular(n, draft.total, words) else "summary.code"
        told = words(key, who=roughly(n, draft.total, draft.people, words), code=name)
        if draft.by and (split := contrast(draft, code)):
            told += " " + split
        yield Prose(told)
    else:
        yield Prose(words("summary.code.plain", code=name[:1].upper() + name[1:]))
    yield from _memos(view.project.memos_on(f"code:{code}", kind="summary"))
    own = draft.frame[(draft.frame["code"] == code) & (draft.frame["quote"] != "")]
    chosen: list[Record] = [named(row) for row in own[own["key"]].to_dict("records")]
    if not chosen and code in view.examples:
        apart = {record["id"] for record in draft.deviants.get(code, ())}  # those are told below
        chosen = [view.examples[code]] if view.examples[code]["id"] not in apart else []
    for number, record in enumerate(chosen, turn):
        yield from quoted(draft, record, number)
    yield from _memos(view.project.memos_on(f"code:{code}", kind="interpretation"))
    yield from _memos(view.project.memos_on(f"code:{code}", kind="literature"))


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
