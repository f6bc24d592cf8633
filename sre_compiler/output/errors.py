"""Why the output folder cannot be used: one sentence that says which thing is in the way and what to do."""

from __future__ import annotations

import errno
import os

_SENTENCES = {
    errno.ENOSPC: "the disk is full: {path} cannot be written; free some space and build again",
    errno.EDQUOT: "the disk quota is used up: {path} cannot be written; free some space and build again",
    errno.EACCES: "no permission to use {path}; change its owner or mode, or choose another folder with -o",
    errno.EPERM: "no permission to use {path}; change its owner or mode, or choose another folder with -o",
    errno.EROFS: "{path} is on a read-only file system; choose another folder with -o",
    errno.ENAMETOOLONG: "the name of {path} is too long for this file system; shorten the names in the specs",
    errno.ENOTDIR: "{path} is a file where a folder is needed; move it away, or choose another folder with -o",
    errno.EXDEV: "{path} is on another file system than the output folder; choose folders on one with -o and --runbooks",
    errno.ENOENT: "{path} vanished while the build was running; build again",
    errno.EEXIST: "{path} appeared while the build was running; move it away and build again",
}


class OutputError(Exception):
    """The output folder cannot be used; the message is one line. The tree is as it was, or the next build repairs it."""


def unfinished(root: str, elsewhere: str) -> OutputError:
    """A build did not end that kept its runbooks at another place, or in the folder itself: only one like it can finish it."""
    how = f"with `--runbooks {elsewhere}`" if elsewhere else "without `--runbooks`"
    return OutputError(f"{root}: a build did not end; build once {how}, as it did")


def explained(error: OSError, path: str) -> OutputError:
    """What the system's refusal of `path` means."""
    sentence = _SENTENCES.get(error.errno or 0)
    if sentence is None:
        return OutputError(f"{path} cannot be used: {os.strerror(error.errno or 0)}")
    return OutputError(sentence.format(path=path))
