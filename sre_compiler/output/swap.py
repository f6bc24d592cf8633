"""The journal carried out: every file changes places, or none does."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Sequence
from contextlib import suppress

from sre_compiler.output import syscalls
from sre_compiler.output.errors import unfinished
from sre_compiler.output.journal import Change, Journal
from sre_compiler.output.paths import STAGING
from sre_compiler.output.staging import clear, digest, new_file, old_file, read_journal
from sre_compiler.output.tree import BlockedError, Kind, Tree

Numbered = tuple[int, Change]


def forward(tree: Tree, changes: Iterable[Numbered]) -> list[Change]:
    """Put the new files in their places and remove the stale ones. Raises `OutputError`.

    Returns the changes of pages that somebody saved meanwhile: they were not made.
    """
    left = []
    for number, change in changes:
        try:
            if change.page and _now(tree, change.path) != change.old:
                left.append(change)
            elif change.new is None:
                _remove(tree, change.path)
            else:
                _put(tree, number, change)
        except (OSError, BlockedError) as error:
            raise tree.refused(error, change.path) from error
    return left


def back(tree: Tree, journal: Journal) -> None:
    """Undo what was done, as far as nobody else has touched it since. Raises `OutputError`."""
    for number, change in enumerate(journal.changes):
        try:
            _restore(tree, number, change)
        except (OSError, BlockedError) as error:
            raise tree.refused(error, change.path) from error
    for folder in reversed(journal.folders):
        with suppress(OSError, BlockedError):
            _remove_empty(tree, folder.split("/"))


def undo(tree: Tree) -> None:
    """Leave the tree as it was before the build that wrote the journal. Raises `OutputError`."""
    journal = read_journal(tree)
    if journal is not None:
        back(tree, journal)
    clear(tree)


def recover(tree: Tree) -> None:
    """Finish what a killed build began, or undo it where something is missing. Raises `OutputError`."""
    journal = read_journal(tree)
    if journal is not None and journal.elsewhere != (tree.elsewhere.place if tree.elsewhere else ""):
        raise unfinished(tree.name, journal.elsewhere)
    pending = None if journal is None else _pending(tree, journal)
    if pending is None:
        undo(tree)
    else:
        forward(tree, pending)
        clear(tree)


def _pending(tree: Tree, journal: Journal) -> list[Numbered] | None:
    """What is left to do; None if it cannot be done, for want of a file or because somebody else's is in the way."""
    pending = []
    for number, change in enumerate(journal.changes):
        seen = tree.look(change.path)
        if seen.kind not in (Kind.NOTHING, Kind.FILE):
            return None
        if change.new is None or seen.kind is Kind.NOTHING or digest(seen.content) != change.new:
            pending.append((number, change))
            is_foreign = change.old is None and seen.kind is Kind.FILE
            if is_foreign or not _holds(tree, new_file(number), change.new):
                return None
    return pending


def _holds(tree: Tree, name: str, wanted: str | None) -> bool:
    """Whether the staging folder has the file with this digest; None needs no file."""
    if wanted is None:
        return True
    seen = tree.look(f"{STAGING}/{name}")
    return seen.kind is Kind.FILE and digest(seen.content) == wanted


def _now(tree: Tree, path: str) -> str | None:
    """The digest of the file that stands there, if one does."""
    seen = tree.look(path)
    return digest(seen.content) if seen.kind is Kind.FILE else None


def _put(tree: Tree, number: int, change: Change) -> None:
    *above, name = change.path.split("/")
    folder = tree.enter(above, make=True)
    if change.old is None and _exists(name, folder):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
    syscalls.rename(new_file(number), tree.staging(), name, folder)


def _remove(tree: Tree, path: str) -> None:
    """Remove the file, and the folders above it that are empty then."""
    *above, name = path.split("/")
    with suppress(FileNotFoundError):
        syscalls.remove(name, tree.enter(above))
    for depth in range(len(above), 0, -1):
        if not _remove_empty(tree, above[:depth]):
            break


def _restore(tree: Tree, number: int, change: Change) -> None:
    *above, name = change.path.split("/")
    seen = tree.look(change.path)
    if seen.kind not in (Kind.NOTHING, Kind.FILE):
        return
    now = None if seen.kind is Kind.NOTHING else digest(seen.content)
    if change.old is None:
        if now == change.new:
            syscalls.remove(name, tree.enter(above))
    elif now != change.old and _is_ours(change, now) and _holds(tree, old_file(number), change.old):
        syscalls.rename(old_file(number), tree.staging(), name, tree.enter(above, make=True))


def _is_ours(change: Change, now: str | None) -> bool:
    """Whether what stands there is not a page that somebody saved since."""
    return not change.page or now == change.new


def _remove_empty(tree: Tree, folder: Sequence[str]) -> bool:
    """Whether the folder is gone; it stays where it holds anything."""
    try:
        syscalls.remove_folder(folder[-1], tree.enter(folder[:-1]))
    except FileNotFoundError:
        return True
    except OSError as error:
        if error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
            raise
        return False
    return True


def _exists(name: str, folder: int) -> bool:
    try:
        os.stat(name, dir_fd=folder, follow_symlinks=False)
    except FileNotFoundError:
        return False
    return True
