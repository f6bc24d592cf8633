"""When the simulator says that an alert fires, on servers of either convention; a case asserts outside of what they differ in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from math import isnan
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from sre_compiler.backends.prometheus.series import Frame

if TYPE_CHECKING:  # numpy is loaded when a case is worked out
    from sre_compiler.simulation.outlook import Part, Seen


class Moments(Struct, frozen=True):
    """The first and the last evaluation at which an alert fires, in milliseconds: at the earliest and at the latest.

    Empty where it never does.
    """

    first: tuple[int, ...]
    last: tuple[int, ...]

    def asserted(self, step: int, end: int) -> list[tuple[int, bool]]:
        """Times at which it is sure whether it fires, none of them next to a time at which that changes."""
        if not self.first:
            return []
        times = [
            (self.first[0] - 2 * step, False),
            (self.first[1] + step, True),
            (self.last[0] - step, True),
            (self.last[1] + 2 * step, False),
        ]
        sure = [(at, fires) for at, fires in times if 0 <= at <= end]
        whole = self.last[0] - self.first[1] >= step
        return list(dict.fromkeys(sure if whole else [one for one in sure if not one[1]]))


def moments(episodes: Iterable[list[tuple[int, int]]]) -> Moments | None:
    """What both conventions say; None where one of them says that it fires twice, or only one that it fires."""
    found = list(episodes)
    if not any(found):
        return Moments((), ())
    if any(len(one) != 1 for one in found):
        return None
    firsts, lasts = zip(*(one[0] for one in found), strict=True)
    return Moments((min(firsts), max(firsts)), (min(lasts), max(lasts)))


class Outlook(Struct, frozen=True):
    """What both conventions agree in: when each leg and each no-data alert fires, and between what the recorded series are."""

    legs: Mapping[str, Moments | None]
    missing: Mapping[str, Moments | None]
    recorded: Mapping[tuple[Part, int], tuple[float, float]]


def outlook(told: Iterable[Seen]) -> Outlook:
    """Of what each convention says."""
    both = list(told)
    return Outlook(
        {name: moments(one.legs[name] for one in both) for name in both[0].legs},
        {name: moments(one.missing[name] for one in both) for name in both[0].missing},
        dict(_recorded(both)),
    )


def _recorded(both: list[Seen]) -> Iterator[tuple[tuple[Part, int], tuple[float, float]]]:
    for key in both[0].recorded:
        values = [one.recorded[key] for one in both]
        if len({isnan(value) for value in values}) == 1:
            yield key, (min(values), max(values))


class Shape(Struct, frozen=True):
    """A case without the names of its SLO: what is asserted, and how its series run, by their part in it."""

    checks: str
    inputs: str = ""
    values: Mapping[object, str] = {}

    def of(self, frame: Frame) -> Shape:
        """The same with the names."""
        return Shape(named(self.checks, frame), named(self.inputs, frame), self.values)


Known = dict[object, Shape]
_SLO, _ALERT, _NO_DATA = "<slo_id>", "<alert>", "<no_data>"


def unnamed(frame: Frame) -> Frame:
    """The objective of everybody who has this shape."""
    names = {"slo_id": _SLO, "burn_alert": _ALERT, "no_data_alert": _NO_DATA}
    return Frame(replace(frame.objective, **names), frame.server)


def named(text: str, frame: Frame) -> str:
    """Names are made of letters, digits and a few signs that need no escape anywhere."""
    one = frame.objective
    return text.replace(_SLO, one.slo_id).replace(_ALERT, one.burn_alert).replace(_NO_DATA, one.no_data_alert)


def remembered(known: Known, key: object, frame: Frame, work: Callable[[Frame], Shape]) -> Shape:
    """The cases of one shape are worked out once."""
    found = known.get(key)
    if found is None:
        found = known[key] = work(unnamed(frame))
    return found.of(frame)
