"""The example of the repository, compiled once: its program, and its rule files by server, service and file."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import yaml

from sre_compiler import pipeline
from sre_compiler.program.objectives import Objective
from sre_compiler.program.program import Program
from tests.programs import ROOT

Rule = dict[str, Any]
Group = dict[str, Any]


@cache
def program() -> Program:
    """The resolved example; fails where it has an error."""
    compiled = pipeline.compile_specs(str(ROOT / "specs"))
    assert compiled.program is not None, compiled.diagnostics
    return compiled.program


@cache
def rule_texts() -> dict[str, str]:
    """The text of each rule file by its path below the output folder."""
    return {
        artifact.path: artifact.text
        for artifact in pipeline.artifacts(program(), ["prometheus"])
        if "/rules/" in artifact.path
    }


@cache
def groups() -> dict[tuple[str, str], Group]:
    """Each rule group by its server and name, as a reader of YAML sees it."""
    found: dict[tuple[str, str], Group] = {}
    for path, text in rule_texts().items():
        for group in yaml.load(text, yaml.CSafeLoader)["groups"]:
            key = (path.split("/")[1], group["name"])
            assert key not in found, f"two groups are called {key}"
            found[key] = group
    return found


def servers() -> dict[str, str]:
    """One server of each environment, by environment: servers of one environment get the same rules."""
    return {server.environment: server.name for server in reversed(program().servers)}


def objectives() -> Iterator[tuple[str, Objective]]:
    """Every objective with its environment."""
    for service in program().services:
        for environment, deployment in service.deployments.items():
            for objective in deployment.objectives:
                yield environment, objective


def group(environment: str, name: str) -> Group:
    """The rule group of that name on a server of the environment."""
    return groups()[servers()[environment], name]


def rules_text(group: Group, rules: list[Rule]) -> str:
    """A rule file that holds these rules of a group and nothing else."""
    return yaml.safe_dump({"groups": [{**group, "rules": rules}]}, allow_unicode=True, sort_keys=False)
