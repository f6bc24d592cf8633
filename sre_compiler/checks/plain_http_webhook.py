"""Alerts are sent to another machine without encryption.

Whoever is on the way reads what is broken and where, and a bearer token that goes with it.

Bad:

    webhook: {url: "http://hooks.acme.example/alerts"}

Good:

    webhook: {url: "https://hooks.acme.example/alerts"}
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.diagnostics import Diagnostic, Edit, Fix, Severity
from sre_compiler.program.program import Setting

SEVERITY = Severity.WARNING
_LOCAL = ("localhost", "127.", "[::1]")


def check_project(project: Setting) -> Iterator[Diagnostic]:
    for team in project.teams:
        for receiver in team.receivers:
            for kind, key in (("webhook", "url"), ("pagerduty", "url"), ("opsgenie", "api_url")):
                url = getattr(getattr(receiver.spec, kind), key, None)
                if url is not None and url.startswith("http://") and not url[7:].startswith(_LOCAL):
                    where = receiver.place.at(kind, key)
                    secure = Edit(where.within(0, 4), "https", "say")
                    yield Diagnostic(
                        "plain-http-webhook",
                        SEVERITY,
                        f"the receiver `{receiver.name}` is told without encryption",
                        where,
                        label="anybody on the way can read it",
                        help="use `https://`",
                        fix=Fix("use `https://`", (secure,), safe=False, changes=True),
                    )
