"""The report of all incidents: its numbers against other people's, and by hand."""

from __future__ import annotations

import json
import statistics as stdlib
from datetime import UTC, datetime
from fractions import Fraction
from itertools import product
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from sre_compiler.cli.main import run
from sre_compiler.incidents import formats, statistics
from sre_compiler.incidents.reading import happened
from sre_compiler.incidents.report import Report, report
from tests.compiled import write_specs
from tests.programs import ROOT

SERVICE = "  slos: [{name: answers, objective: 99.9%, window: 30d, sli: {ratio: {errors: errors, total: total}}}]\n"
SCHEMA = json.loads((ROOT / "schemas" / "incident-report.schema.json").read_text(encoding="utf-8"))
START = int(datetime(2026, 1, 1, tzinfo=UTC).timestamp())
durations = st.lists(st.integers(0, 10**7), min_size=1, max_size=60)


@given(durations, st.sampled_from([Fraction(1, 2), Fraction(9, 10)]))
def test_quantiles_are_those_of_numpy(values: list[int], share: Fraction) -> None:
    found = statistics.quantile(sorted(values), share)
    assert float(found) == pytest.approx(np.quantile(values, float(share), method="linear"), rel=1e-9)


@given(durations)
def test_the_spread_is_that_of_the_standard_library(values: list[int]) -> None:
    found = statistics.spread(values)
    assert found is not None
    assert (found.count, found.shortest, found.longest) == (len(values), min(values), max(values))
    assert found.median == stdlib.median([Fraction(one) for one in values])
    if len(values) > 1:
        assert found.p90 == stdlib.quantiles([Fraction(one) for one in values], n=10, method="inclusive")[8]


@pytest.mark.parametrize(
    ("values", "median", "p90"),
    [([7], 7, 7), ([1, 2], Fraction(3, 2), Fraction(19, 10)), ([5, 1, 3], 3, Fraction(23, 5)), ([*range(11)], 5, 9)],
)
def test_quantiles_by_hand(values: list[int], median: Fraction, p90: Fraction) -> None:
    found = statistics.spread(values)
    assert found is not None
    assert (found.median, found.p90) == (median, p90)


def test_no_trend_of_few_and_none_of_noise() -> None:
    assert statistics.trend([*range(29)]) == "too few"
    assert statistics.trend([*range(30)]) == "longer"
    assert statistics.trend([*range(30, 0, -1)]) == "shorter"
    assert statistics.trend([60] * 40) == "unclear"
    random = Random(7)
    told = [statistics.trend([random.randrange(1_000) for _ in range(40)]) for _ in range(400)]
    assert 0.02 < sum(one != "unclear" for one in told) / 400 < 0.09  # the test is wrong in 5 % of all cases


def test_the_rank_sum_counts_pairs() -> None:
    random = Random(3)
    for _ in range(50):
        early = [random.randrange(8) for _ in range(random.randrange(4, 20))]
        late = [random.randrange(8) for _ in range(random.randrange(4, 20))]
        wins = sum((b > a) + (b == a) / 2 for a, b in product(early, late))
        middle = len(early) * len(late) / 2
        z = statistics._rank_sum(early, late)
        assert (z > 0) == (wins > middle) or wins == middle


def written(folder: Path, specs: list[dict[str, object]]) -> Path:
    write_specs(folder, SERVICE)
    texts = [
        f"apiVersion: sre-compile.dev/v1alpha1\nkind: Incident\nmetadata: {{name: i-{i:03}}}\nspec: {json.dumps(spec)}\n"
        for i, spec in enumerate(specs)
    ]
    (folder / "incidents.yaml").write_text("---\n".join(texts), encoding="utf-8")
    return folder


def at(minutes: int) -> str:
    return f"{datetime.fromtimestamp(START + minutes * 60, UTC):%Y-%m-%dT%H:%MZ}"


def incident(day: int, detect: int, mitigate: int, severity: str = "page", **more: object) -> dict[str, object]:
    begin = day * 1440
    times = {"impact_start": at(begin), "detected": at(begin + detect), "mitigated": at(begin + mitigate)}
    return {"severity": severity, "services": ["web"], "times": times, **more}


def made(folder: Path, today: str = "2026-06-01") -> Report:
    known = happened(str(folder))
    assert not known.found
    return report(known.incidents, known.scale, today)


def test_times_by_severity_and_quarter(tmp_path: Path) -> None:
    specs = [
        incident(0, 2, 30),
        incident(10, 4, 50),
        incident(80, 6, 40),
        incident(100, 8, 20),
        incident(20, 60, 600, "ticket"),
        incident(30, -5, 10),  # detected before anybody was affected
    ]
    found = made(written(tmp_path, specs))
    rows = {(row.quarter, row.severity): row for row in found.rows}
    assert [*rows] == [("2026-Q1", "page"), ("2026-Q1", "ticket"), ("2026-Q2", "page"), ("", "page"), ("", "ticket")]
    first = rows["2026-Q1", "page"]
    assert first.count == 4
    assert (first.times["detect"].shortest, first.times["detect"].median) == (0, 180)
    assert (first.times["mitigate"].median, first.times["mitigate"].p90) == (35 * 60, 47 * 60)
    assert "recover" not in first.times
    assert rows["", "page"].count == 5


