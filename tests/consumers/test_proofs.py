"""The generated tests of rules: real promtools of both generations pass them, for the example and for every kind of SLI."""

from __future__ import annotations

from pathlib import Path

import pytest

from sre_compiler import pipeline
from tests.agreement.worlds import KINDS
from tests.compiled import write_specs
from tests.conftest import present
from tests.consumers import example
from tests.programs import Program, promtools

SLO = """\
  slos:
    - name: indicator
      objective: OBJECTIVE
      window: 30d
      GROUPS
      sli: {SLI}
      no_data: {then: NO_DATA, after: 7m}
      alerting: {ALERTING}
"""


def written(program: object, folder: Path, only: str = "") -> list[Path]:
    """The rules and tests on disk; the paths of the tests."""
    tests = []
    for one in pipeline.artifacts(program, ["prometheus"]):  # type: ignore[arg-type]
        file = folder / one.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(one.text, encoding="utf-8")
        if "/tests/" in one.path and only in one.path:
            tests.append(file)
    return tests


@pytest.mark.parametrize("service", ["checkout", "cluster", "newsletter", "stock", "storefront"])
def test_the_example_passes(service: str, tmp_path: Path, promtool: Program) -> None:
    tests = written(example.program(), tmp_path, f"eu1/tests/{service}/")
    result = promtool.run("test", "rules", *tests)
    assert tests
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("kind", list(KINDS))
def test_every_kind_of_sli_passes(kind: str, tmp_path: Path, promtool: Program) -> None:
    grouped = list(KINDS).index(kind) % 2 == 0
    text = (
        SLO.replace("SLI", KINDS[kind].spec)
        .replace("OBJECTIVE", "99%")
        .replace("GROUPS", "group_by: [route]" if grouped else "")
        .replace("NO_DATA", "alert" if grouped or not KINDS[kind].weighs_minutes else "bad")
        .replace("ALERTING", "" if KINDS[kind].weighs_minutes else "min_errors: 4")
    )
    compiled = pipeline.compile_specs(str(write_specs(tmp_path / "specs", text)))
    assert compiled.program is not None, compiled.diagnostics
    result = promtool.run("test", "rules", *written(compiled.program, tmp_path))
    assert result.returncode == 0, result.stdout + result.stderr


def test_native_histograms_pass_where_they_can_be_read(tmp_path: Path) -> None:
    promtool = present(promtools()[1])
    tests = written(example.program(), tmp_path, "stage/tests/storefront/")
    native = [one for one in tests if one.name.endswith("-native.test.yaml")]
    result = promtool.run("test", "rules", *native)
    assert len(native) == 3
    assert result.returncode == 0, result.stdout + result.stderr


QUERIES = {
    "sum": "sum(rate(a_total{code='500'}[$window])) + sum(rate(a_total{code='503'}[$window]))",
    "none": "sum(rate(a_total{code=~'5..'}[$window])) or vector(0)",
    "difference": "sum(rate(a_total[$window])) - sum(rate(a_total{code='200'}[$window]))",
}


def test_promql_that_is_more_than_a_selector_passes(tmp_path: Path, promtool: Program) -> None:
    slos = "".join(
        f"    - name: {name}\n      objective: 99%\n      window: 30d\n      alerting: {{min_errors: 3}}\n"
        f'      sli: {{ratio: {{errors: "{errors}", total: "sum(rate(a_total[$window]))"}}}}\n'
        for name, errors in QUERIES.items()
    )
    compiled = pipeline.compile_specs(str(write_specs(tmp_path / "specs", f"  slos:\n{slos}", scrape_interval="45s")))
    assert compiled.program is not None, compiled.diagnostics
    tests = written(compiled.program, tmp_path)
    result = promtool.run("test", "rules", *tests)
    fast = next(one for one in tests if one.name == "fast.test.yaml").read_text(encoding="utf-8")
    assert result.returncode == 0, result.stdout + result.stderr
    assert fast.count("too few errors, then enough") == 2
    assert fast.count("both windows above and no error") == 1
