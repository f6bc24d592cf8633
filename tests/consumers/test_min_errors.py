"""`min_errors`: one error fewer is silence, that many fire every leg; from raw counters and from recorded series."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from itertools import accumulate
from pathlib import Path

import pytest

from tests import programs
from tests.compiled import rule_files, write_specs
from tests.programs import Program
from tests.promtool_case import Case, Values

SLO = """\
  slos:
    - name: quiet
      objective: 99.9%
      window: 30d
      sli: {SLI}
      alerting: {min_errors: K}
"""

LEGS = ["1d", "1h", "3d", "6h"]
STEPS_PER_EVENT = 4
"""One event in two minutes: a single error is above the threshold of every leg."""
FIRST_ERROR, END = 30, "71m"
"""The event that fails first, an hour in; and when even the third error has its full weight in the recorded series."""

Events = Sequence[tuple[int, int]]
"""Good and bad events of each step of 30 seconds."""


def events(errors: int) -> Events:
    outcomes = [(0, 1) if FIRST_ERROR <= n < FIRST_ERROR + errors else (1, 0) for n in range(FIRST_ERROR + 6)]
    return [step for outcome in outcomes for step in (outcome, *[(0, 0)] * (STEPS_PER_EVENT - 1))]


def counter(increments: Sequence[int]) -> list[int]:
    return list(accumulate(increments, initial=0))


def requests(steps: Events) -> dict[str, Values]:
    return {
        'http_requests_total{code="200"}': counter([good for good, _ in steps]),
        'http_requests_total{code="500"}': counter([bad for _, bad in steps]),
    }


def classic(steps: Events) -> dict[str, Values]:
    return {
        'rpc_seconds_bucket{le="0.3"}': counter([good for good, _ in steps]),
        "rpc_seconds_count": counter([good + bad for good, bad in steps]),
    }


def native(steps: Events) -> dict[str, Values]:
    sums = zip(counter([good for good, _ in steps]), counter([bad for _, bad in steps]), strict=True)
    samples = (f"{{{{schema:0 offset:-1 count:{good + bad} buckets:[{good} {bad}]}}}}" for good, bad in sums)
    return {"rpc_seconds": " ".join(samples)}


def probes(steps: Events) -> dict[str, Values]:
    """A sample for each event, and none in between."""
    return {"probe_success": [good if good + bad else None for good, bad in steps]}


SLIS = {
    "errors": ('ratio: {errors: "http_requests_total{code=~\\"5..\\"}", total: http_requests_total}', requests),
    "good": ('ratio: {good: "http_requests_total{code!~\\"5..\\"}", total: http_requests_total}', requests),
    "latency": ("latency: {histogram: rpc_seconds, below: 300ms}", classic),
    "probe": ("probe: {up: probe_success}", probes),
}
NATIVE = ("latency: {histogram: rpc_seconds, below: 500ms, native: true}", native)

Sli = tuple[str, Callable[[Events], dict[str, Values]]]


def firing(promtool: Program, sli: Sli, min_errors: int, errors: int) -> list[str]:
    """The legs that fire after so many errors."""
    spec, series = sli
    with tempfile.TemporaryDirectory() as folder:
        rules = rule_files(write_specs(Path(folder), SLO.replace("SLI", spec).replace("K", str(min_errors))))
    case = Case([*rules.values()], series(events(errors)))
    query = ('ALERTS{slo_id="web/quiet",alertstate="firing"}', END)
    return sorted(one.labels["leg"] for one in case.samples([query], promtool)[query])


COUNTS = pytest.mark.parametrize(
    ("min_errors", "errors", "fires"),
    [(1, 0, False), (1, 1, True), (3, 2, False), (3, 3, True)],
    ids=["no error", "one error", "one fewer", "enough"],
)


@COUNTS
@pytest.mark.parametrize("sli", SLIS.values(), ids=SLIS)
def test_so_many_errors_fire_every_leg(promtool: Program, sli: Sli, min_errors: int, errors: int, fires: bool) -> None:
    assert firing(promtool, sli, min_errors, errors) == (LEGS if fires else [])


@COUNTS
@pytest.mark.parametrize("promtool", programs.promtools()[1:], indirect=True, ids=str)
def test_so_many_slow_events_of_a_native_histogram_fire_every_leg(
    promtool: Program, min_errors: int, errors: int, fires: bool
) -> None:
    assert firing(promtool, NATIVE, min_errors, errors) == (LEGS if fires else [])
