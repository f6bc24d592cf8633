"""Every rule file of the example is accepted by the real promtool, and holds what it should."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.consumers import example
from tests.programs import Program


@pytest.fixture
def written(tmp_path: Path) -> list[Path]:
    """The example's rule files on disk."""
    for path, text in example.rule_texts().items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return sorted(tmp_path.rglob("*.yaml"))


def test_promtool_accepts_every_rule_file(written: list[Path], promtool: Program) -> None:
    result = promtool.run("check", "rules", *written)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.count("SUCCESS: ") == len(written)


def test_servers_of_one_environment_get_the_same_rules() -> None:
    by_environment: dict[tuple[str, str], set[str]] = {}
    environments = {server.name: server.environment for server in example.program().servers}
    for path, text in example.rule_texts().items():
        _, server, _, file = path.split("/", 3)
        by_environment.setdefault((environments[server], file), set()).add(text)
    assert {len(texts) for texts in by_environment.values()} == {1}


def test_every_objective_has_its_three_groups() -> None:
    expected = {
        (server.name, f"{objective.slo_id}:{file}")
        for server in example.program().servers
        for environment, objective in example.objectives()
        if environment == server.environment
        for file in ("fast", "slow", "budget")
    }
    assert {key for key in example.groups() if not key[1].endswith(":alerts")} == expected
