"""Fixtures for all tests: the real programs, and golden files with `--accept`."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest
from hypothesis import settings

from tests import programs
from tests.golden import Golden
from tests.programs import Missing, Program
from tests.transcript import TODAY
from tests.world import store
from tests.world.server import Server, serving

# A deadline would fail a test because the machine is busy with something else.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="rewrite the expected files, and list which")


def pytest_configure(config: pytest.Config) -> None:
    os.environ["SRE_COMPILE_TODAY"] = TODAY
    if config.getoption("--accept") and os.environ.get("CI"):
        raise pytest.UsageError("--accept is refused where CI is set: accept on your machine and commit the result")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reports = [report for group in terminalreporter.stats.values() for report in group]
    properties = [one for report in reports for one in getattr(report, "user_properties", [])]
    accepted = sorted({path for name, path in properties if name == "accepted"})
    if accepted:
        terminalreporter.section("accepted")
        terminalreporter.write("".join(f"{path}\n" for path in accepted))


@pytest.fixture
def golden(request: pytest.FixtureRequest, record_property: Callable[[str, object], None]) -> Golden:
    """Compares files and trees with what is expected."""
    return Golden(accept=request.config.getoption("--accept"), record=record_property)


@pytest.fixture(params=programs.promtools(), ids=str)
def promtool(request: pytest.FixtureRequest) -> Program:
    """promtool 2.x, then 3.x: the test runs once with each."""
    return present(request.param)


@pytest.fixture(params=programs.prometheuses(), ids=str)
def prometheus(request: pytest.FixtureRequest) -> Program:
    """The Prometheus server 2.x, then 3.x: the test runs once with each."""
    return present(request.param)


@pytest.fixture(scope="session", params=programs.prometheuses(), ids=str)
def month(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server, 2.x and then 3.x, with the month of `tests/world`; its queries are asked at `clock.END`."""
    server = present(request.param)
    blocks = store.blocks(present(programs.prometheuses()[0]), present(programs.promtools()[0]))
    with serving(server, blocks, tmp_path_factory.mktemp("month") / server.version) as running:
        yield running


@pytest.fixture
def amtool() -> Program:
    return present(programs.amtool())


@pytest.fixture
def alertmanager() -> Program:
    return present(programs.alertmanager())


@pytest.fixture(scope="session")
def openssl() -> Program:
    return present(programs.openssl())


@pytest.fixture
def chromium() -> Program:
    return present(programs.chromium())


@pytest.fixture
def grafana_front_end() -> Program:
    return present(programs.grafana_front_end())


@pytest.fixture(scope="session")
def yaml_language_server() -> Program:
    return present(programs.yaml_language_server())


def present(program: Program | Missing) -> Program:
    if isinstance(program, Missing):
        pytest.fail(f"{program.name} {program.needed} is missing; install it with: {program.install}", pytrace=False)
    return program
