"""The targets of `tests/fuzz` on what hypothesis makes up, and on what a search once found."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cases import TESTS
from tests.fuzz.targets import TARGETS, kept

FOUND = TESTS / "fuzz" / "found"
ODD = [
    "日",
    "e\u0301",
    "\u202e",
    "\u200b",
    "\ufffd",
    "\x1b[31m",
    "\0",
    "\u2028",
    "\U0001f9ea",
    "\ud800",
    "\t",
    "\n",
    "\\",
]
PIECES = {
    "template": [
        "{{",
        "}}",
        "{{-",
        " -}}",
        "if ",
        "end",
        "else ",
        "range ",
        "$labels.a",
        ".Labels.b",
        "/*",
        "*/",
        '"',
        "`",
        "(",
    ],
    "regex": [
        "(",
        ")",
        "(?i)",
        "(?P<a>",
        "[",
        "]",
        "^",
        "$",
        "|",
        "*",
        "{2}",
        "{9999}",
        "\\Q",
        "\\E",
        "\\pL",
        "[:alpha:]",
        "a",
    ],
    "placeholders": ["$service", "$job", "$long", "$$", "$window", "$", "$1", '"', "'", "`", "#", "up{", "}", " "],
    "quantity": ["1", "99.9", "y", "w", "d", "h", "m", "s", "ms", "%", "/", "e9", "٣", "-", ".", " "],
    "expression": [
        "sum",
        "(",
        ")",
        "by",
        "up",
        "{",
        "}",
        "[5m]",
        " or ",
        "-",
        "^",
        '"a"',
        "=~",
        "1",
        "[1m:]",
        "@",
        "$window",
    ],
    "service": [
        "  slos:\n",
        "    - ",
        "name: a",
        "objective: 99%",
        "sli: http",
        "{",
        "}",
        ", ",
        "\n",
        "$service",
        "[",
        "]",
        "up",
    ],
    "document": [
        "a: ",
        "- ",
        "|\n",
        ">-\n",
        "  ",
        "\n",
        "'",
        '"',
        "&a ",
        "*a",
        "---\n",
        "{",
        "}",
        "#",
        "kind: Service\n",
    ],
}


@pytest.mark.parametrize("target", PIECES)
def test_anything_is_read_or_refused(target: str) -> None:
    @settings(max_examples=40 if target == "service" else 300)
    @given(st.lists(st.sampled_from([*PIECES[target], *ODD]), max_size=20).map("".join))
    def check(text: str) -> None:
        TARGETS[target](text.encode(errors="surrogatepass"))

    check()


@pytest.mark.parametrize(("target", "file"), [*kept(FOUND)], ids=lambda one: one.name if isinstance(one, Path) else one)
def test_what_a_search_found(target: str, file: Path) -> None:
    TARGETS[target](file.read_bytes())
