"""The pages of a folder of runbooks, as `lint` looks at them."""

from __future__ import annotations

import os
from collections.abc import Iterator

from sre_compiler.cli.exits import CannotWorkError

_LARGEST = 1 << 20
"""Nobody writes a larger page by hand."""


def beside(specs: str) -> str:
    """Where a build puts runbooks that is run beside the specs."""
    return os.path.join(os.path.dirname(specs.rstrip("/")), "generated", "runbooks")  # noqa: PTH118, PTH120 - pathlib costs start-up time


def read_pages(folder: str) -> dict[str, str] | None:
    """The text of each page by its path, sorted; None where there is no such folder. Raises `CannotWorkError`."""
    if not os.path.isdir(folder):  # noqa: PTH112 - as above
        return None
    try:
        return {path: _text(path) for path in sorted(_paths(folder))}
    except OSError as error:
        raise CannotWorkError(f"{error.filename} cannot be read: {error.strerror}") from error


def _paths(folder: str) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _paths(entry.path)
            elif (
                entry.name.endswith(".md") and entry.is_file(follow_symlinks=False) and entry.stat().st_size <= _LARGEST
            ):
                yield entry.path


def _text(path: str) -> str:
    with open(path, "rb") as file:  # noqa: PTH123 - as above
        return file.read().decode(errors="surrogateescape")
