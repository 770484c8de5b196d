"""Pictures of the coding desk, made by the real application on the example study; `make docs` writes them."""

import asyncio
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent / "images" / "desk"
TERMINAL = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}


@dataclass(frozen=True)
class Picture:
    """A screen: its size, and the keys that lead to it; a key of several words is typed letter by letter."""

    name: str
    size: tuple[int, int]
    keys: tuple[str, ...]
    coder: str = "onderzoeker"
    env: tuple[tuple[str, str], ...] = ()
    new: bool = False  # the first time at the desk
    fault: bool = False  # the codebook is spoiled meanwhile


_CODED = ("s", "c", "vertrouwen", "enter", "s", "s", "c", "opport", "enter", "+", "k")
PICTURES = (
    Picture("first-time", (120, 32), (), new=True),
    Picture("reading", (140, 38), ("e", "e", "e", "e")),
    Picture("small", (80, 24), ("e", "e")),
    Picture("narrow", (40, 24), ("e", "e")),
    Picture("overlapping", (100, 30), ("J",) * 5 + _CODED),
    Picture("choosing", (100, 30), ("J",) * 5 + ("s", "s", "c", "afspr")),
    Picture("judging", (140, 38), ("j", "right", "right"), "tweede"),
    Picture("no-colour", (100, 30), ("j", "right", "right"), "tweede", (("NO_COLOR", "1"),)),
    Picture("light", (100, 30), ("e", "e", "e"), env=(("COLORFGBG", "0;15"),)),
    Picture("codebook", (100, 30), ("tab", "down", "down", "down")),
    Picture("search", (100, 30), ("/", "samenwerken")),
    Picture("themes", (120, 34), ("b", "down", "down", "tab", "down")),
    Picture("fragments", (100, 30), ("b", "enter", "y", "d")),
    Picture("memo", (100, 30), ("e", "m", "enter", "Hier wringt het belang van de eigen praktijk.")),
    Picture("fault", (100, 30), ("e",), fault=True),
    Picture("help", (100, 36), ("?",)),
)


def drawn(demo: Path, picture: Picture) -> str:
    """The picture as SVG, on a copy of the study `demo`."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name) / "study"
        shutil.copytree(demo, root)
        with _environment(Path(name), picture):
            return _plain(asyncio.run(_screen(root, picture)))


@contextmanager
def _environment(home: Path, picture: Picture) -> Iterator[None]:
    before = dict(os.environ)
    for name in ("NO_COLOR", "COLORFGBG", "TEXTUAL_THEME"):
        os.environ.pop(name, None)
    folders = {f"XDG_{kind}_HOME": str(home) for kind in ("STATE", "CACHE", "CONFIG")}
    os.environ.update(TERMINAL | folders | dict(picture.env))
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


async def _screen(root: Path, picture: Picture) -> str:
    from textual.widgets import Input

    from qualcode.desk.desk import Desk
    from qualcode.model.selection import Filters
    from qualcode.tui.app import CodingDesk
    from qualcode.usecases.study import open_study

    desk = Desk.start(open_study(root), picture.coder, Filters())
    app = CodingDesk(desk)
    app.hint = picture.new
    async with app.run_test(size=picture.size) as pilot:
        await settled(app, pilot)
        for key in picture.keys:
            await press(pilot, key)
            await settled(app, pilot)
        if picture.fault:
            (root / "codebook.yaml").write_text("codes:\n- {id: a, name: A, kolor: blue}\n", encoding="utf-8")
            app.look()
        await settled(app, pilot)
        for field in app.screen.query(Input):
            field.cursor_blink = False  # on a busy machine a picture was taken while the cursor was away
        await settled(app, pilot)
        return app.export_screenshot(title="qualcode code")


async def press(pilot: Any, key: str) -> None:
    from qualcode.desk.actions import SYMBOLS

    if key in SYMBOLS or len(key) == 1 or "+" in key:
        await pilot.press(key)
    else:
        await pilot.press(*("space" if letter == " " else letter for letter in key))


async def settled(app: Any, pilot: Any) -> None:
    """What works behind the screen is done, and everything is drawn."""
    while any(worker.is_running and worker.group != "default" for worker in app.workers):
        await pilot.pause(0.02)
    await pilot.pause()
    await pilot.pause()


def _plain(svg: str) -> str:
    """Without fonts from elsewhere, and with names that do not depend on the picture."""
    svg = re.sub(r"\s*@font-face \{.*?\}", "", svg, flags=re.DOTALL)
    svg = re.sub(r"terminal-\d+", "desk", svg)
    return svg.replace("Fira Code", "monospace").replace("\u00a0", "&#160;")


def build_demo(folder: Path) -> Path:
    """The example study, as `qualcode demo` makes it."""
    target = folder / "demo"
    subprocess.run([sys.executable, "-m", "qualcode", "demo", str(target)], check=True, capture_output=True)
    return target


def write_all() -> None:
    with tempfile.TemporaryDirectory() as name:
        demo = build_demo(Path(name))
        FOLDER.mkdir(parents=True, exist_ok=True)
        for picture in PICTURES:
            (FOLDER / f"{picture.name}.svg").write_text(drawn(demo, picture), encoding="utf-8")


if __name__ == "__main__":
    write_all()
