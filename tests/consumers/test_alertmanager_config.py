"""What Alertmanager itself says of the configuration of the example."""

from __future__ import annotations

from pathlib import Path

from sre_compiler import pipeline
from tests.consumers import example
from tests.programs import Program


def write(folder: Path) -> Path:
    """The configuration of the example and all that stands beside it."""
    for artifact in pipeline.artifacts(example.program(), ["alertmanager"]):
        file = folder / artifact.path.rpartition("/")[2]
        file.write_text(artifact.text, encoding="utf-8")
    return folder / "alertmanager.yaml"


def test_it_is_accepted(tmp_path: Path, amtool: Program) -> None:
    result = amtool.run("check-config", write(tmp_path))
    assert result.returncode == 0, result.stdout + result.stderr
    assert "1 templates" in result.stdout
