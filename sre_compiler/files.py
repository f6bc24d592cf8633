"""Which files are specs, and their bytes. Stands apart from `documents`, so that who only compares bytes does not load YAML."""

from __future__ import annotations

import os
from collections.abc import Iterator
from errno import EINVAL
from stat import S_ISREG

SIZE = 4 << 20
"""Bytes of a file: no spec comes near."""
_ENDINGS = (".yaml", ".yml")


def discover(root: str) -> list[str]:
    """The spec files below a folder, or the file itself, sorted, as the user wrote the root, with forward slashes.

    Hidden files and folders are left out; links to folders are not followed. A root that does not exist gives nothing.
    Raises OSError for a folder that cannot be listed: nobody knows what is in it.
    """
    if os.path.isfile(root):  # noqa: PTH113 - pathlib costs start-up time
        return [root]
    return sorted(_below(root)) if os.path.exists(root) else []  # noqa: PTH110 - as above


def _below(root: str) -> Iterator[str]:
    """Folder by folder, without recursion: folders may stand inside each other as deep as somebody likes."""
    waiting = [root.rstrip("/")]
    while waiting:
        folder = waiting.pop()
        with os.scandir(folder or "/") as entries:
            for entry in entries:
                if entry.name.startswith("."):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(f"{folder}/{entry.name}")
                elif entry.name.endswith(_ENDINGS) and not entry.is_dir():
                    yield f"{folder}/{entry.name}"


def read(path: str) -> bytes:
    """The bytes of a file, at most one more than a spec may have: that is enough to say that it is too large.

    Raises OSError, also for what is no file: a pipe would wait for somebody to write.
    """
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    with open(descriptor, "rb") as file:  # noqa: PTH123 - a descriptor has no path
        if not S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(EINVAL, "not a regular file", path)
        return file.read(SIZE + 1)
