"""What holds the project together: tasks, versions and floors are written once, or held equal here."""

import re
import tomllib
from pathlib import Path

import yaml

import qualcode
import tasks

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
WORKFLOW = yaml.safe_load((ROOT / ".github" / "workflows" / "tests.yml").read_text(encoding="utf-8"))
HOOKS = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))


def test_the_oldest_versions_are_those_that_the_project_allows() -> None:
    floors = {wanted.replace(">=", "==") for wanted in PROJECT["project"]["dependencies"]}
    kept = (line.partition("#")[0].strip() for line in tasks.OLDEST.read_text(encoding="utf-8").splitlines())
    assert set(filter(None, kept)) >= floors


def test_the_version_is_written_once() -> None:
    assert "version" in PROJECT["project"]["dynamic"]
    assert "version" not in (ROOT / "CITATION.cff").read_text(encoding="utf-8").replace("cff-version", "")
    assert f"## {qualcode.__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_make_knows_the_tasks_and_the_list_of_tasks_tells_them() -> None:
    made = re.search(r"^TASKS := (.*)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert made is not None
    assert set(made[1].split()) == set(tasks.TASKS)
    for name in tasks.TASKS:
        assert re.search(rf"^    (\w+, )?{name}\b", tasks.__doc__ or "", re.MULTILINE), name


def test_what_runs_elsewhere_runs_these_tasks() -> None:
    steps = [step for job in WORKFLOW["jobs"].values() for step in job["steps"]]
    ran = [step["run"] for step in steps if "run" in step]
    entries = [hook["entry"] for repository in HOOKS["repos"] for hook in repository["hooks"]]
    for command in (*ran, *entries):
        assert command == "sudo --preserve-env=PATH .ci/run" or command.removeprefix("python -m tasks ") in tasks.TASKS


def test_every_python_that_is_allowed_is_tried_on_every_system() -> None:
    matrix = WORKFLOW["jobs"]["systems"]["strategy"]["matrix"]
    assert f">={matrix['python'][0]}" == PROJECT["project"]["requires-python"]
    assert {name.partition("-")[0] for name in matrix["os"]} == {"ubuntu", "macos", "windows"}
