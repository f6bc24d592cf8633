"""Alertmanager: one configuration with the routes of all teams, and the templates of its messages.

In: the Program. Out: `alertmanager.yaml` and what it needs beside it. Must not: decide where an alert goes (`routing` does), hold
a secret, touch the disk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from sre_compiler.backends.alertmanager import route_tests, templates
from sre_compiler.backends.alertmanager.settings import document
from sre_compiler.output.artifact import PROJECT, Artifact
from sre_compiler.output.encode import yaml_text
from sre_compiler.program.program import Program
from sre_compiler.program.services import Service

SUMMARY = "routes, receivers and inhibition for Alertmanager"


def tests_emitter(program: Program) -> Callable[[Service], Iterator[Artifact]]:
    """What emits, for one service after the other, who has to be told of its alerts: for `amtool` and for our model of the routes."""
    return partial(_emit_tests, route_tests.Promises.of(program))


def _emit_tests(promises: route_tests.Promises, service: Service) -> Iterator[Artifact]:
    if promises.program.project.spec.alertmanager is not None and (text := promises.text(service)):
        source = f"{service.source}#{service.name}"
        yield Artifact(f"alertmanager/tests/{service.name}.yaml", header(service.source) + text, service.name, source)


def emit(program: Program) -> Iterator[Artifact]:
    """Nothing for a project without an Alertmanager."""
    if program.project.spec.alertmanager is None:
        return
    yield _artifact("alertmanager.yaml", header("specs") + yaml_text(document(program)))
    yield _artifact(templates.FILE, templates.text(program.labels, program.project.identity_labels))


def header(source: str) -> str:
    return f"# generated from {source} — do not edit\n"


def _artifact(name: str, text: str) -> Artifact:
    return Artifact(f"alertmanager/{name}", text, PROJECT, "specs")
