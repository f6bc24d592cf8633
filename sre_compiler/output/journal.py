"""What a build is about to do to the tree: on disk before the first file moves, so that it can be finished or undone."""

from __future__ import annotations

import json

from msgspec import Struct

from sre_compiler.output.encode import json_text
from sre_compiler.output.paths import is_inside

FORMAT = 1


class Change(Struct, frozen=True):
    """One file: the SHA-256 of its content before and after, None where it is not there."""

    path: str
    old: str | None
    new: str | None


class Journal(Struct, frozen=True):
    """The changes in their order, and the folders that they make, parents first."""

    folders: tuple[str, ...]
    changes: tuple[Change, ...]


def text_of(journal: Journal) -> str:
    """The journal as JSON, one change a line."""
    changes = [{"path": change.path, "old": change.old, "new": change.new} for change in journal.changes]
    return json_text({"format": FORMAT, "folders": journal.folders, "changes": changes}, levels=2)


def read(content: bytes) -> Journal | None:
    """The journal, or None for anything that this version did not write, or not to its end."""
    try:
        data = json.loads(content)
        journal = Journal(tuple(data["folders"]), tuple(Change(**change) for change in data["changes"]))
        paths = [*journal.folders, *(change.path for change in journal.changes)]
        return journal if data["format"] == FORMAT and all(map(is_inside, paths)) else None
    except (ValueError, RecursionError, TypeError, KeyError):
        return None
