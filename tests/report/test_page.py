"""The appendix as a page, in a real browser: sorted, filtered, quotes opened by keyboard, and no request leaves the file."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from qualcode.acts.output import deliver
from qualcode.acts.report import report
from tests.conftest import build_study
from tests.report.forms import HEALTH

chromium = shutil.which("chromium")
pytestmark = pytest.mark.skipif(chromium is None, reason="Chromium is not installed")

if chromium:
    from playwright.sync_api import Page, sync_playwright


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("page")
    opened = build_study(folder / "study", HEALTH.strip())
    deliver(opened.project.settings, report(opened), [folder / "appendix.html"])
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
    assert page.evaluate("[...document.images].every(one => one.complete && one.naturalWidth > 100)")


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
    assert fresh.locator("img:not([alt])").count() == 0
    assert fresh.locator("th:not([scope])").count() == 0
    fresh.get_by_role("navigation", name="Inhoud").get_by_role("link", name="Codeboek").click()
    assert fresh.evaluate("document.querySelector(':target').textContent") == "Codeboek"


def test_on_a_phone_the_page_is_no_wider_than_the_screen(fresh: "Page") -> None:
    fresh.set_viewport_size({"width": 390, "height": 800})
    assert fresh.evaluate("document.documentElement.scrollWidth") <= 390
    fresh.set_viewport_size({"width": 1100, "height": 900})


def test_in_print_the_tools_are_gone(fresh: "Page") -> None:
    fresh.emulate_media(media="print")
    assert not fresh.locator("label.filter").first.is_visible()
    fresh.emulate_media(media="screen")


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


def test_a_dark_screen_has_a_dark_page_and_pictures_on_white(fresh: "Page") -> None:
    colour = "getComputedStyle(document.querySelector('{}')).backgroundColor"
    fresh.emulate_media(color_scheme="dark")
    try:
        assert fresh.evaluate(colour.format("body")) == "rgb(22, 22, 22)"
        assert fresh.evaluate(colour.format("figure img")) == "rgb(255, 255, 255)"
        fresh.emulate_media(color_scheme="dark", media="print")
        assert fresh.evaluate(colour.format("body")) == "rgb(255, 255, 255)"
    finally:
        fresh.emulate_media(color_scheme="light", media="screen")
