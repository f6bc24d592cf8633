"""Alertmanager: one configuration with the routes of all teams, and the templates of its messages.

In: the Program. Out: `alertmanager.yaml` and what it needs beside it. Must not: decide where an alert goes (`routing` does), hold
a secret, touch the disk.
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.backends.alertmanager import templates
from sre_compiler.backends.alertmanager.settings import document
from sre_compiler.output.artifact import PROJECT, Artifact
from sre_compiler.output.encode import yaml_text
from sre_compiler.program.program import Program

SUMMARY = "routes, receivers and inhibition for Alertmanager"


def emit(program: Program) -> Iterator[Artifact]:
    """Nothing for a project without an Alertmanager."""
    if program.project.spec.alertmanager is None:
        return
    header = "# generated from specs — do not edit\n"
    yield _artifact("alertmanager.yaml", header + yaml_text(document(program)))
    yield _artifact(templates.FILE, templates.text(program.labels, program.project.identity_labels))


def _artifact(name: str, text: str) -> Artifact:
    return Artifact(f"alertmanager/{name}", text, PROJECT, "specs")
