"""What a build is about to do to the tree: on disk before the first file moves, so that it can be finished or undone."""

from __future__ import annotations

import json

from msgspec import Struct

from sre_compiler.output.paths import is_inside

FORMAT = 1


class Change(Struct, frozen=True):
    """One file: the SHA-256 of its content before and after, None where it is not there.

    A page that people own changes places only with what was there before.
    """

    path: str
    old: str | None
    new: str | None
    page: bool = False


class Journal(Struct, frozen=True):
    """The changes in their order, and the folders that they make, parents first.

    `elsewhere` is where a folder of the tree is kept that is not in it, or empty.
    """

    folders: tuple[str, ...]
    changes: tuple[Change, ...]
    elsewhere: str = ""


def text_of(journal: Journal) -> str:
    """The journal as JSON."""
    changes = [
        {"path": change.path, "old": change.old, "new": change.new, **({"page": True} if change.page else {})}
        for change in journal.changes
    ]
    elsewhere = {"elsewhere": journal.elsewhere} if journal.elsewhere else {}
    return json.dumps({"format": FORMAT, **elsewhere, "folders": journal.folders, "changes": changes})


def read(content: bytes) -> Journal | None:
    """The journal, or None for anything that this version did not write, or not to its end."""
    try:
        data = json.loads(content)
        changes = tuple(Change(**change) for change in data["changes"])
        journal = Journal(tuple(data["folders"]), changes, data.get("elsewhere", ""))
        paths = [*journal.folders, *(change.path for change in journal.changes)]
        return journal if data["format"] == FORMAT and all(map(is_inside, paths)) else None
    except (ValueError, RecursionError, TypeError, KeyError):
        return None
