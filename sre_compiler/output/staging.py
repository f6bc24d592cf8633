"""The staging folder: new files wait in it, and old ones are kept in it, until a build has swapped all of them."""

from __future__ import annotations

import errno
import os
import re

from sre_compiler.output import journal, syscalls
from sre_compiler.output.errors import OutputError
from sre_compiler.output.journal import Change, Journal
from sre_compiler.output.paths import STAGING
from sre_compiler.output.survey import Difference
from sre_compiler.output.tree import BlockedError, Kind, Tree

JOURNAL = "journal"
_OURS = re.compile(r"(?:new|old)-[0-9]+|journal")
_NO_SECOND_NAME = (errno.EPERM, errno.EACCES, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK)


def new_file(number: int) -> str:
    """The name under which the new file of a change waits."""
    return f"new-{number}"


def old_file(number: int) -> str:
    """The name under which the old file of a change is kept."""
    return f"old-{number}"


def digest(content: bytes) -> str:
    """SHA-256 in hex."""
    from hashlib import sha256

    return sha256(content).hexdigest()


class Staging:
    """The staging folder of one build; it is made when the first file comes."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._changes: list[Change] = []
        self._above: dict[str, bool] = {}

    def add(self, difference: Difference) -> None:
        """Put the new file into the folder, and keep the old one. Raises `OutputError`."""
        path, number = difference.path, len(self._changes)
        try:
            folder = self._tree.staging(make=True)
            if difference.new is not None:
                new = difference.new
                _create(new_file(number), folder, new.content, executable=new.executable)
            if difference.old is not None:
                self._keep(difference, number, folder)
        except (OSError, BlockedError) as error:
            raise self._tree.refused(error, path) from error
        old, wanted = None if difference.old is None else digest(difference.old), difference.new
        is_page = wanted is not None and bool(wanted.page)
        self._changes.append(Change(path, old, None if wanted is None else wanted.digest, is_page))
        if old is None:
            self._note_missing_folders(path)

    def write_journal(self) -> Journal | None:
        """What is to be done, safe on disk before anything of it is done; None if nothing is. Raises `OutputError`."""
        if not self._changes:
            return None
        made = tuple(folder for folder, is_missing in self._above.items() if is_missing)
        elsewhere = self._tree.elsewhere
        plan = Journal(made, tuple(self._changes), elsewhere.place if elsewhere else "")
        try:
            folder = self._tree.staging()
            _create(JOURNAL, folder, journal.text_of(plan).encode(), flush=True)
            syscalls.flush(folder)
        except OSError as error:
            raise self._tree.refused(error, f"{STAGING}/{JOURNAL}") from error
        return plan

    def _keep(self, difference: Difference, number: int, folder: int) -> None:
        *above, name = difference.path.split("/")
        try:
            syscalls.link(name, self._tree.enter(above), old_file(number), folder)
        except OSError as error:
            if error.errno not in _NO_SECOND_NAME:
                raise
            _create(old_file(number), folder, difference.old or b"", executable=difference.was_executable)

    def _note_missing_folders(self, path: str) -> None:
        above = path.rpartition("/")[0]
        if above and above not in self._above:
            self._note_missing_folders(above)
            self._above[above] = self._tree.look(above).kind is Kind.NOTHING


def read_journal(tree: Tree) -> Journal | None:
    """The journal of a build that did not end, if it came that far."""
    seen = tree.look(f"{STAGING}/{JOURNAL}")
    return journal.read(seen.content) if seen.kind is Kind.FILE else None


def clear(tree: Tree) -> None:
    """Remove the staging folder if there is one, the journal first. Raises `OutputError`."""
    try:
        names = [name for name in tree.files(STAGING) if _OURS.fullmatch(name)]
        for name in sorted(names, key=lambda name: name != JOURNAL):
            syscalls.remove(name, tree.staging())
        tree.leave_staging()
        if tree.look(STAGING).kind is not Kind.NOTHING:
            syscalls.remove_folder(STAGING, tree.enter([]))
    except OSError as error:
        if error.errno in (errno.ENOTEMPTY, errno.EEXIST, errno.ENOTDIR):
            raise _not_ours(tree) from None
        raise tree.refused(error, STAGING) from error


def _not_ours(tree: Tree) -> OutputError:
    return OutputError(f"{tree.shown(STAGING)} holds what sre-compile did not write; move it away and build again")


def _create(name: str, folder: int, content: bytes, *, executable: bool = False, flush: bool = False) -> None:
    descriptor = syscalls.create(name, folder, 0o755 if executable else 0o644)
    try:
        rest = memoryview(content)
        while rest:
            rest = rest[syscalls.write(descriptor, rest) :]
        if flush:
            syscalls.flush(descriptor)
    finally:
        os.close(descriptor)
