"""The appendix as a page, in a real browser: sorted, filtered, quotes opened by keyboard, and no request leaves the file."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import pytest

from qualcode.model.settings import Settings
from qualcode.report.builders import BUILDERS
from qualcode.report.document import Column, Data, Output, Report, Row, Table
from qualcode.report.figures import FIGURES, Options
from qualcode.report.renderers.html import render
from qualcode.text import Words
from qualcode.usecases.output import deliver
from qualcode.usecases.results.report import report
from qualcode.usecases.study import Opened
from tests.conftest import build_study
from tests.needs import needs_chromium
from tests.report.forms import HEALTH

AXE = Path(__file__).parents[2] / ".node" / "node_modules" / "axe-core" / "axe.min.js"
chromium = shutil.which("chromium")
pytestmark = [needs_chromium, pytest.mark.slow]

if chromium:
    from playwright.sync_api import Page, sync_playwright


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("page")
    opened = build_study(folder / "study", HEALTH.strip())
    settings, view = opened.project.settings, opened.view()
    deliver(settings, report(opened), [folder / "appendix.html"])
    deliver(settings, BUILDERS.get("frequencies")(view), [folder / "frequencies.html"])
    deliver(settings, FIGURES.get("map")(view, Options()), [folder / "map.html"])
    return folder / "appendix.html"


@pytest.fixture(scope="module")
def page(file: Path) -> Iterator["Page"]:
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        opened = browser.new_page(viewport={"width": 1100, "height": 900})
        yield opened
        browser.close()


@pytest.fixture
def fresh(page: "Page", file: Path) -> "Page":
    page.goto(file.as_uri())
    return page


def table(page: "Page", heading: str) -> str:
    """The CSS path of the first table below a heading of the first level."""
    number = page.evaluate(
        """heading => {
            const headings = [...document.querySelectorAll("h2")];
            const at = headings.find(one => one.textContent === heading);
            const tables = [...document.querySelectorAll("table")];
            return tables.findIndex(one => at.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING);
        }""",
        heading,
    )
    return f"table >> nth={number}"


def column(page: "Page", where: str, number: int) -> list[str]:
    rows = page.locator(where).locator("tbody tr:not(.group):not([hidden])")
    return [row.locator("td").nth(number).inner_text().strip() for row in rows.all()]


def test_nothing_is_asked_of_the_network(page: "Page", file: Path) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.goto(file.as_uri())
    page.wait_for_load_state("networkidle")
    assert [url for url in asked if not url.startswith("data:")] == [file.as_uri()]
    assert faults == []
    assert page.evaluate("document.images.length") == 0
    assert page.evaluate(
        "[...document.querySelectorAll('figure svg')].every(one => one.getBoundingClientRect().width > 100)"
    )


def test_a_heading_sorts_up_then_down_then_as_it_was(fresh: "Page") -> None:
    where = table(fresh, "Frequenties")
    before = column(fresh, where, 2)
    button = fresh.locator(where).get_by_role("button", name="Fragmenten")
    head = fresh.locator(where).locator("th").nth(2)
    button.click()
    assert head.get_attribute("aria-sort") == "ascending"
    assert column(fresh, where, 2) == sorted(before, key=int)
    button.focus()
    fresh.keyboard.press("Enter")  # by keyboard too
    assert head.get_attribute("aria-sort") == "descending"
    assert column(fresh, where, 2) == sorted(before, key=int, reverse=True)
    button.click()
    assert head.get_attribute("aria-sort") is None
    assert column(fresh, where, 2) == before


def test_sorting_a_table_of_groups_puts_their_names_away_and_back(fresh: "Page") -> None:
    where = table(fresh, "Fragmenten")
    names = fresh.locator(where).locator("tr.group:not([hidden])")
    assert names.count() == 3
    button = fresh.locator(where).get_by_role("button", name="Code")
    button.click()
    assert names.count() == 0
    codes = column(fresh, where, 1)
    assert codes == sorted(codes)
    button.click()
    button.click()
    assert names.count() == 3


def test_a_word_filters_the_rows_and_tells_how_many_are_left(fresh: "Page") -> None:
    where = table(fresh, "Fragmenten")
    box = fresh.locator("label.filter", has=fresh.locator("input")).filter(has_text="Filter op:")
    own = fresh.locator(where).locator("xpath=../preceding-sibling::label[1]")
    own.locator("input").fill("GELD")
    rows = fresh.locator(where).locator("tbody tr:not(.group):not([hidden])")
    assert rows.count() == 4
    assert own.inner_text().endswith("4 van 11 rijen")
    assert fresh.locator(where).locator("tr.group:not([hidden])").inner_text() == "Middelen"
    own.locator("input").fill("")
    assert rows.count() == 11
    assert box.count() >= 3


def test_a_quote_opens_in_its_context_by_keyboard(fresh: "Page") -> None:
    where = table(fresh, "Fragmenten")
    first = fresh.locator(where).locator("details").first
    context = first.locator("p")
    assert not context.is_visible()
    first.locator("summary").focus()
    fresh.keyboard.press("Enter")
    assert context.is_visible()
    assert context.inner_text() == (
        "Bent u bang voor misbruik?\n\n»Ik ben bang dat ze onze cijfers gebruiken.« Geld speelt altijd mee."
    )


def test_a_reader_program_finds_language_regions_and_alternative_texts(fresh: "Page") -> None:
    assert fresh.evaluate("document.documentElement.lang") == "nl"
    assert fresh.locator("div.table[role=region][aria-label][tabindex='0']").count() == fresh.locator("table").count()
    pictures = fresh.locator("figure svg[role=img][aria-label]")
    assert pictures.count() == fresh.locator("figure").count() > 0
    assert fresh.locator("th:not([scope])").count() == 0
    fresh.get_by_role("navigation", name="Inhoud").get_by_role("link", name="Codeboek").click()
    assert fresh.evaluate("document.querySelector(':target').textContent") == "Codeboek"


def test_on_a_phone_the_page_is_no_wider_than_the_screen(fresh: "Page") -> None:
    fresh.set_viewport_size({"width": 390, "height": 800})
    assert fresh.evaluate("document.documentElement.scrollWidth") <= 390
    fresh.set_viewport_size({"width": 1100, "height": 900})


def test_in_print_the_tools_are_gone_and_the_heads_have_their_words(fresh: "Page") -> None:
    """As text: a button in a head is an empty box where the head is repeated on the next page."""
    fresh.emulate_media(media="print")
    try:
        assert not fresh.locator("label.filter").first.is_visible()
        assert not fresh.locator("th button").first.is_visible()
        head = "getComputedStyle(document.querySelectorAll('th')[1], '::before').content"
        assert fresh.evaluate(head).strip('"') == fresh.locator("th").nth(1).text_content()
    finally:
        fresh.emulate_media(media="screen")


@pytest.mark.parametrize(
    ("language", "numbers"),
    [
        ("nl", ["–", "−3", "2,5", "3 van 14", "12,5", "1.234", "1.234,5"]),
        ("en", ["–", "−3", "2.5", "3 of 14", "12.5", "1,234", "1,234.5"]),
    ],
)
def test_numbers_are_sorted_as_the_language_writes_them(
    page: "Page", language: str, numbers: list[str], tmp_path: Path
) -> None:
    rows = tuple(Row((f"R-{at}", number)) for at, number in enumerate(reversed(numbers)))
    table_ = Table("Numbers", (Column("Who"), Column("Number", numeric=True)), rows)
    file = tmp_path / "numbers.html"
    file.write_bytes(render(Output(Data("x", (), ()), Report("N", (table_,))), Words(language), Settings()))
    page.goto(file.as_uri())
    page.get_by_role("button", name="Number").click()
    shown = page.evaluate("[...document.querySelectorAll('tbody tr')].map(one => one.cells[1].textContent)")
    assert shown == ["−3", "–", *numbers[2:]]  # what is not known stands below every amount, a dash as minus one


def test_the_first_screen_has_the_title_and_the_contents_and_the_page_has_one_title(fresh: "Page") -> None:
    assert fresh.locator("h1").count() == 1
    assert fresh.evaluate("document.querySelector('nav h2').getBoundingClientRect().top") < 450


def test_the_contents_stand_beside_the_page_where_it_is_wide(fresh: "Page") -> None:
    fresh.set_viewport_size({"width": 1440, "height": 900})
    try:
        place = "document.querySelector('{}').getBoundingClientRect().{}"
        assert fresh.evaluate(place.format("nav", "right")) <= fresh.evaluate(place.format("main h1", "left"))
        fresh.evaluate("window.scrollTo(0, 5000)")
        assert fresh.evaluate(place.format("nav", "top")) >= 0
        assert fresh.evaluate("document.documentElement.scrollWidth") == 1440
    finally:
        fresh.set_viewport_size({"width": 1100, "height": 900})


def test_on_a_phone_nothing_runs_out_of_the_page(fresh: "Page") -> None:
    fresh.set_viewport_size({"width": 390, "height": 800})
    try:
        assert fresh.evaluate("document.documentElement.scrollWidth") == 390
    finally:
        fresh.set_viewport_size({"width": 1100, "height": 900})


def test_an_id_stays_on_one_line(fresh: "Page") -> None:
    wrap = "[...document.querySelectorAll('.id')].map(one => [one.textContent, getComputedStyle(one).whiteSpace])"
    found = fresh.evaluate(wrap)
    assert ["H-1", "nowrap"] in found
    assert {how for _, how in found} == {"nowrap"}


def test_words_in_a_picture_are_text_and_no_id_is_there_twice(fresh: "Page") -> None:
    assert "Angst voor misbruik" in fresh.evaluate(
        "[...document.querySelectorAll('figure svg text')].map(one => one.textContent)"
    )
    ids = fresh.evaluate("[...document.querySelectorAll('[id]')].map(one => one.id)")
    assert len(ids) == len(set(ids)) > 20
    drawn = "[...document.querySelectorAll('figure use')].map(one => one.getAttribute('xlink:href').slice(1))"
    assert set(fresh.evaluate(drawn)) <= set(ids)


def test_the_heads_of_a_table_stay_on_the_screen_that_it_runs_over(fresh: "Page") -> None:
    where = fresh.locator(table(fresh, "Fragmenten"))
    fresh.set_viewport_size({"width": 1100, "height": 300})
    try:
        where.locator("tbody tr").nth(8).scroll_into_view_if_needed()
        fresh.evaluate("window.scrollBy(0, 100)")
        top = "one => one.getBoundingClientRect().top"
        assert where.evaluate(top) < 0
        assert where.locator("thead").evaluate(top) == 0
    finally:
        fresh.set_viewport_size({"width": 1100, "height": 900})


LONG = 1234


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A table of 1,234 quotes of 13 codes: those of code 7 are 95 (7, 20 … 1229); the numbers are written as Dutch has them."""
    rows = []
    for number in range(LONG):
        if number % 100 == 0:
            rows.append(Row((f"Deel {number // 100}", "", ""), group=True))
        rows.append(Row((f"“Woord {number}.”", f"Code-{number % 13}", f"{LONG - number:,}".replace(",", "."))))
    columns = (Column("Fragment", 6), Column("Code", 1), Column("Tekens", 1, numeric=True))
    report_ = Report("Lang", (Table("Fragmenten", columns, tuple(rows)),))
    file = tmp_path_factory.mktemp("long") / "long.html"
    file.write_bytes(render(Output(Data("x", (), ()), report_), Words("nl"), Settings()))
    return file


