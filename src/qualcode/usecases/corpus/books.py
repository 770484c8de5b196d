"""By which codebook a corpus is searched, and how: without a study as with one."""

from dataclasses import dataclass, replace
from pathlib import Path

from qualcode.errors import QualcodeError
from qualcode.formats.units import Chosen
from qualcode.model.codebook import Code, Codebook
from qualcode.model.settings import LANGUAGES, Settings
from qualcode.store.codebook_yaml import sound_codebook
from qualcode.store.layout import CODEBOOK, Study
from qualcode.usecases.corpus.task import Query, query_of
from qualcode.usecases.keywords.search import parse_query
from qualcode.usecases.language import language_of_call
from qualcode.usecases.shipped import codebook_text
from qualcode.usecases.study import Start, language_of, open_study, study_here


@dataclass(frozen=True)
class Book:
    """A codebook, and the settings of the study that it is of, or those without one."""

    codebook: Codebook
    settings: Settings

    def query(self, chosen: Chosen) -> Query:
        """For its keywords. Errors: it has none."""
        settings = self.settings
        query = query_of(self.codebook, settings.language, settings.analyser, settings.matching, chosen)
        if not query.codes:
            raise QualcodeError("error.no_keywords")
        return query


def book_for(root: Path | None, named: str, language: str, query: str | None = None) -> Book:
    """The codebook of this name, shipped or a file, else that of the study at `root` or around.

    `query`: what is looked for in place of its keywords; then there need be no codebook. `language`: the one asked for.
    """
    if named:
        codebook = sound_codebook(codebook_text(named), named)
        own = codebook.language if codebook.language in LANGUAGES else language_of_call(language, root)
        book = Book(codebook, Settings(language=own, read_in=language))
    elif study_here(root):
        project = open_study(root, language).project
        book = Book(project.codebook, project.settings)
    elif query is not None:
        book = Book(Codebook(), Settings(language=language_of_call(language, root)))
    else:
        raise QualcodeError("error.say_which_codebook")
    if query is None:
        return book
    sought = Code(query, query, keywords=(parse_query(query),))
    return replace(book, codebook=Codebook(codes=(sought,), language=book.codebook.language))


def start_for(into: Path, named: str, root: Path | None, language: str) -> Start:
    """A study with the codebook of this name, shipped or a file, else with that of the study at `root` or around, else with
    an empty one."""
    text, name = "", named
    if named:
        text = codebook_text(named)
    elif here := study_here(root):
        text, name = codebook_text(str(Study(here).codebook)), CODEBOOK
    return Start(into, language_of(text) or language_of_call(language, root), codebook_text=text, codebook_name=name)
