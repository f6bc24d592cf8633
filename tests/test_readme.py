"""README.md and the guide: every block in them is run or compared, here or by the tests of those who will read it."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from sre_compiler.output.blocks import read
from tests.programs import ROOT
from tests.readme import PAGES, Block, block, blocks
from tests.repository import PACKAGED, Repository, copy, environment
from tests.transcript import surroundings

ELSEWHERE = {
    "jobs:": "tests/consumers/test_budget_scripts.py",
    "budget:": "tests/consumers/test_budget_scripts.py",
    "repos:": "tests/consumers/test_pre_commit.py",
    "name: specs": "tests/consumers/test_pipelines.py",
    "specs:": "tests/consumers/test_pipelines.py",
}
"""Blocks by their first line, and the tests that use them."""

HERE = {
    "python3 -m venv .venv", ".ci/test", "apiVersion: sre-compile.dev", "error: the 1h leg", "generated/",
    "kind: ErrorBudgetPolicy", "$ sre-compile simulate", "sre-compile lint ", "# yaml-language-server:", "    # sre: allow", "  lint:",
    "sre-compile incident",
}  # fmt: skip
"""How the blocks begin that are tried below."""


@pytest.mark.parametrize("one", blocks(), ids=lambda one: one.text.splitlines()[0])
def test_every_block_is_tried_somewhere(one: Block) -> None:
    first = one.text.splitlines()[0]
    if first in ELSEWHERE:
        assert f'"{first}' in (ROOT / ELSEWHERE[first]).read_text(encoding="utf-8")
    else:
        assert [beginning for beginning in HERE if one.text.startswith(beginning)]


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """A copy of the example to work in."""
    shutil.copytree(ROOT / "specs", tmp_path / "work" / "specs")
    shutil.copytree(ROOT / "generated", tmp_path / "work" / "generated")
    return tmp_path / "work"


def shell(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    around = surroundings(folder.parent)
    return subprocess.run(["bash", "-c", command], cwd=folder, env=around, capture_output=True, text=True, check=False)


def test_the_first_command_builds_the_example(tmp_path: Path) -> None:
    fresh = Repository(tmp_path / "fresh", environment(tmp_path))
    copy((*PACKAGED, "specs"), fresh.folder)
    fresh.must("bash", "-e", "-c", block("sre-compile", "python3 -m venv"))
    built, committed = tmp_path / "fresh" / "generated", ROOT / "generated"
    files = {path.relative_to(committed) for path in committed.rglob("*") if path.is_file()}
    assert files == {path.relative_to(built) for path in built.rglob("*") if path.is_file()}
    assert [path for path in sorted(files) if ours(built / path) != ours(committed / path)] == []


def ours(file: Path) -> object:
    """What the compiler wrote of a file: of a runbook, in which people have written, its blocks."""
    text = file.read_text(encoding="utf-8")
    found = read(text) if file.suffix == ".md" else text
    return [(one.name, one.body) for one in found] if isinstance(found, list) else found


def test_the_command_that_runs_the_tests_is_there() -> None:
    program = ROOT / block("sre-compile", ".ci/").strip()
    assert program.stat().st_mode & 0o111


def test_the_service_is_right(example: Path) -> None:
    (example / "specs/services/newsletter.yaml").write_text(block("A service", "apiVersion"), encoding="utf-8")
    done = shell("sre-compile lint", example)
    assert (done.returncode, "error" in done.stderr) == (0, False), done.stderr


def test_a_project_of_ones_own_compiles_and_proves_itself(tmp_path: Path) -> None:
    specs = tmp_path / "own" / "specs"
    (specs / "services").mkdir(parents=True)
    (specs / "project.yaml").write_text(block("A project of your own", "apiVersion"), encoding="utf-8")
    (specs / "services" / "newsletter.yaml").write_text(block("A service", "apiVersion"), encoding="utf-8")
    linted = shell("sre-compile lint", specs.parent)
    assert linted.stderr == "no findings in 2 files\n"
    proved = shell("sre-compile build && sre-compile test", specs.parent)
    assert (proved.returncode, ", 0 failed" in proved.stdout) == (0, True), proved.stderr


def test_links_between_pages_lead_somewhere() -> None:
    for page in PAGES:
        text = (ROOT / page).read_text(encoding="utf-8")
        for file, _, anchor in re.findall(r"\]\(([^)#:]*)(#?)([^):]*)\)", text):
            target = (ROOT / page).parent / file if file else ROOT / page
            assert target.exists(), (page, file)
            headings = re.findall(r"^#+ (.+)$", target.read_text(encoding="utf-8"), re.MULTILINE) if anchor else []
            assert not anchor or anchor in [one.lower().replace(" ", "-") for one in headings], (page, anchor)


def test_the_scenario_goes_as_shown(example: Path) -> None:
    (example / "bad-release.yaml").write_text(block("Before it happens", "apiVersion"), encoding="utf-8")
    command, shown = block("Before it happens", "$ sre-compile simulate").split("\n", 1)
    assert shell(command.removeprefix("$ "), example).stdout == shown


def test_the_error_budget_policy_is_right(example: Path) -> None:
    head = "apiVersion: sre-compile.dev/v1alpha1\n"
    shown = head + block("A gate before a deploy", "kind: ErrorBudgetPolicy")
    (example / "specs/error-budgets.yaml").write_text(shown, encoding="utf-8")
    done = shell("sre-compile lint", example)
    assert (done.returncode, "error" in done.stderr) == (0, False), done.stderr


def test_the_finding_looks_as_shown(example: Path) -> None:
    shown = block("When you are wrong", "error: ")
    edit(example / "specs/services/newsletter.yaml", "98%", "90%\n      burn_rate_policy: standard")
    done = shell("sre-compile lint", example)
    assert shown in done.stderr, done.stderr


CHECKOUT = "specs/services/checkout.yaml"
LOW_TRAFFIC = "(low-traffic)"


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_the_comment_allows_the_finding_until_it_expires(example: Path) -> None:
    edit(example / CHECKOUT, "40/s", "40/h")
    assert LOW_TRAFFIC in shell("sre-compile lint", example).stderr
    comment, name, _ = block("Living with a finding", "    # sre: allow").splitlines(keepends=True)
    edit(example / CHECKOUT, name, comment + name)
    found = {day: shell(f"sre-compile lint --today {day}", example).stderr for day in ("2027-01-31", "2027-02-01")}
    files = len([*(example / "specs").rglob("*.yaml")])
    assert found["2027-01-31"] == f"no findings in {files} files (1 allowed)\n"
    assert "(expired-allow)" in found["2027-02-01"]


def test_the_project_decides_what_is_found(example: Path) -> None:
    edit(example / CHECKOUT, "40/s", "40/h")
    edit(example / CHECKOUT, 'job="checkout"}) > 1000', 'job=~"checkout"}) > 1000')
    before = shell("sre-compile lint", example).stderr
    settings = example / "specs/project.yaml"
    settings.write_text(
        settings.read_text(encoding="utf-8") + block("Living with a finding", "  lint:"), encoding="utf-8"
    )
    after = shell("sre-compile lint", example).stderr
    assert ("(regex-is-plain-string)" in before, "(regex-is-plain-string)" in after) == (True, False)
    levels = {line.partition(":")[0] for line in after.splitlines() if LOW_TRAFFIC in line}
    assert levels == {"error"}
    assert "`alerting: {min_errors: 5}`" in after


def test_the_tree_is_the_one_that_is_built() -> None:
    shown = [name for name in re.findall("[├└]── (\\S+)", block("What comes out", "generated/")) if "<" not in name]
    built = {path.name for path in (ROOT / "generated").rglob("*")}
    assert shown
    assert [name for name in shown if name.rstrip("/") not in built] == []


def test_the_commands_for_every_day_work_as_they_stand(example: Path) -> None:
    for line in block("In a repository", "sre-compile lint ").splitlines():
        done = shell(line, example)
        assert done.returncode == 0, (line, done.stdout, done.stderr)


def test_an_incident_is_begun_reviewed_and_counted(example: Path) -> None:
    for line in block("When something happened", "sre-compile incident").splitlines():
        done = shell(line, example)
        assert done.returncode == 0, done.stderr
    assert len([*(example / "generated/incidents").iterdir()]) == len([*(example / "specs/incidents").iterdir()])
    assert (example / "incidents.png").exists()


def test_the_modeline_is_that_of_the_example() -> None:
    modeline = block("In a repository", "# yaml-language-server:")
    assert (ROOT / "specs/people.yaml").read_text(encoding="utf-8").startswith(modeline)
    folder = modeline.strip().partition("=")[2]
    assert (ROOT / "specs" / folder).is_file()
