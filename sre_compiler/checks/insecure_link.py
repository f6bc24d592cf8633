"""A link has plain `http`.

Whoever is on call opens it from wherever he is, and what he types there, passwords too, can be read on the way. Addresses of the own
machine and of an internal network are not found.

Bad:

    links: {logs: "http://logs.acme.example/checkout"}

Good:

    links: {logs: "https://logs.acme.example/checkout"}
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Edit, Fix, Place, Severity
from sre_compiler.program.program import Outline

SEVERITY = Severity.INFO

_PUBLIC = re.compile(
    r"http://(?!(?:[^/:.]+|[0-9.]+|[^/:]+\.(?:local|localhost|internal|intranet|lan|home|corp|svc))(?:[/:?#]|$))"
)


def check(scope: Scope) -> Iterator[Diagnostic]:
    for name, url in scope.service.links:
        if _PUBLIC.match(url):
            yield _finding(scope.service.place.at("spec", "links", name))
    for alert in scope.alerts:
        for name, text in alert.annotations:
            if name.endswith("_url") and _PUBLIC.match(text):
                yield _finding(alert.place.at("annotations", name))


def check_project(project: Outline) -> Iterator[Diagnostic]:
    spec = project.project.place.at("spec")
    if _PUBLIC.match(project.project.runbook_pattern):
        yield _finding(spec.at("runbooks", "url"))
    if _PUBLIC.match(project.project.grafana_url):
        yield _finding(spec.at("grafana", "url"))


def _finding(where: Place) -> Diagnostic:
    return Diagnostic(
        "insecure-link",
        SEVERITY,
        "the link is not encrypted",
        where,
        label="begins with http",
        help="write `https` if the page is there, too",
        fix=Fix("write `https`", (Edit(where.within(0, 4), "https", "say"),), safe=False, changes=True),
    )
