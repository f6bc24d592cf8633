"""An Alertmanager configuration as values. The text of matchers and the names are the identity of open incidents.

Alertmanager keys an incident by the matchers on the way to its route and by its group's labels, and what it has sent by the
receiver's name: whoever writes them another way opens every incident again, and the old ones are never resolved.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from sre_compiler.diagnostics import Place
from sre_compiler.program.severities import Severity
from sre_compiler.program.teams import Receiver as Way
from sre_compiler.units import Duration

Labels = Mapping[str, str]


class Matcher(Struct, frozen=True):
    """A condition on one label; a label that is not there is an empty one."""

    name: str
    op: Literal["=", "!=", "=~", "!~"]
    value: str

    def __str__(self) -> str:
        """The one way in which it is written; Alertmanager reads it the same before and since UTF-8."""
        escaped = self.value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        return f'{self.name}{self.op}"{escaped}"'


class Timing(Struct, frozen=True):
    """How long to wait before the first message of a group, before one about new alerts, and before the same again."""

    group_wait: Duration
    group_interval: Duration
    repeat_interval: Duration


class Route(Struct, frozen=True):
    """A node of the tree; what it leaves out is that of the node above.

    `active` and `mute` name time intervals; outside of the first and inside of the second the route takes an alert and drops it.
    An alert that `goes_on` is offered to the next sibling as well. `place` is where a route stands that is not ours, `repeats` what it
    says of repetition.
    """

    receiver: str | None
    matchers: tuple[Matcher, ...] = ()
    group_by: tuple[str, ...] | None = None
    timing: Timing | None = None
    active: tuple[str, ...] = ()
    mute: tuple[str, ...] = ()
    goes_on: bool = False
    routes: tuple[Route, ...] = ()
    repeats: Duration | None = None
    place: Place | None = None


class Integration(Struct, frozen=True):
    """A way to reach a team, and the severity that it is told of; None for alerts whose severity is not known."""

    way: Way
    severity: Severity | None


class Receiver(Struct, frozen=True):
    name: str
    integrations: tuple[Integration, ...]


class Inhibition(Struct, frozen=True):
    """While an alert of the source fires, those of the target that have the same `equal` labels are not sent."""

    name: str
    source: tuple[Matcher, ...]
    target: tuple[Matcher, ...]
    equal: tuple[str, ...]
    place: Place | None = None


class Hours(Struct, frozen=True):
    """Times at which all of this is so by the clock of a zone; what is empty does not matter.

    `times` are minutes since midnight, the end exclusive; `weekdays` count from Sunday, 0; `days` of the month and `months` from
    1, days below 0 from the month's end. All ranges but `times` include their end.
    """

    times: tuple[tuple[int, int], ...] = ()
    weekdays: tuple[tuple[int, int], ...] = ()
    days: tuple[tuple[int, int], ...] = ()
    months: tuple[tuple[int, int], ...] = ()
    years: tuple[tuple[int, int], ...] = ()
    zone: str = "UTC"


class Configuration(Struct, frozen=True):
    """`intervals` are times by name, each the union of its hours; all are in the order in which they are written."""

    route: Route
    receivers: tuple[Receiver, ...]
    inhibitions: tuple[Inhibition, ...]
    intervals: Mapping[str, tuple[Hours, ...]]
