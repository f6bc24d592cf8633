"""What is remembered of files, as lines of JSON and back: the context, then a line for each file.

Lists in the order of the fields, because thousands of them are read before a run says its first word. What does not fit raises
`msgspec.DecodeError`, ValueError or TypeError; UnicodeEncodeError a path that is not UTF-8.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from msgspec import json

from sre_compiler.cli.stored_findings import findings_in, findings_out, place_in, place_out
from sre_compiler.memory import Memory, Remembered
from sre_compiler.program.incidents import IncidentOutline, LostBudget
from sre_compiler.program.outline import ServiceOutline, SloOutline
from sre_compiler.units import Duration, Percent

Json = Any


def memory_out(memory: Memory, before: bytes, known: Memory) -> bytes:
    """The text of a memory; the lines of what is taken over from `known`, whose text is `before`, are not made again."""
    old = {file: (one, line) for (file, one), line in zip(known.files.items(), before.split(b"\n")[1:], strict=False)}
    lines = []
    for file, one in memory.files.items():
        same, line = old.get(file, (None, b""))
        lines.append(line if same is one else json.encode(_file_out(file, one)))
    return b"\n".join([json.encode(memory.context), *lines])


def memory_in(text: bytes) -> Memory:
    context, *lines = map(json.decode, text.split(b"\n"))
    return Memory(context, dict(map(_file_in, lines)))


def _file_out(file: str, one: Remembered) -> Json:
    names = [[name, place_out(place)] for name, place in one.names]
    services = [_service_out(service) for service in one.services]
    incidents = list(map(_incident_out, one.incidents))
    return [file, one.digest, findings_out(one.findings), services, incidents, names, one.broken, one.is_sound]


def _file_in(data: Json) -> tuple[str, Remembered]:
    file, digest, findings, services, incidents, names, broken, is_sound = data
    return file, Remembered(
        digest,
        findings_in(findings),
        tuple(map(_service_in, services)),
        tuple(map(_incident_in, incidents)),
        tuple((name, place_in(place)) for name, place in names),
        tuple(broken),
        is_sound,
    )


def _service_out(one: ServiceOutline) -> Json:
    alerts = [[name, place_out(place)] for name, place in one.alerts]
    names = [one.name, one.team, one.tier, one.environments, one.depends_on, one.severities]
    return [*names, list(map(_slo_out, one.slos)), alerts, place_out(one.place)]


def _service_in(data: Json) -> ServiceOutline:
    name, team, tier, environments, depends_on, severities, slos, alerts, place = data
    return ServiceOutline(
        name,
        team,
        tier,
        tuple(environments),
        tuple(depends_on),
        tuple(severities),
        tuple(map(_slo_in, slos)),
        tuple((alert, place_in(where)) for alert, where in alerts),
        place_in(place),
    )


def _incident_out(one: IncidentOutline) -> Json:
    slos = [[slo.slo_id, slo.spent and str(slo.spent.ratio), slo.is_mapping] for slo in one.slos]
    names = [one.name, one.severity, one.environment, one.services]
    return [*names, slos, one.impact_start, one.mitigated, one.is_closed, place_out(one.place)]


def _incident_in(data: Json) -> IncidentOutline:
    name, severity, environment, services, slos, impact_start, mitigated, is_closed, place = data
    return IncidentOutline(
        name,
        severity,
        environment,
        tuple(services),
        tuple(LostBudget(slo_id, spent and Percent(Decimal(spent)), mapping) for slo_id, spent, mapping in slos),
        impact_start,
        mitigated,
        is_closed,
        place_in(place),
    )


def _slo_out(one: SloOutline) -> Json:
    names = [one.slo_id, one.name, one.burn_alert, one.no_data_alert]
    objectives = [[environment, str(objective)] for environment, objective in one.objectives]
    places = [place_out(place) for place in (one.place, one.slo_id_place, one.burn_alert_place)]
    used = [one.policy, one.error_budget_policy, one.template]
    return [*names, objectives, one.window.milliseconds, *used, one.own_alerting, *places]


def _slo_in(data: Json) -> SloOutline:
    slo_id, name, burn, silent, objectives, window, policy, budgets, template, *rest = data
    own, place, id_place, burn_place = rest
    return SloOutline(
        slo_id,
        name,
        burn,
        silent,
        tuple((environment, Decimal(objective)) for environment, objective in objectives),
        Duration(window),
        policy,
        budgets,
        template,
        own,
        place_in(place),
        place_in(id_place),
        place_in(burn_place),
    )
