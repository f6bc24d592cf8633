"""Rule files group by group, and generated tests block by block: what a mutant of one group is judged by, alone and therefore fast.

A block that lacks the checks of other SLOs, beside rules that lack their groups, fails only where the whole file fails too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_RULE_FILES = re.compile(r"^rule_files: \[(.*)\]$", re.MULTILINE)
_ORDER = re.compile(r"^group_eval_order: .*$", re.MULTILINE)
_CHECKED = re.compile(r"^      - \{(expr|alertname): ")
_SECTION = re.compile(r"^    [a-z_]+:$")


@dataclass(frozen=True)
class Group:
    """One group of a rule file, as a file of its own; `line` is the line of the whole file before its first."""

    name: str
    line: int
    text: str

    @property
    def owner(self) -> str:
        """The SLO, or the service of plain alerts."""
        return self.name.rpartition(":")[0]


@dataclass(frozen=True)
class Piece:
    """One block of a test file with the checks of one group's owner; `rules` are the stems of the rule files that it loads."""

    name: str
    rules: tuple[str, ...]
    text: str


def groups(text: str) -> Iterator[Group]:
    """The groups of a rule file."""
    lines = text.splitlines(keepends=True)
    starts = [number for number, line in enumerate(lines) if line.startswith("  - name: ")]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        name = lines[start].removeprefix("  - name: ").strip().strip('"')
        yield Group(name, start - 1, "groups:\n" + "".join(lines[start:end]))


def pieces(tests: Path, group: Group) -> list[Piece]:
    """The blocks that show something of the group's owner, shortest first."""
    stem = group.name.rpartition(":")[2]
    found = [one for file in sorted(tests.glob("*.test.yaml")) for one in _of_file(file, group.owner)]
    return sorted((one for one in found if stem in one.rules), key=lambda one: len(one.text))


def _of_file(file: Path, owner: str) -> Iterator[Piece]:
    text = file.read_text(encoding="utf-8")
    head, *blocks = text.split("\n  - name: ")
    listed = _RULE_FILES.search(head)
    rules = tuple(re.findall(r"([a-z]+)\.yaml", listed[1])) if listed else ()
    order = ", ".join(f'"{owner}:{stem}"' for stem in rules)
    paths = ", ".join(f'"{stem}.yaml"' for stem in rules)
    head = _RULE_FILES.sub(f"rule_files: [{paths}]", _ORDER.sub(f"group_eval_order: [{order}]", head))
    for number, block in enumerate(blocks):
        kept = _kept(block.splitlines(), owner)
        if any(_CHECKED.match(line) for line in kept):
            name = f"{file.name.removesuffix('.test.yaml')}-{number}"
            yield Piece(name, rules, f"{head}\n  - name: " + "\n".join(kept) + "\n")


def _kept(lines: list[str], owner: str) -> list[str]:
    """All input, and of the checks those of the owner."""
    named = re.compile(rf'"{re.escape(owner)}\\?"')
    plain = "/" not in owner
    own = [line for line in lines if not _CHECKED.match(line) or plain or named.search(line)]
    following = [*own[1:], ""]
    empty = [
        bool(_SECTION.match(line)) and not after.startswith("      ")
        for line, after in zip(own, following, strict=True)
    ]
    return [line for line, is_empty in zip(own, empty, strict=True) if not is_empty]
