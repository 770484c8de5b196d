"""The researcher's memos: as a list, and as a document under the things they are about."""

from collections.abc import Iterator, Sequence

from qualcode.model.memo import Memo
from qualcode.model.project import Project
from qualcode.report.document import Data, Heading, Output, Part, Report, paragraphs
from qualcode.report.listing import Listing, Shown
from qualcode.text import Words, capital

COLUMNS = ("memo", "about", "kind", "coder", "at", "text")


def memo_list(project: Project, memos: Sequence[Memo], words: Words) -> Output:
    """One row a memo, oldest first."""
    listing = Listing(
        "memos",
        COLUMNS,
        _rows(memos),
        (
            Shown("about", 3, text=lambda record: about_in_words(project, str(record["about"]).split("; "), words)),
            Shown("kind", 2, text=lambda record: words.term(f"memo.{record['kind']}")),
            Shown("text", 8),
            Shown("memo", 3),
        ),
        words("memos.title"),
    )
    return listing.output(words, project.changed)


def memo_document(project: Project, memos: Sequence[Memo], words: Words) -> Output:
    """Every memo in full, under what it is about, oldest first."""
    parts = tuple(_document(project, memos, words))
    return Output(Data("memos", COLUMNS, _rows(memos)), Report(words("memos.title"), parts, project.changed))


def _rows(memos: Sequence[Memo]) -> tuple[tuple[str, ...], ...]:
    return tuple((memo.name, "; ".join(memo.about), memo.kind, memo.coder, memo.at, memo.text) for memo in memos)


def _document(project: Project, memos: Sequence[Memo], words: Words) -> Iterator[Part]:
    yield Heading(words("memos.title"))
    for about in dict.fromkeys(memo.about for memo in memos):
        yield Heading(about_in_words(project, about, words), 2)
        for memo in memos:
            if memo.about == about:
                said = f"{capital(words.term(f'memo.{memo.kind}'))} ({memo.coder}, {words.day(memo.at[:10])})"
                yield Heading(said, 3)
                yield from paragraphs(memo.text)


def about_in_words(project: Project, about: Sequence[str], words: Words) -> str:
    """What a memo is about, by its name: `Thema Vertrouwen, respondent P-1`."""
    told = ", ".join(_thing(project, target, words) for target in about)
    return told[:1].upper() + told[1:]


def _thing(project: Project, target: str, words: Words) -> str:
    kind, _, name = target.partition(":")
    codebook = project.codebook
    names = {
        "code": {code.id: code.name for code in codebook.codes},
        "theme": {theme.id: theme.name for theme in codebook.themes},
        "question": {question.id: question.text for question in codebook.questions},
        "topic": {topic.id: topic.text for topic in codebook.topics},
    }
    if kind == "project":
        return words("the_study")
    if kind == "rigour":
        return f"{words.heading(kind).lower()} ‘{words.known(name, name)}’"
    if kind == "coding":
        return _coding(project, name, words)
    current = {"code": codebook.current, "theme": codebook.current_theme}.get(kind, {})
    return f"{words.heading(kind).lower()} {names.get(kind, {}).get(current.get(name, name), name)}"


def _coding(project: Project, name: str, words: Words) -> str:
    """A coding by its code and transcript: nobody knows its id. One that was withdrawn has nothing else."""
    book = project.codebook
    for journal in project.journals:
        for coding in journal.read().applied:
            if name in (coding.id, *coding.was):
                code = book.by_id.get(book.current.get(coding.code, ""))
                return words("memo.of_coding", transcript=journal.transcript, code=code.name if code else coding.code)
    return f"{words.heading('coding').lower()} {name}"
