"""Which files are specs."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

_ENDINGS = (".yaml", ".yml")
_NOT_SPECS = frozenset({"holidays.lock.yaml"})


def discover(root: str) -> list[str]:
    """The spec files below a folder, or the file itself, sorted, as the user wrote the root, with forward slashes.

    Hidden files and folders are left out; links to folders are not followed. A root that does not exist gives nothing.
    """
    return [root] if Path(root).is_file() else sorted(_below(root))


def _below(root: str) -> Iterator[str]:
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            if name.endswith(_ENDINGS) and not name.startswith(".") and name not in _NOT_SPECS:
                yield f"{folder.rstrip('/')}/{name}"
