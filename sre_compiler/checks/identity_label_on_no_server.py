"""An identity label is set on no server.

Identity labels tell places apart in every grouping and inhibition. One that no server has among its `external_labels` is empty on
every alert and tells nothing apart; most often it is a label under another name.

Bad:

    prometheus:
      - {name: eu1, environment: prod, version: "2.42", scrape_interval: 30s, retention: 40d, external_labels: {cluster: eu1}}
    identity_labels: [region]

Good:

    prometheus:
      - {name: eu1, environment: prod, version: "2.42", scrape_interval: 30s, retention: 40d, external_labels: {cluster: eu1}}
    identity_labels: [cluster]
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.diagnostics import Diagnostic, Severity
from sre_compiler.program.program import Setting

SEVERITY = Severity.WARNING


def check_project(project: Setting) -> Iterator[Diagnostic]:
    known = {label for server in project.servers for label, _ in server.external_labels}
    for index, label in enumerate(project.project.identity_labels):
        if label not in known:
            yield Diagnostic(
                "identity-label-on-no-server",
                SEVERITY,
                f"no server has the label `{label}`",
                project.project.place.at("spec", "identity_labels", index),
                label="it is empty on every alert",
                help=f"add `{label}` to the `external_labels` of each server, or remove it here",
            )
