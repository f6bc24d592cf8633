"""Small trees for the writer's tests: what a build wants, what is on disk, and children that die or fail at a system call."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Container, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from stat import S_ISDIR, S_ISLNK, S_ISREG
from types import FunctionType
from typing import Any

from sre_compiler.output import syscalls
from sre_compiler.output.artifact import Artifact
from sre_compiler.output.errors import OutputError
from sre_compiler.output.write import write

CALLS = sorted(name for name, value in vars(syscalls).items() if isinstance(value, FunctionType))
"""Every system call by which the writer changes something."""
Hook = Callable[[int, str, tuple[Any, ...]], None]


def artifacts(texts: Mapping[str, str]) -> list[Artifact]:
    """`service:path` → text, as artifacts; names that end in `.py` are executable."""
    split = [(*name.split(":"), text) for name, text in texts.items()]
    return [
        Artifact(path, text, owner, f"specs/{owner}.yaml#{owner}", path.endswith(".py")) for owner, path, text in split
    ]


def files(root: Path) -> dict[str, tuple[str, int]]:
    """Path → text and mode of each file, target of each link, or nothing for an empty folder and for anything else."""
    found = {}
    for path in sorted(root.rglob("*")):
        name, status = path.relative_to(root).as_posix(), path.lstat()
        if S_ISREG(status.st_mode):
            found[name] = (path.read_text(), status.st_mode & 0o777)
        elif S_ISLNK(status.st_mode):
            found[name] = (str(path.readlink()), 0)
        elif not S_ISDIR(status.st_mode) or not any(path.iterdir()):
            found[f"{name}/"] = ("", 0)
    return found


@contextmanager
def hooked(hook: Hook) -> Iterator[list[str]]:
    """Every call of `syscalls` goes through `hook(number, name)` before it is made; gives the names of all calls so far."""
    originals = {name: getattr(syscalls, name) for name in CALLS}
    calls: list[str] = []

    def through(name: str, *arguments: Any) -> Any:
        calls.append(name)
        hook(len(calls) - 1, name, arguments)
        return originals[name](*arguments)

    for name in CALLS:
        setattr(syscalls, name, partial(through, name))
    try:
        yield calls
    finally:
        for name, call in originals.items():
            setattr(syscalls, name, call)


def in_child(work: Callable[[], object]) -> int:
    """The wait status of a child that does the work and exits with 0, or with 9 after an exception."""
    child = os.fork()
    if child == 0:
        code = 9
        try:
            work()
            code = 0
        finally:
            os._exit(code)
    return os.waitpid(child, 0)[1]


def killed_at(number: int, work: Callable[[], object], *, torn: bool = False) -> bool:
    """Do the work in a child that dies by SIGKILL before its call with this number; False if it made fewer calls.

    `torn`: half of what it was about to write is written first.
    """

    def die(current: int, name: str, arguments: tuple[Any, ...]) -> None:
        if current == number:
            if torn and name == "write":
                os.write(arguments[0], arguments[1][: len(arguments[1]) // 2])
            os.kill(os.getpid(), signal.SIGKILL)

    with hooked(die):
        status = in_child(work)
    assert status in (0, signal.SIGKILL), f"the child failed: {status}"
    return status == signal.SIGKILL


def failing(code: int, numbers: Container[int]) -> Hook:
    """A hook that lets the calls with these numbers fail."""

    def fail(current: int, name: str, arguments: tuple[Any, ...]) -> None:
        if current in numbers:
            raise OSError(code, os.strerror(code))

    return fail


def build(texts: Mapping[str, str], root: Path, scope: str = "") -> None:
    """Write the artifacts below `scope`; nothing must stand in the way."""
    wanted = [artifact for artifact in artifacts(texts) if artifact.path.startswith(scope)]
    _, problems = write(wanted, str(root), scope=lambda path: path.startswith(scope))
    assert problems == []


def refused(work: Callable[[], object]) -> str:
    """What the writer says that it cannot do; "" if it can."""
    try:
        work()
    except OutputError as error:
        return str(error)
    return ""
