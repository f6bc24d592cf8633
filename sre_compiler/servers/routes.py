"""The generated expectations of routes, held against the generated configuration by amtool."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import Any

from sre_compiler import documents
from sre_compiler.servers.proofs import Failure, Proof, Prove
from sre_compiler.servers.tools import Tool

_LABEL = re.compile(r'([A-Za-z_][A-Za-z0-9_]*="(?:[^"\\]|\\.)*")')
_NAME = re.compile(r'(slo_id|alertname)="((?:[^"\\]|\\.)*)"')
_CONFIG = "alertmanager/alertmanager.yaml"


def by_amtool(folder: str, amtool: Tool) -> Prove:
    """Which receivers the routes give for every alert, whatever the time."""
    config = os.path.join(folder, _CONFIG)  # noqa: PTH118 - as in the rest of this room

    def prove(proof: Proof) -> list[Failure]:
        return list(_failures(proof, folder, config, amtool))

    return prove


def _failures(proof: Proof, folder: str, config: str, amtool: Tool) -> Iterator[Failure]:
    file = os.path.join(folder, proof.path)  # noqa: PTH118 - as above
    for test in _tests(file):
        for alert in test["alerts"]:
            code, printed = amtool.run("config", "routes", "test", f"--config.file={config}", *_LABEL.findall(alert))
            expected, got = sorted(test["routes"]), sorted(printed.split()[-1].split(",")) if printed.split() else []
            if code or expected != got:
                names = dict(_NAME.findall(alert))
                said = printed.strip().splitlines()[-1] if code and printed.strip() else f"goes to {', '.join(got)}"
                told = f"{names.get('alertname', alert)} of {test['severity']} {said}, and should go to {', '.join(expected)}"
                yield Failure(proof, names.get("slo_id") or names.get("alertname", ""), "routes", told)


def _tests(file: str) -> list[dict[str, Any]]:
    parsed, _ = documents.parse(documents.read(file), file)
    data: Any = parsed[0].data if parsed else {}
    return list(data.get("tests", ()))
