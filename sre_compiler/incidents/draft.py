"""The file of a new incident: what is known of it already, and room for what only people know."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from msgspec import Struct

from sre_compiler.kinds import API_VERSION
from sre_compiler.output.scalars import yaml_scalar
from sre_compiler.program.responses import Response


class Draft(Struct, frozen=True):
    """What is known of a new incident. `detected` is in seconds since 1970; what nobody knows is "", empty or None.

    `on_call` is whoever was on call then, and `rota` says by which policy and schedule.
    """

    severity: str
    environment: str
    services: tuple[str, ...]
    slos: tuple[str, ...]
    alerts: tuple[tuple[str, str], ...]
    detected: int
    detected_by: str
    on_call: str
    rota: str
    links: tuple[tuple[str, str], ...]
    criteria: tuple[str, ...]
    response: Response | None

    @property
    def stem(self) -> str:
        """What its name begins with: the date and the first service."""
        return f"{utc(self.detected)[:10]}-{self.services[0]}"[:60]


def utc(instant: int) -> str:
    """As the language writes it: `2026-03-29T09:00Z`."""
    return f"{datetime.fromtimestamp(instant, UTC):%Y-%m-%dT%H:%MZ}"


def text(draft: Draft, name: str, schema: str) -> str:
    """The document; `schema` is what editors are told, or ""."""
    head = [f"# yaml-language-server: $schema={schema}"] if schema else []
    lines = (*head, f"apiVersion: {API_VERSION}", "kind: Incident", f"metadata: {{name: {name}}}", "spec:")
    return "\n".join((*lines, *(f"  {one}" for one in _spec(draft)))) + "\n"


def _spec(draft: Draft) -> Iterator[str]:
    yield f"severity: {draft.severity}"
    if draft.environment:
        yield f"environment: {draft.environment}"
    yield f"services: {_flow(draft.services)}"
    if draft.slos:
        yield f"slos: {_flow(draft.slos)}"
    yield from _criteria(draft)
    if draft.detected_by:
        yield f"detected_by: {draft.detected_by}"
    if draft.alerts:
        listed = ", ".join(f"{{alert: {alert}{f', severity: {as_}' if as_ else ''}}}" for alert, as_ in draft.alerts)
        yield f"alerts: [{listed}]"
    yield from _times(draft)
    yield from _roles(draft)
    if draft.links:
        yield "links:"
        yield from (f"  {name}: {yaml_scalar(url)}" for name, url in draft.links)
    yield 'timeline: []            # - {at: "…Z", event: …, by: …}'
    yield f"review: {{status: draft}}{_review(draft)}"


def _criteria(draft: Draft) -> Iterator[str]:
    """The criteria of the severity, to be taken out of the comment where they hold."""
    if draft.criteria:
        yield f"# Which of these made it {draft.severity}?"
        yield "# criteria:"
        yield from (f"#   - {yaml_scalar(one)}" for one in draft.criteria)


def _times(draft: Draft) -> Iterator[str]:
    yield "times:"
    yield '  # impact_start: "…Z"   # from the graph of the SLO'
    yield f'  detected: "{utc(draft.detected)}"'
    yield '  # paged: "…Z"'
    yield '  # acknowledged: "…Z"'
    yield '  # mitigated: "…Z"      # users are fine again'
    yield '  # resolved: "…Z"'


def _roles(draft: Draft) -> Iterator[str]:
    wanted = draft.response.incident_roles if draft.response is not None else ()
    if wanted or draft.on_call:
        yield "roles:"
    if draft.on_call and "responder" not in wanted:
        yield f"  responder: [{draft.on_call}]   # on call then by {draft.rota}; correct it if somebody else answered"
    if draft.response is not None and "incident_roles" in draft.response.assumed:
        yield f"  # {draft.severity} asks for no roles; these are usual"
    for role in wanted:
        yield f"  {role}: []"


def _review(draft: Draft) -> str:
    response = draft.response
    if response is None or response.review_within is None:
        return ""
    usual = ", as is usual" if "review_within" in response.assumed else ""
    return f"   # to be held within {response.review_within} of the end{usual}"


def _flow(names: Sequence[str]) -> str:
    return f"[{', '.join(names)}]"
