"""Where the files of a build go, as the command line says; the specs have no say in it."""

from __future__ import annotations

import os

from msgspec import Struct

from sre_compiler.cli.exits import CannotWorkError

RUNBOOKS = "runbooks"
"""The folder of the output that may be kept elsewhere."""


class Destination(Struct, frozen=True):
    """The output folder, the folder of runbooks if that is another one, and pages that get back their blocks."""

    output: str
    runbooks: str | None
    restored: tuple[str, ...]

    @property
    def elsewhere(self) -> tuple[str, str] | None:
        """A folder of the output, and where it is kept."""
        return None if self.runbooks is None else (RUNBOOKS, self.runbooks)

    def is_restored(self, path: str) -> bool:
        """Whether a path of the output is, or is in, what gets back its blocks."""
        return any(f"{self._real(path)}/".startswith(f"{os.path.realpath(one)}/") for one in self.restored)

    def _real(self, path: str) -> str:
        first, _, below = path.partition("/")
        elsewhere = self.runbooks is not None and first == RUNBOOKS
        return os.path.realpath(f"{self.runbooks}/{below}" if elsewhere else f"{self.output}/{path}")


def destination(specs: str, output: str, runbooks: str | None, restored: tuple[str, ...]) -> Destination:
    """Raises `CannotWorkError` where the next run would read as specs what this one wrote, or two outputs would mix."""
    if _is_in(output, specs):
        message = f"{output} is inside of {specs}: what is written there would be read as specs; choose another folder with -o"
        raise CannotWorkError(message)
    if runbooks is None or os.path.realpath(runbooks) == os.path.realpath(f"{output}/{RUNBOOKS}"):
        return Destination(output, None, restored)
    if _is_in(runbooks, output):
        message = f"{runbooks} is inside of {output}, among other files; choose another folder with --runbooks, or leave it out"
        raise CannotWorkError(message)
    return Destination(output, runbooks, restored)


def _is_in(folder: str, other: str) -> bool:
    return f"{os.path.realpath(folder)}/".startswith(f"{os.path.realpath(other)}/")