def test_a_long_table_is_filtered_and_sorted_over_its_parts(page: "Page", long: Path) -> None:
    page.goto(long.as_uri())
    found = "[...document.querySelectorAll('tbody tr:not(.group):not([hidden])')].map(one => one.cells[{}].textContent)"
    assert page.locator("tbody").count() == 13  # 1,247 rows
    page.locator("label.filter input").fill("code-7")
    assert page.locator("output").inner_text().strip() == "95 van 1234 rijen"
    assert page.evaluate(found.format(1)) == ["Code-7"] * 95
    assert page.evaluate("[...document.querySelectorAll('tr.group:not([hidden])')].length") == 13
    page.locator("label.filter input").fill("woord 1233.")
    assert page.evaluate(found.format(0)) == ["“Woord 1233.”"]
    assert page.locator("tbody:not([hidden])").count() == 1
    page.locator("label.filter input").fill("")
    page.get_by_role("button", name="Tekens").click()
    assert page.evaluate(found.format(0)) == [f"“Woord {number}.”" for number in reversed(range(LONG))]
    page.get_by_role("button", name="Tekens").click()
    page.get_by_role("button", name="Tekens").click()
    assert page.evaluate(found.format(0)) == [f"“Woord {number}.”" for number in range(LONG)]


def test_a_word_of_the_row_that_opens_a_group_finds_the_whole_group(page: "Page", long: Path) -> None:
    page.goto(long.as_uri())
    page.locator("label.filter input").fill("deel 12")
    assert page.locator("output").inner_text().strip() == "34 van 1234 rijen"  # 1,200 to 1,233
    group = page.locator("tr.group:not([hidden])").text_content()  # what is off the screen has no inner text yet
    assert (group or "").strip() == "Deel 12"


