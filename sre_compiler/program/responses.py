"""How a severity is answered: what its document says, and what is usual where it says nothing.

The usual values go by the response, and the worst severity that pages has its own. They are those of PagerDuty's incident response
and of the books of Google's SREs. They are for people: no check holds anybody to what no spec states.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from sre_compiler.program.severities import Severity
from sre_compiler.units import Duration


class Response(Struct, frozen=True):
    """`assumed` are the fields whose value is the usual one, because the spec does not say."""

    ack_within: Duration
    updates_every: Duration | None
    incident_roles: tuple[str, ...]
    review_within: Duration | None
    assumed: frozenset[str] = frozenset()


_WORST = Response(
    Duration.parse("5m"),
    Duration.parse("20m"),
    ("commander", "deputy", "scribe", "customer_liaison", "internal_liaison"),
    Duration.parse("3d"),
)
_USUAL = {
    "page": Response(Duration.parse("15m"), Duration.parse("30m"), ("commander", "scribe"), Duration.parse("7d")),
    "ticket": Response(Duration.parse("4h"), Duration.parse("1d"), (), None),
    "log": Response(Duration.parse("7d"), None, (), None),
}
_FIELDS = tuple(name for name in Response.__struct_fields__ if name != "assumed")


def responses(scale: Sequence[Severity]) -> dict[str, Response]:
    """How each severity of the scale, which begins with the worst, is answered."""
    worst = next((one for one in scale if one.response == "page"), None)
    return {one.name: _response(one, _WORST if one is worst else _USUAL[one.response]) for one in scale}


def _response(severity: Severity, usual: Response) -> Response:
    stated = {name: getattr(severity, name) for name in _FIELDS}
    filled = {name: value or getattr(usual, name) for name, value in stated.items()}
    return Response(**filled, assumed=frozenset(name for name in _FIELDS if filled[name] and not stated[name]))
