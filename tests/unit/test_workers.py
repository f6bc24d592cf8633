"""Work spread over processes: the same results in the same order, and no process left behind."""

from __future__ import annotations

import os
from itertools import islice

import pytest

from sre_compiler.workers import spread


@pytest.mark.parametrize("jobs", [1, 2, 3, 7])
@pytest.mark.parametrize("count", [0, 1, 5, 50])
def test_results_come_in_the_order_of_the_work(jobs: int, count: int) -> None:
    assert list(spread(str, range(count), jobs)) == [str(number) for number in range(count)]


def test_several_jobs_work_elsewhere() -> None:
    assert set(spread(lambda _: os.getpid(), range(4), 1)) == {os.getpid()}
    elsewhere = set(spread(lambda _: os.getpid(), range(4), 3))
    assert len(elsewhere) == 2
    assert os.getpid() not in elsewhere


def test_large_results_wait_until_they_are_read() -> None:
    results = spread(lambda number: "x" * 1_000_000 + str(number), range(20), 2)
    assert [result[1_000_000:] for result in islice(results, 3)] == ["0", "1", "2"]
    results.close()
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_a_worker_that_fails_is_not_taken_for_one_that_is_done(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(RuntimeError, match="worker process died"):
        list(spread(lambda number: 1 // (2 - number), range(4), 2))
    assert "ZeroDivisionError" in capfd.readouterr().err
