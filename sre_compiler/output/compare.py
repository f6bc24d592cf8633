"""What a build would change, without changing it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from msgspec import Struct

from sre_compiler.diagnostics import Diagnostic
from sre_compiler.output.artifact import Artifact
from sre_compiler.output.survey import Difference, Scope, Survey, everything, nothing
from sre_compiler.output.tree import opened

_FILES = 10
_LINES = 6
_WIDTH = 160
_COMPARED = 400
"""Lines of each side that are compared; the cost of a comparison grows with their product."""


class Changes(Struct, frozen=True):
    """The paths that are not as the specs want them, sorted; `shown` holds both texts of the first few."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    shown: tuple[Difference, ...]

    def __bool__(self) -> bool:
        """Whether anything differs."""
        return bool(self.added or self.changed or self.removed)


def compare(
    artifacts: Iterable[Artifact],
    root: str,
    *,
    scope: Scope = everything,
    restored: Scope = nothing,
    elsewhere: tuple[str, str] | None = None,
) -> tuple[Changes, list[Diagnostic]]:
    """What `write` would do, with the same findings and errors; a root that does not exist is an empty one."""
    tree = opened(root, elsewhere)
    try:
        return _changes(Survey(tree, scope, restored).differences(artifacts))
    finally:
        tree.close()


def short_diff(changes: Changes) -> str:
    """A few lines for each of the first files, and how many files there are beyond them; "" if nothing differs."""
    lines: list[str] = []
    for difference in changes.shown:
        what = "missing" if difference.old is None else "stale" if difference.new is not None else "left over"
        lines += [f"{what}: {difference.path}", *_diff(difference)]
    more = len(changes.added) + len(changes.changed) + len(changes.removed) - len(changes.shown)
    if more:
        lines.append(f"and {more} more {'file' if more == 1 else 'files'}")
    return "".join(f"{line}\n" for line in lines)


def _changes(found: Iterable[Difference | Diagnostic]) -> tuple[Changes, list[Diagnostic]]:
    paths: dict[str, list[str]] = {"added": [], "changed": [], "removed": []}
    shown: list[Difference] = []
    problems: list[Diagnostic] = []
    for one in found:
        if isinstance(one, Diagnostic):
            problems.append(one)
            continue
        if len(shown) < _FILES:
            shown.append(one)
        kind = "added" if one.old is None else "removed" if one.new is None else "changed"
        paths[kind].append(one.path)
    added, changed, removed = (tuple(sorted(paths[kind])) for kind in paths)
    return Changes(added, changed, removed, tuple(shown)), problems


def _diff(difference: Difference) -> Iterator[str]:
    """The first lines that differ, each side marked by its sign."""
    if difference.old is None or difference.new is None:
        return
    from difflib import unified_diff

    old, new = (content.decode(errors="replace").split("\n") for content in (difference.old, difference.new.content))
    hunks = islice(unified_diff(*_trimmed(old, new), n=0, lineterm=""), 2, None)
    lines = [line for line in hunks if not line.startswith("@@")] or ["the file is not executable"]
    yield from (f"    {_visible(line[:_WIDTH])}" for line in lines[:_LINES])
    if len(lines) > _LINES:
        yield "    ..."


def _visible(line: str) -> str:
    """The line, with what a terminal might obey replaced."""
    return "".join(character if character.isprintable() else "\ufffd" for character in line)


def _trimmed(old: list[str], new: list[str]) -> tuple[list[str], list[str]]:
    """Both sides from the first line that differs, without the lines at the end that do not; bounded."""
    start, shortest = 0, min(len(old), len(new))
    while start < shortest and old[start] == new[start]:
        start += 1
    end = 0
    while end < shortest - start and old[-1 - end] == new[-1 - end]:
        end += 1
    return old[start : len(old) - end][:_COMPARED], new[start : len(new) - end][:_COMPARED]
