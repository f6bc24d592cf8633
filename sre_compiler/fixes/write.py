"""Mended specs onto the disk: every file whole, and all of them or none."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from errno import EBUSY, EPERM
from stat import S_IMODE

from sre_compiler.documents import read

_PART = ".sre-compile.part"


def write(root: str, before: Mapping[str, bytes], after: Mapping[str, bytes]) -> None:
    """Replace the files, of which `before` says what they held, by what `after` says.

    A link is followed where it leads to a file below the folder of specs. Raises OSError, with nothing changed, for any other
    link, for a file that holds something else by now, and where a file cannot be written; a rename that fails after others
    have succeeded is made good by writing back what they held.
    """
    targets = {file: _target(file, root) for file in after}
    with ExitStack() as stack:
        parts = {file: stack.enter_context(_part(targets[file], content)) for file, content in after.items()}
        for file, content in before.items():
            if read(targets[file]) != content:
                raise OSError(EBUSY, "changed while it was being mended; run again", file)
        done: list[str] = []
        try:
            for file, part in parts.items():
                os.replace(part, targets[file])  # noqa: PTH105 - pathlib costs start-up time
                done.append(file)
        except OSError:
            _put_back({targets[file]: before[file] for file in done})
            raise


def _target(file: str, root: str) -> str:
    """The file itself. Raises OSError for one outside of the folder, or outside of the one that holds a single file."""
    target = os.path.realpath(file)
    folder = os.path.realpath(root) if os.path.isdir(root) else os.path.dirname(os.path.realpath(root))  # noqa: PTH112, PTH120
    if not target.startswith(f"{folder.rstrip(os.sep)}{os.sep}"):
        raise OSError(EPERM, "is a link that leads out of the folder of specs, and is not changed", file)
    return target


@contextmanager
def _part(target: str, content: bytes) -> Iterator[str]:
    """A file beside the target with its mode and the new content, gone at the end unless it was renamed."""
    folder, name = os.path.split(target)
    part = f"{folder}/.{name}.{os.getpid()}{_PART}"
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        with open(descriptor, "wb") as file:  # noqa: PTH123 - a descriptor has no path
            file.write(content)
            file.flush()
            os.fchmod(descriptor, S_IMODE(os.stat(target).st_mode))  # noqa: PTH116 - as above
            os.fsync(descriptor)
        yield part
    finally:
        with suppress(FileNotFoundError):
            os.unlink(part)  # noqa: PTH108 - as above


def _put_back(contents: Mapping[str, bytes]) -> None:
    for target, content in contents.items():
        with suppress(OSError), _part(target, content) as part:
            os.replace(part, target)  # noqa: PTH105 - as above
