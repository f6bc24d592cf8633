"""Findings as Markdown: the exact text, and that nobody's text becomes markup."""

from __future__ import annotations

import pytest

from sre_compiler.diagnostics import Diagnostic, Severity
from sre_compiler.diagnostics.render.display import shown
from sre_compiler.diagnostics.render.formats import write
from tests.reports import HOSTILE, USUAL, of


def test_a_whole_comment() -> None:
    assert (
        write("markdown", of(*USUAL))
        == """\
## sre-compile: 1 error, 1 warning, 1 info in 3 files

- **info**: no document of kind Project (`missing-document`)
  - help: add one

### `specs/a.yaml`

- **warning**, line 2: unknown key `owner` (`unknown-key`)

### `specs/web.yaml`

- **error**, line 9: the `1h` leg can never fire (`unreachable-burn-rate`)
  - here: 10 % error budget
  - `specs/rates.yaml` line 6: factor 14.4
  - `specs/x.yaml`: or this
  - help: raise `objective`, or leave this leg out:
    ```yaml
    alerting:
      legs: [6h]
    ```
  - note: the factor is budget x window / long
"""
    )


def test_nothing_was_found() -> None:
    assert write("markdown", of()) == "## sre-compile: no findings in 3 files\n"


@pytest.mark.parametrize(
    ("message", "prose"),
    [
        ("<b>&amp;", r"\<b\>\&amp;"),
        ("[x](http://e)", r"\[x\](http\://e)"),
        ("see www.e.example", r"see www\.e.example"),
        ("@you and #12", "@<!-- -->you and #<!-- -->12"),
        ("*a* _b_ ~~c~~ a|b $x$", r"\*a\* \_b\_ \~\~c\~\~ a\|b \$x\$"),
        ("`<b>@you [x](y)`", "`<b>@you [x](y)`"),
        ("`a", r"\`a"),
        ("``a` b", r"\`\`a\` b"),
        ("a\nb\x1b", r"a\\nb\\x1b"),
    ],
)
def test_prose_is_only_prose(message: str, prose: str) -> None:
    assert f"- **error**: {prose} (`n`)\n" in write("markdown", of(Diagnostic("n", Severity.ERROR, message, None)))


def test_help_cannot_leave_its_block() -> None:
    text = write("markdown", of(Diagnostic("n", Severity.ERROR, "m", None, help="type\n```\n<b>")))
    assert text.endswith("  - help: type\n    ````yaml\n    ```\n    <b>\n    ````\n")


def test_hostile_text_adds_no_line() -> None:
    lines = write("markdown", of(HOSTILE)).splitlines()
    starts = ["## ", "", "### ", "", "- **error**, line 1: ", "  - here: ", "  - `specs/a.yaml` line 2: ", "  - help: "]
    assert all(line.startswith(start) for line, start in zip(lines, starts, strict=False))
    assert all(shown(line) == line for line in lines)
