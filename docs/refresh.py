"""Keep the documents true: run every `$ qualcode …` line in them and write what it prints, and generate docs/commands.md.

`make docs` writes the files; the tests compare them with what this module makes.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from qualcode.model.settings import LANGUAGES
from qualcode.text import Words

ROOT = Path(__file__).resolve().parent.parent
WITH_SESSIONS = (
    "README.md", "README.nl.md", "docs/tour.md", "docs/codebook.md", "docs/results.md", "docs/corrections.md", "docs/scale.md", "docs/nl/aan-de-slag.md",
)  # fmt: skip
_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_ID = re.compile(r"\b[0-9a-f]{12}\b")
_DAY = "2026-03-02"
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


def refreshed(page: str) -> str:
    """A page with the output of its sessions as the program prints it now, to a reader of the page's language."""
    text = (ROOT / page).read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "home"
        shutil.copytree(ROOT / "transcripts_example", folder / "interviews")
        shutil.copytree(ROOT / "docs" / "examples", folder / "returned")
        session = Session(folder, "nl" if "docs/nl/" in page or page.endswith(".nl.md") else "en")
        return _BLOCK.sub(lambda block: f"```console\n{session.run(block[1])}```", text)


class Session:
    """A terminal of eighty columns whose folder lasts from one block to the next."""

    def __init__(self, folder: Path, language: str):
        self.folder = folder
        cache = folder.parent
        self.env = {**os.environ, "COLUMNS": "80", "XDG_CACHE_HOME": str(cache), "XDG_CONFIG_HOME": str(cache)}
        self.env.pop("QUALCODE_CODER", None)
        self.env["QUALCODE_LANGUAGE"] = language

    def run(self, block: str) -> str:
        commands = [line for line in block.splitlines() if line.startswith("$ ")]
        return "".join(f"{line}\n{self._one(shlex.split(line[2:]))}" for line in commands)

    def _one(self, words: list[str]) -> str:
        if words[0] == "cd":
            self.folder = self.folder / words[1]
            return ""
        assert words[0] == "qualcode", words
        arguments = [str(path) for word in words[1:] for path in self._expand(word)]
        ran = subprocess.run(
            [sys.executable, "-m", "qualcode", *arguments],
            cwd=self.folder,
            env=self.env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )
        shown = _TIME.sub("2026-03-02T10:15:30.000Z", _ID.sub("3f2a91c07b5d", ran.stdout))
        shown = _without_today(shown)
        shown = shown.replace(f"{self.folder.parent}{os.sep}", "").replace(str(self.folder), "my-study")
        return "".join(f"{line.rstrip()}\n" for line in shown.splitlines())

    def _expand(self, word: str) -> Iterator[str]:
        """A pattern of files, as a shell expands it: one that no file has stays as it is."""
        pattern = self.folder / word
        found = sorted(pattern.parent.glob(pattern.name)) if "*" in word else []
        yield from (os.path.relpath(path, self.folder) for path in found) if found else (word,)


def _without_today(text: str) -> str:
    """Another day for today, here or in UTC, in figures and in words, with a time behind it or not; midnight may pass
    meanwhile."""
    now = datetime.now(UTC)
    days = {str(day.date()) for day in (now, now.astimezone(), now - timedelta(minutes=5))}
    text = re.sub(rf"\b(?:{'|'.join(days)})( \d\d:\d\d)?", lambda found: _DAY + (" 10:15" if found[1] else ""), text)
    for language in LANGUAGES:
        words = Words(language)
        text = re.sub(rf"\b(?:{'|'.join(map(words.day, days))})\b", words.day(_DAY), text)
    return text


def command_page() -> str:
    """docs/commands.md: the help of every command, and the tables that the code itself reads."""
    parts = ["# Commands and formats", "This page is generated from the program; `make docs` makes it anew."]
    parts += ["## Commands", *_help_of(["qualcode"], _command())]
    parts += ["## Transcripts that can be imported", *_formats()]
    parts += ["## Keys of `qualcode code`", "They stand in [the page of the coding desk](coding-desk.md)."]
    parts += ["## Keys of codebook.yaml", *_schema("CODEBOOK"), "## Keys of qualcode.yaml", *_schema("SETTINGS")]
    return "\n\n".join(parts) + "\n"


def _command() -> Any:
    from qualcode.cli.main import command

    return command()


def _help_of(path: list[str], command: Any) -> Iterator[str]:
    os.environ["COLUMNS"] = "80"
    context = command.make_context(path[-1], [], resilient_parsing=True)
    context.info_name = " ".join(path)
    text = command.get_help(context)
    text = re.sub(r"\n  --(install|show)-completion.*?(?=\n  -)", "", text, flags=re.DOTALL)
    yield f"### {' '.join(path)}\n\n```text\n{text.rstrip()}\n```"
    for name in command.list_commands(context) if hasattr(command, "list_commands") else ():
        yield from _help_of([*path, name], command.get_command(context, name))