def test_words_that_look_like_the_inside_of_a_picture_are_left_alone(
    page: "Page", make_study: Callable[[str], Opened], tmp_path: Path
) -> None:
    study = make_study("""
        == codebook.yaml
        codes: [{id: a, name: 'url(#boom) id="x" href="#y" <b>'}]
        == P-1.txt
        I: How?
        P-1: one
        == codings
        jan P-1 a one
    """)
    deliver(study.project.settings, FIGURES.get("heatmap")(study.view(), Options()), [tmp_path / "f.html"])
    page.goto((tmp_path / "f.html").as_uri())
    words = " ".join(page.evaluate("[...document.querySelectorAll('figure svg text')].map(one => one.textContent)"))
    assert 'url(#boom) id="x" href="#y" <b>' in words


def test_a_long_table_is_all_there_for_print_and_for_a_reader_program(page: "Page", long: Path) -> None:
    page.goto(long.as_uri())
    assert page.get_by_role("columnheader").all_inner_texts() == ["Fragment", "Code", "Tekens"]
    assert page.get_by_role("row").count() == LONG + 13 + 1
    widths = "[...document.querySelector('{}').cells].map(one => Math.round(one.getBoundingClientRect().left))"
    assert page.evaluate(widths.format("thead tr")) == page.evaluate(widths.format("tbody tr:not(.group)"))
    page.emulate_media(media="print")
    try:
        assert page.evaluate("getComputedStyle(document.querySelector('tbody')).contentVisibility") == "visible"
        assert page.evaluate("getComputedStyle(document.querySelector('tbody tr')).display") == "table-row"
    finally:
        page.emulate_media(media="screen")


