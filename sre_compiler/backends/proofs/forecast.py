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
        """Times since it fires at which it is sure whether it does, none of them next to a time at which that changes."""
        if not self.first:
            return []
        times = [
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
        if len({(isnan(value), value == 0) for value in values}) == 1:
            yield key, (min(values), max(values))


class Shape(Struct, frozen=True):
    """A case without the names of its SLO: what is asserted, and how its series run, by their part in it."""

    checks: str
    inputs: str = ""
    values: Mapping[object, str] = {}

    def of(self, names: Mapping[str, str]) -> Shape:
        """The same with names in the places that `_open` left for them."""
        return Shape(self.checks % names, self.inputs % names, self.values)


Known = dict[object, Shape]
_PLACES = {"slo_id": "<slo_id>", "burn_alert": "<alert>", "no_data_alert": "<no_data>"}
"""What stands in the place of a name: names are made of letters, digits and a few signs that need no escape anywhere."""


def unnamed(frame: Frame) -> Frame:
    """The objective of everybody who has this shape."""
    return Frame(replace(frame.objective, **_PLACES), frame.server)


def _open(text: str) -> str:
    """A template for `%`, which fills in all names in one go."""
    text = text.replace("%", "%%")
    for name, place in _PLACES.items():
        text = text.replace(place, f"%({name})s")
    return text


def remembered(known: Known, key: object, frame: Frame, work: Callable[[Frame], Shape]) -> Shape:
    """The cases of one shape are worked out once."""
    found = known.get(key)
    if found is None:
        made = work(unnamed(frame))
        found = known[key] = Shape(_open(made.checks), _open(made.inputs), made.values)
    one = frame.objective
    return found.of({"slo_id": one.slo_id, "burn_alert": one.burn_alert, "no_data_alert": one.no_data_alert})