def _formats() -> Iterator[str]:
    from qualcode.formats.transcripts import READERS
    from qualcode.report.formats import FORMATS

    rows = [f"| `{name}` | {', '.join(f'`{end}`' for end in READERS.get(name).extensions)} |" for name in READERS]
    yield "| format (`--from`) | extensions |\n| --- | --- |\n" + "\n".join(rows)
    yield f"Tables are written as {', '.join(f'`{name}`' for name in FORMATS)}; the review sheet as `.xlsx` or `.csv`."


def _keys() -> Iterator[str]:
    from qualcode.desk.actions import MODES, PROMPT

    for mode, groups in MODES.items():
        yield f"### {_PLACES[mode]}\n\n" + _key_table(action for several in groups.values() for action in several)
    yield "### With `--plain`\n\n" + _key_table(PROMPT)


def with_keys(text: str) -> str:
    """The page of the desk with the tables of keys between its marks."""
    tables = "\n\n".join(_keys())
    return re.sub(r"(<!-- keys -->\n).*?(<!-- end of keys -->)", rf"\1\n{tables}\n\n\2", text, flags=re.DOTALL)


_PLACES = {
    "read": "Reading and coding",
    "judge": "Judging suggestions",
    "tree": "In the codebook",
    "board": "The board of themes",
    "fragments": "The fragments of a theme",
}


def _key_table(actions: Iterable[Any]) -> str:
    from qualcode.desk.actions import SYMBOLS

    rows = []
    for action in actions:
        keys = " ".join(f"`{SYMBOLS.get(key, key)}`" for key in action.keys)
        rows.append(f"| {keys} | {action.en} | `{action.name}` |")
    return "| key | does | name |\n| --- | --- | --- |\n" + "\n".join(rows)


def _schema(name: str) -> Iterator[str]:
    from qualcode.store import schema

    found: dict[str, Any] = getattr(schema, name)
    yield "\n".join(_schema_lines(found, found.get("$defs", {}), 0))


def _schema_lines(schema: dict[str, Any], defs: dict[str, Any], depth: int) -> Iterator[str]:
    for key, value in schema.get("properties", {}).items():
        inner = value.get("items", value) if value.get("type") == "array" else value
        if "$ref" in inner and depth > 0:
            yield f"{'  ' * depth}- `{key}`: a list of codes below this one"
            continue
        inner = defs[inner["$ref"].rsplit("/", 1)[1]] if "$ref" in inner else inner
        yield f"{'  ' * depth}- `{key}`{_told(value, inner, key in schema.get('required', ()))}"
        yield from _schema_lines(inner, defs, depth + 1)


def _told(value: dict[str, Any], inner: dict[str, Any], required: bool) -> str:
    facts = ["needed"] if required else []
    if value.get("type") == "array":
        facts.append("a list")
    if "enum" in inner:
        facts.append(" \\| ".join(inner["enum"]))
    if "description" in value:
        facts.append(value["description"])
    return f": {'; '.join(facts)}" if facts else ""


def key_file() -> str:
    """The keys of the catalogues as types: src/qualcode/text/keys.py."""
    from qualcode.text import entries

    keys = sorted(entries("nl"))
    families = sorted({key[:at] for key in keys for at, letter in enumerate(key) if letter == "."})
    head = '"""The keys of the catalogues, for the type checker alone; `make docs` writes this file."""\n\nfrom typing import Literal\n'
    stems = sorted(set(keys) & set(families))  # texts that have others under their key: `KEY.one`
    parts = (("Key", keys), ("Family", families), ("Stem", stems))
    return head + "".join(
        f"\n{name} = Literal[\n" + "".join(f'    "{one}",\n' for one in names) + "]\n" for name, names in parts
    )


def pages_of_code() -> None:
    """What is written from the code alone, in seconds: the keys of the catalogues, and the pages of commands and of keys."""
    (ROOT / "src" / "qualcode" / "text" / "keys.py").write_text(key_file(), encoding="utf-8")
    (ROOT / "docs" / "commands.md").write_text(command_page(), encoding="utf-8")
    path = ROOT / "docs" / "coding-desk.md"
    path.write_text(with_keys(path.read_text(encoding="utf-8")), encoding="utf-8")


def main() -> None:
    pages_of_code()
    if sys.argv[1:] == ["keys"]:
        return
    for name in WITH_SESSIONS:
        (ROOT / name).write_text(refreshed(name), encoding="utf-8")
    subprocess.run([sys.executable, ROOT / "docs" / "pictures.py"], check=True)


if __name__ == "__main__":
    main()
