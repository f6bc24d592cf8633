"""The findings of this room: one function each; its name is the finding's name, its docstring the page of `explain`."""

from __future__ import annotations

from collections.abc import Sequence

from sre_compiler.diagnostics import Diagnostic, Place, Severity


def panel_in_error(board: str, panel: str, error: str, expr: str, where: Place | None) -> Diagnostic:
    """A server refuses the query of a panel.

    Whoever opens the board sees an error in the place of the panel. Most often the server is older than the version that the
    project declares, or series that the query joins exist twice.

    Bad:

        # specs/project.yaml, for a server that is a Prometheus 2.30
        prometheus:
          - {name: eu1, environment: prod, version: "2.42"}

    Good:

        # the version that runs, as `prometheus --version` prints it
        prometheus:
          - {name: eu1, environment: prod, version: "2.53"}
    """
    return Diagnostic(
        "panel-in-error",
        Severity.ERROR,
        f"panel “{panel}” of {board} shows an error: {error}",
        where,
        label="shown there",
        help=f"ask the server for this yourself: {expr}",
    )


def panel_without_data(
    board: str, panels: Sequence[str], missing: Sequence[str], *, only_alerts: bool, where: Place | None
) -> Diagnostic:
    """A panel shows nothing.

    Where a series that it reads does not exist, it will stay empty: the metric is called otherwise, nothing scrapes it, or the
    rules are not loaded; that is an error. Where all series exist and the answer is empty nevertheless, as that of a ratio without
    events, it is a warning. That no alert fired is as it should be, and only told.

    Bad:

        # nothing exposes this metric
        total: http_request_total{job="checkout"}

    Good:

        total: http_requests_total{job="checkout"}
    """
    severity = Severity.INFO if only_alerts else Severity.ERROR if missing else Severity.WARNING
    what = f"panel “{panels[0]}” of {board} shows" if len(panels) == 1 else f"{len(panels)} panels of {board} show"
    titles = "" if len(panels) == 1 else f": {', '.join(panels)}"
    return Diagnostic("panel-without-data", severity, f"{what} no data{titles}", where, *_why(missing, only_alerts))


def _why(missing: Sequence[str], only_alerts: bool) -> tuple[str, str]:
    """What stands beside the carets, and what to do."""
    if only_alerts:
        return "no alert of it fired", ""
    if not missing:
        return "every series is there, the answer is empty", "look whether anything happened in this time"
    shown = f"{missing[0]} and {len(missing) - 1} more" if len(missing) > 1 else missing[0]
    return f"there is no series {shown}", "look whether the rules are loaded and the metric is scraped under this name"


def board_without_values(board: str, variable: str, selector: str, where: Place | None) -> Diagnostic:
    """A variable of a board has no value on a server, so that all of its panels are empty.

    The values are those of a label, of series that our rules record or that the services expose. Where there is none, the rules
    are not loaded, or it is another server.

    Bad:

        rule_files: []

    Good:

        rule_files: [/etc/prometheus/generated/prometheus/eu1/rules/*/*.yaml]
    """
    return Diagnostic(
        "board-without-values",
        Severity.ERROR,
        f"{board} shows nothing: its variable ${variable} has no value on this server",
        where,
        label=f"no series {selector}" if selector else "",
        help="load the generated rules, or ask the server that has them",
    )


def alert_not_proven(about: str, case: str, told: Sequence[str], path: str, where: Place | None) -> Diagnostic:
    """A generated test fails: with these rules an alert does not do what the specs ask for.

    The tests are written from the specs, and run by promtool on the rules that a server would load. One that fails means that
    the rules were edited by hand, that they are of another build than the tests, or that the compiler is wrong.

    Bad:

        # generated/prometheus/eu1/rules/checkout/fast.yaml, edited by hand
        slo:sli_error:ratio_rate1h{slo_id="checkout/availability"} > 0.144

    Good:

        # what the specs ask for
        slo:sli_error:ratio_rate1h{slo_id="checkout/availability"} > 0.0144
    """
    subject = f"{about}: " if about else ""
    more = f" (and {len(told) - 1} more)" if len(told) > 1 else ""
    return Diagnostic(
        "alert-not-proven",
        Severity.ERROR,
        f"{subject}{told[0]}{more}",
        where,
        label=f"case “{case}”" if case else "",
        help=f"build again; if it still fails, run `promtool test rules` on {path}",
    )


def route_not_proven(told: Sequence[str], path: str, where: Place | None) -> Diagnostic:
    """Alertmanager's configuration tells somebody else of an alert than the teams ask for, or nobody.

    What is expected comes from the teams and their office hours: who is told whatever the time, which amtool is asked; who at the
    minutes around opening, closing, a holiday and a change of clocks; and which alert is silent while which other one fires. All of
    it is held against the file that is there. Where a configuration of somebody else is mounted around ours, its routes may come
    first.

    Bad:

        # a route of the base configuration takes everything of the team
        routes:
          - {receiver: everybody, matchers: [team="shop"]}

    Good:

        routes:
          - {receiver: everybody, matchers: [team="shop"], continue: true}
    """
    more = f" (and {len(told) - 1} more)" if len(told) > 1 else ""
    return Diagnostic(
        "route-not-proven",
        Severity.ERROR,
        f"{told[0]}{more}",
        where,
        label="not as the teams ask for",
        help=f"build again; what is expected stands in {path}",
    )
