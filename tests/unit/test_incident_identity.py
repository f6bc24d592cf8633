"""A build says where Alertmanager will take what is open for other incidents, and only there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sre_compiler.cli.main import run
from tests.compiled import write_specs

SERVICE = "  slos: [{name: answers, objective: 99.9%, window: 30d, sli: {ratio: {errors: errors, total: total}}}]\n"
ORDER = "receiver-order-changes"
NAME = "incident-identity-changes"
ONE = 'alerts of team="shop", severity="ticket" that fire while this is loaded are told again, to a receiver of another name'


def replaced(old: str, new: str) -> Callable[[str], str]:
    return lambda text: text.replace(old, new)


@pytest.fixture
def specs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    folder = write_specs(tmp_path / "specs", SERVICE)
    assert run(["build"]) == 0
    assert NAME not in capfd.readouterr().err
    return folder / "project.yaml"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (replaced("environments: {prod: {}}", "environments: {prod: {}}\n  labels: {service: app}"), "the root route"),
        (replaced("name: ticket,", "name: todo,"), 'alerts of team="shop", severity="ticket"'),
        (replaced("ticket: [mail]", "ticket: [{receiver: mail, when: office}]"), ONE),
    ],
)
def test_what_is_open_becomes_another_incident(
    specs: Path, change: Callable[[str], str], told: str, capfd: pytest.CaptureFixture[str]
) -> None:
    before = specs.read_text(encoding="utf-8")
    after = change(before)
    if "todo" in after:
        after = after.replace("severity: ticket", "severity: todo").replace(
            "{page: [pager], ticket", "{page: [pager], todo"
        )
    specs.write_text(after, encoding="utf-8")
    assert specs.read_text(encoding="utf-8") != before
    for arguments, code in ((["build", "--check"], 1), (["build"], 0)):
        assert run(arguments) == code
        said = capfd.readouterr().err
        assert said.count(NAME) == 1
        assert told in said
    assert run(["build"]) == 0
    assert NAME not in capfd.readouterr().err


@pytest.mark.parametrize(
    "change",
    [
        replaced("    - {name: page,", "    - {name: note, rank: 3, title: Note, response: log, coverage: office}\n    - {name: page,"),
        replaced('to: "17:00"}]', 'to: "18:00"}]\n  holidays: {extra: ["2026-12-24"]}'),
        replaced("coverage: office}", "coverage: office, timing: {group_wait: 3m}}"),
        replaced("{to: shop@test.example}", "{to: all@test.example}"),
        replaced("ticket: [mail]", "ticket: [mail, pager]"),
    ],
)  # fmt: skip
def test_what_is_open_stays_the_same_incident(
    specs: Path, change: Callable[[str], str], capfd: pytest.CaptureFixture[str]
) -> None:
    before = specs.read_text(encoding="utf-8")
    specs.write_text(change(before), encoding="utf-8")
    assert specs.read_text(encoding="utf-8") != before
    assert run(["build"]) == 0, capfd.readouterr().err
    assert NAME not in capfd.readouterr().err


@pytest.mark.parametrize(
    ("order", "told"), [("[other, pager]", True), ("[pager, other]", False), ("[mail, pager]", False)]
)
def test_a_way_that_is_put_before_another_is_told(
    specs: Path, order: str, told: bool, capfd: pytest.CaptureFixture[str]
) -> None:
    """Only among those of its kind."""
    before = specs.read_text(encoding="utf-8")
    other = "    - {name: other, pagerduty: {routing_key_file: other_key}}\n    - {name: mail"
    after = before.replace("    - {name: mail", other, 1).replace("{page: [pager]", f"{{page: {order}")
    specs.write_text(after, encoding="utf-8")
    for arguments, code in ((["build", "--check"], 1), (["build"], 0)):
        assert run(arguments) == code
        said = capfd.readouterr().err
        assert (ORDER in said) is told
        assert ("ways of shop/page change places" in said) is told
        assert NAME not in said
