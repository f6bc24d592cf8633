"""`sre-compile explain NAME --at` a local time: by the clock of what is asked about, whatever other clocks the specs have."""

from __future__ import annotations

import pytest

from sre_compiler.cli.main import run
from tests.programs import ROOT

SPECS = str(ROOT / "specs")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("supply", "office berlin-office, open on Wed 2026-11-25 12:00 Europe/Berlin"),
        ("platform", "office new-york-office, open on Wed 2026-11-25 12:00 America/New_York"),
        ("shop", "office berlin-office, open on Wed 2026-11-25 12:00 Europe/Berlin"),
        ("shop/sev1", "shop/sev1, a receiver of Alertmanager"),
    ],
)
def test_a_local_time_is_by_the_clock_of_what_is_asked_about(
    name: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["explain", name, SPECS, "--at", "2026-11-25T12:00"]) == 0
    assert said in capsys.readouterr().out
