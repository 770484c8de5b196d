"""Documents that cannot rot: sessions are run, the command page is generated, counting examples are counted."""

import importlib
import importlib.util
import re
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from qualcode.formats.transcripts import READERS
from qualcode.formats.transcripts.conversation import read_speakers
from qualcode.formats.transcripts.draft import Draft
from qualcode.model.keyword.keyword import LAYERS
from qualcode.model.keyword.pattern import ATTRIBUTES
from qualcode.model.selection import Filters
from qualcode.report.prose.summary import summary
from qualcode.report.renderers.csv import csv_lines
from qualcode.report.renderers.markdown import as_markdown
from qualcode.report.tables.factors import factors
from qualcode.report.tables.frequencies import frequency_table
from qualcode.store.codebook_yaml import read_codebook
from qualcode.suggest import analyser
from qualcode.suggest.matching import Matcher
from qualcode.text import entries
from qualcode.usecases.keywords.finder import Finder
from qualcode.usecases.keywords.quality import keyword_table
from qualcode.usecases.study import Opened

ROOT = Path(__file__).resolve().parent.parent


def refresh() -> ModuleType:
    spec = importlib.util.spec_from_file_location("refresh", ROOT / "docs" / "refresh.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.slow
@pytest.mark.parametrize("name", refresh().WITH_SESSIONS)
def test_the_sessions_print_what_the_document_says(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "```console" in text
    assert refresh().refreshed(name) == text, "make docs"


def test_the_command_page_is_the_programs_own() -> None:
    assert (ROOT / "docs" / "commands.md").read_text(encoding="utf-8") == refresh().command_page(), "make docs"


def test_the_keys_of_the_catalogues_are_known_to_the_type_checker() -> None:
    assert (ROOT / "src" / "qualcode" / "text" / "keys.py").read_text(encoding="utf-8") == refresh().key_file(), (
        "make docs"
    )


def test_the_page_of_the_desk_has_the_keys_and_pictures_of_the_program() -> None:
    page = (ROOT / "docs" / "coding-desk.md").read_text(encoding="utf-8")
    assert refresh().with_keys(page) == page, "make docs"
    shown = set(re.findall(r"images/desk/([\w-]+)\.svg", page))
    made = {path.stem for path in (ROOT / "docs" / "images" / "desk").glob("*.svg")}
    assert shown <= made


def test_every_picture_that_a_document_shows_is_there_and_none_lies_about() -> None:
    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    shown = {
        (page.parent / name).resolve()
        for page in pages
        for name in re.findall(r"!\[[^\]]+\]\(([^)]+)\)", page.read_text(encoding="utf-8"))
    }
    assert {path for path in shown if not path.is_file()} == set()
    assert {path.resolve() for path in (ROOT / "docs" / "images" / "pages").iterdir()} <= shown


@pytest.mark.parametrize(("language", "example"), [("en", "Example"), ("nl", "Voorbeeld")])
def test_every_command_says_in_one_line_what_it_does_and_has_an_example(language: str, example: str) -> None:
    texts = {key: text for key, text in entries(language).items() if key.startswith("command.")}
    groups = {key for key in texts if any(other.startswith(f"{key}.") for other in texts)}
    for key, text in texts.items():
        assert text.splitlines()[0].endswith("."), key
        assert key in groups or f"\n\n{example}" in text, key


COUNTING = (ROOT / "docs" / "counting.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```text\n([^`]*)```\n+```csv\n(.*?)```", COUNTING, re.DOTALL)


@pytest.mark.parametrize(("study", "expected"), EXAMPLES)
def test_the_counting_page_counts_right(study: str, expected: str, make_study: Callable[[str], Opened]) -> None:
    header = expected.splitlines()[0].split(",")
    output = frequency_table(make_study(study).view(Filters()))
    rows = [",".join(str(record[key]) for key in header) for record in output.data.plain()]
    assert "\n".join([",".join(header), *rows, ""]) == expected
    assert next(csv_lines(output)).startswith("code,name,")


FACTORS = re.findall(r"```text\n([^`]*)```\n+```factors\n(.*?)```", COUNTING, re.DOTALL)


@pytest.mark.parametrize(("study", "expected"), FACTORS)
def test_the_counting_page_ranks_right(study: str, expected: str, make_study: Callable[[str], Opened]) -> None:
    header, *rows = expected.splitlines()
    found = factors(make_study(study).view()).data.plain()
    assert [",".join(str(record[key]) for key in header.split(",")) for record in found] == rows


DRAFTS = re.findall(r"```text\n([^`]*)```\n+```factors\n[^`]*```\n+The draft says: \*(.*?)\*\n", COUNTING, re.DOTALL)


@pytest.mark.parametrize(("study", "expected"), DRAFTS)
def test_the_draft_says_what_the_counting_page_says(
    study: str, expected: str, make_study: Callable[[str], Opened]
) -> None:
    view = make_study(study).view()
    assert " ".join(expected.split()) in as_markdown(summary(view), view.words)


KEYWORD_FIGURES = re.findall(r"```text\n([^`]*)```\n+```keywords\n(.*?)```", COUNTING, re.DOTALL)


@pytest.mark.parametrize(("study", "expected"), KEYWORD_FIGURES)
def test_the_counting_page_judges_keywords_right(
    study: str, expected: str, make_study: Callable[[str], Opened]
) -> None:
    header, *rows = expected.splitlines()
    finder = Finder.make(make_study(study), Filters(), "jan")
    found = [one for one in keyword_table(finder, lambda items, *_: items).data.plain() if one["keyword"]]
    assert [",".join(str(one[key]) for key in header.split(",")) for one in found] == rows


def test_the_results_page_names_every_section_style_and_kind_of_memo() -> None:
    from qualcode.model import memo, settings

    assert (len(FACTORS), len(DRAFTS), len(KEYWORD_FIGURES)) == (2, 1, 1)
    page = (ROOT / "docs" / "results.md").read_text(encoding="utf-8")
    listed = re.search(r"All sections: (.*?)\.", page, re.DOTALL)
    assert listed is not None
    assert tuple(re.split(r",\s+", listed[1])) == settings.SECTIONS
    for word in (*settings.QUOTE_STYLES, *settings.VARIANTS, *memo.KINDS):
        assert word in page, word
    assert all(target in page for target in memo.TARGETS)


def test_the_counting_page_has_every_rule_and_names_functions_that_exist() -> None:
    blocks = re.findall(r"^```(\w+)$", COUNTING, re.MULTILINE)
    assert blocks.count("csv") == len(EXAMPLES) >= 5  # one that stands otherwise would not be counted again
    assert (blocks.count("factors"), blocks.count("keywords")) == (len(FACTORS), len(KEYWORD_FIGURES))
    assert re.findall(r"^## (\d)\.", COUNTING, re.MULTILINE) == [str(number) for number in range(1, 9)]
    named = re.findall(r"`(qualcode\.[\w.]+)\.(\w+)`", COUNTING)
    assert len(named) >= 8
    for module, name in named:
        home, _, inside = module.rpartition(".")
        holder = (
            getattr(importlib.import_module(home), inside) if inside[0].isupper() else importlib.import_module(module)
        )
        assert hasattr(holder, name), name


def test_links_between_documents_lead_somewhere() -> None:
    for path in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")):
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8")):
            assert (path.parent / target).exists(), f"{path.name}: {target}"


MATCHING = (ROOT / "docs" / "matching.md").read_text(encoding="utf-8")
KEYWORDS = re.findall(r"^\| `(.+?)` \| (.+?) \| (.+?) \| (\w+) \|$", MATCHING, re.MULTILINE)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("written", "text", "found", "layer"), KEYWORDS)
def test_the_keyword_table_finds_what_it_says(written: str, text: str, found: str, layer: str) -> None:
    book, problems = read_codebook(f"codes:\n- id: a\n  name: A\n  keywords: [{written}]\n")
    assert problems == []
    tool = analyser("light", "nl")
    matcher = Matcher(book.codes, LAYERS, tool)
    hits = matcher.hits(tool.analyse(text).tokens(0), text)
    assert [(hit.span.of(text), hit.layer) for hit in hits] == [(found, layer)]


def test_the_matching_page_names_every_layer_attribute_and_option() -> None:
    assert len(KEYWORDS) >= len(LAYERS)
    assert {layer for *_, layer in KEYWORDS} == set(LAYERS)
    for name in (*LAYERS, *ATTRIBUTES, "--cue", "--why", "--again", "--prune", "--rank", "--beyond-keywords"):
        assert name in MATCHING, name


def test_the_limits_on_the_page_of_reliability_are_those_of_the_program() -> None:
    from qualcode.formats import word
    from qualcode.formats.operationalisation import codebook as matrix_codebook
    from qualcode.formats.tables import excel as excel_tables
    from qualcode.formats.tables import sheets
    from qualcode.model.keyword import pattern
    from qualcode.store import files
    from qualcode.usecases.transcripts.importing import survey as surveying

    page = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
    for told in (
        f"read whole | {files.LARGEST // 2**20} MiB |",
        f"| {surveying._LONGEST:,} characters,",
        f"| {word._LIMIT // 2**20} MiB, or {word._MOST_TAGS:,} tags |",
        f"| {sheets._MOST_CELLS:,} cells and rows,",
        f"| {excel_tables._MOST_ROWS:,} rows, or an area of {excel_tables._LARGEST:,} cells |",
        f"| {matrix_codebook._LONGEST_HEADING} characters |",
        f"more than {pattern._MOST_TRIES:,} ways to try a word |",
    ):
        assert told in page, told
    assert pattern._MOST_WAYS == 12  # "more than twelve that may be there or not"


def _pictures() -> list[str]:
    return re.findall(r"```text\n(.*?)```", (ROOT / "docs" / "import.md").read_text("utf-8"), re.DOTALL)


@pytest.mark.parametrize("picture", _pictures())
def test_a_picture_of_a_layout_is_read_as_a_conversation(picture: str) -> None:
    """Each goes on as it begins; those with times are read as they are, since times rise."""
    timed = re.search(r"\d:\d\d", picture)
    heard = read_speakers(Draft(picture if timed else f"{picture}\n" * 3))
    assert len({mark.label for mark in heard.marks}) >= 2
    assert all(verdict.speaker and not verdict.asked for verdict in heard.verdicts)
    assert all(mark.label in picture for mark in heard.marks)


def test_the_page_of_import_names_every_format_and_the_options_that_there_are() -> None:
    page = (ROOT / "docs" / "import.md").read_text("utf-8")
    for name in READERS:
        assert f"`{name}`" in page
        assert all(extension in page for extension in READERS.get(name).extensions)
    commands = (ROOT / "docs" / "commands.md").read_text("utf-8")
    assert [option for option in set(re.findall(r"--[a-z-]+", page)) if option not in commands] == []