def test_times_out_of_order_are_left_out_and_counted(tmp_path: Path) -> None:
    folder = written(tmp_path, [incident(0, 2, 30), incident(10, 4, -50)])
    found = made(folder)
    assert found.left_out == 1
    assert found.rows[-1].times["mitigate"].count == 1
    assert "1 duration left out" in formats.in_markdown(found)


def test_what_it_cost_what_comes_back_and_what_is_open(tmp_path: Path) -> None:
    action = {"action": "Watch it", "kind": "detect", "owner": "ana"}
    specs = [
        incident(0, 1, 9, slos=[{"slo": "web/answers", "budget_spent": "12.5%"}, "web/other"],
                 contributing_factors=[{"factor": "slow-rollback"}, {"factor": "once"}],
                 actions=[{**action, "due": "2026-05-31"}, {**action, "done": "2026-02-01"}]),
        incident(9, 1, 9, slos=[{"slo": "web/answers", "budget_spent": "120%"}],
                 contributing_factors=[{"factor": "slow-rollback"}],
                 actions=[{**action, "due": "2026-06-01"}, {"action": "Talk", "kind": "process", "owner": {"team": "shop"}}]),
    ]  # fmt: skip
    found = made(written(tmp_path, specs))
    assert [(one.incident, str(one.spent)) for one in found.costs] == [("i-001", "120%"), ("i-000", "12.5%")]
    assert found.unpriced == 1
    assert next((one.factor, one.incidents) for one in found.factors) == ("slow-rollback", ("i-000", "i-001"))
    assert [(one.action.due, one.is_overdue) for one in found.actions] == [
        ("2026-05-31", True),
        ("2026-06-01", False),
        ("", False),
    ]
    assert found.done == 1
    text = formats.in_markdown(found)
    assert "3 actions open, 1 overdue; 1 done." in text
    assert "there are at most 2. Fewer would show noise." in text


def test_the_json_is_as_its_schema_says(tmp_path: Path) -> None:
    Draft7Validator.check_schema(SCHEMA)
    for specs in (
        [],
        [incident(i, i % 7, 10 + i % 5, slos=[{"slo": "web/answers", "budget_spent": "1%"}]) for i in range(40)],
    ):
        found = made(written(tmp_path, specs))  # type: ignore[arg-type]
        data = json.loads(formats.in_json(found))
        assert [*Draft7Validator(SCHEMA).iter_errors(data)] == []
        assert {one["incidents"] for one in data["trends"]} <= {40}


def test_nothing_from_specs_is_markup_or_control(tmp_path: Path) -> None:
    wild = {
        "action": "a|b <script> \x1b[31m [x](http://x.example)",
        "kind": "detect",
        "owner": "ana",
        "ticket": "# 1\n- x",
    }
    found = made(written(tmp_path, [incident(0, 1, 2, actions=[wild])]))
    shown = formats.in_markdown(found)
    assert "<script>" not in shown
    assert "[x](http" not in shown
    assert "\x1b" not in shown
    [row] = [line for line in shown.split("\n") if "script" in line]
    assert row.replace("\\|", "").count("|") == 7


def test_the_days_that_bound_a_report_are_in_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = written(tmp_path, [incident(day, 1, 2) for day in (0, 1, 2)])
    for bounds, count in (
        (["--since", "2026-01-02"], 2),
        (["--until", "2026-01-02"], 2),
        (["--since", "2026-01-02", "--until", "2026-01-02"], 1),
    ):
        assert run(["report", str(folder), "--format", "json", *bounds]) == 0
        assert len(json.loads(capsys.readouterr().out)["incidents"]) == count


def test_other_specs_may_be_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = written(tmp_path / "specs", [incident(0, 1, 2), incident(50, 1, 2)])
    (folder / "web.yaml").write_text("kind: [", encoding="utf-8")
    assert run(["report", str(folder)]) == 0
    assert "2 incidents" in capsys.readouterr().out
    assert run(["report", str(folder), "--since", "2026-02-01"]) == 0
    assert "1 incident," in capsys.readouterr().out
    (folder / "incidents.yaml").write_text(
        "apiVersion: sre-compile.dev/v1alpha1\nkind: Incident\nspec: {}\n", encoding="utf-8"
    )
    assert run(["report", str(folder)]) == 1
    assert "missing-key" in capsys.readouterr().err


@pytest.mark.parametrize("suffix", ["png", "svg"])
def test_the_plot_is_the_same_each_time(suffix: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    random = Random(1)
    specs = [
        incident(i * 9, random.randrange(0, 30), random.randrange(30, 300), random.choice(["page", "ticket"]))
        for i in range(40)
    ]
    folder = written(tmp_path / "specs", specs)
    pictures = [tmp_path / f"{name}.{suffix}" for name in "ab"]
    for path in pictures:
        assert run(["report", str(folder), "--plot", str(path)]) == 0
    assert pictures[0].read_bytes() == pictures[1].read_bytes()
    assert pictures[0].read_bytes()[:5] in (b"\x89PNG\r", b"<?xml")
    assert "is written" in capsys.readouterr().err
