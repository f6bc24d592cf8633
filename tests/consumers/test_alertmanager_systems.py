"""Every system of every version: what is written for it is what that version of Alertmanager reads."""

from __future__ import annotations

from pathlib import Path

import pytest

from sre_compiler import kinds, pipeline
from tests.compiled import PROJECT, write_specs
from tests.consumers.test_alertmanager_base import write
from tests.programs import Missing, Program, newer_amtool

SYSTEMS = {
    "pagerduty": "{routing_key_file: key}",
    "opsgenie": "{api_key_file: key, api_url: 'https://api.eu.opsgenie.com/', priority: P2}",
    "victorops": "{api_key_file: key, routing_key: database}",
    "incidentio": "{url: 'https://api.incident.io/v2/alert_events/alertmanager/1', alert_source_token_file: key}",
    "pushover": "{user_key_file: user, token_file: key}",
    "slack": "{channel: '#shop', api_url_file: url}",
    "msteams": "{webhook_url_file: url}",
    "discord": "{webhook_url_file: url}",
    "telegram": "{bot_token_file: key, chat_id: -1001234567890}",
    "webex": "{room_id: room, bot_token_file: key}",
    "rocketchat": "{channel: '#shop', token_id_file: id, token_file: key}",
    "mattermost": "{webhook_url_file: url, channel: shop}",
    "jira": "{api_url: 'https://shop.example', project: OPS, issue_type: Bug, credentials_file: key}",
    "sns": "{topic_arn: 'arn:aws:sns:eu-west-1:123456789012:alerts', region: eu-west-1}",
    "webhook": "{url: 'https://hooks.shop.example/', credentials_file: key, send_resolved: false}",
    "email": "{to: shop@test.example}",
}
OLD = SYSTEMS.keys() - {system for system, _ in kinds.SINCE} | {"webhook"}
MAIL = "    - {name: mail, email: {to: shop@test.example}}\n"


def config(folder: Path, systems: set[str], version: str) -> Path:
    """The configuration of a team that is told of tickets by these systems."""
    written = "".join(f"    - {{name: {one}, {one}: {SYSTEMS[one]}}}\n" for one in sorted(systems))
    project = PROJECT.replace(MAIL, written).replace("ticket: [mail]", f"ticket: [{', '.join(sorted(systems))}]")
    specs = write_specs(folder / "specs", "", project=project.replace('version: "0.25"', f'version: "{version}"'))
    compiled = pipeline.compile_specs(str(specs))
    assert compiled.program is not None, compiled.diagnostics
    return write(compiled.program, folder)


def test_every_system_is_here() -> None:
    assert SYSTEMS.keys() == set(kinds.Receiver.exactly_one)


def test_those_of_the_oldest_version(tmp_path: Path, amtool: Program) -> None:
    result = amtool.run("check-config", config(tmp_path, set(OLD), "0.25"))
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("version", ["0.25", "0.30"])
def test_newer_versions_read_all_of_the_older(tmp_path: Path, version: str) -> None:
    program = newer_amtool()
    assert not isinstance(program, Missing), program.install
    systems = set(SYSTEMS) if version == "0.30" else set(OLD)
    result = program.run("check-config", config(tmp_path, systems, version))
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize(("system", "key"), kinds.SINCE)
def test_older_versions_are_refused(tmp_path: Path, system: str, key: str) -> None:
    """One before the version in the table."""
    major, minor = kinds.SINCE[system, key]
    settings = SYSTEMS[system] if system != "webhook" else "{url_file: url}"
    project = PROJECT.replace(MAIL, f"    - {{name: new, {system}: {settings}}}\n").replace("[mail]", "[new]")
    found = {}
    for version in (f"{major}.{minor - 1}", f"{major}.{minor}"):
        text = project.replace('version: "0.25"', f'version: "{version}"')
        compiled = pipeline.compile_specs(str(write_specs(tmp_path / version, "", project=text)))
        found[version] = "receiver-too-new" in {one.name for one in compiled.diagnostics}
    assert [*found.values()] == [True, False]
