"""What can be wrong between documents, and in the PromQL that they hold. One function builds one kind of finding.

The function's name is the finding's name, and its docstring is the finding's page.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from sre_compiler import typos
from sre_compiler.diagnostics import Diagnostic, Edit, Fix, Place, Related, Severity

_SHOWN = 8


def _error(name: str, message: str, where: Place | None, **more: object) -> Diagnostic:
    return Diagnostic(name, Severity.ERROR, message, where, **more)  # type: ignore[arg-type]


def missing_document(kind: str) -> Diagnostic:
    """A document that every project needs is not there.

    One `Project` says which servers and environments there are, and one `Severities` what the names of severities mean.
    Nothing can be compiled without them.

    Bad:

        # specs/ holds only services

    Good:

        apiVersion: sre-compile.dev/v1alpha1
        kind: Project
        metadata: {name: acme-shop}
        spec:
          environments: {prod: {}}
          prometheus: [{name: eu1, environment: prod, version: "2.42", scrape_interval: 30s, retention: 40d}]
        ---
        apiVersion: sre-compile.dev/v1alpha1
        kind: Severities
        metadata: {name: default}
        spec:
          severities:
            - {name: sev1, rank: 1, title: Critical, response: page, coverage: always}
            - {name: sev2, rank: 2, title: Major, response: page, coverage: always}
            - {name: sev3, rank: 3, title: Minor, response: ticket, coverage: always}
    """
    return _error(
        "missing-document",
        f"no document of kind {kind}",
        None,
        help=f"add one, `sre-compile explain missing-document` shows how: `kind: {kind}`",
    )


def second_document(kind: str, place: Place, first: Place) -> Diagnostic:
    """A kind that a project has once is declared twice.

    Two `Project` or `Severities` documents would each be right about half of the repository.

    Bad:

        kind: Severities
        metadata: {name: default}
        ---
        kind: Severities
        metadata: {name: more}

    Good:

        kind: Severities
        metadata: {name: default}
    """
    return _error(
        "second-document",
        f"a second document of kind {kind}",
        place.at("kind"),
        label="a project has one",
        help="move what it holds into the first one",
        related=(Related(first.at("kind"), "the first one"),),
    )


def duplicate_name(noun: str, name: str, place: Place, first: Place) -> Diagnostic:
    """Two things have the same name.

    Names and ids are unique in the repository, and differ by more than their case, because they become file names, labels
    and the identity of open incidents.

    Bad:

        kind: Team
        metadata: {name: payments}
        ---
        kind: Team
        metadata: {name: payments}

    Good:

        kind: Team
        metadata: {name: payments}
        ---
        kind: Team
        metadata: {name: payments-platform}
    """
    return _error(
        "duplicate-name",
        f"two {noun} entries are called `{name}`",
        place,
        label="the second one",
        help="rename one of them",
        related=(Related(first, "the first one"),),
    )


def unknown_reference(noun: str, name: str, place: Place, known: Sequence[str], kind: str = "") -> Diagnostic:
    """A name is used that nothing declares.

    A team, person, severity, calendar, policy, environment, service or SLI has to be declared somewhere in the specs before
    another document can name it.

    Bad:

        kind: Service
        metadata: {name: checkout}
        spec: {team: paymnets}

    Good:

        kind: Service
        metadata: {name: checkout}
        spec: {team: payments}
    """
    close = get_close_matches(name, known, n=1, cutoff=0.7)
    meant = typos.meant(name, known)
    wanted = f"write `{meant}`" if meant else _suggestion(noun, close, known, kind)
    return _error("unknown-reference", f"unknown {noun} `{name}`", place, help=wanted, fix=_slip(place, meant))


def _slip(place: Place, meant: str | None) -> Fix | None:
    return Fix(f"write `{meant}`", (Edit(place, meant, "say"),)) if meant else None


def _suggestion(noun: str, close: Sequence[str], known: Sequence[str], kind: str) -> str:
    if close:
        return f"did you mean `{close[0]}`?"
    if not known:
        return f"declare it in a document of `kind: {kind}`" if kind else f"declare this {noun} first"
    more = ", …" if len(known) > _SHOWN else ""
    return f"use one of {', '.join(known[:_SHOWN])}{more}, or declare it"


def reference_cycle(noun: str, path: Sequence[str], place: Place) -> Diagnostic:
    """References lead back to where they began.

    When a team is covered by a team that it covers itself, nobody answers; when a schedule follows itself, nobody is on call.

    Bad:

        # payments is covered by platform, and platform by payments
        covered_by: [{team: payments, severities: [sev1]}]

    Good:

        covered_by: []
    """
    return _error(
        "reference-cycle",
        f"{noun} references go round in a circle",
        place,
        label=" -> ".join(path),
        help="remove one of them",
    )


def promql_syntax(message: str, place: Place, expected: str) -> Diagnostic:
    """A PromQL expression cannot be read, or its parts do not fit together.

    Prometheus would refuse the whole rule file.

    Bad:

        expr: sum(rate(http_requests_total[5m]) by (job) > 5

    Good:

        expr: sum by (job) (rate(http_requests_total[5m])) > 5
    """
    return _error("promql-syntax", message, place, help=expected)


def unknown_placeholder(name: str, place: Place, known: Sequence[str]) -> Diagnostic:
    """A `$word` in PromQL is neither `$window`, `$service`, nor a parameter of the SLI.

    `$window` stands only where a range goes. A literal dollar is `$$`; `$1` in `label_replace` is left alone.

    Bad:

        errors: rate(http_requests_total{job="$jb"}[$window])

    Good:

        errors: rate(http_requests_total{job="$service"}[$window])
    """
    close = get_close_matches(name, known, n=1, cutoff=0.6)
    meant = typos.meant(name, known) or (close[0] if len(close) == 1 else None)
    better = f"did you mean `${meant}`?" if meant else f"use {', '.join(f'`${one}`' for one in known)}"
    return _error(
        "unknown-placeholder",
        f"unknown placeholder `${name}`",
        place,
        help=f"{better}; a literal dollar is `$$`",
        fix=Fix(f"write `${meant}`", (Edit(place, f"${meant}", "say"),), safe=meant == typos.meant(name, known))
        if meant
        else None,
    )


def unfit_parameter(name: str, value: str, place: Place, *, backtick: bool) -> Diagnostic:
    """The value of a parameter does not fit where its placeholder stands.

    Inside quotes any value is escaped. Outside of quotes only a name, a number or a duration may stand, so that a value cannot
    change the meaning of the expression around it.

    Bad:

        params: {metric: "up) or vector(1"}
        ratio: {errors: $metric, total: up}

    Good:

        params: {metric: up}
        ratio: {errors: $metric, total: up}
    """
    if backtick:
        return _error(
            "unfit-parameter", f"`${name}` stands in backticks and its value holds one", place, help='use "…"'
        )
    return _error(
        "unfit-parameter",
        f"`${name}` stands outside of quotes, and its value `{value}` is not one word",
        place,
        help="put the placeholder into quotes, or use a name, a number or a duration as its value",
    )


def unknown_parameter(name: str, sli: str, place: Place, known: Sequence[str]) -> Diagnostic:
    """An SLI is given a parameter that it does not declare.

    No placeholder of the SLI has this name, so the value would go nowhere while the default stays in force.

    Bad:

        sli: {use: http-availability, with: {jobs: checkout}}

    Good:

        sli: {use: http-availability, with: {job: checkout}}
    """
    listed = ", ".join(f"`{one}`" for one in known) or "none"
    message, meant = f"SLI `{sli}` has no parameter `{name}`", typos.meant(name, known)
    fix = _slip(place, meant)
    return _error("unknown-parameter", message, place, help=f"its parameters: {listed}", fix=fix)


def missing_window(place: Place, ranges: Sequence[Place] = ()) -> Diagnostic:
    """An expression of an SLI has no `$window`.

    The compiler needs the same expression over five minutes, over half an hour and over an hour. A bare selector is enough; any
    other PromQL returns events per second and has `$window` where its range goes.

    Bad:

        errors: sum(rate(http_requests_total{code=~"5.."}[5m]))

    Good:

        errors: sum(rate(http_requests_total{code=~"5.."}[$window]))
    """
    wanted = "write `[$window]` for the range"
    fix = Fix(wanted, tuple(Edit(one, "$window", "say") for one in ranges), safe=False) if ranges else None
    return _error("missing-window", "an SLI expression without `$window`", place, help=wanted, fix=fix)


def not_a_selector(field: str, place: Place, selector: str = "", around: Sequence[Place] = ()) -> Diagnostic:
    """A selector is needed, and an expression stands there.

    The compiler adds a suffix, a range or a function to it, which it can do only to a metric with label matchers.

    Bad:

        latency: {histogram: rate(http_request_duration_seconds_bucket[5m]), below: 300ms}

    Good:

        latency: {histogram: http_request_duration_seconds, below: 300ms}
    """
    return _error(
        "not-a-selector",
        f"`{field}` needs a selector: a metric and its label matchers",
        place,
        help='write it as in `http_requests_total{job="checkout"}`, without functions and without a range',
        fix=Fix(f"write `{selector}`", tuple(Edit(one, "", "say") for one in around), safe=False) if around else None,
    )


def wrong_result(field: str, place: Place, found: str) -> Diagnostic:
    """An expression returns something that a rule cannot use.

    Rules record and compare instant vectors: one number for each set of labels.

    Bad:

        expr: http_requests_total[5m]

    Good:

        expr: rate(http_requests_total[5m]) > 100
    """
    return _error(
        "wrong-result",
        f"`{field}` returns a {found}, not an instant vector",
        place,
        help="use a function such as `rate` on it",
    )


def unknown_unit(metric: str, place: Place) -> Diagnostic:
    """The unit of a latency histogram is not known.

    A name that ends in `_seconds` or `_milliseconds` says its unit. For any other, `unit` has to.

    Bad:

        latency: {histogram: request_duration, below: 300ms}

    Good:

        latency: {histogram: request_duration, below: 300ms, unit: milliseconds}
    """
    return _error(
        "unknown-unit",
        f"the unit of `{metric}` is not known",
        place,
        help="add `unit: seconds` or `unit: milliseconds`",
    )


def unset_default(field: str, example: str, place: Place) -> Diagnostic:
    """A value is needed that neither the SLO nor the project's defaults give.

    Every error budget belongs to a window, and every alert to a burn-rate policy. Another value than the one that was meant gives
    other numbers, so none is assumed; only a burn-rate policy that is the only one needs no name. The one below has the legs of
    the SRE Workbook.

    Bad:

        # Project.spec has no defaults, and there is no BurnRatePolicy
        slos: [{name: availability, objective: 99.9%, sli: http-availability}]

    Good:

        # in Project.spec
        defaults: [{window: 30d, burn_rate_policy: standard}]
        ---
        apiVersion: sre-compile.dev/v1alpha1
        kind: BurnRatePolicy
        metadata: {name: standard}
        spec:
          legs:
            - {budget: 2%, long: 1h, short: 5m, severity: sev1}
            - {budget: 5%, long: 6h, short: 30m, severity: sev2}
            - {budget: 10%, long: 3d, short: 6h, severity: sev3}
    """
    wanted = f"add `{field}: {example}` here, or `defaults: [{{{field}: {example}}}]` to the project"
    if not example:
        wanted = "add a document of `kind: BurnRatePolicy`, as `sre-compile explain unset-default` shows one"
    return _error("unset-default", f"no `{field}` for this SLO", place, help=wanted)


def unknown_leg(name: str, policy: str, place: Place, known: Sequence[str]) -> Diagnostic:
    """An SLO names a leg that its burn-rate policy does not have.

    A leg is called by its long window.

    Bad:

        alerting: {legs: [2h]}

    Good:

        alerting: {legs: [1h, 6h]}
    """
    return _error(
        "unknown-leg", f"burn-rate policy `{policy}` has no leg `{name}`", place, help=f"its legs: {', '.join(known)}"
    )


def foreign_environment(name: str, service: str, place: Place, known: Sequence[str]) -> Diagnostic:
    """An SLO is changed for an environment in which its service does not run.

    The change would have no effect. Either the service runs there and nobody watches it, or the change is left over.

    Bad:

        environments: [prod]
        slos: [{name: availability, objective: 99.9%, sli: http, in: {staging: {objective: 99%}}}]

    Good:

        environments: [prod, staging]
        slos: [{name: availability, objective: 99.9%, sli: http, in: {staging: {objective: 99%}}}]
    """
    return _error(
        "foreign-environment",
        f"service `{service}` does not run in `{name}`",
        place,
        help=f"it runs in {', '.join(known)}: add `{name}` to its `environments`, or remove this",
    )


def missing_file(name: str, place: Place) -> Diagnostic:
    """A file that is named is not there.

    Files that specs name, such as `alertmanager.base` and `files` of ExternalAlerts, are looked for below the folder of the specs
    only, so that nothing else of the machine is ever read. They end in `.yaml` or `.yml`.

    Bad:

        # specs/ holds no alertmanager/base.yaml
        alertmanager: {version: "0.25", base: alertmanager/base.yaml}

    Good:

        # specs/alertmanager/base.yaml is there
        alertmanager: {version: "0.25", base: alertmanager/base.yaml}
    """
    return _error(
        "missing-file",
        f"there is no file `{name}`",
        place,
        label="looked for below the folder of the specs",
        help="put it there, with a name that ends in `.yaml` or `.yml`, or correct the path",
    )


def unfit_base(wanted: str, place: Place) -> Diagnostic:
    """The file that `alertmanager.base` names is no configuration of Alertmanager.

    Our routes are mounted into its route, our receivers stand behind its own; its root receiver stays the one for alerts that nobody
    owns, so it needs one.

    Bad:

        receivers: [{name: everybody}]

    Good:

        route: {receiver: everybody}
        receivers: [{name: everybody}]
    """
    return _error(
        "unfit-base",
        f"a configuration of Alertmanager has {wanted}",
        place,
        label="this is none",
        help="write it as in `route: {receiver: everybody}`; `amtool check-config` says what Alertmanager needs",
    )
