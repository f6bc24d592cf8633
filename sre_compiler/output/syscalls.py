"""Every system call by which the writer changes something on disk; no other module makes one.

A folder is an open descriptor and a name one component of a path, so that nothing outside is reached. All raise OSError.
"""

from __future__ import annotations

import fcntl
import os


def lock(folder: int) -> None:
    """Raises BlockingIOError while another process holds the lock; it ends with the process that took it."""
    fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)


def make_folder(name: str, folder: int | None) -> None:
    os.mkdir(name, dir_fd=folder)


def remove_folder(name: str, folder: int | None) -> None:
    """Raises OSError unless the folder is empty."""
    os.rmdir(name, dir_fd=folder)


def create(name: str, folder: int, mode: int) -> int:
    """Open a new file for writing; the umask applies to `mode`. Raises FileExistsError where anything has the name."""
    return os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode, dir_fd=folder)


def write(descriptor: int, content: memoryview) -> int:
    """The number of bytes that were written, which may be fewer than given."""
    return os.write(descriptor, content)


def flush(descriptor: int) -> None:
    """Wait until a file or a folder's list of names is on the disk."""
    os.fsync(descriptor)


def link(name: str, folder: int, new_name: str, new_folder: int) -> None:
    """Give the file a second name. Raises FileExistsError where anything has it."""
    os.link(name, new_name, src_dir_fd=folder, dst_dir_fd=new_folder, follow_symlinks=False)


def rename(name: str, folder: int, new_name: str, new_folder: int) -> None:
    """Replaces a file that has the new name."""
    os.rename(name, new_name, src_dir_fd=folder, dst_dir_fd=new_folder)


def remove(name: str, folder: int) -> None:
    """Remove a file."""
    os.remove(name, dir_fd=folder)
