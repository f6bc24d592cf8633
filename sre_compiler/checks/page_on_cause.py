"""A page is about a cause, while an SLO of the service pages when users notice.

Busy processors, full memory and long queues are often harmless, and what harms users often shows in none of them. Where an SLO
watches what users get, a page about a cause wakes somebody for nothing, or twice for one thing. A file system that is nearly full
and a prediction with `predict_linear` are not found: the SLO sees those only afterwards.

Bad:

    slos:
      - {name: availability, objective: 99.9%, sli: http-availability}
    alerts:
      - name: HighLoad
        expr: node_load5 > 8
        for: 10m
        severity: sev1
        summary: The load of {{ $labels.instance }} is high.

Good:

    slos:
      - {name: availability, objective: 99.9%, sli: http-availability}
    alerts:
      - name: HighLoad
        expr: node_load5 > 8
        for: 10m
        severity: sev3
        summary: The load of {{ $labels.instance }} is high.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sre_compiler import promql
from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Related, Severity
from sre_compiler.program.alerts import Alert
from sre_compiler.program.indicators import Query
from sre_compiler.program.objectives import Objective

SEVERITY = Severity.WARNING
_CAUSES = re.compile(
    "|".join(
        f"(?P<{cause}>{names})"
        for cause, names in {
            "processors": r"(?:node|container|process|machine|instance:node|windows|system)_cpu_.*|.*_cpu_(?:usage|utili[sz]ation).*",
            "memory": r"(?:node|container|jvm|windows)_memory_.*|process_(?:resident|virtual)_memory_.*|go_memstats_.*|jvm_gc_.*",
            "disks": r"node_disk_.*|container_fs_(?:reads|writes|io).*|windows_logical_disk_(?:read|write|idle).*",
            "load": r"(?:node|windows_system)_load[0-9]*|.*_load_average.*|go_goroutines",
            "restarts": r"kube_pod_container_status_(?:restarts_total|waiting_reason)|.*_restarts?_total",
            "queues": r".*_queue_(?:length|depth|size)|.*_queue_messages(?:_ready)?|kafka_consumergroup_lag",
        }.items()
    )
)
_PREDICTING = frozenset({"predict_linear", "deriv"})


def check(scope: Scope) -> Iterator[Diagnostic]:
    for deployment in scope.service.deployments.values() if scope.pages else ():
        covering = next((one for one in deployment.objectives if scope.has_page(one)), None)
        for alert in deployment.alerts if covering is not None else ():
            if covering is not None and alert.severity in scope.paging:
                yield from _findings(alert, covering)


def _findings(alert: Alert, covering: Objective) -> Iterator[Diagnostic]:
    """Only where everything that the alert looks at is a cause."""
    causes = [_CAUSES.fullmatch(one.metric or "") for one in alert.query.selectors]
    if causes and all(causes) and causes[0] is not None and not _predicts(alert.query):
        first = alert.query.selectors[0]
        yield Diagnostic(
            "page-on-cause",
            SEVERITY,
            f"`{alert.name}` pages about {causes[0].lastgroup}, which users do not notice",
            alert.query.at(first.start, first.end),
            label=f"the SLO `{covering.name}` pages when they do",
            help="give it a severity that can wait, or remove it",
            related=(Related(covering.place.at("name"), "watches what users get"),),
        )


def _predicts(query: Query) -> bool:
    return any(isinstance(node, promql.Call) and node.function in _PREDICTING for node in query.nodes)
