"""The catalogue of all findings is written from their pages."""

from __future__ import annotations

from sre_compiler import pages
from tests.golden import Golden
from tests.programs import ROOT

HEADER = """\
# Every finding

Written from the docstrings by `pytest --accept`; `sre-compile explain NAME` shows the whole page.

| finding | what it says |
| --- | --- |
"""


def test_the_catalogue_is_fresh(golden: Golden) -> None:
    rows = [f"| `{name}` | {_first_sentence(name)} |\n" for name in pages.names()]
    golden.file(ROOT / "sre_compiler" / "checks" / "README.md", HEADER + "".join(rows))


def _first_sentence(name: str) -> str:
    page = pages.page(name)
    assert page is not None
    title, _, text = page.partition("\n\n")
    assert title == name
    return text.partition("\n\n")[0].replace("\n", " ").replace("|", "\\|").strip()
