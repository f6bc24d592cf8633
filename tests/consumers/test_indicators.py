"""Each kind of SLI, grouped and not, in each small world: the recorded series, their labels, number and values, exactly."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests import programs
from tests.compiled import rule_files, write_specs
from tests.consumers.worlds import END, FLAT, NATIVE, SLIS, WORLDS, Sli, World, raw, together
from tests.programs import Program
from tests.promtool_case import Case, Labels

BUDGET = 0.01
PERIOD_MINUTES = 30 * 24 * 60
EVERY = 20
"""Minutes between evaluations; coverage counts evaluations, and takes each for a minute."""
WINDOWS = ["5m", "30m", "1h", "2h", "6h", "1d", "3d"]

SLO = """\
  slos:
    - name: indicator
      objective: 99%
      window: 30d
      GROUPS
      sli: {SLI}
"""

CONSTANTS = {
    "slo:objective:ratio{}": 0.99,
    "slo:error_budget:ratio{}": BUDGET,
    "slo:period:seconds{}": PERIOD_MINUTES * 60,
}


@dataclass(frozen=True)
class Part:
    """One group of an SLO, or all of it: total and bad a second, their labels, and the last minute of the raw series."""

    labels: str
    total: float
    bad: float
    until: int


def parts(sli: Sli, world: World, *, grouped: bool) -> list[Part]:
    """What the SLO measures at the end; groups that are gone, with what they were."""
    if grouped:
        return [
            Part(f'route="{route}"', *sli.judge(*flow.known), flow.until)
            for route, flow in world.items()
            if sli.counted or any(flow.known)
        ]
    last = max((flow.until for flow in world.values()), default=0)
    present = [flow for flow in world.values() if flow.until == last]
    if not present or not (sli.counted or any(together(present))):
        return []
    return [Part("", *sli.judge(*together(present)), last)]


def series(sli: Sli, part: Part) -> Iterator[tuple[str, float]]:
    """The recorded series of one part: of one that is gone, those windows that still hold something."""
    gone = part.until < END
    if not gone:
        yield "slo:sli_total:rate5m", part.total
        yield "slo:sli_bad:rate5m", part.bad
    if part.total:
        for window in WINDOWS[2:] if gone else WINDOWS:
            yield f"slo:sli_error:ratio_rate{window}", part.bad / part.total
        yield "slo:sli_error:ratio_period", part.bad / part.total
        yield "slo:error_budget_remaining:ratio", 1 - part.bad / part.total / BUDGET
    last = part.until + sli.lasts if gone else END
    yield "slo:sli_coverage:ratio_period", (last // EVERY - -(-sli.starts // EVERY) + 1) / PERIOD_MINUTES


def expected(sli: Sli, world: World, *, grouped: bool) -> dict[str, float]:
    return CONSTANTS | {
        f"{name}{{{part.labels}}}": value
        for part in parts(sli, world, grouped=grouped)
        for name, value in series(sli, part)
    }


def key(labels: Labels) -> str:
    """A series without the name of the SLO."""
    shown = ",".join(f'{name}="{value}"' for name, value in labels.items() if name not in {"__name__", "slo_id"})
    return f"{labels['__name__']}{{{shown}}}"


def cases(slis: dict[str, Sli]) -> list[object]:
    return [
        pytest.param(sli, world, id=f"{kind}-{name}")
        for kind, sli in slis.items()
        for name, world in (WORLDS | ({"no traffic": FLAT} if sli.counted else {})).items()
    ]


def rules(folder: Path, sli: Sli, *, grouped: bool) -> list[str]:
    text = SLO.replace("SLI", sli.spec).replace("GROUPS", "group_by: [route]" if grouped else "")
    return [*rule_files(write_specs(folder, text)).values()]


def check(folder: Path, promtool: Program, sli: Sli, world: World, *, grouped: bool) -> None:
    """The recorded series at the end are those that are expected, and no others."""
    case = Case(rules(folder, sli, grouped=grouped), raw(sli, world), evaluation_interval=f"{EVERY}m")
    query = ('{slo_id="web/indicator",__name__!~"ALERTS.*|slo_info"}', f"{END}m")
    found = {key(one.labels): one.value for one in case.samples([query], promtool)[query]}
    wanted = expected(sli, world, grouped=grouped)
    assert sorted(found) == sorted(wanted)
    assert found == pytest.approx(wanted, rel=1e-6)


GROUPED = pytest.mark.parametrize("grouped", [False, True], ids=["whole", "grouped"])


@GROUPED
@pytest.mark.parametrize(("sli", "world"), cases(SLIS))
def test_the_recorded_series(tmp_path: Path, promtool: Program, sli: Sli, world: World, grouped: bool) -> None:
    check(tmp_path, promtool, sli, world, grouped=grouped)


@GROUPED
@pytest.mark.parametrize("promtool", programs.promtools()[1:], indirect=True, ids=str)
@pytest.mark.parametrize(("sli", "world"), cases({"latency, native": NATIVE}))
def test_the_recorded_series_of_a_native_histogram(
    tmp_path: Path, promtool: Program, sli: Sli, world: World, grouped: bool
) -> None:
    """Only promtool 3 can be given native histograms; what 2.x is asked is the next test."""
    check(tmp_path, promtool, sli, world, grouped=grouped)


@GROUPED
def test_promtool_accepts_native_histograms(tmp_path: Path, promtool: Program, grouped: bool) -> None:
    files = rules(tmp_path, NATIVE, grouped=grouped)
    for number, text in enumerate(files):
        (tmp_path / f"{number}.rules").write_text(text, encoding="utf-8")
    result = promtool.run("check", "rules", *sorted(tmp_path.glob("*.rules")))
    assert (result.returncode, result.stdout.count("SUCCESS")) == (0, len(files)), result.stderr
