"""The bench times what it says: the example's services, each under its own name."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
import yaml

from tests.bench.measure import Cost, cost, interleaved
from tests.bench.multiply import multiply

EXAMPLE = """
kind: Team
metadata: {name: shop}
---
kind: Service
metadata: {name: "cart"}
spec:
  depends_on: [stock, {external: bank}]
  slos:
    - {name: availability, objective: 99.9%}
    - {name: latency, objective: "99%"}
  alerts:
    - name: CartFull  # stays
      expr: cart > 1
--- # é😀
kind: Service
metadata:
  name: stock
spec:
  slos: [{name: imports, objective: 90%}]
"""


def documents(folder: Path) -> list[dict]:
    files = sorted(folder.glob("*.yaml"))
    return [document for file in files for document in yaml.safe_load_all(file.read_text())]


@pytest.fixture
def example(tmp_path: Path) -> Path:
    (tmp_path / "example").mkdir()
    (tmp_path / "example" / "all.yaml").write_text(EXAMPLE)
    return tmp_path / "example"


def test_services_are_repeated_under_other_names(example: Path, tmp_path: Path):
    project = multiply(example, tmp_path / "out", 20)
    services = [one for one in documents(project.specs) if one["kind"] == "Service"]
    assert (project.slos, project.files) == (21, 3)
    assert [one["metadata"]["name"] for one in services[:4]] == ["cart", "stock", "cart-2", "stock-2"]
    assert [one["spec"]["depends_on"][0] for one in services[::2]] == ["stock", *(f"stock-{n}" for n in range(2, 8))]
    assert [one["spec"]["alerts"][0]["name"] for one in services[:3:2]] == ["CartFull", "CartFull2"]


def test_one_round_is_the_example(example: Path, tmp_path: Path):
    project = multiply(example, tmp_path / "out", 1)
    assert documents(project.specs) == documents(example)


def test_sloth_gets_the_same_objectives(example: Path, tmp_path: Path):
    project = multiply(example, tmp_path / "out", 20)
    objectives = [(one["service"], slo["objective"]) for one in documents(project.sloth) for slo in one["slos"]]
    assert len(objectives) == project.slos
    assert objectives[:4] == [("cart-1", 99.9), ("cart-1", 99.0), ("stock-1", 90.0), ("cart-2", 99.9)]


def test_the_cost_of_a_command_includes_its_children():
    burn = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'b = bytearray(300 << 20)'])"
    assert cost([sys.executable, "-c", burn]).peak > 300
    with pytest.raises(SystemExit, match="oh no"):
        cost([sys.executable, "-c", "raise ValueError('oh no')"])


def test_the_middle_of_each_figure_is_taken():
    figures = iter([Cost(3, 1, 9), Cost(0, 0, 0), Cost(1, 3, 8), Cost(0, 0, 0), Cost(2, 2, 7), Cost(0, 0, 0)])
    job = lambda: next(figures)  # noqa: E731 - two jobs draw from one list, in turn
    assert interleaved({"a": job, "b": job}, 3) == {"a": Cost(2, 2, 8), "b": Cost(0, 0, 0)}
