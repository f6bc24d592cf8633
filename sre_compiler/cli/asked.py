"""The paths on the command line of `lint`: which projects they belong to, and what of each is told and mended."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import cache

from msgspec import Struct
from msgspec.structs import replace

from sre_compiler.diagnostics import Diagnostic
from sre_compiler.files import discover, read
from sre_compiler.triage.judged import Judged

_KIND = rb"""(["']?)kind\1[ \t]*:[ \t]*["']?Project\b"""
_PROJECT = re.compile(rb"^(?:\xef\xbb\xbf)?" + _KIND, re.MULTILINE)
_FLOW_PROJECT = re.compile(
    rb"^(?:\xef\xbb\xbf)?(?:---[ \t]+)?\{(?:[^{}]|\{[^{}]*\})*?(?<=[\s{,])" + _KIND, re.MULTILINE
)
"""Of what a document holds before its kind, mappings are passed over that hold none themselves."""


class Asked(Struct, frozen=True):
    """The folder of specs to check, and the files in it that were asked about; None for all of it."""

    specs: str
    files: frozenset[str] | None = None

    def narrowed(self, found: Judged) -> tuple[Judged, int]:
        """The findings in the files, or with their other half there, and how many are left out."""
        if self.files is None:
            return found, 0
        reported = tuple(one for one in found.reported if self.is_about(one))
        silenced = tuple(one for one in found.silenced if self.is_about(one))
        return replace(found, reported=reported, silenced=silenced), len(found.reported) - len(reported)

    def is_about(self, finding: Diagnostic) -> bool:
        """Whether a finding has to do with the files; one about no file does."""
        if self.files is None or finding.where is None:
            return True
        return any(one.file in self.files for one in (finding.where, *(one.where for one in finding.related)))

    def may_mend(self, finding: Diagnostic) -> bool:
        """Whether the fix of a finding stays within the files."""
        return self.files is None or all(
            one.where.file in self.files for one in (finding.fix.edits if finding.fix else ())
        )


def asked(paths: Iterable[str]) -> list[Asked]:
    """Each project that the paths belong to, once, in the order in which they are named.

    The project of a file is the nearest folder above with a `Project` document in one of its own files, not beyond a git checkout;
    where there is none, the file is all there is. The same holds for a folder, unless a file below declares a project.
    """
    around = cache(_around)
    projects: dict[str, tuple[str, list[str]]] = {}
    for path in paths:
        project = _project_of(path, around)
        projects.setdefault(os.path.realpath(project), (project, []))[1].append(path)
    return [one for real, (project, named) in projects.items() for one in _parts(project, real, named)]


def _project_of(path: str, around: Callable[[str], str | None]) -> str:
    """The folder of the project; the path itself where it is one, or where there is none around it."""
    if not os.path.isdir(path):  # noqa: PTH112 - pathlib costs start-up time
        return around(os.path.dirname(path) or os.curdir) or path  # noqa: PTH120 - as above
    above = None if _is_top(path) else around(os.path.normpath(f"{path}/.."))
    return path if above is None or any(map(_declares_project, discover(path))) else above


def _around(folder: str) -> str | None:
    """The nearest folder from this one up that declares a project."""
    while not _has_project(folder):
        if _is_top(folder):
            return None
        folder = os.path.normpath(f"{folder}/..")
    return folder


def _is_top(folder: str) -> bool:
    """Whether nothing above has to do with the folder: it is a git checkout, or the root."""
    return os.path.exists(f"{folder}/.git") or os.path.realpath(folder) == os.path.realpath(f"{folder}/..")  # noqa: PTH110 - as above


def _parts(project: str, real: str, paths: Iterable[str]) -> Iterator[Asked]:
    """The project, with the files that the paths name; what is not among its specs stands for itself."""
    if any(os.path.realpath(path) == real for path in paths):
        yield Asked(project)
        return
    files = frozenset(discover(project))
    chosen: set[str] = set()
    for path in dict.fromkeys(paths):
        named = _named(path, project, files)
        chosen |= named
        if not named:
            yield Asked(path)
    if chosen:
        yield Asked(project, frozenset(chosen))


def _named(path: str, project: str, files: frozenset[str]) -> set[str]:
    """The files of the project that a path means: as it is written, else those that it leads to."""
    written = f"{project.rstrip('/')}/{os.path.relpath(path, project)}"
    if os.path.isdir(path):  # noqa: PTH112 - as above
        return {one for one in files if one.startswith(f"{written}/")}
    return {written} & files or {one for one in files if os.path.realpath(one) == os.path.realpath(path)}


def _has_project(folder: str) -> bool:
    """Whether a spec directly in the folder declares the project; what cannot be read declares none."""
    with suppress(OSError), os.scandir(folder) as entries:
        names = [one.name for one in entries if one.name.endswith((".yaml", ".yml")) and not one.name.startswith(".")]
        return any(_declares_project(f"{folder}/{name}") for name in sorted(names, key=_is_likely, reverse=True))
    return False


def _is_likely(name: str) -> bool:
    """Whether a file of this name is worth a look before the others."""
    return "project" in name


def _declares_project(path: str) -> bool:
    with suppress(OSError):
        content = read(path)
        return any(pattern.search(content) for pattern in (_PROJECT, _FLOW_PROJECT))
    return False
