"""`lint --secrets-dir`: which names are found, and where they are looked for."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from sre_compiler.cli.secret_files import missing
from tests.compiled import write_specs


@pytest.fixture
def specs(tmp_path: Path) -> Path:
    return write_specs(tmp_path / "specs", "")


def states(specs: Path, folder: Path) -> list[str]:
    return [one.message for one in missing(str(specs), str(folder))]


def test_each_is_looked_for_in_the_folder(specs: Path, tmp_path: Path) -> None:
    (tmp_path / "pager_key").write_text("k", encoding="utf-8")
    assert states(specs, tmp_path) == ["the secret `smtp_password` is not there"]
    (tmp_path / "smtp_password").touch()
    assert states(specs, tmp_path) == ["the secret `smtp_password` is empty"]
    (tmp_path / "smtp_password").write_text("p", encoding="utf-8")
    assert states(specs, tmp_path) == []


def test_an_absolute_path_in_the_folder_of_the_project_is_one_below_it(specs: Path, tmp_path: Path) -> None:
    project = specs / "project.yaml"
    text = project.read_text(encoding="utf-8").replace(": smtp_password", ": /etc/alertmanager/secrets/smtp/password")
    project.write_text(text.replace(": pager_key", ": /nowhere/pager_key"), encoding="utf-8")
    (tmp_path / "smtp").mkdir()
    (tmp_path / "smtp/password").write_text("p", encoding="utf-8")
    assert states(specs, tmp_path) == ["the secret `/nowhere/pager_key` is not there"]
    (tmp_path / "smtp/password").unlink()
    (tmp_path / "smtp/password").mkdir()
    assert "the secret `/etc/alertmanager/secrets/smtp/password` cannot be read" in states(specs, tmp_path)


def test_lint_points_at_the_name(specs: Path, tmp_path: Path) -> None:
    from sre_compiler.cli.lint import command

    result = CliRunner().invoke(
        command, [str(specs), "--secrets-dir", str(tmp_path), "--format", "concise"], standalone_mode=False
    )
    assert result.return_value == 1
    assert ": error: the secret `pager_key` is not there, put it into" in result.output
    assert "(missing-secret)" in result.output
    without = CliRunner().invoke(command, [str(specs), "--format", "concise"], standalone_mode=False)
    assert "missing-secret" not in without.output