@pytest.mark.skipif(
    not AXE.exists(), reason="axe-core is not installed (npm install --no-save --prefix .node axe-core@4)"
)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_at_wcag_2_2_aa(
    page: "Page", file: Path, long: Path, width: int, scheme: Literal["light", "dark"]
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    try:
        for one in (file, file.with_name("frequencies.html"), file.with_name("map.html"), long):
            page.goto(one.as_uri())
            page.evaluate(AXE.read_text(encoding="utf-8"))
            found = page.evaluate(
                "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})"
            )
            assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found["violations"]] == []
            assert len(found["passes"]) > 20
    finally:
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": 1100, "height": 900})


def test_a_dark_screen_has_a_dark_page_and_pictures_on_white(fresh: "Page") -> None:
    colour = "getComputedStyle(document.querySelector('{}')).backgroundColor"
    fresh.emulate_media(color_scheme="dark")
    try:
        assert fresh.evaluate(colour.format("body")) == "rgb(22, 22, 22)"
        assert fresh.evaluate(colour.format("figure svg")) == "rgb(255, 255, 255)"
        fresh.emulate_media(color_scheme="dark", media="print")
        assert fresh.evaluate(colour.format("body")) == "rgb(255, 255, 255)"
    finally:
        fresh.emulate_media(color_scheme="light", media="screen")
