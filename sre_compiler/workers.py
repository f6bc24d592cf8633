"""Work spread over processes, with the results in the order of the work.

Each worker is a fork, so that nothing has to be sent to it, and writes to a pipe, so that it waits when nobody reads: a
pool of the standard library would hold every result that is not yet fetched in memory.
"""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from typing import BinaryIO, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

ENOUGH = 100
"""Services below which starting a process costs more than it saves."""


def available() -> int:
    """How many processes can work at the same time."""
    if not hasattr(os, "fork"):
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def spread(work: Callable[[Item], Result], items: Sequence[Item], jobs: int) -> Iterator[Result]:
    """`work` done for each item; with several jobs by that many processes, of which this one only takes the results.

    Results have to be picklable. What a worker raises ends the whole program, with its traceback.
    """
    if jobs <= 1:
        yield from map(work, items)
        return
    with ExitStack() as stack:
        pipes = [_start(work, items[number :: jobs - 1], stack) for number in range(jobs - 1)]
        for index in range(len(items)):
            yield _receive(pipes[index % len(pipes)])


def _receive(pipe: BinaryIO) -> Result:  # type: ignore[type-var] # what the worker sent is what it computed
    try:
        result: Result = pickle.load(pipe)  # noqa: S301 - our own process wrote it
    except EOFError as error:
        raise RuntimeError("a worker process died; its report stands above") from error
    return result


def _start(work: Callable[[Item], Result], items: Sequence[Item], stack: ExitStack) -> BinaryIO:
    """Fork a worker; the end of its pipe from which its results can be read. It is waited for when `stack` closes."""
    reading, writing = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    worker = os.fork()
    if worker == 0:
        os.close(reading)
        _work(work, items, writing)
    os.close(writing)
    stack.callback(os.waitpid, worker, 0)
    return stack.enter_context(os.fdopen(reading, "rb", buffering=1 << 16))


def _work(work: Callable[[Item], Result], items: Sequence[Item], writing: int) -> None:
    """The life of a worker; it ends here, without the clean-up of the process that it was copied from."""
    code = 1
    try:
        with os.fdopen(writing, "wb", buffering=1 << 16) as pipe:
            for item in items:
                pickle.dump(work(item), pipe, protocol=5)
        code = 0
    except BrokenPipeError:
        code = 0  # whoever reads has stopped
    except BaseException:  # noqa: BLE001 - reported, and the reader sees the end of the pipe
        import traceback

        traceback.print_exc()
    finally:
        os._exit(code)
