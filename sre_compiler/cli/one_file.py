"""A single spec named on the command line: what it means depends on the project around it, and only it is reported on."""

from __future__ import annotations

import os
import re
from contextlib import suppress

from msgspec import Struct
from msgspec.structs import replace

from sre_compiler.diagnostics import Diagnostic
from sre_compiler.documents.files import discover, read
from sre_compiler.triage.judged import Judged

_PROJECT = re.compile(rb"^kind:[ \t]+[\"']?Project\b", re.MULTILINE)


class Asked(Struct, frozen=True):
    """The folder of specs to check, and the file in it that was asked about; None for all of it."""

    specs: str
    file: str | None = None

    def narrowed(self, found: Judged) -> tuple[Judged, int]:
        """The findings in the file, or with their other half there, and how many are left out."""
        if self.file is None:
            return found, 0
        reported = tuple(one for one in found.reported if self.is_about(one))
        silenced = tuple(one for one in found.silenced if self.is_about(one))
        return replace(found, reported=reported, silenced=silenced), len(found.reported) - len(reported)

    def is_about(self, finding: Diagnostic) -> bool:
        """Whether a finding has to do with the file; one about no file does."""
        places = [finding.where, *(one.where for one in finding.related)]
        return self.file is None or finding.where is None or any(one and one.file == self.file for one in places)

    def may_mend(self, finding: Diagnostic) -> bool:
        """Whether the fix of a finding stays within the file."""
        return self.file is None or all(
            one.where.file == self.file for one in (finding.fix.edits if finding.fix else ())
        )


def asked(path: str) -> Asked:
    """A folder is the project. For a file it is the nearest folder above with a `Project` document in one of its own files, not
    beyond a git checkout; where there is none, the file is all there is.
    """
    if os.path.isdir(path):  # noqa: PTH112 - pathlib costs start-up time
        return Asked(path)
    wanted = os.path.realpath(path)
    folder = os.path.dirname(path) or os.curdir  # noqa: PTH120 - as above
    while not _has_project(folder):
        if os.path.exists(f"{folder}/.git") or os.path.realpath(folder) == os.path.realpath(f"{folder}/.."):  # noqa: PTH110 - as above
            return Asked(path)
        folder = os.path.normpath(f"{folder}/..")
    file = next((one for one in discover(folder) if os.path.realpath(one) == wanted), None)
    return Asked(path) if file is None else Asked(folder, file)


def _has_project(folder: str) -> bool:
    """Whether a spec directly in the folder declares the project; what cannot be read declares none."""
    with suppress(OSError), os.scandir(folder) as entries:
        return any(_declares_project(one.path) for one in entries if one.name.endswith((".yaml", ".yml")))
    return False


def _declares_project(path: str) -> bool:
    with suppress(OSError):
        return _PROJECT.search(read(path)) is not None
    return False
