"""The mounted configuration uses a name that is one of ours.

Alertmanager refuses two receivers or time intervals of one name. Ours are called after teams, severities and calendars, with a
slash between them.

Bad:

    # a team is called shop, a severity sev1
    receivers:
      - {name: shop/sev1, webhook_configs: [{url: "https://hooks.example"}]}

Good:

    receivers:
      - {name: old-shop, webhook_configs: [{url: "https://hooks.example"}]}
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.diagnostics import Diagnostic, Place, Severity
from sre_compiler.program.program import Setting

SEVERITY = Severity.ERROR


def check_project(project: Setting) -> Iterator[Diagnostic]:
    base = project.base
    if base is None:
        return
    from sre_compiler import routing

    ours = routing.own(project)
    names = base.names("receivers")
    yield from (_finding("receiver", one.name, names[one.name]) for one in ours.receivers if one.name in names)
    names = base.names("time_intervals", "mute_time_intervals")
    yield from (_finding("time interval", name, names[name]) for name in ours.intervals if name in names)
    yield from _fallback(project)
    declared, settings = project.project.spec.alertmanager, base.top.get("global")
    has_mail = isinstance(settings, dict) and "smtp_smarthost" in settings
    if has_mail and declared is not None and declared.smtp is not None:
        yield _finding("mail server", "smtp_smarthost", base.place.at("global", "smtp_smarthost"))


def _fallback(project: Setting) -> Iterator[Diagnostic]:
    """Its root receiver gets what no team owns, so that a team for that would get nothing."""
    declared = project.project.spec.alertmanager
    if declared is not None and declared.fallback is not None:
        yield Diagnostic(
            "clashing-base",
            SEVERITY,
            "`base` has a receiver for what no team owns",
            project.project.place.at("spec", "alertmanager", "fallback"),
            label="this team would get nothing",
            help="remove `fallback`, and route to the team from the base",
        )


def _finding(noun: str, name: str, place: Place) -> Diagnostic:
    return Diagnostic(
        "clashing-base",
        SEVERITY,
        f"the {noun} `{name}` is ours as well",
        place,
        label="in the mounted configuration",
        help="give one of the two another name"
        if noun != "mail server"
        else "remove it, or `alertmanager.smtp` of the project",
    )
