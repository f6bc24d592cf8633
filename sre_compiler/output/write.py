"""The writer: the output folder becomes what a clean build would make it, or stays as it was.

Artifacts come one after the other and are compared with what is on disk. What differs waits in a staging folder on the same
file system. A journal is synced, then each file is swapped by a rename, manifests last. Whoever finds a journal finishes what
it says, or undoes it where a staged file is missing.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress

from msgspec import Struct

from sre_compiler.diagnostics import Diagnostic, Severity
from sre_compiler.output import problems, staging, swap, syscalls
from sre_compiler.output.artifact import Artifact
from sre_compiler.output.errors import OutputError, explained
from sre_compiler.output.journal import Change
from sre_compiler.output.staging import Staging
from sre_compiler.output.survey import Difference, Scope, Survey, everything, nothing
from sre_compiler.output.tree import Tree, opened

__all__ = ["OutputError", "Written", "write"]

_NO_LOCKS = (errno.ENOLCK, errno.EBADF, errno.EOPNOTSUPP, errno.ENOSYS)
"""What file systems answer that cannot lock a folder, such as NFS."""


class Written(Struct, frozen=True):
    """The paths that a build touched, sorted, and how many artifacts there were."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    artifacts: int = 0


def write(
    artifacts: Iterable[Artifact],
    root: str,
    *,
    scope: Scope = everything,
    restored: Scope = nothing,
    elsewhere: tuple[str, str] | None = None,
) -> tuple[Written, list[Diagnostic]]:
    """Write the artifacts, and remove the files that earlier builds left; only paths in `scope` are looked at.

    `elsewhere` names a folder of the tree and the folder where that is kept. Pages in `restored` get back the blocks that somebody
    deleted. With an error among the findings, or when `artifacts` raises, nothing is written. Raises `OutputError` when the folder
    cannot be used, and ValueError for artifacts that no tree can hold, such as two with one path.
    """
    made: list[str] = []
    try:
        for folder in (root, elsewhere[1]) if elsewhere else (root,):
            made += [] if os.path.isdir(folder) else _make_folders(folder)  # noqa: PTH112 - pathlib costs start-up time
        with _locked(root, elsewhere) as tree:
            swap.recover(tree)
            return _write(tree, artifacts, Survey(tree, scope, restored))
    except BaseException:
        _remove_empty(made)
        raise


def _write(tree: Tree, artifacts: Iterable[Artifact], survey: Survey) -> tuple[Written, list[Diagnostic]]:
    stage, left = Staging(tree), []
    try:
        found = _stage(survey.differences(artifacts), stage)
        journal = None if has_errors(found) else stage.write_journal()
        if journal is not None:
            left = swap.forward(tree, enumerate(journal.changes))
        staging.clear(tree)
    except BaseException:
        with suppress(OutputError):
            swap.undo(tree)
        raise
    found += [problems.page_in_use(tree.shown(change.path)) for change in left]
    done = (change for change in journal.changes if change not in left) if journal else ()
    return _written(done, survey.size), found


def has_errors(found: Iterable[Diagnostic]) -> bool:
    """Whether any of the findings keeps a build from writing."""
    return any(one.severity is Severity.ERROR for one in found)


def _stage(differences: Iterable[Difference | Diagnostic], stage: Staging) -> list[Diagnostic]:
    found: list[Diagnostic] = []
    is_stopped = False
    for one in differences:
        if isinstance(one, Diagnostic):
            found.append(one)
            is_stopped |= one.severity is Severity.ERROR
        elif not is_stopped:
            stage.add(one)
    return found


def _written(changes: Iterable[Change], artifacts: int) -> Written:
    changes = sorted(changes, key=lambda change: change.path)
    return Written(
        tuple(change.path for change in changes if change.old is None),
        tuple(change.path for change in changes if change.old is not None and change.new is not None),
        tuple(change.path for change in changes if change.new is None),
        artifacts,
    )


@contextmanager
def _locked(root: str, elsewhere: tuple[str, str] | None) -> Iterator[Tree]:
    tree = opened(root, elsewhere)
    try:
        _lock(tree)
        yield tree
    finally:
        tree.close()


def _lock(tree: Tree) -> None:
    try:
        syscalls.lock(tree.enter([]))
    except BlockingIOError:
        raise OutputError(f"another build is writing to {tree.name}; wait for its end, then build again") from None
    except OSError as error:
        if error.errno not in _NO_LOCKS:
            raise explained(error, tree.name) from error


def _make_folders(root: str) -> list[str]:
    """Make the folder and those above it that are missing; the ones that were made, topmost first."""
    try:
        syscalls.make_folder(root, None)
    except FileExistsError as error:
        if not os.path.exists(root):  # noqa: PTH110 - pathlib costs start-up time
            message = f"{root} is a symbolic link that leads nowhere; delete it, or choose another folder with -o"
            raise OutputError(message) from error
        return []
    except FileNotFoundError as error:
        above = os.path.dirname(root.rstrip("/"))  # noqa: PTH120 - pathlib costs start-up time
        if above in ("", root) or os.path.isdir(above):  # noqa: PTH112 - as above; /proc has folders that cannot hold any
            raise explained(error, root) from error
        return [*_make_folders(above), *_make_folders(root)]
    except OSError as error:
        raise explained(error, root) from error
    return [root]


def _remove_empty(folders: Iterable[str]) -> None:
    for folder in reversed([*folders]):
        with suppress(OSError):
            syscalls.remove_folder(folder, None)
