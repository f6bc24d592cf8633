"""What `lint` says of runbooks: nothing of a page that is in order, and one finding for each mistake, at its words."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from sre_compiler import pipeline, runbooks
from sre_compiler.output import blocks
from sre_compiler.runbooks.sections import PAGED, SECTIONS
from tests.compiled import PROJECT, write_specs
from tests.consumers import example
from tests.programs import ROOT

FRONT = "---\nalert: A\nstatus: reviewed\n---\n"
PAGES = blocks.block("escalation", f"## Escalation\n\n{PAGED}`sev1`.")
QUIET = blocks.block("escalation", "## Escalation\n\nNobody is paged for it.")
GOOD = f"{FRONT}# A\n\n## Diagnosis\n\nLook.\n\n## Mitigation\n\n1. Scale.\n\n{PAGES}\n## Notes\n"


def found(page: str, **others: str) -> list[tuple[str, int, int]]:
    """Name, line and column of each finding in `r/shop/A.md`, which stands beside the other pages."""
    pages = {"r/shop/A.md": page, **{f"r/{name.replace('_', '/')}.md": text for name, text in others.items()}}
    seen = [(one.name, one.where) for one in runbooks.findings(pages)]
    return [(name, where.line, where.column) for name, where in seen if where.file == "r/shop/A.md"]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "page",
    [
        GOOD,
        GOOD.replace("\n", "\r\n"),
        f"\ufeff{GOOD}",
        GOOD.replace("## ", "### "),
        GOOD.replace("Look.", "### The queue\n\nLook."),
        GOOD.replace("## Diagnosis", "## DIAGNOSIS ##"),
        GOOD.replace("Look.", "```sh\n# comment\nls\n```"),
        GOOD.replace("status: reviewed", "status: draft"),
        GOOD.replace(PAGES, QUIET).replace("Look.", "").replace("reviewed", "stub"),
        "# Ours\n\nNo word of blocks.\n",
    ],
)
def test_a_page_in_order(page: str) -> None:
    assert found(page) == []


@pytest.mark.parametrize("status", ["stub", '"stub"', "stub   # since May"])
@pytest.mark.parametrize("change", [str, lambda page: page.replace("\n", "\r\n"), lambda page: f"\ufeff{page}"])
def test_a_stub_is_one_finding(status: str, change: type[str]) -> None:
    page = GOOD.replace("status: reviewed", f"status: {status}").replace("Look.", "")
    assert found(change(page)) == [("runbook-stub", 3, 1)]


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("Look.\n", "", 7),
        ("Look.", f"_{SECTIONS['diagnosis'].question}_", 7),
        ("Look.", "<!-- later\nperhaps -->", 7),
        ("Look.", "### Deeper", 7),
        ("## Diagnosis\n\nLook.\n", "", 1),
        ("## Diagnosis", "```\n## Diagnosis\n```", 1),
        ("1. Scale.", " \t", 11),
    ],
)
def test_a_section_that_says_nothing(old: str, new: str, line: int) -> None:
    assert found(GOOD.replace(old, new)) == [("runbook-without-section", line, 1)]


@pytest.mark.parametrize(
    "link",
    [
        *("B.md", "./B.md", "../shop/B.md", "../mail/C.md", "B.md#why", "B.md#why-1", "B.md#Why", "B.md#own", "#escalation", "#notes"),
        *("https://x.example/B.md", "mailto:a@b", "/B.md", "../../docs/B.md", "graph.png", "B%2Emd", "<B.md>", 'B.md "title"'),
    ],
)  # fmt: skip
def test_a_link_that_leads_somewhere(link: str) -> None:
    other = '# B\n\n## Why?\n\n## Why\n\n<a id="own"></a>\n'
    assert found(GOOD.replace("Look.", f"See [it]({link})."), shop_B=other, mail_C="# C\n") == []


@pytest.mark.parametrize("link", ["X.md", "../shop/X.md", "../C.md", "B.md#what", "#what", "X.md#why"])
def test_a_link_that_leads_nowhere(link: str) -> None:
    page = GOOD.replace("Look.", f"See [it]({link}).")
    assert found(page, shop_B="# B\n", mail_C="# C\n") == [("dead-runbook-link", 9, 10)]


@pytest.mark.parametrize(
    "text", ["`[it](X.md)`", "```\n[it](X.md)\n```", "<!-- [it](X.md) -->", "~~~\n```\n[it](X.md)\n~~~"]
)
def test_what_is_no_link(text: str) -> None:
    assert found(GOOD.replace("Look.", f"Look. {text}" if "\n" not in text else text)) == []


def test_a_link_out_of_the_folder_is_not_judged() -> None:
    page = GOOD.replace("Look.", "See [it](../design.md).")
    assert [*runbooks.findings({"docs/runbooks/A.md": page, "docs/runbooks/B.md": GOOD})] == []


def test_new_pages_are_stubs_where_somebody_is_paged() -> None:
    pages = {one.path: one.text for one in pipeline.artifacts(example.program(), ["runbooks"])}
    stubs = {one.where.file for one in runbooks.findings(pages)}  # type: ignore[union-attr]
    assert {one.name for one in runbooks.findings(pages)} == {"runbook-stub"}
    assert stubs == {path for path, text in pages.items() if "| page, " in text}


def lint(folder: Path, *arguments: str) -> tuple[int, list[str]]:
    """The exit code of `lint`, and the names of its findings."""
    environment = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache"), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "sre_compiler", "lint", "specs", "--format", "concise", *arguments]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    return done.returncode, [
        line.rpartition("(")[2].rstrip(")") for line in done.stderr.splitlines() if line.endswith(")")
    ]


def test_lint_looks_beside_the_specs_or_where_it_is_told(tmp_path: Path) -> None:
    write_specs(tmp_path / "specs", "")
    (tmp_path / "specs/web.yaml").unlink()
    before = lint(tmp_path)
    for folder, told in (("generated/runbooks", ()), ("docs", ("--runbooks", "docs"))):
        page = tmp_path / folder / "shop/A.md"
        page.parent.mkdir(parents=True)
        for _ in range(2):
            page.write_text(GOOD)
            assert lint(tmp_path, *told) == before
            page.write_text(GOOD.replace("reviewed", "stub"))
            assert lint(tmp_path, *told) == (before[0], ["runbook-stub", *before[1]])
        page.unlink()


def test_the_project_chooses_what_it_wants_to_hear_of_runbooks(tmp_path: Path) -> None:
    page = tmp_path / "generated/runbooks/A.md"
    page.parent.mkdir(parents=True)
    page.write_text(GOOD.replace("reviewed", "stub"))
    for said, expected in (
        ("ignore: [runbook-stub]", (0, [])),
        ("severity: {runbook-stub: error}", (1, ["runbook-stub"])),
    ):
        write_specs(
            tmp_path / "specs", "", project=f"{PROJECT.replace('spec:', f'spec:{chr(10)}  lint: {{{said}}}', 1)}"
        )
        code, names = lint(tmp_path)
        assert (code, [name for name in names if "runbook" in name]) == expected


def test_a_line_that_is_data_is_not_looked_at() -> None:
    page = GOOD.replace("Look.", f"{'x' * 2_000} [it](X.md)")
    assert found(page) == []
