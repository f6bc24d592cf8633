"""The output folder as it is on disk, reached through descriptors: a symbolic link below it is never followed."""

from __future__ import annotations

import errno
import os
from collections.abc import Sequence
from enum import Enum
from stat import S_ISLNK, S_ISREG, S_IXUSR

from msgspec import Struct

from sre_compiler.output import syscalls
from sre_compiler.output.errors import OutputError, explained
from sre_compiler.output.paths import STAGING

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK  # a pipe would wait for its writer


class Kind(Enum):
    """What stands at a path."""

    NOTHING = "nothing"
    FILE = "file"
    LINK = "symbolic link"
    OTHER = "something else"


class Seen(Struct, frozen=True):
    """What stands at a path; `at` is where: for a link or something else, that may be a folder on the way to the path."""

    kind: Kind
    at: str
    content: bytes = b""
    executable: bool = False


class BlockedError(Exception):
    """A folder on the way is none."""

    def __init__(self, seen: Seen) -> None:
        super().__init__(seen.at)
        self.seen = seen


class Elsewhere(Struct, frozen=True):
    """A folder of the tree that is kept at another place; `root` None is one that does not exist yet."""

    folder: str
    name: str
    root: int | None

    @property
    def place(self) -> str:
        """Where that is, whoever looks."""
        return os.path.realpath(self.name)


class Tree:
    """An output folder; `root` None is one that does not exist yet. Descriptors of the folders last entered stay open."""

    def __init__(self, name: str, root: int | None, elsewhere: Elsewhere | None = None) -> None:
        self.name = name
        self.elsewhere = elsewhere
        self._root = root
        self._names: list[str] = []
        self._entered: list[int] = []
        self._staging: int | None = None

    def shown(self, path: str) -> str:
        """The path as people write it."""
        first, _, below = path.partition("/")
        if self.elsewhere is not None and first == self.elsewhere.folder:
            return f"{self.elsewhere.name.rstrip('/')}/{below}"
        return f"{self.name.rstrip('/')}/{path}"

    def refused(self, error: OSError | BlockedError, path: str) -> OutputError:
        """What it means that `path` could not be used."""
        if isinstance(error, BlockedError):
            return OutputError(f"{self.shown(error.seen.at)} was replaced while the build was running; build again")
        return explained(error, self.shown(path))

    def look(self, path: str) -> Seen:
        """What stands at the path. Raises `OutputError` where that cannot be read."""
        *folders, name = path.split("/")
        try:
            return _look(name, self.enter(folders), path)
        except FileNotFoundError:
            return Seen(Kind.NOTHING, path)
        except BlockedError as blocked:
            return blocked.seen
        except OSError as error:
            raise self.refused(error, path) from error

    def files(self, folder: str) -> list[str]:
        """The sorted names in a folder directly below the root; none where there is no such folder."""
        try:
            return sorted(os.listdir(self.enter([folder])))  # noqa: PTH208 - pathlib knows no descriptors
        except (FileNotFoundError, BlockedError):
            return []
        except OSError as error:
            raise self.refused(error, folder) from error

    def enter(self, folders: Sequence[str], *, make: bool = False) -> int:
        """The descriptor of a folder, valid until another is entered; `make` makes those that are missing.

        Raises `BlockedError`, and OSError.
        """
        if folders != self._names:
            self._leave(_shared(folders, self._names))
            for depth in range(len(self._names), len(folders)):
                above = self._entered[-1] if self._entered else self._root
                self._entered.append(self._open(folders[depth], above, folders[: depth + 1], make=make))
                self._names.append(folders[depth])
        return self._entered[-1] if self._entered else _there(self._root)

    def _open(self, name: str, above: int | None, folders: Sequence[str], *, make: bool) -> int:
        if self.elsewhere is not None and [self.elsewhere.folder] == [*folders]:
            return os.dup(_there(self.elsewhere.root))
        return _open_folder(name, _there(above), "/".join(folders), make=make)

    def staging(self, *, make: bool = False) -> int:
        """The descriptor of the staging folder, valid until `leave_staging`; others may be entered meanwhile.

        Raises `BlockedError`, and OSError.
        """
        if self._staging is None:
            self._staging = _open_folder(STAGING, _there(self._root), STAGING, make=make)
        return self._staging

    def leave_staging(self) -> None:
        """Let go of the staging folder, as one must who removes it."""
        if self._staging is not None:
            os.close(self._staging)
            self._staging = None

    def close(self) -> None:
        """Let go of all descriptors."""
        self.leave_staging()
        self._leave(0)
        for root in (self._root, self.elsewhere.root if self.elsewhere else None):
            if root is not None:
                os.close(root)

    def _leave(self, depth: int) -> None:
        while len(self._entered) > depth:
            self._names.pop()
            os.close(self._entered.pop())


def opened(root: str, elsewhere: tuple[str, str] | None = None) -> Tree:
    """The tree of an output folder, with a folder of it and where that is kept. Raises `OutputError`."""
    top = _opened(root)
    try:
        return Tree(root, top, Elsewhere(*elsewhere, _opened(elsewhere[1])) if elsewhere else None)
    except OutputError:
        if top is not None:
            os.close(top)
        raise


def _opened(folder: str) -> int | None:
    try:
        return os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise explained(error, folder) from error


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    """How many names both begin with."""
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count


def _there(folder: int | None) -> int:
    """The descriptor. Raises FileNotFoundError for that of a folder that does not exist yet."""
    if folder is None:
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
    return folder


def _open_folder(name: str, above: int, path: str, *, make: bool) -> int:
    try:
        return os.open(name, _FOLDER, dir_fd=above)
    except FileNotFoundError:
        if not make:
            raise
    except OSError as error:
        if error.errno not in (errno.ENOTDIR, errno.ELOOP):
            raise
        raise BlockedError(Seen(_kind(name, above), path)) from None
    syscalls.make_folder(name, above)
    return os.open(name, _FOLDER, dir_fd=above)


def _look(name: str, folder: int, path: str) -> Seen:
    try:
        descriptor = os.open(name, _FILE, dir_fd=folder)
    except OSError as error:
        if error.errno not in (errno.ELOOP, errno.ENXIO):
            raise
        return Seen(_kind(name, folder), path)
    try:
        status = os.fstat(descriptor)
        if not S_ISREG(status.st_mode):
            return Seen(Kind.OTHER, path)
        return Seen(Kind.FILE, path, _read(descriptor, status.st_size), bool(status.st_mode & S_IXUSR))
    finally:
        os.close(descriptor)


def _read(descriptor: int, size: int) -> bytes:
    content = b""
    while chunk := os.read(descriptor, size + 1):
        content += chunk
    return content


def _kind(name: str, folder: int) -> Kind:
    mode = os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode
    return Kind.LINK if S_ISLNK(mode) else Kind.OTHER
