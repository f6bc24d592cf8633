"""Boards as files: for Grafana's provisioning, and as ConfigMaps for the sidecar that watches a Kubernetes cluster."""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler import kinds
from sre_compiler.backends.grafana.board import Board, text_of
from sre_compiler.output.artifact import PROJECT, Artifact
from sre_compiler.output.encode import yaml_text
from sre_compiler.program.program import Program
from sre_compiler.program.servers import Server

FOLDER = "SLOs"
PATH = "/etc/grafana/dashboards/sre-compile"
_PROVISIONING = "grafana/provisioning"


def files(program: Program, board: Board, owner: str, source: str) -> Iterator[Artifact]:
    """The board, and where the project asks for it, a ConfigMap that holds it."""
    text = text_of(board)
    yield Artifact(f"grafana/dashboards/{board.uid}.json", text, owner, source)
    spec = program.project.spec.grafana
    if spec is not None and spec.kubernetes is not None:
        path = f"grafana/kubernetes/{board.uid}.yaml"
        yield Artifact(path, _config_map(spec, spec.kubernetes, board.uid, text, source), owner, source)


def provisioning(program: Program) -> Iterator[Artifact]:
    """What tells Grafana where the boards are, and of the servers whose address is known."""
    spec, source = program.project.spec.grafana, program.project.source
    if spec is None:
        return
    provider = {
        "name": "sre-compile",
        "type": "file",
        "folder": spec.folder or FOLDER,
        "folderUid": "sre-compile",
        "disableDeletion": False,
        "allowUiUpdates": False,
        "updateIntervalSeconds": 30,
        "options": {"path": spec.path or PATH},
    }
    yield _provisioned("dashboards", {"apiVersion": 1, "providers": [provider]}, source)
    sources = [_data_source(server, first=index == 0) for index, server in enumerate(_reachable(program))]
    if sources:
        yield _provisioned("datasources", {"apiVersion": 1, "datasources": sources}, source)


def _provisioned(kind: str, data: object, source: str) -> Artifact:
    text = f"# generated from {source.partition('#')[0]} — do not edit\n{yaml_text(data)}"
    return Artifact(f"{_PROVISIONING}/{kind}/sre-compile.yaml", text, PROJECT, source)


def _reachable(program: Program) -> list[Server]:
    """The servers with an address, those of the first environment first."""
    order = list(program.project.spec.environments)
    known = [server for server in program.servers if server.url]
    return sorted(known, key=lambda server: (order.index(server.environment), server.name))


def _data_source(server: Server, *, first: bool) -> dict[str, object]:
    """`timeInterval` is what Grafana works out `$__rate_interval` from."""
    return {
        "name": f"Prometheus {server.name}",
        "uid": f"prometheus-{server.name}"[:40],
        "type": "prometheus",
        "access": "proxy",
        "url": server.url.replace("$", "$$"),
        "isDefault": first,
        "jsonData": {"httpMethod": "POST", "timeInterval": str(server.scrape_interval)},
    }


def _config_map(spec: kinds.Grafana, wanted: kinds.GrafanaKubernetes, uid: str, text: str, source: str) -> str:
    metadata = {
        "name": f"dashboard-{uid.replace('_', '-')}",
        **({"namespace": wanted.namespace} if wanted.namespace else {}),
        "labels": wanted.labels or {"grafana_dashboard": "1"},
        "annotations": {"grafana_folder": spec.folder or FOLDER},
    }
    data = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata, "data": {f"{uid}.json": text}}
    return f"# generated from {source.partition('#')[0]} — do not edit\n{yaml_text(data)}"
