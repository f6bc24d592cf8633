"""The blocks of README.md and of the guide, so that tests run what they tell people to type."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import yaml

from tests.programs import ROOT

HOME = "https://github.com/OWNER/sre-compile"
"""Where the guide says that the compiler is; each test puts a place on this machine there."""

PAGES = ("README.md", ".github/GUIDE.md")
_PART = re.compile(r"^#+ (.+?)\n|^```(\w*)\n(.*?)^```\n", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    """What stands between two fences, the language after the first one, and the heading above it."""

    heading: str
    language: str
    text: str


def blocks() -> list[Block]:
    """All blocks, in their order."""
    heading, found = "", []
    pages = "".join((ROOT / page).read_text(encoding="utf-8") for page in PAGES)
    for title, language, text in _PART.findall(pages):
        heading = title or heading
        found += [] if title else [Block(heading, language, text)]
    return found


def block(heading: str, beginning: str) -> str:
    """The one block below this heading whose text begins so."""
    [found] = [one.text for one in blocks() if one.heading == heading and one.text.startswith(beginning)]
    return found


def pipeline(beginning: str) -> Any:
    """The same as data, for a block of YAML that a CI system reads; `on` is not a boolean to them."""
    return yaml.load(block("In a repository", beginning), yaml.BaseLoader)
