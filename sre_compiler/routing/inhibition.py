"""Which alerts say nothing new while another one fires: all of them about the same SLO, and group, in the same place.

No alert is silenced by one that is answered less urgently. Both sides ask for `slo_id`, because labels that are missing on both
sides are equal to Alertmanager; no alert is on both sides of a rule, and no two silence each other, for then both would be
lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from sre_compiler.program.program import Setting
from sre_compiler.program.severities import Severity
from sre_compiler.routing.configuration import Inhibition, Matcher

_ANY = ".+"
_OF_SLO = Matcher("slo_id", "=~", _ANY)
_BURN = (_OF_SLO, Matcher("leg", "=~", _ANY))
_NO_DATA = (_OF_SLO, Matcher("leg", "=", ""))
_WHOLE, _GROUP = Matcher("slo_group", "=", ""), Matcher("slo_group", "=~", _ANY)


def inhibitions(setting: Setting) -> tuple[Inhibition, ...]:
    """All rules, the stronger ones first."""
    place = setting.project.identity_labels
    return (
        *_worse_over_milder(setting, ("slo_id", "slo_group", *place)),
        *_faster_over_slower(setting, ("slo_id", "slo_group", setting.labels.severity, *place)),
        *_no_data_over_burn(setting, place),
    )


def _worse_over_milder(setting: Setting, equal: tuple[str, ...]) -> Iterator[Inhibition]:
    scale = setting.severities
    for index, one in enumerate(scale[:-1]):
        source = (*_BURN, Matcher(setting.labels.severity, "=", one.name))
        target = (*_BURN, _severity(setting, scale[index + 1 :]))
        yield Inhibition(f"{one.name} silences milder burn of the same SLO", source, target, equal)


def _faster_over_slower(setting: Setting, equal: tuple[str, ...]) -> Iterator[Inhibition]:
    """A leg is called by its long window; of equal severity the shorter one is enough."""
    legs = sorted({leg.long for policy in setting.burn_rate_policies for leg in policy.legs})
    for index, (leg, _) in enumerate(pairwise(legs)):
        slower = one_of("leg", [str(one) for one in legs[index + 1 :]])
        name = f"the {leg} leg silences slower ones of the same severity"
        yield Inhibition(name, (_OF_SLO, Matcher("leg", "=", str(leg))), (_OF_SLO, slower), equal)


def _no_data_over_burn(setting: Setting, place: tuple[str, ...]) -> Iterator[Inhibition]:
    """What cannot be measured does not burn. A page is silenced by a page only."""
    whole, group = ("slo_id", *place), ("slo_id", "slo_group", *place)
    same = ("slo_id", setting.labels.severity, *place)
    yield Inhibition("no data at all silences no data of a group", (*_NO_DATA, _WHOLE), (*_NO_DATA, _GROUP), same)
    for response, sources, targets in _responses(setting):
        source, target = (*_NO_DATA, *sources), (*_BURN, *targets)
        yield Inhibition(f"no data at all silences {response}", (*source, _WHOLE), target, whole)
        yield Inhibition(f"no data of a group silences its {response}", (*source, _GROUP), target, group)


def _responses(setting: Setting) -> Iterator[tuple[str, Sequence[Matcher], Sequence[Matcher]]]:
    """What is silenced, and conditions on both sides."""
    pages = [one for one in setting.severities if one.response == "page"]
    others = [one for one in setting.severities if one.response != "page"]
    if pages:
        yield "burn", (_severity(setting, pages),), ()
    if others:
        yield "burn that pages nobody", (_severity(setting, others),), (_severity(setting, others),)


def _severity(setting: Setting, among: Sequence[Severity]) -> Matcher:
    return one_of(setting.labels.severity, [one.name for one in among])


def one_of(label: str, values: Sequence[str]) -> Matcher:
    """The label has one of these values, which need no escaping in a pattern; `=` where it is one."""
    return Matcher(label, "=" if len(values) == 1 else "=~", "|".join(values))
