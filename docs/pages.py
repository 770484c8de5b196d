"""Pictures of what the example study prints, as a reader sees it: Word pages through LibreOffice, the web page in Chromium.

`make pictures` writes them; it needs LibreOffice, poppler and Chromium. They are looked at, and not compared: letters and
breaks differ a little from machine to machine.
"""

import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "images" / "pages"
_DOTS = "80"  # an inch: what a page of the documents shows sharply


@dataclass(frozen=True)
class Page:
    """The last page of a document on which these words stand; without words the first."""

    name: str
    document: str
    words: str


PAGES = (
    Page("results", "results.docx", ""),
    Page("themes", "appendix.docx", "Thema's, codes en citaten"),
    Page("codebook", "appendix.docx", "Codeboek: "),
    Page("matrix", "matrix.docx", "Tabel 1"),
    Page("frequencies", "appendix.docx", "Codes: aantal fragmenten"),
    Page("figure", "appendix.docx", "Figuur 1"),
)
WEB = (("web", 1280, "light"), ("web-dark", 1280, "dark"), ("web-phone", 390, "light"))


def write_all() -> None:
    with tempfile.TemporaryDirectory() as name:
        demo, folder = Path(name) / "demo", Path(name)
        _qualcode("demo", str(demo))
        FOLDER.mkdir(parents=True, exist_ok=True)
        for document in dict.fromkeys(page.document for page in PAGES):
            pdf = _pdf(demo / "exports" / document, folder)
            for page in PAGES:
                if page.document == document:
                    _write(page, pdf)
        _web(demo / "exports" / "appendix.html")


def _qualcode(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "qualcode", *arguments], check=True, capture_output=True)


def _pdf(document: Path, folder: Path) -> Path:
    profile = f"-env:UserInstallation=file://{folder}/profile"
    convert = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(document)]
    subprocess.run(convert, check=True, capture_output=True)
    return folder / f"{document.stem}.pdf"


def _write(page: Page, pdf: Path) -> None:
    text = subprocess.run(["pdftotext", str(pdf), "-"], check=True, capture_output=True, text=True).stdout
    pages = [" ".join(one.split()) for one in text.split("\f")]
    # the last: contents, which have the words too, come before
    number = max((at for at, one in enumerate(pages, 1) if page.words and page.words in one), default=1)
    picture = ["pdftoppm", "-png", "-gray", "-r", _DOTS, "-f", str(number), "-singlefile"]
    subprocess.run([*picture, str(pdf), str(FOLDER / page.name)], check=True)


def _web(file: Path) -> None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for name, width, scheme in WEB:
            page = browser.new_page(viewport={"width": width, "height": 800})
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            page.goto(file.as_uri())
            page.get_by_role("heading", name="Thema's", exact=True).scroll_into_view_if_needed()
            page.screenshot(path=FOLDER / f"{name}.png")
            page.close()
        browser.close()


if __name__ == "__main__":
    write_all()
