"""Fixtures for all tests: the real programs, and golden files."""

from __future__ import annotations

import pytest

from tests import programs
from tests.programs import Missing, Program


@pytest.fixture(params=programs.promtools(), ids=str)
def promtool(request: pytest.FixtureRequest) -> Program:
    """promtool 2.x, then 3.x: the test runs once with each."""
    return _present(request.param)


@pytest.fixture(params=programs.prometheuses(), ids=str)
def prometheus(request: pytest.FixtureRequest) -> Program:
    """The Prometheus server 2.x, then 3.x: the test runs once with each."""
    return _present(request.param)


@pytest.fixture
def amtool() -> Program:
    return _present(programs.amtool())


@pytest.fixture
def alertmanager() -> Program:
    return _present(programs.alertmanager())


def _present(program: Program | Missing) -> Program:
    if isinstance(program, Missing):
        pytest.fail(f"{program.name} {program.needed} is missing; install it with: {program.install}", pytrace=False)
    return program
