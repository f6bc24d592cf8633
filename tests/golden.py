"""Expected files beside the tests: compared, or rewritten by `pytest --accept`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

import pytest

_LONGEST_DIFF = 80
"""Lines of a diff that are shown; the rest is for `git diff` after accepting."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A file whose text is not the expected one; None where there is, or should be, no file."""

    path: Path
    expected: str | None
    actual: str | None

    def accept(self) -> None:
        """Make the actual text the expected one; a folder left empty goes with its last file."""
        if self.actual is None:
            self.path.unlink()
            _drop_empty(self.path.parent)
        else:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.path.write_bytes(self.actual.encode())

    def __str__(self) -> str:
        """What accepting it would do, as a unified diff."""
        old, new = ((text or "").splitlines() for text in (self.expected, self.actual))
        before, after = ("nothing" if text is None else str(self.path) for text in (self.expected, self.actual))
        lines = list(unified_diff(old, new, before, after, lineterm=""))
        more = [f"and {len(lines) - _LONGEST_DIFF} more lines"] if len(lines) > _LONGEST_DIFF else []
        return "\n".join(lines[:_LONGEST_DIFF] + more) or f"{self.path}: line ends or an empty file differ"


@dataclass(frozen=True, slots=True)
class Golden:
    """The fixture `golden`. `record` is told of each file that was rewritten."""

    accept: bool
    record: Callable[[str, object], None]

    def file(self, path: Path, text: str) -> None:
        """The file holds exactly this text. Fails with a diff, or rewrites it."""
        self._settle([Difference(path, _read(path), text)])

    def tree(self, folder: Path, files: Mapping[str, str]) -> None:
        """The folder holds these files, by their relative path, and no others. Fails with diffs, or rewrites it."""
        paths = {*_files(folder), *(folder / name for name in files)}
        actual = {folder / name: text for name, text in files.items()}
        self._settle([Difference(path, _read(path), actual.get(path)) for path in sorted(paths)])

    def _settle(self, candidates: list[Difference]) -> None:
        differences = [one for one in candidates if one.expected != one.actual]
        if differences and not self.accept:
            shown = "\n".join(map(str, differences))
            pytest.fail(f"{shown}\n\n`pytest --accept` rewrites what is expected", pytrace=False)
        for difference in differences:
            difference.accept()
            self.record("accepted", str(difference.path))


def _read(path: Path) -> str | None:
    return path.read_bytes().decode() if path.is_file() else None


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def _drop_empty(folder: Path) -> None:
    while not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
