"""An alert sets a label that tells the servers apart.

A server puts its external labels on every alert that it sends, but not over a label that the alert has already. With another value
there, Alertmanager cannot tell any more which server an alert is from.

Bad:

    # prometheus: [{name: eu1, …, external_labels: {cluster: eu1}}]
    labels: {cluster: shop}

Good:

    # prometheus: [{name: eu1, …, external_labels: {cluster: eu1}}]
    labels: {product: shop}
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Related, Severity
from sre_compiler.program.alerts import Alert
from sre_compiler.program.servers import Server

SEVERITY = Severity.WARNING


def check(scope: Scope) -> Iterator[Diagnostic]:
    for server, deployment in scope.deployments:
        ours = dict(server.external_labels)
        for alert in deployment.alerts if ours else ():
            for name, value in alert.labels:
                if ours.get(name, value) != value:
                    yield _finding(alert, name, server)


def _finding(alert: Alert, name: str, server: Server) -> Diagnostic:
    return Diagnostic(
        "external-label-conflict",
        SEVERITY,
        f"the label `{name}` is what tells {server.name} from other servers",
        alert.place.at("labels", name).key(),
        label=f"hides the `{name}` of the server",
        help="use another name for it",
        related=(Related(server.place.at("external_labels"), "put on every alert of this server"),),
    )
