"""The simulator against the real promtool: every evaluation at which each alert fires, on rules of every kind of SLI.

A fixed sample; `python -m tests.agreement` runs as many as wanted.
"""

from __future__ import annotations

import pytest

from sre_compiler.simulation.ranges import Convention
from tests.agreement.compare import by_promtool, by_simulation
from tests.agreement.scenarios import draw
from tests.agreement.worlds import KINDS
from tests.programs import Program

SAMPLE = range(1000, 1000 + 2 * len(KINDS))


@pytest.mark.parametrize("seed", SAMPLE, ids=lambda seed: f"{draw(seed).slo.kind}-{seed}")
def test_the_simulator_says_what_promtool_says(seed: int, promtool: Program) -> None:
    scenario = draw(seed)
    if not promtool.version.startswith(KINDS[scenario.slo.kind].needs):
        scenario = draw(seed + len(KINDS) * 1000 + 1)  # promtool 2 cannot be given native histograms
    convention = Convention.CLOSED if promtool.version.startswith("2.") else Convention.LEFT_OPEN
    simulated, _ = by_simulation(scenario, convention)
    assert by_promtool(scenario, promtool) == simulated, str(scenario)
