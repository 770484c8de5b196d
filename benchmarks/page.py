"""A web page of ten thousand quotes in Chromium: until something is seen, and from a key in the filter to the next picture.

Beside it stands the same page as one body of rows, the way a table is written that has a hundred of them.
"""

import random
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from benchmarks.measure import line
from qualcode.model.settings import Settings
from qualcode.report.document import Column, Data, Output, Report, Row, Table
from qualcode.report.renderers.html import render
from qualcode.text import Words

ROWS = 10_000
KEYS = ("z", "zo", "zor", "zorg", "zor", "zo", "z", "")
_KEY = """async wanted => {
    const input = document.querySelector("input"), start = performance.now();
    input.value = wanted;
    input.dispatchEvent(new Event("input"));
    await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
    return (performance.now() - start) / 1000;
}"""
_PAINT = "performance.getEntriesByName('first-contentful-paint')[0].startTime / 1000"


def run() -> Iterator[str]:
    chromium = shutil.which("chromium")
    if chromium is None:
        yield "page: Chromium is not here"
        return
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as name, sync_playwright() as driver:
        ours, plain = Path(name) / "ours.html", Path(name) / "plain.html"
        text = _page()
        ours.write_text(text, encoding="utf-8")
        plain.write_text(re.sub(r' class="long"|</tbody>\s*<tbody>', "", text), encoding="utf-8")
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        found = {}
        for file in (ours, plain):
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            page.goto(file.as_uri())
            found[file] = (page.evaluate(_PAINT), [page.evaluate(_KEY, key) for key in KEYS])
            page.close()
        browser.close()
    (first, keys), (plain_first, plain_keys) = found[ours], found[plain]
    yield line(f"page of {ROWS:,} rows, first paint", first, plain_first, "1.5 s")
    yield line("... a key in its filter, median", median(keys), median(plain_keys), "0.15 s")
    yield line("... a key in its filter, slowest", max(keys), max(plain_keys), "0.15 s")


def _page() -> str:
    rng = random.Random(1)
    words = "de het een patiënt huisarts zorg werkdruk samen vertrouwen overleg soms altijd nooit tijd weten".split()
    rows = []
    for number in range(ROWS):
        if number % 50 == 0:
            rows.append(Row((f"Code {number // 50}", "", "", ""), group=True))
        quote = " ".join(rng.choices(words, k=rng.randint(8, 40)))
        row = (f"“{quote}”", f"Code {number // 50}", f"R-{number % 40 + 1:02}", str(rng.randint(1, 90)))
        rows.append(Row(row, context=quote))
    columns = (Column("Fragment", 6), Column("Code", 2), Column("Respondent"), Column("Beurt", numeric=True))
    report = Report("Fragmenten", (Table("Fragmenten", columns, tuple(rows)),))
    return render(Output(Data("x", (), ()), report), Words("nl"), Settings()).decode()
