"""The catalogue of all findings is written from their pages."""

from __future__ import annotations

from sre_compiler import checks, pages
from tests.golden import Golden
from tests.programs import ROOT

HEADER = """\
# Every finding

Written from the docstrings by `pytest --accept`; `sre-compile explain NAME` shows the whole page.

| finding | what it says |
| --- | --- |
"""
OPTIONS = """
## Options

What a project may choose, in `spec.lint.options`: `{<finding>: {<option>: <value>}}`.

| finding | option and default | what it says |
| --- | --- | --- |
"""


def test_the_catalogue_is_fresh(golden: Golden) -> None:
    rows = [f"| `{name}` | {_first_sentence(name)} |\n" for name in pages.names()]
    options = [
        f"| `{name}` | `{one.name}: {one.written()}` | {one.about} {one.wanted[0].upper()}{one.wanted[1:]}. |\n"
        for name, declared in checks.options().items()
        for one in declared
    ]
    golden.file(ROOT / "sre_compiler" / "checks" / "README.md", HEADER + "".join(rows) + OPTIONS + "".join(options))


def _first_sentence(name: str) -> str:
    page = pages.page(name)
    assert page is not None
    title, _, text = page.partition("\n\n")
    assert title == name
    return text.partition("\n\n")[0].replace("\n", " ").replace("|", "\\|").strip()
