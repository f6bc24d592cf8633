"""What a program knows of an incident that has just begun."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from sre_compiler import rotas
from sre_compiler.incidents.draft import Draft
from sre_compiler.program.alerts import Alert
from sre_compiler.program.incidents import plain_id
from sre_compiler.program.objectives import Objective
from sre_compiler.program.program import Program
from sre_compiler.program.responses import responses
from sre_compiler.program.services import Deployment, Service
from sre_compiler.program.severities import Severity
from sre_compiler.program.teams import answering


class Asked(Struct, frozen=True):
    """What somebody says of an incident; what is not said is "" or empty. `detected` is in seconds since 1970."""

    slos: tuple[str, ...]
    services: tuple[str, ...]
    alert: str
    severity: str
    environment: str
    detected: int


class Unknown(Exception):  # noqa: N818 - what it says is what is unknown
    """The program has no such thing; `noun` and `name` say what was asked for, `known` what there is."""

    def __init__(self, noun: str, name: str, known: Sequence[str]) -> None:
        super().__init__(f"there is no {noun} {name}")
        self.noun, self.name, self.known = noun, name, known


def without_program(asked: Asked) -> Draft:
    """What was asked, where the specs do not compile."""
    alerts = ((asked.alert, asked.severity),) if asked.alert else ()
    services = asked.services or tuple(dict.fromkeys(one.partition("/")[0] for one in asked.slos))
    return Draft(
        asked.severity, asked.environment, services, asked.slos, alerts, asked.detected, "", "", "", (), (), None
    )


def draft(program: Program, asked: Asked) -> Draft:
    """The draft with all that the program knows. Raises `Unknown`."""
    return _Look(program, asked).draft()


class _Look:
    """What is asked beside the program."""

    def __init__(self, program: Program, asked: Asked) -> None:
        self.program = program
        self.asked = asked
        self.objectives = [*self._objectives()]
        self.alerts = [*self._alerts()]
        self._refuse_unknown()

    def _everywhere(self) -> Iterator[tuple[Service, str, Deployment]]:
        for service in self.program.services:
            for environment, deployment in service.deployments.items():
                yield service, environment, deployment

    def _objectives(self) -> Iterator[tuple[Service, str, Objective]]:
        """The SLOs, and that of the alert, in every environment."""
        for service, environment, deployment in self._everywhere():
            for one in deployment.objectives:
                is_alert = self.asked.alert in (one.burn_alert, one.no_data_alert)
                if plain_id(one.slo_id) in self.asked.slos or is_alert:
                    yield service, environment, one

    def _alerts(self) -> Iterator[tuple[Service, str, Alert]]:
        """The alert, where it is one without a budget, in every environment."""
        for service, environment, deployment in self._everywhere():
            yield from ((service, environment, one) for one in deployment.alerts if one.name == self.asked.alert)

    def _refuse_unknown(self) -> None:
        objectives = [one for _, _, deployment in self._everywhere() for one in deployment.objectives]
        alerts = {one.name for _, _, deployment in self._everywhere() for one in deployment.alerts}
        alerts |= {name for one in objectives for name in (one.burn_alert, one.no_data_alert)}
        known = {
            "SLO": ({plain_id(one.slo_id) for one in objectives}, self.asked.slos),
            "alert": (alerts, [self.asked.alert]),
            "service": ({one.name for one in self.program.services}, self.asked.services),
            "environment": ({*self.program.project.environment_severities}, [self.asked.environment]),
            "severity": ({one.name for one in self.program.severities}, [self.asked.severity]),
        }
        for noun, (names, used) in known.items():
            for name in used:
                if name and name not in names:
                    raise Unknown(noun, name, sorted(names))

    def draft(self) -> Draft:
        asked, environment = self.asked, self._environment()
        severity = self._severity(environment)
        policy, person = self._on_call(severity)
        how = "slo_alert" if not self.alerts else "other_alert"
        return Draft(
            severity=severity.name,
            environment=environment,
            services=tuple(one.name for one in self._services()),
            slos=tuple(dict.fromkeys(plain_id(one.slo_id) for _, _, one in self.objectives)),
            alerts=((asked.alert, severity.name),) if asked.alert else (),
            detected=asked.detected,
            detected_by=how if asked.alert else "",
            on_call=person,
            rota=policy,
            links=tuple(self._links(environment)),
            criteria=severity.criteria,
            response=responses(self.program.severities)[severity.name],
        )

    def _services(self) -> list[Service]:
        """Those that were named, else those of the SLOs and the alert."""
        named = [one for one in self.program.services if one.name in self.asked.services]
        named.sort(key=lambda one: self.asked.services.index(one.name))
        of_slos = [service for service, _, _ in (*self.objectives, *self.alerts)]
        return [*{one.name: one for one in (*named, *of_slos)}.values()]

    def _environment(self) -> str:
        """The one that was named, else the first in which somebody is paged, else the first."""
        if self.asked.environment:
            return self.asked.environment
        places = [environment for _, environment, _ in (*self.objectives, *self.alerts)] or [
            *self._services()[0].deployments
        ]
        paging = {one.name for one in self.program.severities if one.response == "page"}
        return next((one for one in places if paging.intersection(self._severities(one))), places[0])

    def _severities(self, environment: str) -> list[str]:
        """Those with which the SLOs and the alert are answered in an environment."""
        legs = [leg for _, where, one in self.objectives if where == environment for leg in one.alerting_legs]
        return [
            *(leg.severity for leg in legs if leg.severity is not None),
            *(one.severity for _, where, one in self.alerts if where == environment),
        ]

    def _severity(self, environment: str) -> Severity:
        """The one that was named, else the worst of what answers; raises `Unknown` where nothing does."""
        names = [self.asked.severity] if self.asked.severity else self._severities(environment)
        found = next((one for one in self.program.severities if one.name in names), None)
        if found is None:
            raise Unknown("severity", "", [one.name for one in self.program.severities])
        return found

    def _on_call(self, severity: Severity) -> tuple[str, str]:
        """Who is called first when the first service fails: by which policy and schedule, and who; "" where nobody is."""
        teams = {one.name: one for one in self.program.teams}
        team, *_ = answering(teams, teams[self._services()[0].team], severity.name)
        policy = next((one for one in self.program.oncall_policies if one.name == team.oncall), None)
        for noun, name in policy.escalation[0].call if policy is not None else ():
            if noun == "person":
                return f"{team.oncall}", name
            duty = rotas.on_duty(policy, name, self.asked.detected) if policy and noun == "schedule" else None
            if duty is not None:
                return f"{team.oncall}/{name}", duty.person
        return "", ""

    def _links(self, environment: str) -> Iterator[tuple[str, str]]:
        """The runbook of what fired, and the board to look at."""
        here = [one for _, where, one in self.objectives if where == environment]
        if self.alerts:
            runbook, board = self.alerts[0][2].runbook_url, self.alerts[0][2].dashboard_url
        elif here:
            runbook = here[0].runbook_url
            board = here[0].dashboard_url
        else:
            runbook, board = "", self.program.project.dashboard_url(self._services()[0].name)
        yield from ((name, url) for name, url in (("dashboard", board), ("runbook", runbook)) if url)
