"""Which files are specs, and their bytes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from errno import EINVAL
from pathlib import Path
from stat import S_ISREG

from sre_compiler.documents import limits

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


def read(path: str) -> bytes:
    """The bytes of a file, at most one more than a spec may have: that is enough to say that it is too large.

    Raises OSError, also for what is no file: a pipe would wait for somebody to write.
    """
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    with open(descriptor, "rb") as file:  # noqa: PTH123 - a descriptor has no path
        if not S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(EINVAL, "not a regular file", path)
        return file.read(limits.SIZE + 1)
