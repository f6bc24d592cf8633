"""Two servers cannot be told apart by what identifies them.

Alertmanager takes two alerts with the same labels for one. Where the identity labels of two servers have the same values, an
outage on one of them is merged with an outage on the other, and the end of one looks like the end of both.

Bad:

    prometheus:
      - {name: eu1, environment: prod, version: "2.42", scrape_interval: 30s, retention: 40d, external_labels: {cluster: eu1}}
      - {name: us1, environment: prod, version: "2.42", scrape_interval: 30s, retention: 40d, external_labels: {cluster: eu1}}
    identity_labels: [cluster]

Good:

    prometheus:
      - {name: eu1, environment: prod, version: "2.42", scrape_interval: 30s, retention: 40d, external_labels: {cluster: eu1}}
      - {name: us1, environment: prod, version: "2.42", scrape_interval: 30s, retention: 40d, external_labels: {cluster: us1}}
    identity_labels: [cluster]
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.diagnostics import Diagnostic, Related, Severity
from sre_compiler.program.program import Setting
from sre_compiler.program.servers import Server

SEVERITY = Severity.WARNING


def check_project(project: Setting) -> Iterator[Diagnostic]:
    identity = project.project.identity_labels
    first: dict[tuple[str, ...], Server] = {}
    for server in project.servers if identity else ():
        labels = dict(server.external_labels)
        values = tuple(labels.get(label, "") for label in identity)
        if values in first:
            yield _finding(first[values], server, identity)
        first.setdefault(values, server)


def _finding(first: Server, second: Server, identity: tuple[str, ...]) -> Diagnostic:
    where = "external_labels" if second.external_labels else "name"
    return Diagnostic(
        "indistinguishable-servers",
        SEVERITY,
        f"the servers `{first.name}` and `{second.name}` cannot be told apart",
        second.place.at(where),
        label=f"the same by {', '.join(f'`{label}`' for label in identity)}",
        help="give each its own value of one of these labels, or add a label that differs to `identity_labels`",
        related=(Related(first.place.at("external_labels" if first.external_labels else "name"), "the other one"),),
    )
