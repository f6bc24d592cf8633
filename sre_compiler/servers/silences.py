"""Which alerts silence which, held against the inhibition rules of the configuration on disk.

What is expected comes from the scale and the alerts alone: while a faster leg burns, or one that is answered more urgently, the others
of the same SLO and group in the same place are silent; so are all of them while there is no data, pages only while that pages as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations

from sre_compiler import routing
from sre_compiler.routing import Configuration
from sre_compiler.servers.expected import Labels, RouteTests, Scale, about, alertname, labels_of
from sre_compiler.servers.proofs import Failure, Proof
from sre_compiler.units import Duration


def failures(proof: Proof, tests: RouteTests, loaded: Configuration) -> Iterator[Failure]:
    """Every pair of alerts of a service that is silent, or told, and should be otherwise."""
    alerts = [labels_of(alert) for one in tests.tests for alert in one.alerts]
    for firing, other in permutations(alerts, 2):
        if _is_silent(tests.scale, firing, other):
            yield from _while_silent(proof, tests.scale, loaded, firing, other)
        elif (rule := routing.inhibited(loaded, other, [firing])) is not None:
            why = f", by the rule of {' and '.join(map(str, rule.source))}"
            yield _failure(proof, tests.scale, firing, other, "is silent while", f"{why}, and should be told")


def _while_silent(
    proof: Proof, scale: Scale, loaded: Configuration, firing: Labels, other: Labels
) -> Iterator[Failure]:
    """Both in the same group and place, and then in another one each."""
    if not routing.inhibited(loaded, other, [firing]):
        yield _failure(proof, scale, firing, other, "is told while", ", and should be silent")
        return
    apart = [*scale.places, *(["slo_group"] if "leg" in firing else [])]
    for label in apart:
        elsewhere = {**other, label: f"not {other.get(label, '')}"}
        if routing.inhibited(loaded, elsewhere, [firing]):
            yield _failure(proof, scale, firing, other, "is silent while", f" in another `{label}`, and should be told")


def _is_silent(scale: Scale, firing: Labels, other: Labels) -> bool:
    """Whether there is nothing new in the other one while this one fires."""
    same = ("slo_id", "slo_group", *scale.places)
    if not firing.get("slo_id") or any(firing.get(label) != other.get(label) for label in same):
        return False
    if "leg" in firing:
        return "leg" in other and _urgency(scale, firing) < _urgency(scale, other)
    return "leg" in other and (firing[scale.label] in scale.pages or other[scale.label] not in scale.pages)


def _urgency(scale: Scale, burn: Labels) -> tuple[int, Duration]:
    """The worse severity first, then the faster leg."""
    return scale.severities.index(burn[scale.label]), Duration.parse(burn["leg"])


def _failure(proof: Proof, scale: Scale, firing: Labels, other: Labels, how: str, otherwise: str) -> Failure:  # noqa: PLR0913, PLR0917 - words of a sentence
    told = f"{_named(scale, other)} {how} {_named(scale, firing)} fires{otherwise}"
    kinds = [
        f"{one.get('leg', '' if 'slo_id' in one else one.get('alertname'))} {one[scale.label]}"
        for one in (other, firing)
    ]
    return Failure(proof, about(other), f"{kinds[0]} {how} {kinds[1]}{otherwise}", told)


def _named(scale: Scale, one: Labels) -> str:
    leg = f"the {one['leg']} leg of " if "leg" in one else ""
    return f"{leg}{alertname(one)} ({one[scale.label]})"
